"""The use cases of the tracker on a real store, at a given time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import Catalog, Client, Project, Task
from demitasse.store.store import Store
from demitasse.tracker.absence import Absences
from demitasse.tracker.history import History
from demitasse.tracker.reports import Reports
from demitasse.tracker.timer import Timer
from demitasse.tracker.timesheets import Timesheets
from demitasse.tracker.undo import UndoManager
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demitasse.domain.operations import Operation

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CATALOG = Catalog(
    projects=(Project(1, "Website relaunch", 1, "#aa0000"), Project(2, "Webshop", 1, "#00aa00")),
    tasks=(Task(1, "Coding"), Task(2, "Meetings")),
    clients=(Client(1, "Acme"),),
    pairs=((1, 1), (1, 2), (2, 2)),
)


@dataclass
class Tracker:
    """The use cases, and the store and clock behind them."""

    store: Store
    clock: ManualClock
    actions: UndoManager
    timer: Timer
    sheets: Timesheets
    absences: Absences
    history: History
    reports: Reports

    def work(self, minutes: float) -> None:
        """Let time pass while the tray app runs, with a heartbeat each minute."""
        self.absences.heartbeat()
        for _ in range(int(minutes)):
            self.clock.advance(60)
            self.absences.heartbeat()

    def restart(self) -> None:
        """Open the store again, as after a restart of the app."""
        path = self.store.database.path
        self.store.close()
        self.store = Store(path, self.clock)
        self.actions = UndoManager(self.store, self.clock)
        self.timer = Timer(self.store, self.clock, self.actions)
        self.sheets = Timesheets(self.store, self.clock, self.actions)
        self.absences = Absences(self.store, self.clock, self.actions)
        self.history = History(self.store, self.clock, self.actions)
        self.reports = Reports(self.store, self.clock)

    def figures(self, *days: date) -> list[tuple[int, str, int, bool]]:
        """All entries of some days, oldest first: day of the month, task, seconds, whether it runs."""
        rows = [row for day in days for row in self.sheets.day(day).rows]
        return [(row.day.day, row.task, row.duration_s, row.running) for row in sorted(rows, key=lambda row: row.id)]

    def queued(self) -> list[Operation]:
        """Return the operations that wait to be sent."""
        return self.store.outbox.active()

    def sent(self, entry_id: int, server_id: int) -> None:
        """Confirm an entry, as after CoffeeCup has stored it."""

        entry = self.store.entries.get(entry_id)
        assert entry is not None
        with self.store.transaction():
            known = entry._replace(server_id=server_id, base=entry.mine)
            self.store.entries.save(known)
            self.store.outbox.finish_attempt(known, self.store.outbox.get(known.id), self.clock.now())


@pytest.fixture
def tracker(tmp_path: Path) -> Iterator[Tracker]:
    """The tracker at noon, with nothing tracked yet."""
    clock = ManualClock(NOON)
    store = Store(tmp_path / "x.db", clock)
    with store.transaction():
        store.catalog.replace(CATALOG)
    actions = UndoManager(store, clock)
    timer, sheets = Timer(store, clock, actions), Timesheets(store, clock, actions)
    history = History(store, clock, actions)
    one = Tracker(store, clock, actions, timer, sheets, Absences(store, clock, actions), history, Reports(store, clock))
    yield one
    one.store.close()
