"""Parse times of day and time ranges: "9:30", "9am", "9-10:30", "9 bis 10.30"."""

import re
from datetime import time
from typing import NamedTuple

from demitasse.domain import durations
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.timesheet import second_of_day

_DAY = 24 * 60
_NOON = 12 * 60
_HOUR = 60
_MAX_LENGTH = 40

_CLOCK = re.compile(r"(\d{1,2})[:.h ]?(\d{2})?h?\s*(?:([ap])\.?m?\.?)?(?:\s*uhr)?", re.IGNORECASE)
_RANGE = re.compile(r"(?:(?:from|von)\s)?\s*(.+?)\s*(?:[-–—−]|\s(?:to|till|until|bis)\s)\s*(.+)", re.IGNORECASE)


class TimeRange(NamedTuple):
    """A duration, with start and end if given; an end at midnight is None."""

    duration_s: int
    start: time | None = None
    end: time | None = None


class _Moment(NamedTuple):
    """Minutes since midnight, up to 24:00; `half` is "a" or "p" if it was written with am or pm."""

    minutes: int
    half: str


def parse(text: str) -> TimeRange:
    """Parse a start and an end, or a duration in any form that `durations.parse` accepts.

    If only one of the two has am or pm, the other is in the same half of the day if that makes sense.

    Raises:
        BadInput: it is neither, it ends before it starts, or it lasts more than 24 hours. The field is "duration".
    """
    match = _RANGE.fullmatch(text.strip()) if len(text) <= _MAX_LENGTH else None
    if match is None:
        return TimeRange(durations.parse(text, FaultCode.NOT_A_SPAN))
    first, last = _moment(match[1]), _moment(match[2])
    if first is None or last is None or first.minutes == _DAY:
        raise BadInput(FaultCode.NOT_A_SPAN, text=text.strip(), field="duration")
    start, end = _same_half(first, last)
    if end <= start:
        raise BadInput(FaultCode.END_BEFORE_START, field="duration")
    return TimeRange((end - start) * 60, _time(start), None if end == _DAY else _time(end))


def time_of_day(text: str, field: str) -> time:
    """Parse "9", "9:05", "9.05", "0905", "9h", "9am", "9 Uhr". Raises BadInput for `field`."""
    moment = _moment(text)
    if moment is None or moment.minutes == _DAY:
        raise BadInput(FaultCode.NOT_A_TIME, text=text[:40], field=field)
    return _time(moment.minutes)


def end_after(start: time, duration_s: int) -> time | None:
    """Return the end of an entry, or None if it is not on the day of its start."""
    end = (second_of_day(start) + duration_s) // 60
    return _time(end) if end < _DAY else None


def seconds_between(start: time, end: time) -> int:
    """Return the seconds from `start` to `end` on the same day. Raises BadInput if `end` is not later."""
    passed = second_of_day(end) - second_of_day(start)
    if passed <= 0:
        raise BadInput(FaultCode.END_BEFORE_START, field="end_time")
    return passed


def _moment(text: str) -> _Moment | None:
    match = _CLOCK.fullmatch(text.strip()) if len(text) <= _MAX_LENGTH else None
    if match is None:
        return None
    hours, minutes, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if minutes > 59 or (half and not 1 <= hours <= 12):
        return None
    since = (hours % 12 + (12 if half == "p" else 0) if half else hours) * 60 + minutes
    return _Moment(since, half) if since <= _DAY else None


def _same_half(first: _Moment, last: _Moment) -> tuple[int, int]:
    """Return the minutes of both, one of them moved by twelve hours if only the other has am or pm."""
    start, end = first.minutes, last.minutes
    if last.half and not first.half and _HOUR <= start < _NOON + 60:
        shifted = start % _NOON + (_NOON if last.half == "p" else 0)
        start = shifted if shifted < end else start
    elif first.half and not last.half and end <= start and _HOUR <= end < _NOON + 60:
        end = end % _NOON + _NOON
    return start, end


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
