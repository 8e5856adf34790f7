"""What a person may want to be told unasked: no timer runs, one runs too long, the day's target is met.

Each is said once per occasion: an occasion is named by what it is about, so it is known again after a restart.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

NO_TIMER_FOR = timedelta(minutes=15)
"""A pause shorter than this needs no reminder."""


class ReminderKind(StrEnum):
    """What it is about."""

    NO_TIMER = "no_timer"
    LONG_RUN = "long_run"
    TARGET_MET = "target_met"


class ReminderSettings(NamedTuple):
    """What somebody wants to be told: from which hour on a timer should run, after how many hours it is too long."""

    no_timer: bool
    work_begins: int
    long_run: bool
    long_hours: int
    target_met: bool


class ReminderContext(NamedTuple):
    """How things stand: instants on this machine's wall clock, durations in seconds.

    `started` is when the timer of `entry_id` was last started; `resting_since` since when none has run, as far as
    anybody watched.
    """

    now: datetime
    total_s: int
    target_s: int | None
    entry_id: int | None = None
    started: datetime | None = None
    no_timer_since: datetime | None = None


class Reminder(NamedTuple):
    """One to say, and the name of its occasion."""

    kind: ReminderKind
    occasion: str


def due_reminders(at: ReminderContext, wishes: ReminderSettings) -> Iterator[Reminder]:
    """What there is to say at this moment, if it was not said before."""
    if at.started is not None:
        if wishes.long_run and at.now - at.started >= timedelta(hours=wishes.long_hours):
            yield Reminder(ReminderKind.LONG_RUN, f"{at.entry_id} {at.started.isoformat(timespec='seconds')}")
        if wishes.target_met and at.target_s and at.total_s >= at.target_s:
            yield Reminder(ReminderKind.TARGET_MET, at.now.date().isoformat())
    elif wishes.no_timer and at.no_timer_since is not None and _should_run(at, wishes.work_begins):
        yield Reminder(ReminderKind.NO_TIMER, at.no_timer_since.isoformat(timespec="seconds"))


def in_working_hours(at: ReminderContext, work_begins: int) -> bool:
    """Whether it is a day with a target, between the hour work begins and as many hours later; and not all is done."""
    if not at.target_s or at.total_s >= at.target_s:
        return False
    begins = at.now.replace(hour=work_begins, minute=0, second=0, microsecond=0)
    return begins <= at.now < begins + timedelta(seconds=at.target_s)


def _should_run(at: ReminderContext, work_begins: int) -> bool:
    begins = at.now.replace(hour=work_begins, minute=0, second=0, microsecond=0)
    since = max(begins, at.no_timer_since or begins)
    return in_working_hours(at, work_begins) and at.now - since >= NO_TIMER_FOR
