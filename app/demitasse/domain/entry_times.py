"""The start and end that tracked entries keep, and what CoffeeCup makes of them (api-facts 8.7, 13.18).

A start and an end are kept only while they agree with the duration: an entry whose timer was paused has neither.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from demitasse.domain.entries import Entry, Fields
from demitasse.domain.merge import ROUNDING_STEPS_S, is_truncated, same_comment
from demitasse.domain.timer import Instant
from demitasse.domain.wall_time import readings, span

TOLERANCE_S = 60
"""A start, an end and a duration agree if they differ by less than this many seconds."""

CLOCK_S = 5
"""CoffeeCup may measure a timer by its own clock, which differs by at most this many seconds."""

_TIMES = ("start_time", "end_time")


class BookedTime(NamedTuple):
    """The time of a new entry: its day, its seconds, and when it began and ended, if known (00:00 ends the day)."""

    day: date
    seconds: int
    start: time | None = None
    end: time | None = None


def agree(fields: Fields, zone: tzinfo) -> bool:
    """Return whether a start and an end agree with the duration. Entries without both agree."""
    start, end = fields.start_time, fields.end_time
    if start is None or end is None:
        return True
    seconds = (timedelta(hours=end.hour - start.hour, minutes=end.minute - start.minute, seconds=end.second)
               - timedelta(seconds=start.second)).total_seconds() % 86400  # fmt: skip
    if abs(seconds - fields.duration_s) < TOLERANCE_S:  # Most entries need no zone.
        return True
    return any(
        abs((ending.utc - beginning.utc).total_seconds() - fields.duration_s) < TOLERANCE_S
        for beginning in readings(fields.day, start, zone)
        for ending in (span(fields.day, start, end, zone).end, *readings(fields.day, end, zone))
    )


def started(fields: Fields, at: Instant, zone: tzinfo) -> Fields:
    """Return `fields` of a timer that is started at an instant, with the start if it is on the day of the entry."""
    if not fields.running or fields.start_time is not None or fields.duration_s:
        return fields
    local = at.wall.astimezone(zone)
    return fields._replace(start_time=local.time().replace(microsecond=0)) if local.date() == fields.day else fields


def changed(before: Entry, after: Entry, zone: tzinfo) -> Entry:
    """Return `after` with the end of a timer that was stopped, and without times that the change has made wrong."""
    if after.mine.running and not after.deleted:
        mine = after.mine._replace(end_time=None)
        fresh = before.started is None and after.started is not None
        return after._replace(mine=started(mine, after.started, zone) if fresh and after.started else mine)
    if after.deleted or after.mine[-2:] != before.mine[-2:]:
        return after
    if before.mine.running and before.started is not None:
        return after._replace(mine=_ended(before, after.mine, before.started, zone))
    if before.mine.duration_s != after.mine.duration_s and agree(before.mine, zone) and not agree(after.mine, zone):
        return after._replace(mine=after.mine._replace(start_time=None, end_time=None))
    return after


def _ended(before: Entry, mine: Fields, began: Instant, zone: tzinfo) -> Fields:
    """Return the fields of a stopped timer; start and end are unknown if it did not run without a pause."""
    counted_s = mine.duration_s - before.mine.duration_s
    if mine.start_time is None and before.started_here and not before.mine.duration_s and counted_s > 0:
        mine = started(mine._replace(running=True, duration_s=0), began, zone)._replace(
            running=False, duration_s=mine.duration_s
        )
    if mine.start_time is None:
        return mine
    stopped_at = began.wall + timedelta(seconds=counted_s)
    for start in readings(mine.day, mine.start_time, zone):
        end = start.utc + timedelta(seconds=mine.duration_s)
        if abs((end - stopped_at).total_seconds()) < TOLERANCE_S:
            return mine._replace(end_time=_clock(end, zone))
    return mine._replace(start_time=None, end_time=None)


def part_times(began: datetime, seconds: int, zone: tzinfo) -> tuple[time, time]:
    """Return when a part of a timer began and ended."""
    return _clock(began, zone), _clock(began + timedelta(seconds=seconds), zone)


def with_kept_times(known: Fields | None, theirs: Fields) -> Fields:
    """Return the version of CoffeeCup with the times that were `known` and that it does not record.

    Another duration means that somebody has changed the entry; then the times are unknown.
    """
    if known is None or None not in {theirs.start_time, theirs.end_time}:
        return theirs
    if not theirs.running and not known.running and theirs.duration_s != known.duration_s:
        return theirs
    start = known.start_time if theirs.start_time is None else theirs.start_time
    end = known.end_time if theirs.end_time is None and not theirs.running else theirs.end_time
    return theirs._replace(start_time=start, end_time=end)


def not_kept(sent: Fields, stored: Fields, names: set[str]) -> set[str]:
    """Return which of the sent fields `names` CoffeeCup stored with another meaning.

    Times that it does not record, or records although none were sent, other white space, and durations rounded to a
    grid have the same meaning.
    """
    return {
        name
        for name in names - {"running"}
        if getattr(sent, name) != getattr(stored, name) and not _is_kept(name, sent, stored)
    }


def _is_kept(name: str, sent: Fields, stored: Fields) -> bool:
    if name == "comment":
        return same_comment(sent.comment, stored.comment) or is_truncated(sent.comment, stored.comment)
    if name == "duration_s":
        return sent.running or stored.running or _same_duration(sent, stored)
    mine, theirs = getattr(sent, name), getattr(stored, name)
    if name in _TIMES:
        return mine is None or theirs is None or _apart_s(mine, theirs) < TOLERANCE_S
    return bool(mine == theirs)


def _same_duration(sent: Fields, stored: Fields) -> bool:
    apart_s = abs(sent.duration_s - stored.duration_s)
    if apart_s <= CLOCK_S:
        return True
    # A duration that follows from other times was not rounded.
    times_moved = not all(_is_kept(name, sent, stored) for name in _TIMES)
    return not times_moved and any(stored.duration_s % step == 0 and apart_s < step for step in ROUNDING_STEPS_S)


def _apart_s(one: time, other: time) -> int:
    seconds = abs((one.hour - other.hour) * 3600 + (one.minute - other.minute) * 60 + one.second - other.second)
    return min(seconds, 86400 - seconds)


def _clock(moment: datetime, zone: tzinfo) -> time:
    return moment.astimezone(UTC).replace(microsecond=0).astimezone(zone).time().replace(fold=0)
