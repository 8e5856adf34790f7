"""The running timer: its elapsed time is the difference of two clock readings, never a counter.

While the machine stays up, the clock that counts since boot (suspend included) is used, as setting the time does not
move it. After a reboot only the wall clock is left (reliability B.9).
"""

from datetime import datetime, timedelta
from typing import NamedTuple

JUMP_S = 5.0
"""If the wall clock and the clock since boot differ by more than this, the wall clock was set."""

_ROUNDING_S = 1e-6
"""Tolerance for floating-point errors, so that an exact number of seconds is not rounded down."""


class Instant(NamedTuple):
    """A moment on this machine: the wall clock (aware UTC), and seconds since the boot named `boot_id`.

    A moment typed by the user has only the wall clock; its `boot_id` is empty.
    """

    wall: datetime
    boot_id: str = ""
    boot_s: float = 0.0

    def shifted(self, seconds: float) -> "Instant":
        """Return the moment this many seconds later (earlier if negative), on all clocks."""
        return Instant(self.wall + timedelta(seconds=seconds), self.boot_id, self.boot_s + seconds)


def elapsed_s(start: Instant, end: Instant) -> int:
    """Return whole seconds from `start` to `end`, never negative, immune to clock changes within one boot."""
    return int(exact_s(start, end) + _ROUNDING_S)


def exact_s(start: Instant, end: Instant) -> float:
    """Return the same as `elapsed_s`, with its fraction.

    A clock since boot that went back, as on a restored virtual machine, counts as another boot.
    """
    if _is_same_boot(start, end):  # guard: wall-clock-jump-is-ignored
        return end.boot_s - start.boot_s
    return max(0.0, (end.wall - start.wall).total_seconds())


def is_before(one: Instant, other: Instant) -> bool:
    """Return whether `one` is earlier, by the clock since boot if both were read in the same boot."""
    if one.boot_id and one.boot_id == other.boot_id:
        return one.boot_s < other.boot_s
    return one.wall < other.wall


def on_all_clocks(moment: Instant, now: Instant) -> Instant:
    """Return a typed moment with its reading of the other clocks, so that it is treated as one that was measured."""
    return moment if moment.boot_id else now.shifted(-(now.wall - moment.wall).total_seconds())


def carry_over_reboot(start: Instant, now: Instant) -> Instant:
    """Return `start` on the clock of the current boot; the wall clock says how long ago it was."""
    if not start.boot_id or _is_same_boot(start, now):
        return start
    return start._replace(boot_id=now.boot_id, boot_s=now.boot_s - exact_s(start, now))


def follow_wall_clock(start: Instant, now: Instant) -> Instant:
    """Return `start` with the wall time it has by the current clock, never later than `now`.

    It differs only if the wall clock was set since (reliability B.9), or if the clock since boot went back.
    """
    if _is_same_boot(start, now):
        wall = now.wall - timedelta(seconds=exact_s(start, now))
        return start if abs((wall - start.wall).total_seconds()) <= JUMP_S else start._replace(wall=wall)
    if start.wall > now.wall:  # the clock was ahead when the timer was started, and nothing measured the time since
        return now
    return carry_over_reboot(start, now) if start.boot_id == now.boot_id else start


def _is_same_boot(start: Instant, now: Instant) -> bool:
    return bool(start.boot_id) and start.boot_id == now.boot_id and start.boot_s <= now.boot_s
