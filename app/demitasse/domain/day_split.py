"""Split timers that run over midnight, so that each second counts for the day it was worked on (reliability B.10).

Timers are cut at whole seconds, so that the parts add up exactly to what the timer counts.
"""

import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

from demitasse.domain.absence import Absence
from demitasse.domain.timer import Instant, elapsed_s, exact_s
from demitasse.domain.wall_time import day_of, first_instant

_DAY = timedelta(days=1)
_ROUNDING_S = 1e-6


class DayPart(NamedTuple):
    """The part of a timer that lies on one day: whole `seconds`, starting at `began`."""

    day: date
    seconds: int
    began: Instant


def split_at_midnights(started: Instant, end: Instant, zone: tzinfo, away: Iterable[Absence] = ()) -> list[DayPart]:
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


def _midnights(start: datetime, end: datetime, zone: tzinfo) -> Iterator[float]:
    """Yield the seconds from `start` to the beginning of each new day, up to `end`."""
    day = day_of(start, zone)
    while (midnight := first_instant(day := day + _DAY, zone)) <= end:
        if midnight > start:
            yield (midnight - start).total_seconds()


def _moved(seconds: float, spans: list[tuple[float, float]]) -> float:
    """Move a cut that lies within an absence to the end of that absence."""
    return next((ended for began, ended in spans if began < seconds < ended), seconds)
