"""The throttle as it is documented (api-facts 5)."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from tests.coffeecup_sandbox.caller import Caller, sign_in
from tests.coffeecup_sandbox.conftest import MONDAY

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox


@pytest.fixture
def counted(box: Sandbox, jane: Caller) -> Caller:
    """Somebody whose calls count, and none has been counted."""
    box.quirks.set("throttle_max", 100)
    return jane


def calls(caller: Caller, times: int) -> set[int]:
    return {caller.get("/v1/colors", limit=1).status for _ in range(times)}


def test_a_hundred_calls_in_fifteen_seconds_are_fine(box: Sandbox, counted: Caller) -> None:
    assert calls(counted, 100) == {200}
    box.clock.advance(15)
    assert calls(counted, 100) == {200}


def test_one_more_blocks_the_account(box: Sandbox, counted: Caller) -> None:
    other = sign_in(box, "admin")
    assert calls(counted, 99) == {200}
    answer = counted.get("/v1/colors")
    assert (answer.status, answer.headers["retry-after"]) == (503, "120")
    assert answer.json["status"] == 503
    assert other.get("/v1/colors").status == 503
    assert counted.ask_token(grant_type="refresh_token", refresh_token=counted.refresh).status == 503


def test_each_call_during_the_block_restarts_it(box: Sandbox, counted: Caller) -> None:
    calls(counted, 101)
    box.clock.advance(119)
    assert counted.get("/v1/colors").headers["retry-after"] == "120"
    box.clock.advance(119)
    assert counted.get("/v1/colors").status == 503
    box.clock.advance(120)
    assert counted.get("/v1/colors").status == 200


def test_nothing_is_written_during_the_block(box: Sandbox, counted: Caller) -> None:
    calls(counted, 101)
    before = box.entries("jane@acme.example")
    assert counted.post("timeEntries", "timeEntry", project=101, task=301, day="2026-03-02").status == 503
    assert box.entries("jane@acme.example") == before


def test_the_status_can_be_asked_and_is_not_counted(box: Sandbox, counted: Caller) -> None:
    calls(counted, 7)
    answer = counted.get("/account/rate_limit_status")
    assert answer.json == {
        "last_access_at": "2026-03-02T09:00:00+00:00",
        "count": 7,
        "timeframe_limit": 15,
        "max_calls": 100,
        "lockout_seconds": 120,
    }
    assert counted.get("/account/rate_limit_status").json["count"] == 7
    calls(counted, 94)
    box.clock.advance(20)
    blocked = counted.get("/account/rate_limit_status").json
    assert (blocked["count"], blocked["lockout_seconds"]) == (101, 100)


def test_calls_of_others_count(counted: Caller) -> None:
    counted.call("POST", "/_sandbox/calls", {"calls": 100})
    assert counted.get("/v1/colors").status == 503


def test_quirks_of_the_block(box: Sandbox, counted: Caller) -> None:
    box.quirks.set("retry_after", "date")
    box.quirks.set("throttle_max", 3)
    calls(counted, 3)
    answer = counted.get("/v1/colors")
    assert parsedate_to_datetime(answer.headers["retry-after"]).timestamp() == MONDAY + 120
    box.quirks.set("retry_after", "missing")
    box.quirks.set("throttle_status", 429)
    answer = counted.get("/v1/colors")
    assert answer.status == 429
    assert "retry-after" not in answer.headers
    box.quirks.set("throttle_restart", "no")
    box.clock.advance(120)
    assert counted.get("/v1/colors").status == 200


def test_quirk_a_counter_of_ones_own(box: Sandbox, counted: Caller) -> None:
    box.quirks.set("throttle_key", "user")
    other = sign_in(box, "admin")
    calls(counted, 101)
    assert other.get("/v1/colors").status == 200
    box.quirks.set("status_path", "404")
    assert other.get("/account/rate_limit_status").status == 404
