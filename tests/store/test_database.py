"""The database file: durability, faults, versions."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import Fields
from demitasse.domain.errors import LocalFault
from demitasse.store import settings
from demitasse.store.database import Database
from demitasse.store.entries import EntryTable
from demitasse.store.migrations import STEPS, known_version, migrate, stamp
from demitasse.store.settings import SettingsTable
from demitasse.store.store import Store
from tests.deadlines import PATIENCE_S
from tests.disk import FULL, Disk

if TYPE_CHECKING:
    from tests.disk import Event


def pragma(database: Database, name: str) -> object:
    """Return the value of a pragma."""
    row = database.row(f"PRAGMA {name}")
    return row[0] if row else None


def test_a_commit_survives_a_power_cut(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db")
    assert pragma(database, "synchronous") == 2
    assert (pragma(database, "fullfsync"), pragma(database, "checkpoint_fullfsync")) == (1, 1)
    assert pragma(database, "foreign_keys") == 1
    safe_wal = sqlite3.sqlite_version_info >= (3, 51, 3)
    assert pragma(database, "journal_mode") == ("wal" if safe_wal else "truncate")
    database.close()


@pytest.mark.skipif(sys.platform == "win32", reason="file modes")
def test_the_file_is_private(tmp_path: Path) -> None:
    Store(tmp_path / "x.db").close()
    assert stat.S_IMODE((tmp_path / "x.db").stat().st_mode) == 0o600


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db")
    with database.transaction():
        database.write("CREATE TABLE t (x)")
    with pytest.raises(KeyError), database.transaction():  # noqa: PT012 - what is written before the fault counts
        database.write("INSERT INTO t VALUES (1)")
        raise KeyError
    assert database.rows("SELECT * FROM t") == []
    database.close()


def test_an_inner_transaction_joins_the_outer(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db")
    with pytest.raises(KeyError), database.transaction():  # noqa: PT012
        with database.transaction():
            database.write("CREATE TABLE t (x)")
        raise KeyError
    assert database.rows("SELECT * FROM sqlite_master") == []
    database.close()


def test_a_write_outside_a_transaction_is_a_bug(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db")
    with pytest.raises(RuntimeError):
        database.write("CREATE TABLE t (x)")
    database.close()


def test_reading_returns_a_consistent_snapshot(tmp_path: Path) -> None:
    database, other = Database(tmp_path / "x.db"), Database(tmp_path / "x.db")
    other._connection.execute("PRAGMA busy_timeout=0")
    with database.transaction():
        database.write("CREATE TABLE t (x)")
    with database.reading():
        assert database.rows("SELECT * FROM t") == []
        with suppress(LocalFault), other.transaction():  # with a rollback journal it has to wait
            other.write("INSERT INTO t VALUES (1)")
        assert database.rows("SELECT * FROM t") == []
    with other.transaction():
        other.write("INSERT INTO t VALUES (2)")
    assert tuple(database.rows("SELECT * FROM t")[-1]) == (2,)
    database.close()
    other.close()


def test_a_transaction_ends_the_snapshot(tmp_path: Path) -> None:
    database, other = Database(tmp_path / "x.db"), Database(tmp_path / "x.db")
    with database.reading():
        assert database.rows("SELECT * FROM sqlite_master") == []
        with pytest.raises(RuntimeError):
            database.write("CREATE TABLE t (x)")
        with database.transaction():
            database.write("CREATE TABLE t (x)")
        assert len(other.rows("SELECT * FROM sqlite_master")) == 1
        with other.transaction():
            other.write("INSERT INTO t VALUES (1)")
        assert len(database.rows("SELECT * FROM t")) == 1
    database.close()
    other.close()


def test_bad_sql_is_not_a_fault(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db")
    with pytest.raises(sqlite3.OperationalError):
        database.rows("SELEC")
    database.close()


def test_a_full_disk_is_a_fault_and_loses_nothing(store: Store) -> None:
    with store.transaction():
        store.database.write("CREATE TABLE big (x)")
    pages = pragma(store.database, "page_count")
    store.database.rows(f"PRAGMA max_page_count={pages}")
    with pytest.raises(LocalFault, match="disk_full"), store.transaction():
        store.database.write("INSERT INTO big VALUES (zeroblob(1000000))")
    store.database.rows("PRAGMA max_page_count=1000000")
    assert store.database.rows("SELECT * FROM big") == []


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store(path).close()
    raw = Database(path)
    with raw.transaction():
        stamp(raw, 99)
    raw.close()
    before = path.read_bytes()
    with pytest.raises(LocalFault, match="database_newer"):
        Store(path)
    assert path.read_bytes() == before


def test_a_folder_of_another_user_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "x.db").mkdir()
    with pytest.raises(LocalFault, match=r"database_closed|file_unopenable"):
        Store(tmp_path / "x.db")


def test_a_file_without_settled_steps_keeps_its_entries(tmp_path: Path) -> None:
    path, before = tmp_path / "x.db", 4
    database = Database(path)
    migrate(database, STEPS[:before])
    with database.transaction():
        EntryTable(database).add(Fields(date(2026, 3, 2), 1, 1, "words", 60))
    database.close()
    store = Store(path)
    assert [entry.mine.comment for entry in store.entries.all()] == ["words"]
    assert store.settled_steps.of_day(date(2026, 3, 2)) == frozenset()
    store.close()


def test_an_older_file_is_backed_up_before_it_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    database = Database(path)
    migrate(database)
    migrate(database, (*STEPS, ("CREATE TABLE later (x)",)))
    assert pragma(database, "user_version") == len(STEPS) + 1
    database.close()
    copy = sqlite3.connect(tmp_path / "backups" / f"version-{len(STEPS)}.db")
    assert copy.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    assert copy.execute("SELECT name FROM sqlite_master WHERE name = 'later'").fetchone() is None
    copy.close()


def test_a_failed_migration_changes_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db")
    migrate(database)
    with pytest.raises(sqlite3.OperationalError):
        migrate(database, (*STEPS, ("CREATE TABLE later (x)", "NONSENSE")))
    assert pragma(database, "user_version") == len(STEPS)
    assert database.rows("SELECT name FROM sqlite_master WHERE name = 'later'") == []
    database.close()


def test_a_disk_error_during_migration_leaves_the_old_or_the_new_version(tmp_path: Path) -> None:
    steps = (*STEPS, ("CREATE TABLE later (x)", "ALTER TABLE entry ADD COLUMN later TEXT"))
    place, versions = tmp_path / "x.db", set()
    for number in range(100):
        left = [number]

        def gate(event: Event, left: list[int] = left) -> int:
            left[0] -= event.kind == "write"
            return FULL if left[0] < 0 else 0

        for file in (place, *(tmp_path / "backups").glob("*")):
            file.unlink(missing_ok=True)
        with closing(Store(place)) as store, store.transaction():
            store.settings.put(settings.EMAIL, "ada@example.org")
        with Disk(gate), closing(Database(place)) as database, suppress(LocalFault):
            migrate(database, steps)
        with closing(Database(place)) as database:
            versions.add(known_version(database))
            migrate(database, steps)
            assert SettingsTable(database).get(settings.EMAIL) == "ada@example.org"
        if left[0] >= 0:
            break
    assert versions == {len(STEPS), len(STEPS) + 1}
    assert 10 < number < 99


def test_two_processes_create_the_file_at_once(tmp_path: Path) -> None:
    code = "import sys, pathlib; from demitasse.store.store import Store; Store(pathlib.Path(sys.argv[1])).close()"
    many = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "x.db")], stderr=subprocess.PIPE, env=_env())
        for _ in range(4)
    ]
    for one in many:
        _, complaint = one.communicate(timeout=PATIENCE_S)
        assert one.returncode == 0, complaint.decode()


def test_a_second_connection_keeps_the_locks_of_the_first(tmp_path: Path) -> None:
    """On POSIX, closing any descriptor of a file drops all locks of the process on it."""
    first = Database(tmp_path / "x.db")
    with first.transaction():
        Database(tmp_path / "x.db").close()
        code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
        other = subprocess.run([sys.executable, "-c", code, str(tmp_path / "x.db")], capture_output=True, check=False)
        assert b"database is locked" in other.stderr
    first.close()


def _env() -> dict[str, str]:
    import demitasse.store

    app = Path(demitasse.store.__file__).parents[2]
    return os.environ | {"PYTHONPATH": str(app)}
