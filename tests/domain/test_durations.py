"""Parsing and formatting durations."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.durations import MAX_S, hours_minutes, hours_minutes_seconds, parse
from demitasse.domain.errors import BadInput
from tests.domain.texts import NEARLY_TIMES


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:30", 5400),
        ("0:05", 300),
        ("1:30:07", 5407),
        ("1.5h", 5400),
        ("1,5", 5400),
        ("90m", 5400),
        ("90 min", 5400),
        ("45", 2700),
        ("1h30", 5400),
        ("1h 30m", 5400),
        ("2 hours", 7200),
        ("2 Std.", 7200),
        ("1:30 h", 5400),
        (",5", 1800),
        ("1h 15 min.", 4500),
        ("24:00", MAX_S),
        ("0", 0),
        (" 1:00 ", 3600),
    ],
)
def test_common_forms_are_parsed(text: str, seconds: int) -> None:
    assert parse(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25:99",
        "-1",
        "1:60",
        "soon",
        "1:30:99",
        "h",
        "1.5.5",
        "½",
        "1e3",
        "1e9",
        "99999999999",
        "9" * 400 + ".5",
        "1.5h" + " " * 60 + "x",
        "1h 90m",
    ],
)
def test_other_text_is_refused_and_the_field_named(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text)
    assert caught.value.field == "duration"


@pytest.mark.parametrize("text", ["24:01", "25h", "1441", "100:00"])
def test_more_than_a_day_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="over_a_day_text"):
        parse(text)


@given(st.integers(0, MAX_S))
def test_formatted_durations_are_parsed(seconds: int) -> None:
    assert parse(hours_minutes_seconds(seconds)) == seconds
    assert parse(hours_minutes(seconds)) == seconds // 60 * 60


@given(NEARLY_TIMES)
def test_any_text_is_parsed_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert 0 <= parse(text) <= MAX_S
