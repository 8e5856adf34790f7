"""The power fails at any moment of a day that is being sent: nothing saved is lost and nothing is sent twice."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from coffeecup_sandbox import Sandbox
from demitasse.domain.errors import LocalFault
from demitasse.store.database import Damaged
from tests.disk import FAILED, Disk, Event, after_power_cut, place
from tests.long.runs import CaseResult
from tests.sync.device import Device, TwinClock
from tests.sync.test_exactly_once import add

CUTS = 12


class Power:
    """The power, which fails after a number of events of the database files."""

    def __init__(self) -> None:
        self.left: int | None = None

    def __call__(self, event: Event) -> int:
        if self.left is None or "demitasse.db" not in event.path:
            return 0
        self.left -= 1
        return FAILED if self.left < 0 else 0


class Day:
    """A day with power cuts on one computer."""

    def __init__(self, sandbox: Sandbox, folder: Path, dice: random.Random, synchronous: str) -> None:
        self._dice, self._synchronous = dice, synchronous
        self._power = Power()
        self.saved: set[str] = set()
        self.tried: set[str] = set()
        with Disk(self._power) as disk:
            self._disk = disk
            self.device = Device(sandbox, folder / "one", TwinClock(sandbox))
            self._before: dict[str, bytes] = {}
            self.found: Counter[str] = Counter()
            self.damaged = False
            try:
                self._run()
            except Damaged:
                self.damaged = True
            finally:
                self.device.close()

    def _run(self) -> None:
        self.device.run()
        for _ in range(CUTS):
            self._work_until_power_fails()
            self._restart()
        self._power.left = None
        self.device.clock.advance(600)
        self.device.settle()
        self.found = Counter(words for words, _ in self.device.mine())

    def _work_until_power_fails(self) -> None:
        if self._synchronous:
            self.device.store.database.rows(f"PRAGMA synchronous={self._synchronous}")
        self._power.left = self._dice.randrange(4, 150)
        try:
            while self._power.left > 0:
                words = f"words {len(self.tried)}"
                self.tried.add(words)
                add(self.device, words)
                self.saved.add(words)
                self.device.run()
                self.device.clock.advance(1)
        except LocalFault:
            pass

    def _restart(self) -> None:
        """Restart with what the disk really holds."""
        self.device.close()
        events = [event for event in self._disk.events if "demitasse.db" in event.path]
        self._before = after_power_cut(events, self._dice, self._before)
        self._disk.events.clear()
        self._power.left = None
        place(self._before, self.device.folder)
        self.device.clock.advance(30)
        self.device._open()
        self.device._work()

    def wrong(self) -> str:
        """Return what is lost or doubled in the end, or that the database is damaged; empty if all is well."""
        if self.damaged:
            return "the timesheet is damaged"
        lost = self.saved - self.found.keys()
        doubled = [words for words, number in self.found.items() if number > 1]
        return f"lost {sorted(lost)}, doubled {sorted(doubled)}" if lost or doubled else ""


def dark(seed: int, synchronous: str = "") -> CaseResult:
    """Run a day of this seed."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(seed=1) as sandbox:
        day = Day(sandbox, Path(folder), random.Random(seed), synchronous)  # noqa: S311 - a seed that can be given again
        return CaseResult(day.wrong(), {"power cuts": CUTS}, {"saved": len(day.saved)})


@pytest.mark.parametrize("number", range(3))
def test_a_power_cut_loses_and_doubles_nothing(number: int, seed: int) -> None:
    assert dark(seed + number).wrong == ""


def test_without_full_syncs_something_is_lost(seed: int) -> None:
    """The control: without full syncs a power cut undoes a commit, so an entry is sent twice or the file is damaged."""
    assert any(dark(seed + number, "NORMAL").wrong for number in range(25))
