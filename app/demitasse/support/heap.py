"""One heap for all threads: glibc gives each thread one of its own, a quarter of a megabyte for our one worker."""

from __future__ import annotations

import sys
from contextlib import suppress

_M_ARENA_MAX = -8
"""mallopt(3)."""


def share() -> None:
    """Do it, before the first thread starts; where that is not known, nothing."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - only where it is needed

        with suppress(AttributeError):  # another C library than glibc
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
