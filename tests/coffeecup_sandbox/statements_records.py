"""Statements about every path and its methods, and about single resources (api-facts 6 and 7)."""

from __future__ import annotations

import re
from typing import Any

from tests.coffeecup_sandbox.client import FORM, Client
from tests.coffeecup_sandbox.statements import Check, People, row, states

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


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
    """Return a check that creates a record (201), reads, lists, changes (200) and deletes it (200)."""
    root, values, change = CRUD[plural]

    def check(people: People) -> None:
        alex = people.alex
        created = row(alex.post(plural, root, **values), 201)
        assert {name: created[name] for name in values} == values
        assert row(alex.get(f"/v1/{plural}/{created['id']}")) == created
        assert created in alex.rows(plural, **{"id[]": [created["id"]]})
        after = row(alex.put(plural, root, created["id"], **change))
        assert {name: str(after[name]) for name in change} == {name: str(value) for name, value in change.items()}
        untouched = set(created) - set(change) - {"updatedAt", "durationRounded", "projectState"}
        assert {name: after[name] for name in untouched} == {name: created[name] for name in untouched}
        assert alex.delete(plural, created["id"]).status == 200
        assert alex.get(f"/v1/{plural}/{created['id']}").status == 404
        assert alex.put(plural, root, created["id"], **change).status == 404
        assert alex.post(plural, root, **{**values, next(iter(values)): {}}).status == 400

    return check


for _plural in CRUD:
    states("3.3, 6", f"{_plural}: create 201, read, change 200, delete 200")(crud(_plural))


@states("6", "users: me, list, single, archiving with PUT; users cannot change others")
def _(people: People) -> None:
    assert row(people.jane.get("/v1/users/me"))["timezone"] == "Europe/Berlin"
    assert len(people.alex.rows("users")) == 6
    assert row(people.jane.get("/v1/users/14")) == row(people.robin.get("/v1/users/14"))
    assert row(people.alex.put("users", "user", 14, status="0"))["status"] == 0
    assert people.jane.put("users", "user", 15, firstname="x").status == 403
    sam = {"firstname": "Sam", "lastname": "Two", "email": "sam@acme.example"}
    assert people.alex.post("users", "user", **sam).status == 400  # the address belongs to another user
    noa = row(people.alex.post("users", "user", **{**sam, "email": "noa@acme.example", "password": "x"}), 201)
    assert "password" not in noa


@states("7.7", "colors have six hex digits without #")
def _(people: People) -> None:
    assert all(len(record["hex"]) == 6 and int(record["hex"], 16) >= 0 for record in people.jane.rows("colors"))


@states("7.2", "billBy and budgetBy have five values, projectState four or null, budgetHours may have a fraction")
def _(people: People) -> None:
    for name, values in (("billBy", range(5)), ("budgetBy", range(5)), ("projectState", (0, 1, 2, 3, None))):
        for value in values:
            assert row(people.alex.put("projects", "project", 104, **{name: value}))[name] == value
        assert people.alex.put("projects", "project", 104, **{name: 5}).status == 400
    assert row(people.alex.put("projects", "project", 104, budgetHours=12.25))["budgetHours"] == 12.25


@states("7.6", "settings of a user: formats of dates, times and durations, and the first day of the week")
def _(people: People) -> None:
    for name, values in (
        ("dateFormat", ("MM/DD/YYYY", "DD/MM/YYYY", "YYYY-MM-DD", "DD.MM.YYYY", "YYYY.MM.DD", "YYYY/MM/DD")),
        ("timeFormat", ("hh:mma", "HH:mm")),
        ("durationFormat", (0, 1)),
        ("beginningOfWeek", ("saturday", "sunday", "monday")),
        ("passwordStatus", (0, 1, 2)),
        ("imageType", (0, 1, 2)),
        ("timeEntryBackgroundColor", (1, 2, 3)),
    ):
        for value in values:
            client = people.alex if name == "passwordStatus" else people.jane  # which only the office sets
            assert row(client.put("users", "user", 11, **{name: value}))[name] == value
        assert people.jane.put("users", "user", 11, **{name: 9}).status == 400, name


@states("7.8", "the latest employment that has begun is valid, and its values are copied to the user")
def _(people: People) -> None:
    for day, hours in (("2026-03-01", 6), ("2026-04-01", 4)):
        row(people.alex.post("userEmployments", "userEmployment", user=11, validFrom=day, hoursMonday=hours), 201)
    assert row(people.jane.get("/v1/users/me"))["hoursMonday"] == 6
    for kind in (0, 1, 2):
        key = people.alex.rows("userEmployments", user=11)[0]["id"]
        assert (
            row(people.alex.put("userEmployments", "userEmployment", key, employmentType=kind))["employmentType"]
            == kind
        )


