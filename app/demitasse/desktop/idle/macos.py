"""macOS: how long ago the last event of any kind was; no permission is needed (desktop 5)."""

from __future__ import annotations

import ctypes

_LIBRARY = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
_HARDWARE = 1
_ANY_EVENT = 0xFFFFFFFF


class MacOS:
    """A function of the system."""

    def __init__(self) -> None:
        """Find it. Raises OSError."""
        self._seconds = ctypes.CDLL(_LIBRARY).CGEventSourceSecondsSinceLastEventType
        self._seconds.restype = ctypes.c_double
        self._seconds.argtypes = (ctypes.c_int32, ctypes.c_uint32)

    def fileno(self) -> int:
        """It has to be asked."""
        return -1

    def idle_s(self) -> float:
        """Seconds since the last touch."""
        return float(self._seconds(_HARDWARE, _ANY_EVENT))

    def close(self) -> None:
        """There is nothing to let go of."""
