"""What is expected on a day: contract, absences, changes of contract."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.period import DayTotal, Period
from demitasse.domain.user import Employment
from demitasse.domain.workplan import TimeOff, TimeOffKind, time_off_kind, workday

MONDAY = date(2026, 3, 2)
EIGHT = Employment(date(2020, 1, 1), (28_800,) * 5 + (0, 0))


def off(name: str = "Vacation", days: int = 1, first: date = MONDAY, **more: Any) -> TimeOff:
    return TimeOff(first, first + timedelta(days=days - 1), name, **more)


@pytest.mark.parametrize(
    ("time_off", "target_s", "from_overtime_s"),
    [
        ([], 28_800, 0),
        ([off()], 0, 0),
        ([off(days=14)], 0, 0),
        ([off(half_day=True)], 14_400, 0),
        ([off(half_day=True), off("Sick leave", half_day=True)], 0, 0),
        ([off(), off("Public holiday")], 0, 0),
        ([off(half_day=True), off("Public holiday")], 0, 0),
        ([off("Business trip", works=True)], 28_800, 0),
        ([off("Business trip", works=True), off(half_day=True)], 14_400, 0),
        ([off("Flexitime", from_overtime=True)], 0, 28_800),
        ([off("Flexitime", from_overtime=True, half_day=True)], 14_400, 14_400),
        ([off("Flexitime", from_overtime=True), off("Public holiday")], 0, 0),
        ([off("Flexitime", from_overtime=True), off(half_day=True)], 0, 14_400),
        ([off(first=MONDAY - timedelta(days=1))], 28_800, 0),
        ([off(first=MONDAY + timedelta(days=1))], 28_800, 0),
    ],
)
def test_absences_leave_less_to_work(time_off: list[TimeOff], target_s: int, from_overtime_s: int) -> None:
    found = workday([EIGHT], time_off, MONDAY)
    assert (found.target_s, found.from_overtime_s) == (target_s, from_overtime_s)
    assert [one.name for one in found.time_off] == [one.name for one in time_off if one.first <= MONDAY <= one.last]


def test_without_a_contract_there_is_no_target() -> None:
    assert workday([], [off()], MONDAY).target_s is None
    assert workday([Employment(date(2020, 1, 1), ())], [], MONDAY).target_s is None
    assert workday([Employment(MONDAY + timedelta(days=1), (3600,) * 7)], [], MONDAY).target_s is None


def test_a_contract_changes_in_the_middle_of_a_month() -> None:
    half = Employment(MONDAY + timedelta(days=2), (14_400,) * 5 + (0, 0))
    none = Employment(MONDAY + timedelta(days=4), ())
    targets = [workday([half, none, EIGHT], [], MONDAY + timedelta(days=number)).target_s for number in range(6)]
    assert targets == [28_800, 28_800, 14_400, 14_400, None, None]


@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=4),
    st.lists(st.integers(0, 86_400), min_size=7, max_size=7),
    st.integers(0, 6),
)
def test_no_absence_takes_more_than_the_contract(
    flags: list[tuple[bool, bool, bool]], hours: list[int], weekday: int
) -> None:
    day = MONDAY + timedelta(days=weekday)
    absent = [TimeOff(day, day, "", *each) for each in flags]
    found = workday([Employment(MONDAY, tuple(hours))], absent, day)
    assert found.target_s is not None
    assert 0 <= found.target_s <= hours[weekday]
    assert 0 <= found.from_overtime_s <= hours[weekday] - found.target_s
    assert found == workday([Employment(MONDAY, tuple(hours))], absent[::-1], day)._replace(time_off=tuple(absent))


def week(time_off: list[TimeOff], *, fetched: bool = True) -> Period:
    plans = [workday([EIGHT], time_off, MONDAY + timedelta(days=number)) for number in range(7)]
    return Period(
        tuple(
            DayTotal(MONDAY + timedelta(days=number), 0, plan.target_s, fetched, *plan[1:])
            for number, plan in enumerate(plans)
        )
    )


@pytest.mark.parametrize(
    ("time_off", "target_s", "balance_s"),
    [
        ([], 144_000, -144_000),
        ([off(days=7)], 0, 0),
        ([off(days=2)], 86_400, -86_400),
        ([off("Flexitime", days=5, from_overtime=True)], 0, -144_000),
    ],
)
def test_the_balance_of_a_week(time_off: list[TimeOff], target_s: int, balance_s: int) -> None:
    assert week(time_off).target_s == target_s
    assert week(time_off).balance_s(MONDAY + timedelta(days=6)) == balance_s


def test_a_week_that_was_never_fetched_has_no_balance() -> None:
    unknown = week([], fetched=False)
    assert (unknown.is_known, unknown.balance_s(MONDAY)) == (False, None)


@pytest.mark.parametrize(
    ("name", "vacation", "shared", "kind"),
    [
        ("Vacation", True, False, "vacation"),
        ("Urlaub", False, False, "vacation"),
        ("Elternzeit", True, False, "vacation"),
        ("Holiday", False, False, "vacation"),
        ("Public holiday", False, False, "holiday"),
        ("Bank  holiday", True, False, "holiday"),
        ("Gesetzlicher Feiertag", False, False, "holiday"),
        ("All Saints' Day", False, True, "holiday"),
        ("Sick leave", False, False, "sick"),
        ("Krankheit", False, False, "sick"),
        ("Kind krank", True, False, "sick"),
        ("Illustration course", False, False, "other"),
        ("Business trip", False, False, "other"),
        ("", False, False, "other"),
    ],
)
def test_the_kind_of_an_absence_is_told_by_its_owner_its_flag_or_its_name(
    name: str, vacation: bool, shared: bool, kind: str
) -> None:
    assert time_off_kind(name, vacation=vacation, shared=shared) is TimeOffKind(kind)
