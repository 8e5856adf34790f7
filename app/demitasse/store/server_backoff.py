"""The last silence CoffeeCup asked for, and how calling begins again after it (reliability C.4).

One row for all processes. While it lasts nobody calls. Then one read finds out whether CoffeeCup answers again; only
after that come the others, few at first, and for some hours fewer than before: somebody else seems to need the share.
"""

import sqlite3
from typing import NamedTuple

from demitasse.domain.timer import Instant

SCHEMA = """CREATE TABLE IF NOT EXISTS silence (only INTEGER PRIMARY KEY CHECK (only = 1), boot_id TEXT NOT NULL,
    until_boot REAL NOT NULL, until_wall REAL NOT NULL, seen_wall REAL NOT NULL, seconds REAL NOT NULL,
    level INTEGER NOT NULL, share REAL NOT NULL, probe INTEGER NOT NULL, opened_boot REAL) STRICT"""

MAX_S = 4000.0
"""No silence is longer, whatever a reply or a clock says."""

SLOW_S, SLOW_CALLS = 30.0, 5
"""So long after the first answer only so many slots are given out."""

_QUIET_S = 600.0
_LEAST_SHARE, _SHARE_AN_HOUR = 0.25, 0.125


class Backoff(NamedTuple):
    """The row. `probe` is the slot of the call that finds out, 0 if there is none; `opened_boot` when it had an answer.

    `level` counts silences in a row, `share` is the part of every limit that was left when this one began.
    """

    boot_id: str
    until_boot: float
    until_wall: float
    seen_wall: float
    seconds: float
    level: int = 0
    share: float = 1.0
    probe: int = 0
    opened_boot: float | None = None

    def left_s(self, now: Instant) -> float:
        """Seconds that it still lasts; negative if it is over. A former boot's is judged by the wall clock."""
        if self.boot_id == now.boot_id:
            return min(self.until_boot - now.boot_s, MAX_S)
        if now.wall.timestamp() < self.seen_wall:  # it went back while the machine was off: nobody knows how long
            return self.seconds
        return min(self.seconds, self.until_wall - now.wall.timestamp())

    def next_level(self, now: Instant) -> int:
        """The level of a silence that is asked for now; calls still under way belong to this one."""
        left_s = self.left_s(now)
        if left_s > 0:
            return self.level
        return self.level + 1 if left_s > -_QUIET_S else 0

    def current_share(self, now: Instant) -> float:
        """The part of every limit that may be used: a little more after each quiet hour."""
        return min(1.0, self.share + _SHARE_AN_HOUR * (max(0.0, -self.left_s(now)) // 3600))

    def is_recovering(self, now: Instant) -> bool:
        """Whether calling has only just begun again."""
        return self.opened_boot is not None and now.boot_s < self.opened_boot + SLOW_S

    def extended(self, seconds: float, now: Instant) -> "Backoff":
        """This one and a request for so many seconds, as one row; it is never shortened."""
        left_s = self.left_s(now)
        share = self.share if left_s > 0 else max(_LEAST_SHARE, self.current_share(now) / 2)
        return starting_now(max(seconds, left_s), now)._replace(level=self.next_level(now), share=share)

    def in_this_boot(self, now: Instant) -> "Backoff":
        """The same in terms of this boot, or it could begin again for ever."""
        if self.boot_id == now.boot_id:
            return self
        left_s = self.left_s(now)
        opened = None if self.opened_boot is None else now.boot_s + min(left_s, 0.0)
        same = starting_now(left_s, now)
        return same._replace(level=self.level, share=self.share, probe=self.probe, opened_boot=opened)


def starting_now(seconds: float, now: Instant) -> Backoff:
    """A silence that begins now."""
    wall_s = now.wall.timestamp()
    return Backoff(now.boot_id, now.boot_s + seconds, wall_s + seconds, wall_s, seconds)


def first(seconds: float, now: Instant) -> Backoff:
    """One that nothing came before: the limits are halved."""
    return starting_now(seconds, now)._replace(share=0.5)


def read(connection: sqlite3.Connection) -> Backoff | None:
    """The row, if there ever was a silence."""
    row = connection.execute("SELECT * FROM silence").fetchone()
    return Backoff(*tuple(row)[1:]) if row else None


def write(connection: sqlite3.Connection, silence: Backoff) -> None:
    """Replace the row."""
    connection.execute(f"INSERT OR REPLACE INTO silence VALUES (1{', ?' * len(silence)})", silence)  # noqa: S608
