"""Setting the start or the duration of the running timer."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demitasse.domain.durations import MAX_S
from demitasse.domain.errors import BadInput, FaultCode, NoMatch
from demitasse.store import settings as settings_of
from demitasse.tracker.timer_edit import TimerEdit

if TYPE_CHECKING:
    from tests.tracker.conftest import Tracker


@pytest.fixture
def timer_edit(tracker: Tracker) -> TimerEdit:
    return TimerEdit(tracker.store, tracker.clock, tracker.actions)


def _wall(tracker: Tracker, minutes_ago: int) -> time:
    """Return the local time of an instant."""
    return (tracker.clock.now().wall - timedelta(minutes=minutes_ago)).time()


def test_a_start_gives_the_duration(tracker: Tracker, timer_edit: TimerEdit) -> None:
    row = tracker.timer.start(1, 1)
    tracker.clock.advance(600)
    plan = timer_edit.plan(start=_wall(tracker, 84))
    assert (plan.total_s, plan.earlier_s) == (84 * 60, 0)
    assert tracker.timer.running() == row._replace(duration_s=600), "planning changes nothing"
    timer_edit.apply(plan)
    tracker.clock.advance(60)
    running = tracker.timer.running()
    assert running is not None
    assert running.duration_s == 85 * 60
    tracker.history.undo()
    running = tracker.timer.running()
    assert running is not None
    assert running.duration_s == 660


def test_a_duration_gives_the_start(tracker: Tracker, timer_edit: TimerEdit) -> None:
    tracker.timer.start(1, 1)
    plan = timer_edit.plan(total_s=5040)
    assert plan.started.wall == tracker.clock.now().wall - timedelta(seconds=5040)
    tracker.clock.set_wall(tracker.clock.now().wall - timedelta(hours=2))
    timer_edit.apply(plan)
    running = tracker.timer.running()
    assert running is not None
    assert running.duration_s == 5040, "a wall clock that was set meanwhile does not matter"


def test_a_recorded_start_time_follows_in_the_zone_of_the_account(tracker: Tracker, timer_edit: TimerEdit) -> None:
    with tracker.store.transaction():
        tracker.store.settings.put(settings_of.USER, {"id": 1, "name": "", "email": "", "timezone": "Asia/Tokyo"})
    row = tracker.timer.start(1, 1)
    tracker.sheets.edit(row.id, start_time=time(21, 0))
    changed = timer_edit.apply(timer_edit.plan(total_s=5400))
    assert (changed.start_time, changed.duration_s) == (time(19, 30), 5400)


def test_time_counted_before_a_continuation_stays(tracker: Tracker, timer_edit: TimerEdit) -> None:
    tracker.timer.start(1, 1)
    tracker.clock.advance(3600)
    row = tracker.timer.stop()
    tracker.timer.continue_entry(row.id)
    tracker.clock.advance(600)
    assert timer_edit.plan(start=_wall(tracker, 30))[1:3] == (3600, 5400)
    longer, shorter = timer_edit.plan(total_s=4500), timer_edit.plan(total_s=1800)
    assert (longer.earlier_s, longer.started) == (3600, tracker.clock.now().shifted(-900))
    assert (shorter.earlier_s, shorter.started) == (1800, tracker.clock.now())
    assert timer_edit.apply(shorter).duration_s == 1800


def test_the_new_duration_is_sent(tracker: Tracker, timer_edit: TimerEdit) -> None:
    row = tracker.timer.start(1, 1)
    tracker.sent(row.id, 7)
    assert tracker.queued() == []
    timer_edit.apply(timer_edit.plan(total_s=600))
    assert [operation.entry_id for operation in tracker.queued()] == [row.id]


def test_impossible_plans_are_refused(tracker: Tracker, timer_edit: TimerEdit) -> None:
    with pytest.raises(NoMatch):
        timer_edit.plan()
    tracker.timer.start(1, 1)
    for field, start, total in (
        ("start", _wall(tracker, -5), None),
        ("duration", None, MAX_S + 1),
        ("duration", None, -1),
    ):
        with pytest.raises(BadInput) as caught:
            timer_edit.plan(start=start, total_s=total)
        assert caught.value.field == field


def test_after_midnight_an_evening_hour_means_yesterday(tracker: Tracker, timer_edit: TimerEdit) -> None:
    tracker.timer.start(1, 1)
    assert timer_edit.plan(start=_wall(tracker, 11 * 60)).total_s == 11 * 3600
    before_midnight = tracker.clock.now().wall.replace(hour=23, minute=50)
    tracker.clock.set_wall(before_midnight + timedelta(minutes=40))
    assert timer_edit.plan(start=time(23, 50)).total_s == 40 * 60


@given(st.integers(0, 1439), st.integers(0, MAX_S))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_every_plan_adds_up(tracker: Tracker, timer_edit: TimerEdit, minute: int, total_s: int) -> None:
    if tracker.timer.running() is None:
        tracker.timer.start(1, 1)
    now = tracker.clock.now()
    plans = [timer_edit.plan(total_s=total_s)]
    try:
        plans.append(timer_edit.plan(start=time(*divmod(minute, 60))))
    except BadInput as fault:
        assert fault.code == FaultCode.IN_THE_FUTURE  # noqa: PT017 - only some of the minutes have passed
    for plan in plans:
        assert plan.earlier_s + (now.wall - plan.started.wall).total_seconds() == plan.total_s
        assert 0 <= plan.total_s <= MAX_S
