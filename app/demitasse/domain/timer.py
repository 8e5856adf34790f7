"""The running timer: elapsed time is read off clocks, never counted.

While the machine stays up, the clock that counts since boot (sleep included) decides: it does not jump when
somebody sets the time. After a reboot only the wall clock is left (reliability B.9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class Instant(NamedTuple):
    """A moment on this machine: the wall clock (aware UTC), and seconds since the boot named `boot_id`.

    A moment that a person typed has only the wall clock; its `boot_id` is empty.
    """

    wall: datetime
    boot_id: str = ""
    boot_s: float = 0.0


def elapsed_s(start: Instant, end: Instant) -> int:
    """Whole seconds from `start` to `end`, never negative, immune to clock jumps within one boot."""
    if start.boot_id and start.boot_id == end.boot_id:
        return max(0, int(end.boot_s - start.boot_s))
    return max(0, int((end.wall - start.wall).total_seconds()))
