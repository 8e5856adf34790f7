"""Split timers that run over midnight, so that each second counts for the day it was worked on (reliability B.10).

Timers are cut at whole seconds, so that the parts add up exactly to what the timer counts.
"""

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

from demitasse.domain.timer import Instant, elapsed_s, exact_s
from demitasse.domain.timesheet import TimesheetRow
from demitasse.domain.wall_time import day_of, first_instant

_DAY = timedelta(days=1)
_ROUNDING_S = 1e-6


class DayPart(NamedTuple):
    """The part of a timer that lies on one day: whole `seconds`, starting at `began`."""

    day: date
    seconds: int
    began: Instant


def split_at_midnights(started: Instant, end: Instant, zone: tzinfo) -> list[DayPart]:
    """Split a timer from `started` to `end` at the midnights of a zone.

    The parts are whole seconds that add up to `elapsed_s`. Only the last one may be empty: it has just begun.
    """
    total, whole = exact_s(started, end), elapsed_s(started, end)
    cuts = _midnights(end.wall - timedelta(seconds=total), end.wall, zone)
    marks = sorted({math.ceil(cut - _ROUNDING_S) for cut in cuts if cut <= whole + _ROUNDING_S})
    parts = []
    for first, last in pairwise([0, *marks, whole]):
        began = end.shifted(first - total)
        parts.append(DayPart(day_of(began.wall, zone), last - first, began))
    return parts


def is_implausible(began: Instant, end: Instant, zone: tzinfo, longest_h: int) -> bool:
    """Return whether a timer ran longer than `longest_h` hours, or over more than one night: it was forgotten."""
    seconds = exact_s(began, end)
    if seconds > longest_h * 3600:
        return True
    nights = sum(1 for _ in _midnights(end.wall - timedelta(seconds=seconds), end.wall, zone))
    return nights > 1


def by_day(row: TimesheetRow, now: Instant, zone: tzinfo, unsplit_h: int = 0) -> list[TimesheetRow]:
    """Return a running row, read at `now`, as a row for each day its timer has run on; only the last one runs.

    The parts on the day that the row has are one, since a running timer may have been moved to a later day. A timer
    that has run for less than `unsplit_h` hours is not split.
    """
    if not row.running:
        return [row]
    began = now.shifted(row.earlier_s - row.duration_s)
    if day_of(began.wall, zone) == day_of(now.wall, zone):
        return [row]
    if unsplit_h and not is_implausible(began, now, zone, unsplit_h):
        return [row]
    parts = split_at_midnights(began, now, zone)
    while len(parts) > 1 and parts[1].day == row.day:
        first, second, *rest = parts
        parts = [first._replace(seconds=first.seconds + second.seconds), *rest]
    if len(parts) < 2:
        return [row]
    first, *later = parts
    rows = [row._replace(duration_s=row.earlier_s + first.seconds, running=False)]
    for part in later:
        shown = row._replace(day=part.day, duration_s=part.seconds, earlier_s=0, started_at=part.began.wall)
        rows.append(shown._replace(start_time=None, end_time=None, running=part is later[-1]))
    return rows


def _midnights(start: datetime, end: datetime, zone: tzinfo) -> Iterator[float]:
    """Yield the seconds from `start` to the beginning of each new day, up to `end`."""
    day = day_of(start, zone)
    while (midnight := first_instant(day := day + _DAY, zone)) <= end:
        if midnight > start:
            yield (midnight - start).total_seconds()
