"""Every minute arrives once, whatever happens to the request, the response or this computer."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import EntryState
from demitasse.domain.operations import OpState
from demitasse.sync.engine import Result

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.sync.device import Device

LOST_ANSWERS = ["drop_after", "reset", "truncate", "garble", "wrong_type", "html_type"]
LOST_REQUESTS = ["drop_before", "portal"]


def add(device: Device, comment: str, seconds: int = 600) -> int:
    """Add a finished entry."""
    choice = device.sheets.choices()[0]
    return device.sheets.add(choice.project_id, choice.task_id, seconds, comment=comment).id


def writes(sandbox: Sandbox) -> list[tuple[str, int]]:
    """Return every write that arrived."""
    return [(one["method"], one["status"]) for one in sandbox.arrivals if one["method"] in ("POST", "PUT", "DELETE")]


def test_a_day_without_a_network_arrives_in_order(device: Device, sandbox: Sandbox) -> None:
    sandbox.stop()
    choices = device.sheets.choices()
    for n, choice in enumerate(choices[:4]):
        device.timer.start(choice.project_id, choice.task_id, f"work {n}")
        device.clock.advance(1200)
    device.timer.stop()
    assert device.run().result is Result.OFFLINE
    device.restart()
    sandbox.start()
    device.settle()
    assert device.mine() == [(f"work {n}", 1200) for n in range(4)]
    assert [one["comment"] for one in sorted(sandbox.entries(device.email), key=lambda one: int(str(one["id"])))][
        -4:
    ] == [f"work {n}" for n in range(4)]


def test_ten_edits_offline_are_one_call(device: Device, sandbox: Sandbox) -> None:
    entry = add(device, "first")
    for n in range(10):
        device.sheets.edit(entry, comment=f"edit {n}")
    device.settle()
    assert [method for method, _ in writes(sandbox)] == ["POST"]
    assert device.mine() == [("edit 9", 600)]


@pytest.mark.parametrize("fault", LOST_ANSWERS)
def test_a_create_whose_response_is_lost_is_found(device: Device, sandbox: Sandbox, fault: str) -> None:
    sandbox.faults.add(fault, method="POST", path="timeEntries")
    entry = add(device, "once")
    device.run()
    device.settle()
    assert device.mine() == [("once", 600)]
    assert len(writes(sandbox)) == 1
    assert device.sheets.entry(entry).state is EntryState.SYNCED


@pytest.mark.parametrize("fault", LOST_REQUESTS)
def test_a_lost_create_is_sent_again_only_after_a_check(device: Device, sandbox: Sandbox, fault: str) -> None:
    sandbox.faults.add(fault, method="POST", path="timeEntries")
    add(device, "once")
    device.settle()
    assert device.mine() == [("once", 600)]
    calls = [one["method"] for one in sandbox.arrivals if "timeEntries" in one["path"]]
    first, second = (place for place, method in enumerate(calls) if method == "POST")
    assert calls[first + 1 : second].count("GET") >= 3


@pytest.mark.parametrize("seconds", [1, 20, 90])
def test_a_create_that_is_carried_out_late_is_sent_once(device: Device, sandbox: Sandbox, seconds: int) -> None:
    sandbox.faults.add("late", method="POST", path="timeEntries", seconds=seconds)
    add(device, "once")
    device.settle()
    assert device.mine() == [("once", 600)]


def test_a_computer_that_dies_while_sending_checks_first(device: Device, sandbox: Sandbox) -> None:
    add(device, "once")
    sandbox.faults.add("drop_after", method="POST", path="timeEntries")
    device.run()
    device.crash()
    device.settle()
    assert device.mine() == [("once", 600)]


def test_two_equal_entries_are_both_sent(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop_after", method="POST", path="timeEntries")
    add(device, "same")
    add(device, "same")
    device.settle()
    assert device.mine() == [("same", 600), ("same", 600)]


def test_an_equal_entry_waits_for_the_unclear_one(device: Device, sandbox: Sandbox) -> None:
    for _ in range(2):
        sandbox.faults.add("late", method="POST", path="timeEntries", seconds=20)
        add(device, "same")
        device.run()
    device.settle()
    assert device.mine() == [("same", 600), ("same", 600)]
    assert device.sheets.attention() == (), "two unclear equal entries could not be distinguished"


def test_a_stop_is_sent_before_the_next_start_at_any_age(device: Device, sandbox: Sandbox) -> None:
    """If the start came first, the service would stop the other timer at a wrong time."""
    one, two = device.sheets.choices()[:2]
    device.timer.start(one.project_id, one.task_id, "first")
    device.settle()
    device.timer.stop()
    device.clock.advance(400)
    device.timer.start(two.project_id, two.task_id, "second")
    sandbox.arrivals.clear()
    device.run()
    assert [call["method"] for call in sandbox.arrivals if call["method"] != "GET"] == ["PUT", "POST"]


def test_a_stop_goes_before_a_start_that_waits_for_longer(device: Device, sandbox: Sandbox) -> None:
    choice = device.sheets.choices()[0]
    older = add(device, "older")
    running = device.timer.start(choice.project_id, choice.task_id, "running").id
    device.settle()
    device.sheets.edit(older, comment="older, edited")
    device.clock.advance(400)
    device.timer.continue_entry(older)
    sandbox.arrivals.clear()
    device.run()
    updated = [int(str(call["path"]).rsplit("/", 1)[1]) for call in sandbox.arrivals if call["method"] == "PUT"]
    assert updated == [device.sheets.entry(running).server_id, device.sheets.entry(older).server_id]
    assert dict(device.mine())["running"] == 400


def test_two_unclear_entries_on_one_task_are_distinguished(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("late", method="POST", path="timeEntries", seconds=40)
    first = add(device, "first")
    device.run()
    sandbox.faults.add("drop_after", method="POST", path="timeEntries")
    add(device, "second")
    device.run()
    device.settle()
    assert device.mine() == [("first", 600), ("second", 600)]
    assert device.sheets.attention() == ()
    assert device.sheets.entry(first).state is EntryState.SYNCED


def test_an_edit_undone_while_unclear_is_undone(device: Device, sandbox: Sandbox) -> None:
    entry = add(device, "before")
    device.settle()
    sandbox.faults.add("drop_after", method="PUT")
    device.sheets.edit(entry, comment="after")
    device.run()
    device.history.undo()
    device.settle()
    assert device.mine() == [("before", 600)]
    assert device.sheets.entry(entry).comment == "before"


def test_an_unclear_edit_that_was_undone_and_overwritten_elsewhere_needs_review(
    device: Device, sandbox: Sandbox
) -> None:
    entry = add(device, "before")
    device.settle()
    sandbox.faults.add("drop_after", method="PUT")
    device.sheets.edit(entry, comment="after")
    device.run()
    device.history.undo()
    server_id = device.sheets.entry(entry).server_id
    assert server_id
    sandbox.update_entry(server_id, comment="theirs")
    device.settle()
    (dispute,) = device.store.conflicts.all()
    assert (dispute.mine.comment, dispute.theirs.comment) == ("before", "theirs")


def test_an_entry_edited_while_unclear_arrives_edited(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop_after", method="POST", path="timeEntries")
    entry = add(device, "first")
    device.run()
    device.sheets.edit(entry, comment="second", duration_s=900)
    device.settle()
    assert device.mine() == [("second", 900)]


def test_an_entry_deleted_while_unclear_is_deleted(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop_after", method="POST", path="timeEntries")
    entry = add(device, "first")
    device.run()
    device.sheets.delete(entry)
    device.settle()
    assert device.mine() == []


def test_an_edit_during_the_call_is_not_lost(device: Device, sandbox: Sandbox) -> None:
    entry = add(device, "first")
    sandbox.faults.add("delay", method="POST", path="timeEntries", seconds=0.5)
    arrived = threading.Event()

    def edit_when_it_arrived() -> None:
        from demitasse.store.store import Store
        from demitasse.tracker.timesheets import Timesheets
        from demitasse.tracker.undo import UndoManager

        while not any(one["method"] == "POST" for one in sandbox.arrivals):
            arrived.wait(0.005)
        store = Store(device.folder / "demitasse.db")
        Timesheets(store, device.clock, UndoManager(store, device.clock)).edit(entry, comment="second")
        store.close()

    person = threading.Thread(target=edit_when_it_arrived)
    person.start()
    device.run()
    person.join()
    device.settle()
    assert device.mine() == [("second", 600)]
    assert device.sheets.entry(entry).comment == "second"


@pytest.mark.parametrize("fault", LOST_ANSWERS)
def test_an_update_or_delete_whose_response_is_lost_is_verified(device: Device, sandbox: Sandbox, fault: str) -> None:
    kept, gone = add(device, "kept"), add(device, "gone")
    device.settle()
    sandbox.faults.add(fault, method="PUT")
    sandbox.faults.add(fault, method="DELETE")
    device.sheets.edit(kept, comment="edited")
    device.sheets.delete(gone)
    device.settle()
    assert device.mine() == [("edited", 600)]


def test_an_unclear_delete_that_is_undone_is_created_again(device: Device, sandbox: Sandbox) -> None:
    entry = add(device, "back")
    device.settle()
    sandbox.faults.add("drop_after", method="DELETE")
    device.sheets.delete(entry)
    device.run()
    device.history.undo()
    device.clock.advance(400)
    device.timer.start(*_pair(device), "looks first")
    device.settle()
    assert [words for words, _ in device.mine()] == ["back", "looks first"]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_call_that_is_carried_out_late_does_not_revert_an_undo(device: Device, sandbox: Sandbox, method: str) -> None:
    entry = add(device, "before")
    device.settle()
    sandbox.faults.add("late", method=method, path="timeEntries", seconds=40)
    if method == "PUT":
        device.sheets.edit(entry, comment="after")
    else:
        device.sheets.delete(entry)
    device.run()
    device.history.undo()
    device.settle()
    device.clock.advance(400)
    device.run(poll=True)
    device.settle()
    assert device.mine() == [("before", 600)]
    assert [row.comment for row in device.rows()] == ["before"]


def _pair(device: Device) -> tuple[int, int]:
    choice = device.sheets.choices()[0]
    return choice.project_id, choice.task_id


def test_a_delete_undone_after_it_arrived_is_created_again(device: Device) -> None:
    entry = add(device, "back")
    device.settle()
    device.sheets.delete(entry)
    device.settle()
    assert device.mine() == []
    device.history.undo()
    device.settle()
    assert device.mine() == [("back", 600)]


def test_what_waits_behind_an_unclear_entry_wakes_nobody(device: Device, sandbox: Sandbox) -> None:
    """Also if it was postponed before, until a moment that has passed."""
    sandbox.faults.add("drop_before", method="POST", path="timeEntries")
    add(device, "same")
    device.run()
    second = add(device, "same")
    with device.store.transaction():
        past = device.clock.now().wall - timedelta(seconds=1)
        device.store.outbox.transition(second, OpState.PENDING, not_before=past)
    sandbox.arrivals.clear()
    outcome = device.run()
    assert outcome.next_s is not None
    assert outcome.next_s > 1
    assert writes(sandbox) == []
    device.settle()
    assert device.mine() == [("same", 600), ("same", 600)]
