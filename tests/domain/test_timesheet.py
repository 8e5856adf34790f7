"""Totals and targets."""

from __future__ import annotations

from datetime import date

from demitasse.domain.entries import Employment
from demitasse.domain.timesheet import target_s

HOURS = 3600
OLD = Employment(date(2024, 1, 1), (8 * HOURS,) * 5 + (0, 0))
NEW = Employment(date(2026, 2, 1), (6 * HOURS,) * 4 + (0, 0, 0))


def test_the_newest_valid_employment_decides() -> None:
    assert target_s([NEW, OLD], date(2026, 1, 30)) == 8 * HOURS
    assert target_s([OLD, NEW], date(2026, 2, 2)) == 6 * HOURS


def test_a_free_day_has_a_target_of_nothing_and_an_unknown_one_has_none() -> None:
    assert target_s([OLD, NEW], date(2026, 2, 6)) == 0
    assert target_s([OLD, NEW], date(2020, 2, 6)) is None
