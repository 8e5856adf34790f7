"""The effects of quirks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coffeecup_sandbox.quirks import CATALOGUE, Quirks
from tests.coffeecup_sandbox.client import COMPANY, Client

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox


@pytest.fixture(autouse=True)
def _long_lived_tokens(sandbox: Sandbox) -> None:
    sandbox.quirks.set("token_life_s", 10 * 86400)


def test_unknown_quirks_and_values_are_refused() -> None:
    for values, text in (
        ({"nonsense": "1"}, "no quirk"),
        ({"meta": "odd"}, "one of"),
        ({"default_limit": "many"}, "number"),
    ):
        with pytest.raises(ValueError, match=text):
            Quirks(values)
    with pytest.raises(ValueError, match="number"):
        Quirks({"default_limit": "-1"})


def test_every_question_has_a_quirk() -> None:
    questions = {quirk.question for quirk in CATALOGUE}
    assert {str(number) for number in range(1, 33)} <= questions
    assert len({quirk.name for quirk in CATALOGUE}) == len(CATALOGUE)
    assert all(quirk.about for quirk in CATALOGUE)


def signed_in_user(jane: Client) -> dict[str, Any]:
    user: dict[str, Any] = jane.get("/v1/users/me").json["user"]
    return user


@pytest.mark.parametrize("status", ["401", "403"])
def test_statuses_of_invalid_tokens(sandbox: Sandbox, jane: Client, status: str) -> None:
    sandbox.quirks.set("invalid_token", status)
    sandbox.quirks.set("expired_token", status)
    assert Client(sandbox.url, token="x").get("/v1/users/me").status == int(status)
    sandbox.clock.advance(11 * 86400)
    assert jane.get("/v1/users/me").status == int(status)


@pytest.mark.parametrize(
    ("shape", "content"),
    [("empty", b""), ("html", b"<html"), ("text", b"There is no such path."), ("oauth", b'{"code":404')],
)
def test_error_bodies(sandbox: Sandbox, jane: Client, shape: str, content: bytes) -> None:
    sandbox.quirks.set("error_body", shape)
    response = jane.get("/v1/nonsense")
    assert response.status == 404
    assert response.body.startswith(content)


def test_errors_with_status_200(sandbox: Sandbox, jane: Client) -> None:
    sandbox.quirks.set("error_status", "200")
    response = jane.get("/v1/nonsense")
    assert (response.status, response.json["status"]) == (200, 404)


def test_the_text_of_a_failed_login(sandbox: Sandbox) -> None:
    sandbox.quirks.set("login_failure", "401")
    sandbox.quirks.set("login_text", "error_description")
    form = {"grant_type": "password", "username": "jane@acme.example", "password": "x"}
    response = Client(sandbox.url).ask_token(COMPANY, **form)
    assert (response.status, "raw" in response.json) == (401, False)
    assert "credentials" in response.json["error_description"]


@pytest.mark.parametrize(("value", "running", "status"), [("stops", 1, 200), ("both", 2, 200), ("refused", 1, 400)])
def test_a_second_timer(sandbox: Sandbox, jane: Client, value: str, running: int, status: int) -> None:
    sandbox.quirks.set("second_timer", value)
    jane.entry(running=True)
    response = jane.post("timeEntries", "timeEntry", project=101, task=301, day="2026-03-02", running=True)
    assert response.status == status
    assert len(jane.rows("timeEntries", running="true")) == running


def test_a_start_may_list_the_stopped_entries(sandbox: Sandbox, jane: Client) -> None:
    sandbox.quirks.set("second_timer_told", "yes")
    first = jane.entry(running=True)["id"]
    response = jane.post("timeEntries", "timeEntry", project=101, task=301, day="2026-03-02", running=True)
    assert [row["id"] for row in response.json["timeEntries"]] == [first]
    back = jane.put("timeEntries", "timeEntry", first, running=True)
    assert [row["id"] for row in back.json["timeEntries"]] == [response.json["timeEntry"]["id"]]


def test_frozen_durations(sandbox: Sandbox, jane: Client) -> None:
    sandbox.quirks.set("duration", "frozen")
    key = jane.entry(running=True)["id"]
    sandbox.clock.advance(90)
    assert jane.rows("timeEntries", running="true")[0]["duration"] == 0
    assert jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]["duration"] == 90


@pytest.mark.parametrize(("value", "expected"), [("rebase", 1005), ("store", 1105), ("ignored", 105)])
def test_a_duration_written_while_running(sandbox: Sandbox, jane: Client, value: str, expected: int) -> None:
    sandbox.quirks.set("put_duration", value)
    key = jane.entry(running=True)["id"]
    sandbox.clock.advance(100)
    jane.put("timeEntries", "timeEntry", key, duration=1000)
    sandbox.clock.advance(5)
    assert jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]["duration"] == expected


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("kept", {"2026-03-02": 20 * 3600}),
        ("stopped", {"2026-03-02": 14 * 3600}),
        ("split", {"2026-03-02": 14 * 3600, "2026-03-03": 6 * 3600}),
    ],
)
def test_timers_over_midnight(sandbox: Sandbox, jane: Client, value: str, days: dict[str, int]) -> None:
    sandbox.quirks.set("midnight", value)
    jane.entry(running=True)
    sandbox.clock.advance(20 * 3600)
    rows = jane.rows("timeEntries", where='{"day":{">=":"2026-03-02"}}')
    assert {row["day"]: row["duration"] for row in rows} == days


def test_times_of_timers(sandbox: Sandbox, jane: Client) -> None:
    sandbox.quirks.set("timer_times", "filled")
    sandbox.quirks.set("times_casing", "lower")
    key = jane.entry(running=True)["id"]
    sandbox.clock.advance(90 * 60)
    row = jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]
    assert (row["starttime"], row["endtime"]) == ("10:00:00", "11:30:00")
    assert "startTime" not in row


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("numbers", "strings", {"id": "11", "hoursMonday": "8"}),
        ("numbers", "floats", {"id": 11.0}),
        ("booleans", "null", {"favorite": None}),
        ("booleans", "numbers", {"favorite": 0}),
        ("timestamps", "offset", {"updatedAt": "2025-01-08T09:00:00.000+00:00"}),
        ("timestamps", "naive", {"updatedAt": "2025-01-08 09:00:00"}),
        ("timestamps", "seconds", {"updatedAt": "2025-01-08T09:00:00Z"}),
        ("unknown_fields", "extra", {"legacy": None}),
    ],
)
def test_formats(sandbox: Sandbox, jane: Client, name: str, value: str, expected: dict[str, Any]) -> None:
    sandbox.quirks.set(name, value)
    user = signed_in_user(jane)
    assert {key: user[key] for key in expected} == expected


def test_null_attributes_may_be_left_out(sandbox: Sandbox, jane: Client) -> None:
    sandbox.quirks.set("nulls", "omitted")
    assert "birthday" not in signed_in_user(jane)


@pytest.mark.parametrize(("value", "body"), [("null", b"null"), ("empty", b""), ("id", None), ("partial", None)])
def test_replies_to_a_create(sandbox: Sandbox, jane: Client, value: str, body: bytes | None) -> None:
    sandbox.quirks.set("create_reply", value)
    response = jane.post("timeEntries", "timeEntry", project=101, task=301, day="2026-03-02")
    assert response.status == 201
    if body is not None:
        assert response.body == body
    else:
        assert "comment" not in response.json["timeEntry"]
        assert response.json["timeEntry"]["id"]


@pytest.mark.parametrize(
    ("value", "comment"),
    [("trim", "ein Überblick\nb"), ("nfc", " ein \u00dcberblick\nb "), ("crlf", " ein U\u0308berblick\r\nb ")],
)
def test_comments_may_be_rewritten(sandbox: Sandbox, jane: Client, value: str, comment: str) -> None:
    sandbox.quirks.set("rewrite_text", value)
    sent = " ein U\u0308berblick\nb "
    expected = comment if value != "trim" else sent.strip()
    assert jane.entry(comment=sent)["comment"] == expected


def test_durations_may_be_rounded_and_limited(sandbox: Sandbox, jane: Client) -> None:
    sandbox.quirks.set("round_minutes", 15)
    assert jane.entry(duration=61)["duration"] == 900
    sandbox.quirks.set("longest_hours", 24)
    response = jane.post("timeEntries", "timeEntry", project=101, task=301, day="2026-03-02", duration=90000)
    assert "24 hours" in response.json["raw"]


def test_batch_update(sandbox: Sandbox, jane: Client) -> None:
    keys = [jane.entry()["id"] for _ in range(2)]
    body = {"timeEntries": [{"id": key, "comment": "both"} for key in keys]}
    assert jane.call("POST", "/v1/timeEntries/batchUpdate", body).status == 404
    sandbox.quirks.set("batch_update", "works")
    response = jane.call("POST", "/v1/timeEntries/batchUpdate", body)
    assert [row["comment"] for row in response.json["timeEntries"]] == ["both", "both"]
    invalid = {"timeEntries": [{"id": keys[0], "comment": "one"}, {"id": 1}]}
    assert jane.call("POST", "/v1/timeEntries/batchUpdate", invalid).status == 404
    assert jane.get(f"/v1/timeEntries/{keys[0]}").json["timeEntry"]["comment"] == "both"


@pytest.mark.parametrize("value", ["missing", "wrong"])
def test_the_date_header(sandbox: Sandbox, jane: Client, value: str) -> None:
    assert jane.get("/v1/users/me").headers["date"] == "Mon, 02 Mar 2026 09:00:00 GMT"
    sandbox.quirks.set("date_header", value)
    date = jane.get("/v1/users/me").headers.get("date")
    assert date == {"missing": None, "wrong": "Sun, 01 Mar 2026 09:00:00 GMT"}[value]


@pytest.mark.parametrize(("value", "shape"), [("missing", None), ("sort_only", {"sort"}), ("total_only", {"total"})])
def test_the_meta_of_lists(sandbox: Sandbox, jane: Client, value: str, shape: set[str] | None) -> None:
    sandbox.quirks.set("meta", value)
    meta = jane.get("/v1/colors").json.get("meta")
    assert (set(meta) if meta else None) == shape


def test_paging_may_be_ignored(sandbox: Sandbox, jane: Client) -> None:
    sandbox.quirks.set("skip", "ignored")
    assert jane.rows("colors", skip=5) == jane.rows("colors")
    sandbox.quirks.set("max_limit", 4)
    assert len(jane.rows("colors", limit=1000)) == 4
    sandbox.quirks.set("doubled_rows", "yes")
    assert len(jane.rows("colors", limit=1000)) == 5
    sandbox.quirks.set("order", "newest")
    assert jane.rows("colors")[0]["id"] == 10


def test_grants_and_clients_may_be_refused(sandbox: Sandbox) -> None:
    sandbox.quirks.set("password_grant", "refused")
    form = {"grant_type": "password", "username": "jane@acme.example", "password": "ristretto"}
    assert Client(sandbox.url).ask_token(COMPANY, **form).status == 400
    sandbox.quirks.set("password_grant", "works")
    sandbox.quirks.set("company_needed", "required")
    assert Client(sandbox.url).ask_token(None, **form).status == 400
    assert Client(sandbox.url).ask_token(COMPANY, **form).status == 200
    sandbox.quirks.set("client_check", "registered")
    assert Client(sandbox.url).ask_token(COMPANY, **form).status == 400
    assert Client(sandbox.url).ask_token(COMPANY, **{**form, "client_id": "ember"}).status == 200


@pytest.mark.parametrize(("value", "status"), [("keeps", 200), ("revokes", 403)])
def test_a_new_password_may_end_sessions(sandbox: Sandbox, jane: Client, alex: Client, value: str, status: int) -> None:
    sandbox.quirks.set("password_change", value)
    assert alex.put("users", "user", 11, password="flat white", language="de_DE").status == 200
    assert jane.get("/v1/users/me").status == status
    refresh = jane.ask_token(grant_type="refresh_token", refresh_token=jane.refresh)
    assert refresh.status == {200: 200, 403: 400}[status]
    assert alex.get("/v1/users/me").status == 200


@pytest.mark.parametrize("value", ["301", "308", "410"])
def test_old_hosts_may_redirect(sandbox: Sandbox, jane: Client, value: str) -> None:
    sandbox.quirks.set("old_hosts", value)
    response = jane.get("/v1/users/me", x=1)
    location = sandbox.url.replace("127.0.0.1", "localhost") + "/v1/users/me?x=1"
    assert (response.status, response.headers.get("location")) == (int(value), None if value == "410" else location)
    for host in ("localhost:8080", "acme.aerion.app"):
        assert jane.call("GET", "/v1/users/me", headers={"Host": host}).status == 200
    for host in ("api.coffeecupapp.com", "[::1]:80", "[", ""):
        assert jane.call("GET", "/v1/users/me", headers={"Host": host}).status == int(value)


def test_cors_may_be_allowed(sandbox: Sandbox, jane: Client) -> None:
    assert "access-control-allow-origin" not in jane.get("/v1/colors").headers
    sandbox.quirks.set("cors", "yes")
    preflight = Client(sandbox.url).call("OPTIONS", "/v1/timeEntries", headers={"Origin": "https://page.example"})
    assert (preflight.status, preflight.body) == (204, b"")
    assert "Authorization" in preflight.headers["access-control-allow-headers"]
    assert Client(sandbox.url).get("/v1/users/me").headers["access-control-allow-origin"] == "*"


def test_approved_entries_may_be_locked(sandbox: Sandbox, jane: Client, alex: Client) -> None:
    key = jane.entry()["id"]
    alex.put("timeEntries", "timeEntry", key, validationStatus="APPROVED")
    assert jane.put("timeEntries", "timeEntry", key, comment="a").status == 200
    sandbox.quirks.set("approved", "locked")
    assert "approved" in jane.put("timeEntries", "timeEntry", key, comment="b").json["raw"]
    assert alex.put("timeEntries", "timeEntry", key, validationStatus="REJECTED").status == 200
    assert jane.delete("timeEntries", key).status == 200


def test_comments_may_belong_to_the_owner(sandbox: Sandbox, jane: Client, alex: Client) -> None:
    key = jane.entry()["id"]
    assert alex.put("timeEntries", "timeEntry", key, comment="a").status == 200
    sandbox.quirks.set("owner_only", "comment")
    assert alex.put("timeEntries", "timeEntry", key, comment="b").status == 403
    assert alex.put("timeEntries", "timeEntry", key, duration=60).status == 200
    assert jane.put("timeEntries", "timeEntry", key, comment="b").status == 200


def test_durations_may_have_a_fraction(sandbox: Sandbox, jane: Client) -> None:
    key = jane.entry(duration=60)["id"]
    assert jane.put("timeEntries", "timeEntry", key, duration=60.5).status == 400
    sandbox.quirks.set("durations", "fractional")
    row = jane.get(f"/v1/timeEntries/{key}").json["timeEntry"]
    assert row["duration"] == 60.5
    assert jane.put("timeEntries", "timeEntry", key, **row).json["timeEntry"]["duration"] == 60.5


@pytest.mark.parametrize(
    ("value", "keys"),
    [("rooted", {"rate_limit_status"}), ("empty", set()), ("camel", {"lastAccessAt", "count", "maxCalls"})],
)
def test_bodies_of_the_throttle_status(sandbox: Sandbox, jane: Client, value: str, keys: set[str]) -> None:
    sandbox.quirks.set("status_body", value)
    assert set(jane.get("/account/rate_limit_status").json) >= keys


def test_teams_may_be_checked(sandbox: Sandbox, jane: Client) -> None:
    sandbox.quirks.set("team", "checked")
    assert jane.entry(team=402)["team"] == 402
    assert jane.entry()["team"] is None
    response = jane.post("timeEntries", "timeEntry", project=101, task=301, team=7)
    assert list(response.json["invalidAttributes"]) == ["team"]


def test_colors_may_be_public(sandbox: Sandbox) -> None:
    assert Client(sandbox.url).get("/v1/colors").status == 401
    sandbox.quirks.set("open_reads", "yes")
    assert Client(sandbox.url).get("/v1/colors").status == 200
    assert Client(sandbox.url).get("/v1/tasks").status == 401
