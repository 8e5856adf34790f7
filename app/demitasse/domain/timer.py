"""The running timer: elapsed time is read off clocks, never counted.

While the machine stays up, the clock that counts since boot (sleep included) decides: it does not jump when
somebody sets the time. After a reboot only the wall clock is left (reliability B.9).
"""

from datetime import datetime, timedelta
from typing import NamedTuple

JUMP_S = 5.0
"""If the wall clock and the clock since boot disagree by more than this, somebody has set the wall clock."""

_ROUNDING_S = 1e-6
"""Moments that are whole seconds apart may lose a billionth as floating point; that must not cost a second."""


class Instant(NamedTuple):
    """A moment on this machine: the wall clock (aware UTC), and seconds since the boot named `boot_id`.

    A moment that a person typed has only the wall clock; its `boot_id` is empty.
    """

    wall: datetime
    boot_id: str = ""
    boot_s: float = 0.0

    def shifted(self, seconds: float) -> "Instant":
        """The moment so many seconds later (earlier if negative), on all clocks."""
        return Instant(self.wall + timedelta(seconds=seconds), self.boot_id, self.boot_s + seconds)


def elapsed_s(start: Instant, end: Instant) -> int:
    """Whole seconds from `start` to `end`, never negative, immune to clock jumps within one boot."""
    return int(exact_s(start, end) + _ROUNDING_S)


def exact_s(start: Instant, end: Instant) -> float:
    """`elapsed_s` with its fraction."""
    if start.boot_id and start.boot_id == end.boot_id:  # guard: wall-clock-jump-is-ignored
        return max(0.0, end.boot_s - start.boot_s)
    return max(0.0, (end.wall - start.wall).total_seconds())


def carry_over_reboot(start: Instant, now: Instant) -> Instant:
    """`start` on the clock that counts since this boot, as far back as the wall clock says now."""
    if not start.boot_id or start.boot_id == now.boot_id:
        return start
    return start._replace(boot_id=now.boot_id, boot_s=now.boot_s - exact_s(start, now))


def follow_wall_clock(start: Instant, now: Instant) -> Instant:
    """`start` as the wall clock tells it by now; another one only if somebody has set that clock (reliability B.9)."""
    if not start.boot_id or start.boot_id != now.boot_id:
        return start
    wall = now.wall - timedelta(seconds=exact_s(start, now))
    return start if abs((wall - start.wall).total_seconds()) <= JUMP_S else start._replace(wall=wall)
