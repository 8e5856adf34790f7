"""A clock that tests turn by hand."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from demitasse.domain.timer import Instant

if TYPE_CHECKING:
    from datetime import tzinfo

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday morning."""


class ManualClock:
    """The wall clock and the clock since boot move together, and only when they are told to; pauses move them."""

    def __init__(self, wall: datetime = START, boot_id: str = "boot", boot_s: float = 1000.0) -> None:
        """Show `wall` (aware)."""
        self._lock = threading.Lock()
        self._now = Instant(wall.astimezone(UTC), boot_id, boot_s)

    def now(self) -> Instant:
        """What it shows."""
        return self._now

    def today(self, timezone: str = "") -> date:
        """The day it shows in a zone; UTC if none is named."""
        return self._now.wall.astimezone(self.zone(timezone)).date()

    def zone(self, timezone: str = "") -> tzinfo:
        """The zone of a name; UTC if none is named."""
        return ZoneInfo(timezone) if timezone else UTC

    def pause(self, seconds: float) -> None:
        """Nobody waits: the time has passed."""
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass."""
        with self._lock:
            now = self._now
            self._now = Instant(
                now.wall + timedelta(seconds=max(0.0, seconds)), now.boot_id, now.boot_s + max(0.0, seconds)
            )

    def set_wall(self, wall: datetime) -> None:
        """Somebody sets the wall clock; the clock since boot does not care."""
        with self._lock:
            self._now = Instant(wall.astimezone(UTC), self._now.boot_id, self._now.boot_s)

    def reboot(self, boot_id: str, seconds: float = 60.0) -> None:
        """The machine was off for `seconds`."""
        with self._lock:
            self._now = Instant(self._now.wall + timedelta(seconds=seconds), boot_id, 0.0)
