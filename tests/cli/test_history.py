"""Undo and redo in the terminal name what they do; several timers are named one by one."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.profile import open_profile, store_of
from demitasse.domain.user import User
from demitasse.store.settings import USER
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal


@pytest.fixture
def nine(known: Terminal) -> Terminal:
    """Nine o'clock (UTC)."""
    known.clock = ManualClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    return known


def put_user(person: User) -> None:
    """Remember who has signed in."""
    with closing(open_profile()) as profile, store_of(profile).transaction():
        store_of(profile).settings.put(USER, person._asdict())


def allow_several() -> None:
    """Sign in a person whose account allows several timers."""
    put_user(User(1, "Ada", "a@b.c", allow_concurrent=True))


def pass_time(terminal: Terminal, minutes: float) -> None:
    assert isinstance(terminal.clock, ManualClock)
    terminal.clock.advance(timedelta(minutes=minutes).total_seconds())


def figures(terminal: Terminal) -> list[tuple[int, int, bool]]:
    """The entries of today: id, seconds, whether the timer runs."""
    entries = terminal("today", "--json").json["entries"]
    return sorted((one["id"], one["duration_s"], one["running"]) for one in entries)


def test_undo_of_a_start_keeps_its_time(nine: Terminal) -> None:
    nine("start", "webshop", "-c", "Call")
    pass_time(nine, 84)
    said = nine("undo").out.splitlines()
    assert said[0] == "Undone: start. Its time is kept: 1  1:24  Webshop · Meetings  Call  09:00-10:24  Mon 2026-03-02"
    assert said[1] == "To delete it, too: demitasse delete 1"
    assert figures(nine) == [(1, 5040, False)]
    assert nine("redo", "--json").json["redone"] == "start"
    assert figures(nine) == [(1, 5040, True)]


def test_undo_discards_the_time_if_told_to(nine: Terminal) -> None:
    nine("start", "webshop")
    pass_time(nine, 84)
    assert nine("undo", "--discard").out == "Undone: start  1  1:24  Webshop · Meetings  since 09:00  Mon 2026-03-02\n"
    assert figures(nine) == []
    assert nine("redo").out.startswith("Redone: start  1  1:24  Webshop · Meetings")
    assert figures(nine) == [(1, 5040, True)]


def test_undo_of_a_start_by_mistake_deletes_it(nine: Terminal) -> None:
    nine("start", "webshop")
    pass_time(nine, 0.9)
    assert nine("undo").out.startswith("Undone: start  1  0:00")
    assert figures(nine) == []


def test_undo_of_a_switch_keeps_its_time(nine: Terminal) -> None:
    nine("start", "webshop")
    pass_time(nine, 60)
    nine("start", "rel", "cod")
    pass_time(nine, 30)
    said = nine("undo").out.splitlines()
    assert said[0].startswith("Undone: switch. Its time is kept: 2  0:30  Website relaunch · Coding")
    assert said[1] == "To give it to entry 1 instead: demitasse redo, then demitasse undo --discard"
    assert figures(nine) == [(1, 3600, False), (2, 1800, False)]
    nine("redo")
    assert figures(nine) == [(1, 3600, False), (2, 1800, True)]
    said = nine("undo", "--discard").out.splitlines()
    assert said[0].startswith("Undone: switch  2  0:30  Website relaunch · Coding")
    assert said[1].startswith("Running  1  1:30  Webshop · Meetings")
    assert figures(nine) == [(1, 5400, True)]


def test_undo_of_a_switch_by_mistake_lets_the_timer_run_on(nine: Terminal) -> None:
    nine("start", "webshop")
    pass_time(nine, 60)
    nine("start", "rel", "cod")
    pass_time(nine, 0.5)
    said = nine("undo", "--json").json
    assert (said["undone"], said["kept"]) == ("switch", False)
    assert figures(nine) == [(1, 3630, True)]


def test_undo_of_continue_keeps_its_time(nine: Terminal) -> None:
    nine("add", "webshop", "1h")
    nine("continue")
    pass_time(nine, 29)
    assert nine("undo", "--json").json["kept"]
    assert figures(nine) == [(1, 3600 + 29 * 60, False)]
    nine("redo")
    nine("undo", "--discard")
    assert figures(nine) == [(1, 3600, False)]


