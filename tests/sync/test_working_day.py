"""A working day in fast time: the number of calls, and no call during a backoff.

`pytest -s tests/sync/test_working_day.py` prints the figures of the request log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests

from demitasse.sync.engine import Result
from tests.deadlines import PATIENCE_S
from tests.sync.test_refusals import token

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.sync.device import Device

WINDOW_S = 15.0
BUDGET = 40
"""Our own cap in any 15 s: less than half of what the documentation allows."""


class Worker:
    """Runs cycles as the sync thread does: after each action, and when the next one is due."""

    def __init__(self, device: Device) -> None:
        """Start with nothing due."""
        self._device = device
        self._due = 0.0

    def act(self) -> None:
        """Run a cycle after a write."""
        outcome = self._device.run()
        self._due = self._now() + (outcome.next_s or 300.0)

    def wait(self, seconds: float) -> None:
        """Let time pass, with the cycles that fall due."""
        end = self._now() + seconds
        while self._due <= end:
            self._device.clock.advance(self._due - self._now())
            self.act()
        self._device.clock.advance(end - self._now())

    def _now(self) -> float:
        return self._device.clock.now().boot_s


def work(device: Device, worker: Worker, entries: int, minutes: float) -> None:
    """Work on so many entries: switch, think, write a comment."""
    choices = device.sheets.choices()
    for n in range(entries):
        choice = choices[n % len(choices)]
        entry = device.timer.start(choice.project_id, choice.task_id)
        worker.act()
        worker.wait(45)
        device.sheets.edit(entry.id, comment=f"what was done in piece {n}")
        worker.act()
        worker.wait(minutes * 60 - 45)


def busiest(sandbox: Sandbox) -> int:
    """Return the most calls of ours in any 15 s, as the server counted them."""
    times = [one["at"] for one in sandbox.arrivals if "Demitasse" in one["user_agent"]]
    return max(sum(1 for other in times if at <= other < at + WINDOW_S) for at in times)


def test_a_working_day_costs_few_calls(device: Device, sandbox: Sandbox) -> None:
    worker = Worker(device)
    work(device, worker, 8, 25)
    device.timer.stop()
    worker.act()
    worker.wait(3600)
    work(device, worker, 10, 24)
    device.timer.stop()
    worker.act()
    worker.wait(600)
    mine = [one for one in sandbox.arrivals if "Demitasse" in one["user_agent"]]
    for_entries = [one for one in mine if one["method"] != "GET" and "timeEntries" in one["path"]]
    print(
        f"\n18 entries in {8 * 25 + 60 + 10 * 24 + 10} minutes: {len(mine)} calls, {len(for_entries)} of them writes;"
        f" {len(mine) / 18:.1f} calls an entry with all looks, {len(for_entries) / 18:.1f} without;"
        f" at most {busiest(sandbox)} in 15 s (budget {BUDGET})"
    )
    assert len(device.mine()) == 18
    assert sum(seconds for _, seconds in device.mine()) == 8 * 25 * 60 + 10 * 24 * 60
    assert busiest(sandbox) <= BUDGET
    assert len(for_entries) / 18 <= 3
    assert len(mine) <= 400


def test_a_hundred_and_fifty_entries_from_offline_days_stay_within_the_budget(device: Device, sandbox: Sandbox) -> None:
    sandbox.stop()
    choice = device.sheets.choices()[0]
    for n in range(150):
        device.sheets.add(choice.project_id, choice.task_id, 60, comment=f"n{n}")
    sandbox.start()
    device.settle(rounds=400)
    assert len(device.mine()) == 150
    assert busiest(sandbox) <= BUDGET


def test_a_backoff_caused_by_others_is_kept(device: Device, sandbox: Sandbox) -> None:
    worker = Worker(device)
    work(device, worker, 2, 10)
    headers = {"User-Agent": "somebody else", "Authorization": f"Bearer {token(sandbox, sandbox.users[0])}"}
    with requests.Session() as other:
        answers = [
            other.get(f"{sandbox.url}/v1/users/me", headers=headers, timeout=PATIENCE_S).status_code for _ in range(101)
        ]
    assert answers[-1] == 503
    device.timer.stop()
    assert device.run().result is Result.PAUSED
    sandbox.arrivals.clear()
    until = device._calls.backoff_until(device.clock.now())
    assert until is not None
    while device.clock.now().wall < until:
        device.run(poll=True)
        device.clock.advance(5)
    assert sandbox.arrivals == []
    device.settle()
    assert [seconds for _, seconds in device.mine()] == [600, 600]
