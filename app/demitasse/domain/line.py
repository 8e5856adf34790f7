"""What a typed line says, such as "yesterday 9-10:30 web cod: fix login", and how it is written (docs/lines.md)."""

from datetime import time
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain import days
from demitasse.domain.days import Day
from demitasse.domain.durations import hours_minutes, hours_minutes_seconds

LONG_S = 12 * 3600
"""A longer duration is rare, so that "17:30" is more likely a time of day."""


class Verb(StrEnum):
    """What a line does."""

    START = "start"
    STOP = "stop"
    ADD = "add"
    EDIT = "edit"


class Span(NamedTuple):
    """Where the text of one part of a line begins and ends: "verb", "day", "time", "query" or "comment"."""

    part: str
    start: int
    end: int


class Line(NamedTuple):
    """What a line says, not resolved yet: days and times of day are as they were typed.

    `start` is when it began (of STOP: when it ended). An `end` of 00:00 is the end of the day, and one that is earlier
    than the start is on the next day. `ago_s` is how long ago the timer began or ended. `comment` is None if none was
    typed.
    """

    verb: Verb
    query: str = ""
    comment: str | None = None
    day: Day | None = None
    start: time | None = None
    end: time | None = None
    ago_s: int | None = None
    duration_s: int | None = None
    spans: tuple[Span, ...] = ()


def as_text(line: Line, *, quoted: bool = False) -> str:
    """Return a line without its verb; `quoted` puts the query in quotes, so that nothing in it is taken for a time."""
    query = f'"{line.query}"' if quoted and line.query else line.query
    comment = "" if line.comment is None else f": {line.comment}"
    return (" ".join(filter(None, [times_as_text(line), query])) + comment).strip()


def times_as_text(line: Line) -> str:
    """Return the day, the times of day and the duration of a line."""
    words = [] if line.day is None else [days.as_text(line.day)]
    end = None if line.end is None else "24:00" if line.end == time() else _clock(line.end)
    if line.start is not None:
        words.append(f"{_clock(line.start)}-{end}" if end else f"at {_clock(line.start)}")
    elif end:
        words.append(f"until {end}")
    if line.ago_s is not None:
        words.append(_ago(line.ago_s))
    if line.duration_s is not None:
        words.append(_duration(line.duration_s, alone=line.start is None and line.end is None))
    return " ".join(words)


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def _duration(seconds: int, *, alone: bool) -> str:
    if seconds % 60:
        return hours_minutes_seconds(seconds)
    return f"{hours_minutes(seconds)}{'' if alone and seconds <= LONG_S else 'h'}"


def _ago(seconds: int) -> str:
    if seconds % 60:
        return f"{hours_minutes_seconds(seconds)} ago"
    hours, minutes = divmod(seconds // 60, 60)
    return f"-{hours}h{minutes}m" if hours else f"-{minutes}m"