def test_redo_ends_with_the_next_action(nine: Terminal) -> None:
    nine("add", "webshop", "1h")
    nine("undo")
    nine("add", "webshop", "2h")
    answer = nine("redo", "--json")
    assert (answer.code, answer.error["message"]) == (4, "There is nothing to redo.")


def test_several_timers_are_all_shown_and_stopped_by_name(nine: Terminal) -> None:
    allow_several()
    nine("start", "webshop")
    pass_time(nine, 10)
    assert nine("start", "rel", "cod", "--beside").out.startswith("Started  2")
    pass_time(nine, 10)
    lines = nine("status").out.splitlines()
    assert [line.split()[:3] for line in lines[:2]] == [["Running", "1", "0:20"], ["Running", "2", "0:10"]]
    status = nine("status", "--json").json
    assert [one["id"] for one in status["timers"]] == [1, 2]
    assert (status["running"]["id"], status["today"]["total_s"]) == (2, 1800)
    refused = nine("stop", "--json")
    assert (refused.code, refused.error["message"]) == (4, "2 timers are running.")
    assert refused.error["candidates"] == ["1  Webshop · Meetings", "2  Website relaunch · Coding"]
    assert nine("stop", "1").out.startswith("Stopped  1  0:20")
    again = nine("stop", "1", "--json")
    assert (again.code, again.error["title"]) == (4, "Changed meanwhile")
    assert figures(nine) == [(1, 1200, False), (2, 600, True)]
    nine("continue", "1", "--beside")
    assert nine("stop", "--all").out.splitlines()[:2] == [
        "Stopped  1  0:20  Webshop · Meetings  09:00-09:20  Mon 2026-03-02",
        "Stopped  2  0:10  Website relaunch · Coding  09:10-09:20  Mon 2026-03-02",
    ]


def test_a_bare_number_behind_stop_is_always_an_entry(nine: Terminal) -> None:
    nine("start", "webshop", "at", "8:30")
    pass_time(nine, 5)
    assert nine("stop", "9", "--json").error["title"] == "Changed meanwhile"
    assert figures(nine) == [(1, 2100, True)]
    assert nine("stop", "1", "at", "9:00").out.startswith("Stopped  1  0:30")


def test_a_start_stops_all_timers_and_names_each(nine: Terminal) -> None:
    allow_several()
    nine("start", "webshop")
    nine("start", "rel", "cod", "--beside")
    pass_time(nine, 10)
    said = nine("start", "rel", "meet").out.splitlines()
    assert [line.split()[:2] for line in said[:3]] == [["Stopped", "1"], ["Stopped", "2"], ["Started", "3"]]


def test_an_account_with_one_timer_gets_no_second(nine: Terminal) -> None:
    put_user(User(1, "Ada", "a@b.c"))
    nine("start", "webshop")
    answer = nine("start", "rel", "cod", "--beside", "--json")
    assert answer.code == 5
    assert "only one running timer" in answer.error["message"]
    assert [one[0] for one in figures(nine)] == [1]


def test_continue_goes_on_with_what_was_worked_on_last(nine: Terminal) -> None:
    nine("start", "webshop")
    pass_time(nine, 10)
    nine("start", "rel", "cod")
    pass_time(nine, 10)
    nine("continue", "1")
    pass_time(nine, 10)
    nine("stop")
    nine("add", "rel", "meet", "45")
    assert nine("continue").out.startswith("Started  1")


def test_retry_of_what_was_sent_says_so(nine: Terminal) -> None:
    nine("add", "webshop", "1h")
    with closing(open_profile()) as profile, store_of(profile).transaction():
        store = store_of(profile)
        entry = store.entries.get(1)
        assert entry is not None
        known = entry._replace(server_id=77, base=entry.mine)
        store.entries.save(known)
        store.outbox.finish_attempt(known, store.outbox.get(1), profile.clock.now())
    answer = nine("retry", "1", "--json")
    assert answer.code == 4
    assert answer.error["message"] == "Entry 1 is on CoffeeCup already; there is nothing to send."
