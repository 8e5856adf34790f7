"""Totals, targets and balances of weeks and months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.durations import hours_minutes
from demitasse.domain.period import DayTotal, Period, ProjectTotal, Work, month_of, over_s, period, week_start
from demitasse.domain.workplan import TimeOff, Workday

HOUR = 3600
MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)


def work(seconds: int, project: int = 1, day: date = MONDAY) -> Work:
    return Work(day, "Acme", project, {1: "Web", 2: "App"}[project], 1, "Coding", "#aa0000", seconds)


def week(*more: Work, fetched: frozenset[int] = frozenset(range(7)), off: dict[int, TimeOff] | None = None) -> Period:
    """Return a week with a target of eight hours on weekdays."""
    plans = []
    for number in range(7):
        absent = ((off or {})[number],) if number in (off or {}) else ()
        plans.append((MONDAY + timedelta(days=number), Workday(8 * HOUR * (number < 5), 0, absent), number in fetched))
    return period(plans, more)


USUAL = (work(9 * HOUR), work(1800, 2), work(7 * HOUR, 2, TUESDAY))


def test_a_week_has_totals_by_day_and_project_and_a_balance_to_date() -> None:
    found = week(*USUAL)
    assert (found.total_s, found.target_s, found.week_number) == (16.5 * HOUR, 40 * HOUR, 48)
    assert found.project_totals() == (ProjectTotal(1, "Web", "#aa0000", 9 * HOUR),
                                      ProjectTotal(2, "App", "#aa0000", 27_000))  # fmt: skip
    assert [one.total_s for one in found.days[:3]] == [9.5 * HOUR, 7 * HOUR, 0]
    assert found.days[0].projects == (ProjectTotal(1, "Web", "#aa0000", 9 * HOUR),
                                      ProjectTotal(2, "App", "#aa0000", 1800))  # fmt: skip
    assert found.balance_s(TUESDAY) == 1800
    assert found.balance_s(MONDAY + timedelta(days=99)) == 16.5 * HOUR - 40 * HOUR
    assert found.balance_s(MONDAY - timedelta(days=1)) is None


def test_a_week_around_new_year_has_the_number_of_its_thursday() -> None:
    days = [DayTotal(date(2026, 12, 27) + timedelta(days=number), 0, None) for number in range(7)]
    assert (Period(tuple(days)).week_number, Period(tuple(days)).target_s, Period(tuple(days)).over_s) == (
        53,
        None,
        None,
    )


def test_what_was_never_fetched_is_missing_and_leaves_no_balance() -> None:
    found = week(*USUAL, fetched=frozenset({0, 2}))
    assert (found.missing(MONDAY), found.missing(TUESDAY)) == ([], [TUESDAY])
    assert (found.balance_s(MONDAY), found.balance_s(TUESDAY)) == (5400, None)
    assert [one.is_known for one in found.days] == [True, True, True, False, False, False, False]
    assert not week(fetched=frozenset()).is_known


def test_absences_of_a_month_are_cut_to_it_and_named_once() -> None:
    off = TimeOff(date(2026, 11, 28), date(2026, 12, 4), "Vacation")
    found = week(off={5: off, 6: off})
    assert found.time_off() == (TimeOff(date(2026, 11, 28), date(2026, 11, 29), "Vacation"),)


@given(st.integers(0, 100 * HOUR), st.integers(0, 6000))
def test_the_difference_fits_the_total_and_the_target_as_they_are_shown(total_s: int, target_minutes: int) -> None:
    over = over_s(total_s, target_minutes * 60)
    assert over is not None
    shown = total_s // 60 - target_minutes
    assert over == shown * 60
    sign = "-" if over < 0 else "+"
    assert f"{sign}{hours_minutes(abs(over))}" == f"{'-' if shown < 0 else '+'}{hours_minutes(abs(shown) * 60)}"


def test_without_a_target_nothing_is_over_or_under() -> None:
    assert over_s(HOUR, None) is None
    assert (DayTotal(MONDAY, HOUR, None).over_s, DayTotal(MONDAY, HOUR, None).balance_s) == (None, None)
    assert DayTotal(MONDAY, HOUR, 0, from_overtime_s=8 * HOUR).balance_s == -7 * HOUR
    assert DayTotal(MONDAY, HOUR, 0, from_overtime_s=8 * HOUR).over_s == HOUR


@pytest.mark.parametrize(
    ("first", "start"), [(1, date(2026, 11, 23)), (7, date(2026, 11, 29)), (6, date(2026, 11, 28))]
)
def test_a_week_begins_on_the_chosen_weekday(first: int, start: date) -> None:
    assert week_start(date(2026, 11, 29), first) == start
    assert week_start(start, first) == start


@pytest.mark.parametrize(("day", "last"), [(date(2026, 2, 14), 28), (date(2028, 2, 29), 29), (date(2026, 12, 31), 31)])
def test_a_month_has_its_days(day: date, last: int) -> None:
    assert month_of(day) == (day.replace(day=1), day.replace(day=last))
