"""Parse and format durations: "1:30", "1.5h", "90m", "1h30", "45"; `time_ranges` also reads "9-10:30"."""

import re

from demitasse.domain.errors import BadInput, FaultCode

MAX_S = 24 * 3600
"""The longest entry: one day."""

_MAX_LENGTH = 40
_CLOCK = r"(\d{1,3}):(\d{2})(?::(\d{2}))?(?:\s*(?:h|std)\.?)?"
_UNITS = (
    r"(?:(\d+(?:[.,]\d+)?|[.,]\d+)\s*(?:h|hrs?|hours?|std|stunden?)\.?)?"
    r"\s*(?:(\d+)\s*(?:m|min|minutes?|minuten?)?\.?)?"
)
_HOURS = r"\d*[.,]\d+"
_MINUTES = r"\d+"


def parse(text: str, code: str = FaultCode.NOT_A_DURATION) -> int:
    """Parse a duration into seconds; a bare number is minutes, one with a decimal point or comma is hours.

    Raises:
        BadInput: `text` is not a duration (`code` names the accepted forms), or it is more than 24 hours.
    """
    seconds = _seconds(text.strip()) if len(text) <= _MAX_LENGTH else None
    if seconds is None:
        raise BadInput(code, text=text.strip()[:40], field="duration")
    if seconds > MAX_S:
        raise BadInput(FaultCode.OVER_A_DAY_TEXT, text=text[:40], field="duration")
    return seconds


def _seconds(text: str) -> int | None:
    if match := re.fullmatch(_CLOCK, text, re.IGNORECASE):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds if minutes < 60 and seconds < 60 else None
    if re.fullmatch(_HOURS, text):
        return _hours(text)
    if re.fullmatch(_MINUTES, text):
        return int(text) * 60 if len(text) < 6 else MAX_S + 1
    match = re.fullmatch(_UNITS, text, re.IGNORECASE)
    if not text or match is None or not any(match.groups()):
        return None
    return _hours(match[1] or "0") + int((match[2] or "0")[:6]) * 60


def _hours(text: str) -> int:
    """Round to whole minutes: "1.42" is 1:25 written with two decimals."""
    return round(float(text.replace(",", ".")) * 60) * 60


def hours_minutes(seconds: int) -> str:
    """Format as "1:30"; seconds are cut off."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}"


def hours_minutes_seconds(seconds: int) -> str:
    """Format as "1:30:07"."""
    return f"{hours_minutes(seconds)}:{seconds % 60:02d}"
