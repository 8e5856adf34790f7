"""Days as they are typed, and which day they mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.days import DayOfYear, DaysAgo, Weekday, as_text, parse, resolve
from demitasse.domain.errors import BadInput

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", FRIDAY),
        (" Heute ", FRIDAY),
        ("yesterday", date(2026, 11, 26)),
        ("gestern", date(2026, 11, 26)),
        ("vorgestern", date(2026, 11, 25)),
        ("-0", FRIDAY),
        ("-1", date(2026, 11, 26)),
        ("2 days ago", date(2026, 11, 25)),
        ("vor 2 Tagen", date(2026, 11, 25)),
        ("thu", date(2026, 11, 26)),
        ("Thursday", date(2026, 11, 26)),
        ("Do.", date(2026, 11, 26)),
        ("saturday", date(2026, 11, 21)),
        ("Sonnabend", date(2026, 11, 21)),
        ("last friday", date(2026, 11, 20)),
        ("letzten Freitag", date(2026, 11, 20)),
        ("last thursday", date(2026, 11, 26)),
        ("on thursday", date(2026, 11, 26)),
        ("am Donnerstag", date(2026, 11, 26)),
        ("27.11.", FRIDAY),
        ("1.1.", date(2026, 1, 1)),
        ("27.11.2025", date(2025, 11, 27)),
        ("27.11.25", date(2025, 11, 27)),
        ("2026-11-27", FRIDAY),
        ("2024-02-29", date(2024, 2, 29)),
        ("28.2.", date(2026, 2, 28)),
    ],
)
def test_a_day_is_understood(typed: str, day: date) -> None:
    assert resolve(parse(typed), FRIDAY) == day


@pytest.mark.parametrize(
    "typed",
    ["", "day", "12", "27.11", "27/11/2026", "2026-02-30", "29.2.2026", "31.4.", "0.1.", "1.13.", "-", "--1", "-1.5",
     "fre", "week", "٢٧.١١.", "2026-11-27T10:00", "20261127", "1.1.999", "last", "last week", "yesterday evening"],
)  # fmt: skip
def test_other_text_is_no_day(typed: str) -> None:
    with pytest.raises(BadInput, match="not_a_day"):
        parse(typed)


@pytest.mark.parametrize(
    "typed", ["tomorrow", "Morgen", "übermorgen", "next monday", "nächsten Montag", "on next friday"]
)
def test_a_day_that_has_not_come_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="day_ahead"):
        parse(typed)


@pytest.mark.parametrize(
    ("typed", "today", "first", "second"),
    [
        ("friday", FRIDAY, "today", "last friday"),
        ("Freitag", FRIDAY, "today", "last friday"),
        ("27.12.", FRIDAY, "2025-12-27", "2026-12-27"),
        ("29.2.", FRIDAY, "2024-02-29", "2028-02-29"),
        ("1.6.", date(2026, 3, 2), "2025-06-01", "2026-06-01"),
    ],
)
def test_a_day_that_may_be_two_is_refused_with_both(typed: str, today: date, first: str, second: str) -> None:
    with pytest.raises(BadInput, match="two_readings") as caught:
        resolve(parse(typed), today)
    assert (caught.value.params["first"], caught.value.params["second"]) == (first, second)
    assert all(resolve(parse(text), today) for text in (first, second))


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 400))
def test_every_day_of_half_a_year_can_be_typed_without_its_year(today: date, back: int) -> None:
    day = today - timedelta(days=back % 183)
    assert resolve(parse(f"{day.day}.{day.month}."), today) == day
    assert resolve(parse(f"-{back}"), today) == today - timedelta(days=back)
    if 0 < back < 7:
        assert resolve(parse(f"{today - timedelta(days=back):%A}"), today) == today - timedelta(days=back)


@given(st.one_of(st.integers(0, 9999).map(DaysAgo), st.builds(Weekday, st.integers(0, 6), last=st.booleans()),
                 st.dates(), st.dates().map(lambda day: DayOfYear(day.month, day.day))))  # fmt: skip
def test_what_is_written_for_a_day_is_read_as_the_same(day: DaysAgo | Weekday | date | DayOfYear) -> None:
    assert parse(as_text(day)) == day
