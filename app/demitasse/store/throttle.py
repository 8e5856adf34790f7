"""The calls of all processes to one account, in a small file of their own (reliability C.2).

A slot is held from admission until its call has ended and the server's window has passed: only then is it certain
that no window of the server ever sees more calls than were admitted. Times are seconds since boot, which no change of
the wall clock moves; what a former boot left behind is judged by the wall clock, within bounds.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from demitasse.support.paths import private_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from demitasse.domain.timer import Instant

WINDOW_S = 15.0
"""The server counts calls within so many seconds (api-facts 5)."""

MAX_FREEZE_S = 4000.0
"""No silence is longer, whatever a reply or a clock says."""

_MAX_HOLD_S = 300.0
_BUSY_MS, _BUSY_WAIT_S = 2000, 0.5
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS call (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,
        boot_id TEXT NOT NULL, until_boot REAL NOT NULL, until_wall REAL NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS freeze (only INTEGER PRIMARY KEY CHECK (only = 1), boot_id TEXT NOT NULL,
        until_boot REAL NOT NULL, until_wall REAL NOT NULL, seen_wall REAL NOT NULL, seconds REAL NOT NULL) STRICT""",
)


class CallLog:
    """Implements `domain.ports.CallLog`. The file is made by the first call; it belongs to one thread.

    If the file cannot be used, calls are counted in memory, for this process alone, and a quarter of them is allowed:
    others may be calling too.
    """

    def __init__(self, path: Path) -> None:
        """Keep the log at `path`; nothing is opened yet."""
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._alone = False

    def close(self) -> None:
        """Close the file; what is in it stays."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def admit(self, kind: str, limit: int, now: Instant, hold_s: float) -> tuple[int, float]:
        """Take a slot if fewer than `limit` are held and nobody asked for silence: (slot, 0.0), else (0, wait in s).

        A slot that is never finished is held for `hold_s`.
        """
        try:
            return self._admit(kind, limit, now, min(hold_s, _MAX_HOLD_S))
        except sqlite3.Error as error:
            if _busy(error):
                return 0, _BUSY_WAIT_S
            self._go_alone(error)
            return self._admit(kind, limit, now, min(hold_s, _MAX_HOLD_S))

    def finish(self, slot: int, now: Instant) -> None:
        """The call of `slot` has ended: its slot becomes free when the server's window has passed."""
        self._try_write(
            "UPDATE call SET boot_id = ?, until_boot = ?, until_wall = ? WHERE id = ?",
            (now.boot_id, now.boot_s + WINDOW_S, _wall_s(now) + WINDOW_S, slot),
        )

    def freeze(self, until: datetime, now: Instant) -> None:
        """Nobody calls before `until`; never shortens a longer silence, and never lasts over `MAX_FREEZE_S`."""
        seconds = min((until - now.wall).total_seconds(), MAX_FREEZE_S)
        if seconds > self._frozen_s(now):
            self._try_write("INSERT OR REPLACE INTO freeze VALUES (1, ?, ?, ?, ?, ?)", _freeze_row(now, seconds))

    def frozen_until(self, now: Instant) -> datetime | None:
        """When the present silence ends; None if there is none. Makes no file."""
        if self._connection is None and not self._path.exists():
            return None
        left_s = self._frozen_s(now)
        return now.wall + timedelta(seconds=left_s) if left_s > 0 else None

    def _frozen_s(self, now: Instant) -> float:
        try:
            row = self._open().execute("SELECT * FROM freeze").fetchone()
        except sqlite3.Error as error:
            if not _busy(error):
                self._go_alone(error)
            return 0.0
        return _freeze_left_s(row, now) if row else 0.0

    def _admit(self, kind: str, limit: int, now: Instant, hold_s: float) -> tuple[int, float]:
        allowed = max(1, limit // 4) if self._alone else limit
        with self._transaction() as connection:
            frozen_s = _renewed_freeze(connection, now)
            if frozen_s > 0:
                return 0, frozen_s
            held = _held(connection, now)
            if len(held) >= allowed:
                return 0, held[len(held) - allowed]
            until = (now.boot_id, now.boot_s + hold_s, _wall_s(now) + hold_s)
            added = connection.execute("INSERT INTO call VALUES (NULL, ?, ?, ?, ?)", (kind, *until))
            return added.lastrowid or 0, 0.0

    def _try_write(self, sql: str, values: tuple[object, ...]) -> None:
        """A slot whose end is not noted is held until its deadline, so a failure only costs time."""
        try:
            with self._transaction() as connection:
                connection.execute(sql, values)
        except sqlite3.Error as error:
            if _busy(error):
                return
            self._go_alone(error)
            self._open().execute(sql, values)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._open()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            if not self._alone:
                _make(self._path)
            self._connection = _connected(":memory:" if self._alone else str(self._path))
        return self._connection

    def _go_alone(self, error: sqlite3.Error) -> None:
        import logging  # noqa: PLC0415 - 6 ms, for what hardly ever happens

        log = logging.getLogger(__name__)
        log.warning("the call log %s cannot be used (%s): calling at a quarter of the pace", self._path.name, error)
        self.close()
        self._alone = True


def _make(path: Path) -> None:
    try:
        private_file(path)
    except OSError as error:
        raise sqlite3.OperationalError(error.strerror) from error


def _connected(place: str) -> sqlite3.Connection:
    """NORMAL is enough: after a power cut the restart outlasts the window that may have been forgotten."""
    connection = sqlite3.connect(place, isolation_level=None, timeout=_BUSY_MS / 1000)
    try:
        connection.row_factory = sqlite3.Row
        for statement in ("PRAGMA trusted_schema=OFF", "PRAGMA synchronous=NORMAL", *_SCHEMA):
            connection.execute(statement)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _held(connection: sqlite3.Connection, now: Instant) -> list[float]:
    """For each slot that is held, in how many seconds it becomes free, soonest first; the others are swept out."""
    rows = connection.execute("SELECT id, boot_id, until_boot, until_wall FROM call").fetchall()
    left = {row["id"]: _slot_left_s(row, now) for row in rows}
    connection.executemany("DELETE FROM call WHERE id = ?", [(slot,) for slot, left_s in left.items() if left_s <= 0])
    return sorted(left_s for left_s in left.values() if left_s > 0)


def _slot_left_s(row: sqlite3.Row, now: Instant) -> float:
    if row["boot_id"] == now.boot_id:
        return float(row["until_boot"]) - now.boot_s
    left_s = float(row["until_wall"]) - _wall_s(now)
    return left_s if left_s <= _MAX_HOLD_S else 0.0  # the wall clock was set back


def _renewed_freeze(connection: sqlite3.Connection, now: Instant) -> float:
    """Seconds of silence left; one that a former boot left is written down anew, or it could begin again for ever."""
    row = connection.execute("SELECT * FROM freeze").fetchone()
    if row is None:
        return 0.0
    left_s = _freeze_left_s(row, now)
    if row["boot_id"] != now.boot_id:
        connection.execute("INSERT OR REPLACE INTO freeze VALUES (1, ?, ?, ?, ?, ?)", _freeze_row(now, left_s))
    return left_s


def _freeze_left_s(row: sqlite3.Row, now: Instant) -> float:
    seconds = float(row["seconds"])
    if row["boot_id"] == now.boot_id:
        return min(float(row["until_boot"]) - now.boot_s, MAX_FREEZE_S)
    if _wall_s(now) < row["seen_wall"]:  # the wall clock went back while the machine was off: nobody knows how long
        return seconds
    return min(seconds, float(row["until_wall"]) - _wall_s(now))


def _freeze_row(now: Instant, seconds: float) -> tuple[object, ...]:
    return now.boot_id, now.boot_s + seconds, _wall_s(now) + seconds, _wall_s(now), seconds


def _wall_s(now: Instant) -> float:
    return now.wall.timestamp()


def _busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
