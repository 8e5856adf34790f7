"""Random days with a bad network: whatever happens, both sides end up the same, each minute once.

The long form is `python -m tests.long`; a failure prints the seed that repeats it.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import Fault
from demitasse.domain.operations import OpState
from demitasse.sandbox import Sandbox
from tests.sync.device import Device, TwinClock

if TYPE_CHECKING:
    from pathlib import Path

DAYS = 25
STEPS = 40
FAULTS = [
    ("drop_before", {}),
    ("drop_after", {}),
    ("reset", {}),
    ("truncate", {}),
    ("garble", {}),
    ("late", {"seconds": 40}),
    ("status", {"status": 500}),
    ("status", {"status": 500, "after": True}),
    ("status", {"status": 502}),
    ("status", {"status": 503, "retry_after": "30"}),
    ("status", {"status": 504, "after": True}),
    ("portal", {}),
    ("lag", {"seconds": 30}),
]


class Day:
    """One random history on one computer; every comment is unique, so that each entry can be told from all others."""

    def __init__(self, box: Sandbox, device: Device, dice: random.Random) -> None:
        """Nothing has happened yet."""
        self.box, self.device, self.dice = box, device, dice
        self.number = 0

    def step(self) -> None:
        """Something happens."""
        act = self.dice.choice(
            [self.start, self.start, self.stop, self.add, self.edit, self.delete, self.undo, self.resume, self.crash]
        )
        try:
            act()
        except Fault:
            pass  # there was nothing to stop, edit or undo
        self.device.clock.advance(self.dice.choice([0, 1, 30, 400]))
        if self.dice.random() < 0.7:
            self.device.run(look=self.dice.random() < 0.3)

    def start(self) -> None:
        """A timer."""
        self.device.timer.start(*self.pair(), self.words())

    def stop(self) -> None:
        """The timer."""
        self.device.timer.stop()

    def resume(self) -> None:
        """The last entry."""
        self.device.timer.resume()

    def add(self) -> None:
        """Time by hand."""
        self.device.sheets.add(*self.pair(), self.dice.randrange(60, 7200), comment=self.words())

    def edit(self) -> None:
        """Words or figures of some entry."""
        rows = self.device.rows()
        if not rows:
            return
        row = self.dice.choice(rows)
        if self.dice.random() < 0.5 and not row.running:
            self.device.sheets.edit(row.id, duration_s=self.dice.randrange(60, 7200))
        else:
            self.device.sheets.edit(row.id, comment=self.words())

    def delete(self) -> None:
        """Some entry."""
        rows = self.device.rows()
        if rows:
            self.device.sheets.delete(self.dice.choice(rows).id)

    def undo(self) -> None:
        """The last action."""
        self.device.sheets.undo()

    def crash(self) -> None:
        """The computer dies, perhaps in the middle of a call."""
        live = [op for op in self.device.store.outbox.live() if op.sent and op.state is OpState.AMBIGUOUS]
        with self.device.store.transaction():
            for op in live:
                self.device.store.outbox.mark(op.entry_id, OpState.IN_FLIGHT)
        self.device.restart()

    def pair(self) -> tuple[int, int]:
        """Something to book on."""
        choice = self.dice.choice(self.device.sheets.choices()[:3])
        return choice.project_id, choice.task_id

    def words(self) -> str:
        """Words nobody used before."""
        self.number += 1
        return f"words {self.number}"


def live_through(box: Sandbox, folder: Path, seed: int, steps: int = STEPS) -> None:
    """A random day, then peace; both sides must hold the same."""
    dice = random.Random(seed)
    device = Device(box, folder, TwinClock(box))
    try:
        device.run()
        for kind, more in FAULTS:
            box.faults.add(kind, path="/v1/timeEntries", times=None, chance=0.04, **more)
        day = Day(box, device, dice)
        for _ in range(steps):
            day.step()
        box.faults.clear()
        _settle(device)
        here = sorted((row.comment, row.duration_s) for row in device.rows())
        assert here == device.mine(), f"seed {seed}"
        assert sum(1 for row in device.rows() if row.running) <= 1, f"seed {seed}"
    finally:
        device.close()


def _settle(device: Device) -> None:
    """Peace: what was refused is sent again, and the last running timer is stopped."""
    device.clock.advance(700)
    for _ in range(3):
        device.settle(rounds=100)
        for row in device.sheets.attention():
            device.sheets.retry(row.id)
    if device.timer.running():
        device.timer.stop()
    device.settle(rounds=100)
    device.clock.advance(400)
    device.run(look=True)
    device.settle(rounds=100)


@pytest.mark.parametrize("number", range(DAYS))
def test_both_sides_end_up_the_same(number: int, seed: int, tmp_path: Path) -> None:
    with Sandbox(seed=seed + number) as box:
        live_through(box, tmp_path / "one", seed + number)
