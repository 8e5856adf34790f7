"""A timer over midnight: every second lies on the day on which it was worked (reliability B.10).

A day begins at its first instant, which is not always 00:00: some zones change their clocks at midnight. Pieces are
cut at whole seconds of the timer, so that they come to what the timer would have counted, to the second.
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
    """What of a timer lies on one day: so many whole seconds from `began` on."""

    day: date
    seconds: int
    began: Instant


def day_of(moment: datetime, zone: tzinfo | None) -> date:
    """The calendar day of an instant in a zone; None is this machine's."""
    return moment.astimezone(zone).date()


def first_instant(day: date, zone: tzinfo | None) -> datetime:
    """When a day begins in a zone (aware UTC), also where its 00:00 does not exist (reliability C8)."""
    usual = datetime.combine(day, time(), zone).astimezone(UTC)
    if day_of(usual, zone) >= day > day_of(usual - timedelta(seconds=1), zone):
        return usual
    earliest = usual - _DAY  # the clock skips 00:00 from before midnight, or skips the whole day
    seconds = range(3 * 86400)
    found = bisect_left(seconds, day, key=lambda second: day_of(earliest + timedelta(seconds=second), zone))
    return earliest + timedelta(seconds=found)


def split_at_midnights(
    started: Instant, end: Instant, zone: tzinfo | None, away: Iterable[Absence] = ()
) -> list[DayPart]:
    """A timer from `started` to `end`, cut at the midnights of a zone; whole seconds that come to `elapsed_s`.

    Only the last piece may be empty: one that has just begun.
    A midnight within an absence cuts where somebody is back: what becomes of the time before is not known yet.
    """
    total = exact_s(started, end)
    spans = [(exact_s(started, one.began), exact_s(started, one.ended)) for one in away if one.ended is not None]
    cuts = {_moved(seconds, spans) for seconds in _midnights(end.wall - timedelta(seconds=total), end.wall, zone)}
    whole = elapsed_s(started, end)
    marks = sorted({math.ceil(cut - _ROUNDING_S) for cut in cuts if cut <= whole + _ROUNDING_S})
    found = []
    for first, last in pairwise([0, *marks, whole]):
        began = end.shifted(first - total)
        found.append(DayPart(day_of(began.wall, zone), last - first, began))
    return found


def _midnights(start: datetime, end: datetime, zone: tzinfo | None) -> Iterator[float]:
    """In how many seconds after `start` each new day begins, up to `end`."""
    day = day_of(start, zone)
    while (midnight := first_instant(day := day + _DAY, zone)) <= end:
        if midnight > start:
            yield (midnight - start).total_seconds()


def _moved(seconds: float, spans: list[tuple[float, float]]) -> float:
    return next((ended for began, ended in spans if began < seconds < ended), seconds)
