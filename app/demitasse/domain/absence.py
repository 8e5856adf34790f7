"""Absences: stretches of a running timer during which the user was away.

An absence begins at the last heartbeat or the last input and ends when the user is back (reliability B.9, O6, O9). Its
time stays on the entry until the user decides what to do with it.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.timer import Instant, elapsed_s
from demitasse.domain.timesheet import TimesheetRow


class AbsenceKind(StrEnum):
    """How an absence was detected."""

    OFF = "off"
    """Demitasse was not running: it crashed, was quit, or the computer was off."""
    ASLEEP = "asleep"
    """The computer was suspended."""
    IDLE = "idle"
    """There was no keyboard or mouse input."""


class AbsenceAnswer(StrEnum):
    """What to do with the time of an absence."""

    KEEP = "keep"
    """Count it as work."""
    STOP = "stop"
    """End the work where the absence began, and stop the timer there if it still runs."""
    DISCARD = "discard"
    """Subtract it as a break; the timer goes on."""
    BOOK = "book"
    """Move it to another project and task; the timer goes on."""


class Absence(NamedTuple):
    """A stretch of the timer of `entry_id`, from `began` to `ended` (None while it lasts).

    If it began before the midnight that split the entry, `earlier_s` of the entry `earlier_id` belong to it, too.
    """

    id: int
    entry_id: int
    kind: AbsenceKind
    began: Instant
    ended: Instant | None = None
    earlier_id: int | None = None
    earlier_s: int = 0

    def away_s(self, now: Instant) -> int:
        """Return the length in whole seconds, up to `now` while it lasts."""
        return elapsed_s(self.began, self.ended or now)


class AbsenceQuestion(NamedTuple):
    """An absence to ask the user about.

    `row` is the entry whose timer ran, as of now, including `away_s`. `began_at` and `ended_at` are aware UTC; the
    latter is None while the absence lasts.
    """

    id: int
    kind: AbsenceKind
    began_at: datetime
    ended_at: datetime | None
    away_s: int
    row: TimesheetRow

    @property
    def answers(self) -> tuple[AbsenceAnswer, ...]:
        """The answers to choose from: a timer that has been stopped since then need not be stopped."""
        stop = (AbsenceAnswer.STOP,) if self.row.running else ()
        return (AbsenceAnswer.KEEP, AbsenceAnswer.DISCARD, *stop, AbsenceAnswer.BOOK)

    def seconds_after(self, answer: AbsenceAnswer, now: datetime) -> int:
        """Return the duration of the entry after an answer at `now`; of the entry that `BOOK` adds, its duration."""
        if answer is AbsenceAnswer.BOOK:
            return self.away_s
        since_s = int((now - self.began_at).total_seconds()) if self.row.running else self.away_s
        removed_s = {
            AbsenceAnswer.KEEP: 0,
            AbsenceAnswer.DISCARD: self.away_s,
            AbsenceAnswer.STOP: max(since_s, self.away_s),
        }
        return max(0, self.row.duration_s - removed_s[answer])
