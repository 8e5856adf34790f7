"""After offline days the queue drains at the rate of background calls, and new actions go first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from demitasse.api.throttle import CAPS, PATIENCE_S, CallKind
from tests.sync.device import Device, TwinClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from coffeecup_sandbox import Sandbox

QUEUED, WINDOW_S = 45, 15


class BusyClock(TwinClock):
    """A clock in whose pauses the user does something."""

    meanwhile: Callable[[], None] | None = None
    stopped = False

    def pause(self, seconds: float) -> None:
        """Advance, then perform the action once. The pauses of a closing program end at once."""
        if self.stopped:
            return
        super().pause(seconds)
        act, self.meanwhile = self.meanwhile, None
        if act:
            act()


@pytest.fixture
def clock(sandbox: Sandbox) -> BusyClock:
    return BusyClock(sandbox)


@pytest.fixture
def device(sandbox: Sandbox, tmp_path: Path, clock: BusyClock) -> Iterator[Device]:
    """A computer back from offline days."""
    one = Device(sandbox, tmp_path / "one", clock)
    for connection in (one.store.database._connection, one._calls._open()):
        connection.execute("PRAGMA synchronous=OFF")  # no test of this file pulls the plug
    one.timer.start(101, 301, "running")
    one.run()
    for number in range(QUEUED):
        one.sheets.add(101, 301, 60, comment=f"offline {number}")
    clock.advance(3600)
    sandbox.arrivals.clear()
    yield one
    one.close()


@pytest.mark.parametrize(("act", "comment"), [("add", "now"), ("stop", "running")])
def test_a_new_action_overtakes_the_queue(device: Device, clock: BusyClock, act: str, comment: str) -> None:
    done_at: list[datetime] = []

    def meanwhile() -> None:
        done_at.append(clock.now().wall)
        if act == "add":
            device.sheets.add(101, 301, 600, comment=comment)
        else:
            device.timer.stop()

    clock.meanwhile = meanwhile
    device.run()
    device.settle(200)
    rows = {row["comment"]: datetime.fromisoformat(row["updatedAt"]) for row in device.sandbox.entries(device.email)}
    assert 0 <= (rows[comment] - done_at[0]).total_seconds() <= 2
    assert sum(at > rows[comment] for at in rows.values()) > QUEUED / 3, "the queue was still there"
    assert len(device.mine()) == QUEUED + 1 + (act == "add")


def test_the_queue_drains_at_the_background_rate(device: Device, sandbox: Sandbox) -> None:
    device.settle(200)
    at = sorted(float(one["at"]) for one in sandbox.arrivals)
    most = CAPS[CallKind.BACKGROUND]
    assert min(late - early for early, late in zip(at, at[most:], strict=False)) >= WINDOW_S - 0.1
    posts = [one for one in sandbox.arrivals if one["method"] == "POST" and "timeEntries" in one["path"]]
    assert len(posts) == QUEUED
    assert at[-1] - at[0] <= len(at) / most * WINDOW_S / 0.85, "and no less"


def test_closing_does_not_wait_for_the_throttle(device: Device, clock: BusyClock) -> None:
    clock.meanwhile = lambda: setattr(clock, "stopped", True)
    before = clock.now().boot_s
    device.run()
    assert clock.now().boot_s - before < PATIENCE_S[CallKind.BACKGROUND]
    assert device.store.outbox.active()
