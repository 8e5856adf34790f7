"""The system clocks; no other module reads a clock.

There are three: the wall clock; seconds since boot, suspend included, which setting the time does not change; and an
identifier of that boot. `time.monotonic` includes suspend on Windows only.
"""

import os
import re
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from demitasse.domain.timer import Instant

if sys.platform == "win32":
    import winreg

    import tzlocal
elif sys.platform == "darwin":
    import ctypes

_LOCALTIME, _TIMEZONE = Path("/etc/localtime"), Path("/etc/timezone")
_ZONE_NAME = re.compile(r"/zoneinfo[^/]*/(.+)")
_FILE_ZONE: dict[int, ZoneInfo] = {}
"""The zone in the zone file that was read last, by its time of change."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_BOOT_KEY = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"


class SystemClock:
    """This machine's clocks."""

    def __init__(self) -> None:
        self._boot_id = _boot_id()

    def now(self) -> Instant:
        """Return this moment on all clocks."""
        return Instant(datetime.now(UTC), self._boot_id, _boot_s())

    def zone(self, name: str = "") -> tzinfo:
        """Return the IANA zone of that name; this computer's present zone if empty or unknown."""
        return (_named(name) if name else None) or _system_zone()

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


class _CLibraryZone(tzinfo):
    """The zone of the C library, for a `TZ` that is a rule ("CET-1CEST") instead of a name."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return moment.replace(tzinfo=None).astimezone().utcoffset() if moment else None

    def dst(self, _moment: datetime | None) -> None:
        return None

    def tzname(self, moment: datetime | None) -> str:
        return moment.replace(tzinfo=None).astimezone().tzname() or "" if moment else ""

    def fromutc(self, moment: datetime) -> datetime:
        instant = moment.replace(tzinfo=UTC)
        shown = instant.astimezone().replace(tzinfo=None)
        return shown.replace(tzinfo=self, fold=int(shown.astimezone(UTC) != instant))


def _named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _system_zone() -> tzinfo:
    """Return this computer's zone as it is now: it may change while the program runs."""
    if rule := os.environ.get("TZ", "").removeprefix(":"):
        return _named(rule) or _CLibraryZone()
    if sys.platform == "win32":
        return _named(tzlocal.reload_localzone().key) or _CLibraryZone()
    linked = _ZONE_NAME.search(os.path.realpath(_LOCALTIME))
    return (_named(linked[1]) if linked else None) or _zone_file() or UTC


def _zone_file() -> ZoneInfo | None:
    """Return the zone of /etc/localtime where that is a copy, with its name if the system tells it."""
    with suppress(OSError, ValueError):
        changed = _LOCALTIME.stat().st_mtime_ns
        if changed not in _FILE_ZONE:
            name = _TIMEZONE.read_text(encoding="utf-8").strip() if _TIMEZONE.exists() else ""
            with _LOCALTIME.open("rb") as file:
                zone = ZoneInfo.from_file(file, key=name or None)
            _FILE_ZONE.clear()
            _FILE_ZONE[changed] = zone
        return _FILE_ZONE[changed]
    return None
