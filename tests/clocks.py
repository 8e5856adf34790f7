"""A clock that stands still until a test moves it."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from demitasse.domain.timer import Instant

if TYPE_CHECKING:
    from datetime import tzinfo

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday morning."""


class ManualClock:
    """A clock whose wall time and time since boot move together by `advance` and by pauses."""

    def __init__(self, wall: datetime = START, boot_id: str = "boot", boot_s: float = 1000.0) -> None:
        """Start at `wall` (aware)."""
        self._lock = threading.Lock()
        self._now = Instant(wall.astimezone(UTC), boot_id, boot_s)
        self.here: tzinfo = UTC

    def now(self) -> Instant:
        """Return the present instant."""
        return self._now

    def today(self, timezone: str = "") -> date:
        """Return the day in a zone (default: UTC)."""
        return self._now.wall.astimezone(self.zone(timezone)).date()

    def zone(self, name: str = "") -> tzinfo:
        """Return the zone of a name; that of the computer (`here`, at first UTC) if empty or unknown."""
        try:
            return ZoneInfo(name) if name else self.here
        except ZoneInfoNotFoundError:
            return self.here

    def pause(self, seconds: float) -> None:
        """Advance the clock instead of waiting."""
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Move both clocks forward."""
        with self._lock:
            now = self._now
            self._now = Instant(
                now.wall + timedelta(seconds=max(0.0, seconds)), now.boot_id, now.boot_s + max(0.0, seconds)
            )

    def set_wall(self, wall: datetime) -> None:
        """Set the wall clock only, as a user does."""
        with self._lock:
            self._now = Instant(wall.astimezone(UTC), self._now.boot_id, self._now.boot_s)

    def reboot(self, boot_id: str, seconds: float = 60.0) -> None:
        """Start a new boot after `seconds` of wall time."""
        with self._lock:
            self._now = Instant(self._now.wall + timedelta(seconds=seconds), boot_id, 0.0)
