"""The only room that reads a clock.

Three clocks: the wall clock; seconds since boot, sleep included, which does not jump when somebody sets the time
(`CLOCK_BOOTTIME` on Linux; `time.monotonic` on Windows and macOS); and the name of that boot.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from demitasse.domain.timer import Instant

if TYPE_CHECKING:
    from datetime import tzinfo

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """This machine's clocks."""

    def __init__(self) -> None:
        """Find out which boot this is."""
        self._boot_id = _boot_id()

    def now(self) -> Instant:
        """This moment on all clocks."""
        return Instant(datetime.now(UTC), self._boot_id, _boot_s())

    def today(self, timezone: str = "") -> date:
        """The calendar day in an IANA zone; in this machine's zone if empty or unknown."""
        return datetime.now(UTC).astimezone(self.zone(timezone)).date()

    def zone(self, timezone: str = "") -> tzinfo | None:
        """The IANA zone of that name; None, which stands for this machine's, if empty or unknown."""
        if not timezone:
            return None
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - 8 ms that most commands never need

        try:
            return ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None

    def pause(self, seconds: float) -> None:
        """Wait on this thread."""
        time.sleep(max(0.0, seconds))


class WorkerClock(SystemClock):
    """The clocks for a thread that may be told to end while it waits."""

    def __init__(self) -> None:
        """Nobody has told it yet."""
        import threading  # noqa: PLC0415 - what most commands do without

        super().__init__()
        self._stopped = threading.Event()

    def pause(self, seconds: float) -> None:
        """Wait on this thread; returns at once after `stop()`."""
        self._stopped.wait(max(0.0, seconds))

    def stop(self) -> None:
        """Let all pauses end now."""
        self._stopped.set()


def _boot_s() -> float:
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _boot_id() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:  # not Linux: the minute in which this machine booted names the boot
        booted = datetime.now(UTC) - timedelta(seconds=_boot_s())
        return f"boot-{round(booted.timestamp() / 60)}"


def local_datetime(moment: datetime) -> datetime:
    """`moment` on this machine's wall clock."""
    return moment.astimezone()


def at_wall_time(day: date, hour: int, minute: int) -> Instant:
    """The instant at which this machine's wall clock shows `hour`:`minute` on `day`."""
    wall = datetime(day.year, day.month, day.day, hour, minute).astimezone()  # local on purpose
    return Instant(wall.astimezone(UTC))
