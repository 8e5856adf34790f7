"""A SQLite connection whose committed transactions survive a power cut.

synchronous=FULL, because NORMAL loses acknowledged commits (reliability S1). WAL only where SQLite no longer has the
race between two writers (fixed in 3.51.3), else a rollback journal (reliability S13). A connection belongs to one
thread.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from demitasse.domain.errors import Fault, FaultCode, LocalFault
from demitasse.store.encoding import row_checksum
from demitasse.support.paths import private_file

BUSY_MS = 5000
_CORRUPT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BAD_FORMAT = "unsupported file format"  # a message for some corrupt headers; it has no error code of its own
_MIN_SIZE = 512  # in bytes
_SAFE_WAL = (3, 51, 3)
_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_MS}",
    f"PRAGMA journal_mode={'WAL' if sqlite3.sqlite_version_info >= _SAFE_WAL else 'TRUNCATE'}",
    "PRAGMA synchronous=FULL",  # guard: commit-is-durable
    "PRAGMA fullfsync=ON",  # on macOS, fsync() alone leaves data in the disk's own memory; elsewhere it means nothing
    "PRAGMA checkpoint_fullfsync=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
)
_TEXT = partial(str, encoding="utf-8", errors="replace")
"""Replaces undecodable bytes, so that one corrupt text does not block reading the table; the row checksum flags it."""
_CODES = {
    sqlite3.SQLITE_FULL: FaultCode.DISK_FULL,
    sqlite3.SQLITE_IOERR: FaultCode.DISK_FAILED,
    sqlite3.SQLITE_BUSY: FaultCode.DATABASE_BUSY,
    sqlite3.SQLITE_READONLY: FaultCode.DATABASE_READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: FaultCode.DATABASE_CLOSED,
    sqlite3.SQLITE_READONLY_DBMOVED: FaultCode.DATABASE_REPLACED,
}


class Damaged(LocalFault):
    """The file is corrupt. It is marked, and recovered when it is opened next."""

    def __init__(self) -> None:
        super().__init__(FaultCode.DATABASE_DAMAGED)


class Database:
    """A connection with one method to read and one to write."""

    def __init__(self, path: Path) -> None:
        """Open `path`, creating it if it is missing. Raises LocalFault."""
        self.path = path
        self._file = 0
        self._reading = False
        self._data_version = 0
        self._checked_at = 0
        self.known_revision = 0
        self.revision_known = False
        """Whether `known_revision` is what `revision` would return, which is so inside a transaction."""
        self.version: int | None = None
        """The schema version; once it is set, writing to a file of another version raises LocalFault."""
        with self._faults():
            try:
                private_file(path)
            except OSError as error:
                raise LocalFault(FaultCode.FILE_UNOPENABLE, file=str(path), reason=str(error.strerror)) from error
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_MS / 1000)
            self._connection.row_factory = sqlite3.Row
            self._connection.text_factory = _TEXT
            self._connection.create_function("row_checksum", -1, row_checksum, deterministic=True)
            try:
                for pragma in _PRAGMAS:
                    self._connection.execute(pragma)
                self._file = path.stat().st_ino
            except BaseException:
                self._connection.close()
                raise

    def define(self, function: Callable[..., Any], arguments: int) -> None:
        """Make a pure function known to SQL by its name."""
        self._connection.create_function(function.__name__, arguments, function, deterministic=True)

    def close(self) -> None:
        """Close the connection; committed data stays."""
        self._connection.close()

    def rows(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        """Return all rows of a query. Raises LocalFault."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError):
            with self._faults():
                raise

    def row(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> sqlite3.Row | None:
        """Return the first row of a query, or None. Raises LocalFault."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None

    def write(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> int:
        """Run one statement inside `transaction()` and return the id of the row it inserted. Raises LocalFault."""
        if self._reading or not self._connection.in_transaction:
            raise RuntimeError("a write outside a transaction")
        if "setting" in sql or "favourite" in sql or "seen" in sql:
            self.known_revision += 1  # invalidates what has been read of these tables
        try:
            return self._connection.execute(sql, values).lastrowid or 0
        except (sqlite3.Error, UnicodeDecodeError):
            with self._faults():
                raise

    def revision(self) -> int:
        """Return a number that changes whenever settings, favourites or the fetched days may have changed, by anybody.

        Costs a statement (`PRAGMA data_version`), but only one in each transaction.
        """
        if not self.revision_known:
            version = self.rows("PRAGMA data_version")[0][0]
            if version != self._data_version:
                self._data_version = version
                self.known_revision += 1
            self.revision_known = self._connection.in_transaction
        return self.known_revision

    def changes(self) -> int:
        """Return how many rows this connection has written so far."""
        return self._connection.total_changes

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit everything written in the block durably, or roll it back. An inner transaction joins the outer one."""
        self._end_reading()
        if self._connection.in_transaction:
            yield
            return
        with self._faults():
            self._connection.execute("BEGIN IMMEDIATE")
            self.revision_known = False
            try:
                self._check_version()
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                self.known_revision += 1  # settings read in the transaction may have been rolled back
                raise
            finally:
                self.revision_known = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read a consistent snapshot in the block, at a quarter of the cost: the file is locked once, not per query.

        A transaction inside ends the snapshot. Other processes cannot write meanwhile, so the block must be short.
        """
        if self._connection.in_transaction:
            yield
            return
        with self._faults():
            self._connection.execute("BEGIN")
            self._reading, self.revision_known = True, False
            try:
                yield
            finally:
                self._end_reading()

    def _end_reading(self) -> None:
        if self._reading:
            self._reading = self.revision_known = False
            self._roll_back()

    def check(self) -> None:
        """Check every page and index, and that the file is writable (0.15 s for 100,000 entries). Raises LocalFault."""
        with self._faults():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                version = self._connection.execute("PRAGMA user_version").fetchone()[0]
                self._connection.execute(f"PRAGMA user_version={version}")
            finally:
                self._roll_back()
        if self.rows("PRAGMA integrity_check(1)")[0][0] != "ok":
            self._mark_damaged()
            raise Damaged

    def _check_version(self) -> None:
        self.revision()
        if self.version is not None and self._checked_at != self._data_version:  # else nobody else has written
            row = self._connection.execute("PRAGMA user_version").fetchone()
            if row[0] != self.version:
                raise LocalFault(FaultCode.DATABASE_TAKEN_OVER)
            self._checked_at = self._data_version

    def _mark_damaged(self) -> None:
        with suppress(OSError):
            if self.path.stat().st_ino == self._file:  # the file may have been replaced meanwhile
                private_file(damage_mark(self.path))

    def _roll_back(self) -> None:
        if self._connection.in_transaction:  # SQLite rolls back itself when the disk is full
            self._connection.execute("ROLLBACK")

    def backup(self, to: Path) -> None:
        """Copy the whole database, consistently, to `to`; other writers do not wait for long."""
        with self._faults():
            copy = sqlite3.connect(private_file(to))
            try:
                self._connection.backup(copy, pages=500, sleep=0.01)
            finally:
                copy.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Convert errors of SQLite and the disk into faults; errors in our SQL stay as they are."""
        try:
            yield
        except Fault:
            raise
        except UnicodeDecodeError as error:  # an error message that quotes a corrupt schema
            self._mark_damaged()
            raise Damaged from error
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0)
            bad_header = code == sqlite3.SQLITE_READONLY and os.access(self.path, os.W_OK)
            if code & 0xFF in _CORRUPT or str(error) == _BAD_FORMAT or bad_header:
                self._mark_damaged()
                raise Damaged from error
            fault = _CODES.get(code) or _CODES.get(code & 0xFF)
            if fault is None:
                raise
            raise LocalFault(fault) from error


def is_empty(path: Path) -> bool:
    """Return whether there is no database at `path`, not even a damaged one."""
    return not path.exists() or path.stat().st_size < _MIN_SIZE


def damage_mark(path: Path) -> Path:
    """Return the empty marker file that records that the database at `path` is damaged."""
    return path.with_name(f"{path.name}.damaged")
