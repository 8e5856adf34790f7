"""Damaged rows, and damaged or missing files: what is recovered, and what is reported to the user."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import LocalFault
from demitasse.domain.operations import OpKind, OpState
from demitasse.domain.timer import Instant
from demitasse.store import settings
from demitasse.store.migrations import stamp
from demitasse.store.store import Store
from tests.deadlines import PATIENCE_S
from tests.store.test_outbox import FIELDS, NOW, add

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = date(2026, 3, 2)


def flip(store: Store, statement: str) -> None:
    """Change rows like a failing disk, without updating checksums."""
    with store.transaction():
        store.database.write(statement)


def window_messages(path: Path) -> list[str]:
    """Return the messages in the window after a start."""
    with closing(Store(path)) as store:
        return [str(one) for one in store.user_messages.take("window")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Create a database with 200 unsent entries, and a backup with 100 of them."""
    place = tmp_path / "x.db"
    with closing(Store(place)) as store:
        for half in range(2):
            with store.transaction():
                for number in range(100):
                    entry = store.entries.add(FIELDS._replace(comment=f"words {half} {number}"))
                    store.outbox.record_change(entry, NOW)
                store.settings.put(settings.EMAIL, "ada@example.org")
            if not half:
                store.back_up(DAY)
    return place


def known(path: Path, *, thorough: bool = False) -> tuple[int, str]:
    """Return the number of entries with an operation, and the account."""
    with closing(Store(path, thorough=thorough)) as store:
        entries = {entry.id for entry in store.entries.all()}
        return len(entries & {op.entry_id for op in store.outbox.active()}), store.settings.get(settings.EMAIL)


# --- rows


def test_a_damaged_entry_is_quarantined_and_reported_once_by_each_front_end(store: Store) -> None:
    entry, other = add(store), add(store, FIELDS._replace(comment="well"))
    flip(store, "UPDATE entry SET comment = 'wOrds' WHERE id = 1")
    assert [row.comment for row in store.entries.rows_between(FIELDS.day, FIELDS.day, NOW)] == ["well"]
    assert store.entries.get(entry.id) is None
    assert [op.entry_id for op in store.outbox.active()] == [other.id]
    assert len(store.user_messages.take("window")) == len(store.user_messages.take("terminal")) == 1
    assert store.user_messages.take("window") == store.user_messages.take("terminal") == ()
    (kept,) = store.database.rows("SELECT content FROM damaged")
    assert "wOrds" in kept["content"]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entry SET duration_s = 3601", "UPDATE entry SET base = '{}'", "UPDATE entry SET day = '2026-03-0x'",
        "UPDATE entry SET running = 1", "UPDATE entry SET crc = NULL", "UPDATE entry SET comment = CAST(x'ff' AS TEXT)",
    ],
)  # fmt: skip
def test_no_damaged_entry_is_shown_or_sent(store: Store, damage: str) -> None:
    add(store)
    flip(store, damage)
    assert store.entries.all() + store.entries.running() == []
    assert store.outbox.active() == []
    assert store.entries.last_day(date(2027, 1, 1), NOW) == ()


@pytest.mark.parametrize("damage", ["state = 'x'", "queued_at = 'soon'", "sent = '{'", "kind = 'delete'", "tries = 9"])
def test_a_damaged_operation_is_recreated_as_ambiguous(tmp_path: Path, damage: str) -> None:
    with closing(Store(tmp_path / "x.db")) as store:
        entry = add(store)
        flip(store, f"UPDATE outbox SET {damage}")  # noqa: S608
    with closing(Store(tmp_path / "x.db")) as store:
        (op,) = store.outbox.active()
        assert (op.entry_id, op.state, op.sent, op.high_water) == (entry.id, OpState.AMBIGUOUS, entry.mine, None)
        assert store.user_messages.take("terminal")


def test_a_missing_operation_is_recreated(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "x.db")) as store:
        entry = add(store)
        flip(store, "DELETE FROM outbox")
    with closing(Store(tmp_path / "x.db")) as store:
        (op,) = store.outbox.active()
        assert (op.entry_id, op.state) == (entry.id, OpState.AMBIGUOUS)
        with store.transaction():
            store.outbox.remove(entry.id)
            store.entries.save(entry._replace(server_id=7, base=entry.mine._replace(comment="old")))
        store.back_up(DAY)
        (op,) = store.outbox.active()
        assert (op.kind, op.state) == (OpKind.UPDATE, OpState.PENDING)


def test_a_damaged_setting_counts_as_not_set(store: Store) -> None:
    with store.transaction():
        store.settings.put(settings.HIGH_WATER, 17)
    flip(store, "UPDATE setting SET value = '99' WHERE name = 'high_water'")
    assert store.settings.get(settings.HIGH_WATER) == 0


