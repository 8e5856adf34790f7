"""Letters without case and accents: "Ü" is "u" and "ue", "ß" is "ss", punctuation is a space."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

_LETTERS = {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}


class _Table(dict[int, str]):
    """What every letter becomes, found out when it is first met; `special` ones become something else."""

    def __init__(self, special: dict[str, str]) -> None:
        super().__init__()
        self._special = special

    def __missing__(self, code: int) -> str:
        letters = chr(code).casefold()
        bare = unicodedata.normalize("NFD", letters)
        made = self._special.get(letters) or "".join(
            _LETTERS.get(one, one if one.isalnum() else " ") for one in bare if not unicodedata.combining(one)
        )
        self[code] = made
        return made


_PLAIN = _Table({})
_SPELLED = _Table({"ä": "ae", "ö": "oe", "ü": "ue", "\u0308": "e"})


class Folded(NamedTuple):
    """A folded text, and for each of its letters the place of the letter it was made from."""

    text: str
    positions: tuple[int, ...]


def fold(text: str) -> str:
    """`text` without case, accents and punctuation."""
    return text.translate(_PLAIN)


def folded_forms(text: str) -> tuple[str, ...]:
    """`text` folded; and once more with "ue" for "ü" where that differs."""
    plain = text.translate(_PLAIN)
    spelled = plain if text.isascii() else text.translate(_SPELLED)
    return (plain,) if spelled == plain else (plain, spelled)


@lru_cache(maxsize=512)
def folded_with_positions(text: str) -> tuple[Folded, ...]:
    """The same forms, letter by letter."""
    return tuple(_placed(text, table) for table, _ in zip((_PLAIN, _SPELLED), folded_forms(text), strict=False))


def _placed(text: str, table: _Table) -> Folded:
    made = [(letter.translate(table), place) for place, letter in enumerate(text)]
    return Folded("".join(letters for letters, _ in made), tuple(place for letters, place in made for _ in letters))
