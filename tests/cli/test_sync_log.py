"""`demitasse log` and `demitasse undo ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.cli.conftest import Terminal


def lines(terminal: Terminal, *words: str) -> list[str]:
    answer = terminal("log", *words)
    assert (answer.code, answer.err) == (0, "")
    return answer.out.splitlines()


def test_the_log_without_changes(known: Terminal) -> None:
    assert lines(known) == ["nothing was changed here"]
    assert known("log", "--json").json == {"days": 30, "operations": []}


def test_each_change_is_a_line(known: Terminal) -> None:
    known("add", "webshop", "1:30", "-c", "one")
    known("add", "webshop", "30", "-c", "two")
    known("delete", "2")
    two, one = lines(known)
    assert one[5:] == "  create  1  1:30  Webshop · Meetings  one  saved here"
    assert two[5:] == "  create  2  0:30  Webshop · Meetings  two  undone here"


def test_a_lost_answer_is_in_the_log(signed_in: Terminal, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop_after", method="POST", path="timeEntries")
    signed_in("add", "relaunch coding", "30", "-c", "in the tunnel")
    signed_in("sync", "--wait", "5")
    (line,) = lines(signed_in)
    assert line.endswith("in the tunnel  unconfirmed, found there")
    (operation,) = signed_in("log", "--json", "--days", "1").json["operations"]
    assert [step["step"] for step in operation["steps"]] == ["queued", "sent", "unclear", "found"]
    assert operation["steps"][2]["words"]
    assert (operation["kind"], operation["state"], operation["undoable"]) == ("create", "found", True)


def test_a_refusal_is_in_the_log_with_its_reason(signed_in: Terminal, sandbox: Sandbox) -> None:
    sandbox.faults.add("status", method="POST", path="timeEntries", status=422)
    signed_in("add", "relaunch coding", "30")
    (operation,) = signed_in("log", "--json").json["operations"]
    assert operation["state"] == "refused"
    assert operation["reason"]
    assert lines(signed_in)[0].endswith(f"rejected: “{operation['reason']}”")


def test_undo_of_one_entry(known: Terminal) -> None:
    known("add", "webshop", "30")
    known("add", "webshop", "40")
    assert known("undo", "1", "--json").json["undone"] == "add"
    assert [row["id"] for row in known("today", "--json").json["entries"]] == [2]
    answer = known("undo", "1")
    assert answer.code == 4
    assert "entry 1 can be undone" in answer.err


@pytest.mark.parametrize("days", ["0", "31", "x", "", "٣", "1.5"])
def test_an_invalid_number_of_days_is_refused(known: Terminal, days: str) -> None:
    assert known("log", "--days", days).code == 2
