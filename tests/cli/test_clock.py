"""Times, days, zones and changes of the clock, as they are typed and answered."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from demitasse.boot.profile import open_profile, store_of
from demitasse.store.settings import USER
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Terminal

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
TASK = ("webshop", "meetings")


def live_in(terminal: Terminal, now: str, zone: str = BERLIN, here: str = BERLIN) -> ManualClock:
    """Give the account a zone and the computer another, and set the clock to `now`, written with its offset."""
    terminal.clock = clock = ManualClock(datetime.fromisoformat(now))
    clock.here = ZoneInfo(here)
    profile = open_profile(clock=clock)
    store = store_of(profile)
    with store.transaction():
        store.settings.put(USER, {"id": 1, "name": "Ada", "email": "ada@acme.example", "timezone": zone})
    profile.close()
    return clock


def entries(terminal: Terminal, *days: str) -> list[tuple[str, int]]:
    """Return day and seconds of the entries of some days."""
    found = [terminal("day", day, "--json").json["entries"] for day in days]
    return [(entry["day"], entry["duration_s"]) for day in found for entry in sorted(day, key=lambda each: each["id"])]


WEEKEND = ("2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02")


@pytest.fixture
def monday(known: Terminal) -> Terminal:
    """Started on Friday at 16:00; it is Monday, 9:01."""
    clock = live_in(known, "2026-02-27T16:00+01:00")
    known("start", *TASK)
    clock.advance(65 * 3600 + 60)
    return known


@pytest.mark.parametrize(
    "words", [("stop",), ("start", "website", "coding"), ("start", "website", "coding", "at", "9:00")]
)
def test_a_forgotten_timer_is_refused_with_three_ways_out(words: tuple[str, ...], monday: Terminal) -> None:
    refused = monday(*words)
    assert (refused.code, refused.out) == (2, "")
    for way in ('demitasse stop --at "friday 17:30"', "demitasse stop --all", "demitasse away", "away stop"):
        assert way in refused.err
    assert "65:0" in refused.err
    assert "Friday, 2026-02-27 16:00" in refused.err
    assert monday("status", "--json").json["running"]["running"]
    hours = [monday("day", day, "--json").json["total_s"] / 3600 for day in WEEKEND]
    assert hours == [8, 24, 24, 9 + 1 / 60], "no day shows more than its own hours"


def test_the_first_way_out_is_the_time_at_which_work_ended(monday: Terminal) -> None:
    stopped = monday("stop", "--at", "friday 17:30")
    assert "1:30  Webshop · Meetings" in stopped.out
    assert "Fri 2026-02-27" in stopped.out
    assert entries(monday, *WEEKEND) == [("2026-02-27", 5400)]


def test_the_second_way_out_is_all_of_it_and_every_entry_is_named(monday: Terminal) -> None:
    stopped = monday("stop", "--all")
    lines = [line for line in stopped.out.splitlines() if line.startswith("Stopped")]
    assert [(line.split()[2], line.split()[-1]) for line in lines] == [
        ("8:00", "2026-02-27"), ("24:00", "2026-02-28"), ("24:00", "2026-03-01"), ("9:01", "2026-03-02"),
    ]  # fmt: skip
    monday("undo")
    assert len(monday("stop", "--all", "--json").json["entries"]) == 4


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("stop", [("2026-02-27", 0)]),
        ("discard", [("2026-03-02", 0)]),
        ("keep", [("2026-02-27", 28800), ("2026-02-28", 86400), ("2026-03-01", 86400), ("2026-03-02", 32460)]),
    ],
)
def test_the_third_way_out_is_time_away(answer: str, left: list[tuple[str, int]], monday: Terminal) -> None:
    assert monday("stop").code == 2
    assert "2026-02-27 16:00 - 09:01  65:01" in monday("away").out
    assert monday("away", answer).code == 0
    assert entries(monday, *WEEKEND) == left
    assert monday("stop").code == (4 if answer == "stop" else 0)


@pytest.mark.parametrize(
    ("now", "words", "figures", "said"),
    [
        ("2026-03-29T03:05+02:00", ("--at", "2:40"), [("2026-03-29", 300)], "The clock skipped 02:40"),
        ("2026-03-29T04:00+02:00", ("--at", "1:30"), [("2026-03-29", 5400)], ""),
        ("2026-10-25T02:40+01:00", ("--at", "2:35"), [("2026-10-25", 300)], "the second one is meant, CET"),
        ("2026-10-25T02:10+01:00", ("--at", "2:35"), [("2026-10-25", 2100)], "the first one is meant, CEST"),
        ("2026-10-25T04:00+01:00", ("--at", "1:30"), [("2026-10-25", 12600)], ""),
        ("2026-03-02T00:25+01:00", ("--at", "23:55"), [("2026-03-01", 300), ("2026-03-02", 1500)], ""),
    ],
)
def test_a_start_at_a_time_of_night(
    now: str, words: tuple[str, ...], figures: list[tuple[str, int]], said: str, known: Terminal
) -> None:
    live_in(known, now)
    started = known("start", *TASK, *words)
    assert started.code == 0
    assert said in started.out
    days = tuple(dict.fromkeys(day for day, _ in figures))
    assert entries(known, *days) == figures, "while it runs"
    assert known("stop").code == 0
    assert entries(known, *days) == figures


def test_a_stop_in_the_repeated_hour_is_the_later_one_that_has_passed(known: Terminal) -> None:
    clock = live_in(known, "2026-10-25T01:30+02:00")
    known("start", *TASK)
    clock.advance(2 * 3600 + 600)  # 2:40 for the second time
    stopped = known("stop", "--at", "2:30")
    assert "02:30 came twice on 2026-10-25; the second one is meant, CET." in stopped.out
    assert entries(known, "2026-10-25") == [("2026-10-25", 7200)]


@pytest.mark.parametrize(
    ("now", "span", "figures", "said"),
    [
        ("2026-03-29T12:00+02:00", "1-4", [("2026-03-29", 7200)], ""),
        ("2026-10-25T12:00+01:00", "1-4", [("2026-10-25", 14400)], ""),
        ("2026-10-25T12:00+01:00", "1:30-2:30", [("2026-10-25", 7200)], "the second one is meant, CET"),
        ("2026-03-29T12:00+02:00", "2:30-3:30", [("2026-03-29", 1800)], "The clock skipped 02:30"),
        ("2026-03-02T00:25+01:00", "23:30-0:10", [("2026-03-01", 1800), ("2026-03-02", 600)], ""),
        ("2026-03-02T12:00+01:00", "22-24", [("2026-03-02", 7200)], ""),
        ("2026-03-02T12:00+01:00", "22-0:00", [("2026-03-02", 7200)], ""),
    ],
)
def test_an_entry_by_hand_is_the_time_that_passed(
    now: str, span: str, figures: list[tuple[str, int]], said: str, known: Terminal
) -> None:
    live_in(known, now)
    added = known("add", *TASK, span)
    assert added.code == 0, added.err
    assert said in added.out
    assert entries(known, *dict.fromkeys(day for day, _ in figures)) == figures
    assert all(day in added.out for day, _ in figures)
    rows = [row for day, _ in figures for row in known("day", day, "--json").json["entries"]]
    assert all(row["start"] and row["end"] for row in rows), "its times stay known, also over a change of the clock"


@pytest.mark.parametrize(
    ("words", "early"),
    [(("11-12:30",), True), (("11-12",), False), (("2026-03-03", "1h"), True), (("1h",), False), (("22-24",), True)],
)
def test_an_entry_of_a_time_to_come_is_said_to_be_one(words: tuple[str, ...], early: bool, known: Terminal) -> None:
    live_in(known, "2026-03-02T12:00+01:00")
    added = known("add", *TASK, *words)
    assert ("is in the future (" in added.out) == early, added.out + added.err
    edited = known("edit", "1", "-c", "x", "--json").json["warnings"]
    assert edited == ([{"kind": "in_the_future", "entry_id": 1}] if early else [])


def test_an_entry_of_no_time_is_not_in_the_future(known: Terminal) -> None:
    live_in(known, "2026-03-02T22:00+01:00")
    known("start", *TASK)
    assert known("stop", "--json").json["warnings"] == []


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_times_over_a_change_of_the_clock_are_exported(day: str, known: Terminal) -> None:
    live_in(known, f"{day}T12:00+01:00")
    known("add", *TASK, "1-4")
    (row,) = csv.DictReader(io.StringIO(known("export", day, day, "--csv", "-").out.lstrip("\ufeff")))
    assert (row["start"], row["end"]) == ("01:00", "04:00")


def test_a_span_of_which_nothing_existed_is_refused(known: Terminal) -> None:
    live_in(known, "2026-03-29T12:00+02:00")
    refused = known("add", *TASK, "2:10-2:50")
    assert refused.code == 2
    assert "no time passed" in refused.err


def test_after_midnight_today_shows_what_runs_and_yesterday_ends_there(known: Terminal) -> None:
    clock = live_in(known, "2026-03-01T23:00+01:00")
    known("start", *TASK)
    clock.advance(70 * 60)
    today, yesterday = (known("day", day, "--json").json for day in ("today", "yesterday"))
    assert [(one["running"], one["duration_s"]) for one in today["entries"]] == [(True, 600)]
    assert [(one["running"], one["duration_s"]) for one in yesterday["entries"]] == [(False, 3600)]
    assert today["entries"][0]["started_at"] == "2026-03-01T23:00:00Z"
    assert known("week", "--json").json["total_s"] == 600


def test_undo_after_midnight_names_every_entry_that_keeps_the_time(known: Terminal) -> None:
    live_in(known, "2026-03-02T00:10+01:00")
    known("start", *TASK, "--at", "23:55")
    undone = known("undo")
    assert [line.split("kept: ")[1] for line in undone.out.splitlines() if "kept: " in line] == [
        "1  0:05  Webshop · Meetings  23:55-24:00  Sun 2026-03-01",
        "2  0:10  Webshop · Meetings  00:00-00:10  Mon 2026-03-02",
    ]
    assert "demitasse delete 1; demitasse delete 2" in undone.out
    known("redo")
    known("redo")
    again = known("undo", "--json").json
    assert (again["kept"], [entry["duration_s"] for entry in again["entries"]]) == (True, [300, 600])


@pytest.mark.parametrize(
    "words",
    [("start", *TASK, "--at", "15:00"), ("add", *TASK, "14:00-15:00"), ("add", *TASK, "1h")],
)
def test_a_traveller_types_times_of_the_account(words: tuple[str, ...], known: Terminal) -> None:
    live_in(known, "2026-03-02T15:13+01:00", here=NEW_YORK)  # 9:13 in New York
    assert known(*words).code == 0
    (entry,) = known("today", "--json").json["entries"]
    assert (entry["day"], entry["duration_s"]) == ("2026-03-02", 780 if entry["running"] else 3600)


def test_a_change_of_the_system_s_zone_is_followed(known: Terminal) -> None:
    clock = live_in(known, "2026-03-02T15:13+01:00")
    known("settings", "time_zone", "computer")
    for here, typed in (("Europe/Berlin", "15:00"), ("America/New_York", "9:00"), ("Asia/Kathmandu", "19:45")):
        clock.here = ZoneInfo(here)
        started = known("start", *TASK, "--at", typed)
        assert f"0:13  Webshop · Meetings  since {typed.zfill(5)}" in started.out
        known("delete", started.out.split()[1] if started.out.startswith("Started") else "1")
        known("undo")
        known("undo")


def test_different_zones_are_said_once_with_the_choice(known: Terminal) -> None:
    clock = live_in(known, "2026-03-02T15:13+01:00", here=NEW_YORK)
    first = known("status")
    assert "time zone, Berlin; this computer is in New York" in first.err
    assert "demitasse settings time_zone computer" in first.err
    assert known("status").err == ""
    clock.here = ZoneInfo("Europe/Vienna")
    assert known("status").err == "", "its clocks show the same"
    clock.here = ZoneInfo(NEW_YORK)
    assert "New York" in known("status").err, "on the next journey"
    known("settings", "time_zone", "computer")
    assert known("status").err == ""


def test_an_unknown_zone_of_the_account_is_said_once(known: Terminal) -> None:
    live_in(known, "2026-03-02T15:13+01:00", zone="Middle/Earth")
    assert "Middle/Earth, is not known here" in known("status").err
    assert known("status").err == ""


def _stamps(terminal: Terminal) -> str:
    return terminal("today").out + terminal("status").out + terminal("log").out + terminal("today", "--json").out


@pytest.mark.parametrize("read", [_stamps])
def test_every_time_that_is_shown_is_in_one_zone(read: Callable[[Terminal], str], known: Terminal) -> None:
    live_in(known, "2026-03-02T15:13+01:00", zone="Asia/Kathmandu", here=NEW_YORK)  # 19:58 in Kathmandu
    known("start", *TASK)
    shown = read(known)
    assert "19:58" in shown
    assert "09:13" not in shown
    assert datetime(2026, 3, 2, 14, 13, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ") in shown, "JSON is UTC"


@pytest.mark.parametrize(
    ("day", "typed", "words", "times", "seconds"),
    [
        ("2026-03-29", "1-4", ("--duration", "1:00"), "01:00-03:00", 3600),
        ("2026-03-29", "0:30-1:30", ("--end", "4:00"), "00:30-04:00", 9000),
        ("2026-10-25", "0:30-1:30", ("--end", "4:00"), "00:30-04:00", 16200),
        ("2026-10-25", "1:30-4", ("--start", "3:15"), "03:15-04:00", 2700),
        ("2026-10-25", "4-5", ("--duration", "90m"), "04:00-05:30", 5400),
        ("2026-10-25", "0-1", ("--start", "1:00", "--duration", "2:00"), "01:00-02:00", 7200),
    ],
)
def test_an_edit_on_the_day_of_a_change_counts_the_time_that_passed(
    day: str, typed: str, words: tuple[str, ...], times: str, seconds: int, known: Terminal
) -> None:
    live_in(known, "2026-12-01T12:00+01:00")
    known("add", *TASK, typed, "--day", day)
    changed = known("edit", "1", *words)
    assert changed.code == 0, changed.err
    assert times in changed.out
    assert entries(known, day) == [(day, seconds)]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1900-01-01", "2011-12-30"])
@pytest.mark.parametrize("typed", ["9-10", "22-24", "23:30-0:10", "1h"])
@pytest.mark.parametrize("zone", ["Pacific/Apia", "Pacific/Kiritimati", BERLIN])
def test_any_day_is_answered_with_a_sentence(day: str, typed: str, zone: str, known: Terminal) -> None:
    live_in(known, "2026-12-01T12:00+01:00", zone=zone)
    answer = known("add", *TASK, typed, "--day", day)
    assert answer.code in {0, 2}, answer.err


@pytest.mark.parametrize(
    ("hours", "example"),
    [(13, "17:30"), (30, "friday 17:30"), (24 * 8, "2026-02-27 17:30"), (24 * 40, "2026-02-27 17:30")],
)
def test_the_example_for_a_forgotten_timer_works_as_it_is_shown(hours: int, example: str, known: Terminal) -> None:
    clock = live_in(known, "2026-02-27T16:00+01:00")
    if hours == 13:
        clock.set_wall(datetime.fromisoformat("2026-02-27T01:00+01:00"))
        example = "02:30"
    known("start", *TASK)
    clock.advance(hours * 3600)
    refused = known("stop")
    assert f'demitasse stop --at "{example}"' in refused.err
    assert known("stop", "--at", example).code == 0
    assert entries(known, "2026-02-27") == [("2026-02-27", 5400)]


def test_what_was_tracked_while_the_clock_was_ahead_is_said_once(known: Terminal) -> None:
    clock = live_in(known, "2027-03-02T09:00+01:00")
    known("start", *TASK)
    clock.advance(1800)
    known("stop")
    clock.advance(600)
    clock.set_wall(datetime.fromisoformat("2026-03-02T09:40+01:00"))
    told = known("status").err
    assert "Entry 1 is in the future, on 2027-03-02: this computer's clock was ahead when it was tracked." in told
    assert "demitasse edit 1 today 9-10:30" in told
    assert known("status").err == "", "once"
    assert known("edit", "1", "today", "9-9:30").code == 0
    assert entries(known, "2026-03-02", "2027-03-02") == [("2026-03-02", 1800)]


def test_a_day_that_was_booked_ahead_on_purpose_is_not_said(known: Terminal) -> None:
    live_in(known, "2026-03-02T09:00+01:00")
    known("add", *TASK, "1h", "--day", "2026-03-09")
    known("start", *TASK)
    known("stop")
    assert known("status").err == ""


@pytest.mark.parametrize(
    ("words", "since"),
    [(("--duration", "2:00"), "21:30"), (("-c", "x"), "22:30")],
)
def test_a_timer_whose_time_was_changed_runs_since_its_new_start(
    words: tuple[str, ...], since: str, known: Terminal
) -> None:
    clock = live_in(known, "2026-03-02T22:30+01:00")
    known("start", *TASK)
    clock.advance(3600)
    changed = known("edit", "1", *words)
    assert f"since {since}" in changed.out, changed.err
    assert f"since {since}" in known("status").out
    assert f"{since}- " in known("today").out
    clock.advance(600)
    stopped = known("stop")
    assert f"{since}-23:40" in stopped.out


def test_a_timer_that_was_continued_runs_since_then(known: Terminal) -> None:
    clock = live_in(known, "2026-03-02T09:00+01:00")
    known("start", *TASK)
    clock.advance(1800)
    known("stop")
    clock.advance(1800)
    assert "0:30  Webshop · Meetings  since 10:00" in known("continue").out
