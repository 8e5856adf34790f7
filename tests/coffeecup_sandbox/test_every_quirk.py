"""No value of a quirk causes a server error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coffeecup_sandbox import Sandbox
from coffeecup_sandbox.quirks import CATALOGUE, NUMBER, Quirk
from tests.coffeecup_sandbox.client import COMPANY, Client, sign_in
from tests.coffeecup_sandbox.conftest import MONDAY

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    """One sandbox for all quirks, because there are many."""
    sandbox = Sandbox(quirks={"throttle_max": 0})
    sandbox.clock.set(MONDAY)
    with sandbox:
        yield sandbox


def working_day(sandbox: Sandbox, jane: Client) -> list[int]:
    """Make the calls of a typical client, and return their statuses."""
    lists = ("users/me", "timeEntries", "projects", "taskAssignments", "tasks", "clients", "userEmployments")
    statuses = [jane.get(f"/v1/{path}", sort="id ASC", limit=5).status for path in lists]
    statuses.append(jane.get("/v1/timeEntries", running="true", user=11).status)
    statuses.append(jane.get("/v1/timeEntries", where='{"day":{">=":"2026-03-01"}}').status)
    booking: dict[str, Any] = {"project": 101, "task": 301, "day": "2026-03-02", "comment": " a\nb ", "team": 1}
    starts: tuple[dict[str, Any], ...] = ({"running": True}, {"running": True}, {"duration": 60})
    for number, more in enumerate(starts):
        statuses.append(jane.post("timeEntries", "timeEntry", **booking, **more, sorting=number).status)
    keys = [row["id"] for row in sandbox.entries("jane@acme.example") if row["day"] == "2026-03-02"] or [1]
    changes: tuple[dict[str, Any], ...] = ({"running": False}, {"running": True}, {"duration": 30})
    statuses += [jane.put("timeEntries", "timeEntry", keys[0], **values).status for values in changes]
    statuses += [jane.delete("timeEntries", key).status for key in keys]
    statuses.append(jane.get("/v1/nonsense").status)
    form = {"grant_type": "refresh_token", "refresh_token": jane.refresh}
    statuses.append(jane.ask_token(COMPANY, **form).status)
    for key in keys:
        sandbox.delete_entry(key)
    return statuses


@pytest.mark.parametrize("quirk", CATALOGUE, ids=lambda quirk: quirk.name)
def test_no_quirk_causes_a_server_error(shared: Sandbox, quirk: Quirk, capfd: pytest.CaptureFixture[str]) -> None:
    for value in ("0", "3") if quirk.values == NUMBER else quirk.values:
        shared.quirks.reset()
        shared.quirks.set("throttle_max", 0)
        shared.service.throttle.clear()
        jane = sign_in(shared)
        shared.quirks.set(quirk.name, "30" if quirk.name == "keep_alive_s" and value != "0" else value)
        jane.kept = jane.connect()
        statuses = working_day(shared, jane)
        jane.kept.close()
        assert "Traceback" not in capfd.readouterr().err
        allowed = {200, 201, 204, 400, 401, 403, 404, 409, 415, 422, 429, 503}
        if (quirk.name, value) in {("business_status", "500"), ("bad_where", "500"), ("unknown_filter", "500")}:
            allowed.add(500)
        if quirk.name == "old_hosts" and value != "serve":
            allowed = {int(value)}
        assert set(statuses) <= allowed, value
