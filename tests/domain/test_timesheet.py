"""Totals, targets and gaps of days and weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from demitasse.domain.entries import EntryState
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import Gap, Timesheet, TimesheetRow
from demitasse.domain.user import Employment, target_s

HOURS = 3600
OLD = Employment(date(2024, 1, 1), (8 * HOURS,) * 5 + (0, 0))
NEW = Employment(date(2026, 2, 1), (6 * HOURS,) * 4 + (0, 0, 0))
MONDAY = date(2026, 11, 23)
AT = Instant(datetime(2026, 11, 23, 14, tzinfo=UTC), "boot", 1000.0)


def row(number: int, minutes: int, start: str = "", end: str = "", **other: Any) -> TimesheetRow:
    """Return an entry of Monday."""
    known: dict[str, Any] = {
        "id": number, "server_id": number, "day": MONDAY, "project_id": 1, "project": "Web", "task_id": 1, "task": "",
        "client": "", "color": "#aa0000", "comment": "", "duration_s": minutes * 60, "running": False,
        "started_at": None, "start_time": time.fromisoformat(start) if start else None,
        "end_time": time.fromisoformat(end) if end else None, "state": EntryState.SYNCED,
    }  # fmt: skip
    return TimesheetRow(**(known | other))


def running(number: int, minutes: int, before: int = 0, start: str = "") -> TimesheetRow:
    """Return a running entry that had `before` minutes when its timer was started."""
    began = AT.wall - timedelta(minutes=minutes)
    return row(number, minutes + before, start, running=True, started_at=began)


def sheet(*rows: TimesheetRow, target: int | None = 8 * HOURS, day: date = MONDAY) -> Timesheet:
    return Timesheet(day, rows, target, AT)


def gaps(*rows: TimesheetRow) -> list[tuple[str, str, int]]:
    found = sheet(*rows).gaps(lambda moment: moment)
    return [(f"{gap.start:%H:%M}", f"{gap.end:%H:%M}", gap.next_entry_id) for gap in found]


def test_the_newest_valid_employment_applies() -> None:
    assert target_s([NEW, OLD], date(2026, 1, 30)) == 8 * HOURS
    assert target_s([OLD, NEW], date(2026, 2, 2)) == 6 * HOURS


def test_a_free_day_has_a_target_of_zero_and_an_unknown_one_none() -> None:
    assert target_s([OLD, NEW], date(2026, 2, 6)) == 0
    assert target_s([OLD, NEW], date(2020, 2, 6)) is None


def test_a_gap_lies_between_an_end_and_the_next_start() -> None:
    assert gaps(row(2, 60, "10:00", "11:00"), row(1, 60, "08:00", "09:00")) == [("09:00", "10:00", 2)]
    assert gaps(row(1, 60, "10:00", "11:00"), row(2, 60, "08:00", "09:00")) == [("09:00", "10:00", 1)]
    assert gaps(row(1, 90, "08:00"), row(2, 30, "10:00")) == [("09:30", "10:00", 2)], "a start and a duration will do"


def test_no_gap_outside_overlapping_or_without_times() -> None:
    assert gaps(row(1, 60, "08:00", "09:00")) == []
    assert gaps(row(1, 180, "08:00", "11:00"), row(2, 30, "09:00", "09:30"), row(3, 30, "11:04", "11:34")) == []
    assert gaps(row(1, 60), row(2, 60)) == []
    assert gaps(row(1, 60, "23:30"), row(2, 10, "23:40", "23:50")) == [], "one that goes on after midnight"


def test_gaps_are_rounded_to_whole_minutes_inwards() -> None:
    assert gaps(row(1, 60, "08:00:00", "09:00:30"), row(2, 60, "10:00:50", "11:00")) == [("09:01", "10:00", 2)]
    assert Gap(time(9, 1), time(10), 2).seconds == 59 * 60


def test_a_running_timer_ends_a_gap_when_it_was_started() -> None:
    assert gaps(running(2, 60), row(1, 60, "08:00", "09:00")) == [("09:00", "13:00", 2)]
    assert gaps(running(1, 60, before=60, start="08:00")) == [("09:00", "13:00", 1)], "one that was continued"
    assert gaps(running(2, 15 * 60), row(1, 60, "08:00", "09:00")) == [], "it runs since yesterday"


@pytest.mark.parametrize(
    ("rows", "done"),
    [
        ((running(1, 60), row(2, 60)), timedelta(hours=6)),
        ((running(1, 60), running(2, 60)), timedelta(hours=3)),
        ((row(1, 60),), None),
        ((running(1, 480),), None),
        ((), None),
    ],
)
def test_target_reached_at(rows: tuple[TimesheetRow, ...], done: timedelta | None) -> None:
    assert sheet(*rows).target_reached_at(AT) == (done and AT.wall + done)
    assert sheet(*rows, target=None).target_reached_at(AT) is None


def test_target_reached_at_is_constant_while_a_timer_runs() -> None:
    later = Instant(AT.wall + timedelta(seconds=77), "boot", AT.boot_s + 77)
    day = sheet(running(1, 60))
    assert day.target_reached_at(later) == day.target_reached_at(AT)


@pytest.mark.parametrize(
    ("start", "end", "minutes", "shown"),
    [
        ("09:00", "10:00", 60, True),
        ("09:00", "10:00", 120, False),
        ("22:00", "00:00", 120, True),
        ("00:00", "00:00", 1440, True),
        ("09:00", "09:00", 0, True),
        ("09:00", "", 60, False),
    ],
)
def test_times_that_contradict_the_duration_are_not_shown(start: str, end: str, minutes: int, shown: bool) -> None:
    assert (row(1, minutes, start, end).times is not None) is shown
