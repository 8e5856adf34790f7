"""One entry into two: split it, or make another like it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from demitasse.domain.errors import BadInput, FaultCode
from demitasse.tracker.timesheets import editable, existing, shown

if TYPE_CHECKING:
    from datetime import time

    from demitasse.domain.entries import Fields
    from demitasse.domain.ports import Clock
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.store.store import Store
    from demitasse.tracker.undo import UndoManager


class EntrySplit:
    """Each call is one action, and one undo takes it back."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        """Work on `store`; `clock` says when; `actions` make it undoable."""
        self._store = store
        self._clock = clock
        self._actions = actions

    def duplicate(self, entry_id: int) -> TimesheetRow:
        """Book the same once more on its day; without its times of day, which are taken.

        Raises:
            NoMatch: there is no such entry.
            BadInput: its timer runs.
            LocalFault: nothing has changed.
        """
        mine = existing(self._store, entry_id).mine
        if mine.running:
            raise BadInput(FaultCode.TIMER_RUNS)
        with self._actions.action("duplicate") as action:
            made = action.add(mine._replace(start_time=None, end_time=None))
        return shown(self._store, made.id, self._clock.now())

    def split(self, entry_id: int, first_s: int) -> tuple[TimesheetRow, TimesheetRow]:
        """Cut an entry after its first `first_s` seconds; together the two are as long as it was.

        The first part keeps the entry's number; of a running timer the second does, and runs on.

        Raises:
            NoMatch: there is no such entry.
            Refused: CoffeeCup does not let it be changed (billed, locked).
            BadInput: a part would be empty.
            LocalFault: nothing has changed.
        """
        entry, now = editable(self._store, entry_id), self._clock.now()
        whole_s = entry.duration_at(now)
        if not 0 < first_s < whole_s:
            raise BadInput(FaultCode.PART_TOO_LONG, length_s=whole_s, field="duration")
        first, second = _parts(entry.mine, first_s, whole_s)
        kept, new = (second, first._replace(running=False)) if entry.mine.running else (first, second)
        with self._actions.action("split") as action:
            action.change(entry, entry._replace(mine=kept, started=now if kept.running else None))
            made = action.add(new)
        ids = (made.id, entry_id) if kept.running else (entry_id, made.id)
        return shown(self._store, ids[0], now), shown(self._store, ids[1], now)


def _parts(mine: Fields, first_s: int, whole_s: int) -> tuple[Fields, Fields]:
    cut = _after(mine.start_time, first_s)
    if cut is None or (mine.end_time is not None and cut >= mine.end_time):
        cut = None  # its times of day say something else than its duration
    first = mine._replace(duration_s=first_s, end_time=cut)
    return first, mine._replace(duration_s=whole_s - first_s, start_time=cut)


def _after(start: time | None, seconds: int) -> time | None:
    """The time of day so much later; None if that is on the next day."""
    if start is None:
        return None
    day = datetime(2000, 1, 1)  # noqa: DTZ001 - any day without a change of clocks
    later = datetime.combine(day, start) + timedelta(seconds=seconds)
    return later.time() if later.date() == day.date() else None
