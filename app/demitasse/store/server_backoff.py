"""The last backoff that CoffeeCup asked for, and how calls resume after it (reliability C.4).

One row for all processes. During the backoff there are no calls. Then a single read probes whether CoffeeCup answers.
Once it does, calls resume slowly, and for some hours with a lower limit, as other clients seem to need a share.
"""

import sqlite3
from typing import NamedTuple

from demitasse.domain.timer import Instant

SCHEMA = """CREATE TABLE IF NOT EXISTS silence (only INTEGER PRIMARY KEY CHECK (only = 1), boot_id TEXT NOT NULL,
    until_boot REAL NOT NULL, until_wall REAL NOT NULL, seen_wall REAL NOT NULL, seconds REAL NOT NULL,
    level INTEGER NOT NULL, share REAL NOT NULL, probe INTEGER NOT NULL, opened_boot REAL) STRICT"""

MAX_S = 4000.0
"""The longest backoff, whatever a reply or a clock says."""

SLOW_S, SLOW_CALLS = 30.0, 5
"""For this long after the first answer, only this many slots are given out."""

_QUIET_S = 600.0
_LEAST_SHARE, _SHARE_AN_HOUR = 0.25, 0.125


class Backoff(NamedTuple):
    """The row of the table `silence`.

    `probe` is the slot of the probing call, 0 if there is none; `opened_boot` is when it was answered. `level` counts
    backoffs in a row, and `share` is the part of each limit in use when this one began.
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
        """Return the seconds left, negative if it is over. One of a former boot is judged by the wall clock."""
        if self.boot_id == now.boot_id:
            return min(self.until_boot - now.boot_s, MAX_S)
        if now.wall.timestamp() < self.seen_wall:  # the clock was set back while the machine was off
            return self.seconds
        return min(self.seconds, self.until_wall - now.wall.timestamp())

    def next_level(self, now: Instant) -> int:
        """Return the level of a backoff that begins now; one during this backoff belongs to it."""
        left_s = self.left_s(now)
        if left_s > 0:
            return self.level
        return self.level + 1 if left_s > -_QUIET_S else 0

    def current_share(self, now: Instant) -> float:
        """Return the part of each limit that may be used; it grows with each hour without a backoff."""
        return min(1.0, self.share + _SHARE_AN_HOUR * (max(0.0, -self.left_s(now)) // 3600))

    def is_recovering(self, now: Instant) -> bool:
        """Return whether calls resumed only recently."""
        return self.opened_boot is not None and now.boot_s < self.opened_boot + SLOW_S

    def extended(self, seconds: float, now: Instant) -> "Backoff":
        """Combine this backoff with one of `seconds` from now; it is never shortened."""
        left_s = self.left_s(now)
        share = self.share if left_s > 0 else max(_LEAST_SHARE, self.current_share(now) / 2)
        return starting_now(max(seconds, left_s), now)._replace(level=self.next_level(now), share=share)

    def in_this_boot(self, now: Instant) -> "Backoff":
        """Convert to the clock of this boot; else the backoff would begin again after each reboot."""
        left_s = self.left_s(now)
        opened_boot = None if self.opened_boot is None else now.boot_s + min(left_s, 0.0)
        converted = starting_now(left_s, now)
        return converted._replace(level=self.level, share=self.share, probe=self.probe, opened_boot=opened_boot)


def starting_now(seconds: float, now: Instant) -> Backoff:
    """Return a backoff that begins now."""
    wall_s = now.wall.timestamp()
    return Backoff(now.boot_id, now.boot_s + seconds, wall_s + seconds, wall_s, seconds)


def first(seconds: float, now: Instant) -> Backoff:
    """Return a backoff that follows no other: the limits are halved."""
    return starting_now(seconds, now)._replace(share=0.5)


def read(connection: sqlite3.Connection) -> Backoff | None:
    """Return the row, or None if there was never a backoff."""
    row = connection.execute("SELECT * FROM silence").fetchone()
    return Backoff(*tuple(row)[1:]) if row else None


def write(connection: sqlite3.Connection, backoff: Backoff) -> None:
    """Replace the row."""
    connection.execute(f"INSERT OR REPLACE INTO silence VALUES (1{', ?' * len(backoff)})", backoff)  # noqa: S608
