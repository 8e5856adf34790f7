"""Find the parts of a typed line: phrases of time, words in quotes, other words, and the comment.

Every part keeps the place of its text, so that a preview can mark it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from demitasse.domain import days
from demitasse.domain.durations import CLOCK, DURATION, WITH_UNIT
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.time_ranges import MARKED_TIME, RANGE, TIME_OF_DAY, plain_dashes

MAX_LENGTH = 400
"""The longest line without its comment, in characters."""

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″"), '"')


class Kind(StrEnum):
    """What a phrase says."""

    RANGE = "range"
    DAY = "day"
    AHEAD = "ahead"
    AGO = "ago"
    AT = "at"
    UNTIL = "until"
    MARKED_TIME = "marked_time"
    DURATION = "duration"


_SHAPES = {
    Kind.RANGE: RANGE,
    Kind.DAY: days.DAY,
    Kind.AHEAD: rf"(?:(?:on|am)\s+)?{days.AHEAD}",
    Kind.AGO: rf"-(?:{WITH_UNIT})|(?:{CLOCK}|{WITH_UNIT})\s+ago|(?:vor|since|seit)\s+(?:{WITH_UNIT})",
    Kind.AT: rf"(?:(?:at|um|since|seit|ab|from|von)\s+|@\s*)(?:{TIME_OF_DAY})",
    Kind.UNTIL: rf"(?:until|till|bis)\s+(?:{TIME_OF_DAY})",
    Kind.MARKED_TIME: MARKED_TIME,
    Kind.DURATION: rf"(?:(?:for|für|fuer)\s+)?(?:{DURATION})",
}


class Word(NamedTuple):
    """A word, or several in quotes."""

    text: str
    start: int
    end: int
    quoted: bool = False


class Phrase(NamedTuple):
    """A phrase of time. `text` has plain dashes and spaces."""

    kind: Kind
    text: str
    start: int
    end: int


class Parts(NamedTuple):
    """The parts of a line, in its order. `comment` is None if there is none; the rest ends at `head_end`."""

    words: tuple[Word, ...]
    phrases: tuple[Phrase, ...]
    comment: str | None
    head_end: int
    text_end: int
    verb: Word | None = None

    def numbers_at_end(self) -> list[str]:
        """Return the bare numbers that are the last words before the comment."""
        numbers: list[str] = []
        last = max((phrase.end for phrase in self.phrases), default=0)
        for word in reversed(self.words):
            if word.quoted or word.start < last or not re.fullmatch(r"[0-9]+", word.text):
                break
            numbers.insert(0, word.text)
        return numbers


def split(text: str, *, has_comment: bool = False) -> Parts:
    """Split a line into its parts; with `has_comment` the comment is elsewhere, and a colon is part of a name.

    Places are those in the composed text, in which "ü" is one character, as macOS also types it as two. Raises BadInput
    if the line is too long, or if it is not sure whether a colon belongs to a time.
    """
    text = unicodedata.normalize("NFC", text)
    plain = plain_dashes(text.translate(_QUOTES))
    quoted = _quoted(plain)
    end = len(plain) if has_comment else _comment_colon(plain, quoted)
    if end > MAX_LENGTH:
        raise BadInput(FaultCode.LINE_TOO_LONG, number=end, most=MAX_LENGTH)
    if noon := re.search(r"(?<![0-9:.])12((?:[:.][0-9]{2})?) am [0-9]{1,2}\.[0-9]", plain[:end], re.IGNORECASE):
        raise _two_readings(noon[0], f"12{noon[1]} pm", f"12{noon[1]}am")  # "am" is German for "on", too
    words, phrases = [], []
    at = 0
    while at < end:
        if plain[at] == " ":
            at += 1
        elif (stop := quoted.get(at)) is not None:
            words.append(Word(text[at + 1 : stop - 1], at, stop, quoted=True))
            at = stop
        elif phrase := _phrase_at(plain, at, end):
            phrases.append(phrase)
            at = phrase.end
        else:
            stop = next((place for place in range(at, end) if plain[place] == " " or place in quoted), end)
            words.append(Word(plain[at:stop], at, stop))
            at = stop
    comment = text[end + 1 :].strip() if end < len(text) else None
    return Parts(tuple(words), tuple(phrases), comment, end, len(text))


def joined(words: Iterable[Word]) -> str:
    """Return the texts of words with a space between them."""
    return " ".join(" ".join(word.text for word in words).split())


def kinds_of(text: str) -> set[Kind]:
    """Return what a whole text may be as one phrase."""
    return {kind for kind in _SHAPES if (found := _pattern(kind).match(text)) and found.end() == len(text)}


def _phrase_at(plain: str, at: int, end: int) -> Phrase | None:
    """Return the longest phrase that begins there and ends with a word."""
    best = None
    for kind in _SHAPES:
        found = _pattern(kind).match(plain, at, end)
        if found and (best is None or found.end() > best.end):
            best = Phrase(kind, found[0], at, found.end())
    return best


@cache
def _pattern(kind: Kind) -> re.Pattern[str]:
    return re.compile(rf"(?:{_SHAPES[kind]})(?=[ ]|\Z)", re.IGNORECASE)


def _quoted(plain: str) -> dict[int, int]:
    """Return where stretches in quotes begin and end (after the second quote)."""
    return {found.start(): found.end() for found in re.finditer(r'(?<![^ ])"[^"]*"(?=[ :]|\Z)', plain)}


def _comment_colon(plain: str, quoted: dict[int, int]) -> int:
    """Return where the comment begins: at the first colon that is neither in quotes nor in a time. Raises BadInput."""
    for at in _colons(plain):
        if any(start < at < end for start, end in quoted.items()):
            continue
        if not (plain[at - 1 : at].isnumeric() and plain[at + 1 : at + 2].isnumeric()):
            _check_colon(plain, at)
            return at
    return len(plain)


def _colons(plain: str) -> Iterator[int]:
    return (place for place, letter in enumerate(plain) if letter == ":")


def _check_colon(plain: str, at: int) -> None:
    """Refuse a colon that may belong to a time with a space in it, such as "1: 30" or "1 :30"."""
    before, after = plain[:at], plain[at + 1 :]
    word = before.split()[-1:] or [""]
    hours = re.fullmatch(r"(?:[^-]*[0-9]-)?([0-9]{1,2})", word[0])
    minutes = re.match(r" *([0-9]{2})(?![0-9])", after)
    if hours and (minutes or not after.strip()):
        time = f"{hours[1]}:{minutes[1] if minutes else '00'}"
        raise _two_readings(plain, time, f"{hours[1]}m: {after.strip()}".strip())
    if minutes and before.endswith(" ") and after[0] != " ":
        raise _two_readings(plain, f"0:{minutes[1]}", f": {after.strip()}")


def _two_readings(plain: str, first: str, second: str) -> BadInput:
    return BadInput(FaultCode.TWO_READINGS, text=plain[:60], first=first[:60], second=second[:60])
