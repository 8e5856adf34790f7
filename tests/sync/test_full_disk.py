"""The disk fills up or fails at any moment of a sync: nothing is lost and nothing is sent twice."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import LocalFault
from tests.disk import FAILED, FULL, Disk
from tests.sync.device import Device, TwinClock
from tests.sync.test_exactly_once import add

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from tests.disk import Event

ACTS: dict[str, Callable[[Device, int], object]] = {
    "create": lambda device, _: add(device, "new"),
    "edit": lambda device, known: device.sheets.edit(known, comment="edited"),
    "delete": lambda device, known: device.sheets.delete(known),
}
LEFT = {"create": [("known", 600), ("new", 600)], "edit": [("edited", 600)], "delete": []}


class Failing:
    """Lets `left` writes to the database succeed; then one write fails, or with FULL all others."""

    def __init__(self) -> None:
        self.code = self.left = 0

    def __call__(self, event: Event) -> int:
        if not self.code or event.kind != "write" or "demitasse.db" not in event.path:
            return 0
        self.left -= 1
        return self.code if self.left == -1 or (self.left < 0 and self.code == FULL) else 0


@pytest.mark.parametrize(("act", "code"), [("create", FULL), *((act, FAILED) for act in ACTS)])
def test_the_disk_fails_at_every_write_of_a_sync(tmp_path: Path, sandbox: Sandbox, act: str, code: int) -> None:
    gate = Failing()
    with Disk(gate):
        device = Device(sandbox, tmp_path / "one", TwinClock(sandbox))
        device.run()
        for number in range(100):
            known = add(device, "known")
            device.settle()
            ACTS[act](device, known)
            gate.code, gate.left = code, number
            with suppress(LocalFault):
                device.run()
            gate.code = 0
            device.settle()
            assert device.mine() == LEFT[act], f"at write {number}"
            for row in device.rows():
                device.sheets.delete(row.id)
            device.settle()
            if gate.left >= 0:
                break
        device.close()
        assert 5 < number < 99, "the disk was full before the first write, at each, and never"
