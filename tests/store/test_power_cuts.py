"""Power cuts at random moments: what was committed is there afterwards, complete, and nothing else."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import LocalFault
from demitasse.domain.operations import OpState
from demitasse.store.store import Store
from demitasse.tracker.timer import Timer
from demitasse.tracker.timesheets import Timesheets
from demitasse.tracker.undo import UndoManager
from tests.clocks import ManualClock
from tests.disk import Disk, after_power_cut, place
from tests.long.runs import CaseResult

if TYPE_CHECKING:
    from tests.disk import Event

HISTORIES, STEPS, CUTS = 6, 12, 50
CONTENT = ("entry", "outbox", "journal", "setting")
Content = list[tuple[object, ...]]


class History:
    """A random day on a recording disk, with the content of the database after each action."""

    def __init__(self, folder: Path, dice: random.Random, synchronous: str) -> None:
        """Run the day."""
        self.seen: list[Content] = [[]]
        self.events: list[Event] = []
        with Disk() as disk:
            store, clock = Store(folder / "demitasse.db"), ManualClock()
            if synchronous:
                store.database.rows(f"PRAGMA synchronous={synchronous}")
            actions = UndoManager(store, clock)
            self._day = (Timer(store, clock, actions), Timesheets(store, clock, actions), store)
            for number in range(STEPS):
                self._act(dice, number)
                clock.advance(60)
                self.seen.append(content(store))
                disk.note(str(number + 1))
            store.close()
            self.events = disk.events

    def _act(self, dice: random.Random, number: int) -> None:
        """Do what a user or the sync does; the record made before sending must not be lost either."""
        timer, sheets, store = self._day
        rows = sheets.day().rows
        act = dice.choice(["start", "add", "edit", "send", "delete"]) if rows else "start"
        if act == "start":
            timer.start(1, 2, f"words {number} " * dice.randrange(300))
        elif act == "add":
            sheets.add(1, 2, 600, comment=f"words {number}")
        elif act == "edit":
            sheets.edit(rows[0].id, comment=f"words {number}")
        elif act == "delete":
            sheets.delete(rows[0].id)
        else:
            with store.transaction():
                store.outbox.transition(rows[-1].id, OpState.PENDING, tries=number)

    def lost(self, dice: random.Random) -> bool:
        """Return whether something is missing after a power cut at a random moment."""
        cut = dice.randrange(len(self.events) + 1)
        saved = max((int(event.path) for event in self.events[:cut] if event.kind == "note"), default=0)
        with tempfile.TemporaryDirectory() as folder:
            place(after_power_cut(self.events[:cut], dice), Path(folder))
            try:
                return content_of(Path(folder) / "demitasse.db") not in self.seen[saved : saved + 2]
            except LocalFault:  # the file is corrupt
                return True


def content(store: Store) -> Content:
    """Return all rows that a user would miss."""
    return [tuple(row) for table in CONTENT for row in store.database.rows(f"SELECT * FROM {table}")]  # noqa: S608


def content_of(path: Path) -> Content:
    """Return the same after opening the file again. Raises LocalFault if it is corrupt."""
    store = Store(path)
    try:
        complaints = [tuple(row) for row in store.database.rows("PRAGMA integrity_check")]
        return content(store) if complaints == [("ok",)] else complaints
    finally:
        store.close()


def cut(seed: int, synchronous: str = "", cuts: int = CUTS) -> CaseResult:
    """Run a day with this seed and many power cuts."""
    dice = random.Random(seed)  # noqa: S311 - reproducible
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder), dice, synchronous)
    lost = sum(history.lost(dice) for _ in range(cuts))
    return CaseResult(f"{lost} of {cuts} cuts lost something" if lost else "", {"power cuts": cuts})


@pytest.mark.parametrize("number", range(HISTORIES))
def test_committed_data_survives_a_power_cut(number: int, seed: int) -> None:
    assert cut(seed + number).wrong == ""


def test_without_full_syncs_a_power_cut_loses_data(seed: int) -> None:
    """The control: without syncs, these power cuts do lose data."""
    assert any(cut(seed + number, "NORMAL").wrong for number in range(HISTORIES))
