"""Fetching days that the regular poll does not cover."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import FaultCode
from demitasse.store import settings
from demitasse.sync.engine import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffeecup_sandbox import Sandbox
    from tests.sync.device import Device

WINTER = date(2025, 10, 6)


def test_a_day_is_fetched_once_coffeecup_has_listed_it(device: Device) -> None:
    today = device.sheets.today()
    assert device.sheets.day(today - timedelta(days=30)).fetched, "the first poll covers these days"
    assert [day.fetched for day in device.sheets.days(WINTER, WINTER + timedelta(days=1))] == [False, False]
    device.engine.fetch_days(WINTER, WINTER)
    assert [day.fetched for day in device.sheets.days(WINTER, WINTER + timedelta(days=1))] == [True, False]


def test_a_span_costs_one_call(device: Device, sandbox: Sandbox) -> None:
    device.engine.fetch_days(WINTER, WINTER + timedelta(days=41))
    assert len(sandbox.arrivals) == 1
    assert all(day.fetched for day in device.sheets.days(WINTER, WINTER + timedelta(days=41)))


def test_without_a_connection_only_the_sync_status_changes(device: Device, sandbox: Sandbox) -> None:
    sandbox.stop()
    device.engine.fetch_days(WINTER, WINTER)
    assert not device.sheets.day(WINTER).fetched
    assert device.store.settings.get(settings.OFFLINE_SINCE)


def test_a_cycle_without_a_call_does_not_end_the_offline_status(device: Device, sandbox: Sandbox) -> None:
    sandbox.stop()
    device.engine.fetch_days(WINTER, WINTER)
    assert device.run().result is Result.OFFLINE, "only a call for other days can find out"
    assert device.store.settings.get(settings.OFFLINE_SINCE)
    sandbox.start()
    device.clock.advance(400)
    assert device.run().result is Result.DONE
    assert not device.store.settings.get(settings.OFFLINE_SINCE)


def questions(device: Device, look: Callable[[], object]) -> int:
    """Return the number of SQL statements of a poll."""
    asked: list[str] = []
    device.store.database._connection.set_trace_callback(asked.append)
    look()
    device.store.database._connection.set_trace_callback(None)
    return len(asked)


def test_an_unchanged_list_costs_few_statements(device: Device, sandbox: Sandbox) -> None:
    today = device.sheets.today()

    def look() -> None:
        device.engine.fetch_days(today, today)

    look()
    few = questions(device, look)
    task, project = (sandbox.entries(device.email)[-1][name] for name in ("task", "project"))
    for number in range(30):
        sandbox.add_entry(device.email, day=str(today), duration=60 + number, task=task, project=project)
    look()
    assert len(device.rows()) >= 30
    assert questions(device, look) == few


OURS = "our own mark"


@pytest.mark.parametrize(
    "changed",
    [
        {"comment": "theirs"},
        {"lockedAt": "2026-03-02"},
        {"externalId": OURS},
        {"updatedAt": "2026-03-02T23:00:00.000Z"},
    ],
)
def test_every_change_in_a_list_is_taken_over(device: Device, sandbox: Sandbox, changed: dict[str, str]) -> None:
    choice = device.sheets.choices()[0]
    row = device.sheets.add(choice.project_id, choice.task_id, 600)
    device.settle()
    device.clock.advance(400)

    def known() -> tuple[object, ...]:
        device.run(poll=True)
        entries, get = device.store.entries, device.store.settings.get
        return entries.get(row.id), entries.updated_at(row.id), get(settings.TAGS)

    before, server_id = known(), device.rows()[0].server_id
    mark = {OURS: device.store.entries.tag(row.id)}
    values = {name: mark.get(value, value) for name, value in changed.items()}
    sandbox.state.change("timeEntries", server_id or 0, values, touch=False)
    assert known() != before


def test_an_entry_with_a_pending_change_is_merged_with_each_list(device: Device, sandbox: Sandbox) -> None:
    choice = device.sheets.choices()[0]
    row = device.sheets.add(choice.project_id, choice.task_id, 600)
    device.settle()
    device.clock.advance(400)
    device.run(poll=True)
    sandbox.state.change("timeEntries", device.rows()[0].server_id or 0, {"lockedAt": "2026-03-02"}, touch=False)
    device.sheets.edit(row.id, comment="too late")
    entry = device.store.entries.get(row.id)
    assert entry is not None
    with device.store.transaction():  # as if a response to an earlier change had contained it
        device.store.entries.save(entry, locked=FaultCode.ENTRY_LOCKED)
    device.engine.fetch_days(row.day, row.day)
    assert [one.mine.comment for one in device.store.conflicts.all()] == ["too late"]


def test_a_new_remote_entry_may_be_missing_from_a_stale_replica(device: Device, sandbox: Sandbox) -> None:
    choice = device.sheets.choices()[0]
    day, task, project = str(device.sheets.today()), choice.task_id, choice.project_id
    sandbox.add_entry(device.email, day=day, duration=600, task=task, project=project, comment="theirs")
    device.clock.advance(5)
    device.run(poll=True)
    device.sheets.edit(device.rows()[0].id, comment="ours")
    sandbox.faults.add("lag", method="GET", path="/v1/timeEntries$", seconds=30)
    device.engine.fetch_days(device.sheets.today(), device.sheets.today())
    device.settle()
    assert device.conflicts.all() == ()
    assert device.mine() == [("ours", 600)]
