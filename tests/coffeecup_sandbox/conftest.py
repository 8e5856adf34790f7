"""A sandbox with a stopped clock, and clients of three users."""

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
def sandbox() -> Iterator[Sandbox]:
    """A sandbox on Monday, 2 March 2026, at 10:00 in Berlin, with a stopped clock and without the throttle."""
    sandbox = Sandbox(quirks={"throttle_max": 0})
    sandbox.clock.set(MONDAY)
    with sandbox:
        yield sandbox


@pytest.fixture
def jane(sandbox: Sandbox) -> Client:
    """A client of a plain user."""
    return sign_in(sandbox)


@pytest.fixture
def robin(sandbox: Sandbox) -> Client:
    """A client of a project manager."""
    return sign_in(sandbox, "project manager")


@pytest.fixture
def alex(sandbox: Sandbox) -> Client:
    """A client of an admin."""
    return sign_in(sandbox, "admin")
