"""Who may see and change what (api-facts 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.coffeecup_sandbox.client import Client, sign_in

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox


def test_a_user_sees_only_her_own(jane: Client) -> None:
    assert {row["user"] for row in jane.rows("timeEntries")} == {11}
    assert jane.rows("timeEntries", user=14) == []
    assert {row["user"] for row in jane.rows("userEmployments")} == {11}
    assert {row["user"] for row in jane.rows("absences")} == {11}
    assert jane.get("/v1/users/me").json["user"]["email"] == "jane@acme.example"


def test_the_entries_of_others_are_hidden_and_closed(box: Sandbox, jane: Client) -> None:
    theirs = box.entries("mika@acme.example")[0]
    assert jane.get(f"/v1/timeEntries/{theirs['id']}").status == 404
    assert jane.put("timeEntries", "timeEntry", theirs["id"], comment="x").status == 403
    assert jane.delete("timeEntries", theirs["id"]).status == 403
    assert jane.post("timeEntries", "timeEntry", user=15, project=101, task=301).status == 403


def test_of_colleagues_only_the_name_is_told(jane: Client) -> None:
    rows = {row["id"]: row for row in jane.rows("users")}
    assert set(rows[14]) == {"id", "status", "firstname", "lastname", "role"}
    assert "email" in rows[11]


def test_a_user_sees_her_projects_only(jane: Client, alex: Client) -> None:
    mine = {row["name"] for row in jane.rows("projects")}
    assert "Website relaunch" in mine
    assert not mine & {"Brand book", "Dealer training", "Catalogue 2024"}
    assert {"Brand book", "Dealer training", "Catalogue 2024"} < {row["name"] for row in alex.rows("projects")}


def test_a_manager_sees_the_entries_of_her_projects(robin: Client) -> None:
    managed = {row["project"] for row in robin.rows("userAssignments", user=12) if row["isProjectManager"]}
    rows = robin.rows("timeEntries")
    assert len({row["user"] for row in rows}) > 2
    assert {row["project"] for row in rows if row["user"] != 12} <= managed


def test_an_admin_sees_all(alex: Client) -> None:
    assert len({row["user"] for row in alex.rows("timeEntries")}) == 5
    assert "email" in alex.rows("users")[0]


@pytest.mark.parametrize(
    "plural", ["projects", "tasks", "clients", "taskAssignments", "userAssignments", "userEmployments"]
)
def test_a_user_changes_nothing_of_the_office(jane: Client, alex: Client, plural: str) -> None:
    row = alex.rows(plural)[0]
    root = plural[:-1]
    assert jane.put(plural, root, row["id"], **{**row, "status": 0}).status == 403
    assert jane.delete(plural, row["id"]).status == 403
    assert jane.post(plural, root, **row).status == 403


def test_a_user_cannot_promote_herself(jane: Client) -> None:
    assert jane.put("users", "user", 11, role=1, language="de_DE").status == 200
    me = jane.get("/v1/users/me").json["user"]
    assert (me["role"], me["language"]) == (3, "de_DE")
    assert jane.put("users", "user", 11, status=0).status == 403


def test_a_user_cannot_mark_her_work_as_approved(jane: Client) -> None:
    row = jane.entry(validationStatus="APPROVED", lockedAt="2026-03-02T09:00:00Z", hourlyRate=1000)
    assert (row["validationStatus"], row["lockedAt"], row["hourlyRate"]) == ("NOTSUBMITTED", None, 0)


def test_a_manager_sets_up_her_project(robin: Client) -> None:
    response = robin.post("taskAssignments", "taskAssignment", project=101, task=314, billable=True)
    assert response.status == 201
    assert robin.post("clients", "client", name="New").status == 403


def test_the_office_creates_a_whole_company(box: Sandbox, alex: Client) -> None:
    made: dict[str, int] = {}
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
        made[root] = response.json[root]["id"]
    assert alex.put("projects", "project", made["project"], client=made["client"]).status == 200
    pair = {"project": made["project"]}
    assert alex.post("taskAssignments", "taskAssignment", task=made["task"], **pair).status == 201
    assert alex.post("userAssignments", "userAssignment", user=made["user"], **pair).status == 201
    noa = sign_in(box, "user", place=-1)
    assert noa.entry(project=made["project"], task=made["task"])["user"] == made["user"]
    assert "flat white" not in str(alex.rows("users"))


@pytest.mark.parametrize(
    ("plural", "key"),
    [("clients", 61), ("projects", 101), ("tasks", 301), ("taskAssignments", 501), ("userAssignments", 2001)],
)
def test_what_others_depend_on_cannot_be_deleted(alex: Client, plural: str, key: int) -> None:
    response = alex.delete(plural, key)
    assert response.status == 500
    assert "Could not delete model" in response.json["raw"]


def test_what_nobody_uses_can(alex: Client) -> None:
    key = alex.post("tasks", "task", label="Unused").json["task"]["id"]
    assert alex.delete("tasks", key).status == 200
    assert alex.get(f"/v1/tasks/{key}").status == 404


def test_an_archived_client_takes_its_projects_along(alex: Client) -> None:
    alex.put("clients", "client", 61, status="0")
    assert {row["status"] for row in alex.rows("projects", client=61)} == {0}
    assert "archived" in alex.post("projects", "project", name="New", client=61).json["raw"]


@pytest.mark.parametrize(
    "plural", ["projects", "taskAssignments", "userAssignments", "users", "userEmployments", "clients"]
)
def test_quirk_a_company_may_show_all_or_nothing(box: Sandbox, jane: Client, alex: Client, plural: str) -> None:
    box.quirks.set(f"rows_{plural}", "all")
    assert len(jane.rows(plural)) == len(alex.rows(plural))
    box.quirks.set(f"rows_{plural}", "forbidden")
    assert jane.get(f"/v1/{plural}").status == 403
