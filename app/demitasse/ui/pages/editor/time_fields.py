"""Wall-clock times in the form's fields: as everybody writes them, and as the person chose."""

from __future__ import annotations

from datetime import time

from demitasse.domain import time_ranges
from demitasse.domain.errors import BadInput
from demitasse.ui.text import formats


def parse(text: str, field: str) -> time | None:
    """The time meant by "9", "9:30", "9.30", "0930" or as the person writes it; None if nothing is typed.

    Raises:
        BadInput: it is no time of a day; `field` says where it was typed.
    """
    if not text.strip():
        return None
    try:
        return time_ranges.time_of_day(text, field)
    except BadInput:
        local = formats.parsed_time(text.strip().upper())
        if not local.isValid():
            raise
        return time(local.hour(), local.minute())


def shown(moment: time | None) -> str:
    """A time in its field."""
    return "" if moment is None else formats.time_of_day(moment)
