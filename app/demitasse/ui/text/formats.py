"""How dates, times and durations are written: by the formats in use, and where they say nothing by the language.

Like Qt's locale and translators they hold for the whole program; `use` is called when the profile is opened and when
a setting changes, and everything asks here (through `text`) while it is painted.
"""

from datetime import date, time

from PySide6.QtCore import QDate, QLocale, QTime

from demitasse.domain import time_ranges
from demitasse.domain.durations import hours_minutes
from demitasse.domain.errors import BadInput
from demitasse.domain.user import Formats

_IN_USE = [Formats()]
_DATES = {"D": "d", "M": "M", "Y": "y"}
TIMES = {"24": "HH:mm", "12": "h:mm AP"}
"""Times of day in Qt's letters, by the word for each."""
WEEKDAYS = {"monday": 1, "saturday": 6, "sunday": 7}
"""Days as Qt and ISO count them, by the word for each."""
_SHOWN = 400
_HIDDEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF])


def use(formats: Formats) -> None:
    """From now on write everything so."""
    _IN_USE[0] = formats


def duration(seconds: int) -> str:
    """ "1:30" or "1.50"; seconds are cut off either way."""
    whole = max(0, seconds) // 60
    if _IN_USE[0].duration != "1.50":
        return hours_minutes(whole * 60)
    return QLocale().toString(whole / 60, "f", 2)


def time_format() -> str:
    """How a time of day is written, in Qt's letters."""
    return TIMES.get(_IN_USE[0].clock) or QLocale().timeFormat(QLocale.FormatType.ShortFormat)


def time_of_day(moment: time) -> str:
    """ "14:05" or "2:05 pm"."""
    return QLocale().toString(QTime(moment.hour, moment.minute), time_format())


def time_or_empty(moment: time | None) -> str:
    """A time of day in its field, which is empty for None."""
    return "" if moment is None else time_of_day(moment)


def parse_time(text: str, field: str) -> time | None:
    """Return the time meant by "9", "9:30", "9.30", "0930" or by the format in use; None if nothing is typed.

    Raises:
        BadInput: it is no time of a day; `field` names the field it was typed in.
    """
    if not text.strip():
        return None
    try:
        return time_ranges.time_of_day(text, field)
    except BadInput:
        typed = text.strip().upper()
        for pattern in (time_format(), QLocale().timeFormat(QLocale.FormatType.ShortFormat)):
            if (parsed := QLocale().toTime(typed, pattern)).isValid():
                return time(parsed.hour(), parsed.minute())
        raise


def date_format() -> str:
    """How a date is written, in Qt's letters; empty where the language decides."""
    return qt_date(_IN_USE[0].date)


def qt_date(shape: str) -> str:
    """CoffeeCup's "DD.MM.YYYY" in Qt's letters."""
    return "".join(_DATES.get(letter, letter) for letter in shape)


def short_date(day: date) -> str:
    """A date without its year; empty where the language decides."""
    shape = date_format().replace("yyyy", "").strip("/-")
    shape = shape if shape.endswith("MM.") else shape.strip(".")
    return QLocale().toString(QDate(day.year, day.month, day.day), shape) if shape else ""


def first_weekday() -> int:
    """The day a week begins with: 1 is Monday, 7 is Sunday, as Qt and ISO count."""
    return WEEKDAYS.get(_IN_USE[0].week) or QLocale().firstDayOfWeek().value


def plain(text: str) -> str:
    """Text from a server on one line: no control or direction characters, and not endless."""
    if text.isascii() and text.isprintable() and len(text) <= _SHOWN:
        return " ".join(text.split())
    shown = "".join(letter if letter.isprintable() else " " for letter in text[: _SHOWN * 2].translate(_HIDDEN))
    line = " ".join(shown.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
