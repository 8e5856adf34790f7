"""A week, and days as a file."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.profile import open_profile
from demitasse.domain import settings
from demitasse.domain.user import Employment
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from tests.cli.conftest import Terminal

MONDAY = date(2026, 3, 2)


@pytest.fixture
def tuesday(known: Terminal) -> Terminal:
    """Ten hours on Monday, six on Tuesday, eight are the target; all of March was fetched."""
    known.clock = ManualClock(datetime(2026, 3, 3, 17, tzinfo=UTC))
    profile = open_profile()
    with profile._store.transaction():
        profile._store.catalog.replace_employments([Employment(date(2026, 1, 1), (28_800,) * 5 + (0, 0))])
        profile._store.entries.mark_synced(MONDAY, MONDAY + timedelta(days=29), known.clock.now().wall)
    profile.close()
    known("add", "web", "cod", "10h", "--day", "yesterday", "-c", "=1+1")
    known("add", "webshop", "6h")
    return known


def test_a_week_by_day_and_project(tuesday: Terminal) -> None:
    week = tuesday("week", "--json").json
    assert (week["number"], week["total_s"], week["target_s"], week["balance_s"]) == (10, 57_600, 144_000, 0)
    assert [day["total_s"] for day in week["days"]] == [36_000, 21_600, 0, 0, 0, 0, 0]
    assert [(one["project"], one["duration_s"]) for one in week["projects"]] == [
        ("Website relaunch", 36_000),
        ("Webshop", 21_600),
    ]
    said = tuesday("week").out
    assert said.startswith("Week 10  16:00 of 40:00\nMonday, 2026-03-02     10:00  of 8:00\n")
    assert "Balance  +0:00" in said
    assert "fetched" not in said, said
    before = tuesday("week", "2026-02-25", "--strict")
    assert "Monday, 2026-02-23     not fetched  of 8:00\n" in before.out
    assert "Balance" not in before.out
    assert "Not fetched from CoffeeCup: 7 days from 2026-02-23 to 2026-03-01." in before.out
    assert (before.code, tuesday("week", "--strict").code) == (8, 0)


def test_a_week_begins_as_the_settings_say(tuesday: Terminal) -> None:
    profile = open_profile()
    with profile._store.transaction():
        profile._store.settings.put(settings.WEEK_START, "sunday")
    profile.close()
    assert tuesday("week", "--json").json["days"][0]["day"] == "2026-03-01"


def test_a_week_as_csv(tuesday: Terminal) -> None:
    rows = list(csv.DictReader(io.StringIO(tuesday("week", "--csv").out)))
    assert [(row["day"], row["seconds"], row["comment"]) for row in rows] == [
        ("2026-03-02", "36000", "'=1+1"),
        ("2026-03-03", "21600", ""),
    ]


def test_a_week_with_semicolons(tuesday: Terminal) -> None:
    rows = list(csv.DictReader(io.StringIO(tuesday("week", "--csv", "--separator", ";").out), delimiter=";"))
    assert [(row["seconds"], row["hours"]) for row in rows] == [("36000", "10,00"), ("21600", "6,00")]
    assert tuesday("week", "--csv", "--separator", "x").code == 2


def test_a_report_of_a_span(tuesday: Terminal) -> None:
    found = tuesday("report", "this", "week", "--json").json
    assert (found["from"], found["to"], found["by"]) == ("2026-03-02", "2026-03-03", "project")
    assert (found["total_s"], found["entries"], found["complete"]) == (57_600, 2, True)
    assert [(row["project"], row["duration_s"], row["share"]) for row in found["rows"]] == [
        ("Website relaunch", 36_000, 0.625),
        ("Webshop", 21_600, 0.375),
    ]
    filtered = tuesday("report", "yesterday", "today", "--filter", "1+1", "--by", "day", "--json").json
    assert [(row["day"], row["duration_s"]) for row in filtered["rows"]] == [("2026-03-02", 36_000)]
    assert (filtered["total_s"], filtered["entries"]) == (36_000, 1)


def test_a_report_as_table_csv_and_markdown(tuesday: Terminal) -> None:
    said = tuesday("report", "this", "week").out.splitlines()
    assert said[0] == "2026-03-02 to 2026-03-03  16:00  2 entries"
    assert said[1].split() == ["Client", "Project", "Duration", "Share", "Entries"]
    assert said[2].endswith("10:00    62%        1")
    rows = list(csv.DictReader(io.StringIO(tuesday("report", "today", "--by", "task", "--csv", "--separator", ";").out),
                               delimiter=";"))  # fmt: skip
    assert [(row["project"], row["hours"], row["share"]) for row in rows] == [("Webshop", "6,00", "1,0000")]
    table = tuesday("report", "today", "--by", "day", "--markdown").out.splitlines()
    assert table[1:] == ["| --- | ---: | ---: | ---: |", "| 2026-03-03 | 6:00 | 100% | 1 |"]


def test_a_report_says_what_is_missing_and_is_not_zero(tuesday: Terminal) -> None:
    found = tuesday("report", "last", "month", "--json", "--strict")
    assert (found.json["total_s"], found.json["entries"], found.json["complete"], found.code) == (None, None, False, 8)
    said = tuesday("report", "last", "month")
    assert said.out == "2026-02-01 to 2026-02-28  not fetched\n"
    assert "Not fetched from CoffeeCup: 28 days from 2026-02-01 to 2026-02-28." in said.err
    assert tuesday("report").out.startswith("2026-03-01 to 2026-03-03  16:00"), "this month, up to today"


@pytest.mark.parametrize(
    "words", [("today", "--by", "weather"), ("next", "month"), ("today", "yesterday"), ("2000-01-01", "today"),
              ("today", "--csv", "--separator", "x")]
)  # fmt: skip
def test_an_invalid_report_is_refused(tuesday: Terminal, words: tuple[str, ...]) -> None:
    assert tuesday("report", *words).code == 2


def test_an_export_to_standard_output(tuesday: Terminal) -> None:
    rows = list(csv.DictReader(io.StringIO(tuesday("export", "yesterday", "today", "--csv", "-").out)))
    assert [row["seconds"] for row in rows] == ["36000", "21600"]


def test_an_export_as_json(tuesday: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "days.json"
    assert tuesday("export", "yesterday", "today", "--json-file", str(file)).code == 0
    written = json.loads(file.read_text(encoding="utf-8"))
    assert [day["total_s"] for day in written["days"]] == [36000, 21600]
    assert written["days"][0]["entries"][0]["comment"] == "=1+1"
    assert json.loads(tuesday("export", "yesterday", "today", "--json-file", "-").out) == written
    assert tuesday("export", "today", "today", "--json-file", "a", "--csv", "b").code == 2


def test_export_replaces_a_file_only_with_force(tuesday: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "march.csv"
    words = ("export", "2026-03-01", "today", "--csv", str(file), "--json")
    assert tuesday(*words).json == {
        "file": str(file), "from": "2026-03-01", "to": "2026-03-03", "entries": 2, "complete": False,
    }  # fmt: skip
    lines = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert [(line["day"], line["seconds"], line["state"]) for line in lines] == [
        ("2026-03-01", "", "not_fetched"),
        ("2026-03-02", "36000", "waiting"),
        ("2026-03-03", "21600", "waiting"),
    ]
    again = tuesday(*words)
    assert (again.code, "exists already" in again.error["message"]) == (2, True)
    assert tuesday(*words, "--force").code == 0
    assert tuesday("export", "yesterday", "today", "--csv", str(tmp_path / "two.csv")).err == "", "all of it is here"


@pytest.mark.parametrize(
    "words", [("export", "today", "yesterday", "--csv", "x"), ("export", "-9999", "today", "--csv", "x"),
              ("export", "today", "today")]
)  # fmt: skip
def test_an_invalid_export_is_refused(tuesday: Terminal, words: tuple[str, ...]) -> None:
    assert tuesday(*words).code == 2


def test_export_fetches_missing_days_first(signed_in: Terminal, sandbox: Sandbox, tmp_path: Path) -> None:
    signed_in("sync")
    days = [str(row["day"])[:10] for row in sandbox.entries(sandbox.users[0]["email"])]
    day = min(days)  # further back than the first look goes
    file = tmp_path / "old.csv"
    written = signed_in("export", day, day, "--csv", str(file), "--json").json
    assert (written["entries"], written["complete"]) == (days.count(day), True)
    sandbox.stop()
    before = "2020-01-01"
    written = signed_in("export", before, before, "--csv", str(file), "--force", "--json").json
    assert (written["entries"], written["complete"]) == (0, False)
