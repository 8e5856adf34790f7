"""Malformed responses, and responses with odd values: the real engine against a raw TCP server."""

from __future__ import annotations

import logging
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coffeecup_sandbox import Sandbox
from demitasse.store import settings
from demitasse.sync.engine import Result
from tests.long.runs import CaseResult
from tests.mangler import INVALID, STRANGE, Mangler
from tests.sync.device import Device, TwinClock

if TYPE_CHECKING:
    from collections import Counter

ENTRY = (
    "(SELECT id, server_id, day, project_id, task_id, comment, duration_s, running, base, locked, deleted FROM entry)"
)
CACHE = (ENTRY, "project", "task", "client", "pair", "employment", "buried")
REPLIES = 250
MAX_GROWTH_MB = 64


class MangledDevice(Device):
    """A computer whose calls all go through the mangler."""

    def __init__(self, sandbox: Sandbox, folder: Path, mangler: Mangler) -> None:
        self.mangler = mangler
        super().__init__(_Behind(sandbox, mangler.url), folder, TwinClock(sandbox))  # type: ignore[arg-type]
        for connection in (self.store.database._connection, self._calls._open()):
            connection.execute("PRAGMA synchronous=OFF")  # no test of this file pulls the plug

    def cache(self) -> list[list[tuple[Any, ...]]]:
        """Return everything that came from CoffeeCup."""
        found = [[tuple(row) for row in self.store.database.rows(f"SELECT * FROM {table}")] for table in CACHE]  # noqa: S608
        return [*found, [(self.store.settings.get(settings.HIGH_WATER),)]]

    def cycle(self) -> None:
        """Run a cycle that polls, and wait as long as it asks for."""
        with self.store.transaction():
            self.store.settings.reset(settings.CATALOG_AT)
        outcome = self.run(poll=True)
        self.clock.advance(max(20.0, outcome.next_s or 0.0))

    def healed(self) -> str:
        """Run without the mangler and return what is wrong."""
        self.mangler.kinds = {}
        self.clock.advance(4000)
        self.settle(200)
        for _ in range(3):
            self.cycle()
        outcome = self.run(poll=True)
        if outcome.result is not Result.DONE:
            return f"{outcome.result}: {outcome.fault}"
        here = sorted((row.comment, row.duration_s) for row in self.rows() if not row.running)
        there = sorted((comment or "", seconds) for comment, seconds in self.mine())
        return "" if here == there else f"here {here}, there {there}"


class _Behind:
    """The local CoffeeCup at the address of the mangler."""

    def __init__(self, sandbox: Sandbox, url: str) -> None:
        self._sandbox = sandbox
        self.url = url

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sandbox, name)


def invalid(device: MangledDevice, dice: random.Random, replies: int) -> str:
    """Send invalid replies: they change nothing that is known, and what is written meanwhile arrives once."""
    written: list[str] = []
    _happen_elsewhere(device, dice)
    while device.mangler.spoilt.total() < replies:
        device.mangler.kinds = INVALID
        if dice.random() < 0.1 and len(written) < 12:
            written.append(f"words {len(written)}")
            device.sheets.add(101, 301, 600 + len(written), comment=written[-1])
        before = device.cache()
        device.cycle()
        if device.cache() != before:
            return f"changed by what nobody said: {_difference(before, device.cache())}"
    wrong = device.healed()
    arrived = [row["comment"] for row in device.sandbox.entries(device.email)]
    lost = [one for one in written if arrived.count(one) != 1 and not _asks(device, one)]
    return wrong or (f"not there once: {lost}" if lost else "")


def strange(device: MangledDevice, replies: int) -> str:
    """Send odd values: they stop nothing, and disappear with the reply."""
    start = device.mangler.spoilt.total()
    while device.mangler.spoilt.total() < start + replies:
        device.mangler.kinds = {**STRANGE}
        device.cycle()
        device.sheets.day()
        device.sheets.choices()
    return device.healed()


def run_case(seed: int, replies: int = REPLIES) -> CaseResult:
    """Run an engine against a mangler of this seed."""
    dice = random.Random(seed)  # noqa: S311 - repeatable
    logging.getLogger("demitasse").setLevel(logging.CRITICAL)  # it warns of each unreadable row
    with tempfile.TemporaryDirectory() as name, Sandbox(seed=1) as sandbox, Mangler(sandbox.url, dice) as mangler:
        sandbox.quirks.set("throttle_max", "0")
        sandbox.quirks.set("keep_alive_s", "0")  # connections of the mangler itself
        device = MangledDevice(sandbox, Path(name) / "one", mangler)
        device.run()
        before_mb, wrong = _resident_mb(), ""
        try:
            wrong = invalid(device, dice, replies // 2) or strange(device, replies - replies // 2)
        finally:
            device.close()
        growth_mb = _resident_mb() - before_mb
    wrong = wrong or (f"{growth_mb} MB more" if growth_mb > MAX_GROWTH_MB else "")
    return CaseResult(wrong, dict.fromkeys((*INVALID, *STRANGE), 0) | _counted(mangler.spoilt))


def _happen_elsewhere(device: MangledDevice, dice: random.Random) -> None:
    """Change entries elsewhere, so that there is something to take over from a response."""
    sandbox = device.sandbox
    for row in sandbox.entries(device.email)[-20:]:
        if dice.random() < 0.5:
            sandbox.state.change("timeEntries", row["id"], {"comment": f"changed elsewhere {row['id']}"})
    for table, name in (("projects", "name"), ("tasks", "label")):
        for row in list(sandbox.state[table])[:5]:
            sandbox.state.change(table, row["id"], {name: f"renamed {row['id']}"})


def _counted(spoilt: Counter[str]) -> dict[str, int]:
    return dict(spoilt)


def _asks(device: MangledDevice, comment: str) -> bool:
    return any(row.comment == comment for row in device.sheets.attention())


def _difference(before: list[list[tuple[Any, ...]]], after: list[list[tuple[Any, ...]]]) -> str:
    names = (*CACHE, "high water")
    changed = [(name, old, new) for name, old, new in zip(names, before, after, strict=True) if old != new]
    return "; ".join(
        f"{name}: {[row for row in old + new if (row in old) != (row in new)]}" for name, old, new in changed
    )


def _resident_mb() -> int:
    """Return the memory of this process in MB; 0 where the system does not provide it."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 // 2**20


@pytest.mark.parametrize("number", range(4))
def test_malformed_responses_do_no_harm(seed: int, number: int) -> None:
    case = run_case(seed + number)
    assert case.wrong == ""
    assert sum(case.injected.values()) >= REPLIES
