"""Recover a damaged, empty or missing database: take over what is readable, and keep the damaged file.

Rows with a valid checksum are taken from wherever they can be found: through the tables from both ends, through the
tables under the first page of a new file, and from leaf pages that no table refers to. What is missing then comes from
the latest backup. Rows that decide what is sent are never used without a valid checksum.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import Any

from demitasse.domain.errors import FaultCode, LocalFault, Reason
from demitasse.domain.operations import required_kind
from demitasse.domain.ports import Clock
from demitasse.store.backups import copies_of, intact
from demitasse.store.checksummed import CHECKSUMMED
from demitasse.store.database import Database, damage_mark, is_empty
from demitasse.store.entries import EntryTable
from demitasse.store.migrations import migrate
from demitasse.store.outbox import Outbox
from demitasse.store.settings import CATALOG_AT, LAST_SYNCED_AT, SettingsTable, UserMessages
from demitasse.store.stored_sentences import coded
from demitasse.store.sync_log import SyncLogTable
from demitasse.support import files
from demitasse.support.locks import FileLock

NAMES = {"client": "id", "project": "id", "task": "id", "pair": "project_id", "favourite": "project_id"}
"""The catalogue tables; CoffeeCup sends them again, so they need no checksum."""

_PAGE = 4096
_LEAF = 13  # the first byte of a page with rows of a table
RawRow = dict[str, Any]
RowsByTable = dict[str, dict[Any, RawRow]]


def recover(path: Path, clock: Clock, is_needed: Callable[[], bool]) -> None:
    """Replace the database at `path` with a recovered one, if that is still `is_needed`. Raises LocalFault."""
    folder = path.with_name(f"{path.name}.recovery")
    with FileLock(path.with_name(f"{path.name}.lock")).held():
        if not is_needed():
            files.remove(damage_mark(path))
            return
        try:
            _remove(folder)  # a crash may have left it
            folder.mkdir(mode=0o700)
            _replace(path, folder, clock)
        except OSError as error:
            raise LocalFault(FaultCode.DATABASE_BEYOND_REPAIR, file=str(path), reason=str(error.strerror)) from error
        finally:
            _remove(folder)
        files.remove(damage_mark(path))


def _remove(folder: Path) -> None:
    """Delete `folder` and its files, as far as that is possible."""
    with suppress(OSError):
        for file in folder.iterdir():
            files.remove(file)
        folder.rmdir()


def _replace(path: Path, folder: Path, clock: Clock) -> None:
    new = folder / "new.db"
    with closing(Database(new)) as database:
        migrate(database)
    rows_by_table = _collect(path, folder, new)
    kept_name = _keep_damaged(path)
    _fill(new, rows_by_table, kept_name, clock)
    for ending in ("-journal", "-wal", "-shm"):
        files.remove(Path(f"{path}{ending}"))
    files.replace(new, path)


def _keep_damaged(path: Path) -> str:
    """Keep the damaged files under another name; return that name, or "" if there is nothing to keep."""
    if is_empty(path):
        return ""
    names = (path.with_name(f"{path.stem}-damaged-{number}.db") for number in count(1))
    damaged = next(name for name in names if not name.exists())
    for ending in ("", "-journal", "-wal"):
        old, new = Path(f"{path}{ending}"), Path(f"{damaged}{ending}")
        if not is_empty(old):
            try:
                os.link(old, new)
            except OSError:  # this file system has no hard links
                new.write_bytes(old.read_bytes())
    return damaged.name


# --- reading


def _collect(path: Path, folder: Path, new: Path) -> RowsByTable:
    """Collect everything that can be taken over, by table and key; the first source of a row wins."""
    rows_by_table: RowsByTable = {table: {} for table in (*CHECKSUMMED, *NAMES)}
    for file, tables in _sources(path, folder, new):
        for table, key in tables.items():
            for row in _rows(file, table, key):
                if table in NAMES:
                    rows_by_table[table].setdefault(tuple(row.values()), row)
                elif intact(row):
                    rows_by_table[table].setdefault(row[key], coded(table, row))
    return rows_by_table


def _sources(path: Path, folder: Path, new: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield files and the tables to read from them: the damaged one in several shapes, then the latest backup."""
    work = folder / "work.db"
    for ending in ("", "-journal", "-wal"):
        with suppress(OSError):
            Path(f"{work}{ending}").write_bytes(Path(f"{path}{ending}").read_bytes())
    if work.exists():
        yield work, CHECKSUMMED | NAMES
        yield from _shapes(work, new)
    for backup in copies_of(path):
        if _migrate_backup(backup, folder / "copy.db"):
            yield folder / "copy.db", CHECKSUMMED | NAMES
            return


