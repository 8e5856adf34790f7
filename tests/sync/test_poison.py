"""An entry on which CoffeeCup fails, or which it cannot show, holds up no other entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from demitasse.domain.entries import EntryState
from demitasse.domain.errors import FaultCode
from demitasse.domain.operations import OpState
from demitasse.sync.engine import Result
from tests.sync.test_exactly_once import add, writes

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator

    from coffeecup_sandbox import Sandbox
    from tests.sync.device import Device

ODD_READS: dict[str, dict[str, Any]] = {
    "wrong types": {"kind": "wrong_type"},
    "garbled": {"kind": "garble"},
    "a page": {"kind": "portal"},
    "500": {"kind": "status", "status": 500},
}


@pytest.fixture(autouse=True)
def _accept_warnings(logged_warnings: list[logging.LogRecord]) -> Iterator[None]:
    """Accept the warnings about rows that cannot be read."""
    yield
    logged_warnings[:] = [record for record in logged_warnings if "cannot be read" not in record.getMessage()]


def known(device: Device, *words: str) -> list[int]:
    """Entries that both sides have, and that no recent poll has covered."""
    ids = [add(device, each) for each in words]
    device.settle()
    device.clock.advance(200)
    return ids


def only_at(device: Device, sandbox: Sandbox, entry: int, fault: dict[str, Any], method: str = "GET") -> None:
    """From now on, reading this entry alone gives an unreadable response."""
    found = device.store.entries.get(entry)
    assert found is not None
    sandbox.faults.add(**fault, method=method, path=f"timeEntries/{found.server_id}$", times=None)


@pytest.mark.parametrize("fault", ODD_READS)
def test_an_entry_that_cannot_be_read_is_not_overwritten_and_holds_up_nobody(
    device: Device, sandbox: Sandbox, fault: str
) -> None:
    odd, fine = known(device, "odd", "fine")
    only_at(device, sandbox, odd, ODD_READS[fault])
    device.sheets.edit(odd, comment="odd, edited")
    device.sheets.edit(fine, comment="fine, edited")
    add(device, "new")
    device.engine._polled_at_s = device.clock.now().boot_s  # no poll has covered them since
    device.run()
    assert device.mine() == [("fine, edited", 600), ("new", 600), ("odd", 600)]
    device.settle()
    assert ("odd, edited", 600) in device.mine(), "a poll has covered it meanwhile"


def test_an_old_entry_that_cannot_be_read_needs_review(device: Device, sandbox: Sandbox) -> None:
    """It is too old for the regular poll."""
    (odd,) = known(device, "odd")
    device.clock.advance(9 * 24 * 3600)
    device.run(poll=True)
    only_at(device, sandbox, odd, ODD_READS["wrong types"])
    device.sheets.edit(odd, comment="odd, edited")
    device.settle()
    row = device.sheets.entry(odd)
    assert (row.state, row.comment) == (EntryState.REJECTED, "odd, edited")
    sandbox.faults.clear()
    device.sheets.retry(odd)
    device.settle()
    assert [one["comment"] for one in sandbox.entries(device.email)][-1] == "odd, edited"


def test_an_entry_in_an_unreadable_row_is_read_before_it_is_written(device: Device, sandbox: Sandbox) -> None:
    (entry,) = known(device, "words")
    found = device.store.entries.get(entry)
    assert found is not None
    assert found.server_id is not None
    sandbox.update_entry(found.server_id, comment="words of somebody else")
    sandbox.state.change("timeEntries", found.server_id, {"running": "perhaps"})
    device.sheets.edit(entry, comment="words of mine")
    sandbox.arrivals.clear()
    device.run(poll=True)
    assert writes(sandbox) == []
    sandbox.state.change("timeEntries", found.server_id, {"running": False})
    device.settle()
    kept = [(one.mine.fields.comment, one.theirs and one.theirs.fields.comment) for one in device.conflicts.all()]
    assert kept == [("words of mine", "words of somebody else")]


@pytest.mark.parametrize("fault", ODD_READS)
def test_an_attempt_that_cannot_be_verified_waits_alone(device: Device, sandbox: Sandbox, fault: str) -> None:
    odd, fine = known(device, "odd", "fine")
    for entry in (odd, fine):
        device.sheets.edit(entry, comment=f"edited {entry}")
    only_at(device, sandbox, odd, ODD_READS[fault])
    sandbox.faults.add("drop_after", method="PUT", path="timeEntries", times=2)
    for _ in range(8):
        device.run()
        device.clock.advance(1)
    add(device, "new")
    device.run()
    assert [(op.entry_id, op.state) for op in device.store.outbox.active()] == [(odd, OpState.AMBIGUOUS)]
    assert ("new", 600) in device.mine()
    sandbox.faults.clear()
    device.settle()
    assert device.mine() == [(f"edited {odd}", 600), (f"edited {fine}", 600), ("new", 600)]
    assert [method for method, _ in writes(sandbox)].count("PUT") == 2


@pytest.mark.parametrize("fault", ODD_READS)
def test_an_entry_not_shown_clearly_is_not_sent_again(device: Device, sandbox: Sandbox, fault: str) -> None:
    """An entry that arrived and whose row cannot be read is not missing."""
    sandbox.faults.add("drop_after", method="POST", path="timeEntries")
    add(device, "once")
    device.run()
    sandbox.faults.add(**ODD_READS[fault], method="GET", path="timeEntries", times=None)
    for _ in range(20):
        device.clock.advance(100)
        device.run()
    (op,) = device.store.outbox.active()
    assert op.state is OpState.AMBIGUOUS
    sandbox.faults.clear()
    device.settle()
    assert device.mine() == [("once", 600)]
    assert [method for method, _ in writes(sandbox)] == ["POST"]
    assert device.sheets.attention() == ()


def test_a_catalogue_that_cannot_be_read_holds_up_no_entry(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("garble", method="GET", path="v1/(projects|tasks|colors)", times=None)
    device.clock.advance(7 * 3600)
    add(device, "sent")
    outcome = device.run(poll=True)
    assert outcome.result is Result.REFUSED
    assert outcome.fault is not None
    assert outcome.fault.code == FaultCode.ANSWER_UNREADABLE
    assert device.mine() == [("sent", 600)]


def test_an_unreadable_refusal_is_reported_after_some_attempts(device: Device, sandbox: Sandbox) -> None:
    """An unreadable response and no entry count as a refusal (reliability B.12)."""
    sandbox.faults.add("portal", method="POST", path="timeEntries", times=3)
    refused = add(device, "refused")
    device.settle()
    assert device.sheets.entry(refused).state is EntryState.REJECTED
    assert len(writes(sandbox)) == 3
    device.sheets.retry(refused)
    device.settle()
    assert device.mine() == [("refused", 600)]
