"""The timer: start, stop, switch, continue. Starting one stops those that run, unless it is started beside them.

A command from a view names the timers that the view showed. If others run by now, it does nothing and says so.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from demitasse.domain import settings
from demitasse.domain.day_split import is_implausible, split_at_midnights
from demitasse.domain.entries import Entry, Fields
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Overtaken, Refused
from demitasse.domain.ports import Clock
from demitasse.domain.timer import Instant, elapsed_s, is_before, on_all_clocks
from demitasse.domain.timesheet import TimesheetRow, worked_last
from demitasse.domain.wall_time import Reading, day_of, latest
from demitasse.store.store import Store
from demitasse.tracker.absence import Absences
from demitasse.tracker.day_split import DaySplit
from demitasse.tracker.settings import user
from demitasse.tracker.timesheets import clean_comment
from demitasse.tracker.undo import Action, UndoManager, UseCases


class ForgottenTimer(NamedTuple):
    """A timer that has run implausibly long without a break: since when, and the seconds on each day."""

    row: TimesheetRow
    since: datetime
    days: tuple[tuple[date, int], ...]


class Timer(UseCases):
    """Reads and changes the running timer."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        super().__init__(store, clock, actions)
        self._absences = Absences(store, clock, actions)
        self._day_split = DaySplit(store)

    def running(self) -> TimesheetRow | None:
        """Return the entry whose timer runs, of any day; the one started last if there are several."""
        running = self._store.entries.running()
        return self._store.entries.row(running[-1].id, self._clock.now()) if running else None

    def all_running(self) -> tuple[TimesheetRow, ...]:
        """Return the entries of all timers that run, the one started first at the front."""
        return tuple([self._row(entry.id) for entry in self._store.entries.running()])

    def allows_several(self) -> bool:
        """Return whether the account may run several timers at once."""
        person = user(self._store)
        return person is None or person.allow_concurrent

    def ran_at(self, moment: Instant) -> bool:
        """Return whether the timer that runs now ran at `moment` too, perhaps as an entry split at midnight since."""
        began = (self._day_split.began(entry) for entry in self._store.entries.running())
        return any(each is not None and each.wall <= moment.wall for each in began)

    def when(self, clock_time: time, day: date | None = None, *, stops: bool = False) -> Reading:
        """Return when the clock last showed `clock_time`, on `day` if given.

        Without a day, a time to come is yesterday's if the timer that it `stops` ran then, and otherwise only if it is
        less than the longest plausible day ago. Raises BadInput (field "at") if it has not come yet.
        """
        now, zone = self._clock.now().wall, self._store.zone()
        found = latest(clock_time, now, zone, day)
        if found is not None and day is None and found.at.date() != day_of(now, zone):
            recent = now - found.utc < timedelta(hours=self._store.settings.get(settings.LONGEST_DAY))
            found = found if recent or (stops and self.ran_at(Instant(found.utc))) else None
        if found is None:
            raise BadInput(FaultCode.IN_THE_FUTURE, field="at")
        return found

    def start(  # noqa: PLR0913 - what is started, when and how
        self,
        project_id: int,
        task_id: int,
        comment: str = "",
        at: Instant | None = None,
        *,
        whole: bool = False,
        beside: bool = False,
        shown: Collection[int] | None = None,
    ) -> TimesheetRow:
        """Start a new entry now or as of `at`, stopping the timers that run at that moment, and return the entry.

        With `beside` they run on. `shown` are the timers that ran when the command was offered.

        Raises BadInput if `at` is in the future or before the start of a timer it would stop, if the comment is too
        long, and unless `whole` if a timer would have run implausibly long; Overtaken if other timers run than were
        `shown`; Refused if the account allows only one timer.
        """
        started = self.begin(project_id, task_id, comment, at, whole=whole, beside=beside, shown=shown)
        return self._row(started)

    def begin(  # noqa: PLR0913 - the same as `start`
        self,
        project_id: int,
        task_id: int,
        comment: str = "",
        at: Instant | None = None,
        *,
        whole: bool = False,
        beside: bool = False,
        shown: Collection[int] | None = None,
    ) -> int:
        """Do what `start` does and return only the entry's id, for a caller that reads an overview anyway."""
        now, since = self._clock.now(), self._moment(at)
        with self._changing("start", shown) as (action, running):
            self._make_room(action, running, since, whole=whole, beside=beside)
            zone = self._store.zone()
            longest_h = self._store.settings.get(settings.LONGEST_DAY)
            if at is not None and not whole and is_implausible(since, now, zone, longest_h):
                raise BadInput(FaultCode.START_LONG_AGO, since=since.wall, length_s=elapsed_s(since, now), field="at")
            day = day_of(since.wall, zone)
            return action.add(Fields(day, project_id, task_id, clean_comment(comment), running=True), started=since).id

    def stop(self, at: Instant | None = None, *, entry_id: int | None = None, whole: bool = False) -> TimesheetRow:
        """Stop the timer of an entry, or the only one, now or as of `at`, and return its entry.

        After midnight the timer is found that continues the entry. `last_changed` returns all it became.

        Raises NoMatch if no timer runs, or if several do and none is named; Overtaken if the timer of the entry does
        not run any more; and BadInput if `at` is in the future or before the start, and unless `whole` if the timer has
        run implausibly long: it was forgotten, and runs on.
        """
        at = self._moment(at)
        with self._changing("stop") as (action, running):
            if entry_id is None and len(running) > 1:
                raise self._several(running)
            wanted = running if entry_id is None else [self._running_as(entry_id, running)]
            (stopped,) = self._stop_each(action, wanted, at, whole=whole)
        return self._row(stopped.id)

    def stop_all(self, at: Instant | None = None, *, whole: bool = False) -> tuple[TimesheetRow, ...]:
        """Stop all timers now or as of `at`, and return their entries. Raises NoMatch if none runs, BadInput."""
        at = self._moment(at)
        with self._changing("stop") as (action, running):
            stopped = self._stop_each(action, running, at, whole=whole)
        return tuple([self._row(entry.id) for entry in stopped])

    def forgotten(self) -> ForgottenTimer | None:
        """Return the timer that `stop` would refuse to stop; None if there is none."""
        now = self._clock.now()
        for entry in self._store.entries.running():
            if (began := self._day_split.began(entry)) and self._day_split.is_implausible(entry, now):
                parts = split_at_midnights(began, now, self._store.zone())
                return ForgottenTimer(
                    self._row(entry.id), began.wall, tuple([(part.day, part.seconds) for part in parts])
                )
        return None

    def last_changed(self) -> tuple[TimesheetRow, ...]:
        """Return the entries that the last action changed, the earliest day first, without deleted ones.

        To a timer that ran past midnight belongs the entry of the day before.
        """
        last = self._store.undo_log.last()
        ids = dict.fromkeys(change.entry_id for change in last.changes) if last else {}
        ids |= dict.fromkeys(each for known in tuple(ids) if (each := self._store.absences.predecessor(known)))
        rows = self._store.entries.rows_of(ids, self._clock.now())
        return tuple(sorted(rows, key=lambda row: (row.day, row.running, row.id)))

    def continue_entry(
        self,
        entry_id: int | None = None,
        *,
        whole: bool = False,
        beside: bool = False,
        shown: Collection[int] | None = None,
    ) -> TimesheetRow:
        """Continue an entry, or the one worked on last: today's itself, an older one as a new entry.

        `beside` and `shown` are those of `start`. Raises NoMatch if there is no such entry, or if its timer is running,
        BadInput as `stop`, Overtaken and Refused.
        """
        return self._row(self.resume(entry_id, whole=whole, beside=beside, shown=shown))

    def resume(
        self,
        entry_id: int | None = None,
        *,
        whole: bool = False,
        beside: bool = False,
        shown: Collection[int] | None = None,
    ) -> int:
        """Do what `continue_entry` does and return only the entry's id, as `begin` does."""
        with self._changing("continue", shown) as (action, running):
            entry, now = self._to_continue(entry_id), self._clock.now()
            self._make_room(action, running, now, whole=whole, beside=beside)
            if entry.mine.day == self.today() and not entry.locked:
                fields = entry.mine._replace(running=True, end_time=None)
                entry = action.change(entry, entry._replace(mine=fields, started=now))
            else:
                copy = entry.mine._replace(day=self.today(), duration_s=0, start_time=None, end_time=None)
                entry = action.add(copy._replace(running=True), started=now)
        return entry.id

    def change_instead(self, entry_id: int, replaced_id: int) -> TimesheetRow:
        """Turn a switch into a change: the replaced entry runs on with its time, also that of the timer since.

        It gets the project and task of the other one, and its comment if it has one. That is deleted, or if it had time
        before, it keeps that. Raises Overtaken if the new one does
        not run any more, NoMatch if the other one is gone or runs, Refused if CoffeeCup has locked that.
        """
        with self._changing("edit") as (action, running):
            new = self._running_as(entry_id, running)
            old = self._store.entries.get(replaced_id)
            if old is None or old.deleted:
                raise NoMatch(FaultCode.NO_ENTRY, number=replaced_id)
            if old.mine.running:
                raise NoMatch(FaultCode.TIMER_RUNS_ALREADY)
            if old.locked:
                raise Refused(old.locked)
            mine = old.mine._replace(project_id=new.mine.project_id, task_id=new.mine.task_id, running=True)
            mine = mine._replace(comment=new.mine.comment or old.mine.comment, end_time=None)
            action.change(old, old._replace(mine=mine, started=new.started))
            before = new.stopped(new.started or self._clock.now())
            action.change(new, before._replace(deleted=not before.mine.duration_s))
        return self._row(old.id)

    def last_worked_on(self) -> TimesheetRow | None:
        """Return the entry that `continue_entry` would continue, of today or the last day with entries."""
        day, now = self.today(), self._clock.now()
        entries, zone = self._store.entries, self._store.zone()
        return worked_last(entries.rows_between(day, day, now), zone) or worked_last(entries.last_day(day, now), zone)

    @contextmanager
    def _changing(self, label: str, shown: Collection[int] | None = None) -> Iterator[tuple[Action, list[Entry]]]:
        """Run an action on the running entries, caught up first; what catching up found survives a refused action."""
        try:
            with self._actions.action(label) as action:
                running = self._absences.update_timers()
                if shown is not None:
                    self._require_as_shown(shown, running)
                yield action, running
        except (BadInput, NoMatch) as fault:
            self._absences.on_active()
            if fault.code == FaultCode.TIMER_FORGOTTEN:
                self._absences.ask_unseen()
            raise

    def _require_as_shown(self, shown: Collection[int], running: list[Entry]) -> None:
        """Raise Overtaken if other timers run than those of the entries `shown`, or of what continues them."""
        expected = {self._continuation(entry_id): entry_id for entry_id in shown}
        for entry in running:
            if expected.pop(entry.id, None) is None:
                raise Overtaken(FaultCode.TIMER_STARTED, pair=self._name(entry.id))
        for missing in expected.values():
            self._running_as(missing, running)

    def _several(self, running: list[Entry]) -> NoMatch:
        lines = tuple(f"{entry.id}  {self._name(entry.id)}" for entry in running)
        return NoMatch(FaultCode.SEVERAL_TIMERS, number=len(running), candidates=lines)

    def _make_room(self, action: Action, running: list[Entry], at: Instant, *, whole: bool, beside: bool) -> None:
        """Stop the running timers, or check that another one is allowed beside them."""
        if beside and running and not self.allows_several():
            raise Refused(FaultCode.ONE_TIMER_ONLY)
        if running and not beside:
            self._stop_each(action, running, at, whole=whole)
            action.label = "switch"

    def _to_continue(self, entry_id: int | None) -> Entry:
        entry = self._last() if entry_id is None else self._store.entries.get(entry_id)
        if entry is None or entry.deleted:
            if entry_id is None:
                raise NoMatch(FaultCode.NOTHING_TO_CONTINUE)
            raise NoMatch(FaultCode.NO_ENTRY, number=entry_id)
        if entry.mine.running:
            raise NoMatch(FaultCode.TIMER_RUNS_ALREADY)
        return entry

    def _last(self) -> Entry | None:
        row = self.last_worked_on()
        return None if row is None else self._store.entries.get(row.id)

    def _stop_each(self, action: Action, running: list[Entry], at: Instant, *, whole: bool) -> list[Entry]:
        """Stop timers at `at`. Raises NoMatch if there are none, and BadInput."""
        if not running:
            raise NoMatch(FaultCode.NO_TIMER)
        stopped = []
        for entry in running:
            if not whole:  # guard: forgotten-timer-is-asked-about
                self._day_split.require_plausible(entry, at, self._clock.now())
            if entry.started is not None and is_before(at, entry.started):
                stopped.append(self._stop_earlier(action, entry, entry.started, at))
            else:
                stopped.append(self._day_split.stop(action, entry, at))
        return stopped

    def _stop_earlier(self, action: Action, entry: Entry, started: Instant, at: Instant) -> Entry:
        """Stop before the last midnight: delete the entry split off there, and shorten the earlier one."""
        began = self._day_split.began(entry)
        earlier = self._store.entries.get(self._store.absences.predecessor(entry.id) or 0)
        if earlier is None or began is None or is_before(at, began):
            raise BadInput(FaultCode.STOP_BEFORE_START, time=(began or started).wall, field="at")
        action.change(entry, entry.stopped(started)._replace(deleted=True))
        fields = earlier.mine._replace(duration_s=earlier.mine.duration_s - elapsed_s(at, started))
        if fields.start_time is not None:
            fields = fields._replace(end_time=at.wall.astimezone(self._store.zone()).time().replace(microsecond=0))
        return action.change(earlier, earlier._replace(mine=fields, active_at=at.wall))

    def _moment(self, at: Instant | None) -> Instant:
        now = self._clock.now()
        if at is not None and at.wall > now.wall:
            raise BadInput(FaultCode.IN_THE_FUTURE, field="at")
        return now if at is None else on_all_clocks(at, now)
