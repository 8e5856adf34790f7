"""Why something is offered, in a few words: "Mondays about 9:00", "often after Stand-up"."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from demitasse.domain.habits import Why
from demitasse.ui import text

if TYPE_CHECKING:
    from datetime import date

    from demitasse.domain.habits import Guess

_DAYS = (
    QT_TRANSLATE_NOOP("Reasons", "Mondays"),
    QT_TRANSLATE_NOOP("Reasons", "Tuesdays"),
    QT_TRANSLATE_NOOP("Reasons", "Wednesdays"),
    QT_TRANSLATE_NOOP("Reasons", "Thursdays"),
    QT_TRANSLATE_NOOP("Reasons", "Fridays"),
    QT_TRANSLATE_NOOP("Reasons", "Saturdays"),
    QT_TRANSLATE_NOOP("Reasons", "Sundays"),
)


def why(guess: Guess, today: date, before: str) -> str:
    """The strongest reason for `guess`; `before` is the task that came before."""
    days = text.translate("Reasons", str(_DAYS[today.weekday()]))
    clock = text.time_of_day(time(*divmod(guess.minute or 0, 60)))
    return {
        Why.WEEKDAY_AND_HOUR: text.translate("Reasons", "{days} about {time}").format(days=days, time=clock),
        Why.AFTER: text.translate("Reasons", "often after {task}").format(task=text.plain(before)),
        Why.HOUR: text.translate("Reasons", "often about {time}").format(time=clock),
        Why.WEEKDAY: text.translate("Reasons", "often on {days}").format(days=days),
    }[guess.why]
