"""Match words despite one typo: a wrong, missing, extra or swapped letter.

`difflib` is not used: it compares whole words, and here the typed letters are the beginning of a word.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

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
