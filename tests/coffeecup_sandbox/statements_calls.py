"""Statements about addresses, tokens, lists, errors and the throttle (api-facts 1 to 5)."""

from __future__ import annotations

import json
from typing import Any

from tests.coffeecup_sandbox.client import COMPANY, Client, basic
from tests.coffeecup_sandbox.statements import People, states


@states("1.1", "every path starts with /v1, except those of the token and the throttle")
def _(people: People) -> None:
    assert people.jane.get("/v1/users/me").status == 200
    assert people.jane.get("/account/rate_limit_status").status == 200
    unchecked = Client(people.sandbox.url, people.jane.token)
    assert {unchecked.get(path).status for path in ("/users/me", "/v1/account/rate_limit_status")} == {404}
    assert unchecked.call("POST", "/v1/oauth2/token").status == 404


@states("1.2", "Origin chooses the company; a refresh and the API calls need not name it")
def _(people: People) -> None:
    people.sandbox.quirks.set("company_needed", "required")
    assert people.token({"Origin": "https://nobody.coffeecupapp.com"}).status == 404
    assert people.token().status == 400
    tokens = people.token({"Origin": "https://acme.coffeecupapp.com"}).json
    refreshed = people.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    people.nobody.token = refreshed.json["access_token"]
    assert people.nobody.get("/v1/users/me").status == 200


@states("2.1", "both grants, the client in the form or as Basic, the company as header or query")
def _(people: People) -> None:
    assert people.token({"Origin": "https://acme.coffeecupapp.com"}).status == 200
    assert people.token({**COMPANY, **basic("coffeecup-cli", "public")}, client_id="").status == 200
    assert people.token(query="?companyurl=https://acme.coffeecup.app").status == 200
    response = people.token(grant_type="refresh_token", refresh_token=people.token().json["refresh_token"])
    assert response.json["expires_in"] == 86400


@states("2.2", "a refresh reply contains a new refresh token")
def _(people: People) -> None:
    old = people.token().json["refresh_token"]
    assert people.token(grant_type="refresh_token", refresh_token=old).json["refresh_token"] != old


@states("2.2", "a token is valid for 3600 seconds by default")
def _(people: People) -> None:
    people.sandbox.quirks.reset()
    assert people.token().json["expires_in"] == 3600


@states("2.3", "the token is sent as Bearer; without one, the call is refused")
def _(people: People) -> None:
    header = {"Authorization": f"Bearer {people.jane.token}"}
    assert people.nobody.call("GET", "/v1/users/me", headers=header).status == 200
    assert people.nobody.get("/v1/users/me").status == 401


@states("2.4", "an invalid token is a 403 with the error object; the text of a refused login is in raw")
def _(people: People) -> None:
    people.nobody.token = "nonsense"
    response = people.nobody.get("/v1/users/me")
    assert response.json["raw"] == "The access token provided is invalid."
    refused = people.token(password="wrong")
    assert refused.json["error"]
    assert refused.json["raw"]


@states("2.5", "a forgotten password is requested without a token")
def _(people: People) -> None:
    body = {"passwordforgotrequest": {"email": "jane@acme.example"}}
    assert people.nobody.call("POST", "/v1/users/forgotPassword", body).json == body
    assert people.nobody.call("POST", "/v1/users/forgotPassword", {}).status == 400


@states("3", "requests, replies and errors are JSON; there is no PATCH")
def _(people: People) -> None:
    response = people.book()
    assert response.headers["content-type"].startswith("application/json")
    key = response.json["timeEntry"]["id"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    refused = people.jane.call("PUT", f"/v1/timeEntries/{key}", b"comment=x", form)
    assert (refused.status, refused.json["status"]) == (415, 415)
    assert Client(people.sandbox.url, people.jane.token).call("PATCH", f"/v1/timeEntries/{key}", {}).status == 405


@states("3", "a list has its plural as root and meta, a record its singular; case does not matter")
def _(people: People) -> None:
    listing = people.jane.get("/v1/taskassignments/", limit=1).json
    assert list(listing) == ["taskAssignments", "meta"]
    assert list(people.jane.get(f"/v1/taskAssignments/{listing['taskAssignments'][0]['id']}").json) == [
        "taskAssignment"
    ]
    assert people.jane.get("/v1/ABSENCETYPES").json == people.jane.get("/v1/absenceTypes").json


@states("3", "ids are numbers, or strings in requests; days are dates; instants are UTC with a Z")
def _(people: People) -> None:
    record = people.book(user="11", project="101", task="301").json["timeEntry"]
    assert [record[name] for name in ("user", "project", "task", "day")] == [11, 101, 301, "2026-03-02"]
    assert record["createdAt"] == record["updatedAt"] == "2026-03-02T09:00:00.000Z"


@states("3", "empty attributes are null, not left out")
def _(people: People) -> None:
    record = people.book().json["timeEntry"]
    assert [record[name] for name in ("startTime", "endTime", "billedAt")] == [None, None, None]


FILTERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("projects", {"status[]": ["0", "1"]}),
    ("timeEntries", {"project[]": ["101", "102"]}),
    ("timeEntries", {"user[]": ["11"], "task[]": ["301", "303"]}),
    ("clients", {"id[]": ["61", "63"]}),
    ("userEmployments", {"user": "11"}),
    ("projects", {"status": "1", "client": "61"}),
    ("timeEntries", {"day": "2026-02-26"}),
)


