"""While a timer ran nobody was there: whether that time was worked is a question, and only an answer books it.

An absence begins where the last sign of life is, or the last touch of a key, and ends when somebody is back
(reliability B.9, O6, O9). Until it is answered the time stays where it was counted.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.timer import Instant, elapsed_s
from demitasse.domain.timesheet import TimesheetRow


class AbsenceKind(StrEnum):
    """Why nobody was there."""

    OFF = "off"
    """Demitasse did not run: it crashed or was quit, or the computer was off."""
    ASLEEP = "asleep"
    """The computer slept."""
    IDLE = "idle"
    """Nobody touched the computer."""


class AbsenceAnswer(StrEnum):
    """What becomes of the time of an absence."""

    KEEP = "keep"
    """It was worked: nothing is taken off."""
    STOP = "stop"
    """The work ended when the absence began; a timer that still runs since then is stopped at that moment."""
    DISCARD = "discard"
    """It was a break: taken off, and the timer goes on."""
    BOOK = "book"
    """It was other work: taken off here, booked on another project and task; the timer goes on."""


class Absence(NamedTuple):
    """The timer of `entry_id` ran from `began` to `ended` with nobody there; `ended` is None while that lasts.

    If it began before the midnight at which the entry was split off another one, `earlier_s` of that other entry
    belong to it, too.
    """

    id: int
    entry_id: int
    kind: AbsenceKind
    began: Instant
    ended: Instant | None = None
    earlier_id: int | None = None
    earlier_s: int = 0

    def away_s(self, now: Instant) -> int:
        """Its whole seconds; up to `now` while it lasts."""
        return elapsed_s(self.began, self.ended or now)


class AbsenceQuestion(NamedTuple):
    """Was this time worked? `row` is the entry whose timer ran, as of now, with `away_s` in it.

    Nobody was there from `began_at` to `ended_at` (aware UTC); the latter is None while that lasts.
    """

    id: int
    kind: AbsenceKind
    began_at: datetime
    ended_at: datetime | None
    away_s: int
    row: TimesheetRow
