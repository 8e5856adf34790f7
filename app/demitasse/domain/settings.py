"""The settings that the user can change, each declared once with its type, default and choices."""

import re
from typing import Any, Generic, TypeVar

from demitasse.domain.user import CLOCK_FORMATS, DATE_FORMATS, DURATION_FORMATS, WEEK_STARTS

T = TypeVar("T", str, bool, int, dict[str, Any])


_REST, _HERE = r"[^\s@]", r"(localhost|127\.0\.0\.1|\[::1\])"


class Setting(Generic[T]):
    """The name, default and allowed values of a setting (no choices and no pattern: any of the default's type)."""

    __slots__ = ("choices", "default", "name", "pattern")

    def __init__(self, name: str, default: T, choices: tuple[T, ...] = (), pattern: str = "") -> None:
        """Declare a setting; its type is that of the default. `pattern` is a regular expression for a text."""
        self.name = name
        self.default: T = default
        self.choices: tuple[T, ...] = choices
        self.pattern = pattern

    def accepts(self, value: object) -> bool:
        """Return whether `value` is allowed."""
        if type(value) is not type(self.default) or (self.choices and value not in self.choices):
            return False
        return not self.pattern or re.fullmatch(self.pattern, str(value)) is not None


AnySetting = Setting[str] | Setting[int] | Setting[bool]

THEME = Setting("theme", "system", ("system", "light", "dark"))
MOTION = Setting("motion", "system", ("system", "reduced"))
LANGUAGE = Setting("language", "", ("", "en", "de"))
DATE_FORMAT = Setting("date_format", "", ("", *DATE_FORMATS))
CLOCK_FORMAT = Setting("clock_format", "", ("", *CLOCK_FORMATS))
DURATION_FORMAT = Setting("duration_format", "", ("", *DURATION_FORMATS))
WEEK_START = Setting("week_start", "", ("", *WEEK_STARTS))
ASK_AWAY = Setting("ask_away", True)  # noqa: FBT003
AWAY_S = Setting("away_s", 300, (180, 300, 600, 900, 1200, 1800, 3600))
"""The shortest absence to ask about."""
REMIND_NO_TIMER = Setting("remind_no_timer", False)  # noqa: FBT003
WORK_BEGINS = Setting("work_begins", 9, tuple(range(5, 15)))
WARN_LONG = Setting("warn_long", True)  # noqa: FBT003
LONG_HOURS = Setting("long_hours", 10, (2, 3, 4, 6, 8, 10, 12))
REMIND_END = Setting("remind_end", False)  # noqa: FBT003
TIME_ZONE = Setting("time_zone", "account", ("account", "computer"))
"""Whose zone the days and times of day are in."""
LONGEST_DAY = Setting("longest_day", 12, (6, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24))
"""The hours of the longest plausible day: a timer that ran longer is not booked without a question."""
SPLIT_AT_MIDNIGHT = Setting("split_at_midnight", True)  # noqa: FBT003
MENU_BAR_TIME = Setting("menu_bar_time", True)  # noqa: FBT003
"""Whether the running time is shown beside the icon; only macOS has room for it."""
OFFER_DISCARD = Setting("offer_discard", True)  # noqa: FBT003
"""Whether a timer that ran under a minute is offered to be discarded when it ends."""
COMMENT_NEEDED = Setting("comment_needed", True)  # noqa: FBT003
"""Whether closing a day asks about entries without a comment: on, as they are one of its steps (design 8)."""
CHECK_UPDATES = Setting("check_updates", False)  # noqa: FBT003
_KEYS = r"|((Ctrl|Alt|Shift|Meta)\+){0,4}([A-Z0-9]|F\d{1,2}|Space)"
SHORTCUT_OPEN = Setting("shortcut_open", "", pattern=_KEYS)
"""The keys of a global shortcut (`domain.hotkeys`); it is off while this is empty."""
SHORTCUT_TIMER = Setting("shortcut_timer", "", pattern=_KEYS)
SHORTCUT_SWITCH = Setting("shortcut_switch", "", pattern=_KEYS)
SHORTCUT_ADD = Setting("shortcut_add", "", pattern=_KEYS)
UPDATE_ADDRESS = Setting(
    "update_address", "", pattern=rf"|https://{_REST}{{1,500}}|http://{_HERE}([:/]{_REST}{{0,500}})?"
)
"""The address of a document that names the newest version (`domain.releases`); nobody is asked while it is empty."""

USER_SETTINGS: tuple[AnySetting, ...] = (
    THEME, MOTION, LANGUAGE, DATE_FORMAT, CLOCK_FORMAT, DURATION_FORMAT, WEEK_START, ASK_AWAY, AWAY_S, REMIND_NO_TIMER,
    WORK_BEGINS, WARN_LONG, LONG_HOURS, REMIND_END, SPLIT_AT_MIDNIGHT, LONGEST_DAY, TIME_ZONE, MENU_BAR_TIME,
    OFFER_DISCARD, COMMENT_NEEDED, CHECK_UPDATES, UPDATE_ADDRESS, SHORTCUT_OPEN, SHORTCUT_TIMER, SHORTCUT_SWITCH,
    SHORTCUT_ADD,
)  # fmt: skip
"""The settings on the settings page and of `demitasse settings`."""

WINDOW_HEIGHT = Setting("window_height", 600)
"""The height in pixels that the window was dragged to."""
SILENT_SETTINGS: tuple[AnySetting, ...] = (WINDOW_HEIGHT,)
"""What is set by using the program, and has no line on a page."""
