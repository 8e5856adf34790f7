"""A person in front of a desktop, with an account on the local CoffeeCup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import canary
from tests.e2e.coffeecup import CoffeeCup
from tests.e2e.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop_session import DesktopSession


@pytest.fixture
def coffeecup(tmp_path: Path) -> Iterator[CoffeeCup]:
    """The local CoffeeCup, as a process."""
    with CoffeeCup(tmp_path / "coffeecup") as server:
        yield server


@pytest.fixture
def person(desktop: DesktopSession, coffeecup: CoffeeCup, tmp_path: Path) -> Iterator[Person]:
    """Somebody who is signed in; the app is not started."""
    somebody = Person(desktop, tmp_path / "demitasse")
    somebody.sign_in(coffeecup)
    yield somebody
    assert canary.exposed_by_processes(somebody.home, coffeecup.secrets()) == []


@pytest.fixture(autouse=True)
def _nothing_leaks(tmp_path: Path) -> Iterator[None]:
    """After the test, no file but the token file holds a secret, and no log a comment or name."""
    yield
    server = CoffeeCup(tmp_path / "coffeecup")
    assert canary.leaks(tmp_path / "demitasse", server.secrets(), server.words()) == []
    assert canary.loose(tmp_path / "demitasse") == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here as one of a desktop."""
    for item in items:
        if item.path.parent.name == "e2e":
            item.add_marker(pytest.mark.desktop)
