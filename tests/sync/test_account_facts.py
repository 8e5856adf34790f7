"""What is known about the account is kept up to date, in few calls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.domain.entries import EntryState
from demitasse.domain.timesheet import UNKNOWN_NAME
from demitasse.store import settings
from demitasse.sync.account_facts import ASKED_NUMBER, ASKED_S, FACTS_S, UNASKED_S
from demitasse.sync.engine import Engine, Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffeecup_sandbox import Sandbox
    from tests.sync.device import Device

REFRESH_CALLS = 12
"""The person, employments, absence types, absences twice, and the lists of the catalogue."""


def calls(sandbox: Sandbox, path: str = "/v1/projects") -> int:
    return sum(one["path"].partition("?")[0] == path for one in sandbox.arrivals)


def assign(sandbox: Sandbox, name: str = "Brand new") -> int:
    """Create a project with a task, and assign the person to it."""
    user = next(row for row in sandbox.state["users"] if row["email"] == sandbox.users[0]["email"])
    project: int = sandbox.state.insert("projects", {"name": name, "client": 61, "color": 1, "status": 1})["id"]
    sandbox.state.change("projects", project, {"projectState": 2})
    sandbox.state.insert("taskAssignments", {"project": project, "task": 301, "status": 1})
    sandbox.state.insert("userAssignments", {"project": project, "user": user["id"], "status": 1})
    return project


def bookable(device: Device) -> set[str]:
    return {choice.project for choice in device.sheets.choices()}


def restarted(device: Device) -> None:
    device.restart()
    outcome = device.run(poll=True)
    device.clock.advance(outcome.next_s or 0.0)  # until the refresh takes no slot from what the person does
    device.run()


def next_day(device: Device) -> None:
    device.clock.advance(24 * 3600)
    device.run()


def hours_later(device: Device) -> None:
    device.clock.advance(FACTS_S + 1)
    device.run()


def refused(device: Device) -> None:
    """A refused entry may be due to an archived project."""
    device.clock.advance(UNASKED_S)
    other = next(row["id"] for row in device.sandbox.state["tasks"] if row["status"] == 0)
    device.sheets.add(101, other, 60)
    device.run()


@pytest.mark.parametrize(
    "event", [lambda device: device.engine.refresh_facts(), restarted, next_day, hours_later, refused]
)
def test_a_new_project_is_offered_and_an_archived_one_is_not(
    device: Device, sandbox: Sandbox, event: Callable[[Device], object]
) -> None:
    gone = next(choice for choice in device.sheets.choices() if choice.project_id == 101)
    assign(sandbox)
    sandbox.state.change("projects", 102, {"status": 0, "projectState": 3})
    archived = device.store.catalog.names(102, None)[0]
    assert "Brand new" not in bookable(device)
    event(device)
    assert "Brand new" in bookable(device)
    assert archived not in bookable(device)
    assert gone.project in bookable(device)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"timezone": "Asia/Tokyo"}, {"timezone": "Asia/Tokyo"}),
        ({"dateFormat": "YYYY-MM-DD", "timeFormat": "hh:mma"}, {"date_format": "YYYY-MM-DD", "time_format": "hh:mma"}),
        ({"durationFormat": 1, "beginningOfWeek": "sunday"}, {"duration_format": 1, "week_start": "sunday"}),
        ({"allowConcurrentTimeEntries": True}, {"allow_concurrent": True}),
    ],
)
def test_zone_formats_and_rights_are_refreshed(
    device: Device, sandbox: Sandbox, theirs: dict[str, Any], ours: dict[str, Any]
) -> None:
    sandbox.state.change("users", device.user.id, theirs)
    assert device.engine.refresh_facts()
    known = device.store.settings.get(settings.USER)
    assert {name: known[name] for name in ours} == ours
    assert device.store.zone() == device.clock.zone(known["timezone"])


def test_the_right_to_several_timers_holds_without_a_restart(device: Device, sandbox: Sandbox) -> None:
    sandbox.state.change("users", device.user.id, {"allowConcurrentTimeEntries": True})
    device.engine.refresh_facts()
    for comment in ("one", "two"):
        sandbox.add_entry(device.email, project=101, task=301, running=True, comment=comment)
    device.clock.advance(400)
    device.run(poll=True)
    assert len(device.store.entries.running()) == 2


@pytest.mark.parametrize("contract", ["daily", "weekly_null", "weekly_zero"])
@pytest.mark.parametrize("rows", ["filtered", "forbidden"])
def test_employments_are_refreshed_however_a_contract_is_written(
    device: Device, sandbox: Sandbox, contract: str, rows: str
) -> None:
    sandbox.quirks.set("contract", contract)
    sandbox.quirks.set("rows_userEmployments", rows)
    (row,) = sandbox.state["userEmployments"].where(user=device.user.id)
    hours = dict.fromkeys(("hoursMonday", "hoursTuesday", "hoursWednesday", "hoursThursday", "hoursFriday"), 4)
    sandbox.state.change("userEmployments", row["id"], {"hoursWeekly": 20, **hours})
    device.engine.refresh_facts()
    monday = device.sheets.today() - timedelta(days=device.sheets.today().weekday())
    days = device.sheets.days(monday, monday + timedelta(days=6))
    assert [sheet.target_s for sheet in days] == [14_400] * 5 + [0, 0]


@pytest.mark.parametrize("holidays", ["own", "shared"])
@pytest.mark.parametrize("end", ["given", "null"])
@pytest.mark.parametrize("types", ["filtered", "forbidden"])
def test_absences_count(device: Device, sandbox: Sandbox, holidays: str, end: str, types: str) -> None:
    for name, value in (("holidays", holidays), ("absence_end", end), ("rows_absenceTypes", types)):
        sandbox.quirks.set(name, value)
    monday = device.sheets.today() - timedelta(days=device.sheets.today().weekday())
    vacation, sick = sandbox.state["absenceTypes"].where(label="Vacation")[0], 82
    holiday = sandbox.state.insert("absenceTypes", {"label": "<b>Feiertag</b>"})

    def absent(weekday: int, kind: int, **more: Any) -> None:
        day = str(monday + timedelta(days=weekday))
        values = {"user": device.user.id, "absenceType": kind, "startDate": day, "endDate": day}
        sandbox.state.insert("absences", values | more)

    absent(0, vacation["id"], rangeType="ONE_DAY_HALF")
    absent(1, sick)
    absent(2, holiday["id"], user=device.user.id if holidays == "own" else None)
    absent(3, vacation["id"], user=12)
    device.engine.refresh_facts()
    week = device.sheets.days(monday, monday + timedelta(days=6))
    assert [sheet.target_s for sheet in week] == [14_400, 0, 0, 28_800, 28_800, 0, 0]
    names = [", ".join(one.name for one in sheet.time_off) for sheet in week[:4]]
    assert names == (["Vacation", "Sick leave", "<b>Feiertag</b>", ""] if types == "filtered" else [""] * 4)
    assert week[0].time_off[0].half_day
    kinds = [one.kind.value for sheet in week for one in sheet.time_off]
    unnamed = ["other", "other", "holiday" if holidays == "shared" else "other"]
    assert kinds == (["vacation", "sick", "holiday"] if types == "filtered" else unnamed)
    sandbox.state.remove("absences", next(row["id"] for row in sandbox.state["absences"].where(absenceType=sick)))
    device.engine.refresh_facts()
    assert device.sheets.day(monday + timedelta(days=1)).target_s == 28_800


def test_absences_that_may_not_be_read_change_nothing(device: Device, sandbox: Sandbox) -> None:
    sandbox.quirks.set("rows_absences", "forbidden")
    assert device.engine.refresh_facts()
    assert device.store.catalog.time_off() == []
    assert device.sheets.choices()


# --- unknown ids


def stranger(sandbox: Sandbox, device: Device, project: int, **more: Any) -> None:
    """Somebody books an entry on a project that is not known here."""
    values = {"project": project, "task": 301, "duration": 600, "day": str(device.sheets.today())}
    sandbox.add_entry(device.email, **values | more)


def test_an_unknown_project_is_fetched_and_shown_as_dots_meanwhile(device: Device, sandbox: Sandbox) -> None:
    stranger(sandbox, device, assign(sandbox))
    device.clock.advance(UNASKED_S)
    sandbox.faults.add("status", path="/v1/users/me", status=500)
    device.run(poll=True)
    assert [row.project for row in device.rows()] == [UNKNOWN_NAME]
    assert [row.task for row in device.rows()] != [UNKNOWN_NAME]
    device.clock.advance(400)
    device.run(poll=True)
    assert [row.project for row in device.rows()] == ["Brand new"]
    assert "Brand new" in bookable(device)


def test_a_project_that_may_not_be_read_is_named_by_its_number_and_asked_for_once(
    device: Device, sandbox: Sandbox
) -> None:
    project = sandbox.state.insert("projects", {"name": "Secret", "client": 61, "color": 1})["id"]
    values = {"user": device.user.id, "project": project, "task": 301, "duration": 60}
    sandbox.state.insert("timeEntries", values | {"day": str(device.sheets.today())})
    for _ in range(4):
        device.clock.advance(400)
        device.run(poll=True)
    assert [row.project for row in device.rows()] == [f"#{project}"]
    assert calls(sandbox, f"/v1/projects/{project}") == 1
    assert calls(sandbox) == 1, "one refresh, which did not help"


def test_many_unknown_projects_cost_few_calls_at_a_time(device: Device, sandbox: Sandbox) -> None:
    for number in range(40):
        project = sandbox.state.insert("projects", {"name": f"Old {number}", "client": 61, "color": 1})["id"]
        values = {"user": device.user.id, "project": project, "task": 301, "duration": 60}
        sandbox.state.insert("timeEntries", values | {"day": str(device.sheets.today())})
    device.clock.advance(400)
    device.run(poll=True)
    assert len(sandbox.arrivals) <= REFRESH_CALLS + 10 + 3


# --- how often


def test_a_refresh_costs_few_calls(device: Device, sandbox: Sandbox) -> None:
    assert device.engine.refresh_facts()
    assert len(sandbox.arrivals) <= REFRESH_CALLS


def test_a_person_who_keeps_asking_gets_few_refreshes(device: Device, sandbox: Sandbox) -> None:
    device.clock.advance(ASKED_S)
    done = [device.engine.refresh_facts() for _ in range(20)]
    assert done == [True] * ASKED_NUMBER + [False] * (20 - ASKED_NUMBER)
    other = Engine(device.store, device.client, device.clock, device.user)
    assert not other.refresh_facts(), "the limit holds for all processes"
    device.clock.advance(ASKED_S)
    assert other.refresh_facts()
    assert calls(sandbox) == ASKED_NUMBER + 1


def test_refusals_and_unknown_ids_refresh_at_most_every_few_minutes(device: Device, sandbox: Sandbox) -> None:
    archived = next(row["id"] for row in sandbox.state["tasks"] if row["status"] == 0)
    for minute in range(30):
        device.sheets.add(101, archived, 60 + minute)
        device.clock.advance(60)
        device.run()
    assert {row.state for row in device.rows()} == {EntryState.REJECTED}
    assert 5 <= calls(sandbox) <= 30 * 60 / UNASKED_S + 1


def test_a_quiet_day_reads_the_facts_a_few_times(device: Device, sandbox: Sandbox) -> None:
    for _ in range(24 * 12):
        device.clock.advance(300)
        device.run()
    assert 3 <= calls(sandbox) <= 5


def test_a_clock_that_was_set_back_does_not_stop_the_refreshes(device: Device) -> None:
    for _ in range(ASKED_NUMBER):
        device.engine.refresh_facts()
    device.clock.set_wall(device.clock.now().wall - timedelta(days=400))
    assert device.engine.refresh_facts()


def test_a_list_that_cannot_be_read_does_not_hold_up_the_others(device: Device, sandbox: Sandbox) -> None:
    sandbox.quirks.set("rows_projects", "forbidden")
    sandbox.state.change("users", device.user.id, {"timezone": "Asia/Tokyo"})
    absence = {"user": device.user.id, "absenceType": 81, "startDate": "2026-03-02", "endDate": "2026-03-02"}
    sandbox.state.insert("absences", absence)
    device.engine.refresh_facts()
    assert device.store.settings.get(settings.USER)["timezone"] == "Asia/Tokyo"
    assert "Vacation" in [one.name for one in device.store.catalog.time_off()]
    assert device.sheets.choices(), "what could be booked before stays"


def test_without_a_connection_nothing_is_counted(device: Device, sandbox: Sandbox) -> None:
    sandbox.stop()
    assert [device.engine.refresh_facts() for _ in range(5)] == [False] * 5
    assert device.run(poll=True).result is Result.OFFLINE
    sandbox.start()
    device.clock.advance(400)
    assert device.engine.refresh_facts()


# --- the throttle


@pytest.mark.parametrize("body", ["flat", "rooted", "camel", "empty"])
@pytest.mark.parametrize("path", ["200", "404"])
def test_after_a_pause_coffeecup_is_asked_whether_it_is_over(
    device: Device, sandbox: Sandbox, body: str, path: str
) -> None:
    """Our clock says so, but calls of others have restarted the block."""
    sandbox.quirks.set("status_body", body)
    sandbox.quirks.set("status_path", path)
    sandbox.faults.add("status", status=503, retry_after="30", times=1)
    device.clock.advance(400)
    assert device.run(poll=True).result is Result.PAUSED
    sandbox.service.throttle._blocked[sandbox.company] = sandbox.clock.now() + 300
    device.clock.advance(60)
    sandbox.arrivals.clear()
    assert device.run(poll=True).result is Result.PAUSED
    if (body, path) == ("flat", "200"):
        assert [one["path"] for one in sandbox.arrivals] == ["/account/rate_limit_status"], "nothing restarts the block"
        assert device.store.settings.get(settings.RATE_LIMIT)["max_calls"] == 100
    device.clock.advance(4000)
    device.settle()
    assert device.run(poll=True).result is Result.DONE
