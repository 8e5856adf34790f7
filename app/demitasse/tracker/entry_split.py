"""Splitting and duplicating entries."""

from datetime import datetime, time, timedelta

from demitasse.domain.entries import Fields
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.ports import Clock
from demitasse.domain.timesheet import TimesheetRow
from demitasse.store.store import Store
from demitasse.tracker.timesheets import editable_entry, existing_entry, existing_row
from demitasse.tracker.undo import UndoManager


class EntrySplit:
    """Splits and duplicates entries, each as one action."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        """Use `store` and `clock`; changes are undone through `actions`."""
        self._store = store
        self._clock = clock
        self._actions = actions

    def duplicate(self, entry_id: int) -> TimesheetRow:
        """Add a copy of an entry on the same day, without times of day, and return it.

        Raises:
            NoMatch: there is no such entry.
            BadInput: its timer is running.
            LocalFault: nothing has changed.
        """
        mine = existing_entry(self._store, entry_id).mine
        if mine.running:
            raise BadInput(FaultCode.TIMER_RUNS)
        with self._actions.action("duplicate") as action:
            made = action.add(mine._replace(start_time=None, end_time=None))
        return existing_row(self._store, made.id, self._clock.now())

    def split(self, entry_id: int, first_s: int) -> tuple[TimesheetRow, TimesheetRow]:
        """Split an entry after its first `first_s` seconds and return both parts, which add up to its duration.

        The first part keeps the entry's id; if its timer is running, the second part does and runs on.

        Raises:
            NoMatch: there is no such entry.
            Refused: CoffeeCup has locked the entry (billed, approved).
            BadInput: a part would be empty.
            LocalFault: nothing has changed.
        """
        entry, now = editable_entry(self._store, entry_id), self._clock.now()
        whole_s = entry.duration_at(now)
        if not 0 < first_s < whole_s:
            raise BadInput(FaultCode.PART_TOO_LONG, length_s=whole_s, field="duration")
        first, second = _parts(entry.mine, first_s, whole_s)
        kept, new = (second, first._replace(running=False)) if entry.mine.running else (first, second)
        with self._actions.action("split") as action:
            action.change(entry, entry._replace(mine=kept, started=now if kept.running else None))
            made = action.add(new)
        ids = (made.id, entry_id) if kept.running else (entry_id, made.id)
        return existing_row(self._store, ids[0], now), existing_row(self._store, ids[1], now)


def _parts(mine: Fields, first_s: int, whole_s: int) -> tuple[Fields, Fields]:
    cut = _after(mine.start_time, first_s)
    if cut is None or (mine.end_time is not None and cut >= mine.end_time):
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
