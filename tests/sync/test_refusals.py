"""CoffeeCup refuses, is unavailable, or asks for a backoff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from demitasse.domain.entries import EntryState
from demitasse.domain.timesheet import SyncState
from demitasse.sync.engine import Result
from demitasse.tracker.status import Status
from tests.deadlines import PATIENCE_S
from tests.sync.test_exactly_once import add, writes

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.sync.device import Device


def state(device: Device) -> SyncState:
    """Return the sync status."""
    calls = device._calls
    return Status(device.store, lambda: calls.backoff_until(device.clock.now())).sync().state


def test_a_refused_entry_keeps_its_text_and_holds_up_nobody(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("status", method="POST", path="timeEntries", status=422)
    refused, fine = add(device, "refused"), add(device, "fine")
    device.settle()
    assert device.mine() == [("fine", 600)]
    row = device.sheets.entry(refused)
    assert (row.state, row.comment) == (EntryState.REJECTED, "refused")
    assert row.reason
    assert device.sheets.entry(fine).state is EntryState.SYNCED
    device.sheets.retry(refused)
    device.settle()
    assert device.mine() == [("fine", 600), ("refused", 600)]


@pytest.mark.parametrize("status", [400, 401, 403, 405, 407, 413, 422, 451])
def test_what_a_web_filter_answers_waits_for_its_end(device: Device, sandbox: Sandbox, status: int) -> None:
    kept = add(device, "kept")
    device.settle()
    sandbox.faults.add("portal", times=None, status=status)
    waiting = add(device, "waiting")
    device.sheets.edit(kept, comment="changed")
    for _ in range(10):
        device.run()
        device.clock.advance(600)
    for entry_id in (kept, waiting):
        assert device.sheets.entry(entry_id).state in {EntryState.WAITING, EntryState.CHECKING}
    assert state(device) is not SyncState.SIGNED_OUT
    sandbox.faults.clear()
    device.settle(rounds=80)
    assert device.mine() == [("changed", 600), ("waiting", 600)]


def test_an_entry_the_server_fails_on_is_given_up_after_some_tries_and_holds_up_nobody(
    device: Device, sandbox: Sandbox
) -> None:
    sandbox.faults.add("status", method="POST", path="timeEntries", status=500)
    poison = add(device, "poison")
    add(device, "fine")
    device.run()
    assert device.mine() == [("fine", 600)]
    sandbox.faults.add("status", method="POST", path="timeEntries", status=500, times=2)
    device.settle(rounds=80)
    assert device.mine() == [("fine", 600)]
    assert device.sheets.entry(poison).state is EntryState.REJECTED


def test_during_a_backoff_no_call_is_made(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("status", path="timeEntries", status=503, retry_after="120")
    add(device, "later")
    outcome = device.run()
    assert outcome.result is Result.PAUSED
    assert outcome.next_s is not None
    assert outcome.next_s >= 120
    assert state(device) is SyncState.PAUSED
    sandbox.arrivals.clear()
    for _ in range(10):
        device.run(poll=True)
        device.clock.advance(10)
    assert sandbox.arrivals == []
    device.clock.advance(60)
    device.settle()
    assert device.mine() == [("later", 600)]
    assert sandbox.arrivals[0]["method"] == "GET", "one read finds out whether the backoff is over"
    assert sandbox.arrivals[0]["path"] == "/account/rate_limit_status", "which restarts no block"


def test_an_expired_token_is_renewed_silently(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("status", path="timeEntries", status=401)
    add(device, "once")
    device.settle()
    assert device.mine() == [("once", 600)]


def test_a_session_that_is_gone_for_good_signs_out_and_keeps_everything(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("status", path="timeEntries", status=401, times=None)
    sandbox.faults.add("status", path="oauth2/token", status=400, times=None)
    entry = add(device, "kept")
    assert device.run().result is Result.SIGNED_OUT
    assert state(device) is SyncState.SIGNED_OUT
    assert device.sheets.entry(entry).state is EntryState.WAITING


def test_the_offline_status_has_a_start_and_ends_with_the_connection(device: Device, sandbox: Sandbox) -> None:
    sandbox.stop()
    add(device, "later")
    assert device.run().result is Result.OFFLINE
    assert state(device) is SyncState.OFFLINE
    sandbox.start()
    device.clock.advance(60)
    device.settle()
    assert state(device) is SyncState.SYNCED


def test_retries_get_rarer(device: Device, sandbox: Sandbox) -> None:
    sandbox.stop()
    add(device, "later")
    waits = [device.run().next_s or 0 for _ in range(12)]
    assert waits[0] <= 2
    assert 150 <= waits[-1] <= 300


def test_a_portal_that_answers_reads_changes_nothing_here(device: Device, sandbox: Sandbox) -> None:
    add(device, "kept")
    device.settle()
    sandbox.faults.add("portal", times=None)
    device.clock.advance(400)
    assert device.run(poll=True).result is Result.OFFLINE
    assert [row.comment for row in device.rows()] == ["kept"]


def test_a_read_that_is_refused_does_not_hold_up_what_is_to_be_sent(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("status", method="GET", path="timeEntries", status=403, times=None)
    device.restart()
    device.clock.advance(400)
    add(device, "sent")
    assert device.run().result is Result.REFUSED
    assert device.mine() == [("sent", 600)]
    assert [method for method, _ in writes(sandbox)] == ["POST"]


def test_an_entry_on_an_archived_project_is_kept_with_the_reason(device: Device, sandbox: Sandbox) -> None:
    entry = add(device, "kept")
    archive(sandbox, device.sheets.entry(entry).project_id)
    device.settle()
    row = device.sheets.entry(entry)
    assert (row.state, row.comment, row.duration_s) == (EntryState.REJECTED, "kept", 600)
    assert row.reason
    device.clock.advance(7 * 3600)
    device.run(poll=True)
    assert row.project not in {one.project for one in device.sheets.choices()}
    other = device.sheets.choices()[0]
    device.sheets.edit(entry, project_id=other.project_id, task_id=other.task_id)
    device.settle()
    assert device.mine() == [("kept", 600)]


def archive(sandbox: Sandbox, project_id: int | None) -> None:
    """Complete a project on the server."""
    boss = next(one for one in sandbox.users if one["role"] == "admin")
    headers = {"Authorization": f"Bearer {token(sandbox, boss)}"}
    reply = requests.put(
        f"{sandbox.url}/v1/projects/{project_id}", json={"project": {"status": 0}}, headers=headers, timeout=PATIENCE_S
    )
    assert reply.status_code == 200


def token(sandbox: Sandbox, person: dict[str, str]) -> str:
    """Return a token of another session."""
    form = {"grant_type": "password", "username": person["email"], "password": person["password"]}
    reply = requests.post(
        f"{sandbox.url}/oauth2/token",
        data=form | {"client_id": "other", "client_secret": "public"},
        headers={"companyurl": f"https://{sandbox.company}.aerion.app"},
        timeout=PATIENCE_S,
    )
    return str(reply.json()["access_token"])
