"""Planned faults over real sockets: what the client receives, and what the service stores."""

from __future__ import annotations

import http.client
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffeecup_sandbox import Sandbox
    from tests.coffeecup_sandbox.client import Client, Response

ENTRY = {"project": 101, "task": 301, "day": "2026-03-02", "comment": "fault"}


def entries_created(sandbox: Sandbox) -> int:
    return sum(row["comment"] == "fault" for row in sandbox.entries("jane@acme.example"))


def post(jane: Client) -> Response:
    return jane.post("timeEntries", "timeEntry", **ENTRY)


@pytest.mark.parametrize(
    ("kind", "more", "error", "count"),
    [
        ("drop_before", {}, http.client.RemoteDisconnected, 0),
        ("drop_after", {}, http.client.RemoteDisconnected, 1),
        ("reset", {}, ConnectionResetError, 1),
        ("truncate", {"fraction": 0.9}, http.client.IncompleteRead, 1),
        ("late", {"status": -1}, http.client.RemoteDisconnected, 0),
    ],
)
def test_broken_connections(
    sandbox: Sandbox, jane: Client, kind: str, more: dict[str, Any], error: type[Exception], count: int
) -> None:
    fault = sandbox.faults.add(kind, method="POST", path="timeEntries$", **more)
    with pytest.raises(error):
        post(jane)
    assert (entries_created(sandbox), fault.hits) == (count, 1)
    assert post(jane).status == 201  # a fault applies once by default


@pytest.mark.parametrize("status", [401, 403, 409, 500, 502, 503, 504])
@pytest.mark.parametrize("after", [False, True])
def test_error_statuses(sandbox: Sandbox, jane: Client, status: int, after: bool) -> None:
    sandbox.faults.add("status", status=status, after=after, retry_after="17")
    response = post(jane)
    assert (response.status, response.headers["retry-after"]) == (status, "17")
    assert entries_created(sandbox) == int(after)
    assert (response.headers["content-type"] == "text/html") == (status in {502, 504})


def test_retry_after_is_missing_by_default(sandbox: Sandbox, jane: Client) -> None:
    sandbox.faults.add("status")
    response = jane.get("/v1/users/me")
    assert response.status == 503
    assert "retry-after" not in response.headers


def test_a_redirect_and_a_portal(sandbox: Sandbox, jane: Client) -> None:
    sandbox.faults.add("redirect", location="http://127.0.0.1:9/login", status=307)
    response = post(jane)
    assert (response.status, response.headers["location"], entries_created(sandbox)) == (
        307,
        "http://127.0.0.1:9/login",
        0,
    )
    sandbox.faults.add("portal")
    response = post(jane)
    assert (response.status, response.headers["content-type"], entries_created(sandbox)) == (200, "text/html", 0)
    assert b"<html>" in response.body


def test_a_late_commit(sandbox: Sandbox, jane: Client) -> None:
    sandbox.faults.add("late", seconds=300)
    assert post(jane).status == 504
    sandbox.clock.advance(299)
    assert entries_created(sandbox) == 0
    sandbox.clock.advance(1)
    assert entries_created(sandbox) == 1


def test_reads_of_an_earlier_state(sandbox: Sandbox, jane: Client) -> None:
    sandbox.clock.advance(60)
    post(jane)
    sandbox.faults.add("lag", method="GET", seconds=30)
    assert jane.rows("timeEntries", day="2026-03-02") == []
    assert len(jane.rows("timeEntries", day="2026-03-02")) == 1


def garbled(response: Response) -> bool:
    try:
        return bool(response.json is None)
    except ValueError:
        return True


def mistyped(response: Response) -> bool:
    return not isinstance(response.json["user"]["id"], int)


def mislabelled(response: Response) -> bool:
    return response.headers["content-type"] == "text/html" and response.json["user"]["id"] == 11


@pytest.mark.parametrize(
    ("kind", "is_damaged"), [("garble", garbled), ("wrong_type", mistyped), ("html_type", mislabelled)]
)
def test_damaged_responses(sandbox: Sandbox, jane: Client, kind: str, is_damaged: Callable[[Response], bool]) -> None:
    sandbox.faults.add(kind)
    assert is_damaged(jane.get("/v1/users/me"))
    assert not is_damaged(jane.get("/v1/users/me"))


@pytest.mark.parametrize("kind", ["delay", "drip"])
def test_slow_responses_take_real_time(sandbox: Sandbox, jane: Client, kind: str) -> None:
    sandbox.faults.add(kind, seconds=0.2)
    began = time.monotonic()
    assert jane.get("/v1/users/me").json["user"]["id"] == 11
    assert time.monotonic() - began >= 0.18


def test_two_faults_apply_to_one_call(sandbox: Sandbox, jane: Client) -> None:
    sandbox.faults.add("delay", seconds=0.05)
    sandbox.faults.add("drop_after")
    with pytest.raises(http.client.RemoteDisconnected):
        post(jane)
    assert entries_created(sandbox) == 1


def test_stopping_does_not_wait_for_a_delay(sandbox: Sandbox, jane: Client) -> None:
    sandbox.faults.add("drip", seconds=2 * PATIENCE_S)
    jane.timeout_s = 0.2
    with pytest.raises(TimeoutError):
        jane.get("/v1/users/me")
    began = time.monotonic()
    sandbox.stop()
    assert time.monotonic() - began < PATIENCE_S


def test_method_path_times_and_skip(sandbox: Sandbox, jane: Client) -> None:
    fault = sandbox.faults.add("status", method="get", path="/PROJECTS$", times=2, skip=1, status=500)
    assert jane.get("/v1/users/me").status == 200
    assert [jane.get("/v1/projects").status for _ in range(5)] == [200, 500, 500, 200, 200]
    assert fault.hits == 2


def test_chance_is_repeatable(sandbox: Sandbox, jane: Client) -> None:
    def statuses_with_seed() -> list[int]:
        sandbox.faults.clear()
        sandbox.faults.seed(7)
        sandbox.faults.add("status", times=None, chance=0.5, status=500)
        return [jane.get("/v1/colors").status for _ in range(30)]

    first = statuses_with_seed()
    assert set(first) == {200, 500}
    assert statuses_with_seed() == first


def test_invalid_faults_are_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="there is no fault"):
        sandbox.faults.add("earthquake")
    with pytest.raises(ValueError, match="regular expression"):
        sandbox.faults.add("delay", path="(")
    for endless in ("(a+)+$", "(a|a)*$", ".*.*.*x", "(.*a){20}"):
        with pytest.raises(ValueError, match="repeats"):
            sandbox.faults.add("delay", path=endless)
    with pytest.raises(TypeError):
        sandbox.faults.add("delay", minutes=1)


def test_wrong_type_leaves_files_unchanged(sandbox: Sandbox, jane: Client) -> None:
    token = jane.call("POST", "/v1/calendarFeeds").json["calendarFeed"]["token"]
    sandbox.faults.add("wrong_type")
    assert jane.get(f"/v1/calendarFeeds/private/{token}/feed.ics").body.startswith(b"BEGIN:VCALENDAR")


def test_arrivals_have_the_status_of_the_fault(sandbox: Sandbox, jane: Client) -> None:
    sandbox.faults.add("drop_before")
    with pytest.raises(http.client.RemoteDisconnected):
        jane.get("/v1/users/me")
    sandbox.faults.add("status", status=500)
    jane.get("/v1/users/me")
    assert [arrival["status"] for arrival in sandbox.arrivals[-2:]] == [0, 500]
