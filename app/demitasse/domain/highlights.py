"""Where the words of a query occur in a name, so that their letters can be marked."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from demitasse.domain.text_matching import fold, folded_forms, folded_with_positions, starts_with_typo

TYPO, INSIDE, START, WHOLE = 1, 2, 3, 4
"""How well a word matches: with a typo, inside a word, at the start of one, or as a whole one."""
MIN_TYPO_LENGTH = 4
"""Only words of at least this length may contain a typo."""


class Spot(NamedTuple):
    """The position of a word in a name, and how well it matches."""

    level: int
    start: int
    end: int


def best_spot(word: str, names: Sequence[str]) -> tuple[int, Spot | None]:
    """Return which of `names` matches the word best (the first of equals), and where."""
    for find_spot in (_exact_spot, _typo_spot):
        spots = [(which, spot) for which, name in enumerate(names) if (spot := find_spot(word, name))]
        if spots:
            return max(spots, key=lambda match: (match[1].level, -match[0]))
    return 0, None


def _exact_spot(word: str, name: str) -> Spot | None:
    best = None
    for folded in folded_with_positions(name):
        for form in folded_forms(word):
            for level, start in _found_at(form, f" {folded.text} "):
                if best is None or level > best.level:
                    best = _spot(level, start, start + len(form), folded.positions)
    return best


def _found_at(form: str, text: str) -> list[tuple[int, int]]:
    tries: Iterable[tuple[int, str, int]] = ((WHOLE, f" {form} ", 0), (START, f" {form}", 0), (INSIDE, form, -1))
    return [(level, text.find(what) + shift) for level, what, shift in tries if what in text][:1]


def _typo_spot(word: str, name: str) -> Spot | None:
    typed = fold(word)
    for folded in folded_with_positions(name) if len(typed) >= MIN_TYPO_LENGTH else ():
        end = 0
        for other in folded.text.split():
            start = folded.text.index(other, end)
            end = start + len(other)
            if starts_with_typo(other, typed):
                return _spot(TYPO, start, min(end, start + len(typed)), folded.positions)
    return None


def _spot(level: int, start: int, end: int, places: Sequence[int]) -> Spot:
    return Spot(level, places[start], places[end - 1] + 1)
