"""Start, stop, switch, continue. Only one timer of a person runs at a time: starting one stops the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain.entries import Entry, Fields
from demitasse.domain.errors import BadInput, FaultCode, NoMatch
from demitasse.domain.timer import elapsed_s
from demitasse.tracker.absence import Absences
from demitasse.tracker.day_split import DaySplit
from demitasse.tracker.settings import timezone
from demitasse.tracker.timesheets import clean_comment, shown

if TYPE_CHECKING:
    from datetime import date

    from demitasse.domain.ports import Clock
    from demitasse.domain.timer import Instant
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.store.store import Store
    from demitasse.tracker.undo import Action, UndoManager


class Timer:
    """The running timer."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        """Work on `store`; `clock` says when; `actions` make it undoable."""
        self._store = store
        self._clock = clock
        self._actions = actions
        self._absences = Absences(store, clock, actions)
        self._midnight = DaySplit(store, clock)

    def running(self) -> TimesheetRow | None:
        """The entry whose timer runs, whatever day it belongs to; the newest if there are several."""
        found = self._store.entries.running()
        return self._store.entries.row(found[-1].id, self._clock.now()) if found else None

    def ran_at(self, moment: Instant) -> bool:
        """Whether the timer that runs did so at `moment`; the last midnight may have cut it since."""
        for entry in self._store.entries.running():
            earlier = self._store.entries.get(self._store.absences.predecessor(entry.id) or 0)
            before_s = earlier.mine.duration_s if earlier else 0
            if entry.started is not None and entry.started.shifted(-before_s).wall <= moment.wall:
                return True
        return False

    def start(self, project_id: int, task_id: int, comment: str = "", at: Instant | None = None) -> TimesheetRow:
        """Start a new entry now, or as of `at`; a timer that runs is stopped at that moment.

        Raises:
            BadInput: `at` is in the future or before the start of the timer it would stop; a comment too long.
            LocalFault: it could not be saved; then nothing has changed.
        """
        at = self._moment(at)
        self._absences.on_active()
        mine = Fields(self._today(), project_id, task_id, clean_comment(comment), running=True)
        with self._actions.action("start") as action:
            self._stop_all(action, at)
            made = action.add(mine, started=at)
        return shown(self._store, made.id, self._clock.now())

    def stop(self, at: Instant | None = None) -> TimesheetRow:
        """Stop the timer now, or as of `at`.

        Raises:
            NoMatch: no timer runs.
            BadInput: `at` is in the future or before the start.
            LocalFault: it could not be saved; then the timer runs on.
        """
        at = self._moment(at)
        self._absences.on_active()
        with self._actions.action("stop") as action:
            stopped = self._stop_all(action, at)
            if not stopped:
                raise NoMatch(FaultCode.NO_TIMER)
        return shown(self._store, stopped[-1].id, self._clock.now())

    def continue_entry(self, entry_id: int | None = None) -> TimesheetRow:
        """Go on with an entry (the last one if none is named): today's itself, an older one as a new entry.

        Raises:
            NoMatch: there is no such entry.
            LocalFault: it could not be saved; then nothing has changed.
        """
        self._absences.on_active()
        entry, now = self._to_resume(entry_id), self._clock.now()
        with self._actions.action("continue") as action:
            self._stop_all(action, now)
            if entry.mine.day == self._today() and not self._store.entries.locked(entry.id):
                mine = entry.mine._replace(running=True, end_time=None)
                entry = action.change(entry, entry._replace(mine=mine, started=now))
            else:
                copy = entry.mine._replace(day=self._today(), duration_s=0, start_time=None, end_time=None)
                entry = action.add(copy._replace(running=True), started=now)
        return shown(self._store, entry.id, self._clock.now())

    def _to_resume(self, entry_id: int | None) -> Entry:
        entry = self._last() if entry_id is None else self._store.entries.get(entry_id)
        if entry is None or entry.deleted:
            if entry_id is None:
                raise NoMatch(FaultCode.NOTHING_TO_CONTINUE)
            raise NoMatch(FaultCode.NO_ENTRY, number=entry_id)
        if entry.mine.running:
            raise NoMatch(FaultCode.TIMER_RUNS_ALREADY)
        return entry

    def _last(self) -> Entry | None:
        day = self._today()
        rows = self._store.entries.rows(day, self._clock.now())
        if not rows and (earlier := self._store.entries.last_day_before(day)):
            rows = self._store.entries.rows(earlier, self._clock.now())
        latest = max((row.id for row in rows if not row.running), default=None)
        return None if latest is None else self._store.entries.get(latest)

    def _stop_all(self, action: Action, at: Instant) -> list[Entry]:
        stopped = []
        for entry in self._store.entries.running():
            if entry.started is not None and at.wall < entry.started.wall and not at.boot_id:
                stopped.append(self._stop_earlier(action, entry, entry.started, at))
            else:
                stopped.append(self._midnight.stop(action, entry, at))
        return stopped

    def _stop_earlier(self, action: Action, entry: Entry, started: Instant, at: Instant) -> Entry:
        """A stop before the last midnight: what the timer went on as since then never was."""
        earlier_id, off_s = self._store.absences.predecessor(entry.id), elapsed_s(at, started)
        earlier = self._store.entries.get(earlier_id) if earlier_id else None
        if earlier is None or earlier.mine.duration_s < off_s:
            raise BadInput(FaultCode.STOP_BEFORE_START, time=started.wall, field="at")
        action.change(entry, entry.stopped(started)._replace(deleted=True))
        mine = earlier.mine._replace(duration_s=earlier.mine.duration_s - off_s)
        return action.change(earlier, earlier._replace(mine=mine))

    def _moment(self, at: Instant | None) -> Instant:
        now = self._clock.now()
        if at is not None and at.wall > now.wall:
            raise BadInput(FaultCode.IN_THE_FUTURE, field="at")
        return at or now

    def _today(self) -> date:
        return self._clock.today(timezone(self._store))