@states("7.9", "absence types can be created and changed, not deleted; old absences keep their values")
def _(people: People) -> None:
    kind = row(people.alex.post("absenceTypes", "absenceType", label="Parental leave"), 201)
    assert Client(people.sandbox.url, people.alex.token).delete("absenceTypes", kind["id"]).status == 405
    dates = {"startDate": "2026-05-04", "endDate": "2026-05-04"}
    values = {"rangeType": "ONE_DAY_HALF", "user": 11, "absenceType": kind["id"], **dates}
    absence = row(people.alex.post("absences", "absence", **values), 201)
    changed = {"status": 0, "defaultCountsAsVacation": True}
    assert row(people.alex.put("absenceTypes", "absenceType", kind["id"], **changed))["status"] == 0
    assert row(people.alex.get(f"/v1/absenceTypes/{kind['id']}"))["label"] == "Parental leave"
    assert row(people.jane.get(f"/v1/absences/{absence['id']}"))["countsAsVacation"] is False
    wrong = {**values, "endDate": "2026-05-05"}
    assert people.alex.post("absences", "absence", **wrong).status == 400


@states("7.9, 7.10", "the other lists that clients read")
def _(people: People) -> None:
    for plural in ("absenceTypes", "absenceRequests", "vacationBudgets", "expenses", "expenseCategories"):
        assert people.jane.rows(plural), plural
    assert people.jane.rows("tags")
    assert people.jane.rows("tagAssignments")[0]["model"] == "project"


@states("7.10", "a calendar feed is created without a body, read without a token, and revoked")
def _(people: People) -> None:
    feed = row(people.jane.call("POST", "/v1/calendarfeeds"))
    path = f"/v1/calendarfeeds/private/{feed['token']}/feed.ics"
    lines = people.nobody.get(path).body.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert all(len(line.encode()) <= 75 for line in lines)
    for absence in people.jane.rows("absences"):
        people.jane.delete("absences", absence["id"])
    empty = people.nobody.get(path).body.decode()
    assert empty.count("BEGIN:") == empty.count("END:") == 3  # an empty calendar still needs a component
    assert row(people.jane.get(f"/v1/calendarFeeds/{feed['id']}")) == feed
    assert people.robin.rows("calendarFeeds") == []
    assert people.jane.delete("calendarFeeds", feed["id"]).status == 200
    assert people.nobody.get(path).status == 404


WORKED = {"hours": {"total", "spent", "nonBillable"}, "amount": {"spent"}}
BUDGETED = {kind: names | {"budget", "outOfBudget"} for kind, names in WORKED.items()}


def shape(figures: dict[str, Any]) -> dict[str, set[str]]:
    """Return the names in the two objects of a set of figures."""
    return {kind: set(figures[kind]) for kind in ("hours", "amount")}


@states("7.11", "figures of a project: hours and amounts by month, user and task, and the budget")
def _(people: People) -> None:
    budget = people.alex.rows("projects", id=101)[0]["budgetHours"]
    people.alex.put("taskAssignments", "taskAssignment", 501, budgetHours=1)
    before = row(people.alex.get("/v1/analytics/projects", project=101))
    people.alex.entry(duration=7200)
    people.alex.entry(duration=3600, billable=False)
    after = row(people.alex.get("/v1/analytics/projects", project=101))
    hours = {name: round(after["hours"][name] - before["hours"][name], 4) for name in WORKED["hours"]}
    assert hours == {"total": 3, "spent": 2, "nonBillable": 1}
    rate = people.alex.rows("clients", id=61)[0]["hourlyRate"]
    assert round(after["amount"]["spent"] - before["amount"]["spent"], 2) == 2 * rate
    assert (after["hours"]["budget"], after["hours"]["outOfBudget"], after["amount"]["budget"]) == (budget, 0, 0)
    assert shape(after) == {kind: names | {"billed"} for kind, names in BUDGETED.items()}
    assert round(sum(record["hours"]["total"] for record in after["users"]), 2) == round(after["hours"]["total"], 2)
    month = after["monthlyHistogram"][-1]
    assert (month["date"], month["timestamp"]) == ("2026-03-01T00:00:00.000Z", 1772323200000)
    assert shape(month) == shape(after["users"][0]) == WORKED
    task = after["tasks"][0]
    assert shape(task) == BUDGETED
    assert (task["hours"]["budget"], task["amount"]["budget"]) == (1, rate)
    assert task["hours"]["outOfBudget"] == round(task["hours"]["spent"] - 1, 4)


@states("7.11", "figures of several projects have no details; the role is checked")
def _(people: People) -> None:
    sparse = people.robin.call("GET", "/v1/analytics/projects?project[]=101&project[]=102").json["analyticsProjects"]
    assert [record["id"] for record in sparse] == [101, 102]
    assert set(sparse[0]) == {"id", "project", "hours", "amount"}
    assert people.jane.get("/v1/analytics/projects", project=101).status == 403
    assert people.alex.get("/v1/analytics/projects", project=999).status == 404


