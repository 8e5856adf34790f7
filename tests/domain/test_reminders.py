"""When reminders are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from demitasse.domain.reminders import ReminderContext, ReminderKind, ReminderSettings, due_reminders

ALL = ReminderSettings(no_timer=True, work_begins=9, long_run=True, long_hours=10, target_met=True)
NONE = ReminderSettings(no_timer=False, work_begins=9, long_run=False, long_hours=10, target_met=False)
DAY_S = 8 * 3600


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


def kinds(moment: ReminderContext, wishes: ReminderSettings = ALL) -> list[ReminderKind]:
    assert list(due_reminders(moment, NONE)) == [], "all of it can be switched off"
    return [one.kind for one in due_reminders(moment, wishes)]


@pytest.mark.parametrize(
    ("now", "since", "reminded"),
    [
        (at(9, 14), at(8, 0), False),  # work began a moment ago
        (at(9, 15), at(8, 0), True),
        (at(11, 10), at(11, 0), False),  # a short pause
        (at(11, 15), at(11, 0), True),
        (at(16, 59), at(11, 0), True),
        (at(17, 0), at(11, 0), False),  # the day is over
        (at(8, 59), at(0, 0), False),
    ],
)
def test_no_timer_in_working_hours(now: datetime, since: datetime, *, reminded: bool) -> None:
    moment = ReminderContext(now, 0, DAY_S, no_timer_since=since)
    assert kinds(moment) == [ReminderKind.NO_TIMER] * reminded


@pytest.mark.parametrize(("total_s", "target_s"), [(0, 0), (0, None), (DAY_S, DAY_S)])
def test_no_reminder_on_a_free_or_finished_day(total_s: int, target_s: int | None) -> None:
    assert kinds(ReminderContext(at(11), total_s, target_s, no_timer_since=at(8))) == []


def test_no_reminder_before_anything_was_observed() -> None:
    assert kinds(ReminderContext(at(11), 0, DAY_S)) == []


def test_a_timer_that_runs_too_long() -> None:
    started = at(9)
    for hours, reminded in ((9.99, False), (10, True), (13, True)):
        moment = ReminderContext(started + timedelta(hours=hours), 0, DAY_S, 7, started)
        assert (ReminderKind.LONG_RUN in kinds(moment)) is reminded


def test_the_target_is_met_while_a_timer_runs() -> None:
    assert kinds(ReminderContext(at(17), DAY_S - 1, DAY_S, 7, at(16))) == []
    assert kinds(ReminderContext(at(17), DAY_S, DAY_S, 7, at(16))) == [ReminderKind.TARGET_MET]
    assert kinds(ReminderContext(at(17), DAY_S, 0, 7, at(16))) == []


def test_an_occasion_keeps_its_key_while_time_passes() -> None:
    first, later, other = (
        next(iter(due_reminders(ReminderContext(now, 0, DAY_S, no_timer_since=since), ALL)))
        for now, since in ((at(11), at(10)), (at(12), at(10)), (at(14), at(13)))
    )
    assert first == later != other
