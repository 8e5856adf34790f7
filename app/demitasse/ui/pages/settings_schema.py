"""The settings page as data: the titles, the settings, and the words for their values."""

from collections.abc import Callable
from datetime import date, time
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLocale, QTime

from demitasse.domain import settings
from demitasse.domain.doctor import Found
from demitasse.domain.hotkeys import HotkeyState
from demitasse.domain.settings import AnySetting, Setting
from demitasse.domain.user import Employment
from demitasse.ui.text import formats, wording
from demitasse.ui.text.wording import translate

_USUAL_S = (8 * 3600,) * 5 + (0, 0)


_GENERAL = str(QT_TRANSLATE_NOOP("Settings", "General"))
_TRACKING = str(QT_TRANSLATE_NOOP("Settings", "Tracking"))
_REMINDERS = str(QT_TRANSLATE_NOOP("Settings", "Reminders"))
_APPEARANCE = str(QT_TRANSLATE_NOOP("Settings", "Appearance"))
GROUPS = (_GENERAL, _TRACKING, _REMINDERS, _APPEARANCE)
"""The headers of the page, in order."""


class Option(NamedTuple):
    """A line of the page: a switch, a choice, or a switch whose choice has the value "Off" in its place."""

    group: str
    title: str
    setting: AnySetting
    choice: Setting[int] | None = None
    """What is chosen while the switch is on, in one list with "Off"."""
    detail: Setting[int] | Setting[str] | None = None
    """A choice of its own, below the title."""
    words: str = ""
    """A line below the title."""
    system: str = ""
    """The only system that has it, as in `sys.platform`; empty if all have."""

    @property
    def settings(self) -> tuple[AnySetting, ...]:
        """All settings of the line."""
        return tuple(one for one in (self.setting, self.choice, self.detail) if one is not None)


OPTIONS = (
    Option(_GENERAL, str(QT_TRANSLATE_NOOP("Settings", "Language")), settings.LANGUAGE),
    Option(
        _GENERAL, str(QT_TRANSLATE_NOOP("Settings", "Look for new versions")), settings.CHECK_UPDATES,
        detail=settings.UPDATE_ADDRESS,
    ),
    Option(_TRACKING, str(QT_TRANSLATE_NOOP("Settings", "Split timers at midnight")), settings.SPLIT_AT_MIDNIGHT),
    Option(
        _TRACKING, str(QT_TRANSLATE_NOOP("Settings", "Offer to discard short timers")), settings.OFFER_DISCARD,
        words=str(QT_TRANSLATE_NOOP("Settings", "when they ran under a minute")),
    ),
    Option(
        _TRACKING, str(QT_TRANSLATE_NOOP("Settings", "A comment is needed")), settings.COMMENT_NEEDED,
        words=str(QT_TRANSLATE_NOOP("Settings", "asked for when you close the day")),
    ),
    Option(_TRACKING, str(QT_TRANSLATE_NOOP("Settings", "Ask before a timer books more than")), settings.LONGEST_DAY),
    Option(_TRACKING, str(QT_TRANSLATE_NOOP("Settings", "Days and times in")), settings.TIME_ZONE),
    Option(
        _REMINDERS, str(QT_TRANSLATE_NOOP("Settings", "Ask when I was away")), settings.ASK_AWAY,
        choice=settings.AWAY_S,
    ),
    Option(
        _REMINDERS, str(QT_TRANSLATE_NOOP("Settings", "No timer is running")), settings.REMIND_NO_TIMER,
        detail=settings.WORK_BEGINS,
    ),
    Option(
        _REMINDERS, str(QT_TRANSLATE_NOOP("Settings", "A timer runs very long")), settings.WARN_LONG,
        choice=settings.LONG_HOURS,
    ),
    Option(_REMINDERS, str(QT_TRANSLATE_NOOP("Settings", "Daily target reached")), settings.REMIND_END),
    Option(_APPEARANCE, str(QT_TRANSLATE_NOOP("Settings", "Theme")), settings.THEME),
    Option(_APPEARANCE, str(QT_TRANSLATE_NOOP("Settings", "Motion")), settings.MOTION),
    Option(_APPEARANCE, str(QT_TRANSLATE_NOOP("Settings", "Dates")), settings.DATE_FORMAT),
    Option(_APPEARANCE, str(QT_TRANSLATE_NOOP("Settings", "Times of day")), settings.CLOCK_FORMAT),
    Option(_APPEARANCE, str(QT_TRANSLATE_NOOP("Settings", "Durations")), settings.DURATION_FORMAT),
    Option(_APPEARANCE, str(QT_TRANSLATE_NOOP("Settings", "A week begins on")), settings.WEEK_START),
    Option(
        _APPEARANCE, str(QT_TRANSLATE_NOOP("Settings", "Time in the menu bar")), settings.MENU_BAR_TIME,
        system="darwin",
    ),
)  # fmt: skip
OBSTACLES = {
    Found.IDLE_UNKNOWN: str(QT_TRANSLATE_NOOP("Settings", "This desktop only reports sleep.")),
    Found.NOTES_NONE: str(QT_TRANSLATE_NOOP("Settings", "No program shows notifications here.")),
}
"""Why a setting has no effect on this system, by what a check found (`boot.doctor.obstacles`)."""


