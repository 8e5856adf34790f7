"""Reminders: no timer is running, one has been running for long, the day's target is met.

Each occasion is announced once, also across restarts: its key names what it is about.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

NO_TIMER_FOR = timedelta(minutes=15)
"""A shorter pause needs no reminder."""


class ReminderKind(StrEnum):
    """What a reminder is about."""

    NO_TIMER = "no_timer"
    LONG_RUN = "long_run"
    TARGET_MET = "target_met"


class ReminderSettings(NamedTuple):
    """Which reminders are on, the hour at which work begins, and the hours after which a timer runs too long."""

    no_timer: bool
    work_begins: int
    long_run: bool
    long_hours: int
    target_met: bool


class ReminderContext(NamedTuple):
    """The current state: instants on this machine's wall clock, durations in seconds.

    `started` is when the timer of `entry_id` was last started; `no_timer_since` is since when none has been running, as
    far as observed.
    """

    now: datetime
    total_s: int
    target_s: int | None
    entry_id: int | None = None
    started: datetime | None = None
    no_timer_since: datetime | None = None


class Reminder(NamedTuple):
    """A reminder and the key of its occasion."""

    kind: ReminderKind
    occasion: str


def due_reminders(context: ReminderContext, wanted: ReminderSettings) -> Iterator[Reminder]:
    """Yield the reminders that apply now, whether or not they were shown before."""
    if context.started is not None:
        if wanted.long_run and context.now - context.started >= timedelta(hours=wanted.long_hours):
            yield Reminder(ReminderKind.LONG_RUN, f"{context.entry_id} {context.started.isoformat(timespec='seconds')}")
        if wanted.target_met and context.target_s and context.total_s >= context.target_s:
            yield Reminder(ReminderKind.TARGET_MET, context.now.date().isoformat())
    elif wanted.no_timer and context.no_timer_since is not None and _should_run(context, wanted.work_begins):
        yield Reminder(ReminderKind.NO_TIMER, context.no_timer_since.isoformat(timespec="seconds"))


def in_working_hours(context: ReminderContext, work_begins: int) -> bool:
    """Return whether work is still to be done at this hour.

    The working hours of a day with a target begin at `work_begins` and last as long as the target.
    """
    if not context.target_s or context.total_s >= context.target_s:
        return False
    begins = context.now.replace(hour=work_begins, minute=0, second=0, microsecond=0)
    return begins <= context.now < begins + timedelta(seconds=context.target_s)


def _should_run(context: ReminderContext, work_begins: int) -> bool:
    begins = context.now.replace(hour=work_begins, minute=0, second=0, microsecond=0)
    since = max(begins, context.no_timer_since or begins)
    return in_working_hours(context, work_begins) and context.now - since >= NO_TIMER_FOR
