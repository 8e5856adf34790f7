"""The demo: a local CoffeeCup of its own, with a window where there is a display, else on the terminal."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a display")
def test_the_demo_without_a_display_tracks_a_short_day(terminal: Terminal, home: Path) -> None:
    answer = terminal.process("demo", TZ="Europe/Berlin")  # the zone of its account
    assert (answer.code, answer.err) == (0, "")
    assert "There is no display here" in answer.out
    lines = answer.out.splitlines()
    typed = [line for line in lines if line.startswith("$ demitasse ")]
    assert {line.split()[2] for line in typed} >= {
        "tasks",
        "add",
        "start",
        "stop",
        "edit",
        "delete",
        "undo",
        "sync",
        "today",
    }
    there = lines[lines.index("The day as it stands on the server, read over HTTP:") + 1 :]
    assert [line for line in there if re.search(r" 1:30  .*Planning$", line)]
    assert [line for line in there if "0:45" in line and "Call with the customer, and notes" in line]
    assert not (home / "demitasse" / "data" / "default").exists()


def test_the_demo_can_be_repeated_and_rendered(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal("demo").code == 0
    again = terminal("demo", "--screenshot", str(tmp_path / "popover.png"))
    assert (again.code, again.err) == (0, "")
    assert terminal.window.calls[-1] == ("render", "demo", "popover.png")


def test_with_a_display_the_tray_app_opens(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    assert terminal("demo").code == 0
    assert terminal.window.calls == [("run", "demo", True)]


def test_the_sandbox_reads_its_own_options(terminal: Terminal) -> None:
    answer = terminal.process("sandbox", "--list-quirks")
    assert answer.code == 0
    assert "invalid_token" in answer.out
