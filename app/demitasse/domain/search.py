"""Ranking for the picker: a few letters of client, project and task, in any order."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from demitasse.domain.entries import Choice

Pair = tuple[int, int]

_WORD_START, _INSIDE = 2, 1


class Match(NamedTuple):
    """A choice that fits, with the letters to mark as (start, end) in the project's and the task's name."""

    choice: Choice
    score: int
    project_marks: tuple[tuple[int, int], ...] = ()
    task_marks: tuple[tuple[int, int], ...] = ()


def fold(text: str) -> str:
    """Without case and accents, letter for letter, so that positions stay the same ("Ü" is "u", "ß" is "s")."""
    return "".join(unicodedata.normalize("NFD", letter)[0].casefold()[:1] or letter for letter in text)


def rank(query: str, choices: Iterable[Choice], recent: Sequence[Pair] = ()) -> list[Match]:
    """The choices in which every word of `query` occurs, best first.

    Starts of words beat letters inside them, the project's and task's name beat the client's, recently used ones
    come before others of the same merit.
    """
    words = fold(query).split()
    order = {pair: place for place, pair in enumerate(recent)}
    found = [match for choice in choices if (match := _match(words, choice)) is not None]
    found.sort(key=lambda match: (-match.score, order.get(_pair(match.choice), len(order)), _names(match.choice)))
    return found


def _pair(choice: Choice) -> Pair:
    return choice.project_id, choice.task_id


def _names(choice: Choice) -> tuple[str, str]:
    return fold(choice.project), fold(choice.task)


def _match(words: list[str], choice: Choice) -> Match | None:
    score = 0
    marks: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    names = (fold(choice.project), fold(choice.task))
    client = fold(choice.client)
    for word in words:
        hits = [(*_place(word, name), which) for which, name in enumerate(names) if word in name]
        if hits:
            merit, start, which = max(hits, key=lambda hit: hit[0])
            marks[which].append((start, start + len(word)))
            score += merit * 2
        elif word in client:
            score += _place(word, client)[0]
        else:
            return None
    return Match(choice, score, tuple(sorted(marks[0])), tuple(sorted(marks[1])))


def _place(word: str, name: str) -> tuple[int, int]:
    """How good the best place of `word` in `name` is, and where."""
    if name.startswith(word):
        return _WORD_START, 0
    start = name.find(" " + word)
    return (_WORD_START, start + 1) if start >= 0 else (_INSIDE, name.find(word))
