"""`python -m tests.bench.calls`: what the sync costs in calls and how fast a queue drains, as ratios, in fast time."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from coffeecup_sandbox import Sandbox
from demitasse.api.throttle import CAPS, CallKind
from demitasse.store.throttle import WINDOW_S
from tests.sync.device import Device, TwinClock
from tests.sync.test_working_day import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY_S = 4 * 3600
ENTRIES = 8
QUEUED = 500
POLL, ENTRY, DRAIN = 2, 2.5, 0.85
"""The goals: at most so many calls for an idle cycle and for an entry, and at least this share of our cap."""


def poll_calls(device: Device) -> int:
    """Return the calls of a cycle that polls and finds nothing to do, as the first one of a process does."""
    _count(device)
    device.restart()
    device.run(poll=True)
    first = _count(device)
    device.run(poll=True)
    return max(first, _count(device))


def entry_calls(device: Device) -> float:
    """Return how many more calls a tracked entry costs than the same day without it."""
    worker = Worker(device)
    worker.act()
    worker.wait(DAY_S)
    idle = _count(device)
    choices = device.sheets.choices()
    for n in range(ENTRIES):
        device.timer.start(choices[n].project_id, choices[n].task_id, f"words {n}")
        worker.act()
        worker.wait(worked_s := 900 + n * 137 % 600)
        if n % 2:
            device.timer.stop()
            worker.act()
        worker.wait(DAY_S / ENTRIES - worked_s)
    assert len(device.mine()) == ENTRIES
    return (_count(device) - idle) / ENTRIES


def drain_share(device: Device, queued: int = QUEUED) -> float:
    """Return the rate at which a queue of offline days is sent, as a share of our own cap."""
    choice = device.sheets.choices()[0]
    for n in range(queued):
        device.sheets.add(choice.project_id, choice.task_id, 60, comment=f"words {n}")
    device.clock.advance(600)
    began = device.clock.now().boot_s
    while device.store.outbox.active():
        outcome = device.run()
        if device.store.outbox.active():
            device.clock.advance(outcome.next_s or 1.0)
    rate = queued / (device.clock.now().boot_s - began)
    assert len(device.mine()) == queued
    return rate / (CAPS[CallKind.BACKGROUND] / WINDOW_S)


def _count(device: Device) -> int:
    """Return the calls since the last count, without those for the catalogue, which is read every six hours."""
    number = sum(str(one["path"]).startswith("/v1/timeEntries") for one in device.sandbox.arrivals)
    device.sandbox.arrivals.clear()
    return number


@contextmanager
def _device() -> Iterator[Device]:
    with tempfile.TemporaryDirectory() as folder, Sandbox(seed=1) as sandbox:
        device = Device(sandbox, Path(folder) / "one", TwinClock(sandbox))
        try:
            device.run()
            yield device
        finally:
            device.close()


def main() -> None:
    """Print the figures."""
    with _device() as device:
        print(f"a sync cycle with nothing to do: {poll_calls(device)} calls (wanted at most {POLL})")
        print(f"a tracked entry: {entry_calls(device):.2f} calls in the mean (wanted at most {ENTRY})", flush=True)
    with _device() as device:
        share = drain_share(device)
        print(f"{QUEUED} queued creates: {share:.2f} x the rate our cap allows (wanted at least {DRAIN} x)", flush=True)


if __name__ == "__main__":
    main()
