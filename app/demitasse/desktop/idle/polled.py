"""Idle time on Windows and macOS, which have to be polled."""

import ctypes
from typing import Any

_FRAMEWORK = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
_HID_SYSTEM_STATE = 1
_ANY_EVENT = 0xFFFFFFFF
_TICK_RANGE = 1 << 32


class _PolledSource:
    def fileno(self) -> int:
        """Return -1: there are no events to wait for."""
        return -1

    def close(self) -> None:
        """Do nothing: no resource is held."""


class MacOS(_PolledSource):
    """The time since the last event of any kind, which needs no permission (desktop 5)."""

    def __init__(self) -> None:
        self._seconds = ctypes.CDLL(_FRAMEWORK).CGEventSourceSecondsSinceLastEventType
        self._seconds.restype = ctypes.c_double
        self._seconds.argtypes = (ctypes.c_int32, ctypes.c_uint32)

    def idle_s(self) -> float:
        """Return the seconds since the last input."""
        return float(self._seconds(_HID_SYSTEM_STATE, _ANY_EVENT))


class Windows(_PolledSource):
    """The tick of the last input, which restarts at 0 every 49.7 days."""

    def __init__(self) -> None:
        self._dlls: Any = ctypes.windll  # type: ignore[attr-defined, unused-ignore] # Windows only
        self._dlls.kernel32.GetTickCount64.restype = ctypes.c_ulonglong

    def idle_s(self) -> float:
        """Return the seconds since the last input. Raises OSError."""
        last = _LastInput(ctypes.sizeof(_LastInput))
        if not self._dlls.user32.GetLastInputInfo(ctypes.byref(last)):
            raise OSError("GetLastInputInfo failed")
        return seconds_since(self._dlls.kernel32.GetTickCount64(), last.tick)


class _LastInput(ctypes.Structure):
    """LASTINPUTINFO; `tick` is in milliseconds since the start, modulo 2^32."""

    _fields_ = (("size", ctypes.c_uint), ("tick", ctypes.c_uint))


def seconds_since(now: int, tick: int) -> float:
    """Return the seconds from the 32-bit `tick` to `now`, both in milliseconds."""
    return (now - tick) % _TICK_RANGE / 1000
