"""What glibc is told about memory; where that is not known, nothing."""

from __future__ import annotations

import sys
from contextlib import suppress

_M_ARENA_MAX = -8
"""mallopt(3)."""


def share() -> None:
    """One heap for all threads, before the first one starts: each would get a quarter of a megabyte of its own."""
    _tell("mallopt", _M_ARENA_MAX, 1)


def trim() -> None:
    """Give back to the system what is free (malloc_trim(3)); glibc does so by itself only at the heap's end."""
    _tell("malloc_trim", 0)


def _tell(name: str, *values: int) -> None:
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - only where it is needed

        with suppress(AttributeError):  # another C library than glibc
            getattr(ctypes.CDLL(None), name)(*values)
