"""Days and their entries: look, add, edit, delete, undo; and what can be booked."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from demitasse.domain.day_split import day_of, first_instant
from demitasse.domain.entries import Fields
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Refused
from demitasse.domain.timesheet import Timesheet
from demitasse.domain.user import employment, target_s
from demitasse.tracker.settings import timezone

if TYPE_CHECKING:
    from datetime import date, time

    from demitasse.domain.entries import Choice, Entry
    from demitasse.domain.ports import Clock
    from demitasse.domain.search import Match
    from demitasse.domain.timer import Instant
    from demitasse.domain.timesheet import Gap, TimesheetRow, Week
    from demitasse.domain.user import Employment
    from demitasse.store.store import Store
    from demitasse.tracker.undo import UndoManager

MAX_COMMENT = 10_000
"""Characters of a comment; longer ones are refused before anything changes."""

_ALLOWED_CONTROLS = frozenset("\n\t")
_EDITABLE = frozenset(Fields._fields) - {"running"}


class Timesheets:
    """The entries of any day."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        """Work on `store`; `clock` says when; `actions` make it undoable."""
        self._store = store
        self._clock = clock
        self._actions = actions

    def today(self) -> date:
        """The day it is where the account lives."""
        return self._clock.today(timezone(self._store))

    def today_is_over_in_s(self) -> int:
        """In how many seconds, rounded up, another day begins where the account lives."""
        zone, now = self._clock.zone(timezone(self._store)), self._clock.now().wall
        return math.ceil((first_instant(day_of(now, zone) + timedelta(days=1), zone) - now).total_seconds())

    def day(self, day: date | None = None) -> Timesheet:
        """One day (today if none is named) as this computer knows it. Raises LocalFault."""
        day = day or self.today()
        return self.days(day, day)[0]

    def days(self, first: date, last: date) -> tuple[Timesheet, ...]:
        """All days from `first` to `last` (inclusive), as this computer knows them. Raises LocalFault."""
        now, employments = self._clock.now(), self._store.catalog.employments()
        rows, seen = self._store.entries.rows_between(first, last, now), self._store.entries.synced_days(first, last)
        by_day: dict[date, list[TimesheetRow]] = {}
        for row in rows:
            by_day.setdefault(row.day, []).append(row)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return tuple(
            Timesheet(day, tuple(by_day.get(day, ())), target_s(employments, day), now, fetched=day in seen)
            for day in days
        )

    def gaps(self, sheet: Timesheet) -> tuple[Gap, ...]:
        """The longer pauses of a day, in the wall time of the account."""
        zone = self._clock.zone(timezone(self._store))
        return sheet.gaps(lambda moment: moment.astimezone(zone))

    def week(self, day: date, first_weekday: int) -> Week:
        """The week of `day`; it begins with `first_weekday`, 1 for Monday to 7 for Sunday. Raises LocalFault."""
        from demitasse.domain.timesheet import Week, week_start  # noqa: PLC0415 - one page and one command

        first = week_start(day, first_weekday)
        return Week(self.days(first, first + timedelta(days=6)))

    def entry(self, entry_id: int) -> TimesheetRow:
        """One entry. Raises NoMatch if there is none."""
        return shown(self._store, existing(self._store, entry_id).id, self._clock.now())

    def attention(self) -> tuple[TimesheetRow, ...]:
        """The entries that CoffeeCup did not take, or that need a decision."""
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
        """Book time by hand, on today if no day is named. Raises BadInput, LocalFault."""
        mine = Fields(
            day or self.today(), project_id, task_id, clean_comment(comment), _positive(duration_s),
            start_time=start_time, end_time=end_time,
        )  # fmt: skip
        with self._actions.action("add") as action:
            made = action.add(mine)
        return shown(self._store, made.id, self._clock.now())

    def edit(self, entry_id: int, **changes: Any) -> TimesheetRow:
        """Change fields of an entry, by their names in `Fields`; a running entry's clock is set by `duration_s`.

        Raises:
            NoMatch: there is no such entry.
            Refused: CoffeeCup does not let it be changed (billed, locked).
            BadInput, LocalFault: nothing has changed.
        """
        entry = editable(self._store, entry_id)
        after = self._edited(entry, changes)
        if after != entry:
            with self._actions.action("edit") as action:
                action.change(entry, after)
                if "duration_s" in changes:  # whoever names the figure has answered what was open about it
                    action.answers.extend(one.id for one in self._store.absences.for_entry(entry_id))
        return shown(self._store, entry_id, self._clock.now())

    def delete(self, entry_id: int) -> TimesheetRow:
        """Delete an entry; `undo` brings it back. Raises NoMatch, Refused, LocalFault."""
        entry, now = editable(self._store, entry_id), self._clock.now()
        gone = shown(self._store, entry_id, now)
        with self._actions.action("delete") as action:
            action.change(entry, entry.stopped(now)._replace(deleted=True))
        return gone

    def retry(self, entry_id: int) -> TimesheetRow:
        """Send an entry again that CoffeeCup did not take. Raises NoMatch, LocalFault."""
        entry = self._store.entries.get(entry_id)
        if entry is None or self._store.outbox.get(entry_id) is None:
            entry = existing(self._store, entry_id)  # else it may be a delete that was refused
        with self._store.transaction():
            self._store.outbox.finish_attempt(entry, self._store.outbox.get(entry.id), self._clock.now())
        return shown(self._store, entry_id, self._clock.now())

    def undo(self, entry_id: int | None = None) -> str:
        """Take the last action back, or the last one on an entry; what it was ("start", "stop", "add", "split" …)."""
        return self._actions.undo(entry_id)

    def undoable(self) -> str:
        """What `undo` would take back; empty if nothing."""
        return self._actions.undoable()

    def choices(self) -> list[Choice]:
        """Everything that may be booked."""
        return self._store.catalog.choices()

    def choice(self, project_id: int, task_id: int) -> Choice | None:
        """Return the names of a pair that may be booked; None if it may not be booked (any more)."""
        return self._store.catalog.choice(project_id, task_id)

    def employment(self, day: date) -> Employment | None:
        """Return the employment that is valid on `day`."""
        return employment(self._store.catalog.employments(), day)

    def recent(self) -> list[tuple[int, int]]:
        """The (project id, task id) pairs used last, latest first."""
        return self._store.entries.recent(self.today())

    def favourites(self) -> set[tuple[int, int]]:
        """The starred (project id, task id) pairs."""
        return self._store.catalog.favourites()

    def star(self, project_id: int, task_id: int, *, on: bool) -> None:
        """Star a pair, or take its star away. Raises LocalFault."""
        with self._store.transaction():
            self._store.catalog.set_favourite(project_id, task_id, on=on)

    def search(self, query: str) -> list[Match]:
        """What the query may mean, best first."""
        from demitasse.domain.search import rank  # noqa: PLC0415 - most commands name nothing

        return rank(query, self.choices(), self.recent())

    def resolve(self, query: str) -> Choice:
        """The one choice that the query means. Raises NoMatch if none fits, or several equally well."""
        from demitasse.domain.folding import fold  # noqa: PLC0415

        matches = self.search(query)
        found = [one for one in matches if one.exact]
        if not found:
            names = _names(matches)
            code = FaultCode.NO_TASK_BUT_SIMILAR if names else FaultCode.NO_TASK
            raise NoMatch(code, text=query[:60], candidates=names)
        exact = [one for one in found if fold(query).split() == fold(f"{one.choice.project} {one.choice.task}").split()]
        best = exact or [one for one in found if one.score == found[0].score]
        if len(best) > 1:
            raise NoMatch(FaultCode.SEVERAL_TASKS, text=query[:60], number=len(best), candidates=_names(best))
        return best[0].choice

    def _edited(self, entry: Entry, changes: dict[str, Any]) -> Entry:
        if unknown := changes.keys() - _EDITABLE:
            raise TypeError(f"not a field of an entry: {sorted(unknown)}")
        if "comment" in changes:
            changes["comment"] = clean_comment(changes["comment"])
        if "duration_s" in changes:
            _positive(changes["duration_s"])
        mine = entry.mine._replace(**changes)
        sets_clock = entry.mine.running and "duration_s" in changes
        return entry._replace(mine=mine, started=self._clock.now() if sets_clock else entry.started)


def existing(store: Store, entry_id: int) -> Entry:
    """An entry that is not deleted. Raises NoMatch."""
    entry = store.entries.get(entry_id)
    if entry is None or entry.deleted:
        raise NoMatch(FaultCode.NO_ENTRY, number=entry_id)
    return entry


def editable(store: Store, entry_id: int) -> Entry:
    """An entry that may be changed. Raises NoMatch; Refused if it is billed or locked."""
    entry = existing(store, entry_id)
    if reason := store.entries.locked(entry_id):
        raise Refused(reason)
    return entry


def shown(store: Store, entry_id: int, now: Instant) -> TimesheetRow:
    """The row of an entry that must exist."""
    row = store.entries.row(entry_id, now)
    if row is None:
        raise LookupError(f"entry {entry_id} vanished")
    return row


def clean_comment(text: str) -> str:
    """A comment without control characters, which nothing can show. Raises BadInput if it is too long."""
    if len(text) > MAX_COMMENT:
        raise BadInput(FaultCode.COMMENT_TOO_LONG, number=len(text), most=MAX_COMMENT, field="comment")
    whole = text.encode("utf-8", "replace").decode()  # half characters come from terminals with odd encodings
    return "".join(letter for letter in whole if letter >= " " or letter in _ALLOWED_CONTROLS)


def _names(matches: list[Match]) -> tuple[str, ...]:
    return tuple(f"{one.choice.project} · {one.choice.task}" for one in matches)


def _positive(duration_s: int) -> int:
    if duration_s < 0:
        raise BadInput(FaultCode.NEGATIVE_DURATION, field="duration")
    return duration_s
