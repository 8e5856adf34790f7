"""What is tracked keeps its times, whatever CoffeeCup does with them."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.domain.operations import ConflictKind
from demitasse.domain.timer import Instant

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from demitasse.domain.timesheet import TimesheetRow
    from tests.sync.device import Device

STUBBORN = {("filled", "dropped"), ("filled", "refused"), ("derived", "dropped"), ("derived", "refused")}
"""Ways that insist on times of their own: what was meant cannot stand there, so the difference is told."""

KINDS = [(timers, written) for timers in ("empty", "filled", "derived") for written in ("kept", "dropped", "refused")]
LATER_S = 8 * 3600 + 28 * 60


def at(device: Device, hour: int, minute: int = 0) -> Instant:
    """Today at this time of day in the account's zone."""
    now = device.clock.now().wall.astimezone(device.store.zone())
    return Instant(now.replace(hour=hour, minute=minute, second=0, microsecond=0))


def row(device: Device) -> TimesheetRow:
    (only,) = device.rows()
    return only


def shown(device: Device) -> tuple[time | None, time | None, int]:
    return (*row(device).start_and_end(device.store.zone()), row(device).duration_s)


def stored(device: Device) -> dict[str, Any]:
    return next(dict(one) for one in device.sandbox.entries(device.email) if one["id"] == row(device).server_id)


@pytest.fixture(params=KINDS, ids="-".join)
def kind(request: pytest.FixtureRequest, sandbox: Sandbox) -> tuple[str, str]:
    """One way of the service to deal with times."""
    timers, written = request.param
    sandbox.quirks.set("timer_times", timers)
    sandbox.quirks.set("entry_times", written)
    return timers, written


def test_a_timer_that_was_started_and_stopped_late_keeps_what_was_typed(device: Device, kind: tuple[str, str]) -> None:
    """`start --at 8`, `stop --at 9:30`, both typed at 18:28."""
    device.clock.advance(LATER_S)
    choice = device.sheets.choices()[0]
    device.timer.start(choice.project_id, choice.task_id, at=at(device, 8))
    device.settle()
    device.clock.advance(5)
    device.timer.stop(at(device, 9, 30))
    device.settle()
    if kind in STUBBORN:
        told = {one.kind for one in device.conflicts.all()}
        assert told in ({ConflictKind.NOT_KEPT}, {ConflictKind.REFUSED})
        return
    for _ in range(3):
        assert shown(device) == (time(8), time(9, 30), 5400)
        device.clock.advance(400)
        device.run(poll=True)
    assert device.conflicts.all() == ()
    assert stored(device)["duration"] == 5400
    if kind[1] == "kept":
        assert (stored(device)["startTime"], stored(device)["endTime"]) == ("08:00:00", "09:30:00")


def test_a_timer_keeps_its_times(device: Device, kind: tuple[str, str]) -> None:
    assert kind
    choice = device.sheets.choices()[0]
    began = device.clock.now().wall.astimezone(device.store.zone())
    device.timer.start(choice.project_id, choice.task_id)
    device.settle()
    assert row(device).start_and_end(device.store.zone()) == (began.time(), None)
    device.clock.advance(5400)
    device.timer.stop()
    device.settle()
    device.clock.advance(400)
    device.run(poll=True)
    assert shown(device) == (began.time(), (began + timedelta(seconds=5400)).time(), 5400)
    assert stored(device)["duration"] == 5400
    assert device.conflicts.all() == ()


def test_an_entry_by_hand_keeps_its_times(device: Device, kind: tuple[str, str]) -> None:
    assert kind
    choice = device.sheets.choices()[0]
    device.sheets.add(choice.project_id, choice.task_id, 7200, start_time=time(22), end_time=time())
    device.settle()
    device.clock.advance(400)
    device.run(poll=True)
    assert shown(device) == (time(22), time(), 7200)
    assert stored(device)["duration"] == 7200
    assert device.conflicts.all() == ()


def test_an_edit_of_the_times_stands(device: Device, kind: tuple[str, str]) -> None:
    choice = device.sheets.choices()[0]
    device.sheets.add(choice.project_id, choice.task_id, 5400, start_time=time(9), end_time=time(10, 30))
    device.settle()
    device.sheets.edit(row(device).id, start_time=time(8), end_time=time(11))
    device.settle()
    device.clock.advance(400)
    device.run(poll=True)
    assert shown(device) == (time(8), time(11), 10_800), kind
    assert stored(device)["duration"] == 10_800


def test_a_paused_timer_has_a_duration_and_no_times(device: Device, kind: tuple[str, str]) -> None:
    choice = device.sheets.choices()[0]
    device.timer.start(choice.project_id, choice.task_id)
    for wait_s in (3600, 7200, 3600):
        device.settle()
        device.clock.advance(wait_s)
        if device.timer.running():
            device.timer.stop()
        else:
            device.timer.continue_entry()
    device.settle()
    device.clock.advance(400)
    device.run(poll=True)
    if kind[0] == "derived" and kind[1] != "kept":
        told = [one.kind for one in device.conflicts.all()]
        assert told == [ConflictKind.NOT_KEPT] or stored(device)["duration"] == 7200
        return
    assert shown(device) == (None, None, 7200), kind
    assert stored(device)["duration"] == 7200
    assert device.conflicts.all() == ()


def test_unrecorded_times_cost_no_further_calls(device: Device, kind: tuple[str, str]) -> None:
    assert kind
    choice = device.sheets.choices()[0]
    device.sheets.add(choice.project_id, choice.task_id, 5400, start_time=time(9), end_time=time(10, 30))
    device.settle()
    device.sandbox.arrivals.clear()
    for _ in range(5):
        device.clock.advance(400)
        device.run()
    assert not [one for one in device.sandbox.arrivals if one["method"] in {"POST", "PUT"}]


@pytest.mark.parametrize("name", ["comment", "day", "duration", "project", "task", "startTime", "endTime"])
def test_an_edit_that_is_ignored_is_told(device: Device, sandbox: Sandbox, name: str) -> None:
    first, *_, last = device.sheets.choices()
    device.sheets.add(first.project_id, first.task_id, 5400, start_time=time(9), end_time=time(10, 30))
    device.settle()
    sandbox.quirks.set("put_ignored", name)
    changes: dict[str, dict[str, Any]] = {
        "comment": {"comment": "new"},
        "day": {"day": row(device).day - timedelta(days=1)},
        "duration": {"duration_s": 3600},
        "project": {"project_id": last.project_id, "task_id": last.task_id},
        "task": {"project_id": last.project_id, "task_id": last.task_id},
        "startTime": {"start_time": time(8)},
        "endTime": {"end_time": time(11)},
    }
    entry_id = row(device).id
    device.sheets.edit(entry_id, **changes[name])
    device.settle()
    told = device.conflicts.all()
    rejected = device.sheets.attention()  # a task without its project may be refused
    assert [one.kind for one in told if one.kind is ConflictKind.NOT_KEPT] or rejected
    calls = len(sandbox.arrivals)
    for _ in range(5):
        device.clock.advance(60)
        device.run()
    assert len(sandbox.arrivals) - calls <= 3, "it is not sent for ever"


def test_a_rounded_duration_is_no_news(device: Device, sandbox: Sandbox) -> None:
    sandbox.quirks.set("round_minutes", "15")
    choice = device.sheets.choices()[0]
    device.sheets.add(choice.project_id, choice.task_id, 4380)
    device.settle()
    assert (row(device).duration_s, device.conflicts.all()) == (4500, ())
