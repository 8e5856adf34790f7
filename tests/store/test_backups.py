"""Backups, and detecting that a file is a copy."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import LocalFault
from demitasse.domain.operations import OpState
from demitasse.store import settings
from demitasse.store.store import Store
from tests.store.test_outbox import add
from tests.store.test_recovery import flip

if TYPE_CHECKING:
    from pathlib import Path

FIRST = date(2026, 3, 2)


def copies(tmp_path: Path) -> list[str]:
    """Return the names of all backups."""
    return sorted(file.name for file in (tmp_path / "backups").iterdir())


def state(place: Path) -> list[OpState]:
    """Return the states of the operations after a start."""
    with closing(Store(place)) as store:
        return [op.state for op in store.outbox.active()]


def test_backups_of_seven_days_are_kept(store: Store, tmp_path: Path) -> None:
    for number in range(9):
        for _ in range(2):
            store.back_up(FIRST + timedelta(days=number))
    assert copies(tmp_path) == [f"day-2026-03-{number:02}.db" for number in range(4, 11)]


def test_a_damaged_file_never_replaces_a_good_backup(tmp_path: Path) -> None:
    place = tmp_path / "x.db"
    with closing(Store(place)) as store:
        for number in range(7):
            store.back_up(FIRST + timedelta(days=number))
        (row,) = store.database.rows("SELECT rootpage FROM sqlite_master WHERE name = 'project'")
    before = copies(tmp_path)
    content = bytearray(place.read_bytes())
    content[(row["rootpage"] - 1) * 4096 : row["rootpage"] * 4096] = bytes(4096)
    place.write_bytes(content)
    with closing(Store(place)) as store, pytest.raises(LocalFault, match="database_damaged"):
        store.back_up(FIRST + timedelta(days=7))
    assert copies(tmp_path) == before


def test_damaged_rows_are_quarantined_before_a_backup(store: Store, tmp_path: Path) -> None:
    add(store)
    with store.transaction():
        store.settings.put(settings.EMAIL, "ada@example.org")
    flip(store, "UPDATE entry SET comment = 'other'")
    flip(store, "UPDATE setting SET value = '0' WHERE name = 'email'")
    store.back_up(FIRST)
    assert len(copies(tmp_path)) == 1
    assert len(store.database.rows("SELECT * FROM damaged")) == 2


def test_a_backup_is_complete(store: Store, tmp_path: Path) -> None:
    add(store)
    store.back_up(FIRST)
    with closing(Store(tmp_path / "backups" / "day-2026-03-02.db")) as copy:
        assert copy.entries.all() == store.entries.all()


def test_backups_of_another_account_are_deleted(store: Store, tmp_path: Path) -> None:
    store.back_up(FIRST)
    with store.transaction():
        store.delete_account_data()
    assert copies(tmp_path) == []


def test_the_marked_file_stays_pending(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "x.db")) as store:
        add(store)
        store.back_up(FIRST)
    assert state(tmp_path / "x.db") == state(tmp_path / "x.db") == [OpState.PENDING]


def test_a_copied_profile_verifies_before_sending(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with closing(Store(tmp_path / "one" / "x.db")) as store:
        add(store)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    assert state(tmp_path / "two" / "x.db") == [OpState.AMBIGUOUS]
    assert state(tmp_path / "one" / "x.db") == [OpState.PENDING]


def test_a_restored_backup_verifies_before_sending(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "x.db")) as store:
        add(store)
        store.back_up(FIRST)
    older = (tmp_path / "backups" / "day-2026-03-02.db").read_bytes()
    with (tmp_path / "x.db").open("r+b") as place:  # keeps the inode
        place.write(older)
        place.truncate()
    assert state(tmp_path / "x.db") == [OpState.AMBIGUOUS]
