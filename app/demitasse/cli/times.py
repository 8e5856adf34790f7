"""Days and times of day as people type them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from demitasse.cli.messages import CliFault
from demitasse.domain import time_ranges
from demitasse.domain.errors import BadInput
from demitasse.support.clock import at_wall_time

if TYPE_CHECKING:
    from datetime import time

    from demitasse.domain.timer import Instant

_BACK = re.compile(r"-(\d{1,4})")


def moment(text: str, today: date, field: str = "at") -> Instant:
    """The moment at which this machine's clock shows that time on `today`. Raises BadInput."""
    at = time_ranges.time_of_day(text, field)
    return at_wall_time(today, at.hour, at.minute)


def day(text: str, today: date) -> date:
    """ "2026-11-23", "today", "yesterday", "-1" (a day ago). Raises BadInput."""
    word = text.strip().lower()
    back = {"today": "-0", "yesterday": "-1"}.get(word, word)
    try:
        if match := _BACK.fullmatch(back):
            return today - timedelta(days=int(match[1]))
        return date.fromisoformat(word)
    except (ValueError, OverflowError):
        raise BadInput(CliFault.NOT_A_DAY, text=text[:40], field="day") from None


def seconds_between(start: time, end: time) -> int:
    """From `start` to `end` on one day. Raises BadInput if the end is not after the start."""
    length = (end.hour - start.hour) * 3600 + (end.minute - start.minute) * 60 + end.second - start.second
    if length <= 0:
        raise BadInput(CliFault.END_NOT_AFTER_START, start=f"{start:%H:%M}", end=f"{end:%H:%M}", field="end")
    return length