@states("7.11", "figures of a range of days, filtered by users, projects, tasks and clients")
def _(people: People) -> None:
    people.alex.put("projects", "project", 101, budgetBy=2, budget=100)
    people.alex.entry(duration=7200)
    people.alex.entry(duration=3600, billable=False)
    query = {"start_date": "2026-03-02", "end_date": "2026-03-02", "user[]": [13], "project.client[]": [61]}
    figures = row(people.alex.get("/v1/analytics/time-entries", **query))
    assert (figures["startTimestamp"], figures["endTimestamp"]) == (
        1772406000000,
        1772492399000,
    )  # the bounds of the day in Berlin
    assert shape(figures) == BUDGETED
    assert (figures["hours"]["total"], figures["hours"]["budget"]) == (3, None)  # hours are null without a budget
    spent = 2 * people.alex.rows("clients", id=61)[0]["hourlyRate"]
    assert figures["amount"] == {"spent": spent, "budget": 100, "outOfBudget": spent - 100}
    nothing = row(people.alex.get("/v1/analytics/time-entries", **{**query, "task[]": [303]}))
    assert (nothing["hours"]["total"], nothing["amount"]["budget"]) == (0, 0)
    assert people.alex.get("/v1/analytics/time-entries").status == 400


@states("7.11", "time entries are exported as a file; the token can be a query parameter")
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


@states("7.11", "an export has the chosen columns and groups")
def _(people: People) -> None:
    people.jane.entry(comment="Odd", duration=5400)
    people.jane.entry(comment="Even", duration=1800, task=302)

    def lines(**query: object) -> list[str]:
        days = {"start_date": "2026-03-02", "end_date": "2026-03-02"}
        file = people.jane.get("/v1/export/timeEntries", **days, **query).body.decode("cp1252")
        return re.findall(r"\((.*)\) Tj", file)[3:-2]

    assert lines() == [
        "2026-03-02  Jane Doe  Website relaunch  Coding  Odd  1:30",
        "2026-03-02  Jane Doe  Website relaunch  Concept  Even  0:30",
    ]
    assert lines(**{"columns[client]": "true", "columns[comment]": "false", "columns[task]": "true"}) == [
        "Harbour Books  Coding  1:30",
        "Harbour Books  Concept  0:30",
    ]
    assert lines(**{"columns[]": ["task"]}) == ["Coding  1:30", "Concept  0:30"]
    grouped = lines(group_by="task", **{"columns[]": "date"})
    assert grouped == ["Coding  1:30", "2026-03-02  1:30", "Concept  0:30", "2026-03-02  0:30"]
    assert lines(group_by="project", show_only_summary_headers="true") == ["Website relaunch  2:00"]
    for wrong in ({"group_by": "mood"}, {"columns[mood]": "true"}):
        days = {"start_date": "2026-03-02", "end_date": "2026-03-02"}
        assert people.jane.get("/v1/export/timeEntries", **days, **wrong).status == 400


@states("6", "pictures are uploaded as multipart and downloaded in three sizes")
def _(people: People) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="upload"; filename="me.png"\r\nContent-Type: image/png\r\n\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    body = head + PNG + b"\r\n--x--\r\n"
    token = people.jane.call("POST", "/v1/files/upload/user_image/11", body, kind).json["imageFileToken"]
    for name in (token, 11):
        assert people.jane.get(f"/v1/files/get/user_image/{name}/m.png").body == PNG
    assert people.nobody.get(f"/v1/files/get/user_image/{token}/s.png").body == PNG  # as a web page shows it
    assert people.nobody.get("/v1/files/get/user_image/11/s.png").status == 401
    for name in ("m.jpg", "x.png", "m.gif", "m"):
        assert people.jane.get(f"/v1/files/get/user_image/{token}/{name}").status == 404
    me = row(people.jane.get("/v1/users/me"))
    assert (me["imageFileToken"], me["imageType"], len(token)) == (token, 0, 64)
    assert me["imageDirectoryURL"] == f"{people.sandbox.url}/v1/files/get/user_image/{token}/"
    assert people.jane.call("POST", "/v1/files/upload/user_image/14", body, kind).status == 403
    assert people.jane.call("POST", "/v1/files/upload/user_image/11", b"x", kind).status == 400
    assert people.jane.get("/v1/files/get/user_image/14/m.png").status == 404


@states("6", "only the vendor's administration creates companies")
def _(people: People) -> None:
    response = people.nobody.ask_token(
        grant_type="client_credentials", client_id="server-admin", client_secret="server-secret"
    )
    people.nobody.token = response.json["access_token"]
    form = b"email=new@new.example&firstname=N&lastname=N&domain=new.coffeecup.app"
    assert people.nobody.call("PUT", "/v1/admin/createAccount", form, FORM).status == 200
    assert people.nobody.call("PUT", "/v1/admin/createAccount", form.replace(b"new.c", b"acme.c"), FORM).status == 409
    assert people.nobody.call("PUT", "/v1/admin/createAccount", b"", FORM).status == 400
    assert people.alex.call("PUT", "/v1/admin/createAccount", form, FORM).status == 403
    assert people.nobody.get("/v1/users/me").status == 403


@states("6", "batch updates do not exist by default")
def _(people: People) -> None:
    body = {"timeEntries": [{"id": people.jane.entry()["id"], "comment": "x"}]}
    assert people.jane.call("POST", "/v1/timeEntries/batchUpdate", body).status == 404
    people.sandbox.quirks.set("batch_update", "works")
    assert people.jane.call("POST", "/v1/timeEntries/batchUpdate", body).status == 200
