"""Time entries: booking, changing, deleting, and the timer's arithmetic (api-facts 7.1 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.coffeecup_sandbox.client import Client


@pytest.fixture(autouse=True)
def _long_days(box: Sandbox) -> None:
    """Tokens that outlive what these tests do to the clock."""
    box.quirks.set("token_life_s", 10 * 86400)


DOCUMENTED = set("id user task project status day startTime endTime duration running comment".split())


def test_what_is_created_comes_back_whole(jane: Client) -> None:
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


def test_the_day_defaults_to_the_users_today(box: Sandbox, jane: Client) -> None:
    box.clock.advance(14.5 * 3600)  # 23:30 in UTC, half past midnight in Berlin
    assert jane.entry(day=None)["day"] == "2026-03-03"


@pytest.mark.parametrize(
    ("values", "wrong"),
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
def test_wrong_values_are_named(jane: Client, values: dict[str, Any], wrong: str) -> None:
    response = jane.post("timeEntries", "timeEntry", **{"project": 101, "task": 301, "day": "2026-03-02", **values})
    assert response.status == 400
    assert response.json["error"] == "E_VALIDATION"
    assert response.json["model"] == "TimeEntry"
    assert list(response.json["invalidAttributes"]) == [wrong]
    assert "raw" not in response.json


def test_a_break_needs_no_task(jane: Client) -> None:
    assert jane.entry(trackingType="BREAK", project=None, task=None)["project"] is None


def test_times_in_both_spellings(jane: Client) -> None:
    row = jane.entry(starttime="09:00:00", endTime="10:30")
    assert (row["startTime"], row["endTime"], row["duration"]) == ("09:00:00", "10:30:00", 5400)


def test_an_update_changes_what_was_sent(box: Sandbox, jane: Client) -> None:
    row = jane.entry(comment="a", duration=60)
    box.clock.advance(1)
    after = jane.put("timeEntries", "timeEntry", row["id"], comment="b").json["timeEntry"]
    assert after == {**row, "comment": "b", "updatedAt": "2026-03-02T09:00:01.000Z"}


def test_a_client_may_send_the_whole_object_back(jane: Client) -> None:
    row = jane.entry(comment="a", duration=60)
    response = jane.put("timeEntries", "timeEntry", row["id"], **{**row, "id": 1, "createdAt": None, "comment": "b"})
    assert response.json["timeEntry"] == {**row, "comment": "b"}


def test_any_text_survives(jane: Client) -> None:
    text = "Zeile 1\nZeile 2 \x00 <b>&amp;</b> \U0001f600 'quoted' \\"
    assert jane.entry(comment=text)["comment"] == text
    assert jane.entry(comment="x" * 100_000)["comment"] == "x" * 100_000


def test_a_deleted_entry_is_gone(jane: Client) -> None:
    key = jane.entry()["id"]
    response = jane.delete("timeEntries", key)
    assert (response.status, response.body) == (200, b"null")
    assert jane.get(f"/v1/timeEntries/{key}").status == 404
    assert jane.delete("timeEntries", key).status == 404


def test_an_id_is_never_given_twice(jane: Client) -> None:
    first = jane.entry()["id"]
    jane.delete("timeEntries", first)
    assert jane.entry()["id"] > first


def test_an_entry_can_be_archived(jane: Client) -> None:
    key = jane.entry()["id"]
    assert jane.put("timeEntries", "timeEntry", key, status=0).json["timeEntry"]["status"] == 0


# --- the timer


def test_starting_answers_200_and_the_duration_runs(box: Sandbox, jane: Client) -> None:
    response = jane.post("timeEntries", "timeEntry", project=101, task=301, running=True, duration=0)
    assert response.status == 200
    row = response.json["timeEntry"]
    assert (row["running"], row["duration"]) == (True, 0)
    box.clock.advance(90)
    assert jane.get(f"/v1/timeEntries/{row['id']}").json["timeEntry"]["duration"] == 90
    assert jane.rows("timeEntries", running="true")[0]["duration"] == 90


def test_stopping_answers_the_measured_duration(box: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    box.clock.advance(3600)
    row = jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]
    assert (row["running"], row["duration"], row["startTime"], row["endTime"]) == (False, 3600, None, None)
    box.clock.advance(3600)
    assert jane.get(f"/v1/timeEntries/{key}").json["timeEntry"]["duration"] == 3600


def test_stopping_with_a_duration_takes_that_one(box: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    box.clock.advance(3600)
    row = jane.put("timeEntries", "timeEntry", key, running=False, duration=1800).json["timeEntry"]
    assert (row["running"], row["duration"]) == (False, 1800)


def test_resuming_goes_on_from_the_stored_duration(box: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    box.clock.advance(100)
    jane.put("timeEntries", "timeEntry", key, running=False)
    box.clock.advance(1000)
    assert jane.put("timeEntries", "timeEntry", key, running=True).json["timeEntry"]["duration"] == 100
    box.clock.advance(10)
    assert jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]["duration"] == 110


def test_writing_the_duration_while_running_rebases(box: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    box.clock.advance(100)
    jane.put("timeEntries", "timeEntry", key, duration=1000, running=True)
    box.clock.advance(5)
    assert jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]["duration"] == 1005


def test_a_comment_does_not_touch_the_clock(box: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    box.clock.advance(100)
    jane.put("timeEntries", "timeEntry", key, comment="still at it")
    box.clock.advance(100)
    assert jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]["duration"] == 200


def test_a_second_timer_stops_the_first(box: Sandbox, jane: Client) -> None:
    first = jane.entry(running=True)["id"]
    box.clock.advance(60)
    second = jane.entry(running=True)["id"]
    assert [row["id"] for row in jane.rows("timeEntries", running="true")] == [second]
    assert jane.get(f"/v1/timeEntries/{first}").json["timeEntry"]["duration"] == 60


def test_a_timer_keeps_its_day_over_midnight(box: Sandbox, jane: Client) -> None:
    key = jane.entry(running=True)["id"]
    box.clock.advance(20 * 3600)
    row = jane.put("timeEntries", "timeEntry", key, running=False).json["timeEntry"]
    assert (row["day"], row["duration"]) == ("2026-03-02", 72000)


def test_parallel_timers_where_the_admin_allows_them(alex: Client, jane: Client) -> None:
    assert alex.put("users", "user", 11, allowConcurrentTimeEntries=True).status == 200
    jane.entry(running=True)
    jane.entry(running=True)
    assert len(jane.rows("timeEntries", running="true")) == 2


# --- what cannot be booked


@pytest.mark.parametrize(
    ("booking", "text"),
    [
        ({"project": 112}, "completed"),
        ({"task": 317}, "archived"),
        ({"project": 105, "task": 301}, "not assigned"),
        ({"project": 110, "task": 302}, "not assigned"),
    ],
)
def test_refusals_say_why(jane: Client, booking: dict[str, int], text: str) -> None:
    response = jane.post("timeEntries", "timeEntry", **{"project": 101, "task": 301, "day": "2026-03-02", **booking})
    assert response.status == 400
    assert response.json["error"] == "E_BUSINESS_RULE"
    assert text in response.json["raw"]


def test_a_billed_entry_is_closed_until_an_admin_opens_it(jane: Client, alex: Client) -> None:
    billed = next(row for row in jane.rows("timeEntries") if row["billedAt"])
    assert "billed" in jane.put("timeEntries", "timeEntry", billed["id"], comment="x").json["raw"]
    assert jane.delete("timeEntries", billed["id"]).status == 400
    assert alex.put("timeEntries", "timeEntry", billed["id"], billedAt=None).status == 200
    assert jane.put("timeEntries", "timeEntry", billed["id"], comment="x").status == 200


def test_what_an_admin_completes_refuses_what_comes_later(jane: Client, alex: Client) -> None:
    key = jane.entry(running=True)["id"]
    assert alex.put("projects", "project", 101, status=0).status == 200
    row = jane.get(f"/v1/timeEntries/{key}").json["timeEntry"]
    assert (row["status"], row["running"]) == (0, False)
    assert jane.put("timeEntries", "timeEntry", key, comment="x").status == 400
    assert alex.rows("taskAssignments", project=101, status=1) == []
    assert alex.rows("userAssignments", project=101, status=1) == []
