"""Windows: the tick of the last input, which starts again at 0 every 49.7 days."""

from __future__ import annotations

import ctypes
from typing import Any

_WRAP = 1 << 32


class _LastInput(ctypes.Structure):
    """LASTINPUTINFO; `tick` is in milliseconds since the start, modulo 2^32."""

    _fields_ = (("size", ctypes.c_uint), ("tick", ctypes.c_uint))


class Windows:
    """Two functions of the system."""

    def __init__(self) -> None:
        """Find them."""
        self._dlls: Any = ctypes.windll  # type: ignore[attr-defined, unused-ignore] # Windows only
        self._dlls.kernel32.GetTickCount64.restype = ctypes.c_ulonglong

    def fileno(self) -> int:
        """It has to be asked."""
        return -1

    def idle_s(self) -> float:
        """Seconds since the last touch. Raises OSError."""
        last = _LastInput(ctypes.sizeof(_LastInput))
        if not self._dlls.user32.GetLastInputInfo(ctypes.byref(last)):
            raise OSError("Windows does not say")
        return since_s(self._dlls.kernel32.GetTickCount64(), last.tick)

    def close(self) -> None:
        """There is nothing to let go of."""


def since_s(now: int, tick: int) -> float:
    """Seconds from the 32-bit `tick` to `now`, both in milliseconds."""
    return (now - tick) % _WRAP / 1000
