"""How a person wants to read dates, times and durations: their own choice, else the account's, else the language's."""

from typing import NamedTuple

from demitasse.domain.entries import User

DATES = ("DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "YYYY-MM-DD", "YYYY.MM.DD", "YYYY/MM/DD")
CLOCKS = ("24", "12")
DURATIONS = ("1:30", "1.50")
WEEKDAYS = ("monday", "saturday", "sunday")


class Formats(NamedTuple):
    """One of the words above each; an empty one leaves it to the language."""

    date: str = ""
    clock: str = ""
    duration: str = ""
    week: str = ""

    def over(self, other: "Formats") -> "Formats":
        """These, and `other` where these say nothing."""
        return Formats(*(mine or theirs for mine, theirs in zip(self, other, strict=True)))


def of_account(user: User | None) -> Formats:
    """What the account says (api-facts 7.6); a word that nobody knows says nothing."""
    if user is None:
        return Formats()
    clock = {"HH:mm": "24", "hh:mma": "12"}.get(user.time_format, "")
    return Formats(
        user.date_format if user.date_format in DATES else "",
        clock,
        DURATIONS[user.duration_format == 1],
        user.week_start if user.week_start in WEEKDAYS else "",
    )
