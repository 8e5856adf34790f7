"""Short reasons for suggestions, such as "Mondays about 9:00" or "often after Stand-up"."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from demitasse.domain.suggestions import SuggestionReason
from demitasse.ui.text import wording

if TYPE_CHECKING:
    from datetime import date

    from demitasse.domain.suggestions import Suggestion

_DAYS = (
    QT_TRANSLATE_NOOP("Reasons", "Mondays"),
    QT_TRANSLATE_NOOP("Reasons", "Tuesdays"),
    QT_TRANSLATE_NOOP("Reasons", "Wednesdays"),
    QT_TRANSLATE_NOOP("Reasons", "Thursdays"),
    QT_TRANSLATE_NOOP("Reasons", "Fridays"),
    QT_TRANSLATE_NOOP("Reasons", "Saturdays"),
    QT_TRANSLATE_NOOP("Reasons", "Sundays"),
)


def suggestion_text(guess: Suggestion, today: date, before: str) -> str:
    """Return the strongest reason for `guess`; `before` is the name of the task worked on before."""
    days = wording.translate("Reasons", str(_DAYS[today.weekday()]))
    clock = wording.time_of_day(time(*divmod(guess.minute or 0, 60)))
    return {
        SuggestionReason.WEEKDAY_AND_HOUR: wording.translate("Reasons", "{days} about {time}").format(
            days=days, time=clock
        ),
        SuggestionReason.AFTER: wording.translate("Reasons", "often after {task}").format(task=wording.plain(before)),
        SuggestionReason.HOUR: wording.translate("Reasons", "often about {time}").format(time=clock),
        SuggestionReason.WEEKDAY: wording.translate("Reasons", "often on {days}").format(days=days),
    }[guess.reason]
