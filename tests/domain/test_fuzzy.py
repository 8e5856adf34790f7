"""Typos: the indexed search compared with a search for every possible typo."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.text_matching import SpecialParts, Vocabulary, matched_words, starts_with_typo

_LETTERS = "abc"
_TYPED = st.text(alphabet=_LETTERS, min_size=2, max_size=5)
_WORDS = st.text(alphabet=_LETTERS, min_size=1, max_size=6)


def _meant(typed: str) -> set[str]:
    """Return everything that one typo makes of `typed`."""
    made = set()
    for place in range(len(typed) + 1):
        before, rest = typed[:place], typed[place:]
        made |= {before + rest[1:], before + rest[1::-1] + rest[2:]}
        made |= {before + letter + rest[1:] for letter in _LETTERS} if rest else set()
        made |= {before + letter + rest for letter in _LETTERS}
    return made


@given(_TYPED, st.lists(_WORDS, min_size=1, max_size=12, unique=True))
def test_the_vocabulary_matches_like_a_full_search(typed: str, words: list[str]) -> None:
    expected = {number for number, word in enumerate(words) if any(word.startswith(one) for one in _meant(typed))}
    assert Vocabulary(words).matching(typed) == expected


@given(_TYPED, _WORDS)
def test_a_single_word_matches_like_the_vocabulary(typed: str, word: str) -> None:
    assert starts_with_typo(word, typed) == any(word.startswith(one) for one in _meant(typed))


def test_each_part_of_many_comments_is_folded_once() -> None:
    """The work of a filter is counted: 25,000 comments with the same few words cost a look-up a word."""
    words = ("muller", "strasse")
    parts = SpecialParts(words)
    texts = [f"Müller {number} prüft die STRASSE Straße {number}" for number in range(100)]
    assert {parts.matched(text) for text in texts} == {0b11} == {matched_words(text, words) for text in texts}
    assert set(parts) == {"Müller", "prüft", "Straße"}
