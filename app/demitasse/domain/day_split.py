"""Split timers that run over midnight, so that each second counts for the day it was worked on (reliability B.10).

A day begins at its first instant, which is not always 00:00: some zones change their clocks at midnight. Timers are cut
at whole seconds, so that the parts add up exactly to what the timer counts.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

from demitasse.domain.absence import Absence
from demitasse.domain.timer import Instant, elapsed_s, exact_s

_DAY = timedelta(days=1)
_ROUNDING_S = 1e-6


class DayPart(NamedTuple):
    """The part of a timer that lies on one day: whole `seconds`, starting at `began`."""

    day: date
    seconds: int
    began: Instant


def day_of(moment: datetime, zone: tzinfo | None) -> date:
    """Return the calendar day of an instant in a zone; None is this machine's zone."""
    return moment.astimezone(zone).date()


def first_instant(day: date, zone: tzinfo | None) -> datetime:
    """Return when a day begins in a zone (aware UTC), even if that day has no 00:00 (reliability C8)."""
    usual = datetime.combine(day, time(), zone).astimezone(UTC)
    if day_of(usual, zone) >= day > day_of(usual - timedelta(seconds=1), zone):
        return usual
    earliest = usual - _DAY  # the clock skips 00:00 from before midnight, or skips the whole day
    seconds = range(3 * 86400)
    index = bisect_left(seconds, day, key=lambda second: day_of(earliest + timedelta(seconds=second), zone))
    return earliest + timedelta(seconds=index)


def split_at_midnights(
    started: Instant, end: Instant, zone: tzinfo | None, away: Iterable[Absence] = ()
) -> list[DayPart]:
    """Split a timer from `started` to `end` at the midnights of a zone.

    The parts are whole seconds that add up to `elapsed_s`. Only the last one may be empty: it has just begun. A
    midnight during an absence is moved to the end of that absence, as the time before it is still undecided.
    """
    total = exact_s(started, end)
    spans = [(exact_s(started, item.began), exact_s(started, item.ended)) for item in away if item.ended is not None]
    cuts = {_moved(seconds, spans) for seconds in _midnights(end.wall - timedelta(seconds=total), end.wall, zone)}
    whole = elapsed_s(started, end)
    marks = sorted({math.ceil(cut - _ROUNDING_S) for cut in cuts if cut <= whole + _ROUNDING_S})
    parts = []
    for first, last in pairwise([0, *marks, whole]):
        began = end.shifted(first - total)
        parts.append(DayPart(day_of(began.wall, zone), last - first, began))
    return parts


def _midnights(start: datetime, end: datetime, zone: tzinfo | None) -> Iterator[float]:
    """Yield the seconds from `start` to the beginning of each new day, up to `end`."""
    day = day_of(start, zone)
    while (midnight := first_instant(day := day + _DAY, zone)) <= end:
        if midnight > start:
            yield (midnight - start).total_seconds()


def _moved(seconds: float, spans: list[tuple[float, float]]) -> float:
    """Move a cut that lies within an absence to the end of that absence."""
    return next((ended for began, ended in spans if began < seconds < ended), seconds)
