"""What Enter does with the line of the window, as a value: the card says it, and its command does just that.

Nothing is guessed. A line that is not understood, or that fits no task as typed, has no command.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.entries import Choice
from demitasse.domain.entry_times import BookedTime
from demitasse.domain.errors import BadInput, Fault, FaultCode, NoMatch
from demitasse.domain.line import Line, Verb, times_as_text
from demitasse.domain.line_reader import names_in, read
from demitasse.domain.search import Fits, Index
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import Timesheet, TimesheetRow


class Mode(StrEnum):
    """What Enter does with a line that is no booking."""

    START = "start"
    SWITCH = "switch"
    CHANGE = "change"


class StartTimer(NamedTuple):
    """Start a timer now, or as of `at` (aware UTC), instead of those that were `shown` as running."""

    project_id: int
    task_id: int
    comment: str = ""
    at: datetime | None = None
    shown: tuple[int, ...] = ()


class ContinueEntry(NamedTuple):
    """Start the timer of an entry again."""

    entry_id: int


class ChangeEntry(NamedTuple):
    """Change project and task of an entry, and its comment unless that is None; its time stays."""

    entry_id: int
    project_id: int
    task_id: int
    comment: str | None = None


class AddEntries(NamedTuple):
    """Add an entry for each of these times."""

    project_id: int
    task_id: int
    comment: str
    times: tuple[BookedTime, ...]


Command = StartTimer | ContinueEntry | ChangeEntry | AddEntries


class LiveTimer(NamedTuple):
    """A running timer, and the seconds that it would have."""

    row: TimesheetRow
    seconds: int


class Preview(NamedTuple):
    """What Enter does.

    `instead` is what Shift+Enter does. `pair` is project, task and colour of the command. `equal` tasks fit equally
    well. Without a command, `near` is a choice that fits with a typo, or `fault` says what is wrong. `overlap` is the
    entry that a booking overlaps most, and by how many seconds. `timers` are those that would be stopped or changed.
    `continued` is the entry that would run again.
    """

    command: Command | None = None
    instead: Command | None = None
    pair: tuple[str, str, str] | None = None
    equal: int = 0
    near: Choice | None = None
    fault: Fault | None = None
    overlap: tuple[TimesheetRow, int] | None = None
    timers: tuple[LiveTimer, ...] = ()
    continued: TimesheetRow | None = None

    @property
    def is_unfinished(self) -> bool:
        """Whether only the task is missing, so that there is nothing to correct."""
        return self.fault is not None and self.fault.code == FaultCode.TASK_MISSING


class Typed(NamedTuple):
    """A line as it was read, and the choices that fit its words; `line` is None for an empty or wrong one."""

    line: Line | None = None
    fits: Fits = Fits()
    fault: BadInput | None = None


class World(NamedTuple):
    """What a preview depends on besides the line. The functions raise BadInput.

    `timers` run, as of `at`. `moment` returns when a line starts a timer (None is now), `times` what it books, `sheet`
    a day and `local` the wall time of an instant.
    """

    now: Instant
    at: Instant
    timers: tuple[TimesheetRow, ...]
    continuable: TimesheetRow | None
    moment: Callable[[Line], datetime | None]
    times: Callable[[Line], tuple[BookedTime, ...]]
    sheet: Callable[[date], Timesheet]
    local: Callable[[datetime], datetime]


def interpret(text: str, index: Index) -> Typed:
    """Read a line, and find what its words fit; those of a wrong line, too."""
    if not text.strip():
        return Typed()
    try:
        line = read(text, None, index)
    except BadInput as fault:
        unnamed = _without_task(text, index) if fault.code == FaultCode.TASK_MISSING else None
        return Typed(unnamed, index.fits(names_in(text)), fault)
    return Typed(line, index.fits(line.query))


def preview(typed: Typed, picked: Choice | None, mode: Mode, world: World) -> Preview:
    """Return what Enter does with a line; `picked` is the choice that was picked from the list."""
    if typed.line is None and typed.fault is None:
        return _of_nothing_typed(picked, mode, world)
    if typed.fault is not None and not (picked and typed.line):
        return Preview(fault=typed.fault)
    assert typed.line is not None
    choice = picked or typed.fits.best
    if choice is None:
        listed = (*typed.fits.exact, *typed.fits.near)
        query = typed.line.query
        return Preview(near=listed[0].choice) if listed else Preview(fault=NoMatch(FaultCode.NO_TASK, text=query[:60]))
    try:
        found = _of_line(typed.line, choice, mode, world)
    except BadInput as fault:
        return Preview(fault=fault)
    return found._replace(equal=0 if picked else typed.fits.equal)


def _of_nothing_typed(picked: Choice | None, mode: Mode, world: World) -> Preview:
    """Return what Enter does with an empty line: continue what was worked on last, or start what was picked."""
    last = world.continuable if mode is Mode.START and not world.timers else None
    if last is not None and (picked is None or (picked.project_id, picked.task_id) == (last.project_id, last.task_id)):
        return Preview(ContinueEntry(last.id), pair=(last.project, last.task, last.color), continued=last)
    return Preview() if picked is None else _of_line(Line(Verb.START), picked, mode, world)


def _of_line(line: Line, choice: Choice, mode: Mode, world: World) -> Preview:
    """Return what Enter does with a line on a task. Raises BadInput."""
    pair = (choice.project, choice.task, choice.color)
    if line.verb is Verb.ADD:
        times = world.times(line)
        command = AddEntries(choice.project_id, choice.task_id, line.comment or "", times)
        return Preview(command, pair=pair, overlap=_overlap(times, world))
    at = world.moment(line)
    start = StartTimer(choice.project_id, choice.task_id, line.comment or "", at, tuple(row.id for row in world.timers))
    timers = tuple([_live(row, at, world) for row in world.timers])
    if not timers or mode is Mode.START:
        return Preview(start, pair=pair, timers=timers)
    change = ChangeEntry(world.timers[-1].id, choice.project_id, choice.task_id, line.comment)
    if mode is Mode.SWITCH:
        return Preview(start, change if at is None else None, pair, timers=timers)
    if at is not None:
        raise BadInput(FaultCode.TIME_NOT_HERE, text=times_as_text(line), field="at")
    return Preview(change, start, pair, timers=timers)


def _live(row: TimesheetRow, at: datetime | None, world: World) -> LiveTimer:
    """Return the time that a timer has when it is stopped. Raises BadInput if it was started later."""
    seconds = row.live_s(world.at, world.now)
    if at is None:
        return LiveTimer(row, seconds)
    if row.started_at is not None and at < row.started_at:
        raise BadInput(FaultCode.STOP_BEFORE_START, time=row.started_at, field="at")
    return LiveTimer(row, max(0, seconds - int((world.now.wall - at).total_seconds())))


def _overlap(times: tuple[BookedTime, ...], world: World) -> tuple[TimesheetRow, int] | None:
    """Return the entry that these times overlap most, and the seconds that they share."""
    shared = [pair for part in times if part.start and part.end for pair in _overlaps(part, world)]
    return max(shared, key=lambda pair: pair[1], default=None)


def _overlaps(part: BookedTime, world: World) -> tuple[tuple[TimesheetRow, int], ...]:
    assert part.start is not None
    return world.sheet(part.day).overlaps_at(part.start, part.end, part.seconds, world.local)


def _without_task(text: str, index: Index) -> Line | None:
    """Return what a line without a task says; None if it is wrong besides."""
    with suppress(BadInput):
        return read(text, None, index, Line(Verb.START, query="?"))._replace(query="")
    return None
