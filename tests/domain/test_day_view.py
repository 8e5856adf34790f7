"""The order of a day's list, and its work against the target."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from demitasse.domain.day_view import listed, offers_to_close, progress, shown_times, usual_stop
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import Gap, Timesheet, TimesheetRow
from tests.domain.test_timesheet import AT, HOURS, MONDAY, row, running, sheet

BERLIN = ZoneInfo("Europe/Berlin")


def order(*rows: TimesheetRow) -> list[int | str]:
    """Return the ids of the list; a gap is its times."""
    day = sheet(*rows)
    items = listed(day.rows, day.gaps(lambda moment: moment), UTC)
    return [f"{item.start:%H:%M}-{item.end:%H:%M}" if isinstance(item, Gap) else item.id for item in items]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ((), []),
        ((row(1, 60, "08:00", "09:00"), row(2, 60, "09:00", "10:00")), [2, 1]),
        ((row(3, 60, "08:00", "09:00"), row(2, 60, "09:00", "10:00")), [2, 3]),
        ((row(9, 60, "08:00", "09:00"), row(2, 60, "09:30", "10:30")), [2, "09:00-09:30", 9]),
        ((row(1, 60, "08:00", "09:00"), row(2, 60, "09:04", "10:04")), [2, 1]),
        ((row(4, 60), row(2, 60), row(3, 60, "08:00", "09:00"), row(1, 60, "10:00", "11:00")), [1, 3, 2, 4]),
        ((row(1, 60, "08:00"), row(2, 30, "09:10")), [2, "09:00-09:10", 1]),
        ((running(1, 60), row(2, 60, "10:00", "11:00")), [1, "11:00-13:00", 2]),
        ((running(1, 120), running(2, 60), row(3, 60, "13:30", "14:30")), [2, 1, 3]),
        ((row(1, 60, "08:00", "08:10"), row(2, 60, "09:00", "10:00")), [2, 1]),
        ((row(1, 60, "08:00", "09:00"), row(2, 60, "08:00", "09:00")), [2, 1]),
    ],
)
def test_the_newest_is_first_and_what_has_no_times_last_in_order_of_booking(
    rows: tuple[TimesheetRow, ...], wanted: list[int | str]
) -> None:
    assert order(*rows) == wanted
    assert order(*reversed(rows)) == wanted


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        (row(1, 90, "09:00", "10:30"), (time(9), time(10, 30))),
        (row(1, 90, "09:00"), (time(9), time(10, 30))),
        (row(1, 60, "23:30"), (time(23, 30), time(0, 30))),
        (row(1, 90), None),
        (row(1, 90, "09:00", "12:00"), None),
        (running(1, 60), None),
    ],
)
def test_the_times_of_an_entry_are_shown_if_they_are_true(
    entry: TimesheetRow, wanted: tuple[time, time] | None
) -> None:
    assert shown_times(entry, UTC) == wanted


def _clock(moment: datetime | None) -> str:
    return f"{moment:%H:%M:%S}" if moment else ""


@pytest.mark.parametrize(
    ("rows", "target", "figures"),
    [
        # total, to go, over, done at, met at
        ((), 8, (0, 480, 0, "", "")),
        ((row(1, 60),), 8, (60, 420, 0, "", "")),
        ((row(1, 60),), None, (60, 0, 0, "", "")),
        ((row(1, 60),), 0, (60, 0, 0, "", "")),
        ((row(1, 480, "06:00", "14:00"),), 8, (480, 0, 0, "", "14:00:00")),
        ((row(1, 300, "05:00", "10:00"), row(2, 240, "10:00", "14:00")), 8, (540, 0, 60, "", "13:00:00")),
        ((row(1, 300, "05:00", "10:00"), row(2, 240)), 8, (540, 0, 60, "", "")),
        ((row(1, 300, "05:00", "10:00"), row(2, 300, "07:00", "12:00")), 8, (600, 0, 120, "", "10:00:00")),
        ((row(1, 300, "05:00", "10:00"), running(2, 240)), 8, (540, 0, 60, "", "13:00:00")),
        ((running(2, 240, before=300, start="05:00"),), 8, (540, 0, 60, "", "13:00:00")),
        ((running(2, 240, before=300),), 8, (540, 0, 60, "", "")),
        ((running(1, 60), row(2, 60)), 8, (120, 360, 0, "20:00:00", "")),
        ((running(1, 60), running(2, 60)), 8, (120, 360, 0, "17:00:00", "")),
        ((running(1, 120), running(2, 120)), 3, (240, 0, 60, "", "13:30:00")),
        ((running(1, 60),), None, (60, 0, 0, "", "")),
    ],
)
def test_the_work_against_the_target(
    rows: tuple[TimesheetRow, ...], target: float | None, figures: tuple[Any, ...]
) -> None:
    target_s = None if target is None else int(target * HOURS)
    work = progress(sheet(*rows, target=target_s), AT, UTC)
    shown = (work.total_s // 60, work.left_s // 60, work.over_s // 60, _clock(work.done_at), _clock(work.met_at))
    assert shown == figures
    assert work.is_met == bool(target and not work.left_s)


def test_the_total_and_what_is_to_go_make_the_target_in_whole_minutes() -> None:
    for seconds in range(0, 8 * HOURS + 1, 7):
        work = progress(sheet(row(1, 0)._replace(duration_s=seconds)), AT, UTC)
        assert work.total_s // 60 + work.left_s // 60 == 480
        assert bool(work.left_s) != work.is_met


def test_the_moment_at_which_the_target_was_met_does_not_move_while_the_timer_runs_on() -> None:
    day = sheet(row(1, 300, "05:00", "10:00"), running(2, 200))
    met = {
        progress(day, Instant(AT.wall + timedelta(seconds=late), "boot", AT.boot_s + late), UTC).met_at
        for late in (0, 1, 59, 3600)
    }
    assert met == {AT.wall - timedelta(minutes=20)}


def test_the_target_is_met_at_an_instant_of_the_account_zone() -> None:
    at = Instant(datetime(2026, 11, 23, 18, tzinfo=UTC), "boot", 1.0)
    day = Timesheet(MONDAY, (row(1, 600, "08:00", "18:00"),), 8 * HOURS, at)
    met = progress(day, at, BERLIN).met_at
    assert met is not None
    assert met.astimezone(BERLIN).time() == time(16)


@pytest.mark.parametrize(
    ("total_h", "clock", "usual", "offered"),
    [
        (8, "11:00", None, True),
        (7, "16:59", None, False),
        (7, "17:00", None, True),
        (7, "15:29", time(15, 30), False),
        (7, "15:30", time(15, 30), True),
        (7, "17:00", time(20), True),
        (0, "09:00", None, False),
    ],
)
def test_closing_the_day_is_offered_at_its_end(total_h: int, clock: str, usual: time | None, *, offered: bool) -> None:
    work = progress(sheet(row(1, total_h * 60)), AT, UTC)
    assert offers_to_close(work, datetime.combine(MONDAY, time.fromisoformat(clock)), usual) is offered


def test_the_usual_stop_is_the_median_of_enough_days() -> None:
    assert usual_stop([time(16)] * 4) is None
    assert usual_stop([time(16), time(23), time(15), time(17), time(16, 30)]) == time(16, 30)
