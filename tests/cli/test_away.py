"""`demitasse away` lists open questions about absences and answers them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.profile import open_profile
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

TASK = "webshop"


@pytest.fixture
def morning(known: Terminal) -> Terminal:
    """A timer ran from 17:00 on; the tray app was last alive at 18:02, and the computer was off until eight."""
    clock = ManualClock(datetime(2026, 3, 2, 17, tzinfo=UTC))
    known.clock = clock
    known("start", TASK)
    clock.advance(3720)
    tray("default", clock)
    clock.reboot("next", 14 * 3600 - 120)
    tray("default", clock)
    return known


def tray(profile_name: str, clock: ManualClock) -> None:
    """A tray app starts and is ended."""
    profile = open_profile(profile_name, clock=clock)
    profile.absences.heartbeat()
    profile.close()


def test_status_lists_open_questions_and_counts_on(morning: Terminal) -> None:
    listed = morning("status", "--json").json["away"]
    entry = listed[0].pop("entry")
    assert listed == [{
        "number": 1, "kind": "off", "began_at": "2026-03-02T18:02:00Z", "ended_at": "2026-03-03T08:00:00Z",
        "away_s": 50280,
    }]  # fmt: skip
    assert (entry["day"], entry["duration_s"]) == ("2026-03-02", 3720 + 50280)
    shown = morning("status").out
    assert "13:58  Webshop · Meetings  (Demitasse did not run)" in shown
    assert "demitasse away keep" in shown
    assert morning("away").out.startswith("Away 1  2026-03-02 18:02 - 08:00")
    assert morning("away", "--json").json["away"][0]["number"] == 1


def test_stop_ends_the_entry_when_the_absence_began(morning: Terminal) -> None:
    assert morning("away", "stop", "--json").json == {"answered": "stop", "away": []}
    (entry,) = morning("day", "2026-03-02", "--json").json["entries"]
    assert (entry["duration_s"], entry["running"]) == (3720, False)
    assert morning("status", "--json").json["running"] is None
    assert morning("away").out == "Nothing is open.\n"
    assert morning("undo", "--json").json["undone"] == "away"
    assert len(morning("away", "--json").json["away"]) == 1


def test_book_moves_the_absence_to_another_task(morning: Terminal) -> None:
    assert morning("away", "book", "website", "cod").code == 0
    entries = morning("day", "2026-03-02", "--json").json["entries"]
    assert [(one["task"], one["duration_s"]) for one in entries] == [("Coding", 21480), ("Meetings", 3720)]
    (entry,) = (one for one in morning("today", "--json").json["entries"] if one["running"])
    assert (entry["task"], entry["duration_s"]) == ("Meetings", 0)


def test_stopping_the_timer_leaves_the_question_open(morning: Terminal) -> None:
    assert morning("stop").code == 2, "15 hours are not booked without a word"
    stopped = morning("stop", "--all")
    assert stopped.code == 0
    assert "(Demitasse did not run)" in stopped.err
    assert morning("away", "discard").code == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["away", "perhaps"], 2),
        (["away", "book"], 2),
        (["away", "keep", "webshop"], 2),
        (["away", "keep", "--number", "7"], 4),
        (["away", "book", "nothing like it"], 4),
    ],
)
def test_an_invalid_answer_changes_nothing(words: list[str], code: int, morning: Terminal) -> None:
    assert morning(*words).code == code
    assert len(morning("away", "--json").json["away"]) == 1


def test_one_of_several_questions_must_be_chosen_by_number(morning: Terminal) -> None:
    assert isinstance(morning.clock, ManualClock)
    morning.clock.advance(120)
    tray("default", morning.clock)
    morning.clock.advance(3600)
    tray("default", morning.clock)
    several = morning("away", "keep", "--json")
    assert (several.code, len(several.error["candidates"])) == (4, 2)
    assert morning("away", "keep", "--number", "1", "--json").json["away"][0]["number"] == 2
    assert morning("away", "keep").code == 0


def test_stop_at_a_time_of_yesterday_works_after_the_timer_was_split_at_midnight(known: Terminal) -> None:
    clock = ManualClock(datetime(2026, 3, 2, 23, 59, tzinfo=UTC))
    known.clock = clock
    known("start", TASK)
    for _ in range(6):
        clock.advance(60)
        tray("default", clock)
    assert known("status", "--json").json["running"]["day"] == "2026-03-03"
    stopped = known("stop", "--at", "23:59", "--json").json
    assert (stopped["day"], stopped["duration_s"]) == ("2026-03-02", 0)
    assert known("today", "--json").json["entries"] == []