def _migrate_backup(backup: Path, target: Path) -> bool:
    """Copy a backup to `target` and migrate it; return whether it is intact and its version known."""
    target.write_bytes(backup.read_bytes())
    try:
        with closing(Database(target)) as database:
            database.check()
            migrate(database)
    except LocalFault:
        return False
    return True


def _shapes(work: Path, new: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield the damaged file under the first page of a new one, then each leaf page as the root of each table."""
    content = work.read_bytes()
    pages = len(content) // _PAGE
    first = bytearray(new.read_bytes()[:_PAGE])
    first[28:40] = pages.to_bytes(4, "big") + bytes(8)  # the size in pages, and no free ones
    shape = work.with_name("shape.db")
    shape.write_bytes(bytes(first) + content[_PAGE : pages * _PAGE])
    yield shape, CHECKSUMMED | NAMES
    with closing(sqlite3.connect(new)) as model:
        roots = dict(model.execute("SELECT name, rootpage FROM sqlite_master WHERE name IN ('entry', 'outbox')"))
    for page in range(1, pages):
        leaf = content[page * _PAGE : (page + 1) * _PAGE]
        if leaf[0] == _LEAF:
            with shape.open("r+b") as file:
                for root in roots.values():
                    file.seek((root - 1) * _PAGE)
                    file.write(leaf)
            yield shape, {table: CHECKSUMMED[table] for table in roots}


def _rows(file: Path, table: str, key: str) -> Iterator[RawRow]:
    """Yield the readable rows of a table: from its beginning, and if that fails, from its end."""
    for direction in ("ASC", "DESC"):
        with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(file)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            connection.row_factory = sqlite3.Row
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY {key} {direction}"):  # noqa: S608
                yield dict(row)
            return


# --- writing


def _fill(new: Path, rows_by_table: RowsByTable, kept_name: str, clock: Clock) -> None:
    with closing(Database(new)) as database, database.transaction():
        for table, rows in rows_by_table.items():
            for row in rows.values():
                if table != "outbox":
                    _insert(database, table, row)
        _queue(database, rows_by_table["outbox"], clock)
        for setting in (LAST_SYNCED_AT, CATALOG_AT):
            SettingsTable(database).reset(setting)
        code = FaultCode.RECOVERED if kept_name else FaultCode.RECOVERED_FROM_COPY
        UserMessages(database).add(Reason(code, {"number": len(rows_by_table["entry"]), "file": kept_name}))


def _insert(database: Database, table: str, row: RawRow) -> None:
    names, holes = ", ".join(row), ", ".join(f":{name}" for name in row)
    with suppress(sqlite3.Error):
        database.write(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({holes})", row)  # noqa: S608


def _queue(database: Database, operations: dict[Any, RawRow], clock: Clock) -> None:
    """Queue what the entries require. Surviving operations only say how far each had come."""
    entries = EntryTable(database)
    outbox = Outbox(database, entries, SyncLogTable(database, clock), clock)
    for entry in entries.all():
        if (kind := required_kind(entry)) is None:
            continue
        if row := operations.get(entry.id):
            _insert(database, "outbox", row)
        op = outbox.get(entry.id)
        if op is None or op.kind is not kind:
            outbox.finish_attempt(entry, op, clock.now())
    outbox.mark_all_ambiguous()
