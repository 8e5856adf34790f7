"""A computer on the same clock as the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sync.device import Device, TwinClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coffeecup_sandbox import Sandbox


@pytest.fixture
def device(sandbox: Sandbox, tmp_path: Path) -> Iterator[Device]:
    """A computer that is signed in and has polled once."""
    one = Device(sandbox, tmp_path / "one", TwinClock(sandbox))
    one.run()
    sandbox.arrivals.clear()
    yield one
    one.close()
