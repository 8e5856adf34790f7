"""Folding case, accents and punctuation."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.text_matching import fold, folded_forms, folded_with_positions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Straße", ("strasse",)),
        ("Müller", ("muller", "mueller")),
        ("ÄÖÜ", ("aou", "aeoeue")),
        ("Crème-Brûlée", ("creme brulee",)),
        ("Łódź Ørsted", ("lodz orsted",)),
        ("R&D (intern)", ("r d  intern ",)),
    ],
)
def test_an_umlaut_has_two_forms(text: str, expected: tuple[str, ...]) -> None:
    assert folded_forms(text) == expected
    assert folded_forms(unicodedata.normalize("NFD", text)) == expected, "letters and accents apart"


@given(st.text(alphabet="aÄßﬁ\u0308\u0301 -名\u202e", max_size=8))
def test_every_letter_has_its_original_position(text: str) -> None:
    for folded, form in zip(folded_with_positions(text), folded_forms(text), strict=True):
        assert folded.text == form
        assert len(folded.positions) == len(form)
        assert list(folded.positions) == sorted(folded.positions)
        assert all(
            letter in fold(text[place]) or letter == "e" for letter, place in zip(form, folded.positions, strict=True)
        )
