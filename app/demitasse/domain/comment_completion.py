"""Which of the comments written before may be meant by the letters typed so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain.folding import forms

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 5
"""More than can be taken in at a glance would not be read."""


def complete_comment(typed: str, comments: Iterable[str], most: int = MOST) -> list[str]:
    """The first few comments in which every word of `typed` begins a word; never what is typed already."""
    words = [[form.strip() for form in forms(word)] for word in typed.split()]
    wanted = typed.strip().casefold()
    found: list[str] = []
    for comment in comments:
        if len(found) == most:
            break
        if comment.strip().casefold() != wanted and _fits(words, comment):
            found.append(comment)
    return found


def _fits(words: list[list[str]], comment: str) -> bool:
    texts = [f" {form}" for form in forms(comment)]
    return all(any(f" {form}" in text for form in word for text in texts) for word in words)
