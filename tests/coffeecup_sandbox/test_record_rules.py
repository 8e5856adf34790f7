"""Rules between records (api-facts 7.2 and 9), and malformed values that other tests do not send."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox.handlers.calendar_feeds import escape, fold
from tests.coffeecup_sandbox.client import COMPANY, Client

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox


@pytest.mark.parametrize("state", [0, 1])
def test_time_can_be_booked_only_on_projects_in_progress(jane: Client, alex: Client, state: int) -> None:
    assert alex.put("projects", "project", 101, projectState=state).status == 200
    response = jane.post("timeEntries", "timeEntry", project=101, task=301, day="2026-03-02")
    assert (response.status, "not in progress" in response.json["raw"]) == (400, True)
    alex.put("projects", "project", 101, projectState=2)
    assert jane.entry()["project"] == 101


@pytest.mark.parametrize(("state", "word"), [(3, "completed"), (None, "archived")])
def test_a_completed_or_archived_project_refuses_entries(
    jane: Client, alex: Client, state: int | None, word: str
) -> None:
    row = alex.put("projects", "project", 101, projectState=state).json["project"]
    assert (row["status"], row["completedAt"]) == (0, "2026-03-02T09:00:00.000Z")
    response = jane.post("timeEntries", "timeEntry", project=101, task=301, day="2026-03-02")
    assert word in response.json["raw"]


def test_a_completed_project_locks_its_entries(jane: Client, alex: Client) -> None:
    key = jane.entry()["id"]
    alex.put("projects", "project", 101, projectState=3)
    assert "completed" in jane.delete("timeEntries", key).json["raw"]
    alex.put("projects", "project", 101, projectState=2)
    assert jane.delete("timeEntries", key).status == 200


@pytest.mark.parametrize("plural", ["taskAssignments", "userAssignments"])
def test_an_archived_assignment_archives_its_entries(jane: Client, alex: Client, plural: str) -> None:
    entry = jane.entry(running=True)
    other = {"task": 301} if plural == "taskAssignments" else {"user": 11}
    key = alex.rows(plural, project=101, **other)[0]["id"]
    assert alex.put(plural, plural[:-1], key, status=0).status == 200
    row = jane.get(f"/v1/timeEntries/{entry['id']}").json["timeEntry"]
    assert (row["status"], row["running"]) == (0, False)
    response = jane.post("timeEntries", "timeEntry", project=101, task=301, day="2026-03-02")
    assert "no longer assigned" in response.json["raw"]
    assert jane.put("timeEntries", "timeEntry", entry["id"], comment="x").status == 400


def test_deleting_a_project_deletes_its_assignments(alex: Client) -> None:
    project = alex.post("projects", "project", name="Short-lived").json["project"]["id"]
    alex.post("taskAssignments", "taskAssignment", project=project, task=301)
    alex.post("userAssignments", "userAssignment", project=project, user=11)
    assert alex.delete("projects", project).status == 200
    assert alex.rows("taskAssignments", project=project) == []
    assert alex.rows("userAssignments", project=project) == []


def test_assignments_are_unique_and_need_an_active_project(alex: Client) -> None:
    duplicate = alex.post("taskAssignments", "taskAssignment", project=101, task=301)
    assert "already assigned" in duplicate.json["raw"]
    completed = alex.post("taskAssignments", "taskAssignment", project=112, task=301)
    assert "completed" in completed.json["raw"]


def test_only_an_admin_changes_the_owner_of_an_entry(jane: Client, robin: Client, alex: Client) -> None:
    key = jane.entry()["id"]
    assert jane.put("timeEntries", "timeEntry", key, user=14).status == 403
    assert robin.put("timeEntries", "timeEntry", key, user=12).status == 403
    assert alex.put("timeEntries", "timeEntry", key, user=15).json["timeEntry"]["user"] == 15


def test_an_absence_may_not_end_before_its_start(jane: Client) -> None:
    dates = {"startDate": "2026-04-03", "endDate": "2026-04-01", "comment": "", "absenceType": 81}
    response = jane.post("absences", "absence", rangeType="MULTIPLE_DAYS_FULL", **dates)
    assert list(response.json["invalidAttributes"]) == ["endDate"]
    own = jane.post("absences", "absence", rangeType="MULTIPLE_DAYS_FULL", **{**dates, "endDate": "2026-04-03"})
    assert (own.status, own.json["absence"]["user"]) == (201, 11)


def test_malformed_basic_credentials_are_refused(sandbox: Sandbox) -> None:
    for credentials in ("!!!", "//8="):
        response = Client(sandbox.url).ask_token(
            {**COMPANY, "Authorization": f"Basic {credentials}"}, grant_type="password"
        )
        assert (response.status, response.json["error"]) == (400, "invalid_request")


def test_a_malformed_origin_is_an_unknown_company(sandbox: Sandbox) -> None:
    form = {"grant_type": "password", "username": "jane@acme.example", "password": "ristretto"}
    assert Client(sandbox.url).ask_token({"Origin": "http://[nonsense"}, **form).status == 404


def test_icalendar_lines_are_escaped_and_folded() -> None:
    assert escape("a;b,c\\d\r\ne\x07") == "a\\;b\\,c\\\\d\\ne"
    folded = list(fold("SUMMARY:" + "ü€😀" * 40))
    assert all(len(line.encode()) <= 75 for line in folded)
    assert folded[0] + "".join(line[1:] for line in folded[1:]) == "SUMMARY:" + "ü€😀" * 40


def test_a_feed_contains_comments(jane: Client, sandbox: Sandbox) -> None:
    dates = {"startDate": "2026-04-01", "endDate": "2026-04-01", "absenceType": 81}
    jane.post("absences", "absence", rangeType="ONE_DAY_HALF", comment="Dentist, at 9; " + "é" * 60, **dates)
    token = jane.call("POST", "/v1/calendarFeeds").json["calendarFeed"]["token"]
    text = Client(sandbox.url).get(f"/v1/calendarFeeds/private/{token}/feed.ics").body.decode()
    assert "DESCRIPTION:Dentist\\, at 9\\; " + "é" * 60 in text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260401\r\nDTEND;VALUE=DATE:20260402" in text


def test_an_absence_keeps_the_settings_of_its_type_as_they_were(jane: Client, alex: Client) -> None:
    absence = jane.rows("absences")[0]
    kind = absence["absenceType"]
    setting = not absence["countsAsVacation"]
    assert alex.put("absenceTypes", "absenceType", kind, defaultCountsAsVacation=setting).status == 200
    sent_back = jane.put("absences", "absence", absence["id"], **{**absence, "comment": "By train"}).json["absence"]
    assert (sent_back["countsAsVacation"], sent_back["comment"]) == (absence["countsAsVacation"], "By train")
    other = next(row for row in alex.rows("absenceTypes", status=1) if row["id"] != kind)
    moved = jane.put("absences", "absence", absence["id"], absenceType=other["id"]).json["absence"]
    assert moved["countsAsVacation"] == other["defaultCountsAsVacation"]


@pytest.mark.parametrize("midnight", ["kept", "split", "stopped"])
def test_the_last_day_of_the_calendar_breaks_nothing(
    sandbox: Sandbox, jane: Client, alex: Client, midnight: str
) -> None:
    sandbox.quirks.set("midnight", midnight)
    kind = {"absenceType": jane.rows("absences")[0]["absenceType"], "rangeType": "MULTIPLE_DAYS_FULL"}
    assert jane.post("absences", "absence", startDate="9999-12-31", endDate="9999-12-31", **kind).status == 201
    jane.entry(day="9999-12-31", running=True)
    token = jane.call("POST", "/v1/calendarFeeds").json["calendarFeed"]["token"]
    feed = jane.get(f"/v1/calendarFeeds/private/{token}/feed.ics")
    assert (feed.status, b"DTSTART;VALUE=DATE:99991231" in feed.body) == (200, True)
    days = {"start_date": "0001-01-01", "end_date": "9999-12-31"}
    assert jane.get("/v1/analytics/time-entries", **days).status == 200
    assert alex.get("/v1/analytics/projects", project=101).status == 200
    assert alex.get("/v1/export/timeEntries", **days).status == 200


def test_a_typed_client_finds_no_null_where_it_has_none(alex: Client) -> None:
    """The types are those of the read-only library (api-facts 7)."""
    alex.post("projects", "project", name="New")
    alex.post("absenceTypes", "absenceType", label="New")
    alex.entry()
    for plural, names in TYPED.items():
        for row in alex.rows(plural):
            assert None not in [row[name] for name in names.split()], (plural, row)
    figures = [alex.get("/v1/analytics/projects", project=row["id"]).json for row in alex.rows("projects")]
    days = {"start_date": "2026-03-02", "end_date": "2026-03-02", "user": 1}
    figures.append(alex.get("/v1/analytics/time-entries", **days).json)
    amounts = re.findall(r"'amount': (\{.*?\})", str(figures))
    assert len(amounts) > 20
    assert not [amount for amount in amounts if "None" in amount]


TYPED = {
    "projects": "status billBy budgetBy budget budgetHours hourlyRate roundingAmount roundingType color createdAt",
    "timeEntries": "user day duration hourlyRate billable running createdAt updatedAt",
    "users": "status favorite allowConcurrentTimeEntries canManageAbsenceRequests durationFormat passwordStatus",
    "clients": "status hourlyRate imageType createdAt updatedAt",
    "userAssignments": "project user status isProjectManager",
    "taskAssignments": "project task status billable",
    "absences": "user absenceType startDate countsAsVacation remunerationActive reducesOvertime workHoursExpected",
    "absenceTypes": "status color icon",
    "expenses": "day project expenseCategory isBillable inBudget isRecurring",
    "expenseCategories": "color icon status allowEditingValue",
    "vacationBudgets": "user vacationType quantity employmentType startDate",
}