def test_a_damaged_action_is_not_undone(store: Store) -> None:
    store.database.check()
    with store.transaction():
        store.undo_log.add("start", [])
        store.undo_log.add("edit", [])
    flip(store, "UPDATE journal SET label = 'evil' WHERE id = 2")
    assert [action.label for action in store.undo_log.actions()] == ["start"]


# --- files


def blank_header(content: bytearray) -> None:
    content[:100] = bytes(100)


def blank_first_page(content: bytearray) -> None:
    content[:4096] = bytes(4096)


def forbid_writes(content: bytearray) -> None:
    content[18] = 9  # a file format that this SQLite can only read


def odd_form(content: bytearray) -> None:
    content[47] = 9


@pytest.mark.parametrize("damage", [blank_header, blank_first_page, forbid_writes, odd_form])
def test_readable_rows_of_a_damaged_file_are_taken_over(path: Path, damage: Callable[[bytearray], None]) -> None:
    content = bytearray(path.read_bytes())
    damage(content)
    path.write_bytes(content)
    assert known(path, thorough=True) == (200, "ada@example.org")
    (sentence,) = window_messages(path)
    assert sentence == "recovered number=200"
    assert (path.parent / "x-damaged-1.db").read_bytes() == content
    assert window_messages(path) == []


def test_rows_of_unreferenced_pages_are_recovered(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        root = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entry'").fetchone()[0]
    raw.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(content)
    for copy in (path.parent / "backups").iterdir():
        copy.unlink()
    assert known(path, thorough=True) == (200, "ada@example.org")


@pytest.mark.parametrize("content", [b"", b"\0", None])
def test_an_empty_or_missing_file_is_recovered_from_the_backup(path: Path, content: bytes | None) -> None:
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert known(path) == (100, "ada@example.org")
    assert window_messages(path)[0] == "recovered_from_copy number=100"


def test_an_unrecoverable_file_is_replaced_and_reported(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"this is not a database" * 1000)
    assert known(tmp_path / "x.db") == (0, "")
    assert len(window_messages(tmp_path / "x.db")) == 1
    assert (tmp_path / "x-damaged-1.db").read_bytes() == b"this is not a database" * 1000


def test_a_new_file_is_not_reported(tmp_path: Path) -> None:
    (tmp_path / "x.db").touch()  # killed while creating it
    assert window_messages(tmp_path / "x.db") == []


def test_damaged_files_found_in_use_are_recovered_at_the_next_start(path: Path) -> None:
    with closing(Store(path)) as store:
        content = bytearray(path.read_bytes())
        content[4096 * 3 :] = bytes(len(content) - 4096 * 3)
        path.write_bytes(content)
        with pytest.raises(LocalFault, match="database_damaged"):
            store.database.check()
    assert known(path)[0] >= 100
    assert len(window_messages(path)) == 1


def test_two_starts_at_once_recover_once(path: Path) -> None:
    path.write_bytes(b"x" * 9000)
    code = (
        "import sys, pathlib; from demitasse.store.store import Store\n"
        "store = Store(pathlib.Path(sys.argv[1])); print(len(store.entries.all())); store.close()"
    )
    many = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert [one.communicate(timeout=PATIENCE_S)[0] for one in many] == ["100\n"] * 3
    assert len(list(path.parent.glob("x-damaged-*.db"))) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that cannot be caught")
@pytest.mark.parametrize("moment", ["os.link", "pathlib.Path.write_bytes", "pathlib.Path.replace", "sqlite3.connect"])
def test_a_killed_recovery_is_repeated_at_the_next_start(path: Path, moment: str) -> None:
    path.write_bytes(b"x" * 9000)
    code = (
        "import os, pathlib, signal, sqlite3, sys; from demitasse.store.store import Store\n"
        f"{moment} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Store(pathlib.Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False, timeout=PATIENCE_S, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert known(path) == (100, "ada@example.org")


# --- versions side by side


def test_a_migration_by_a_newer_version_stops_the_older_one(store: Store) -> None:
    with closing(Store(store.database.path)) as newer, newer.transaction():
        newer.database.write("CREATE TABLE later (x)")
        stamp(newer.database, 99)
    with pytest.raises(LocalFault, match="database_taken_over"):
        add(store)
    assert store.database.rows("SELECT * FROM entry") == []


@pytest.mark.skipif(sys.platform == "win32", reason="a file in use cannot be moved there")
def test_a_replaced_file_is_not_written_to(store: Store) -> None:
    store.database.path.rename(store.database.path.with_name("aside.db"))
    with closing(Store(store.database.path)), pytest.raises(LocalFault, match="database_replaced"):
        add(store, now=Instant(NOW.wall))
