"""The signed-in user: account, employment and preferred formats."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

DATE_FORMATS = ("DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "YYYY-MM-DD", "YYYY.MM.DD", "YYYY/MM/DD")
CLOCK_FORMATS = ("24", "12")
DURATION_FORMATS = ("1:30", "1.50")
WEEK_STARTS = ("monday", "saturday", "sunday")


class User(NamedTuple):
    """The fields of the account that time tracking needs, and no others (reliability X16).

    `timezone` is an IANA name; it decides which day an instant belongs to. The last four fields are the account's
    display preferences as CoffeeCup writes them (api-facts 7.6): "DD.MM.YYYY", "HH:mm", 0 or 1 (1:30 or 1.50),
    "monday".
    """

    id: int
    name: str
    email: str
    timezone: str = ""
    language: str = ""
    allow_concurrent: bool = False
    date_format: str = ""
    time_format: str = ""
    duration_format: int = 0
    week_start: str = ""


class Employment(NamedTuple):
    """Target seconds for each weekday, Monday first, from a day on (api-facts 7.8); none if no target is set."""

    valid_from: date
    target_s: tuple[int, ...]


class Formats(NamedTuple):
    """Preferred formats, each one of the constants above; an empty one follows the language."""

    date: str = ""
    clock: str = ""
    duration: str = ""
    week: str = ""

    def or_else(self, fallback: "Formats") -> "Formats":
        """Return these formats, with the empty ones taken from `fallback`."""
        return Formats(*(mine or other for mine, other in zip(self, fallback, strict=True)))


def account_formats(user: User | None) -> Formats:
    """Return the formats that the account prefers (api-facts 7.6); unknown values become empty."""
    if user is None:
        return Formats()
    clock = {"HH:mm": "24", "hh:mma": "12"}.get(user.time_format, "")
    return Formats(
        user.date_format if user.date_format in DATE_FORMATS else "",
        clock,
        DURATION_FORMATS[user.duration_format == 1],
        user.week_start if user.week_start in WEEK_STARTS else "",
    )


def employment(employments: Iterable[Employment], day: date) -> Employment | None:
    """Return the newest employment that is valid on `day` (api-facts 7.8)."""
    valid = [item for item in employments if item.valid_from <= day]
    return max(valid, default=None)


def target_s(employments: Iterable[Employment], day: date) -> int | None:
    """Return the seconds to work on `day`, or None if no target is set."""
    valid = employment(employments, day)
    return valid.target_s[day.weekday()] if valid and valid.target_s else None
