"""Wall-clock times as people write them, and how start, end and duration depend on one another."""

from __future__ import annotations

import re
from datetime import time

from demitasse.domain.errors import BadInput
from demitasse.ui import formats
from demitasse.ui.text import translate

DAY_S = 24 * 3600

_FORMS = (re.compile(r"(\d{1,2})[:.h ](\d{2})"), re.compile(r"(\d{2})(\d{2})"), re.compile(r"(\d{1,2})(?:h|:)?"))


def parse(text: str, field: str) -> time | None:
    """The time meant by "9", "9:30", "9.30", "0930" or as the language writes it; None if nothing is typed.

    Raises:
        BadInput: it is no time of a day; `field` says where it was typed.
    """
    text = text.strip().lower()
    if not text:
        return None
    for form in _FORMS:
        if (match := form.fullmatch(text)) and (found := _time(*match.groups())):
            return found
    local = formats.parsed_time(text.upper())
    if local.isValid():
        return time(local.hour(), local.minute())
    sentence = translate("Times", "“{text}” is not a time. Write it like 9:30.").format(text=text[:20])
    raise BadInput(sentence, field=field)


def _time(hours: str, minutes: str = "0") -> time | None:
    return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None


def end_after(start: time, duration_s: int) -> time | None:
    """When something that began at `start` ends; None if that is on the next day."""
    end_s = _seconds(start) + duration_s
    return time(end_s // 3600, end_s // 60 % 60) if end_s < DAY_S else None


def between(start: time, end: time) -> int:
    """Seconds from `start` to `end` on the same day. Raises BadInput if `end` is not later."""
    passed = _seconds(end) - _seconds(start)
    if passed <= 0:
        raise BadInput(translate("Times", "The end has to be later than the start."), field="end_time")
    return passed


def shown(moment: time | None) -> str:
    """A time in its field."""
    return "" if moment is None else formats.time_of_day(moment)


def _seconds(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60
