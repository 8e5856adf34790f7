"""What this computer does not know is fetched, or said to be unknown."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.profile import open_profile
from demitasse.domain.timesheet import UNKNOWN_NAME
from demitasse.store.settings import SIGNED_IN
from tests.cli.conftest import on_a_terminal
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from tests.cli.conftest import Terminal

OLD = "2019-05-06"


def book(sandbox: Sandbox, day: str, **more: object) -> int:
    """An entry that somebody booked elsewhere, long ago."""
    (user,) = [row for row in sandbox.state["users"] if row["email"] == sandbox.users[0]["email"]]
    values = {"user": user["id"], "project": 101, "task": 301, "day": day, "duration": 3600, "comment": "old"}
    entry_id: int = sandbox.state.insert("timeEntries", values | more)["id"]
    return entry_id


def forget_today() -> None:
    """As on the first start of a new day, without a network."""
    profile = open_profile()
    with profile._store.transaction():
        profile._store.database.write("DELETE FROM seen")
    profile.close()


@pytest.mark.parametrize("words", [("day", OLD), ("week", OLD)])
def test_a_day_that_was_never_fetched_is_fetched(signed_in: Terminal, sandbox: Sandbox, words: tuple[str, str]) -> None:
    book(sandbox, OLD)
    answer = signed_in(*words, "--json", "--strict")
    assert (answer.code, answer.json["total_s"], answer.json["complete"]) == (0, 3600, True)
    sandbox.arrivals.clear()
    assert signed_in(*words, "--strict").code == 0
    assert sandbox.arrivals == [], "it is known now"


@pytest.mark.parametrize("words", [("today",), ("day", OLD), ("week", OLD)])
def test_without_a_connection_it_is_said_to_be_unknown(
    signed_in: Terminal, sandbox: Sandbox, words: tuple[str, ...]
) -> None:
    forget_today()
    sandbox.stop()
    answer = signed_in(*words, "--json")
    assert (answer.code, answer.json["total_s"], answer.json["complete"]) == (0, None, False)
    assert signed_in(*words, "--strict", "--json").code == 8
    said = signed_in(*words)
    assert "not fetched" in said.out
    assert ("Not fetched from CoffeeCup: 7 days" in said.out) == (words[0] == "week")
    assert "nothing yet" not in said.out
    assert "0:00" not in said.out.replace("40:00", "").replace("8:00", "")


def test_an_unknown_today_is_no_zero_in_the_status(signed_in: Terminal) -> None:
    forget_today()
    status = signed_in("status", "--json").json
    assert (status["today"]["total_s"], status["today"]["complete"]) == (None, False)
    assert "not fetched" in signed_in("status").out


def test_an_export_keeps_what_it_got(signed_in: Terminal, sandbox: Sandbox, tmp_path: Path) -> None:
    """CoffeeCup fails in the middle; the next export asks only for the rest."""
    for year in (2019, 2020, 2021):
        book(sandbox, f"{year}-05-06")
    file = tmp_path / "all.csv"
    words = ("export", "2019-01-01", "2021-12-31", "--csv", str(file), "--force", "--json")
    sandbox.faults.add("status", path="/v1/timeEntries$", status=500, skip=1, times=None)
    written = signed_in(*words, "--strict")
    assert (written.code, written.json["complete"]) == (8, False)
    assert written.json["entries"] == 1
    sandbox.faults.clear()
    sandbox.arrivals.clear()
    assert signed_in(*words, "--strict").json["complete"]
    asked = [one for one in sandbox.arrivals if one["path"].startswith("/v1/timeEntries")]
    assert len(asked) == 3 - written.json["entries"]
    lines = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert [line["day"] for line in lines] == ["2019-05-06", "2020-05-06", "2021-05-06"]


def test_an_export_goes_on_after_a_pause(signed_in: Terminal, sandbox: Sandbox, tmp_path: Path) -> None:
    profile = open_profile()
    clock = signed_in.clock = ManualClock(profile.clock.now().wall)
    profile.close()
    book(sandbox, OLD)
    sandbox.faults.add("status", path="/v1/timeEntries$", status=503, retry_after="120", times=1)
    before = clock.now().wall
    written = signed_in("export", "2019-01-01", "2020-12-31", "--csv", str(tmp_path / "x.csv"), "--json", "--strict")
    assert (written.code, written.json["entries"]) == (0, 1)
    assert (clock.now().wall - before).total_seconds() > 120


def test_an_export_does_not_fetch_for_a_file_that_it_may_not_replace(
    signed_in: Terminal, sandbox: Sandbox, tmp_path: Path
) -> None:
    file = tmp_path / "all.csv"
    file.touch()
    sandbox.arrivals.clear()
    assert signed_in("export", OLD, OLD, "--csv", str(file)).code == 2
    assert sandbox.arrivals == []


@pytest.mark.skipif(sys.platform == "win32", reason="has no pty")
def test_a_terminal_shows_the_progress(signed_in: Terminal, sandbox: Sandbox, tmp_path: Path) -> None:
    assert signed_in("status").code == 0
    book(sandbox, OLD)
    done, shown = on_a_terminal("export", "2018-01-01", "2020-12-31", "--csv", str(tmp_path / "x.csv"))
    assert (done.returncode, "Wrote 1 entry" in done.stdout) == (0, True)
    assert [year in shown for year in ("2018", "2019", "2020")] == [True] * 3
    assert "Fetching 2019 from CoffeeCup, 33%" in shown
    assert shown.endswith("\x1b[K"), "the line is removed"


# --- absences


def test_a_day_says_vacation(signed_in: Terminal, sandbox: Sandbox) -> None:
    user = next(row["id"] for row in sandbox.state["users"] if row["email"] == sandbox.users[0]["email"])
    today = date.fromisoformat(signed_in("today", "--json").json["day"])
    monday = today - timedelta(days=today.weekday())
    days = {"startDate": str(monday), "endDate": str(monday + timedelta(days=6))}
    sandbox.state.insert("absences", {"user": user, "absenceType": 81, **days})
    assert signed_in("sync").code == 0
    sheet = signed_in("day", str(monday), "--json").json
    assert (sheet["target_s"], sheet["absences"]) == (0, [{"name": "Vacation", "half_day": False}])
    assert signed_in("day", str(monday)).out.splitlines()[0].endswith("  Vacation")
    week = signed_in("week", "--json").json
    assert (week["target_s"], week["balance_s"]) == (0, week["total_s"])


def test_the_name_of_an_absence_is_plain_text(signed_in: Terminal, sandbox: Sandbox) -> None:
    user = next(row["id"] for row in sandbox.state["users"] if row["email"] == sandbox.users[0]["email"])
    today = signed_in("today", "--json").json["day"]
    kind = sandbox.state.insert("absenceTypes", {"label": "\x1b[31mUrlaub\u202e\n"})["id"]
    days = {"startDate": today, "endDate": today, "rangeType": "ONE_DAY_HALF"}
    sandbox.state.insert("absences", {"user": user, "absenceType": kind, **days})
    signed_in("sync")
    said = signed_in("today").out
    assert "Urlaub" in said
    assert not set(said) & {"\x1b", "\u202e"}
    assert "(half day)" in said


# --- what can be booked


def test_a_new_project_is_found_by_a_search(signed_in: Terminal, sandbox: Sandbox) -> None:
    user = next(row["id"] for row in sandbox.state["users"] if row["email"] == sandbox.users[0]["email"])
    assert signed_in("tasks", "zeppelin").code == 4

    def assign(name: str) -> None:
        values = {"name": name, "client": 61, "color": 1, "projectState": 2}
        project = sandbox.state.insert("projects", values)["id"]
        sandbox.state.insert("taskAssignments", {"project": project, "task": 301})
        sandbox.state.insert("userAssignments", {"project": project, "user": user})

    assign("Zeppelin")
    assert signed_in("start", "zeppelin", "--json").json["project"] == "Zeppelin"
    sandbox.arrivals.clear()
    for _ in range(5):
        assert signed_in("start", "no such thing").code == 4
    assert sum(one["path"].startswith("/v1/projects") for one in sandbox.arrivals) <= 2, "not at every attempt"


def test_an_explicit_sync_brings_a_new_project(signed_in: Terminal, sandbox: Sandbox) -> None:
    user = next(row["id"] for row in sandbox.state["users"] if row["email"] == sandbox.users[0]["email"])
    project = sandbox.state.insert("projects", {"name": "Zeppelin", "client": 61, "color": 1, "projectState": 2})["id"]
    sandbox.state.insert("taskAssignments", {"project": project, "task": 301})
    sandbox.state.insert("userAssignments", {"project": project, "user": user})
    signed_in("sync")
    sandbox.stop()
    assert [one["project"] for one in signed_in("tasks", "zeppelin", "--json").json["tasks"]] == ["Zeppelin"]


def test_without_a_connection_a_search_just_finds_nothing(signed_in: Terminal, sandbox: Sandbox) -> None:
    sandbox.stop()
    assert signed_in("start", "zeppelin").code == 4


def test_a_project_without_a_name_is_dots_for_people_and_empty_for_programs(
    signed_in: Terminal, tmp_path: Path
) -> None:
    profile = open_profile()
    first = profile.timesheets.choices()[0]
    row = profile.timesheets.add(first.project_id, first.task_id, 3600)
    with profile._store.transaction():
        profile._store.database.write("DELETE FROM project WHERE id = ?", (first.project_id,))
        profile._store.settings.put(SIGNED_IN, False)
        profile._store.entries.mark_synced(row.day, row.day, profile.clock.now().wall)
    profile.close()
    assert f"{UNKNOWN_NAME} · {first.task}" in signed_in("today").out
    assert signed_in("today", "--json").json["entries"][0]["project"] == ""
    file = tmp_path / "x.csv"
    signed_in("export", "today", "today", "--csv", str(file))
    assert UNKNOWN_NAME not in file.read_text(encoding="utf-8")
