"""Timesheets: reading days, adding, editing and deleting entries, and the projects and tasks that can be booked."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from demitasse.domain import entry_times, settings, wall_time
from demitasse.domain.entries import Choice, Entry, Fields
from demitasse.domain.entry_times import BookedTime
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Overtaken, Refused
from demitasse.domain.line import Line
from demitasse.domain.merge import contains_comment, same_comment
from demitasse.domain.operations import OUTCOME_UNKNOWN, ConflictKind, FieldConflict, required_kind
from demitasse.domain.ports import Clock
from demitasse.domain.time_ranges import TimeRange, completed, retimed, seconds_between
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import Timesheet, TimesheetRow
from demitasse.domain.user import Employment, employment
from demitasse.domain.wall_time import DayClock, Span, latest, split_by_day
from demitasse.store.store import Store
from demitasse.tracker.absence import Absences
from demitasse.tracker.day_split import shown_by_day
from demitasse.tracker.undo import UndoManager, UseCases

MAX_COMMENT = 10_000
"""The longest comment, in characters; a longer one is refused."""

_ALLOWED_CONTROLS = frozenset("\n\t")
_EDITABLE = frozenset(Fields._fields) - {"running"}


class Timesheets(UseCases):
    """Reads and changes the entries of any day.

    A command from a view passes the entry as it was `shown`, and does nothing if that has changed.
    """

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        super().__init__(store, clock, actions)
        self._absences = Absences(store, clock, actions)

    def day(self, day: date | None = None) -> Timesheet:
        """Return one day, today by default, as it is stored here. Raises LocalFault."""
        day = day or self.today()
        return self.days(day, day)[0]

    def days(self, first: date, last: date) -> tuple[Timesheet, ...]:
        """Return the days from `first` to `last` (inclusive) as they are stored here. Raises LocalFault."""
        now = self._clock.now()
        rows = self._rows(first, last, now)
        fetched = self._store.entries.synced_days(first, last)
        by_day: dict[date, list[TimesheetRow]] = {}
        for row in rows:
            by_day.setdefault(row.day, []).append(row)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        plans = [self._store.catalog.workday(day) for day in days]
        return tuple(
            Timesheet(
                day, tuple(by_day.get(day, ())), plan.target_s, now, fetched=day in fetched,
                from_overtime_s=plan.from_overtime_s, time_off=plan.time_off,
            )
            for day, plan in zip(days, plans, strict=True)
        )  # fmt: skip

    def entry(self, entry_id: int) -> TimesheetRow:
        """Return one entry with its names. Raises NoMatch."""
        return self._row(self._entry(entry_id).id)

    def attention(self) -> tuple[TimesheetRow, ...]:
        """Return the entries that CoffeeCup rejected or that need a decision."""
        return self._store.entries.rows_needing_review(self._clock.now())

    def add(  # noqa: PLR0913 - one argument a field of the form
        self,
        project_id: int,
        task_id: int,
        duration_s: int,
        *,
        comment: str = "",
        day: date | None = None,
        start_time: time | None = None,
        end_time: time | None = None,
    ) -> TimesheetRow:
        """Add a finished entry, today by default. Raises BadInput, LocalFault."""
        fields = Fields(
            day or self.today(), project_id, task_id, clean_comment(comment), _positive(duration_s),
            start_time=start_time, end_time=end_time,
        )  # fmt: skip
        with self._actions.action("add") as action:
            entry = action.add(fields)
        return self._row(entry.id)

    def span(self, start: time, end: time, day: date | None = None) -> Span:
        """Return what was worked from `start` on `day` to the next `end`, as instants.

        Without a day it is today, or yesterday for a span over midnight that has begun then. Raises BadInput if no time
        passed in between, because the clock was set forward.
        """
        zone, now = self._store.zone(), self._clock.now().wall
        over_midnight = time() < end <= start
        begun = latest(start, now, zone) if over_midnight and day is None else None
        whole = wall_time.span(day or (begun.at.date() if begun else self.today()), start, end, zone, now)
        if not whole.seconds:
            raise BadInput(FaultCode.NO_TIME_PASSED, start=f"{start:%H:%M}", end=f"{end:%H:%M}", field="duration")
        return whole

    def parts(self, whole: Span) -> tuple[BookedTime, ...]:
        """Return the times of a span as entries, one a day, with the time that passed."""
        parts = [BookedTime(*part) for part in split_by_day(whole, self._store.zone())]
        if self._store.settings.get(settings.SPLIT_AT_MIDNIGHT):
            return tuple(parts)
        return (parts[0]._replace(seconds=whole.seconds, end=parts[-1].end),)

    def add_span(self, project_id: int, task_id: int, whole: Span, comment: str = "") -> tuple[TimesheetRow, ...]:
        """Add a span as an entry a day and return the entries. Raises BadInput."""
        return self.add_all(project_id, task_id, self.parts(whole), comment)

    def add_all(
        self, project_id: int, task_id: int, times: Sequence[BookedTime], comment: str = ""
    ) -> tuple[TimesheetRow, ...]:
        """Add an entry for each of these times, as one action, and return the entries. Raises BadInput."""
        comment = clean_comment(comment)
        with self._actions.action("add") as action:
            added = [action.add(_booked(part, project_id, task_id, comment)) for part in times]
        return tuple([self._row(entry.id) for entry in added])

    def edit(self, entry_id: int, **changes: Any) -> TimesheetRow:
        """Change fields of an entry, named as in `Fields`; for a running entry `duration_s` sets the timer.

        Raises NoMatch, BadInput, and Refused if CoffeeCup has locked the entry (billed, approved).
        """
        self._absences.catch_up()
        entry = self._editable(entry_id)
        after = self._edited(entry, changes)
        if after != entry:
            with self._actions.action("edit") as action:
                action.change(entry, after)
                if "duration_s" in changes:  # naming the duration answers all open questions about it
                    action.answers.extend([absence.id for absence in self._store.absences.for_entry(entry_id)])
        return self._row(entry_id)

    def comment(self, entry_id: int, text: str, shown: str) -> TimesheetRow:
        """Set the comment of an entry that was `shown` with another one when the typing began.

        Raises Overtaken if the comment was changed since and one of the two texts would be lost (`keep_both` keeps
        them), and what `edit` raises.
        """
        stored = self._entry(entry_id).mine.comment
        if same_comment(stored, shown) or contains_comment(text, stored):
            return self.edit(entry_id, comment=text)
        if contains_comment(stored, text):
            return self._row(entry_id)
        raise Overtaken(FaultCode.COMMENT_CHANGED, value=stored)

    def keep_both(self, entry_id: int, text: str) -> None:
        """Keep `text` beside the comment of an entry, as a conflict for the user. Raises NoMatch, BadInput."""
        theirs = self._entry(entry_id).mine
        mine = theirs._replace(comment=clean_comment(text))
        now, kind = self._clock.now().wall, ConflictKind.BOTH_CHANGED
        with self._store.transaction():
            self._store.conflicts.add(FieldConflict(0, entry_id, kind, ("comment",), mine, theirs, now))

    def duplicate(self, entry_id: int, shown: TimesheetRow | None = None) -> TimesheetRow:
        """Add a copy of an entry on the same day, without times of day.

        Raises NoMatch; Overtaken if it is not as it was `shown`; BadInput if its timer runs.
        """
        self._require_as_shown(entry_id, shown)
        mine = self._entry(entry_id).mine
        if mine.running:
            raise BadInput(FaultCode.TIMER_RUNS)
        with self._actions.action("duplicate") as action:
            made = action.add(mine._replace(start_time=None, end_time=None))
        return self._row(made.id)

    def split(
        self,
        entry_id: int,
        first_s: int,
        shown: TimesheetRow | None = None,
        *,
        rest: tuple[int, int] | None = None,
    ) -> tuple[TimesheetRow, TimesheetRow]:
        """Split an entry after its first `first_s` seconds and return both parts, which add up to its duration.

        The second part is for the project and task `rest`, or for the same ones.
        The first part keeps the entry's id; if its timer is running, the second part does and runs on.
        Raises NoMatch, Overtaken if it is not as it was `shown`, BadInput if a part would be empty, and Refused if
        CoffeeCup has locked the entry.
        """
        self._absences.catch_up()
        self._require_as_shown(entry_id, shown)
        entry, now = self._editable(entry_id), self._clock.now()
        whole_s = entry.duration_at(now)
        if not 0 < first_s < whole_s:
            raise BadInput(FaultCode.PART_TOO_LONG, length_s=whole_s, field="duration")
        first, second = _parts(entry.mine, first_s, whole_s)
        if rest is not None:
            second = second._replace(project_id=rest[0], task_id=rest[1])
        kept, new = (second, first._replace(running=False)) if entry.mine.running else (first, second)
        with self._actions.action("split") as action:
            action.change(entry, entry._replace(mine=kept, started=now if kept.running else None))
            made = action.add(new)
        ids = (made.id, entry_id) if kept.running else (entry_id, made.id)
        return self._row(ids[0]), self._row(ids[1])

    def delete(self, entry_id: int, shown: TimesheetRow | None = None) -> TimesheetRow:
        """Delete an entry and return it as it was.

        Raises NoMatch, Overtaken if it is not as it was `shown`, Refused, LocalFault.
        """
        self._absences.catch_up()
        self._require_as_shown(entry_id, shown)
        entry, now = self._editable(entry_id), self._clock.now()
        row = self._row(entry_id)
        with self._actions.action("delete") as action:
            action.change(entry, entry.stopped(now)._replace(deleted=True))
        return row

    def retry(self, entry_id: int) -> TimesheetRow:
        """Queue a rejected change of an entry again.

        Raises NoMatch if there is nothing to send, or if it is still unknown whether it arrived; LocalFault.
        """
        with self._store.transaction():
            entry, op = self._store.entries.get(entry_id), self._store.outbox.get(entry_id)
            entry = (
                self._entry(entry_id) if entry is None or op is None else entry
            )  # a rejected deletion may be retried
            if op is None and required_kind(entry) is None:
                raise NoMatch(FaultCode.NOTHING_TO_SEND, number=entry_id)
            if op is not None and op.state in OUTCOME_UNKNOWN:  # guard: unclear-is-not-sent-again
                raise NoMatch(FaultCode.BEING_CHECKED, number=entry_id)
            self._store.outbox.finish_attempt(entry, op, self._clock.now())
        return self._row(entry_id)

    def choices(self) -> list[Choice]:
        """Return all projects and tasks that can be booked."""
        return self._store.catalog.choices()

    def choice(self, project_id: int, task_id: int) -> Choice | None:
        """Return one project and task with names; None if it cannot be booked (any more)."""
        return self._store.catalog.choice(project_id, task_id)

    def employment(self, day: date) -> Employment | None:
        """Return the employment that is valid on `day`."""
        return employment(self._store.catalog.employments(), day)

    def recent(self) -> list[tuple[int, int]]:
        """Return the (project id, task id) pairs used last, latest first."""
        return self._store.entries.recent(self.today())

    def favourites(self) -> set[tuple[int, int]]:
        """Return the starred (project id, task id) pairs."""
        return self._store.catalog.favourites()

    def star(self, project_id: int, task_id: int, *, on: bool) -> None:
        """Star a pair, or remove its star. Raises LocalFault."""
        with self._store.transaction():
            self._store.catalog.set_favourite(project_id, task_id, on=on)

    def _rows(self, first: date, last: date, now: Instant) -> list[TimesheetRow]:
        """Return the rows of these days; those of a running timer on each day it has run on."""
        rows = self._store.entries.rows_between(first, last, now)
        earlier = [row for row in self._store.entries.running_rows(now) if row.day < first]
        shown = shown_by_day(self._store, (*earlier, *rows), now)
        return [row for row in shown if first <= row.day <= last]

    def _entry(self, entry_id: int) -> Entry:
        """Return an entry that is not deleted. Raises NoMatch."""
        entry = self._store.entries.get(entry_id)
        if entry is None or entry.deleted:
            raise NoMatch(FaultCode.NO_ENTRY, number=entry_id)
        return entry

    def _require_as_shown(self, entry_id: int, shown: TimesheetRow | None) -> None:
        """Raise Overtaken if an entry was changed or deleted since it was `shown`; None is not compared."""
        if shown is None:
            return
        entry = self._store.entries.get(entry_id)
        if entry is None or entry.deleted:
            raise Overtaken(FaultCode.ENTRY_DELETED, number=entry_id)
        names = [name for name in Fields._fields if name != "duration_s" or not shown.running]
        if any(getattr(entry.mine, name) != getattr(shown, name) for name in names):
            raise Overtaken(FaultCode.ENTRY_CHANGED, number=entry_id)

    def _editable(self, entry_id: int) -> Entry:
        """Return an entry that may be changed. Raises NoMatch; Refused if CoffeeCup has locked it."""
        entry = self._entry(entry_id)
        if entry.locked:
            raise Refused(entry.locked)
        return entry

    def _edited(self, entry: Entry, changes: dict[str, Any]) -> Entry:
        if unknown := changes.keys() - _EDITABLE:
            raise TypeError(f"not a field of an entry: {sorted(unknown)}")
        if "comment" in changes:
            changes["comment"] = clean_comment(changes["comment"])
        if "duration_s" in changes:
            _positive(changes["duration_s"])
        # guard: times-agree
        if not entry.mine.running and changes.keys() & {"start_time", "end_time", "duration_s"}:
            mine = entry.mine
            on = DayClock(changes.get("day", mine.day), self._store.zone())
            times = retimed(TimeRange(mine.duration_s, mine.start_time, mine.end_time), changes, on)
            changes |= {"duration_s": times.duration_s, "start_time": times.start, "end_time": times.end}
        fields = entry.mine._replace(**changes)
        if not (entry.mine.running and "duration_s" in changes):
            return entry._replace(mine=fields)
        now, before_s = self._clock.now(), fields.duration_s
        fresh = fields._replace(duration_s=0, start_time=None)
        fields = entry_times.started(fresh, now.shifted(-before_s), self._store.zone())._replace(duration_s=before_s)
        return entry._replace(mine=fields, started=now)


def clean_comment(text: str) -> str:
    """Return `text` without control characters other than tab and newline. Raises BadInput if it is too long."""
    if len(text) > MAX_COMMENT:
        raise BadInput(FaultCode.COMMENT_TOO_LONG, number=len(text), most=MAX_COMMENT, field="comment")
    whole = text.encode("utf-8", "replace").decode()  # terminals with other encodings pass lone surrogates
    return "".join(letter for letter in whole if letter >= " " or letter in _ALLOWED_CONTROLS)


def booked_times(line: Line, day: date) -> tuple[BookedTime, ...]:
    """Return the times of a line that has a duration, on `day` and if it goes over midnight on the next one.

    Raises BadInput if it would begin on the day before.
    """
    times = TimeRange(line.duration_s or 0)
    if line.start is not None or line.end is not None:
        times = completed(times.duration_s, line.start, line.end)
    start, end = times.start, times.end
    if start is None or end is None or end == time() or start < end:
        return (BookedTime(day, times.duration_s, start, end),)
    before_s = seconds_between(start, time())
    after = BookedTime(day + timedelta(days=1), times.duration_s - before_s, time(), end)
    return BookedTime(day, before_s, start, time()), after


def _booked(part: BookedTime, project_id: int, task_id: int, comment: str) -> Fields:
    fields = Fields(part.day, project_id, task_id, comment, _positive(part.seconds))
    return fields._replace(start_time=part.start, end_time=part.end)


def _positive(duration_s: int) -> int:
    if duration_s < 0:
        raise BadInput(FaultCode.NEGATIVE_DURATION, field="duration")
    return duration_s


def _parts(mine: Fields, first_s: int, whole_s: int) -> tuple[Fields, Fields]:
    cut = _after(mine.start_time, first_s)
    if cut is None or (mine.end_time and cut >= mine.end_time > time()):
        cut = None  # the times of day do not match the duration
    first = mine._replace(duration_s=first_s, end_time=cut)
    return first, mine._replace(duration_s=whole_s - first_s, start_time=cut)


def _after(start: time | None, seconds: int) -> time | None:
    """The time of day `seconds` after `start`; None if that is on the next day."""
    if start is None:
        return None
    day = datetime(2000, 1, 1)  # noqa: DTZ001 - any day without a change of clocks
    later = datetime.combine(day, start) + timedelta(seconds=seconds)
    return later.time() if later.date() == day.date() else None
