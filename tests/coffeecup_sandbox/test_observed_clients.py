"""The calls of known clients, as far as their sources are known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.coffeecup_sandbox.client import FORM, Client, basic, sign_in

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox

PASSWORD = urlencode({"grant_type": "password", "username": "jane@acme.example", "password": "ristretto"}).encode()


@pytest.fixture(autouse=True)
def _long_lived_tokens(sandbox: Sandbox) -> None:
    sandbox.quirks.set("token_life_s", 10 * 86400)


def test_a_go_command_line(sandbox: Sandbox) -> None:
    go = Client(sandbox.url, headers={"Accept": "*/*"})
    token_headers = {**FORM, **basic("coffeecup-cli", "public"), "companyurl": "https://acme.aerion.app"}
    tokens = go.call("POST", "/oauth2/token", PASSWORD, token_headers).json
    form = urlencode({"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}).encode()
    tokens = go.call("POST", "/oauth2/token", form, {**FORM, **basic("coffeecup-cli", "public")}).json
    go.token = tokens["access_token"]
    user = go.get("/v1/users/me").json["user"]["id"]
    projects = go.get("/v1/projects", status=1).json["projects"]
    project = next(record for record in projects if record["name"] == "Website relaunch")["id"]
    tasks = {record["id"] for record in go.get("/v1/tasks", limit=1000).json["tasks"]}
    last = go.get("/v1/timeentries", user=user, project=project, sort="day DESC", limit=1).json["timeEntries"][0]
    assert last["task"] in tasks

    def today() -> list[dict[str, Any]]:
        query = {"limit": 1000, "user": user, "day": "2026-03-02", "sort": "sorting ASC"}
        entries: list[dict[str, Any]] = go.get("/v1/timeentries", **query).json["timeEntries"]
        return entries

    start = {
        "project": project,
        "comment": "",
        "day": "2026-03-02",
        "running": True,
        "duration": 0,
        "sorting": len(today()) + 1,
        "task": last["task"],
        "trackingType": "WORK",
        "user": user,
    }
    utf8 = {"Content-Type": "application/json; charset=UTF-8"}
    entry = go.call("POST", "/v1/timeEntries", json.dumps({"timeEntry": start}).encode(), utf8).json["timeEntry"]
    sandbox.clock.advance(1800)
    (running,) = [record for record in today() if record["running"]]
    assert (running["id"], running["duration"]) == (entry["id"], 1800)
    edited = {**running, "comment": "first thing"}
    go.call("PUT", f"/v1/timeEntries/{entry['id']}", json.dumps({"timeEntry": edited}).encode(), utf8)
    sandbox.clock.advance(1800)
    (running,) = [record for record in today() if record["running"]]
    stop = {**running, "running": False}
    stopped = go.call("PUT", f"/v1/timeEntries/{entry['id']}", json.dumps({"timeEntry": stop}).encode(), utf8)
    assert (stopped.json["timeEntry"]["duration"], stopped.json["timeEntry"]["comment"]) == (3600, "first thing")


def test_a_read_only_net_library(sandbox: Sandbox) -> None:
    origin = {"Origin": "https://acme.coffeecupapp.com"}
    net = Client(sandbox.url, headers=origin)
    form = urlencode(
        {
            "grant_type": "password",
            "username": "alex@acme.example",
            "password": "macchiato",
            "client_id": "given",
            "client_secret": "by the vendor",
        }
    ).encode()
    net.token = net.call("POST", "/oauth2/token", form, FORM).json["access_token"]
    where = json.dumps({"day": {">=": "2026-02-01", "<=": "2026-02-28"}})
    response = net.get("/v1/timeentries", where=where).json
    assert response["meta"]["criteria"] == {"day": {">=": "2026-02-01", "<=": "2026-02-28"}}
    assert {record["day"][:7] for record in response["timeEntries"]} == {"2026-02"}
    for plural in (
        "absences",
        "absenceRequests",
        "absencetypes",
        "clients",
        "colors",
        "expenses",
        "expensecategories",
        "projects",
        "taskassignments",
        "tasks",
        "userassignments",
        "userEmployments",
        "users",
    ):
        reply = net.get(f"/v1/{plural}").json
        (rows,) = [reply[name] for name in reply if name.lower() == plural.lower()]
        assert len(rows) == reply["meta"]["total"]
    assert net.call("GET", "/v1/vacationbudgets?startDate[]%3C=2026-01-01").json["vacationBudgets"]
    assert net.get("/v1/analytics/projects", project=101).json["analyticsProject"]["project"] == 101


def test_a_rust_importer(sandbox: Sandbox) -> None:
    rust = Client(sandbox.url)
    query = "?companyurl=https%3A%2F%2Facme.coffeecup.app"
    rust.token = rust.call("POST", f"/oauth2/token{query}", PASSWORD, {**FORM, **basic("id", "secret")}).json[
        "access_token"
    ]
    pairs = rust.get("/v1/taskassignments", limit=1000).json["taskAssignments"]
    for plural in ("tags", "tagassignments", "tasks", "projects", "clients"):
        assert set(rust.get(f"/v1/{plural}").json["meta"]) >= {"skip", "limit", "total", "sort"}
    pair = next(record for record in pairs if record["project"] == 101)
    values = {
        "user": "11",
        "project": str(pair["project"]),
        "task": str(pair["task"]),
        "team": "402",
        "day": "2026-02-27",
        "startTime": "22:30:00",
        "endTime": "00:15:00",
        "duration": 6300,
        "durationRounded": 6300,
        "durationRoundedOverride": None,
        "running": False,
        "comment": "Imported",
        "sorting": 1,
        "trackingType": "WORK",
        "billable": True,
        "billedAt": None,
        "estimate": None,
        "hourlyRate": 90.0,
        "validationStatus": "NOTSUBMITTED",
        "wasRejected": False,
        "approvedBy": None,
        "reference": None,
        "externalId": None,
        "invoice": None,
    }
    entry = rust.post("timeentries", "timeEntry", **values)
    assert entry.status == 201
    row = entry.json["timeEntry"]
    assert (row["team"], row["duration"], row["startTime"], row["endTime"]) == (402, 6300, "22:30:00", "00:15:00")
    for name in ("durationRounded", "billable", "hourlyRate", "validationStatus", "wasRejected"):
        assert row[name] is not None


def test_a_client_that_polls_once_a_minute_is_not_blocked(sandbox: Sandbox) -> None:
    sandbox.quirks.set("throttle_max", 100)
    jane = sign_in(sandbox)
    for _ in range(120):
        assert jane.get("/v1/timeentries", user=11, day="2026-03-02", limit=1000).status == 200
        sandbox.clock.advance(60)
