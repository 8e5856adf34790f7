"""Creating, changing and deleting time entries, and timers (api-facts 7.1 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.coffeecup_sandbox.client import Client


@pytest.fixture(autouse=True)
def _long_lived_tokens(sandbox: Sandbox) -> None:
    """Keep tokens valid when a test advances the clock."""
    sandbox.quirks.set("token_life_s", 10 * 86400)


DOCUMENTED = set("id user task project status day startTime endTime duration running comment".split())


def test_create_returns_the_full_entry(jane: Client) -> None:
    response = jane.post(
        "timeEntries", "timeEntry", user=11, project="101", task="301", day="2026-03-02", duration=2700
    )
    assert response.status == 201
    row = response.json["timeEntry"]
    assert set(row) > DOCUMENTED
    assert (row["user"], row["project"], row["task"], row["duration"]) == (11, 101, 301, 2700)
    assert (row["running"], row["comment"], row["trackingType"]) == (False, "", "WORK")
    assert row["createdAt"] == "2026-03-02T09:00:00.000Z"
    assert jane.get(f"/v1/timeEntries/{row['id']}").json == {"timeEntry": row}


def test_the_default_day_is_today_in_the_users_zone(sandbox: Sandbox, jane: Client) -> None:
    sandbox.clock.advance(14.5 * 3600)  # 23:30 in UTC, 0:30 in Berlin
    assert jane.entry(day=None)["day"] == "2026-03-03"


@pytest.mark.parametrize(
    ("values", "attribute"),
    [
        ({"project": None}, "project"),
        ({"task": None}, "task"),
        ({"project": 999}, "project"),
        ({"task": "x"}, "task"),
        ({"duration": -1}, "duration"),
        ({"duration": "1:30"}, "duration"),
        ({"duration": 10**20}, "duration"),
        ({"day": "2026-02-30"}, "day"),
        ({"day": "02.03.2026"}, "day"),
        ({"running": "perhaps"}, "running"),
        ({"startTime": "25:00:00"}, "startTime"),
        ({"comment": {"a": 1}}, "comment"),
        ({"comment": True}, "comment"),
    ],
)
def test_validation_errors_name_the_attribute(jane: Client, values: dict[str, Any], attribute: str) -> None:
    response = jane.post("timeEntries", "timeEntry", **{"project": 101, "task": 301, "day": "2026-03-02", **values})
    assert response.status == 400
    assert response.json["error"] == "E_VALIDATION"
    assert response.json["model"] == "TimeEntry"
    assert list(response.json["invalidAttributes"]) == [attribute]
    assert "raw" not in response.json


def test_a_break_needs_no_task(jane: Client) -> None:
    assert jane.entry(trackingType="BREAK", project=None, task=None)["project"] is None


def test_times_can_be_written_in_both_casings(jane: Client) -> None:
    row = jane.entry(starttime="09:00:00", endTime="10:30")
    assert (row["startTime"], row["endTime"], row["duration"]) == ("09:00:00", "10:30:00", 5400)


def test_an_update_changes_only_the_sent_attributes(sandbox: Sandbox, jane: Client) -> None:
    row = jane.entry(comment="a", duration=60)
    sandbox.clock.advance(1)
    after = jane.put("timeEntries", "timeEntry", row["id"], comment="b").json["timeEntry"]
    assert after == {**row, "comment": "b", "updatedAt": "2026-03-02T09:00:01.000Z"}


def test_an_update_may_hold_the_full_entry(jane: Client) -> None:
    row = jane.entry(comment="a", duration=60)
    response = jane.put("timeEntries", "timeEntry", row["id"], **{**row, "id": 1, "createdAt": None, "comment": "b"})
    assert response.json["timeEntry"] == {**row, "comment": "b"}


def test_comments_are_stored_unchanged(jane: Client) -> None:
    text = "Zeile 1\nZeile 2 \x00 <b>&amp;</b> \U0001f600 'quoted' \\"
    assert jane.entry(comment=text)["comment"] == text
    assert jane.entry(comment="x" * 100_000)["comment"] == "x" * 100_000


def test_a_deleted_entry_is_gone(jane: Client) -> None:
    key = jane.entry()["id"]
    response = jane.delete("timeEntries", key)
    assert (response.status, response.body) == (200, b"null")
    assert jane.get(f"/v1/timeEntries/{key}").status == 404
    assert jane.delete("timeEntries", key).status == 404


def test_ids_are_not_reused(jane: Client) -> None:
    first = jane.entry()["id"]
    jane.delete("timeEntries", first)
    assert jane.entry()["id"] > first


def test_an_entry_can_be_archived(jane: Client) -> None:
    key = jane.entry()["id"]
    assert jane.put("timeEntries", "timeEntry", key, status=0).json["timeEntry"]["status"] == 0


# Timers


def test_starting_answers_200_and_the_duration_grows(sandbox: Sandbox, jane: Client) -> None:
    response = jane.post("timeEntries", "timeEntry", project=101, task=301, running=True, duration=0)
    assert response.status == 200
    row = response.json["timeEntry"]
    assert (row["running"], row["duration"]) == (True, 0)
    sandbox.clock.advance(90)
    assert jane.get(f"/v1/timeEntries/{row['id']}").json["timeEntry"]["duration"] == 90
    assert jane.rows("timeEntries", running="true")[0]["duration"] == 90


def test_stopping_answers_the_measured_duration(sandbox: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    sandbox.clock.advance(3600)
    row = jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]
    assert (row["running"], row["duration"], row["startTime"], row["endTime"]) == (False, 3600, None, None)
    sandbox.clock.advance(3600)
    assert jane.get(f"/v1/timeEntries/{key}").json["timeEntry"]["duration"] == 3600


def test_stopping_with_a_duration_stores_it(sandbox: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    sandbox.clock.advance(3600)
    row = jane.put("timeEntries", "timeEntry", key, running=False, duration=1800).json["timeEntry"]
    assert (row["running"], row["duration"]) == (False, 1800)


def test_resuming_continues_from_the_stored_duration(sandbox: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    sandbox.clock.advance(100)
    jane.put("timeEntries", "timeEntry", key, running=False)
    sandbox.clock.advance(1000)
    assert jane.put("timeEntries", "timeEntry", key, running=True).json["timeEntry"]["duration"] == 100
    sandbox.clock.advance(10)
    assert jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]["duration"] == 110


def test_a_duration_written_while_running_is_the_new_base(sandbox: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    sandbox.clock.advance(100)
    jane.put("timeEntries", "timeEntry", key, duration=1000, running=True)
    sandbox.clock.advance(5)
    assert jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]["duration"] == 1005


def test_a_comment_does_not_change_the_duration(sandbox: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    sandbox.clock.advance(100)
    jane.put("timeEntries", "timeEntry", key, comment="still at it")
    sandbox.clock.advance(100)
    assert jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]["duration"] == 200


def test_a_second_timer_stops_the_first(sandbox: Sandbox, jane: Client) -> None:
    first = jane.entry(running=True)["id"]
    sandbox.clock.advance(60)
    second = jane.entry(running=True)["id"]
    assert [row["id"] for row in jane.rows("timeEntries", running="true")] == [second]
    assert jane.get(f"/v1/timeEntries/{first}").json["timeEntry"]["duration"] == 60


def test_a_timer_keeps_its_day_over_midnight(sandbox: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    sandbox.clock.advance(20 * 3600)
    row = jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]
    assert (row["day"], row["duration"]) == ("2026-03-02", 72000)


def test_an_admin_can_allow_parallel_timers(alex: Client, jane: Client) -> None:
    assert alex.put("users", "user", 11, allowConcurrentTimeEntries=True).status == 200
    jane.entry(running=True)
    jane.entry(running=True)
    assert len(jane.rows("timeEntries", running="true")) == 2


# What cannot be booked


@pytest.mark.parametrize(
    ("booking", "text"),
    [
        ({"project": 112}, "completed"),
        ({"task": 317}, "archived"),
        ({"project": 105, "task": 301}, "not assigned"),
        ({"project": 110, "task": 302}, "not assigned"),
    ],
)
def test_business_errors_have_a_text(jane: Client, booking: dict[str, int], text: str) -> None:
    response = jane.post("timeEntries", "timeEntry", **{"project": 101, "task": 301, "day": "2026-03-02", **booking})
    assert response.status == 400
    assert response.json["error"] == "E_BUSINESS_RULE"
    assert text in response.json["raw"]


def test_a_billed_entry_cannot_be_changed_until_an_admin_unlocks_it(jane: Client, alex: Client) -> None:
    billed = next(row for row in jane.rows("timeEntries") if row["billedAt"])
    assert "billed" in jane.put("timeEntries", "timeEntry", billed["id"], comment="x").json["raw"]
    assert jane.delete("timeEntries", billed["id"]).status == 400
    assert alex.put("timeEntries", "timeEntry", billed["id"], billedAt=None).status == 200
    assert jane.put("timeEntries", "timeEntry", billed["id"], comment="x").status == 200


def test_completing_a_project_archives_its_entries_and_assignments(jane: Client, alex: Client) -> None:
    key = jane.entry(running=True)["id"]
    assert alex.put("projects", "project", 101, status=0).status == 200
    row = jane.get(f"/v1/timeEntries/{key}").json["timeEntry"]
    assert (row["status"], row["running"]) == (0, False)
    assert jane.put("timeEntries", "timeEntry", key, comment="x").status == 400
    assert alex.rows("taskAssignments", project=101, status=1) == []
    assert alex.rows("userAssignments", project=101, status=1) == []