@states("3.1", "name[]= takes several values, name= one; all criteria must match")
def _(people: People) -> None:
    for plural, query in FILTERS:
        allowed = {
            name.removesuffix("[]"): value if isinstance(value, list) else [value] for name, value in query.items()
        }
        rows = people.alex.rows(plural)
        expected = [record for record in rows if all(str(record[name]) in values for name, values in allowed.items())]
        assert expected
        assert people.alex.rows(plural, **query) == expected
        assert len(expected) < len(rows) or "status[]" in query


@states("3.1", "where= takes JSON: a range of days, changes since an instant, null, several attributes")
def _(people: People) -> None:
    def matches(plural: str, where: dict[str, Any]) -> list[dict[str, Any]]:
        return people.alex.rows(plural, where=json.dumps(where))

    days = {record["day"] for record in matches("timeEntries", {"day": {">=": "2026-02-09", "<=": "2026-02-13"}})}
    assert days == {f"2026-02-{day:02}" for day in range(9, 14)}
    people.alex.put("clients", "client", 63, website="https://example.com")
    assert [record["id"] for record in matches("clients", {"updatedAt": {">=": "2026-03-02 08:59"}})] == [63]
    assert [record["name"] for record in matches("projects", {"client": None})] == ["Internal"]
    entries_of_day = matches("timeEntries", {"user": "11", "day": "2026-02-26"})
    assert {(record["user"], record["day"]) for record in entries_of_day} == {(11, "2026-02-26")}


@states("3.1", "lists hold archived and active records unless the status is a criterion")
def _(people: People) -> None:
    people.alex.put("clients", "client", 66, status=0)
    key = people.alex.rows("timeEntries", limit=1, sort="day DESC")[0]["id"]
    assert people.alex.put("timeEntries", "timeEntry", key, status=0).status == 200
    for plural in ("clients", "tasks", "taskAssignments", "userAssignments", "users", "timeEntries", "projects"):
        assert {record["status"] for record in people.alex.rows(plural)} == {0, 1}, plural
        assert {record["status"] for record in people.alex.rows(plural, **{"status[]": "1"})} == {1}


@states("3.1", "sort takes several keys with directions; limit and skip select a page")
def _(people: People) -> None:
    rows = people.jane.rows("timeEntries", sort="day DESC,sorting ASC")
    assert rows == sorted(rows, key=lambda record: (-int(record["day"].replace("-", "")), record["sorting"]))
    assert people.jane.rows("timeEntries", sort="day DESC,sorting ASC", limit=5, skip=10) == rows[10:15]


@states("3.2", "meta has skip, limit, the total of all matches, sort and the criteria")
def _(people: People) -> None:
    meta = people.jane.get("/v1/timeEntries", skip=1, limit=2, **{"user[]": ["11"], "project[]": ["101"]}).json["meta"]
    total = len(people.jane.rows("timeEntries", project=101))
    criteria = {"user": "11", "project": "101"}
    assert meta == {"skip": 1, "limit": 2, "total": total, "sort": [], "criteria": criteria}


@states("4", "an error has error, status and summary; a validation lists attributes, others have a text in raw")
def _(people: People) -> None:
    invalid = people.book(duration=-1, project=999).json
    assert (invalid["error"], invalid["status"], list(invalid["invalidAttributes"])) == (
        "E_VALIDATION",
        400,
        ["project", "duration"],
    )
    closed = people.book(project=112).json
    assert set(closed) == {"error", "status", "summary", "raw"}
    missing = people.jane.get("/v1/timeEntries/1").json
    assert (missing["error"], missing["status"]) == ("E_NOT_FOUND", 404)


@states("5", "the state of the throttle can be read")
def _(people: People) -> None:
    people.sandbox.quirks.set("throttle_max", 100)
    assert people.jane.get("/account/rate_limit_status").json["max_calls"] == 100
    for _ in range(100):
        people.jane.get("/v1/users/me")
    blocked = people.jane.get("/v1/users/me")
    assert (blocked.status, blocked.headers["retry-after"]) == (503, "120")


@states("5", "the block ends by itself, and each call during it restarts it")
def _(people: People) -> None:
    people.sandbox.quirks.set("throttle_max", 100)
    for _ in range(101):
        people.jane.get("/v1/users/me")
    people.sandbox.clock.advance(119)
    assert people.jane.get("/v1/users/me").headers["retry-after"] == "120"
    people.sandbox.clock.advance(119)
    assert people.robin.get("/v1/users/me").status == 503  # the block applies to all users of the account
    people.sandbox.clock.advance(120)
    assert people.jane.get("/v1/users/me").status == 200
