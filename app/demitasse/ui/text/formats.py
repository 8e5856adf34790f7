"""Dates, times and durations in the formats in use, or in those of the language where none is set.

Like Qt's locale and translators, the formats and the zone of times apply to the whole program. `use` and `use_zone` are
called when the profile is opened and when a setting or the zone of the computer changes.
"""

from datetime import UTC, date, datetime, time, tzinfo

from PySide6.QtCore import QDate, QLocale, QTime

from demitasse.domain import days, time_ranges
from demitasse.domain.durations import hours_minutes
from demitasse.domain.errors import BadInput
from demitasse.domain.user import Formats

_IN_USE = [Formats()]
_ZONE: list[tzinfo] = [UTC]
_DATES = {"D": "d", "M": "M", "Y": "y"}
TIMES = {"24": "HH:mm", "12": "h:mm AP"}
"""Qt's patterns of the times of day, by setting."""
WEEKDAYS = {"monday": 1, "saturday": 6, "sunday": 7}
"""Days as Qt and ISO count them, by setting."""
_MAX_CHARS = 400
_INVISIBLE = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF])


def use(formats: Formats) -> None:
    """Use these formats from now on."""
    _IN_USE[0] = formats


def use_zone(zone: tzinfo) -> None:
    """Show all times of day in this zone from now on."""
    _ZONE[0] = zone


def zone() -> tzinfo:
    """Return the zone in use."""
    return _ZONE[0]


def local_datetime(moment: datetime) -> datetime:
    """Return `moment` on the wall clock of the zone in use."""
    return moment.astimezone(_ZONE[0])


def in_use() -> Formats:
    """Return the formats in use."""
    return _IN_USE[0]


def duration(seconds: int) -> str:
    """Return "1:30" or "1.50", without the seconds of an unfinished minute."""
    minutes = max(0, seconds) // 60
    return QLocale().toString(minutes / 60, "f", 2) if _IN_USE[0].duration == "1.50" else hours_minutes(minutes * 60)


def time_format() -> str:
    """Return Qt's pattern of a time of day."""
    return TIMES.get(_IN_USE[0].clock) or QLocale().timeFormat(QLocale.FormatType.ShortFormat)


def time_of_day(moment: time) -> str:
    """Return "14:05" or "2:05 pm"."""
    return QLocale().toString(QTime(moment.hour, moment.minute), time_format())


def time_or_empty(moment: time | None) -> str:
    """Return the text of a time field, which is empty for None."""
    return "" if moment is None else time_of_day(moment)


def parse_time(text: str, field: str) -> time | None:
    """Parse "9", "9:30", "9.30", "0930" or the format in use; return None for an empty text.

    Raises:
        BadInput: the text is not a time of day; `field` is the name of its field.
    """
    if not text.strip():
        return None
    try:
        parse = time_ranges.end_of_day_or_time if field == "end_time" else time_ranges.time_of_day
        return parse(text, field)
    except BadInput:
        typed = text.strip().upper()
        for pattern in (time_format(), QLocale().timeFormat(QLocale.FormatType.ShortFormat)):
            if (parsed := QLocale().toTime(typed, pattern)).isValid():
                return time(parsed.hour(), parsed.minute())
        raise


def parse_day(text: str, today: date, pattern: str) -> date:
    """Parse a day in any of its forms (domain.days), or as it is shown in Qt's `pattern`, with any weekday.

    Raises:
        BadInput: the text is not a day; the field is "day".
    """
    try:
        return days.resolve(days.parse(text), today)
    except BadInput:
        words, pattern = text.split(), pattern.replace("ddd ", "")
        for typed in (words, words[1:]):
            if (parsed := QLocale().toDate(" ".join(typed), pattern)).isValid():
                return days.resolve(date(parsed.year(), parsed.month(), parsed.day()), today)
        raise


def date_format() -> str:
    """Return Qt's pattern of a date; empty where the language decides."""
    return qt_date(_IN_USE[0].date)


def qt_date(pattern: str) -> str:
    """Convert a date pattern of CoffeeCup, such as "DD.MM.YYYY", to Qt's."""
    return "".join(_DATES.get(letter, letter) for letter in pattern)


def short_date(day: date) -> str:
    """Return a date without its year; empty where the language decides."""
    pattern = date_format().replace("yyyy", "").strip("/-")
    pattern = pattern if pattern.endswith("MM.") else pattern.strip(".")
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern) if pattern else ""


def first_weekday() -> int:
    """Return the first day of a week: 1 is Monday, 7 is Sunday."""
    return WEEKDAYS.get(_IN_USE[0].week) or QLocale().firstDayOfWeek().value


def plain(text: str) -> str:
    """Return text of a server on one line, without control and direction characters, and limited in length."""
    if text.isascii() and text.isprintable() and len(text) <= _MAX_CHARS:
        return " ".join(text.split())
    shown = text[: _MAX_CHARS * 2].translate(_INVISIBLE)
    if not shown.isprintable():
        shown = "".join(letter if letter.isprintable() else " " for letter in shown)
    line = " ".join(shown.split())
    return line if len(line) <= _MAX_CHARS else line[:_MAX_CHARS] + "…"
