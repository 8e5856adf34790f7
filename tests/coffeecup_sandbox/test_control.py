"""The control routes under /_sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coffeecup_sandbox.control import Control
from coffeecup_sandbox.http_messages import Request
from tests.coffeecup_sandbox.client import Client
from tests.coffeecup_sandbox.conftest import MONDAY

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox


@pytest.fixture
def control_client(sandbox: Sandbox) -> Client:
    return Client(sandbox.url)


def test_the_root_describes_the_controls(control_client: Client) -> None:
    response = control_client.get("/_sandbox")
    assert response.status == 200
    assert any("clock" in line for line in response.json)


def test_the_clock_can_be_moved(sandbox: Sandbox, control_client: Client) -> None:
    assert control_client.get("/_sandbox/clock").json == {"now": MONDAY, "iso": "2026-03-02T09:00:00.000Z"}
    control_client.call("PUT", "/_sandbox/clock", {"set": "2026-12-24T18:00:00Z"})
    control_client.call("PUT", "/_sandbox/clock", {"advance": 60})
    assert control_client.get("/_sandbox/clock").json["iso"] == "2026-12-24T18:01:00.000Z"
    control_client.call("PUT", "/_sandbox/clock", {"travel": MONDAY})
    assert 0 <= sandbox.clock.now() - MONDAY < 60
    control_client.call("PUT", "/_sandbox/clock", {"release": True})
    assert sandbox.clock.now() - MONDAY > 86400


def test_the_state_can_be_saved_loaded_and_reset(sandbox: Sandbox, control_client: Client, jane: Client) -> None:
    saved = control_client.get("/_sandbox/state").json
    key = jane.entry()["id"]
    saved["images"]["padding"] = "x" * 2_000_000  # more than the limit of other routes
    assert control_client.call("PUT", "/_sandbox/state", saved).status == 200
    assert jane.get(f"/v1/timeEntries/{key}").status == 404
    jane.entry()
    assert control_client.call("POST", "/_sandbox/reset").status == 200
    assert len(sandbox.entries("jane@acme.example")) == sum(row["user"] == 11 for row in saved["tables"]["timeEntries"])


def test_quirks_can_be_set(sandbox: Sandbox, control_client: Client, jane: Client) -> None:
    assert control_client.get("/_sandbox/quirks").json["delete_reply"]["values"] == [
        "null",
        "empty",
        "object",
        "brackets",
        "204",
    ]
    assert control_client.call("PUT", "/_sandbox/quirks", {"delete_reply": "204", "default_limit": 5}).status == 200
    assert jane.delete("timeEntries", jane.entry()["id"]).status == 204
    assert len(jane.get("/v1/timeEntries").json["timeEntries"]) == 5
    control_client.call("DELETE", "/_sandbox/quirks")
    assert sandbox.quirks["delete_reply"] == "null"


def test_faults_can_be_planned(control_client: Client, jane: Client) -> None:
    planned = [{"kind": "status", "status": 409, "path": "colors"}, {"kind": "portal", "path": "users"}]
    assert control_client.call("POST", "/_sandbox/faults", planned).status == 200
    assert jane.get("/v1/colors").status == 409
    faults = control_client.get("/_sandbox/faults").json
    assert [(fault["kind"], fault["hits"]) for fault in faults] == [("status", 1), ("portal", 0)]
    control_client.call("DELETE", "/_sandbox/faults")
    assert control_client.get("/_sandbox/faults").json == []


def test_a_fault_seed_makes_chance_repeatable(control_client: Client, jane: Client) -> None:
    def statuses_with_seed() -> list[int]:
        control_client.call("DELETE", "/_sandbox/faults")
        control_client.call("PUT", "/_sandbox/faults", {"seed": 5})
        control_client.call("POST", "/_sandbox/faults", {"kind": "status", "times": None, "chance": 0.5})
        return [jane.get("/v1/colors").status for _ in range(20)]

    assert statuses_with_seed() == statuses_with_seed()


def test_the_arrivals_can_be_read(control_client: Client, jane: Client) -> None:
    jane.get("/v1/colors")
    assert control_client.get("/_sandbox/arrivals").json[-1]["path"] == "/v1/colors"
    control_client.call("DELETE", "/_sandbox/arrivals")
    assert control_client.get("/_sandbox/arrivals").json == []


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/_sandbox/nonsense", None, 404),
        ("DELETE", "/_sandbox/clock", None, 405),
        ("PUT", "/_sandbox/clock", {"set": "soon"}, 400),
        ("PUT", "/_sandbox/clock", {"rewind": 1}, 400),
        ("PUT", "/_sandbox/clock", [], 400),
        ("PUT", "/_sandbox/quirks", {"nonsense": 1}, 400),
        ("PUT", "/_sandbox/quirks", {"meta": "odd"}, 400),
        ("POST", "/_sandbox/faults", {"kind": "earthquake"}, 400),
        ("POST", "/_sandbox/faults", {"kind": "delay", "seconds": "long"}, 400),
        ("POST", "/_sandbox/faults", {"kind": "delay", "minutes": 1}, 400),
        ("POST", "/_sandbox/faults", 1, 400),
        ("PUT", "/_sandbox/faults", {"seed": "x"}, 400),
        ("PUT", "/_sandbox/state", {"format": 99}, 400),
        ("PUT", "/_sandbox/state", {"format": 1, "company": "x", "tokens": {}, "tables": {"users": [1]}}, 400),
        ("POST", "/_sandbox/calls", {}, 400),
    ],
)
def test_invalid_requests_are_refused(control_client: Client, method: str, path: str, body: Any, status: int) -> None:
    response = control_client.call(method, path, body)
    assert (response.status, response.json["status"]) == (status, status)
    assert control_client.get("/_sandbox/state").json["company"] == "acme"


def test_other_machines_and_web_pages_are_refused(sandbox: Sandbox, control_client: Client) -> None:
    assert control_client.call("GET", "/_sandbox/state", headers={"Origin": "https://evil.example"}).status == 403
    assert control_client.call("GET", "/_sandbox/state", headers={"Host": "rebound.example"}).status == 403
    control = Control(sandbox.service, sandbox.arrivals, sandbox.reset)
    assert control.answer(Request("GET", "/_sandbox/state", peer="192.0.2.7")).status == 403
    assert control.answer(Request("GET", "/_sandbox/clock", peer="::1")).status == 200


def test_control_requests_are_no_arrivals(sandbox: Sandbox, control_client: Client) -> None:
    before = len(sandbox.arrivals)
    control_client.get("/_sandbox/clock")
    assert len(sandbox.arrivals) == before
