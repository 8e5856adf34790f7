"""Fold text for searching, and match words despite one typo: a wrong, missing, extra or swapped letter.

Folding makes "u" and "ue" of "Ü", "ss" of "ß", and a space of punctuation. `difflib` is not used: it compares whole
words, and here the typed letters are the beginning of a word.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_LETTERS = {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}


class _Table(dict[int, str]):
    """A translation table filled on first use; letters in `special` have their own replacement."""

    def __init__(self, special: dict[str, str]) -> None:
        super().__init__()
        self._special = special

    def __missing__(self, code: int) -> str:
        letters = chr(code).casefold()
        bare = unicodedata.normalize("NFD", letters)
        folded = self._special.get(letters) or "".join(
            _LETTERS.get(char, char if char.isalnum() else " ") for char in bare if not unicodedata.combining(char)
        )
        self[code] = folded
        return folded


_PLAIN = _Table({})
_SPELLED = _Table({"ä": "ae", "ö": "oe", "ü": "ue", "\u0308": "e"})


class Folded(NamedTuple):
    """A folded text, and for each of its letters the position of the original letter."""

    text: str
    positions: tuple[int, ...]


def fold(text: str) -> str:
    """Return `text` without case, accents and punctuation."""
    return text.translate(_PLAIN)


def folded_forms(text: str) -> tuple[str, ...]:
    """Return `text` folded, followed by the form with "ue" for "ü" if that differs."""
    plain = text.translate(_PLAIN)
    spelled = plain if text.isascii() else text.translate(_SPELLED)
    return (plain,) if spelled == plain else (plain, spelled)


def matched_words(text: str, words: tuple[str, ...]) -> int:
    """Return which of these folded words occur in a folded form of `text`, as a bit for each."""
    forms = (text.lower(), *folded_forms(text))
    return sum([1 << number for number, word in enumerate(words) if any(word in form for form in forms)])


class SpecialParts(dict[str, int]):
    """Which of some folded words occur in a part of a text that is not ASCII; each part is folded once."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, part: str) -> int:
        self[part] = found = matched_words(part, self._words)
        return found

    def matched(self, text: str) -> int:
        """Return which of the words occur there in `text`, as a bit for each."""
        found = 0
        for part in text.split():
            if not part.isascii():
                found |= self[part]
        return found


@lru_cache(maxsize=512)
def folded_with_positions(text: str) -> tuple[Folded, ...]:
    """Return the same forms as `folded_forms`, with the positions of the original letters."""
    return tuple(_with_positions(text, table) for table, _ in zip((_PLAIN, _SPELLED), folded_forms(text), strict=False))


def _with_positions(text: str, table: _Table) -> Folded:
    pairs = [(char, position) for position, letter in enumerate(text) for char in letter.translate(table)]
    return Folded("".join(char for char, _ in pairs), tuple(position for _, position in pairs))


_LAST = "\U0010ffff"


class Vocabulary:
    """The words of a list of texts, sorted so that a prefix is found by bisection."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Index the words; a text is identified by its position in `texts`."""
        by_word: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            for word in set(text.split()):
                by_word.setdefault(word, []).append(number)
        self._words = sorted(by_word)
        self._texts = by_word

    def matching(self, typed: str) -> set[int]:
        """Return the texts with a word that begins with `typed`, allowing one typo."""
        return {
            number
            for beginning in self._corrections(typed)
            for place in range(*self._range(beginning))
            for number in self._texts[self._words[place]]
        }

    def _range(self, beginning: str) -> tuple[int, int]:
        low = bisect_left(self._words, beginning)
        if low == len(self._words) or not self._words[low].startswith(beginning):
            return low, low
        return low, bisect_left(self._words, beginning + _LAST, low)

    def _corrections(self, typed: str) -> Iterator[str]:
        """Yield the corrections of one typo in `typed` that some word may begin with."""
        for place in range(len(typed)):
            before, rest = typed[:place], typed[place:]
            yield before + rest[1:]
            yield before + rest[1::-1] + rest[2:]
            for letter in self._letters_after(before):
                yield before + letter + rest[1:]
                yield before + letter + rest

    def _letters_after(self, before: str) -> Iterator[str]:
        """Yield the letters that follow `before` in some word."""
        low, high = self._range(before)
        while low < high:
            letter = self._words[low][len(before) :][:1]
            if letter:
                yield letter
            low = bisect_left(self._words, before + letter + _LAST, low + 1, high) if letter else low + 1


def starts_with_typo(word: str, typed: str) -> bool:
    """Return whether `word` begins with `typed`, allowing one typo."""
    pairs = enumerate(zip(typed, word, strict=False))
    same = next((place for place, (letter, other) in pairs if letter != other), min(len(typed), len(word)))
    here, there = typed[same:], word[same:]
    return (
        there[1:].startswith(here[1:])
        or there[1:].startswith(here)
        or there.startswith(here[1:])
        or (here[1::-1] == there[:2] and there[2:].startswith(here[2:]))
    )
