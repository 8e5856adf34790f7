"""What each role may read and change (api-facts 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import pytest

from coffeecup_sandbox.people_resources import USER
from tests.coffeecup_sandbox.client import Client, sign_in

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox


def test_a_user_reads_only_their_own_records(jane: Client) -> None:
    assert {row["user"] for row in jane.rows("timeEntries")} == {11}
    assert jane.rows("timeEntries", user=14) == []
    assert {row["user"] for row in jane.rows("userEmployments")} == {11}
    assert {row["user"] for row in jane.rows("absences")} == {11}
    assert jane.get("/v1/users/me").json["user"]["email"] == "jane@acme.example"


def test_entries_of_others_cannot_be_read_or_changed(sandbox: Sandbox, jane: Client) -> None:
    theirs = sandbox.entries("mika@acme.example")[0]
    assert jane.get(f"/v1/timeEntries/{theirs['id']}").status == 404
    assert jane.put("timeEntries", "timeEntry", theirs["id"], comment="x").status == 403
    assert jane.delete("timeEntries", theirs["id"]).status == 403
    assert jane.post("timeEntries", "timeEntry", user=15, project=101, task=301).status == 403


def test_a_user_reads_only_the_names_of_others(jane: Client) -> None:
    rows = {row["id"]: row for row in jane.rows("users")}
    assert set(rows[14]) == {"id", "status", "firstname", "lastname", "role"}
    assert "email" in rows[11]


def test_a_user_reads_only_assigned_projects(jane: Client, alex: Client) -> None:
    names = {row["name"] for row in jane.rows("projects")}
    assert "Website relaunch" in names
    assert not names & {"Brand book", "Dealer training", "Catalogue 2024"}
    assert {"Brand book", "Dealer training", "Catalogue 2024"} < {row["name"] for row in alex.rows("projects")}


def test_a_manager_reads_the_entries_of_managed_projects(robin: Client) -> None:
    managed = {row["project"] for row in robin.rows("userAssignments", user=12) if row["isProjectManager"]}
    rows = robin.rows("timeEntries")
    assert len({row["user"] for row in rows}) > 2
    assert {row["project"] for row in rows if row["user"] != 12} <= managed


def test_an_admin_reads_everything(alex: Client) -> None:
    assert len({row["user"] for row in alex.rows("timeEntries")}) == 6
    assert "email" in alex.rows("users")[0]


@pytest.mark.parametrize(
    "plural", ["projects", "tasks", "clients", "taskAssignments", "userAssignments", "userEmployments"]
)
def test_a_user_cannot_change_master_data(jane: Client, alex: Client, plural: str) -> None:
    row = alex.rows(plural)[0]
    root = plural[:-1]
    assert jane.put(plural, root, row["id"], **{**row, "status": 0}).status == 403
    assert jane.delete(plural, row["id"]).status == 403
    assert jane.post(plural, root, **row).status == 403


def test_a_user_cannot_change_their_own_role(jane: Client) -> None:
    assert jane.put("users", "user", 11, role=1, language="de_DE").status == 200
    me = jane.get("/v1/users/me").json["user"]
    assert (me["role"], me["language"]) == (3, "de_DE")
    assert jane.put("users", "user", 11, status=0).status == 403


def test_a_user_cannot_approve_their_own_entries(jane: Client) -> None:
    row = jane.entry(validationStatus="APPROVED", lockedAt="2026-03-02T09:00:00Z", hourlyRate=1000)
    assert (row["validationStatus"], row["lockedAt"], row["hourlyRate"]) == ("NOTSUBMITTED", None, 0)


@pytest.mark.parametrize("who", ["jane", "robin"])
def test_only_an_admin_writes_the_office_attributes_of_a_person(
    request: pytest.FixtureRequest, alex: Client, who: str
) -> None:
    client: Client = request.getfixturevalue(who)
    key = client.get("/v1/users/me").json["user"]["id"]
    other: dict[str, Any] = {
        "role": 1,
        "allowConcurrentTimeEntries": True,
        "hourlyRate": 999,
        "vacationDaysPerYear": 99,
        "canManageAbsenceRequests": who == "jane",
        "showInPlanner": False,
        "passwordStatus": 1,
    }
    assert set(other) == {field.name for field in USER.fields if field.office}
    before = client.get("/v1/users/me").json["user"]
    assert client.put("users", "user", key, **other).status == 200
    assert client.get("/v1/users/me").json["user"] == {**before, "updatedAt": ANY}
    after = alex.put("users", "user", key, **other).json["user"]
    assert {name: after[name] for name in other} == other


def test_a_manager_bills_only_entries_of_managed_projects(robin: Client, alex: Client) -> None:
    billed = {"billedAt": "2026-03-02T09:00:00.000Z", "hourlyRate": 77}
    assert robin.entry(**billed)["hourlyRate"] == 77
    (led,) = alex.rows("userAssignments", user=12, project=101)
    alex.put("userAssignments", "userAssignment", led["id"], isProjectManager=False)
    entry = robin.entry(**billed)
    assert (entry["hourlyRate"], entry["billedAt"]) == (0, None)
    assert robin.put("timeEntries", "timeEntry", entry["id"], **billed).json["timeEntry"]["hourlyRate"] == 0


def test_a_change_may_not_lead_to_what_the_role_could_not_create(jane: Client, robin: Client, alex: Client) -> None:
    managed = {row["project"] for row in robin.rows("userAssignments", user=12) if row["isProjectManager"]}
    elsewhere = next(row["id"] for row in alex.rows("projects", status=1) if row["id"] not in managed)
    own = robin.rows("taskAssignments", project=101)[0]
    assert robin.put("taskAssignments", "taskAssignment", own["id"], project=elsewhere).status == 403
    theirs = next(row for row in robin.rows("timeEntries", project=101) if row["user"] != 12 and not row["billedAt"])
    assert robin.put("timeEntries", "timeEntry", theirs["id"], project=elsewhere).status == 403
    absence = jane.rows("absences")[0]
    assert jane.put("absences", "absence", absence["id"], user=14).status == 403
    alex_pair = alex.rows("taskAssignments", project=101)
    twin = {"task": alex_pair[1]["task"]}
    assert "already assigned" in alex.put("taskAssignments", "taskAssignment", own["id"], **twin).json["raw"]


@pytest.mark.parametrize("change", [{"status": 0}, {"role": 3}])
def test_the_last_admin_stays(alex: Client, change: dict[str, int]) -> None:
    assert "last admin" in alex.put("users", "user", 13, **change).json["raw"]
    assert alex.put("users", "user", 12, role=1).status == 200
    assert alex.put("users", "user", 13, **change).status == 200


@pytest.mark.parametrize(
    "query",
    [
        {"email": "mika@acme.example"},
        {"hourlyRate": 90},
        {"where": '{"hourlyRate":null,"id":15}'},
        {"where": '{"email":{"startsWith":"mik"}}'},
        {"where": '{"or":[{"jobLabel":"Developer","id":15}]}'},
    ],
)
def test_filters_tell_nothing_that_is_hidden(jane: Client, alex: Client, query: dict[str, Any]) -> None:
    alex.put("users", "user", 15, hourlyRate=None) if "null" in str(query) else None
    assert 15 in {row["id"] for row in alex.rows("users", **query)}
    hidden = {row["id"] for row in jane.rows("users", **query)}
    assert 15 not in hidden or "null" in str(query), "what is hidden reads as null"
    alex.put("users", "user", 15, hourlyRate=1)
    assert {row["id"] for row in jane.rows("users", **query)} == hidden


def test_sorting_tells_nothing_that_is_hidden(jane: Client, alex: Client) -> None:
    before = [row["id"] for row in jane.rows("users", sort="email ASC")]
    alex.put("users", "user", 15, email="aaa@acme.example")
    assert [row["id"] for row in jane.rows("users", sort="email ASC")] == before
    assert alex.rows("users", sort="email ASC")[0]["id"] == 15


def test_people_who_were_imported_still_have_to_set_a_password(alex: Client) -> None:
    new = {"firstname": "Noa", "lastname": "Ek"}
    rows = [
        alex.post("users", "user", **new, **more).json["user"]
        for more in ({"email": "a@acme.example"}, {"email": "b@acme.example", "password": "flat white"})
    ]
    assert [row["passwordStatus"] for row in rows] == [0, 2]
    assert alex.put("users", "user", rows[0]["id"], password="cold brew").json["user"]["passwordStatus"] == 2
    assert {row["passwordStatus"] for row in alex.rows("users", id=[11, 12, 13])} == {2}


def test_a_manager_assigns_tasks_to_a_managed_project(robin: Client) -> None:
    response = robin.post("taskAssignments", "taskAssignment", project=101, task=314, billable=True)
    assert response.status == 201
    assert robin.post("clients", "client", name="New").status == 403


def test_an_admin_creates_all_kinds_of_records(sandbox: Sandbox, alex: Client) -> None:
    created: dict[str, int] = {}
    for plural, root, values in (
        ("clients", "client", {"name": "Grove Cinema"}),
        ("projects", "project", {"name": "Ticket shop", "code": "TIX"}),
        ("tasks", "task", {"label": "Wiring"}),
        (
            "users",
            "user",
            {"firstname": "Noa", "lastname": "Ek", "email": "noa@acme.example", "password": "flat white"},
        ),
    ):
        response = alex.post(plural, root, **values)
        assert response.status == 201, response.body
        created[root] = response.json[root]["id"]
    assert alex.put("projects", "project", created["project"], client=created["client"]).status == 200
    pair = {"project": created["project"]}
    assert alex.post("taskAssignments", "taskAssignment", task=created["task"], **pair).status == 201
    assert alex.post("userAssignments", "userAssignment", user=created["user"], **pair).status == 201
    noa = sign_in(sandbox, "user", position=-1)
    assert noa.entry(project=created["project"], task=created["task"])["user"] == created["user"]
    assert "flat white" not in str(alex.rows("users"))


@pytest.mark.parametrize(
    ("plural", "key"),
    [("clients", 61), ("projects", 101), ("tasks", 301), ("taskAssignments", 501), ("userAssignments", 2001)],
)
def test_records_with_dependents_cannot_be_deleted(alex: Client, plural: str, key: int) -> None:
    response = alex.delete(plural, key)
    assert response.status == 500
    assert "Could not delete model" in response.json["raw"]


def test_records_without_dependents_can_be_deleted(alex: Client) -> None:
    key = alex.post("tasks", "task", label="Unused").json["task"]["id"]
    assert alex.delete("tasks", key).status == 200
    assert alex.get(f"/v1/tasks/{key}").status == 404


def test_archiving_a_client_archives_its_projects(alex: Client) -> None:
    alex.put("clients", "client", 61, status="0")
    assert {row["status"] for row in alex.rows("projects", client=61)} == {0}
    assert "archived" in alex.post("projects", "project", name="New", client=61).json["raw"]


@pytest.mark.parametrize(
    "plural", ["projects", "taskAssignments", "userAssignments", "users", "userEmployments", "clients"]
)
def test_a_quirk_shows_all_rows_or_none(sandbox: Sandbox, jane: Client, alex: Client, plural: str) -> None:
    sandbox.quirks.set(f"rows_{plural}", "all")
    assert len(jane.rows(plural)) == len(alex.rows(plural))
    sandbox.quirks.set(f"rows_{plural}", "forbidden")
    assert jane.get(f"/v1/{plural}").status == 403
