"""A sandbox whose clock stands still, and people signed in to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox import Sandbox
from tests.coffeecup_sandbox.client import Client, sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp()


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """A company on Monday, the 2nd of March 2026, at 10 o'clock in Berlin; time stands still, calls are not counted."""
    box = Sandbox(quirks={"throttle_max": 0})
    box.clock.set(MONDAY)
    with box:
        yield box


@pytest.fixture
def jane(box: Sandbox) -> Client:
    """A plain user."""
    return sign_in(box)


@pytest.fixture
def robin(box: Sandbox) -> Client:
    """A project manager."""
    return sign_in(box, "project manager")


@pytest.fixture
def alex(box: Sandbox) -> Client:
    """An admin."""
    return sign_in(box, "admin")
