"""What Enter does with a line: a function of the line, the candidates and what runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import Choice, EntryState
from demitasse.domain.entry_times import BookedTime
from demitasse.domain.preview import Mode, Preview, World, interpret, preview
from demitasse.domain.search import Index
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import Timesheet, TimesheetRow

if TYPE_CHECKING:
    from demitasse.domain.line import Line

DAY, NOON = date(2026, 3, 2), datetime(2026, 3, 2, 12, tzinfo=UTC)
INDEX = Index(
    Choice(number, project, number, task, "", "#000000")
    for number, (project, task) in enumerate((("Website", "Coding"), ("Website", "Review"), ("Mobile", "Review")), 1)
)


def _row(number: int, *, running: bool, start: time, end: time | None = None) -> TimesheetRow:
    began = datetime.combine(DAY, start, UTC)
    seconds = int(((datetime.combine(DAY, end, UTC) if end else NOON) - began).total_seconds())
    return TimesheetRow(number, None, DAY, 1, "Website", 1, "Coding", "", "", "", seconds, running,
                        began if running else None, start, end, EntryState.SYNCED)  # fmt: skip


def _moment(line: Line) -> datetime | None:
    if line.ago_s is not None:
        return NOON - timedelta(seconds=line.ago_s)
    return datetime.combine(DAY, line.start, UTC) if line.start else None


def _times(line: Line) -> tuple[BookedTime, ...]:
    if line.start and line.end:
        return (BookedTime(DAY, (line.end.hour - line.start.hour) * 3600, line.start, line.end),)
    return (BookedTime(DAY, line.duration_s or 0),)


def _preview(text: str, mode: Mode, *, runs: bool, picked: Choice | None = None) -> Preview:
    now, early = Instant(NOON), _row(1, running=False, start=time(8), end=time(9))
    timers = (_row(2, running=True, start=time(10)),) if runs else ()
    world = World(
        now, now, timers, None if runs else early, _moment, _times,
        lambda day: Timesheet(day, (early, *timers), None, now), lambda moment: moment,
    )  # fmt: skip
    return preview(interpret(text, INDEX), picked, mode, world)


@pytest.mark.parametrize(
    ("text", "mode", "runs", "command", "instead"),
    [
        ("", Mode.START, False, "ContinueEntry", ""),
        ("", Mode.SWITCH, True, "", ""),
        ("", Mode.CHANGE, True, "", ""),
        ("cod", Mode.START, False, "StartTimer", ""),
        ("cod", Mode.START, True, "StartTimer", ""),
        ("cod", Mode.SWITCH, True, "StartTimer", "ChangeEntry"),
        ("cod", Mode.CHANGE, True, "ChangeEntry", "StartTimer"),
        ("cod", Mode.SWITCH, False, "StartTimer", ""),
        ("cod -30m", Mode.SWITCH, True, "StartTimer", ""),
        ("cod since 9:00", Mode.SWITCH, True, "! stop_before_start", ""),
        ("cod -30m", Mode.CHANGE, True, "! time_not_here", ""),
        ("cod 1h", Mode.START, False, "AddEntries", ""),
        ("cod 1h", Mode.SWITCH, True, "AddEntries", ""),
        ("cod 1h", Mode.CHANGE, True, "AddEntries", ""),
        ("review", Mode.START, False, "StartTimer", ""),
        ("revjew", Mode.START, False, "~ Review", ""),
        ("zebra", Mode.START, False, "! no_task", ""),
        ("cod 9-25", Mode.START, False, "! not_a_time", ""),
        ("cod 45", Mode.START, False, "! two_readings", ""),
        ("1h", Mode.START, False, "! task_missing", ""),
    ],
)
def test_what_enter_and_shift_enter_do(text: str, mode: Mode, runs: bool, command: str, instead: str) -> None:
    found = _preview(text, mode, runs=runs)
    done = type(found.command).__name__ if found.command else ""
    done = f"! {found.fault.code}" if found.fault else f"~ {found.near.task}" if found.near else done
    assert (done, type(found.instead).__name__ if found.instead else "") == (command, instead)
    assert not (found.command and (found.fault or found.near)), "a command, or a reason why there is none"


def test_equal_fits_are_counted_and_none_of_what_was_picked() -> None:
    assert _preview("review", Mode.START, runs=False).equal == 2
    other = INDEX.fits("review").exact[1].choice
    picked = _preview("review", Mode.START, runs=False, picked=other)
    assert (picked.equal, picked.pair) == (0, (other.project, other.task, other.color))


def test_a_booking_names_what_it_overlaps_most_also_what_runs() -> None:
    overlap = _preview("cod 8-12", Mode.SWITCH, runs=True).overlap
    assert overlap is not None
    assert (overlap[0].id, overlap[1]) == (2, 7200)
    assert _preview("cod 6-7", Mode.SWITCH, runs=True).overlap is None


def test_a_start_in_the_past_shortens_what_runs() -> None:
    (timer,) = _preview("cod -30m", Mode.SWITCH, runs=True).timers
    assert (timer.row.id, timer.seconds) == (2, 5400)
