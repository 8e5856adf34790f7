"""The sync log after real calls to the local CoffeeCup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain.operations import OpKind
from demitasse.domain.sync_log import LogStep, group_changes

if TYPE_CHECKING:
    from demitasse.domain.sync_log import ChangeLog
    from tests.sync.device import Device

BOOKED = "timeEntries$"


def logged(device: Device) -> list[ChangeLog]:
    return group_changes(device.store.sync_log.events())


def steps(course: ChangeLog) -> list[LogStep]:
    return [event.step for event in course.events]


def test_a_change_that_arrived(device: Device) -> None:
    row = device.sheets.add(101, 301, 600, comment="words")
    device.settle()
    device.sheets.edit(row.id, comment="other words")
    device.settle()
    device.sheets.delete(row.id)
    device.settle()
    sent = [LogStep.QUEUED, LogStep.SENT, LogStep.CONFIRMED]
    assert [(course.kind, steps(course)) for course in logged(device)] == [
        (OpKind.DELETE, sent), (OpKind.UPDATE, sent), (OpKind.CREATE, sent),
    ]  # fmt: skip


def test_a_lost_response_is_logged_as_verified(device: Device) -> None:
    device.sheets.add(101, 301, 600)
    device.sandbox.faults.add("drop_after", method="POST", path=BOOKED)
    device.settle()
    (course,) = logged(device)
    assert steps(course) == [LogStep.QUEUED, LogStep.SENT, LogStep.UNCLEAR, LogStep.FOUND]


def test_a_lost_request_is_logged_as_verified_and_sent_again(device: Device) -> None:
    device.sheets.add(101, 301, 600)
    device.sandbox.faults.add("drop_before", method="POST", path=BOOKED)
    device.settle()
    (course,) = logged(device)
    again = [LogStep.QUEUED, LogStep.SENT, LogStep.CONFIRMED]
    assert steps(course) == [LogStep.QUEUED, LogStep.SENT, LogStep.UNCLEAR, LogStep.LOOKED_UP, *again]


def test_a_refusal_is_logged_with_the_servers_text(device: Device) -> None:
    device.sandbox.quirks.set("booking_needs", "both")
    row = device.sheets.add(101, 301, 600)
    with device.store.transaction():
        entry = device.store.entries.get(row.id)
        assert entry is not None
        device.store.entries.save(entry._replace(mine=entry.mine._replace(project_id=999_999)))
    device.run()
    (course,) = logged(device)
    assert steps(course) == [LogStep.QUEUED, LogStep.SENT, LogStep.REFUSED]
    assert course.last.reason == device.sheets.attention()[0].reason is not None


def test_days_without_a_network_add_nothing(device: Device) -> None:
    device.sandbox.stop()
    device.sheets.add(101, 301, 600)
    for _ in range(50):
        device.run()
    device.sandbox.start()
    assert [steps(course) for course in logged(device)] == [[LogStep.QUEUED]]
    device.settle()
    assert steps(logged(device)[0]) == [LogStep.QUEUED, LogStep.SENT, LogStep.CONFIRMED]


def test_an_edit_during_the_call_is_another_operation(device: Device) -> None:
    row = device.sheets.add(101, 301, 600)
    device.sandbox.faults.add("drop_after", method="POST", path=BOOKED)
    device.run()
    device.sheets.edit(row.id, comment="meanwhile")
    device.settle()
    update, create = logged(device)
    assert (create.kind, steps(create)[-1]) == (OpKind.CREATE, LogStep.FOUND)
    assert (update.kind, steps(update)) == (OpKind.UPDATE, [LogStep.QUEUED, LogStep.SENT, LogStep.CONFIRMED])


def test_a_remote_delete_is_logged_as_a_review(device: Device) -> None:
    row = device.sheets.add(101, 301, 600)
    device.settle()
    device.clock.advance(300)
    server_id = device.sheets.entry(row.id).server_id
    assert server_id is not None
    device.sandbox.delete_entry(server_id)
    device.sheets.edit(row.id, comment="mine")
    device.run()
    assert logged(device)[0].last.step is LogStep.ASKED
    assert logged(device)[0].last.reason
