"""Durations as people write them: "1:30", "1.5h", "1,5", "90m", "1h 30m"; and how we write them."""

import re

from demitasse.domain.errors import BadInput, FaultCode

MAX_S = 24 * 3600
"""The longest entry: one day."""

_MAX_LENGTH = 40
_HOURS = r"(?:hours?|hrs?|h|stunden?|std)(?![a-zäöüß])\.?"
_MINUTES = r"(?:minutes?|minuten?|mins?|m)(?![a-zäöüß])\.?"
CLOCK = rf"[0-9]{{1,3}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:\s*{_HOURS})?"
_NUMBER = r"(?:[0-9]+(?:[.,][0-9]{1,2})?|[.,][0-9]{1,2})"
_NO_RANGE = r"(?!\s*(?:-|(?:to|till|until|bis|uhr|am|pm)(?![a-zäöüß])))"
"""Behind "1h 30": what follows does not make a time of day of the minutes."""
_UNITS = (
    rf"[0-9]+\s*{_HOURS}\s*(?:(?:and|und)\s+)?[0-9]+\s*{_MINUTES}|[0-9]+\s*{_HOURS}(?:[0-9]{{1,2}}|\s+[0-9]{{2}}{_NO_RANGE})"
    rf"|{_NUMBER}\s*{_HOURS}"
)
_DECIMAL = r"[0-9]*[.,][0-9]{1,2}"
WITH_UNIT = rf"(?:{_UNITS}|[0-9]+\s*{_MINUTES})"
"""A duration with "h" or "min" in it (a regular expression, without case)."""
DURATION = rf"(?:{CLOCK}|{WITH_UNIT}|{_DECIMAL})"
"""Any duration but a bare number, also one whose minutes are too many."""


def parse(text: str, code: str = FaultCode.NOT_A_DURATION, *, previewed: bool = True) -> int:
    """Parse the text of a field for durations into seconds; a bare number is minutes.

    `previewed` says that the result is shown before it is used. Without it, what may mean two durations is refused:
    "1.30" (1:30 or 1.3 hours), "130" (130 minutes or 1:30).

    Raises:
        BadInput: `text` is not a duration (`code` names the accepted forms), is more than 24 hours, or may mean two
            durations.
    """
    typed = text.strip()
    if re.fullmatch(r"[0-9]+", typed):
        return _minutes(typed, previewed=previewed)
    found = _seconds(typed) if len(typed) <= _MAX_LENGTH and re.fullmatch(DURATION, typed, re.IGNORECASE) else None
    if found is None:
        raise BadInput(code, text=typed[:40], field="duration")
    _at_most_a_day(found, typed)
    if not previewed and (digits := re.fullmatch(r"([0-9]*)[.,]([0-5][0-9])", typed)):
        raise two_readings(typed, f"{typed}h", f"{digits[1] or 0}:{digits[2]}")
    return found


def _minutes(text: str, *, previewed: bool) -> int:
    found = _at_most_a_day(int(text) * 60 if len(text) < 6 else MAX_S + 1, text)
    if not previewed and len(text) > 2:
        clock = f"{int(text[:-2])}:{text[-2:]}" if int(text[-2:]) < 60 else hours_minutes(found)
        raise two_readings(text, f"{text}m", clock)
    return found


def _at_most_a_day(found_s: int, text: str) -> int:
    if found_s > MAX_S:
        raise BadInput(FaultCode.OVER_A_DAY_TEXT, text=text[:40], field="duration")
    return found_s


def two_readings(text: str, first: str, second: str) -> BadInput:
    """Return the fault that `text` may mean two things, each written so that it means only that."""
    return BadInput(FaultCode.TWO_READINGS, text=text[:60], first=first, second=second, field="duration")


def _seconds(text: str) -> int | None:
    """Return the seconds of a text that looks like a duration; None if its minutes or seconds are too many."""
    numbers = [int(number[:6]) for number in re.findall(r"[0-9]+", text)]
    if ":" in text:
        hours, sixtieths, rest = [*numbers, 0][:3]
        return hours * 3600 + sixtieths * 60 + rest if max(sixtieths, rest) < 60 else None
    if decimal := re.match(_DECIMAL, text):
        return _hours(decimal[0])
    if not re.search(r"[0-9]\s*[hs]", text, re.IGNORECASE):
        return numbers[0] * 60
    hours, sixtieths = [*numbers, 0][:2]
    return hours * 3600 + sixtieths * 60 if sixtieths < 60 else None


def _hours(text: str) -> int:
    """Round to whole minutes: "1.42" is 1:25 written with two decimals."""
    return round(float(text.replace(",", ".")) * 60) * 60


def hours_minutes(seconds: int) -> str:
    """Format as "1:30"; seconds are cut off."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}"


def hours_minutes_seconds(seconds: int) -> str:
    """Format as "1:30:07"."""
    return f"{hours_minutes(seconds)}:{seconds % 60:02d}"
