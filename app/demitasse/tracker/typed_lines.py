"""The line of the window: what Enter does with it, and doing that."""

from datetime import date, datetime
from typing import NamedTuple

from demitasse.domain import days, settings
from demitasse.domain.day_split import is_implausible
from demitasse.domain.entries import Choice
from demitasse.domain.entry_times import BookedTime
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.line import Line
from demitasse.domain.phrases import kinds_of
from demitasse.domain.ports import Clock
from demitasse.domain.preview import (
    AddEntries,
    ChangeEntry,
    Command,
    ContinueEntry,
    Mode,
    Preview,
    StartTimer,
    Typed,
    World,
    interpret,
    preview,
)
from demitasse.domain.search import Index
from demitasse.domain.suggestions import Suggestion
from demitasse.domain.timer import Instant, elapsed_s
from demitasse.domain.timesheet import TimesheetRow
from demitasse.store.store import Store
from demitasse.tracker.overview import Overview
from demitasse.tracker.suggestions import Suggestions
from demitasse.tracker.timer import Timer
from demitasse.tracker.timesheets import Timesheets, booked_times, clean_comment

Pair = tuple[int, int]

MOST_RECENT = 5
"""The longest list of recent tasks."""
_SHORT_S = 60
"""A timer that ends before this many seconds may have been a mistake; it is kept, and offered to be discarded."""


class Candidates(NamedTuple):
    """What the list below the line shows: all tasks, and which of them are favourites, likely now, or recent.

    The recent ones begin with the likely ones.
    """

    tasks: Index
    favourites: frozenset[Pair]
    likely: tuple[Suggestion, ...]
    recent: tuple[Pair, ...]


class TypedLines:
    """Previews lines, and carries out their commands."""

    def __init__(
        self, store: Store, clock: Clock, timer: Timer, timesheets: Timesheets, suggestions: Suggestions
    ) -> None:
        self._store = store
        self._clock = clock
        self._timer = timer
        self._timesheets = timesheets
        self._suggestions = suggestions

    def candidates(self) -> Candidates:
        """Return the tasks to choose from, of which the likely and the recent ones come first among equal ones.

        Raises LocalFault.
        """
        index, likely = self._suggestions.index(), tuple(self._suggestions.likely())
        kinds_of("")  # compiles the patterns of a line, for which the first key would wait otherwise
        recent = tuple(dict.fromkeys((*(one.pair for one in likely), *self._timesheets.recent())))
        index.prefer(recent)
        return Candidates(index, frozenset(self._timesheets.favourites()), likely, recent[:MOST_RECENT])

    def has_tasks(self) -> bool:
        """Return whether there is a task to choose. Raises LocalFault."""
        return bool(self._suggestions.index().listed)

    def interpret(self, text: str) -> Typed:
        """Read a line, and find the tasks that its words fit. Raises LocalFault."""
        return interpret(text, self._suggestions.index())

    def preview(self, typed: Typed, overview: Overview, mode: Mode, picked: Choice | None, day: date) -> Preview:
        """Return what Enter does with a line, as of now; a booking without a day is on `day`. Raises LocalFault."""
        world = World(
            self._clock.now(), overview.at, overview.timers, overview.continuable, self._moment,
            lambda line: self._times(line, day), self._timesheets.day,
            lambda moment: moment.astimezone(self._store.zone()),
        )  # fmt: skip
        found = preview(typed, picked, mode, world)
        if isinstance(found.command, StartTimer | AddEntries | ChangeEntry):
            try:
                clean_comment(found.command.comment or "")
            except BadInput as fault:
                return Preview(fault=fault)
        return found

    def offers_discard(self, row: TimesheetRow) -> bool:
        """Return whether a timer that has ended is offered to be discarded. Raises LocalFault."""
        return row.duration_s < _SHORT_S and self._store.settings.get(settings.OFFER_DISCARD)

    def perform(self, command: Command, *, beside: bool = False) -> TimesheetRow | None:
        """Do what a preview said, and return the entry that was changed or added, the last one of several.

        Of a timer that runs alone now it returns None, as the next overview shows it. With `beside` a new timer stops
        no other one, and its entry is returned. Raises Overtaken if other timers run than were shown; BadInput,
        NoMatch, Refused, LocalFault.
        """
        match command:
            case StartTimer(project_id, task_id, comment, at, shown):
                moment = None if at is None else Instant(at)
                if beside:
                    return self._timer.start(project_id, task_id, comment, moment, shown=shown, beside=True)
                self._timer.begin(project_id, task_id, comment, moment, shown=shown)
            case ContinueEntry(entry_id):
                self._timer.resume(entry_id, shown=())
            case ChangeEntry(entry_id, project_id, task_id, comment):
                changes = {} if comment is None else {"comment": comment}
                return self._timesheets.edit(entry_id, project_id=project_id, task_id=task_id, **changes)
            case AddEntries(project_id, task_id, comment, times):
                return self._timesheets.add_all(project_id, task_id, times, comment)[-1]
        return None

    def _moment(self, line: Line) -> datetime | None:
        """Return when a line starts a timer; None if it names no moment. Raises BadInput."""
        now = self._clock.now()
        if line.ago_s is not None:
            at = now.shifted(-line.ago_s)
        elif line.start is None:
            return None
        else:
            at = Instant(self._timer.when(line.start, self._day(line)).utc)
        if is_implausible(at, now, self._store.zone(), self._store.settings.get(settings.LONGEST_DAY)):
            raise BadInput(FaultCode.START_LONG_AGO, since=at.wall, length_s=elapsed_s(at, now), field="at")
        return at.wall

    def _times(self, line: Line, shown: date) -> tuple[BookedTime, ...]:
        """Return what a line books, on the day that is shown if it names none. Raises BadInput."""
        day, today = self._day(line), self._timesheets.today()
        if line.start is not None and line.end is not None:
            there = shown if day is None and shown != today else day  # a span since yesterday may be tonight's
            return self._timesheets.parts(self._timesheets.span(line.start, line.end, there))
        return booked_times(line, day or shown)

    def _day(self, line: Line) -> date | None:
        return None if line.day is None else days.resolve(line.day, self._timesheets.today())
