"""The system clocks; no other module reads a clock.

There are three: the wall clock; seconds since boot, suspend included, which setting the time does not change; and an
identifier of that boot. `time.monotonic` includes suspend on Windows only.
"""

import sys
import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from demitasse.domain.timer import Instant

if sys.platform == "win32":
    import winreg
elif sys.platform == "darwin":
    import ctypes

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_BOOT_KEY = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"


class SystemClock:
    """This machine's clocks."""

    def __init__(self) -> None:
        self._boot_id = _boot_id()

    def now(self) -> Instant:
        """Return this moment on all clocks."""
        return Instant(datetime.now(UTC), self._boot_id, _boot_s())

    def today(self, timezone: str = "") -> date:
        """Return the calendar day in an IANA zone; in this machine's zone if empty or unknown."""
        return datetime.now(UTC).astimezone(self.zone(timezone)).date()

    def zone(self, timezone: str = "") -> tzinfo | None:
        """Return the IANA zone of that name; None, for this machine's zone, if empty or unknown."""
        try:
            return ZoneInfo(timezone) if timezone else None
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None

    def pause(self, seconds: float) -> None:
        """Sleep on this thread."""
        time.sleep(max(0.0, seconds))


def _boot_s() -> float:
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _boot_id() -> str:
    """Return the system's identifier of this boot, or the minute it began, which setting the clock changes."""
    try:
        return _system_boot_id()
    except (OSError, ValueError):
        booted = datetime.now(UTC) - timedelta(seconds=_boot_s())
        return f"boot-{round(booted.timestamp() / 60)}"


def _system_boot_id() -> str:
    """Return the system's identifier of this boot. Raises OSError or ValueError if there is none."""
    if sys.platform == "win32":
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _BOOT_KEY) as key:
            return f"boot-number-{int(winreg.QueryValueEx(key, 'BootId')[0])}"
    if sys.platform == "darwin":
        text = ctypes.create_string_buffer(64)
        size = ctypes.c_size_t(len(text))
        if ctypes.CDLL(None).sysctlbyname(b"kern.bootsessionuuid", text, ctypes.byref(size), None, ctypes.c_size_t(0)):
            raise OSError("this macOS does not name its boots")
        return text.value.decode("ascii")
    return _BOOT_ID.read_text(encoding="utf-8").strip()


def local_datetime(moment: datetime) -> datetime:
    """Return `moment` on this machine's wall clock."""
    return moment.astimezone()


def at_wall_time(day: date, hour: int, minute: int) -> Instant:
    """Return the instant at which this machine's wall clock shows `hour`:`minute` on `day`."""
    wall = datetime(day.year, day.month, day.day, hour, minute).astimezone()  # local on purpose
    return Instant(wall.astimezone(UTC))
