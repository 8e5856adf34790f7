"""A store on a real file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store(tmp_path / "demitasse.db")
    yield opened
    opened.close()
