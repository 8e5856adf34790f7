"""Every command on this computer alone: nothing here needs CoffeeCup."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import pass_time, stock
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

ENTRY: dict[str, Any] = {
    "id": int, "server_id": type(None), "day": str, "project_id": int, "project": str, "task_id": int, "task": str,
    "comment": str, "duration_s": int, "running": bool, "start": (str, type(None)),
    "end": (str, type(None)), "started_at": (str, type(None)), "state": str,
}  # fmt: skip


def is_entry(shape: dict[str, Any]) -> bool:
    names = [name for name in shape if name != "warnings"]
    return names == list(ENTRY) and all(isinstance(shape[name], kind) for name, kind in ENTRY.items())


def test_a_working_day(nine: Terminal) -> None:
    started = nine("start", "rel", "cod", "-c", "Fix login")
    assert started.out.startswith("Started  1  0:00  Website relaunch · Coding  Fix login  since 09:00")
    pass_time(nine, hours=1, minutes=30)
    switched = nine("start", "webshop")
    assert switched.out.startswith("Stopped  1  1:30  Website relaunch · Coding")
    assert "Started  2  0:00  Webshop · Meetings  since 10:30" in switched.out
    pass_time(nine, minutes=20)
    assert nine("stop").out.startswith("Stopped  2  0:20")
    pass_time(nine, minutes=10)
    assert nine("continue", "1").out.startswith("Started  1  1:30")
    pass_time(nine, minutes=30)
    assert "Today      2:20" in nine("status").out
    assert [line.split()[0] for line in nine("today").out.splitlines()] == ["Monday,", "1", "2"]


def test_unsent_changes_are_reported_as_unsent(nine: Terminal) -> None:
    assert "Saved here; it will be sent when you sign in" in nine("add", "webshop", "45").out
    assert "not sent yet" in nine("today").out
    assert "1 change saved here since 09:00" in nine("status").out


def test_each_writing_command_answers_with_the_entry(nine: Terminal) -> None:
    started = nine("start", "webshop", "-c", "x", "--json").json
    assert is_entry(started)
    assert started["started_at"] == "2026-03-02T09:00:00Z"
    assert (started["running"], started["state"], started["day"]) == (True, "waiting", "2026-03-02")
    pass_time(nine, minutes=5)
    stopped = nine("--json", "stop").json
    assert is_entry(stopped)
    assert (started["start"], started["end"]) == ("09:00", None)
    assert stopped == started | {"running": False, "started_at": None, "duration_s": 300, "end": "09:05"}
    for words in (["continue"], ["add", "shop", "1h"], ["edit", "1", "-c", "y"], ["delete", "1"], ["retry", "2"]):
        answer = nine(*words, "--json")
        assert (answer.code, answer.err) == (0, ""), words
        assert is_entry(answer.json), words


def test_a_day_has_its_total(nine: Terminal) -> None:
    nine("add", "webshop", "1:30", "--day", "yesterday")
    nine("add", "webshop", "30", "--day", "-1")
    day = nine("day", "2026-03-01", "--json").json
    assert list(day) == ["day", "total_s", "target_s", "absences", "complete", "entries"]
    assert (day["day"], day["total_s"], day["target_s"], len(day["entries"])) == ("2026-03-01", 7200, None, 2)
    assert nine("day", "-1", "--json").json == nine("day", "yesterday", "--json").json == day
    assert nine("today", "--json").json == {
        "day": "2026-03-02", "total_s": None, "target_s": None, "absences": [], "complete": False, "entries": [],
    }  # fmt: skip


def test_status_has_its_shape(nine: Terminal) -> None:
    nine("start", "webshop")
    status = nine("status", "--json").json
    (timer,) = status.pop("timers")
    assert is_entry(timer)
    assert status.pop("running") == timer
    assert status == {
        "today": {"day": "2026-03-02", "total_s": 0, "target_s": None, "absences": [], "complete": False},
        "sync": {
            "state": "signed_out", "pending": 1, "rejected": 0, "needs_review": 0, "conflicts": 0,
            "oldest_pending_at": "2026-03-02T09:00:00Z", "paused_until": None, "last_synced_at": None,
        },
        "away": [],
    }  # fmt: skip


def test_tasks_are_listed_and_searched(known: Terminal) -> None:
    every = known("tasks", "--json").json["tasks"]
    assert [(one["project"], one["task"]) for one in every] == [
        ("Webshop", "Meetings"), ("Website relaunch", "Coding"), ("Website relaunch", "Meetings"),
    ]  # fmt: skip
    assert list(every[0]) == ["project_id", "project", "task_id", "task", "client"]
    assert known("tasks", "cod", "--json").json == {"tasks": [every[1]]}
    assert known("tasks").out.splitlines()[0] == "Webshop           Meetings  Acme"
    assert known("tasks", "nothing like it").code == 4


def test_undo_takes_the_last_action_back(nine: Terminal) -> None:
    nine("add", "webshop", "1h")
    undone = nine("undo", "--json").json
    assert is_entry(undone.pop("entry"))
    assert undone == {"undone": "add", "changed": True, "kept": False}
    assert nine("today", "--json").json["entries"] == []
    nothing = nine("undo", "--json")
    assert (nothing.code, nothing.error["message"]) == (4, "There is nothing to undo.")


def test_a_deleted_entry_comes_back(nine: Terminal) -> None:
    nine("add", "webshop", "1h")
    nine("delete", "1")
    assert nine("today", "--json").json["entries"] == []
    assert nine("undo").out.startswith("Undone: delete")
    assert nine("today", "--json").json["total_s"] == 3600


def test_an_edit_changes_only_the_given_fields(nine: Terminal) -> None:
    before = nine("add", "webshop", "1h", "-c", "x", "--json").json
    edit = nine("edit", "1", "--task", "rel cod", "--duration", "1.5h", "--day", "-1", "-c", "y", "--json").json
    assert edit.pop("warnings") == before.pop("warnings") == []
    changed = {"project_id": 1, "project": "Website relaunch", "task_id": 1, "task": "Coding"}
    assert edit == before | changed | {"duration_s": 5400, "day": "2026-03-01", "comment": "y"}


def test_start_and_end_give_the_duration(nine: Terminal) -> None:
    nine("add", "webshop", "1h")
    assert nine("edit", "1", "--start", "7:00", "--end", "8:30", "--json").json["duration_s"] == 5400
    assert nine("edit", "1", "--end", "9:00", "--json").json["duration_s"] == 7200
    assert "07:00-09:00" in nine("today").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["edit", "1", "--start", "9:00", "--end", "9:00"], "The end has to be later than the start."),
        (["edit", "1", "--start", "9:00", "--end", "10:00", "--duration", "2:00"], "09:00-10:00, is not 2:00"),
        (["edit", "1", "9-10", "2:00"], "09:00-10:00, is not 2:00"),
        (["edit", "1", "--duration", "20:00"], "over midnight"),
        (["edit", "1", "--day", "yesterday", "today"], "“today” and “yesterday” cannot both be meant"),
        (["edit", "1", "--duration", "9-10", "--start", "8"], "cannot both be meant"),
        (["edit", "1", "meet 9"], "“9” can mean"),
        (["edit", "1", "-15m"], "this is not a timer"),
        (["edit", "3", "--end", "9:00"], "timer is running"),
        (["edit", "1"], "Nothing to change was named"),
        (["edit", "one", "-c", "x"], "not an entry's number"),
        (["edit", "1", "--start", "25:99"], "“25:99” is not a time of day"),
        (["delete", "-1"], "not an entry's number"),
        (["continue", "99999999999999999999"], "not an entry's number"),
    ],
)
def test_an_invalid_edit_changes_nothing(nine: Terminal, words: list[str], message: str) -> None:
    nine("add", "webshop", "1h")
    nine("edit", "1", "--start", "7:00", "--end", "8:00")
    nine("add", "webshop", "1h")
    nine("start", "webshop")
    before = nine("today", "--json").json
    answer = nine(*words)
    assert answer.code == 2
    assert message in answer.err
    assert nine("today", "--json").json == before


def test_a_typing_error_books_nothing_and_lists_candidates(nine: Terminal) -> None:
    answer = nine("start", "relaunhc", "codign", "--json")
    assert answer.code == 4
    assert json.loads(answer.err)["error"]["candidates"] == ["Website relaunch · Coding"]
    assert nine("status", "--json").json["running"] is None
    assert [task["task"] for task in nine("tasks", "codign", "--json").json["tasks"]] == ["Coding"]


@pytest.mark.parametrize("typed", ["7-8:30", "7:00–8:30", "7am-8.30", "from 7 to 8:30"])
def test_a_start_and_an_end_are_a_duration_too(nine: Terminal, typed: str) -> None:
    assert nine("add", "webshop", typed, "--json").json["duration_s"] == 5400
    assert "07:00-08:30" in nine("today").out


def test_an_entry_moves_to_a_start_and_an_end(nine: Terminal) -> None:
    nine("add", "webshop", "1h")
    assert nine("edit", "1", "--duration", "7-8:30", "--json").json["duration_s"] == 5400
    assert "07:00-08:30" in nine("today").out
    nine("start", "webshop")
    answer = nine("edit", "2", "--duration", "7-8:30")
    assert (answer.code, "timer is running" in answer.err) == (2, True)


def test_a_timer_can_begin_and_end_earlier_than_now(nine: Terminal) -> None:
    assert nine("start", "webshop", "--at", "8:15", "--json").json["duration_s"] == 2700
    assert nine("stop", "--at", "8:45", "--json").json["duration_s"] == 1800


@pytest.mark.parametrize("at", ["9:01", "25:99", "-1", "9m", "", "noon", "9:60"])
def test_an_invalid_time_starts_nothing(nine: Terminal, at: str) -> None:
    assert nine("start", "webshop", "--at", at).code == 2
    assert nine("status", "--json").json["running"] is None


def test_a_timer_does_not_stop_before_it_began(nine: Terminal) -> None:
    nine("start", "webshop", "--at", "8:30")
    answer = nine("stop", "--at", "8:00")
    assert answer.code == 2
    assert "since 08:30" in answer.err
    assert nine("status", "--json").json["running"] is not None


def test_just_after_midnight_stop_may_mean_yesterday(nine: Terminal) -> None:
    nine.clock = ManualClock(datetime(2026, 3, 2, 22, tzinfo=UTC))
    nine("start", "webshop")
    pass_time(nine, hours=2, minutes=10)
    stopped = nine("stop", "--at", "23:50", "--json").json
    assert (stopped["duration_s"], stopped["day"]) == (6600, "2026-03-02")


def test_just_after_midnight_the_future_is_still_the_future(nine: Terminal) -> None:
    nine.clock = ManualClock(datetime(2026, 3, 3, 0, 5, tzinfo=UTC))
    nine("start", "webshop")
    assert nine("stop", "--at", "23:50").code == 2


@pytest.mark.parametrize("duration", ["25:99", "-1", "0:60", "25h", "abc", "", "1:2", "999999999999"])
def test_an_invalid_duration_books_nothing(nine: Terminal, duration: str) -> None:
    answer = nine("add", "webshop", duration, "--json")
    assert answer.code == 2
    assert answer.error["message"]
    assert answer.error["next_step"]
    assert nine("today", "--json").json["entries"] == []


@pytest.mark.parametrize("day", ["2026-02-30", "-99999", "tomorrow", "next monday", "12", "30.2.", "01/03/2026", ""])
def test_an_invalid_day_is_refused(nine: Terminal, day: str) -> None:
    assert nine("day", day).code == 2
    assert nine("add", "webshop", "1h", "--day", day).code == 2


def test_several_matches_are_listed_and_nothing_happens(nine: Terminal) -> None:
    answer = nine("start", "website")
    assert answer.code == 4
    assert answer.err.splitlines()[1:] == ["  Website relaunch · Coding", "  Website relaunch · Meetings"]
    answer = nine("start", "website", "--json")
    assert (answer.code, answer.out) == (4, "")
    assert list(answer.error) == ["title", "message", "next_step", "candidates"]
    assert answer.error["candidates"] == ["Website relaunch · Coding", "Website relaunch · Meetings"]
    assert nine("status", "--json").json["running"] is None


def test_no_match_and_no_such_entry(nine: Terminal) -> None:
    for words in (["start", "zzz"], ["stop"], ["continue"], ["edit", "7", "-c", "x"], ["delete", "7"], ["retry", "7"]):
        answer = nine(*words)
        assert (answer.code, answer.out) == (4, ""), words
        assert answer.err.count("\n") == 1, words


def test_many_candidates_do_not_flood_the_terminal(known: Terminal) -> None:
    from demitasse.boot.profile import open_profile
    from demitasse.domain.entries import Catalog, Project, Task

    profile = open_profile()
    with profile._store.transaction():
        projects = tuple(Project(number, f"Project {number}", None, "#000000") for number in range(1, 41))
        pairs = tuple((one.id, 1) for one in projects)
        profile._store.catalog.replace(Catalog(projects, (Task(1, "Work"),), (), pairs))
    profile.close()
    answer = known("start", "project")
    assert answer.err.splitlines()[-1] == "  … and 28 more"
    assert len(known("start", "project", "--json").error["candidates"]) == 40


def test_a_huge_comment_is_refused_before_anything_changes(nine: Terminal) -> None:
    comment = "<b>\x00&amp;</b>" * 8000
    answer = nine("start", "webshop", "-c", comment)
    assert answer.code == 2
    assert "nothing was changed" in answer.err
    assert len(answer.err) < 300
    assert nine("status", "--json").json["running"] is None


def test_a_comment_with_nul_and_markup_is_kept_as_text(nine: Terminal) -> None:
    row = nine("start", "webshop", "-c", "a\x00<b>&amp;\x1b[31m\nGröße 👩‍💻", "--json").json
    assert row["comment"] == "a<b>&amp;[31m\nGröße 👩‍💻"
    assert "a<b>&amp;[31m Größe" in nine("status").out


def test_names_from_the_server_cannot_control_the_terminal(known: Terminal) -> None:
    from demitasse.boot.profile import open_profile
    from demitasse.domain.entries import Catalog, Project, Task

    profile = open_profile()
    with profile._store.transaction():
        evil = Project(1, "\x1b]0;owned\x07\x1b[2J\u202egnp.exe", None, "#000000")
        tasks = (Task(1, "Work\x9b31m"), Task(2, "Work\r\n2"))
        profile._store.catalog.replace(Catalog((evil,), tasks, (), ((1, 1), (1, 2))))
    profile.close()
    for words in (
        ["tasks"],
        ["start", "gnp"],
        ["start", "--task", "gnp 31m"],
        ["add", "--task", "31m", "1h"],
        ["today"],
        ["status"],
    ):
        answer = known(*words)
        said = answer.out + answer.err
        assert "gnp.exe" in said, words
        assert not set(said) & {"\x1b", "\x07", "\x9b", "\u202e", "\r"}, words


def test_json_is_plain_ascii(known: Terminal) -> None:
    answer = known("start", "webshop", "-c", "Größe \u202e", "--json")
    assert answer.out.isascii()
    assert answer.json["comment"] == "Größe \u202e"


def test_profiles_are_separate(known: Terminal) -> None:
    stock("work")
    known("add", "webshop", "1h", "--profile", "work")
    assert known("--profile", "work", "today", "--json").json["total_s"] == 3600
    assert known("today", "--json").json["total_s"] is None


@pytest.mark.parametrize("name", ["../evil", "a/b", "", "x" * 33, "ä", ".."])
def test_a_profile_name_is_no_path(known: Terminal, name: str) -> None:
    assert known("status", "--profile", name).code == 2


def test_commands_that_need_an_account_explain_how_to_sign_in(terminal: Terminal) -> None:
    for words in (["start", "web"], ["add", "web", "1h"], ["tasks"], ["sync", "--wait", "0"]):
        answer = terminal(*words, "--json")
        assert answer.code == 3, words
        assert answer.error["next_step"], words
    assert terminal("today").code == 0
    assert terminal("stop").code == 4


def test_an_invalid_wait_is_refused(known: Terminal) -> None:
    for wait in ("-5", "soon", "nan", "inf", "99999"):
        assert known("sync", "--wait", wait).code == 2


def test_without_a_command_the_tray_app_opens(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    assert terminal().code == 0
    assert terminal("--profile", "work").code == 0
    assert terminal.window.calls == [("run", "default", False), ("run", "work", False)]


@pytest.mark.skipif("sys.platform != 'linux'")
def test_without_a_display_the_tray_app_says_so(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    answer = terminal()
    assert answer.code == 7
    assert "no display" in answer.err
    assert terminal.window.calls == []


def test_version_and_help_need_no_profile(terminal: Terminal, home: Any) -> None:
    from demitasse import __version__

    assert terminal("--version").out == f"demitasse {__version__}\n"
    assert terminal("--version", "--json").json == {"version": __version__}
    assert "Exit codes" in terminal("--help").out
    assert "--at WHEN" in terminal("start", "--help").out
    assert list((home / "demitasse").iterdir()) == []


def test_an_error_is_one_object_wherever_json_stands(known: Terminal) -> None:
    for words in (["--json", "strat"], ["strat", "--json"], ["stop", "--json", "now"]):
        answer = known(*words)
        assert (answer.code, answer.out) == (2, "")
        assert json.loads(answer.err)["error"]["title"] == "That does not work"


def test_an_entry_is_split_and_duplicated(nine: Terminal) -> None:
    nine("add", "webshop", "1:30", "-c", "Call")
    split = nine("split", "1", "20m", "--json").json
    assert [is_entry(part) for part in split["entries"]] == [True, True]
    assert [(part["id"], part["duration_s"]) for part in split["entries"]] == [(1, 1200), (2, 4200)]
    assert nine("duplicate", "2", "--json").json["duration_s"] == 4200
    assert nine("split", "1", "20m").code == 2
    assert [nine("undo").out for _ in range(2)] == [
        "Undone: duplicate  3  1:10  Webshop · Meetings  Call  Mon 2026-03-02\n",
        "Undone: split  1  0:20  Webshop · Meetings  Call  Mon 2026-03-02\n",
    ]
    assert nine("today", "--json").json["total_s"] == 5400
