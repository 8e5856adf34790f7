"""Days as people write them, in English and German: "today", "last friday", "-1", "27.11.", "2026-11-27".

A day is first read as it was typed, and resolved once it is known what today is.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from demitasse.domain.errors import BadInput, FaultCode

_MAX_LENGTH = 40
_HALF_YEAR = 183
_NEAR = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1, "vorgestern": 2}
_NAMES = (
    "mon(?:day)?|montag|mo\\.",
    "tue(?:s(?:day)?)?|dienstag|di\\.",
    "wed(?:s|nesday)?|mittwoch|mi\\.",
    "thu(?:rs?(?:day)?)?|donnerstag|do\\.",
    "fri(?:day)?|freitag|fr\\.",
    "sat(?:urday)?|samstag|sonnabend|sa\\.",
    "sun(?:day)?|sonntag|so\\.",
)
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_NAMES = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
"""Words that are days only with a dot behind them, as they begin many names as well."""
_LAST = r"last|(?:letzt|vorig|vergangen)e[nrms]?"
_NEXT = r"next|coming|(?:nächst|naechst|kommend)e[nrms]?"
_WEEKDAY = "|".join(_NAMES)
_END = r"(?![0-9a-zäöüß])"
AHEAD = rf"(?:tomorrow|morgen|übermorgen|uebermorgen|(?:{_NEXT})\s+(?:{_WEEKDAY})){_END}"
"""A day that has not come yet (a regular expression, without case)."""
_DAY = (
    rf"(?:(?P<near>{'|'.join(_NEAR)})|-(?P<back>[0-9]{{1,4}})"
    rf"|(?P<ago>[0-9]{{1,4}})\s+days?\s+ago|vor\s+(?P<vor>[0-9]{{1,4}})\s+tag(?:en)?"
    rf"|(?:(?P<last>{_LAST})\s+)?(?P<name>{_WEEKDAY})\.?"
    r"|(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"|(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4}|[0-9]{2})?)"
)
DAY = rf"(?:(?:on|am)\s+)?(?:{re.sub('[?]P<[a-z]+>', '?:', _DAY)}){_END}"
"""A day in any of its forms."""


class DaysAgo(NamedTuple):
    """A number of days before today."""

    number: int


class Weekday(NamedTuple):
    """The last day of this name: 0 is Monday; `last` excludes today."""

    number: int
    last: bool = False


class DayOfYear(NamedTuple):
    """A date without a year."""

    month: int
    day: int


_YEARS = range(1970, 2200)
"""Other years are typing mistakes, and some of their days have no instant in every zone."""

Day = DaysAgo | Weekday | DayOfYear | date


def parse(text: str) -> Day:
    """Parse a day. Raises BadInput if it is none, or has not come yet."""
    typed = re.sub(r"^(?:on|am)\s+", "", text.strip(), flags=re.IGNORECASE)
    if re.fullmatch(AHEAD, typed, re.IGNORECASE):
        raise BadInput(FaultCode.DAY_AHEAD, text=typed[:40], field="day")
    match = re.fullmatch(_DAY, typed, re.IGNORECASE) if len(typed) <= _MAX_LENGTH else None
    if match is None:
        raise _not_a_day(text)
    if match["near"]:
        return DaysAgo(_NEAR[typed.lower()])
    if match["name"]:
        number = next(number for number, name in enumerate(_NAMES) if re.fullmatch(name, match["name"], re.IGNORECASE))
        return Weekday(number, last=match["last"] is not None)
    if back := match["back"] or match["ago"] or match["vor"]:
        return DaysAgo(int(back))
    return _date(match, text)


def resolve(day: Day, today: date) -> date:
    """Return which day was meant. A weekday and a date without a year are the last ones that have come.

    Raises:
        BadInput: that is not sure. Today's weekday may be today or a week ago; a date of another year that is more than
            half a year ago may be the next one. Or its year is before 1970 or after 2199.
    """
    if isinstance(day, date):
        if day.year not in _YEARS:
            raise _not_a_day(as_text(day))
        return day
    if isinstance(day, DaysAgo):
        return _days_before(today, day.number)
    if isinstance(day, Weekday):
        back = (today.weekday() - day.number) % 7
        if not back and not day.last:
            raise _two_days(_ENGLISH[day.number], "today", f"last {_ENGLISH[day.number]}")
        return today - timedelta(days=back or 7)
    return _latest(day, today)


def as_text(day: Day) -> str:
    """Return a day as text that `parse` reads again."""
    if isinstance(day, date):
        return day.isoformat()
    if isinstance(day, DayOfYear):
        return f"{day.day}.{day.month}."
    if isinstance(day, Weekday):
        return f"last {_ENGLISH[day.number]}" if day.last else _ENGLISH[day.number]
    return ("today", "yesterday")[day.number] if day.number < 2 else f"-{day.number}"


def _date(match: re.Match[str], text: str) -> Day:
    """Return a date of the calendar, or one without a year."""
    try:
        if match["iso"]:
            return date(*map(int, match["iso"].split("-")))
        month, day, year = int(match["month"]), int(match["day"]), match["year"]
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        date(2000, month, day)  # a leap year
    except ValueError:
        raise _not_a_day(text) from None
    return DayOfYear(month, day)


def _latest(day: DayOfYear, today: date) -> date:
    last = next(found for year in range(today.year, 0, -1) if (found := _in_year(day, year)) and found <= today)
    if last.year != today.year and (today - last).days > _HALF_YEAR:
        following = next(found for year in range(today.year, 9999) if (found := _in_year(day, year)) and found > today)
        raise _two_days(f"{day.day}.{day.month}.", last.isoformat(), following.isoformat())
    return last


def _in_year(day: DayOfYear, year: int) -> date | None:
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return None  # 29 February


def _days_before(today: date, number: int) -> date:
    try:
        return today - timedelta(days=number)
    except OverflowError:
        raise _not_a_day(f"-{number}") from None


def _not_a_day(text: str) -> BadInput:
    return BadInput(FaultCode.NOT_A_DAY, text=text.strip()[:40], field="day")


def _two_days(text: str, first: str, second: str) -> BadInput:
    return BadInput(FaultCode.TWO_READINGS, text=text, first=first, second=second, field="day")
