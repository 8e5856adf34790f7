"""The effects of quirks on employments, absences and the times of entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.coffeecup_sandbox.client import Client


def signed_in_user(jane: Client) -> dict[str, Any]:
    user: dict[str, Any] = jane.get("/v1/users/me").json["user"]
    return user


@pytest.mark.parametrize(("value", "hours"), [("daily", 8), ("weekly_null", None), ("weekly_zero", 0)])
def test_contracts_by_the_week(sandbox: Sandbox, jane: Client, value: str, hours: int | None) -> None:
    sandbox.quirks.set("contract", value)
    (row,) = jane.rows("userEmployments")
    for record in (row, signed_in_user(jane)):
        assert (record["hoursWeekly"], record["hoursMonday"], record["hoursFriday"]) == (40, hours, hours)


@pytest.mark.parametrize(("value", "end"), [("given", "2026-03-02"), ("null", None)])
def test_the_end_of_an_absence_of_one_day(sandbox: Sandbox, jane: Client, value: str, end: str | None) -> None:
    sandbox.quirks.set("absence_end", value)
    kind = jane.rows("absenceTypes")[0]["id"]
    days = {"startDate": "2026-03-02", "endDate": "2026-03-02"}
    jane.post("absences", "absence", absenceType=kind, rangeType="MULTIPLE_DAYS_FULL", **days)
    assert jane.rows("absences")[-1]["endDate"] == end


@pytest.mark.parametrize(("value", "status", "seen"), [("own", 400, 0), ("shared", 201, 1)])
def test_an_absence_of_nobody_is_for_all(
    sandbox: Sandbox, jane: Client, alex: Client, value: str, status: int, seen: int
) -> None:
    sandbox.quirks.set("holidays", value)
    kind = jane.rows("absenceTypes")[0]["id"]
    more = {"startDate": "2026-03-02", "endDate": "2026-03-02", "rangeType": "MULTIPLE_DAYS_FULL", "user": None}
    assert alex.post("absences", "absence", absenceType=kind, **more).status == status
    assert sum(row["user"] is None for row in jane.rows("absences")) == seen


@pytest.mark.parametrize(("value", "status", "start"), [("kept", 201, "09:00:00"), ("dropped", 201, None),
                                                        ("refused", 400, None)])  # fmt: skip
def test_written_times(sandbox: Sandbox, jane: Client, value: str, status: int, start: str | None) -> None:
    sandbox.quirks.set("entry_times", value)
    booking = {"project": 101, "task": 301, "day": "2026-03-02", "duration": 5400}
    reply = jane.post("timeEntries", "timeEntry", **booking, startTime="09:00:00", endTime="10:30:00")
    assert reply.status == status
    if status == 201:
        assert (reply.json["timeEntry"]["startTime"], reply.json["timeEntry"]["duration"]) == (start, 5400)


def test_derived_durations_follow_the_written_times(sandbox: Sandbox, jane: Client) -> None:
    sandbox.quirks.set("timer_times", "derived")
    entry = jane.entry(duration=60, startTime="09:00:00", endTime="10:30:00")
    assert entry["duration"] == 5400
    assert jane.put("timeEntries", "timeEntry", entry["id"], duration=60).json["timeEntry"]["duration"] == 5400


@pytest.mark.parametrize("name", ["comment", "day", "duration", "project", "task", "startTime", "endTime"])
def test_an_ignored_change(sandbox: Sandbox, jane: Client, name: str) -> None:
    sandbox.quirks.set("put_ignored", name)
    before = jane.entry(duration=60, startTime="09:00:00", endTime="10:30:00")
    changes = {"comment": "new", "day": "2026-03-03", "duration": 120, "project": 102, "task": 302,
               "startTime": "08:00:00", "endTime": "11:00:00"}  # fmt: skip
    reply = jane.put("timeEntries", "timeEntry", before["id"], **{name: changes[name]})
    assert reply.status == 200
    assert reply.json["timeEntry"][name] == before[name]
