"""A server and a computer on the same clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox import Sandbox
from tests.sync.device import Device, TwinClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """A local CoffeeCup."""
    with Sandbox(seed=1) as started:
        yield started


@pytest.fixture
def device(box: Sandbox, tmp_path: Path) -> Iterator[Device]:
    """A computer that is signed in and has polled once."""
    one = Device(box, tmp_path / "one", TwinClock(box))
    one.run()
    box.arrivals.clear()
    yield one
    one.close()
