"""The comment of a line without a colon: in words that fit exactly one task, the rest (docs/lines.md)."""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from demitasse.domain.durations import parse, two_readings
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.line import Line, as_text
from demitasse.domain.phrases import Parts, Word, joined
from demitasse.domain.search import Index
from demitasse.domain.text_matching import fold

_BARE = re.compile(r"[0-9]{0,3}[.,][0-9]+|[0-9]{1,2} ?- ?[0-9]{1,2}")
"""A duration or a range without a unit or a colon, which may be a version or a number of things as well."""
_WITHOUT_TIMES: dict[str, Any] = dict.fromkeys(("start", "end", "duration_s"))


def without_rest(line: Line, words: Sequence[Word], index: Index) -> tuple[Line, Sequence[Word], Sequence[Word]]:
    """Return the line with the words behind the name of its only task as its comment, and the words of each.

    Nothing is taken for a comment if a task has all words, be it with a typo. Raises BadInput for a comment without
    letters, such as a number, which may be a duration as well.
    """
    fits = index.fits(line.query)
    if line.comment is not None or ((fits.exact or fits.near) and not is_stray_symbol(words[-1], words, index)):
        return line, words, ()
    name = _only_name(words, index)
    rest = words[len(name) :]
    if not name or any(word.quoted for word in rest):
        return line, words, ()
    comment = joined(rest)
    found = line._replace(query=joined(name), comment=comment)
    if not any(letter.isalpha() or _is_symbol(letter) for letter in comment):
        raise _not_a_comment(found, comment)
    return found, name, rest


def _not_a_comment(line: Line, comment: str) -> BadInput:
    """Return the fault of a comment without letters: it may be minutes as well, or is part of no time."""
    minutes = f"{comment}m"
    with suppress(BadInput):
        parse(minutes, previewed=False)
        return two_readings(comment, minutes, f": {comment}")
    return BadInput(FaultCode.LEFT_OVER, text=comment[:40], name=as_text(line, quoted=True))


def check_bare_times(line: Line, parts: Parts, rest: Sequence[Word]) -> None:
    """Refuse "release 1.5" and "fix 3-4 bugs": in a comment without a colon, such figures may be words as well."""
    for phrase in parts.phrases:
        if rest and phrase.start > rest[0].start and _BARE.fullmatch(phrase.text):
            words = sorted((*rest, Word(phrase.text, phrase.start, phrase.end)), key=lambda word: word.start)
            as_words = line._replace(comment=joined(words), **_WITHOUT_TIMES)
            raise two_readings(phrase.text, as_text(line, quoted=True), as_text(as_words, quoted=True))


def is_stray_symbol(word: Word, words: Sequence[Word], index: Index | None) -> bool:
    """Return whether a word is only an emoji or another symbol, which no search looks for, and no name has it."""
    if word.quoted or fold(word.text).strip() or not any(map(_is_symbol, word.text)):
        return False
    return index is None or not index.has_letters(joined(words), word.text)


def _is_symbol(letter: str) -> bool:
    return unicodedata.category(letter) == "So"


def _only_name(words: Sequence[Word], index: Index) -> Sequence[Word]:
    """Return the first words, as many as fit a task, if that is the only one; none otherwise.

    Letters within a word of the task are no reason to take one more.
    """
    for number in range(len(words) - 1, 0, -1):
        name = words[:number]
        fitting = index.number_of_fits(joined(name))
        if not fitting:
            continue
        while fitting == 1 and name and not _begins_word(name, index):
            name = name[:-1]
        return name if fitting == 1 and index.number_of_fits(joined(name)) == 1 else ()
    return ()


def _begins_word(name: Sequence[Word], index: Index) -> bool:
    """Return whether the last word is in quotes, or begins a word of the task."""
    last, parts = name[-1], fold(name[-1].text).split()
    return last.quoted or (bool(parts) and all(index.has(joined(name), beginning=part) for part in parts))
