"""The clock of the sandbox, which tests and the demo can set, and conversions of instants."""

import time
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Clock:
    """Epoch seconds: real time until the clock is set or advanced."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._frozen: float | None = None

    def now(self) -> float:
        """Return the current instant in epoch seconds."""
        return time.time() + self._offset if self._frozen is None else self._frozen

    def set(self, instant: float) -> None:
        """Stop the clock at `instant` (epoch seconds); only `advance` moves it then."""
        self._frozen = float(instant)

    def advance(self, seconds: float) -> None:
        """Move the clock by `seconds`, whether it is stopped or running."""
        if self._frozen is None:
            self._offset += seconds
        else:
            self._frozen += seconds

    def travel(self, instant: float) -> None:
        """Jump to `instant` (epoch seconds) and run on from there."""
        self._frozen = None
        self._offset = instant - time.time()

    def release(self) -> None:
        """Return to real time."""
        self._frozen = None
        self._offset = 0.0


def timestamp(instant: float) -> str:
    """Format epoch seconds as the service does: ISO 8601 in UTC with milliseconds and `Z` (api-facts 3)."""
    moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(instant * 1000))
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def zone(name: object) -> tzinfo:
    """Return the named time zone, or UTC if it is unknown or its data is missing."""
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def local(instant: float, zone_name: object) -> datetime:
    """Return `instant` as local time in a named zone."""
    return datetime.fromtimestamp(instant, zone(zone_name))


def day_after(day: date) -> date:
    """Return the next day; the last day of the calendar, 9999-12-31, is followed by itself."""
    return min(day, date.max - timedelta(days=1)) + timedelta(days=1)


def midnight(day: date, zone_name: object) -> float:
    """Return the first instant of `day` in a named zone, in epoch seconds."""
    return datetime(day.year, day.month, day.day, tzinfo=zone(zone_name)).timestamp()
