"""Changes on another device, and changes on both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import EntryState
from demitasse.domain.operations import ConflictKind
from tests.sync import oracles
from tests.sync.histories import world
from tests.sync.test_exactly_once import add
from tests.sync.world import World

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.sync.device import Device


def server_id(device: Device, entry: int) -> int:
    """Return the id of the entry on the server."""
    found = device.sheets.entry(entry).server_id
    assert found is not None
    return found


def synced(device: Device, comment: str) -> int:
    """Return an entry that both sides have had for long enough to be in every list."""
    entry = add(device, comment)
    device.settle()
    device.clock.advance(400)
    return entry


def test_an_entry_from_elsewhere_appears(device: Device, sandbox: Sandbox) -> None:
    choice = device.sheets.choices()[0]
    day = str(device.sheets.today())
    sandbox.add_entry(
        device.email, day=day, project=choice.project_id, task=choice.task_id, duration=900, comment="elsewhere"
    )
    device.run(poll=True)
    assert [(row.comment, row.duration_s, row.project) for row in device.rows()] == [("elsewhere", 900, choice.project)]


def test_an_edit_from_elsewhere_is_taken_over_field_by_field(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "words")
    sandbox.update_entry(server_id(device, entry), duration=1800)
    device.sheets.edit(entry, comment="better words")
    device.run(poll=True)
    device.settle()
    assert device.mine() == [("better words", 1800)]
    assert device.sheets.entry(entry).duration_s == 1800


def test_an_entry_deleted_elsewhere_is_removed(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "gone")
    sandbox.delete_entry(server_id(device, entry))
    device.run(poll=True)
    assert device.rows() == ()


def test_local_edits_survive_a_delete_elsewhere(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "words")
    sandbox.delete_entry(server_id(device, entry))
    device.sheets.edit(entry, comment="better words")
    device.run(poll=True)
    row = device.sheets.entry(entry)
    assert (row.state, row.comment) == (EntryState.NEEDS_REVIEW, "better words")
    device.sheets.retry(entry)
    device.settle()
    assert device.mine() == [("better words", 600)]


def test_a_fresh_entry_that_a_lagging_list_does_not_show_yet_stays(device: Device, sandbox: Sandbox) -> None:
    add(device, "fresh")
    device.settle()
    sandbox.faults.add("lag", method="GET", path="timeEntries", seconds=60)
    device.run(poll=True)
    assert [row.comment for row in device.rows()] == ["fresh"]


def test_a_lagging_list_brings_no_stopped_timer_back(device: Device, sandbox: Sandbox) -> None:
    choice = device.sheets.choices()[0]
    device.timer.start(choice.project_id, choice.task_id, "work")
    device.settle()
    device.clock.advance(600)
    device.timer.stop()
    device.settle()
    sandbox.faults.add("lag", method="GET", path="timeEntries", seconds=60)
    device.clock.advance(5)
    device.run(poll=True)
    assert device.timer.running() is None
    assert device.sheets.day().total_s == 600


def test_a_lagging_list_brings_no_deleted_entry_back(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "gone")
    device.sheets.delete(entry)
    device.settle()
    sandbox.faults.add("lag", method="GET", path="timeEntries", seconds=60)
    device.clock.advance(5)
    device.run(poll=True)
    assert device.rows() == ()


def test_a_timer_started_elsewhere_runs_here_too(device: Device, sandbox: Sandbox) -> None:
    choice = device.sheets.choices()[0]
    day = str(device.sheets.today())
    sandbox.add_entry(device.email, day=day, project=choice.project_id, task=choice.task_id, running=True)
    device.clock.advance(600)
    device.run(poll=True)
    running = device.timer.running()
    assert running is not None
    assert abs(running.duration_s - 600) <= 1


def test_a_timer_started_elsewhere_stops_when_one_starts_here(device: Device, sandbox: Sandbox) -> None:
    choice = device.sheets.choices()[0]
    day = str(device.sheets.today())
    sandbox.add_entry(
        device.email, day=day, project=choice.project_id, task=choice.task_id, running=True, comment="there"
    )
    device.clock.advance(600)
    device.timer.start(choice.project_id, choice.task_id, "here")
    device.settle()
    device.clock.advance(60)
    device.run(poll=True)
    device.timer.stop()
    device.settle()
    assert [seconds for _, seconds in device.mine()] == [60, 600]
    assert not any(running for *_, running in device.on_server())


def test_a_stop_sends_the_duration_counted_here(device: Device, sandbox: Sandbox) -> None:
    choice = device.sheets.choices()[0]
    device.timer.start(choice.project_id, choice.task_id, "work")
    device.settle()
    device.clock.advance(1800)
    sandbox.stop()
    device.timer.stop()
    device.clock.advance(7200)
    sandbox.start()
    device.settle()
    assert device.mine() == [("work", 1800)]


def test_a_stale_replica_does_not_confirm_a_write(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "work")
    device.clock.advance(400)
    device.sheets.edit(entry, duration_s=1800)
    sandbox.quirks.set("update_reply", "empty")
    sandbox.faults.add("lag", method="GET", path="timeEntries/", seconds=30)
    device.run()
    assert device.sheets.entry(entry).state is EntryState.CHECKING
    device.settle()
    assert device.mine() == [("work", 1800)]


def test_a_remote_edit_in_the_same_second_is_not_stale(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "work")
    device.sheets.edit(entry, comment="mine")
    device.run()
    sandbox.update_entry(server_id(device, entry), comment="theirs")
    device.clock.advance(1)
    device.sheets.edit(entry, comment="mine again")
    device.run(poll=True)
    kept = [one.theirs.fields.comment for one in device.conflicts.all() if one.theirs]
    assert kept == ["theirs"]


def test_an_unclear_stop_keeps_its_duration_if_the_server_stops_the_timer(device: Device, sandbox: Sandbox) -> None:
    choice = device.sheets.choices()[0]
    entry = device.timer.start(choice.project_id, choice.task_id, "work").id
    device.settle()
    device.sheets.edit(entry, duration_s=600)
    device.settle()
    sandbox.faults.add("status", method="PUT", path="timeEntries", status=502)
    device.timer.stop()
    device.run()
    device.clock.advance(60)
    sandbox.update_entry(server_id(device, entry), running=False)
    device.settle()
    assert device.mine() == [("work", 600)]
    assert device.sheets.entry(entry).duration_s == 600


def test_more_than_a_few_entries_vanish_only_if_the_server_says_so_twice(device: Device, sandbox: Sandbox) -> None:
    entries = [add(device, f"n{n}", 60) for n in range(12)]
    device.settle()
    device.clock.advance(400)
    for entry in entries:
        sandbox.delete_entry(server_id(device, entry))
    device.run(poll=True)
    assert len(device.rows()) == 12
    device.run(poll=True)
    assert device.rows() == ()


def test_a_stop_is_sent_after_a_start_with_an_unreadable_effect(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "work")
    sandbox.quirks.set("update_reply", "empty")
    sandbox.faults.add("status", method="GET", path="timeEntries/", status=503, retry_after="5")
    device.timer.continue_entry(entry)
    device.run()
    assert device.sheets.entry(entry).state is EntryState.CHECKING
    device.clock.advance(60)
    device.timer.stop()
    device.settle()
    assert device.on_server() == [(str(device.sheets.today()), "work", 660, False)]


@pytest.mark.parametrize("tags", ["kept", "dropped"])
@pytest.mark.parametrize(("later_s", "asked"), [(0, []), (1800, [ConflictKind.UNSURE])])
def test_what_two_computers_book_after_midnight_is_not_doubled(
    later_s: int, asked: list[ConflictKind], tags: str
) -> None:
    """Both stop the same timer on the next day, without a connection, and make an entry of that day each."""
    with world(1, 2, World, in_process=True) as here:
        here.sandbox.quirks.set("external_id", tags)
        first, second = here.devices
        first.timer.start(*here.pair(first), "night shift")
        for device in (first, second):
            device.settle()
            device.run(poll=True)
        here.clock.advance(16 * 3600)  # longer than a plausible day, so that neither has split it by itself
        first.timer.stop_all(whole=True)
        here.clock.advance(later_s)
        second.timer.stop_all(whole=True)
        for device in (first, second, first):
            here.look(device)
        assert [one.kind for one in second.conflicts.all()] == asked
        assert [(one.seconds, one.running) for one in oracles.on_server(first)] == [(7200, False), (50400, False)]
        assert oracles.apart(here.devices) == []
