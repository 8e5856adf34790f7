"""A damaged, empty or vanished database: what can be read is taken over, and the damaged file is kept.

Rows with a checksum are taken from wherever they can still be found: through the tables from both ends, through the
tables under the first page of a fresh file, and from leaves that no table leads to any more. What is missing then
comes from the latest copy. No row is taken on trust that decides what is sent.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from demitasse.domain.errors import LocalFault
from demitasse.domain.operations import required_kind
from demitasse.domain.ports import Clock
from demitasse.store.backups import copies_of, intact
from demitasse.store.checksummed import CHECKSUMMED
from demitasse.store.database import Database, damage_mark, is_empty
from demitasse.store.entries import EntryTable
from demitasse.store.migrations import migrate
from demitasse.store.outbox import Outbox
from demitasse.store.settings import CATALOG_AT, LAST_SYNCED_AT, SettingsTable
from demitasse.store.sync_log import SyncLogTable
from demitasse.store.user_messages import UserMessages
from demitasse.support.locks import FileLock

NAMES = {"client": "id", "project": "id", "task": "id", "pair": "project_id", "favourite": "project_id"}
"""What can be booked: CoffeeCup tells it again, so it may be taken on trust."""

_PAGE = 4096
_LEAF = 13  # the first byte of a page that holds rows of a table
_TAKEN_OVER = (
    "The timesheet's file on this computer was damaged. {number} entries were taken over; it is kept as {file}.",
    "Nothing has to be done: what CoffeeCup has comes back by itself, and what it does not have is sent.",
)
_GONE = (
    "The timesheet's file on this computer was gone or empty. {number} entries were taken over from its latest copy.",
    _TAKEN_OVER[1],
)
Row = dict[str, Any]
Found = dict[str, dict[Any, Row]]


def recover(path: Path, clock: Clock, wanted: Callable[[], bool]) -> None:
    """Put a sound database in the place of the one at `path`, if that is still `wanted`. Raises LocalFault."""
    with FileLock(path.with_name(f"{path.name}.lock")).held():
        if not wanted():
            damage_mark(path).unlink(missing_ok=True)
            return
        try:
            with tempfile.TemporaryDirectory(dir=path.parent, prefix="rescue-") as folder:
                _replace(path, Path(folder), clock)
        except OSError as error:
            raise LocalFault(
                f"{path} is damaged, and cannot be mended: {error.strerror}.",
                "Close every Demitasse, see that the disk has room, and start it again.",
            ) from error
        damage_mark(path).unlink(missing_ok=True)


def _replace(path: Path, folder: Path, clock: Clock) -> None:
    new = folder / "new.db"
    database = Database(new)
    migrate(database)
    database.close()
    found = _found(path, folder, new)
    kept_as = _kept_aside(path)
    _fill(new, found, kept_as, clock)
    for ending in ("-journal", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    new.replace(path)


def _kept_aside(path: Path) -> str:
    """Give the damaged file, and what belongs to it, a second name; its name, "" if there is nothing to keep."""
    if is_empty(path):
        return ""
    aside = next(name for n in range(1, 10_000) if not (name := path.with_name(f"{path.stem}-damaged-{n}.db")).exists())
    for ending in ("", "-journal", "-wal"):
        if not is_empty(Path(f"{path}{ending}")):
            _link(Path(f"{path}{ending}"), Path(f"{aside}{ending}"))
    return aside.name


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


# --- what can be read ------------------------------------------------------------------------------------------------


def _found(path: Path, folder: Path, new: Path) -> Found:
    """Everything that can be taken over, by table and key; what comes first counts."""
    found: Found = {table: {} for table in (*CHECKSUMMED, *NAMES)}
    for file, tables in _sources(path, folder, new):
        for table, key in tables.items():
            for row in _rows(file, table, key):
                if table in NAMES or intact(row):
                    found[table].setdefault(tuple(row.values()) if table in NAMES else row[key], row)
    return found


def _sources(path: Path, folder: Path, new: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """Files to look into and the tables to look for: the damaged one in several shapes, then the latest copy."""
    work = folder / "work.db"
    for ending in ("", "-journal", "-wal"):
        with suppress(OSError):
            shutil.copyfile(f"{path}{ending}", f"{work}{ending}")
    if work.exists():
        yield work, CHECKSUMMED | NAMES
        yield from _shapes(work, new)
    for copy in copies_of(path):
        if _brought_up_to_date(copy, folder / "copy.db"):
            yield folder / "copy.db", CHECKSUMMED | NAMES
            return


def _brought_up_to_date(copy: Path, place: Path) -> bool:
    """Whether a backup is sound and of a version that we know; it lies at `place` then."""
    shutil.copyfile(copy, place)
    try:
        with closing(Database(place)) as database:
            database.check()
            migrate(database)
    except LocalFault:
        return False
    return True


def _shapes(work: Path, new: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """The damaged file under the first page of a fresh one; then each of its leaves in the place of a table's root."""
    content = work.read_bytes()
    pages = len(content) // _PAGE
    first = bytearray(new.read_bytes()[:_PAGE])
    first[28:40] = pages.to_bytes(4, "big") + bytes(8)  # its size, and no free pages
    shape = work.with_name("shape.db")
    shape.write_bytes(bytes(first) + content[_PAGE : pages * _PAGE])
    yield shape, CHECKSUMMED | NAMES
    with closing(sqlite3.connect(new)) as model:
        roots = dict(model.execute("SELECT name, rootpage FROM sqlite_master WHERE name IN ('entry', 'outbox')"))
    for number in range(1, pages):
        leaf = content[number * _PAGE : (number + 1) * _PAGE]
        if leaf[0] == _LEAF:
            with shape.open("r+b") as file:
                for root in roots.values():
                    file.seek((root - 1) * _PAGE)
                    file.write(leaf)
            yield shape, {table: CHECKSUMMED[table] for table in roots}


def _rows(file: Path, table: str, key: str) -> Iterator[Row]:
    """What a table still tells: read from its beginning, and if that breaks off, from its end."""
    for direction in ("ASC", "DESC"):
        with suppress(sqlite3.Error, UnicodeDecodeError), closing(sqlite3.connect(file)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            connection.row_factory = sqlite3.Row
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY {key} {direction}"):  # noqa: S608
                yield dict(row)
            return


# --- the new file ----------------------------------------------------------------------------------------------------


def _fill(new: Path, found: Found, kept_as: str, clock: Clock) -> None:
    database = Database(new)
    try:
        with database.transaction():
            for table, rows in found.items():
                for row in rows.values():
                    if table != "outbox":
                        _insert(database, table, row)
            _queue(database, found["outbox"], clock)
            for setting in (LAST_SYNCED_AT, CATALOG_AT):
                SettingsTable(database).reset(setting)
            message, next_step = _TAKEN_OVER if kept_as else _GONE
            UserMessages(database).add(message.format(number=len(found["entry"]), file=kept_as), next_step)
    finally:
        database.close()


def _insert(database: Database, table: str, row: Row) -> None:
    names, holes = ", ".join(row), ", ".join(f":{name}" for name in row)
    with suppress(sqlite3.Error):
        database.write(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({holes})", row)  # noqa: S608


def _queue(database: Database, operations: dict[Any, Row], clock: Clock) -> None:
    """What has to be sent is known from the entries alone; how far it had come is in the operations that are left."""
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
