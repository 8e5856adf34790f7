"""Random days with a bad network: whatever happens, both sides end up the same, each minute once.

The long form is `python3 bootstrap.py long histories`; a failure prints the seed that repeats it.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest

from demitasse.sandbox import Sandbox
from demitasse.store.store import Store
from demitasse.tracker.actions import Actions
from demitasse.tracker.timer import Timer
from demitasse.tracker.timesheets import Timesheets
from tests.long.runs import Told
from tests.sync.device import Device, TwinClock

DAYS = 15
STEPS = 40
FAULTS: list[tuple[str, dict[str, Any]]] = [
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


QUIRKS = {"second_timer": "both"}
"""A server that stops timers itself acts like another device: a start that is carried out late, after it was undone,
would stop the timer that runs by then. What the person has on paper cannot foresee that."""


class Day:
    """One random history, on a computer that syncs and on paper, where nothing can be lost or doubled.

    Every comment is unique, so that each entry can be told from all others.
    """

    def __init__(self, device: Device, paper: Store, dice: random.Random) -> None:
        """Nothing has happened yet."""
        self.device, self.dice = device, dice
        actions = Actions(paper, device.clock)
        self.sheets = (device.sheets, Timesheets(paper, device.clock, actions))
        self.timers = (device.timer, Timer(paper, device.clock, actions))
        self.number = 0

    def step(self) -> None:
        """Something happens."""
        acts = [self.start, self.start, self.stop, self.add, self.edit, self.delete, self.undo, self.resume]
        self.dice.choice([*acts, self.device_dies])()
        self.device.clock.advance(self.dice.choice([0, 1, 30, 400]))
        if self.dice.random() < 0.7:
            self.device.run(look=self.dice.random() < 0.3)

    def start(self) -> None:
        """A timer."""
        pair, words = self.pair(), self.words()
        for timer in self.timers:
            timer.start(*pair, words)

    def stop(self) -> None:
        """The timer, if one runs."""
        for timer in self.timers:
            if timer.running():
                timer.stop()

    def resume(self) -> None:
        """Some entry."""
        words = self.some(running=False)
        for timer, sheets in zip(self.timers, self.sheets, strict=True):
            if words:
                timer.resume(called(sheets, words))

    def add(self) -> None:
        """Time by hand."""
        pair, seconds, words = self.pair(), self.dice.randrange(60, 7200), self.words()
        for sheets in self.sheets:
            sheets.add(*pair, seconds, comment=words)

    def edit(self) -> None:
        """Words or figures of some entry."""
        words, better = self.some(running=None), self.words()
        seconds = self.dice.choice([None, None, self.dice.randrange(60, 7200)])
        for sheets in self.sheets:
            if words and seconds:
                sheets.edit(called(sheets, words), duration_s=seconds)
            elif words:
                sheets.edit(called(sheets, words), comment=better)

    def delete(self) -> None:
        """Some entry."""
        words = self.some(running=None)
        for sheets in self.sheets:
            if words:
                sheets.delete(called(sheets, words))

    def undo(self) -> None:
        """The last action."""
        if self.sheets[1].undoable():
            assert len({sheets.undo() for sheets in self.sheets}) == 1

    def device_dies(self) -> None:
        """The computer dies, perhaps in the middle of a call."""
        self.device.crash()
        self.sheets = (self.device.sheets, self.sheets[1])
        self.timers = (self.device.timer, self.timers[1])

    def some(self, *, running: bool | None) -> str:
        """The words of some entry; empty if there is none."""
        rows = [row.comment for row in self.sheets[1].day().rows if running is None or row.running is running]
        return self.dice.choice(rows) if rows else ""

    def pair(self) -> tuple[int, int]:
        """Something to book on."""
        choice = self.dice.choice(self.device.sheets.choices()[:3])
        return choice.project_id, choice.task_id

    def words(self) -> str:
        """Words nobody used before."""
        self.number += 1
        return f"words {self.number}"


def called(sheets: Timesheets, words: str) -> int:
    """The one entry with these words."""
    (found,) = (row.id for row in sheets.day().rows if row.comment == words)
    return found


def live_through(box: Sandbox, folder: Path, seed: int, steps: int = STEPS) -> None:
    """A random day, then peace; the paper, the computer and the server must hold the same."""
    dice = random.Random(seed)  # noqa: S311 - a seed that can be given again
    device, paper = Device(box, folder, TwinClock(box)), Store(folder / "paper.db")
    try:
        device.run()
        for kind, more in FAULTS:
            box.faults.add(kind, path="/v1/timeEntries", times=None, chance=0.04, **more)
        day = Day(device, paper, dice)
        for _ in range(steps):
            day.step()
        box.faults.clear()
        day.stop()
        _settle(device)
        wanted = sorted((row.comment, row.duration_s) for row in day.sheets[1].day().rows)
        assert sorted((row.comment, row.duration_s) for row in device.rows()) == wanted, f"seed {seed}"
        assert device.mine() == wanted, f"seed {seed}"
    finally:
        paper.close()
        device.close()


def _settle(device: Device) -> None:
    """Peace: what was refused is sent again."""
    device.clock.advance(700)
    for _ in range(3):
        device.settle(rounds=100)
        for row in device.sheets.attention():
            device.sheets.retry(row.id)
    device.clock.advance(400)
    device.run(look=True)
    device.settle(rounds=100)


def lived(seed: int) -> Told:
    """How the day of this seed went."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(seed=seed, quirks=QUIRKS) as box:
        live_through(box, Path(folder) / "one", seed, 90)
    return Told()


@pytest.mark.parametrize("number", range(DAYS))
def test_both_sides_end_up_the_same(number: int, seed: int, tmp_path: Path) -> None:
    with Sandbox(seed=seed + number, quirks=QUIRKS) as box:
        live_through(box, tmp_path / "one", seed + number)
