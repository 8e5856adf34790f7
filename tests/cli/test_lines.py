"""Typed lines in the terminal: what they book, what they change, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse.boot.profile import open_profile
from demitasse.domain.entries import Project
from tests.cli.conftest import CATALOG

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal


def test_a_new_duration_moves_the_end_and_says_so(nine: Terminal) -> None:
    nine("add", "webshop", "7-8")
    answer = nine("edit", "1", "--duration", "2:00")
    assert "The end is now 09:00." in answer.out
    assert "07:00-09:00" in answer.out
    assert nine("today").out.splitlines()[1].split()[:3] == ["1", "07:00-09:00", "2:00"]
    assert "The duration is now 1:00." in nine("edit", "1", "--start", "8").out
    nine("add", "webshop", "1h")
    assert "The end is now 07:00." in nine("edit", "2", "--start", "6").out
    assert "The start is now 07:30." in nine("edit", "2", "until 9:00 90m").out


def test_overlaps_and_a_day_over_24_hours_are_said(nine: Terminal) -> None:
    nine("add", "webshop", "7-8:30")
    overlap = nine("add", "rel cod", "8-9")
    assert "Entry 2 overlaps 1  1:30  Webshop · Meetings  07:00-08:30 by 0:30." in overlap.out
    assert nine("edit", "1", "7-8", "--json").json["warnings"] == []
    told = nine("edit", "1", "--end", "8:45", "--json").json["warnings"]
    assert told == [{"kind": "overlap", "entry_id": 1, "other_id": 2, "overlap_s": 2700}]
    long = nine("add", "rel cod", "23h")
    assert "Monday, 2026-03-02 now has 25:45, which is more than 24 hours." in long.out
    told = nine("add", "webshop", "1h", "--json").json["warnings"]
    assert told == [{"kind": "over_24_hours", "day": "2026-03-02", "total_s": 96300}]


def test_a_running_timer_overlaps_until_now(nine: Terminal) -> None:
    nine("start", "webshop", "at", "8")
    assert "overlaps 1" in nine("add", "rel cod", "8:30-9:30").out
    assert "overlaps" not in nine("add", "rel cod", "7-8").out
    assert "overlaps" not in nine("add", "rel cod", "9:30-10").out


def test_a_range_over_midnight_is_an_entry_on_each_day(nine: Terminal) -> None:
    answer = nine("add", "webshop", "yesterday", "23:30-0:10")
    assert [line.split()[:3] for line in answer.out.splitlines()[:2]] == [
        ["Added", "1", "0:30"],
        ["Added", "2", "0:10"],
    ]
    assert [nine("day", day, "--json").json["total_s"] for day in ("yesterday", "today")] == [1800, 600]


REFUSED = [
    (["add", "cod", "10"], "“10” can mean"),
    (["add", "2012", "10", "1:30"], "“10” can mean"),
    (["add", "rel", "cod", "45", "min", "-c", "x", "9"], "“9” can mean"),
    (["start", "rel", "cod", "at"], "“at” belongs to no time"),
    (["start", "rel", "cod", "9"], '“9” can mean “at 9:00 "rel cod"” or “"rel cod 9"”'),
    (["start", "rel", "cod", "9-10"], "a timer counts by itself"),
    (["start", "cod", "--task", "rel cod"], "cannot both be meant"),
    (["start", "rel", "cod", "at", "9", "--at", "8"], "cannot both be meant"),
    (["add", "rel", "cod", "0"], "would book nothing"),
    (["add", "rel", "cod", "1h", "today", "--day", "-1"], "cannot both be meant"),
    (["add", "rel", "cod", "1h", "monday"], "“monday” can mean “today” or “last monday”"),
    (["add", "rel", "cod", "1h", "1.6."], "“1.6.” can mean “2025-06-01” or “2026-06-01”"),
    (["add", "rel", "cod", "1h", "next", "monday"], "has not come yet"),
    (["stop", "yesterday"], "but no time of day"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"), REFUSED, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_line_that_may_mean_two_things_books_nothing(nine: Terminal, words: list[str], told: str) -> None:
    profile = open_profile()
    with profile._store.transaction():
        code = Project(3, "Ten", None, "#000000", code="10")
        profile._store.catalog.replace(
            CATALOG._replace(projects=(*CATALOG.projects, code), pairs=(*CATALOG.pairs, (3, 1)))
        )
    profile.close()
    if words[0] == "stop":
        nine("start", "webshop")
    before = nine("status", "--json").json, nine("today", "--json").json
    answer = nine(*words)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert (nine("status", "--json").json, nine("today", "--json").json) == before


def test_the_words_of_the_option_task_are_never_a_time(nine: Terminal) -> None:
    assert nine("add", "9-10", "--task", "rel cod", "-c", "x: y", "--json").json["duration_s"] == 3600
    assert nine("start", "--task", "webshop", "at 8").code == 0
    assert nine("start", "--task", "9 webshop").code == 4


def test_a_timer_takes_its_time_from_the_line(nine: Terminal) -> None:
    assert nine("start", "webshop", "at", "8:15", "--json").json["duration_s"] == 2700
    assert nine("stop", "at", "8:45", "--json").json["duration_s"] == 1800
    started = nine("start", "rel cod: fix login", "vor 15 min", "--json")
    assert started.code == 0
    assert (started.json["comment"], started.json["duration_s"]) == ("fix login vor 15 min", 0)
    nine("stop")
    assert nine("start", "-15m", "rel", "cod:", "fix", "--json").json["duration_s"] == 900
    assert nine("stop", "--at", "10 minutes ago", "--json").json["duration_s"] == 300
