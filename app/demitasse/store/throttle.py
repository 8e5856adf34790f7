"""The call log: the calls of all processes to one account, in a small file of their own (reliability C.2).

A slot is held from admission until its call has ended and the server's window has passed. Only then no window of the
server can contain more calls than were admitted. Times are seconds since boot, which setting the wall clock does not
change; slots of a former boot are judged by the wall clock, within bounds.
"""

import math
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from demitasse.domain.timer import Instant
from demitasse.store import server_backoff
from demitasse.store.server_backoff import Backoff
from demitasse.support.paths import private_file

WINDOW_S = 15.0
"""The period in which the server counts calls (api-facts 5)."""

_MAX_HOLD_S = 300.0
_BUSY_MS, _BUSY_WAIT_S = 2000, 0.5
_PROBE_WAIT_S = 1.0
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS call (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,
        boot_id TEXT NOT NULL, until_boot REAL NOT NULL, until_wall REAL NOT NULL) STRICT""",
    server_backoff.SCHEMA,
    "CREATE TABLE IF NOT EXISTS tally (day TEXT, kind TEXT, number INTEGER, PRIMARY KEY (day, kind)) STRICT",
)


class CallLog:
    """Implements `domain.ports.CallLog`, for one thread. The file is created by the first call.

    If the file cannot be used, calls are counted in memory, for this process only, and a quarter of the limit is used,
    as other processes may be calling too.
    """

    def __init__(self, path: Path, warn: Callable[..., None] | None = None) -> None:
        """`warn` logs that the file cannot be used: `status` reads the file, and must not import logging for it."""
        self._path = path
        self._warn = warn
        self._connection: sqlite3.Connection | None = None
        self._in_memory = False
        self._known: Backoff | None = None
        self._pending: Backoff | None = None

    def close(self) -> None:
        """Close the file; its content stays."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def admit(self, kind: str, limit: int, now: Instant, hold_s: float, *, reads: bool = True) -> tuple[int, float]:
        """Take a slot if fewer than `limit` are held and no backoff is on: (slot, 0.0), else (0, wait in s).

        A slot that is never finished is held for `hold_s`. After a backoff the limit is lower (see
        `store.server_backoff`), and the first call must be one that only `reads`.
        """
        try:
            return self._admit(kind, limit, now, min(hold_s, _MAX_HOLD_S), reads=reads)
        except sqlite3.Error as error:
            if _busy(error):
                return 0, _BUSY_WAIT_S
            self._use_memory(error)
            return self._admit(kind, limit, now, min(hold_s, _MAX_HOLD_S), reads=reads)

    def wait_s(self, limit: int, now: Instant) -> float:
        """Return the seconds until fewer than `limit` slots are held, without taking one; 0.0 if that is so now."""
        try:
            connection, last = self._open(), self._last()
            left = [_slot_left_s(row, now) for row in connection.execute("SELECT * FROM call")]
        except sqlite3.Error:
            return 0.0
        return _wait_s([left_s for left_s in left if left_s > 0], self._allowed(limit, last, now))

    def finish(self, slot: int, now: Instant, *, answered: bool = True) -> None:
        """Record the end of the call of `slot`, which becomes free when the server's window has passed.

        The first answer after a backoff admits other calls again.
        """
        until = (now.boot_id, now.boot_s + WINDOW_S, _wall_s(now) + WINDOW_S, slot)  # guard: slot-is-held-during-call
        opened = now.boot_s if answered else None
        try:
            with self._transaction() as connection:
                connection.execute("UPDATE call SET boot_id = ?, until_boot = ?, until_wall = ? WHERE id = ?", until)
                connection.execute("UPDATE silence SET probe = 0, opened_boot = ? WHERE probe = ?", (opened, slot))
        except sqlite3.Error as error:
            if not _busy(error):  # if it is busy, the slot is held until its deadline, which only costs time
                self._use_memory(error)

    def back_off(self, until: datetime, now: Instant) -> None:
        """Allow no calls before `until`; never shortens a longer backoff, and is limited to `server_backoff.MAX_S`."""
        seconds = min((until - now.wall).total_seconds(), server_backoff.MAX_S)
        try:
            self._back_off(seconds, now)
        except sqlite3.Error as error:
            if _busy(error):
                self._pending = server_backoff.first(seconds, now)  # shared with the other processes by the next call
            else:
                self._use_memory(error)
                self._back_off(seconds, now)

    def backoff_level(self, now: Instant) -> int:
        """Return how many backoffs in a row would precede one that begins now."""
        last = self._last()
        return last.next_level(now) if last else 0

    def backoff_until(self, now: Instant) -> datetime | None:
        """Return when the current backoff ends, or None if there is none. Does not create the file."""
        if self._connection is None and not self._path.exists():
            return None
        backoffs = (self._last(), self._pending)
        left_s = max((backoff.left_s(now) for backoff in backoffs if backoff), default=0.0)
        return now.wall + timedelta(seconds=left_s) if left_s > 0 else None

    def half_open(self, now: Instant) -> bool:
        """Return whether a backoff is over and no call has been answered since."""
        last = self._last()
        return last is not None and last.opened_boot is None and last.left_s(now) <= 0

    def in_use(self, now: Instant) -> int:
        """Return how many slots are held: the calls that the server may still count."""
        try:
            return len(_held(self._open(), now))
        except sqlite3.Error:
            return 0

    def calls_today(self, now: Instant) -> dict[str, int]:
        """Return how many slots were taken on this day (UTC), by kind."""
        try:
            rows = self._open().execute("SELECT kind, number FROM tally WHERE day = ?", (_day(now),)).fetchall()
        except sqlite3.Error:
            return {}
        return {row["kind"]: row["number"] for row in rows}

    def _last(self) -> Backoff | None:
        try:
            self._known = server_backoff.read(self._open())
        except sqlite3.Error as error:
            if not _busy(error):
                self._use_memory(error)
        return self._known

    def _back_off(self, seconds: float, now: Instant) -> None:
        with self._transaction() as connection:
            last = server_backoff.read(connection)
            backoff = last.extended(seconds, now) if last else server_backoff.first(seconds, now)
            server_backoff.write(connection, backoff)  # guard: backoff-is-shared

    def _admit(self, kind: str, limit: int, now: Instant, hold_s: float, *, reads: bool) -> tuple[int, float]:
        if self._pending is not None:
            self._back_off(self._pending.left_s(now), now)
            self._pending = None
        with self._transaction() as connection:
            last, held = _renewed(connection, now), _held(connection, now)
            self._known = last
            if last is not None and (wait_s := _backoff_wait_s(last, held, now, reads=reads)) > 0:
                return 0, wait_s
            if (wait_s := _wait_s(held.values(), self._allowed(limit, last, now))) > 0:
                return 0, wait_s
            return _take(connection, kind, now, hold_s, last), 0.0

    def _allowed(self, limit: int, last: Backoff | None, now: Instant) -> int:
        """Return the part of a limit that may be used, in memory only and after a backoff."""
        allowed = max(1, limit // 4) if self._in_memory else limit
        if last is None:
            return allowed
        most = server_backoff.SLOW_CALLS if last.is_recovering(now) else limit
        return min(math.ceil(allowed * last.current_share(now)), most)

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
            self._connection = _connected(None if self._in_memory else self._path)
        return self._connection

    def _use_memory(self, error: sqlite3.Error) -> None:
        if self._warn:
            self._warn("the call log %s cannot be used (%s): calling at a quarter of the pace", self._path.name, error)
        self.close()
        self._in_memory = True
        if self._known is not None:  # a backoff lasts even if its file is broken
            server_backoff.write(self._open(), self._known)


def _connected(path: Path | None) -> sqlite3.Connection:
    """Connect with synchronous=NORMAL: a restart after a power cut takes longer than the window that may be lost."""
    try:
        place = private_file(path) if path else ":memory:"
    except OSError as error:
        raise sqlite3.OperationalError(error.strerror) from error
    connection = sqlite3.connect(place, isolation_level=None, timeout=_BUSY_MS / 1000)
    try:
        connection.row_factory = sqlite3.Row
        for statement in ("PRAGMA trusted_schema=OFF", "PRAGMA synchronous=NORMAL", *_SCHEMA):
            connection.execute(statement)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _held(connection: sqlite3.Connection, now: Instant) -> dict[int, float]:
    """Return the seconds until each held slot becomes free, and delete the others."""
    rows = connection.execute("SELECT id, boot_id, until_boot, until_wall FROM call").fetchall()
    left = {row["id"]: _slot_left_s(row, now) for row in rows}
    connection.executemany("DELETE FROM call WHERE id = ?", [(slot,) for slot, left_s in left.items() if left_s <= 0])
    return {slot: left_s for slot, left_s in left.items() if left_s > 0}


def _slot_left_s(row: sqlite3.Row, now: Instant) -> float:
    if row["boot_id"] == now.boot_id:
        return float(row["until_boot"]) - now.boot_s
    left_s = float(row["until_wall"]) - _wall_s(now)
    return left_s if left_s <= _MAX_HOLD_S else 0.0  # the wall clock was set back


def _wait_s(held: Collection[float], allowed: int) -> float:
    """Return the seconds until fewer than `allowed` slots are held, given the seconds until each becomes free."""
    return sorted(held)[len(held) - allowed] if len(held) >= allowed else 0.0


def _renewed(connection: sqlite3.Connection, now: Instant) -> Backoff | None:
    """Return the last backoff, converted to this boot."""
    last = server_backoff.read(connection)
    if last is not None and last.boot_id != now.boot_id:
        last = last.in_this_boot(now)
        server_backoff.write(connection, last)
    return last


def _backoff_wait_s(last: Backoff, held: dict[int, float], now: Instant, *, reads: bool) -> float:
    """Return the seconds to wait for the backoff: until it is over, then until one read was answered."""
    left_s = last.left_s(now)
    if left_s > 0 or last.opened_boot is not None:
        return left_s
    return min(_PROBE_WAIT_S, held[last.probe]) if last.probe in held else 0.0 if reads else _PROBE_WAIT_S


def _take(connection: sqlite3.Connection, kind: str, now: Instant, hold_s: float, last: Backoff | None) -> int:
    until = (now.boot_id, now.boot_s + hold_s, _wall_s(now) + hold_s)
    slot = connection.execute("INSERT INTO call VALUES (NULL, ?, ?, ?, ?)", (kind, *until)).lastrowid or 0
    if last is not None and last.opened_boot is None:
        connection.execute("UPDATE silence SET probe = ?", (slot,))
    connection.execute("DELETE FROM tally WHERE day <> ?", (_day(now),))
    more = "INSERT INTO tally VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET number = number + 1"
    connection.execute(more, (_day(now), kind))
    return slot


def _day(now: Instant) -> str:
    return now.wall.date().isoformat()


def _wall_s(now: Instant) -> float:
    return now.wall.timestamp()


def _busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
