"""A wall clock that was wrong for a while postpones nothing for days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.sync.device import Device


@pytest.mark.parametrize("fault", ["drop_before", "drop_after"])
@pytest.mark.parametrize("days", [3, -3])
@pytest.mark.parametrize("looks", [0, 1])
def test_an_unclear_attempt_is_verified_soon_after_the_clock_is_corrected(
    fault: str, days: int, looks: int, device: Device, sandbox: Sandbox
) -> None:
    right = device.clock.now()
    device.clock.set_wall(right.wall + timedelta(days=days))
    choice = device.sheets.choices()[0]
    device.sheets.add(choice.project_id, choice.task_id, 600, comment="words", day=right.wall.date())
    sandbox.faults.add(fault, method="POST", path="/v1/timeEntries")
    device.run()
    (op,) = device.store.outbox.active()
    assert op.tries == 1
    for _ in range(looks):
        device.clock.advance(3)
        device.run()
    device.clock.set_wall(right.wall + timedelta(seconds=device.clock.now().boot_s - right.boot_s))
    for _ in range(8):
        device.clock.advance(device.run().next_s or 60.0)
    assert device.store.outbox.active() == []
    assert device.mine() == [("words", 600)]


def test_a_refused_entry_is_not_postponed_for_days(device: Device, sandbox: Sandbox) -> None:
    right = device.clock.now()
    device.clock.set_wall(right.wall + timedelta(days=3))
    choice = device.sheets.choices()[0]
    device.sheets.add(choice.project_id, choice.task_id, 600, comment="words", day=right.wall.date())
    sandbox.faults.add("status", method="POST", path="/v1/timeEntries", status=500)
    device.run()
    device.clock.set_wall(right.wall)
    for _ in range(8):
        device.clock.advance(device.run().next_s or 60.0)
    assert device.mine() == [("words", 600)]
