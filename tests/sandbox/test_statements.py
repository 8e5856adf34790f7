"""One row for every documented statement about the service: who asks what, and what must come back.

The second column names the place in the facts. Every answer on the way is held against the OpenAPI description,
and at the end no documented route may be left that no row has shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.sandbox import Sandbox
from tests.sandbox.caller import COMPANY, FORM, Caller, basic, sign_in
from tests.sandbox.conftest import MONDAY
from tests.sandbox.described import DescribedCaller, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.sandbox.caller import Answer

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


class People:
    """A company of its own and the three kinds of people in it, all with the same witness."""

    def __init__(self, box: Sandbox, witness: Witness) -> None:
        """Sign in everybody."""
        self.box = box
        self.nobody = DescribedCaller(box.url, witness=witness)
        self.jane, self.robin, self.alex = (
            DescribedCaller(box.url, each.token, each.refresh, witness=witness)
            for each in (sign_in(box), sign_in(box, "project manager"), sign_in(box, "admin"))
        )

    def token(self, headers: dict[str, str] | None = None, *, query: str = "", **form: str) -> Answer:
        """Ask for tokens as Jane."""
        full = {"grant_type": "password", "username": "jane@acme.example", "password": "ristretto", **form}
        body = "&".join(f"{name}={value}" for name, value in {"client_id": "c", "client_secret": "s", **full}.items())
        return self.nobody.call("POST", f"/oauth2/token{query}", body.encode(), {**FORM, **(headers or {})})


@pytest.fixture(scope="module")
def witness() -> Witness:
    return Witness(Sandbox())


@pytest.fixture
def people(witness: Witness) -> Iterator[People]:
    box = Sandbox(quirks={"throttle_max": 0, "token_life_s": 86400})
    box.clock.set(MONDAY)
    with box:
        yield People(box, witness)


Check = Callable[[People], Any]
TABLE: list[tuple[str, str, Check]] = []


def states(source: str, statement: str) -> Callable[[Check], Check]:
    """Add a row to the table."""

    def add(check: Check) -> Check:
        TABLE.append((source, statement, check))
        return check

    return add


def row(answer: Answer, status: int = 200) -> dict[str, Any]:
    """The one record in a reply that must have this status."""
    assert answer.status == status, answer.body
    (found,) = answer.json.values()
    assert isinstance(found, dict)
    return found


@states("2.1", "both grants, the client in the form or in Basic, the company by header or query")
def _(people: People) -> None:
    assert people.token({"Origin": "https://acme.coffeecupapp.com"}).status == 200
    assert people.token({**COMPANY, **basic("coffeecup-cli", "public")}, client_id="").status == 200
    assert people.token(query="?companyurl=https://acme.coffeecup.app").status == 200
    answer = people.token(grant_type="refresh_token", refresh_token=people.token().json["refresh_token"])
    assert answer.json["expires_in"] == 86400


@states("2.2", "a refresh reply contains a new refresh token")
def _(people: People) -> None:
    old = people.token().json["refresh_token"]
    assert people.token(grant_type="refresh_token", refresh_token=old).json["refresh_token"] != old


@states("2.4", "an invalid token: 403 with the documented object; a refused login: an error with its text in raw")
def _(people: People) -> None:
    people.nobody.token = "nonsense"
    answer = people.nobody.get("/v1/users/me")
    assert answer.json["raw"] == "The access token provided is invalid."
    refused = people.token(password="wrong")
    assert refused.json["error"]
    assert refused.json["raw"]


@states("2.5", "a forgotten password is asked for without a token")
def _(people: People) -> None:
    body = {"passwordforgotrequest": {"email": "jane@acme.example"}}
    assert people.nobody.call("POST", "/v1/users/forgotPassword", body).json == body
    assert people.nobody.call("POST", "/v1/users/forgotPassword", {}).status == 400


@states("5", "the state of the throttle can be asked for")
def _(people: People) -> None:
    people.box.quirks.set("throttle_max", 100)
    assert people.jane.get("/account/rate_limit_status").json["max_calls"] == 100
    for _ in range(100):
        people.jane.get("/v1/users/me")
    blocked = people.jane.get("/v1/users/me")
    assert (blocked.status, blocked.headers["retry-after"]) == (503, "120")


CRUD: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "clients": ("client", {"name": "Grove Cinema"}, {"name": "Grove"}),
    "projects": ("project", {"name": "Ticket shop", "code": "TIX"}, {"budgetHours": 12.5, "client": "62"}),
    "tasks": ("task", {"label": "Wiring"}, {"favorite": True}),
    "taskAssignments": (
        "taskAssignment",
        {"task": 314, "project": 101, "billable": True, "hourlyRate": None, "budgetHours": 3.5},
        {"billable": False},
    ),
    "userAssignments": ("userAssignment", {"user": 14, "project": 104}, {"isProjectManager": True}),
    "userEmployments": ("userEmployment", {"user": 11, "validFrom": "2026-06-01"}, {"hoursFriday": 4}),
    "timeEntries": (
        "timeEntry",
        {"user": 13, "project": 101, "task": 301, "comment": "", "day": "2026-03-02"},
        {"duration": 2700},
    ),
    "absences": (
        "absence",
        {
            "rangeType": "MULTIPLE_DAYS_FULL",
            "startDate": "2026-04-01",
            "endDate": "2026-04-03",
            "comment": "",
            "user": 11,
            "absenceType": 81,
        },
        {"endDate": "2026-04-02"},
    ),
}


def crud(plural: str) -> Check:
    """The check that a record can be created (201), read, listed, changed in part (200) and deleted (200)."""
    root, values, change = CRUD[plural]

    def check(people: People) -> None:
        alex = people.alex
        made = row(alex.post(plural, root, **values), 201)
        assert {name: made[name] for name in values} == values
        assert row(alex.get(f"/v1/{plural}/{made['id']}")) == made
        assert made in alex.rows(plural, **{"id[]": [made["id"]]})
        after = row(alex.put(plural, root, made["id"], **change))
        assert {name: str(after[name]) for name in change} == {name: str(value) for name, value in change.items()}
        untouched = set(made) - set(change) - {"updatedAt", "durationRounded", "projectState"}
        assert {name: after[name] for name in untouched} == {name: made[name] for name in untouched}
        assert alex.delete(plural, made["id"]).status == 200
        assert alex.get(f"/v1/{plural}/{made['id']}").status == 404
        assert alex.put(plural, root, made["id"], **change).status == 404
        assert alex.post(plural, root, **{**values, next(iter(values)): {}}).status == 400

    return check


for _plural in CRUD:
    states("3.3, 6", f"{_plural}: create 201, read, change in part 200, delete 200")(crud(_plural))


@states("3.3", "a running entry is created with 200; stopping answers the whole object with the final duration")
def _(people: People) -> None:
    start = people.jane.post("timeEntries", "timeEntry", user=11, project=101, task=301, comment="", running=True)
    key = row(start)["id"]
    people.box.clock.advance(2700)
    stopped = row(people.jane.put("timeEntries", "timeEntry", key, running=False))
    assert (stopped["duration"], stopped["running"], stopped["startTime"]) == (2700, False, None)


@states("6", "users: me, list, one, archived by PUT; a colleague may not")
def _(people: People) -> None:
    assert row(people.jane.get("/v1/users/me"))["timezone"] == "Europe/Berlin"
    assert len(people.alex.rows("users")) == 6
    assert row(people.jane.get("/v1/users/14")) == row(people.robin.get("/v1/users/14"))
    assert row(people.alex.put("users", "user", 14, status="0"))["status"] == 0
    assert people.jane.put("users", "user", 15, firstname="x").status == 403
    sam = {"firstname": "Sam", "lastname": "Two", "email": "sam@acme.example"}
    assert people.alex.post("users", "user", **sam).status == 400  # the address is taken
    noa = row(people.alex.post("users", "user", **{**sam, "email": "noa@acme.example", "password": "x"}), 201)
    assert "password" not in noa


@states("7.7", "colors have six hex digits without a sign")
def _(people: People) -> None:
    assert all(len(each["hex"]) == 6 and int(each["hex"], 16) >= 0 for each in people.jane.rows("colors"))


@states("7.9", "absence types are created and changed, never deleted; old absences keep their copies")
def _(people: People) -> None:
    kind = row(people.alex.post("absenceTypes", "absenceType", label="Parental leave"), 201)
    assert Caller(people.box.url, people.alex.token).delete("absenceTypes", kind["id"]).status == 405
    dates = {"startDate": "2026-05-04", "endDate": "2026-05-04"}
    values = {"rangeType": "ONE_DAY_HALF", "user": 11, "absenceType": kind["id"], **dates}
    absence = row(people.alex.post("absences", "absence", **values), 201)
    changed = {"status": 0, "defaultCountsAsVacation": True}
    assert row(people.alex.put("absenceTypes", "absenceType", kind["id"], **changed))["status"] == 0
    assert row(people.alex.get(f"/v1/absenceTypes/{kind['id']}"))["label"] == "Parental leave"
    assert row(people.jane.get(f"/v1/absences/{absence['id']}"))["countsAsVacation"] is False
    wrong = {**values, "endDate": "2026-05-05"}
    assert people.alex.post("absences", "absence", **wrong).status == 400


@states("7.9, 7.10", "what known clients read besides")
def _(people: People) -> None:
    for plural in ("absenceTypes", "absenceRequests", "vacationBudgets", "expenses", "expenseCategories"):
        assert people.jane.rows(plural), plural
    assert people.jane.rows("tags")
    assert people.jane.rows("tagAssignments")[0]["model"] == "project"


@states("7.10", "a calendar feed is made without a body, read without a login, and revoked")
def _(people: People) -> None:
    feed = row(people.jane.call("POST", "/v1/calendarfeeds"))
    path = f"/v1/calendarfeeds/private/{feed['token']}/feed.ics"
    lines = people.nobody.get(path).body.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert all(len(line.encode()) <= 75 for line in lines)
    assert row(people.jane.get(f"/v1/calendarFeeds/{feed['id']}")) == feed
    assert people.robin.rows("calendarFeeds") == []
    assert people.jane.delete("calendarFeeds", feed["id"]).status == 200
    assert people.nobody.get(path).status == 404


@states("7.11", "analytics are computed from the entries")
def _(people: People) -> None:
    before = row(people.alex.get("/v1/analytics/projects", project=101))
    entry = people.alex.entry(duration=7200)
    people.alex.entry(duration=3600, billable=False)
    after = row(people.alex.get("/v1/analytics/projects", project=101))
    hours = {name: round(after["hours"][name] - before["hours"][name], 4) for name in ("total", "spent", "nonBillable")}
    assert hours == {"total": 3, "spent": 2, "nonBillable": 1}
    rate = people.alex.rows("clients", id=61)[0]["hourlyRate"]
    assert round(after["amount"]["spent"] - before["amount"]["spent"], 2) == 2 * rate
    assert round(sum(each["hours"]["total"] for each in after["users"]), 2) == round(after["hours"]["total"], 2)
    assert after["monthlyHistogram"][-1]["date"] == "2026-03-01"
    sparse = people.robin.call("GET", "/v1/analytics/projects?project[]=101&project[]=102").json["analyticsProjects"]
    assert [each["id"] for each in sparse] == [101, 102]
    assert "users" not in sparse[0]
    assert people.jane.get("/v1/analytics/projects", project=101).status == 403
    assert people.alex.get("/v1/analytics/projects", project=999).status == 404
    query = {"start_date": "2026-03-02", "end_date": "2026-03-02", "user[]": [13], "project.client[]": [61]}
    figures = row(people.alex.get("/v1/analytics/time-entries", **query))
    assert figures["hours"]["total"] == 3
    assert people.alex.get("/v1/analytics/time-entries").status == 400
    assert entry["user"] == 13


@states("7.11", "time entries are exported as a file; the token may travel in the address")
def _(people: People) -> None:
    people.jane.entry(comment="An (odd) \\ comment", duration=5400)
    query = {"start_date": "2026-03-02T00:00:00Z", "end_date": "2026-03-02T23:59:59Z", "format": "pdf"}
    file = people.nobody.get("/v1/export/timeEntries", access_token=people.jane.token, **query).body
    assert file.startswith(b"%PDF-")
    assert b"An \\(odd\\) \\\\ comment" in file
    assert b"Total 1:30" in file
    place = int(file.rpartition(b"startxref\n")[2].split()[0])
    assert file[place:].startswith(b"xref\n")
    query = {"start_date": "2026-01-01", "end_date": "2026-03-02"}
    assert people.alex.get("/v1/export/timeEntries", **query).body.count(b"/Type /Page ") > 5
    assert people.jane.get("/v1/export/timeEntries").status == 400
    assert people.jane.get("/v1/export/timeEntries", format="xls", **query).status == 400


@states("6", "pictures are uploaded as multipart and read in three sizes")
def _(people: People) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="upload"; filename="me.png"\r\nContent-Type: image/png\r\n\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    body = head + PNG + b"\r\n--x--\r\n"
    token = people.jane.call("POST", "/v1/files/upload/user_image/11", body, kind).json["imageFileToken"]
    for name in (token, 11):
        assert people.jane.get(f"/v1/files/get/user_image/{name}/m.png").body == PNG
    assert row(people.jane.get("/v1/users/me"))["imageFileToken"] == token
    assert people.jane.call("POST", "/v1/files/upload/user_image/14", body, kind).status == 403
    assert people.jane.call("POST", "/v1/files/upload/user_image/11", b"x", kind).status == 400
    assert people.jane.get("/v1/files/get/user_image/14/m.png").status == 404


@states("6", "companies are created by the vendor's own administration only")
def _(people: People) -> None:
    answer = people.nobody.ask_token(
        grant_type="client_credentials", client_id="server-admin", client_secret="server-secret"
    )
    people.nobody.token = answer.json["access_token"]
    form = b"email=new@new.example&firstname=N&lastname=N&domain=new.coffeecup.app"
    assert people.nobody.call("PUT", "/v1/admin/createAccount", form, FORM).status == 200
    assert people.nobody.call("PUT", "/v1/admin/createAccount", form.replace(b"new.c", b"acme.c"), FORM).status == 409
    assert people.nobody.call("PUT", "/v1/admin/createAccount", b"", FORM).status == 400
    assert people.alex.call("PUT", "/v1/admin/createAccount", form, FORM).status == 403
    assert people.nobody.get("/v1/users/me").status == 403


@states("9", "archiving cascades: client to project to assignments to entries; deletes are refused with 500")
def _(people: People) -> None:
    key = people.jane.entry()["id"]
    assert people.alex.delete("clients", 61).status == 500
    people.alex.put("clients", "client", 61, status=0)
    assert {each["status"] for each in people.alex.rows("projects", client=61)} == {0}
    assert {each["status"] for each in people.alex.rows("taskAssignments", project=101)} == {0}
    assert row(people.jane.get(f"/v1/timeEntries/{key}"))["status"] == 0
    assert people.jane.put("timeEntries", "timeEntry", key, comment="x").status == 400
    people.alex.put("clients", "client", 61, status=1)
    revived = row(people.alex.put("projects", "project", 101, status=1))
    assert (revived["status"], revived["projectState"], revived["completedAt"]) == (1, 2, None)


@states("9", "an archived task takes its assignments along and cannot be assigned again")
def _(people: People) -> None:
    people.alex.put("tasks", "task", 301, status=0)
    assert {each["status"] for each in people.alex.rows("taskAssignments", task=301)} == {0}
    assert people.alex.post("taskAssignments", "taskAssignment", task=301, project=105).status == 400


@states("6", "batch updates are not promised")
def _(people: People) -> None:
    body = {"timeEntries": [{"id": people.jane.entry()["id"], "comment": "x"}]}
    assert people.jane.call("POST", "/v1/timeEntries/batchUpdate", body).status == 404
    people.box.quirks.set("batch_update", "works")
    assert people.jane.call("POST", "/v1/timeEntries/batchUpdate", body).status == 200


@pytest.mark.parametrize(("source", "statement", "check"), TABLE, ids=[f"{each[0]}: {each[1]}" for each in TABLE])
def test_the_service_does_what_is_documented(people: People, source: str, statement: str, check: Check) -> None:
    assert source
    assert statement
    check(people)


def test_every_documented_route_was_shown(witness: Witness) -> None:
    shown = {(method, template) for method, template, status in witness.seen if status < 300}
    if len(shown) < 5:
        pytest.skip("the table was not run")
    assert {(route.method, route.template) for route in witness.routes.all} - shown == set()


def test_the_description_is_whole(witness: Witness) -> None:
    text = json.dumps(witness.document)
    for part in text.split('"$ref": "#/components/schemas/')[1:]:
        assert part.partition('"')[0] in witness.document["components"]["schemas"]
    names = [each["operationId"] for path in witness.document["paths"].values() for each in path.values()]
    assert len(set(names)) == len(names) == len(witness.routes.all)
