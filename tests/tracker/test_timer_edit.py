"""The running timer, set: when it began, or how long it has run."""

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
    from tests.tracker.conftest import Desk


@pytest.fixture
def retiming(desk: Desk) -> TimerEdit:
    return TimerEdit(desk.store, desk.clock, desk.actions)


def _wall(desk: Desk, minutes_ago: int) -> time:
    """What this machine's clock showed then."""
    return (desk.clock.now().wall - timedelta(minutes=minutes_ago)).astimezone().time()


def test_a_start_says_how_long(desk: Desk, retiming: TimerEdit) -> None:
    row = desk.timer.start(1, 1)
    desk.clock.advance(600)
    plan = retiming.plan(start=_wall(desk, 84))
    assert (plan.total_s, plan.earlier_s) == (84 * 60, 0)
    assert desk.timer.running() == row._replace(duration_s=600), "planning changes nothing"
    retiming.apply(plan)
    desk.clock.advance(60)
    running = desk.timer.running()
    assert running is not None
    assert running.duration_s == 85 * 60
    desk.sheets.undo()
    running = desk.timer.running()
    assert running is not None
    assert running.duration_s == 660


def test_a_duration_says_the_start(desk: Desk, retiming: TimerEdit) -> None:
    desk.timer.start(1, 1)
    plan = retiming.plan(total_s=5040)
    assert plan.started.wall == desk.clock.now().wall - timedelta(seconds=5040)
    desk.clock.set_wall(desk.clock.now().wall - timedelta(hours=2))
    retiming.apply(plan)
    running = desk.timer.running()
    assert running is not None
    assert running.duration_s == 5040, "a wall clock that was set meanwhile does not matter"


def test_a_start_that_is_written_down_moves_along_in_the_accounts_zone(desk: Desk, retiming: TimerEdit) -> None:
    with desk.store.transaction():
        desk.store.settings.put(settings_of.USER, {"id": 1, "name": "", "email": "", "timezone": "Asia/Tokyo"})
    row = desk.timer.start(1, 1)
    desk.sheets.edit(row.id, start_time=time(21, 0))
    changed = retiming.apply(retiming.plan(total_s=5400))
    assert (changed.start_time, changed.duration_s) == (time(19, 30), 5400)


def test_what_was_counted_before_a_continuation_stays(desk: Desk, retiming: TimerEdit) -> None:
    desk.timer.start(1, 1)
    desk.clock.advance(3600)
    row = desk.timer.stop()
    desk.timer.continue_entry(row.id)
    desk.clock.advance(600)
    assert retiming.plan(start=_wall(desk, 30))[1:] == (3600, 5400)
    longer, shorter = retiming.plan(total_s=4500), retiming.plan(total_s=1800)
    assert (longer.earlier_s, longer.started) == (3600, desk.clock.now().shifted(-900))
    assert (shorter.earlier_s, shorter.started) == (1800, desk.clock.now())
    assert retiming.apply(shorter).duration_s == 1800


def test_the_server_is_told_the_new_figure(desk: Desk, retiming: TimerEdit) -> None:
    row = desk.timer.start(1, 1)
    desk.sent(row.id, 7)
    assert desk.queued() == []
    retiming.apply(retiming.plan(total_s=600))
    assert [operation.entry_id for operation in desk.queued()] == [row.id]


def test_what_cannot_be(desk: Desk, retiming: TimerEdit) -> None:
    with pytest.raises(NoMatch):
        retiming.plan()
    desk.timer.start(1, 1)
    for field, start, total in (
        ("start", _wall(desk, -5), None),
        ("duration", None, MAX_S + 1),
        ("duration", None, -1),
    ):
        with pytest.raises(BadInput) as caught:
            retiming.plan(start=start, total_s=total)
        assert caught.value.field == field


def test_after_midnight_an_evening_hour_is_yesterdays(desk: Desk, retiming: TimerEdit) -> None:
    desk.timer.start(1, 1)
    assert retiming.plan(start=_wall(desk, 11 * 60)).total_s == 11 * 3600
    before_midnight = desk.clock.now().wall.astimezone().replace(hour=23, minute=50)
    desk.clock.set_wall(before_midnight + timedelta(minutes=40))
    assert retiming.plan(start=time(23, 50)).total_s == 40 * 60


@given(st.integers(0, 1439), st.integers(0, MAX_S))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_every_plan_adds_up(desk: Desk, retiming: TimerEdit, minute: int, total_s: int) -> None:
    if desk.timer.running() is None:
        desk.timer.start(1, 1)
    now = desk.clock.now()
    plans = [retiming.plan(total_s=total_s)]
    try:
        plans.append(retiming.plan(start=time(*divmod(minute, 60))))
    except BadInput as fault:
        assert fault.code is FaultCode.IN_THE_FUTURE  # noqa: PT017 - only some of the minutes have passed
    for plan in plans:
        assert plan.earlier_s + (now.wall - plan.started.wall).total_seconds() == plan.total_s
        assert 0 <= plan.total_s <= MAX_S