SHORTCUTS = (
    (str(QT_TRANSLATE_NOOP("Settings", "Open Demitasse")), settings.SHORTCUT_OPEN),
    (str(QT_TRANSLATE_NOOP("Settings", "Start or stop")), settings.SHORTCUT_TIMER),
    (str(QT_TRANSLATE_NOOP("Settings", "Switch")), settings.SHORTCUT_SWITCH),
    (str(QT_TRANSLATE_NOOP("Settings", "Add time")), settings.SHORTCUT_ADD),
)
"""The global shortcuts, in the order of the page."""
SHORTCUT_STATES: dict[str, str] = {
    HotkeyState.TAKEN: str(QT_TRANSLATE_NOOP("Settings", "Another program uses {keys}.")),
    HotkeyState.TWICE: str(QT_TRANSLATE_NOOP("Settings", "Another shortcut of Demitasse uses {keys}.")),
    HotkeyState.NO_SUCH_KEY: str(QT_TRANSLATE_NOOP("Settings", "The keyboard has no such key: {keys}.")),
    HotkeyState.DECLINED: str(QT_TRANSLATE_NOOP("Settings", "It was not allowed in the desktop’s dialog.")),
    HotkeyState.UNSUPPORTED: str(
        QT_TRANSLATE_NOOP("Settings", "Not for programs here. Bind “demitasse toggle” in the system’s settings")
    ),
}
"""Why a shortcut that was chosen does not work."""


class Facts(NamedTuple):
    """What the words of some values depend on: the present day, and the working hours of the person."""

    today: date
    employment: Employment | None


def words(setting: Setting[str] | Setting[int], value: object, facts: Facts) -> str:
    """Return the label of a value; one without a label is shown as it is stored (tests/project/test_recipes.py)."""
    label = _WORDS.get(setting.name)
    return (label(value, facts) if label else "") or str(value)


def working_days(target_s: tuple[int, ...]) -> str:
    """Return the days with a target as "Mon–Fri", or one by one if there are gaps between them."""
    days = [day for day in range(7) if target_s[day]]
    names = [QLocale().standaloneDayName(day + 1, QLocale.FormatType.ShortFormat).rstrip(".") for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]}–{names[-1]}"
    return ", ".join(names)


def _working_hours(value: object, facts: Facts) -> str:
    """Return "Mon–Fri, 9:00–17:00", where the end is the chosen hour plus the longest target of a day."""
    target_s = facts.employment.target_s if facts.employment and any(facts.employment.target_s) else _USUAL_S
    begins = int(str(value))
    ends_s = min(24 * 3600 - 60, begins * 3600 + max(target_s))
    span = (formats.time_of_day(time(begins)), formats.time_of_day(time(ends_s // 3600, ends_s // 60 % 60)))
    return f"{working_days(target_s)}, {'–'.join(span)}"


def _theme(value: object, _facts: Facts) -> str:
    return {
        "system": translate("Settings", "Same as system"),
        "light": translate("Settings", "Light"),
        "dark": translate("Settings", "Dark"),
    }.get(str(value), "")


def _motion(value: object, _facts: Facts) -> str:
    return {
        "system": translate("Settings", "Same as system"),
        "reduced": translate("Settings", "Reduced"),
    }.get(str(value), "")


def _time_zone(value: object, _facts: Facts) -> str:
    return {
        "account": translate("Settings", "Same as CoffeeCup"),
        "computer": translate("Settings", "Same as system"),
    }.get(str(value), "")


def _language(value: object, _facts: Facts) -> str:
    return wording.LANGUAGES.get(str(value), "") if value else translate("Settings", "Same as system")


def _date(value: object, facts: Facts) -> str:
    shape = formats.qt_date(str(value))
    return QLocale().toString(wording.qdate(facts.today), shape) if shape else _as_account(value)


def _clock(value: object, _facts: Facts) -> str:
    shape = formats.TIMES.get(str(value))
    return QLocale().toString(QTime(13, 30), shape) if shape else _as_account(value)


def _duration(value: object, _facts: Facts) -> str:
    return {"1:30": "1:30", "1.50": QLocale().toString(1.5, "f", 2)}.get(str(value)) or _as_account(value)


def _week(value: object, _facts: Facts) -> str:
    day = formats.WEEKDAYS.get(str(value))
    return QLocale().standaloneDayName(day) if day else _as_account(value)


def _as_account(value: object) -> str:
    return "" if value else translate("Settings", "Same as CoffeeCup")


_WORDS: dict[str, Callable[[object, Facts], str]] = {
    settings.AWAY_S.name: lambda value, _: translate("Settings", "%n minute(s)", None, int(str(value)) // 60),
    settings.WORK_BEGINS.name: _working_hours,
    settings.LONG_HOURS.name: lambda value, _: translate("Settings", "%n hour(s)", None, int(str(value))),
    settings.LONGEST_DAY.name: lambda value, _: translate("Settings", "%n hour(s)", None, int(str(value))),
    settings.TIME_ZONE.name: _time_zone,
    settings.THEME.name: _theme,
    settings.MOTION.name: _motion,
    settings.LANGUAGE.name: _language,
    settings.DATE_FORMAT.name: _date,
    settings.CLOCK_FORMAT.name: _clock,
    settings.DURATION_FORMAT.name: _duration,
    settings.WEEK_START.name: _week,
}
