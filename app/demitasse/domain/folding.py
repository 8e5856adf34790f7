"""Fold text for searching: "Ü" becomes "u" and "ue", "ß" becomes "ss", and punctuation becomes a space."""

import unicodedata
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


@lru_cache(maxsize=512)
def folded_with_positions(text: str) -> tuple[Folded, ...]:
    """Return the same forms as `folded_forms`, with the positions of the original letters."""
    return tuple(_with_positions(text, table) for table, _ in zip((_PLAIN, _SPELLED), folded_forms(text), strict=False))


def _with_positions(text: str, table: _Table) -> Folded:
    pairs = [(char, position) for position, letter in enumerate(text) for char in letter.translate(table)]
    return Folded("".join(char for char, _ in pairs), tuple(position for _, position in pairs))
