"""One SQLite file, opened so that a committed transaction survives a power cut.

synchronous=FULL, because NORMAL loses acknowledged commits (reliability S1). WAL only where the library no longer has
the race between two writers (fixed in 3.51.3), else a rollback journal (S13). A connection belongs to one thread.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from demitasse.domain.errors import Fault, LocalFault
from demitasse.support.paths import private_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_MS = 5000
_SAFE_WAL = (3, 51, 3)
_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_MS}",
    f"PRAGMA journal_mode={'WAL' if sqlite3.sqlite_version_info >= _SAFE_WAL else 'TRUNCATE'}",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
)
_FULL = "There is no room left on this computer's disk, so this was not saved."
_SENTENCES = {
    sqlite3.SQLITE_FULL: (_FULL, "Free some space and do it again."),
    sqlite3.SQLITE_IOERR: ("This computer's disk failed to write, so this was not saved.", "Check the disk's space."),
    sqlite3.SQLITE_BUSY: ("Another program holds the timesheet's file, so this was not saved.", "Try it again."),
    sqlite3.SQLITE_READONLY: ("The timesheet's file cannot be written, so this was not saved.", "Check who owns it."),
    sqlite3.SQLITE_CANTOPEN: ("The timesheet's file cannot be opened.", "Check that its folder is yours."),
    sqlite3.SQLITE_CORRUPT: ("The timesheet's file on this computer is damaged; nothing was changed in it.", ""),
    sqlite3.SQLITE_NOTADB: ("The timesheet's file on this computer is damaged; nothing was changed in it.", ""),
}


class Database:
    """A connection with one way to read and one way to write."""

    def __init__(self, path: Path) -> None:
        """Open `path`, making it if it is missing. Raises LocalFault."""
        self.path = path
        with self._faults():
            try:
                private_file(path)
            except OSError as error:
                raise LocalFault(
                    f"{path} cannot be opened: {error.strerror}.",
                    "Check that the folder is yours and that the disk has room.",
                ) from error
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_MS / 1000)
            self._connection.row_factory = sqlite3.Row
            try:
                for pragma in _PRAGMAS:
                    self._connection.execute(pragma)
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Close the connection; what was committed stays."""
        self._connection.close()

    def rows(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query. Raises LocalFault."""
        with self._faults():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None. Raises LocalFault."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def write(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> int:
        """Run one statement inside `transaction()`; the id of the row it inserted. Raises LocalFault."""
        if not self._connection.in_transaction:
            raise RuntimeError("a write outside a transaction")
        with self._faults():
            return self._connection.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is durable when the block ends, or nothing is. Nests by joining."""
        if self._connection.in_transaction:
            yield
            return
        with self._faults():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._connection.in_transaction:  # a full disk has rolled back already
            self._connection.execute("ROLLBACK")

    def backup(self, to: Path) -> None:
        """Copy the whole database, consistently, to `to`."""
        with self._faults():
            copy = sqlite3.connect(private_file(to))
            try:
                self._connection.backup(copy)
            finally:
                copy.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """The world's faults become sentences; a fault of ours (bad SQL) stays what it is."""
        try:
            yield
        except Fault:
            raise
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code not in _SENTENCES:
                raise
            message, step = _SENTENCES[code]
            raise LocalFault(
                message, step or f"Move {self.path} aside and start again: what CoffeeCup has comes back by itself."
            ) from error
