"""Times of day and time ranges as people write them: "9:30", "9am", "9 Uhr", "9-10:30", "von 9 bis 10.30"."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any, NamedTuple

from demitasse.domain import durations, wall_time
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.timesheet import second_of_day
from demitasse.domain.wall_time import DayClock

_DAY = 24 * 60
_NOON = 12 * 60
_HOUR = 60
_MAX_LENGTH = 60
MAX_NIGHT_S = 12 * 3600
"""The longest range over midnight: "22-6" is one, "9-5" a mistake."""

_GERMAN_DAY = r"\s+(?:mon|diens|donners|frei|sams|sonn)(?:ta|a)g|\s+mittwoch|\s+sonnabend|\s+[0-9]{1,2}\.[0-9]"
_HALF = rf"\s*(?:pm|p\.m\.?|am(?!{_GERMAN_DAY})|a\.m\.?)(?![a-zäöüß])"
_UHR = r"\s*uhr(?:\s*[0-5][0-9](?![0-9:.,]|\s*(?:h|std|stunden?|m|mins?|minuten?)(?![a-zäöüß])))?"
_MINUTES = r"[:.h][0-9]{1,2}h?"
_END = r"(?![0-9a-zäöüß:])"
TIME_OF_DAY = rf"(?:[0-9]{{1,2}}|[1-9][0-9]{{2}}|[0-9]{{4}})(?:{_MINUTES}(?:{_HALF}|\s*uhr)?|{_HALF}|{_UHR})?{_END}"
"""A time of day, also one with too many hours or minutes (a regular expression, without case). "9h" is a duration."""
MARKED_TIME = rf"[0-9]{{1,2}}(?:{_MINUTES})?(?:{_HALF}|{_UHR}){_END}"
"""A time of day that cannot be a duration, because it has "am", "pm" or "Uhr"."""
_PARTS = r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))?h?\s*(?:([ap])\.?m\.?)?\s*(?:uhr\s*([0-9]{2})?)?"
_DASH = r"\s*-\s*|\s+(?:to|till|until|bis)\s+"
RANGE = (
    rf"(?:(?:from|von)\s+)?(?:(?:{TIME_OF_DAY})(?:{_DASH})(?:{TIME_OF_DAY})"
    rf"|[0-9]{{1,2}}h[0-9]{{2}}(?:{_DASH})[0-9]{{1,2}}h{_END})"
)
"""A start and an end."""
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")


class TimeRange(NamedTuple):
    """A duration, with start and end if given; an end of 00:00 is the end of the day."""

    duration_s: int
    start: time | None = None
    end: time | None = None


class _Moment(NamedTuple):
    """Minutes since midnight, up to 24:00; `half` is "a" or "p" if it was written with am or pm."""

    minutes: int
    half: str


def plain_dashes(text: str) -> str:
    """Return `text` with every kind of dash as "-", and every kind of space as " ": as many letters as before."""
    return "".join(" " if letter.isspace() else letter for letter in text.translate(_DASHES))


def parse(text: str, *, previewed: bool = True) -> TimeRange:
    """Parse the text of a field: a start and an end, or a duration as `durations.parse` does.

    Raises:
        BadInput: it is neither, it ends before it starts, or it lasts more than 24 hours. The field is "duration".
    """
    typed = plain_dashes(text).strip()
    if len(typed) <= _MAX_LENGTH and re.fullmatch(RANGE, typed, re.IGNORECASE):
        return time_range(typed)
    return TimeRange(durations.parse(text, FaultCode.NOT_A_SPAN, previewed=previewed))


def time_range(text: str, *, overnight: bool = False) -> TimeRange:
    """Parse a start and an end; with `overnight` the end may be on the next day, up to 12 hours later.

    If only one of the two has am or pm, the other is in the same half of the day if that makes sense.

    Raises:
        BadInput: one of them is no time of day, or the end is not later than the start.
    """
    typed = re.sub(r"^(?:from|von)\s+", "", text.strip(), flags=re.IGNORECASE)
    first, last = (_moment(part, "duration") for part in re.split(_DASH, typed, maxsplit=1, flags=re.IGNORECASE))
    if first.minutes == _DAY:
        raise _not_a_time(text, "duration")
    start, end = _same_half(first, last)
    if bool(first.half) is not bool(last.half) and start < _NOON and (end - start) % _DAY > _NOON:  # "11-12am"
        ranges = (f"{_time(minute):%H:%M}-{_time(end):%H:%M}" for minute in (start, start + _NOON))
        raise durations.two_readings(text, *ranges)
    length_s = (end - start) % _DAY * 60 or (durations.MAX_S if end > start else 0)
    if not length_s or (0 < end <= start and not (overnight and length_s <= MAX_NIGHT_S)):
        raise BadInput(FaultCode.END_BEFORE_START, field="duration")
    return TimeRange(length_s, _time(start), _time(end))


def time_of_day(text: str, field: str) -> time:
    """Parse "9", "9:05", "9.05", "0905", "9h", "9am", "9 Uhr". Raises BadInput for `field`."""
    moment = _moment(text, field)
    if moment.minutes == _DAY:
        raise _not_a_time(text, field)
    return _time(moment.minutes)


def end_of_day_or_time(text: str, field: str) -> time:
    """Parse the same, and "24:00" as 00:00: the end of the day. Raises BadInput for `field`."""
    return _time(_moment(text, field).minutes)


def end_after(start: time, duration_s: int, on: DayClock | None = None) -> time | None:
    """Return the end of an entry (00:00 is the end of the day), or None if it is after the day of its start.

    With `on`, a change of the clock on that day counts.
    """
    if on is not None:
        return wall_time.end_after(start, duration_s, on)
    end = (second_of_day(start) + duration_s) // 60
    return _time(end) if end <= _DAY else None


def start_before(end: time, duration_s: int, on: DayClock | None = None) -> time | None:
    """Return the start of an entry with this end (00:00 is the end of the day), or None if it is on the day before."""
    if on is not None:
        return wall_time.start_before(end, duration_s, on)
    start = (second_of_day(end) or durations.MAX_S) - duration_s
    return _time(start // 60) if start >= 0 else None


def retimed(times: TimeRange, changes: Mapping[str, Any], on: DayClock | None = None) -> TimeRange:
    """Return the times of an entry after `duration_s`, `start_time` and `end_time`, or some of them, were set.

    Any two decide the third: a new duration moves the end; a new start or end changes the duration, and the other one
    if the entry has no end or start.

    Raises:
        BadInput: three that were set disagree, the end is not later than the start, or it would be after midnight.
    """
    start, end = changes.get("start_time", times.start), changes.get("end_time", times.end)
    duration_s = changes.get("duration_s", times.duration_s)
    sets_start, sets_end, sets_duration = (name in changes for name in ("start_time", "end_time", "duration_s"))
    if start and end and not sets_duration:
        return TimeRange(seconds_between(start, end, on), start, end)
    if start and end and sets_start and sets_end:
        passed = {seconds_between(start, end)} if on is None else wall_time.possible_seconds(start, end, on)
        if all(abs(each - duration_s) >= 60 for each in passed):
            raise BadInput(
                FaultCode.TIMES_DISAGREE, span=f"{start:%H:%M}-{end:%H:%M}", duration_s=duration_s, field="duration"
            )
        return TimeRange(duration_s, start, end)
    if end and sets_end and not sets_start:
        return TimeRange(duration_s, _within_day(start_before(end, duration_s, on)), end)
    if start and (end or (sets_start and not sets_end)):
        return TimeRange(duration_s, start, _within_day(end_after(start, duration_s, on)))
    return TimeRange(duration_s, start, end)


def completed(duration_s: int, start: time | None, end: time | None) -> TimeRange:
    """Return a duration with its start and end, one of which is known. Over midnight the end is on the next day.

    Raises BadInput if it would begin on the day before.
    """
    if start is None:
        return TimeRange(duration_s, _within_day(start_before(end, duration_s) if end else None), end)
    return TimeRange(duration_s, start, _time((second_of_day(start) + duration_s) // 60))


def _within_day(moment: time | None) -> time:
    if moment is None:
        raise BadInput(FaultCode.OVER_MIDNIGHT, field="duration")
    return moment


def seconds_between(start: time, end: time, on: DayClock | None = None) -> int:
    """Return the seconds from `start` to `end` (00:00 is the end of the day). Raises BadInput if that is not later.

    With `on`, these are the seconds that passed between them on that day.
    """
    if on is not None:
        passed = wall_time.seconds_between(start, end, on)
    else:
        passed = (second_of_day(end) or durations.MAX_S) - second_of_day(start)
    if passed <= 0:
        raise BadInput(FaultCode.END_BEFORE_START, field="end_time")
    return passed


def _moment(text: str, field: str) -> _Moment:
    """Parse a time of day up to 24:00. Raises BadInput for `field`."""
    typed = plain_dashes(text).strip()
    match = re.fullmatch(_PARTS, typed, re.IGNORECASE) if len(typed) <= _MAX_LENGTH else None
    if match is None:
        raise _not_a_time(typed, field)
    hours, minutes, half = int(match[1]), int(match[2] or match[4] or 0), (match[3] or "").lower()
    since = (hours % 12 + (12 if half == "p" else 0) if half else hours) * 60 + minutes
    if minutes > 59 or since > _DAY or (half and not 1 <= hours <= 12):
        raise _not_a_time(typed, field)
    return _Moment(since, half)


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
    return time(minutes // 60 % 24, minutes % 60)


def _not_a_time(text: str, field: str) -> BadInput:
    return BadInput(FaultCode.NOT_A_TIME, text=text.strip()[:40], field=field)
