"""Words with one wrong, missing, extra or swapped letter: the quick search against all words one could type."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.fuzzy import Vocabulary, starts_with_typo

_LETTERS = "abc"
_TYPED = st.text(alphabet=_LETTERS, min_size=2, max_size=5)
_WORDS = st.text(alphabet=_LETTERS, min_size=1, max_size=6)


def _meant(typed: str) -> set[str]:
    """Whatever one slip makes of `typed`."""
    made = set()
    for place in range(len(typed) + 1):
        before, rest = typed[:place], typed[place:]
        made |= {before + rest[1:], before + rest[1::-1] + rest[2:]}
        made |= {before + letter + rest[1:] for letter in _LETTERS} if rest else set()
        made |= {before + letter + rest for letter in _LETTERS}
    return made


@given(_TYPED, st.lists(_WORDS, min_size=1, max_size=12, unique=True))
def test_the_vocabulary_knows_what_may_have_been_meant(typed: str, words: list[str]) -> None:
    expected = {number for number, word in enumerate(words) if any(word.startswith(one) for one in _meant(typed))}
    assert Vocabulary(words).matching(typed) == expected


@given(_TYPED, _WORDS)
def test_one_word_alone_is_judged_alike(typed: str, word: str) -> None:
    assert starts_with_typo(word, typed) == any(word.startswith(one) for one in _meant(typed))
