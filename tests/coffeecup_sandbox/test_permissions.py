"""What each role may read and change (api-facts 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
    assert len({row["user"] for row in alex.rows("timeEntries")}) == 5
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
