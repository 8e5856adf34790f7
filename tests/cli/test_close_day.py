"""`demitasse close`: the commands it lists answer what is open."""

from __future__ import annotations

import shlex
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.boot.profile import open_profile

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

CHOSEN = {"QUERY": "webshop meetings", "COMMENT": "words"}


@pytest.fixture
def day(nine: Terminal) -> Terminal:
    """Monday with a gap, an overlap, entries without a comment, a rejected one, and a timer."""
    profile = open_profile()
    with profile._store.transaction():
        profile._store.entries.mark_synced(date(2026, 3, 2), date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC))
    profile.close()
    for line in ("5-6 relaunch coding: one", "6:30-7:30 webshop", "7-8 relaunch meetings: two"):
        assert nine("add", *line.split()).code == 0
    return nine


def opened(terminal: Terminal) -> list[dict[str, Any]]:
    answer = terminal("close", "--json")
    assert answer.code == 0, answer.err
    found: list[dict[str, Any]] = answer.json["open"]
    return found


def type_command(terminal: Terminal, command: str) -> None:
    """Type a command as it was listed, with something in the place of QUERY and COMMENT."""
    program, *words = shlex.split(command)
    assert program == "demitasse"
    done = terminal(*(part for word in words for part in ([CHOSEN[word]] if word in CHOSEN else [word])))
    assert done.code == 0, (command, done.err)


@pytest.mark.parametrize("turn", range(4))
def test_each_listed_command_answers_its_step(day: Terminal, turn: int) -> None:
    assert [step["kind"] for step in opened(day)] == ["gap", "overlap", "comment", "waiting"]
    steps = opened(day)
    for _ in range(12):
        steps = [step for step in opened(day) if step["kind"] != "waiting"]
        if not steps:
            break
        step = steps[turn % len(steps)]
        answer = step["answers"][turn % len(step["answers"])]
        before_s = day("close", "--json").json["total_s"]
        type_command(day, answer["command"])
        assert step["key"] not in {each["key"] for each in opened(day)}, answer
        assert day("close", "--json").json["total_s"] - before_s == answer["change_s"], answer
    assert not steps


def test_the_list_for_people_and_its_end(day: Terminal) -> None:
    said = day("close").out.splitlines()
    assert said[0] == "Monday, 2026-03-02  3:00"
    assert said[1].split() == ["1", "A", "gap", "06:00-06:30", "0:30"]
    assert any(
        line.split() == "demitasse add 2026-03-02 06:00-06:30 QUERY something else +0:30".split() for line in said
    )
    for key in ("gap/06:00-06:30", "overlap/2+3/07:00-07:30", "comment/2"):
        settled = day("close", "--settle", key)
        assert (settled.code, settled.out.splitlines()[0][:9]) == (0, "Settled: "), settled.err
    assert "Not sent yet" in day("close").out, "nobody is signed in"
    assert day("undo", "--json").json["undone"] == "settle"
    assert "An entry without a comment" in day("close").out
    assert day("close", "yesterday").out.splitlines()[1] == "Nothing that is known here is open."


@pytest.mark.parametrize("words", [("--settle", "gap/1:00-2:00"), ("--settle", "timer/1"), ("--settle", "")])
def test_what_is_not_open_cannot_be_settled(day: Terminal, words: tuple[str, ...]) -> None:
    answer = day("close", *words)
    assert (answer.code, "gap/06:00-06:30" in answer.err) == (4, True)
