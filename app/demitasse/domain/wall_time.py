"""Wall times: how a day and a time of day become an instant in a zone.

The rules hold wherever a time of day is typed:

- A time that the clock skipped is the moment it was set forward: no time passed in between.
- A time that came twice is the later one of those that have passed.
- A time without a day is the nearest one that has passed, so at 0:25 a typed 23:55 is yesterday's.
- An end that is not after its start is on the next day.
- A day begins at its first instant, which is not always 00:00: some zones change their clocks at midnight.

Instants are compared in UTC only, since Python compares two times of one zone by their wall time.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class Occurrence(StrEnum):
    """How often a wall time occurs on its day, and which of these was taken."""

    ONCE = "once"
    SKIPPED = "skipped"
    """It does not occur: the clock was set forward over it."""
    FIRST = "first"
    SECOND = "second"


class Reading(NamedTuple):
    """A wall time read as an instant: `at` is aware, in the zone it was read in."""

    at: datetime
    occurrence: Occurrence = Occurrence.ONCE

    @property
    def utc(self) -> datetime:
        """The instant in UTC, which can be compared with others."""
        return self.at.astimezone(UTC)


class Span(NamedTuple):
    """A start and an end, both as instants; the end is never earlier, and the same if no time passed in between."""

    start: Reading
    end: Reading

    @property
    def seconds(self) -> int:
        """The seconds that passed from start to end."""
        return int((self.end.utc - self.start.utc).total_seconds())


class DayTimes(NamedTuple):
    """The part of a span on one day: its seconds, and the wall times at which it begins and ends.

    An end at the end of the day is 00:00.
    """

    day: date
    seconds: int
    start: time
    end: time


class DayClock(NamedTuple):
    """What a clock in a zone shows on one day."""

    day: date
    zone: tzinfo


def day_of(moment: datetime, zone: tzinfo) -> date:
    """Return the calendar day of an instant in a zone."""
    return moment.astimezone(zone).date()


def first_instant(day: date, zone: tzinfo) -> datetime:
    """Return when a day begins in a zone (aware UTC), even if that day has no 00:00 (reliability C8)."""
    usual = datetime.combine(day, time(), zone).astimezone(UTC)
    if day_of(usual, zone) >= day > day_of(usual - _SECOND, zone):
        return usual
    earliest = usual - _DAY  # the clock skips 00:00 from before midnight, or skips the whole day
    seconds = range(3 * 86400)
    index = bisect_left(seconds, day, key=lambda second: day_of(earliest + timedelta(seconds=second), zone))
    return earliest + timedelta(seconds=index)


def day_before(day: date, zone: tzinfo) -> date:
    """Return the last day before `day` that exists in the zone."""
    return day_of(first_instant(day, zone) - _SECOND, zone)


def readings(day: date, clock: time, zone: tzinfo) -> tuple[Reading, ...]:
    """Return what a wall time on a day can mean: one instant, or two in their order if it came twice."""
    wall = datetime.combine(day, clock, zone)
    first, second = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return (Reading(first.astimezone(zone)),)
    if first < second:
        return Reading(first.astimezone(zone), Occurrence.FIRST), Reading(second.astimezone(zone), Occurrence.SECOND)
    return (Reading(_change_between(second, first, zone).astimezone(zone), Occurrence.SKIPPED),)


def latest(clock: time, now: datetime, zone: tzinfo, day: date | None = None) -> Reading | None:
    """Return the last time at which the clock showed `clock` on `day`; on the nearest day if none is named.

    None if that is yet to come.
    """
    today = day_of(now, zone)
    days = (today, day_before(today, zone)) if day is None else (day,)
    passed = (reading for each in days for reading in reversed(readings(each, clock, zone)) if reading.utc <= now)
    return next(passed, None)


def span(day: date, start: time, end: time, zone: tzinfo, now: datetime | None = None) -> Span:
    """Return the span from `start` on `day` to the next `end`; of several, the latest one that is over by `now`.

    An end of 00:00 is the end of the day. The seconds of the result are 0 if the clock skipped all of it.
    """
    starts, ends = readings(day, start, zone), readings(day, end, zone)
    if end <= start and not ends[-1].utc > starts[0].utc:
        midnight = first_instant(day + _DAY, zone)
        ends = readings(day_of(midnight, zone), end, zone) if end > time() else (Reading(midnight.astimezone(zone)),)
    spans = [Span(one, other) for other in reversed(ends) for one in reversed(starts) if one.utc < other.utc]
    over = (each for each in spans if now is None or each.end.utc <= now)
    return next(over, spans[-1] if spans else Span(starts[0], starts[0]))


def seconds_between(start: time, end: time, on: DayClock) -> int:
    """Return the seconds that passed between two times of a day (00:00 is its end); 0 if `end` is not later."""
    whole = span(on.day, start, end, on.zone)
    return whole.seconds if whole.end.utc <= first_instant(on.day + _DAY, on.zone) else 0


def possible_seconds(start: time, end: time, on: DayClock) -> set[int]:
    """Return what may have passed between two times of a day (00:00 is its end), one of which may have come twice."""
    ends = [Reading(first_instant(on.day + _DAY, on.zone))] if end == time() else readings(on.day, end, on.zone)
    return {Span(one, other).seconds for one in readings(on.day, start, on.zone) for other in ends}


def end_after(start: time, seconds: int, on: DayClock) -> time | None:
    """Return when an entry ends that began at `start` (00:00 is the end of the day); None if that is another day."""
    ended = readings(on.day, start, on.zone)[-1].utc + timedelta(seconds=seconds)
    if ended == first_instant(on.day + _DAY, on.zone):
        return time()
    shown = ended.astimezone(on.zone)
    return shown.time().replace(second=0, fold=0) if shown.date() == on.day else None


def start_before(end: time, seconds: int, on: DayClock) -> time | None:
    """Return when an entry began that ends at `end` (00:00 is the end of the day); None if that is another day."""
    ended = readings(on.day, end, on.zone)[-1].utc if end > time() else first_instant(on.day + _DAY, on.zone)
    shown = (ended - timedelta(seconds=seconds)).astimezone(on.zone)
    return shown.time().replace(second=0, fold=0) if shown.date() == on.day else None


def split_by_day(whole: Span, zone: tzinfo) -> Iterator[DayTimes]:
    """Yield the parts of a span that lie on each day; their seconds add up to those of the span."""
    first, last = whole.start.utc, whole.end.utc
    marks, midnight = [first], first_instant(day_of(first, zone) + _DAY, zone)
    while midnight < last:
        marks.append(midnight)
        midnight = first_instant(day_of(midnight, zone) + _DAY, zone)
    for began, ended in pairwise([*marks, last]):
        shown = began.astimezone(zone)
        until = ended.astimezone(zone).time() if ended == last else time()
        yield DayTimes(shown.date(), int((ended - began).total_seconds()), shown.time(), until)


def same_clock(one: tzinfo, other: tzinfo, now: datetime) -> bool:
    """Return whether clocks in two zones show the same in the year around `now`."""
    weeks = (now + timedelta(weeks=number) for number in range(-26, 27))
    return all(week.astimezone(one).utcoffset() == week.astimezone(other).utcoffset() for week in weeks)


def zone_label(zone: tzinfo, now: datetime) -> str:
    """Return the city of a zone ("New York"), or its abbreviation if it has no name."""
    name: str = getattr(zone, "key", "") or ""
    return name.rpartition("/")[2].replace("_", " ") or now.astimezone(zone).tzname() or ""


def _change_between(before: datetime, after_it: datetime, zone: tzinfo) -> datetime:
    """Return the instant (UTC) between two others at which the clock was set."""
    offset = before.astimezone(zone).utcoffset()
    seconds = range(int((after_it - before).total_seconds()) + 1)
    index = bisect_left(
        seconds, 1, key=lambda second: (before + timedelta(seconds=second)).astimezone(zone).utcoffset() != offset
    )
    return before + timedelta(seconds=index)
