"""Keeps None, True, False and NotImplemented alive on Python 3.11.

PySide6 6.12 is built for Pythons in which these four are immortal (3.12 and later) and returns them without counting
the reference, but it also installs on 3.11. There each call of a Qt method that returns nothing takes one reference
from None, and after some six thousand calls, a minute with the popover open, the interpreter aborts with
"none_dealloc". Counting them far up once makes them immortal there too.
"""

from __future__ import annotations

import sys

_IMMORTAL_SINCE = (3, 12)
_MANY = 1 << 60 if sys.maxsize > 1 << 32 else 1 << 29


def guard() -> None:
    """Do it where it is needed; doing it again is harmless."""
    if sys.version_info >= _IMMORTAL_SINCE or sys.implementation.name != "cpython":
        return
    import ctypes  # noqa: PLC0415 - only where it is needed

    for one in (None, True, False, NotImplemented):
        if sys.getrefcount(one) < _MANY // 2:
            ctypes.c_ssize_t.from_address(id(one)).value += _MANY
