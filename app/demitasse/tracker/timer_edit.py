"""Setting the running timer: when it started, or how long it has run."""

from datetime import time, timedelta
from typing import NamedTuple

from demitasse.domain import entry_times, settings
from demitasse.domain.durations import MAX_S
from demitasse.domain.entries import Entry
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Overtaken
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import TimesheetRow
from demitasse.domain.wall_time import day_of, latest
from demitasse.tracker.undo import UseCases


class TimerChange(NamedTuple):
    """A planned change of the timer of `entry_id`.

    It was last started at `started`, had `earlier_s` before that, and has `total_s` now.
    """

    started: Instant
    earlier_s: int
    total_s: int
    entry_id: int


class TimerEdit(UseCases):
    """Plans changes of the running timer, and applies them."""

    def plan(
        self, start: time | None = None, total_s: int | None = None, *, entry_id: int | None = None
    ) -> TimerChange:
        """Plan a start when the clock last showed `start`, or a duration of `total_s`; without either, the present.

        It is the timer of `entry_id`, or the one started last. Raises Overtaken if that does not run any more,
        NoMatch if no timer runs, and BadInput if it would start in the future or run for more than 24 hours (field
        "start" or "duration").
        """
        entry, now = self._running(entry_id), self._clock.now()
        earlier_s = entry.mine.duration_s
        if total_s is not None:
            _reasonable(total_s, "duration")
            earlier_s = min(earlier_s, total_s)
            return TimerChange(now.shifted(earlier_s - total_s), earlier_s, total_s, entry.id)
        if start is None:
            return TimerChange(entry.started or now, earlier_s, entry.duration_at(now), entry.id)
        ago_s = self._ago_s(start, now)
        _reasonable(earlier_s + ago_s, "start")
        return TimerChange(now.shifted(-ago_s), earlier_s, earlier_s + ago_s, entry.id)

    def apply(self, plan: TimerChange) -> TimesheetRow:
        """Apply a plan and return its entry. Raises Overtaken if the timer does not run any more, LocalFault."""
        entry = self._running(plan.entry_id)
        if entry.id != plan.entry_id:  # it was split at midnight since
            raise Overtaken(FaultCode.ENTRY_CHANGED, number=plan.entry_id)
        mine, day = entry.mine._replace(duration_s=plan.earlier_s), day_of(plan.started.wall, self._store.zone())
        if not plan.earlier_s and day < mine.day:
            mine = mine._replace(day=day)
        if not plan.earlier_s:
            mine = entry_times.started(mine._replace(start_time=None), plan.started, self._store.zone())
        with self._actions.action("edit") as action:
            action.change(entry, entry._replace(mine=mine, started=plan.started))
        return self._row(entry.id)

    def _running(self, entry_id: int | None) -> Entry:
        running = self._store.entries.running()
        if entry_id is not None:
            return self._running_as(entry_id, running)
        if not running:
            raise NoMatch(FaultCode.NO_TIMER)
        return running[-1]

    def _ago_s(self, start: time, now: Instant) -> int:
        """Whole seconds since the clock last showed `start`."""
        zone = self._store.zone()
        began, longest = latest(start, now.wall, zone), timedelta(hours=self._store.settings.get(settings.LONGEST_DAY))
        if began is None or (began.at.date() != day_of(now.wall, zone) and now.wall - began.utc >= longest):
            raise BadInput(FaultCode.IN_THE_FUTURE, field="start")
        return int((now.wall - began.utc).total_seconds())


def _reasonable(total_s: int, field: str) -> None:
    if total_s < 0:
        raise BadInput(FaultCode.NEGATIVE_DURATION, field=field)
    if total_s > MAX_S:
        raise BadInput(FaultCode.OVER_A_DAY, field=field)
