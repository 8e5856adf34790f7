"""The demo company is plausible and repeatable."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from coffeecup_sandbox import Sandbox

if TYPE_CHECKING:
    from tests.coffeecup_sandbox.client import Client


def test_the_same_seed_gives_the_same_company(sandbox: Sandbox) -> None:
    def all_entries(seed: int) -> list[object]:
        other = Sandbox(seed=seed)
        other.clock.set(sandbox.clock.now())
        with other:
            return [other.entries(user["email"]) for user in other.users]

    assert all_entries(1) == [sandbox.entries(user["email"]) for user in sandbox.users]
    assert all_entries(2) != all_entries(1)


def test_five_weeks_of_working_days_at_about_eight_hours(sandbox: Sandbox) -> None:
    days: Counter[str] = Counter()
    for row in sandbox.entries("jane@acme.example"):
        days[row["day"]] += row["duration"]
        assert not row["running"]
    assert len(days) == 25
    assert max(days) == "2026-02-27"  # today is Monday
    assert min(days) == "2026-01-26"
    assert {date.fromisoformat(day).weekday() for day in days} == {0, 1, 2, 3, 4}
    assert all(7 * 3600 <= total <= 9 * 3600 for total in days.values())


def test_web_and_cod_match_exactly_one_assignment(jane: Client) -> None:
    projects = {row["id"]: row["name"] for row in jane.rows("projects", status=1)}
    tasks = {row["id"]: row["label"] for row in jane.rows("tasks", status=1)}
    clients = {row["id"]: row["name"] for row in jane.rows("clients")}
    owner = {row["id"]: clients.get(row["client"], "") for row in jane.rows("projects")}
    matches = [
        (projects[row["project"]], tasks[row["task"]])
        for row in jane.rows("taskAssignments", status=1)
        for text in [f"{owner[row['project']]} {projects[row['project']]} {tasks[row['task']]}".lower()]
        if "web" in text and "cod" in text
    ]
    assert matches == [("Website relaunch", "Coding")]


def test_the_first_user_is_a_plain_user_with_eight_hours_a_day(sandbox: Sandbox, jane: Client) -> None:
    assert sandbox.users[0] == {"email": "jane@acme.example", "password": "ristretto", "role": "user"}
    assert {user["role"] for user in sandbox.users} == {"user", "project manager", "admin"}
    employment = jane.rows("userEmployments")[0]
    week = [employment[f"hours{day}"] for day in "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()]
    assert week == [8, 8, 8, 8, 8, 0, 0]
    assert jane.get("/v1/users/me").json["user"]["hoursMonday"] == 8


def test_every_entry_has_an_active_assignment(sandbox: Sandbox, jane: Client) -> None:
    pairs = {(row["project"], row["task"]) for row in jane.rows("taskAssignments", status=1)}
    assert {(row["project"], row["task"]) for row in sandbox.entries("jane@acme.example")} <= pairs
    assert len(pairs) > 40


def test_reset_restores_the_company(sandbox: Sandbox, jane: Client) -> None:
    before = sandbox.entries("jane@acme.example")
    jane.entry()
    sandbox.faults.add("portal", times=None)
    sandbox.quirks.set("meta", "missing")
    sandbox.reset()
    assert sandbox.entries("jane@acme.example") == before
    assert jane.get("/v1/users/me").status == 403  # tokens are deleted too
    assert sandbox.quirks["meta"] == "full"
