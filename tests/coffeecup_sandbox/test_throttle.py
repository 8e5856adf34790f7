"""The throttle (api-facts 5)."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from tests.coffeecup_sandbox.client import Client, sign_in
from tests.coffeecup_sandbox.conftest import MONDAY

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox


@pytest.fixture
def counted(sandbox: Sandbox, jane: Client) -> Client:
    """A client whose calls are counted, starting at 0."""
    sandbox.quirks.set("throttle_max", 100)
    return jane


def statuses_of_calls(client: Client, times: int) -> set[int]:
    return {client.get("/v1/colors", limit=1).status for _ in range(times)}


def test_a_hundred_calls_in_fifteen_seconds_are_allowed(sandbox: Sandbox, counted: Client) -> None:
    assert statuses_of_calls(counted, 100) == {200}
    sandbox.clock.advance(15)
    assert statuses_of_calls(counted, 100) == {200}


def test_one_more_call_blocks_the_account(sandbox: Sandbox, counted: Client) -> None:
    other = sign_in(sandbox, "admin")
    assert statuses_of_calls(counted, 99) == {200}
    response = counted.get("/v1/colors")
    assert (response.status, response.headers["retry-after"]) == (503, "120")
    assert response.json["status"] == 503
    assert other.get("/v1/colors").status == 503
    assert counted.ask_token(grant_type="refresh_token", refresh_token=counted.refresh).status == 503


def test_each_call_during_the_block_restarts_it(sandbox: Sandbox, counted: Client) -> None:
    statuses_of_calls(counted, 101)
    sandbox.clock.advance(119)
    assert counted.get("/v1/colors").headers["retry-after"] == "120"
    sandbox.clock.advance(119)
    assert counted.get("/v1/colors").status == 503
    sandbox.clock.advance(120)
    assert counted.get("/v1/colors").status == 200


def test_nothing_is_written_during_the_block(sandbox: Sandbox, counted: Client) -> None:
    statuses_of_calls(counted, 101)
    before = sandbox.entries("jane@acme.example")
    assert counted.post("timeEntries", "timeEntry", project=101, task=301, day="2026-03-02").status == 503
    assert sandbox.entries("jane@acme.example") == before


def test_reading_the_status_is_not_counted(sandbox: Sandbox, counted: Client) -> None:
    statuses_of_calls(counted, 7)
    response = counted.get("/account/rate_limit_status")
    assert response.json == {
        "last_access_at": "2026-03-02T09:00:00+00:00",
        "count": 7,
        "timeframe_limit": 15,
        "max_calls": 100,
        "lockout_seconds": 120,
    }
    assert counted.get("/account/rate_limit_status").json["count"] == 7
    statuses_of_calls(counted, 94)
    sandbox.clock.advance(20)
    blocked = counted.get("/account/rate_limit_status").json
    assert (blocked["count"], blocked["lockout_seconds"]) == (101, 100)


def test_calls_of_others_count(counted: Client) -> None:
    counted.call("POST", "/_sandbox/calls", {"calls": 100})
    assert counted.get("/v1/colors").status == 503


def test_quirks_of_the_block(sandbox: Sandbox, counted: Client) -> None:
    sandbox.quirks.set("retry_after", "date")
    sandbox.quirks.set("throttle_max", 3)
    statuses_of_calls(counted, 3)
    response = counted.get("/v1/colors")
    assert parsedate_to_datetime(response.headers["retry-after"]).timestamp() == MONDAY + 120
    sandbox.quirks.set("retry_after", "missing")
    sandbox.quirks.set("throttle_status", 429)
    response = counted.get("/v1/colors")
    assert response.status == 429
    assert "retry-after" not in response.headers
    sandbox.quirks.set("throttle_restart", "no")
    sandbox.clock.advance(120)
    assert counted.get("/v1/colors").status == 200


def test_a_quirk_counts_by_user(sandbox: Sandbox, counted: Client) -> None:
    sandbox.quirks.set("throttle_key", "user")
    other = sign_in(sandbox, "admin")
    statuses_of_calls(counted, 101)
    assert other.get("/v1/colors").status == 200
    sandbox.quirks.set("status_path", "404")
    assert other.get("/account/rate_limit_status").status == 404


def test_calls_before_the_clock_went_back_do_not_count(sandbox: Sandbox, counted: Client) -> None:
    assert statuses_of_calls(counted, 100) == {200}
    sandbox.clock.advance(-86_400)
    assert statuses_of_calls(counted, 100) == {200}
    assert counted.get("/v1/colors").status == 503
    sandbox.clock.advance(-86_400)
    assert counted.get("/v1/colors").headers["retry-after"] == "120", "no block lasts longer than a new one"
    sandbox.clock.advance(121)
    assert counted.get("/v1/colors").status == 200
