"""`demitasse import` shows what it books, books it once, and takes it back as a whole."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.profile import open_profile
from demitasse.cli import text
from tests.cli.conftest import on_a_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from tests.cli.conftest import Terminal

DAY = date(2026, 3, 2)


@pytest.fixture
def fetched(nine: Terminal) -> Terminal:
    """Monday, nine o'clock; the day was fetched once."""
    profile = open_profile()
    with profile._store.transaction():
        profile._store.entries.mark_synced(DAY, DAY, datetime(2026, 3, 2, 9, tzinfo=UTC))
    profile.close()
    return nine


@pytest.fixture
def file(tmp_path: Path) -> str:
    lines = (
        "day;start;end;project;task;comment;hours",
        "2026-03-02;7:00;8:30;Website relaunch;Coding;one;1,5",
        "2026-03-02;;;Webshop;Meetings;two;0,5",
        "2026-03-02;;;Webshop;Nothing;three;0,5",
        "soon;;;Webshop;Meetings;four;0,5",
    )
    place = tmp_path / "times.csv"
    place.write_text("\n".join(lines), encoding="utf-8")
    return str(place)


def test_a_dry_run_books_nothing_and_names_what_is_left_out(fetched: Terminal, file: str) -> None:
    said = fetched("import", file, "--dry-run")
    assert said.code == 0
    assert said.out.splitlines()[0] == f"{file}: 2 entries, 2:00"
    assert said.out.splitlines()[1].split() == "2026-03-02 2 2:00 Website relaunch · Coding, Webshop · Meetings".split()
    assert "line 4: No project or task matches “Webshop · Nothing”." in said.err
    assert "line 5: “soon” is not a day." in said.err
    assert "Nothing was booked" in said.out
    assert fetched("today", "--json").json["entries"] == []


def test_a_file_is_booked_once_and_taken_back_as_a_whole(fetched: Terminal, file: str) -> None:
    booked = fetched("import", file, "--json").json
    assert (booked["entries"], booked["duration_s"], booked["dry_run"]) == (2, 7200, False)
    assert [one["line"] for one in booked["left_out"]] == [4, 5]
    rows = fetched("today", "--json").json["entries"]
    assert {(row["comment"], row["duration_s"], row["start"]) for row in rows} == {
        ("one", 5400, "07:00"), ("two", 1800, None)
    }  # fmt: skip
    again = fetched("import", file, "--json").json
    assert (again["entries"], [one["line"] for one in again["left_out"]]) == (0, [2, 3, 4, 5])
    assert fetched("undo", "--json").json["undone"] == "import"
    assert fetched("today", "--json").json["entries"] == []
    assert fetched("import", file, "--json").json["entries"] == 2
    assert fetched("import", "--stop", "--json").json == {"stopped": 2}
    assert fetched("today", "--json").json["entries"] == []


@pytest.mark.parametrize("words", [(), ("missing.csv",)])
def test_a_file_has_to_be_named_and_there(fetched: Terminal, words: tuple[str, ...]) -> None:
    assert fetched("import", *words).code == (7 if words else 2)


def test_an_import_reaches_coffeecup_once(signed_in: Terminal, sandbox: Sandbox, tmp_path: Path) -> None:
    day = signed_in("today", "--json").json["day"]
    choice = signed_in("tasks", "--json").json["tasks"][0]
    place = tmp_path / "times.csv"
    cells = f'{day},"{choice["client"]}","{choice["project"]}","{choice["task"]}"'
    place.write_text(
        "day,client,project,task,seconds,comment\n" + "".join(f"{cells},{600 + n},import {n}\n" for n in range(4)),
        encoding="utf-8",
    )
    before = len(list(sandbox.state["timeEntries"]))
    assert signed_in("import", str(place), "--json").json["entries"] == 4
    signed_in("sync", "--wait", "30")
    assert len(list(sandbox.state["timeEntries"])) == before + 4
    assert signed_in("import", str(place), "--json").json["entries"] == 0
    exported = tmp_path / "export.json"
    assert signed_in("export", day, day, "--json-file", str(exported)).code == 0
    assert signed_in("import", str(exported), "--json").json["entries"] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="has no pty")
@pytest.mark.parametrize("command", ["import", "sync"])
def test_a_terminal_shows_how_much_was_sent(
    signed_in: Terminal, sandbox: Sandbox, tmp_path: Path, command: str
) -> None:
    choice = signed_in("tasks", "--json").json["tasks"][0]
    day = signed_in("today", "--json").json["day"]
    place = tmp_path / "times.csv"
    cells = f'{day},"{choice["client"]}","{choice["project"]}","{choice["task"]}"'
    place.write_text(
        "day,client,project,task,seconds\n" + "".join(f"{cells},{600 + n}\n" for n in range(4)), encoding="utf-8"
    )
    words = ["import", str(place)]
    if command == "sync":
        sandbox.stop()
        assert signed_in(*words).code == 0
        sandbox.start()
        words = ["sync", "--wait", "30"]
    done, shown = on_a_terminal(*words)
    assert done.returncode == 0
    assert "Sending to CoffeeCup, 1 of 4, 25%" in shown
    assert "Sending to CoffeeCup, 4 of 4, 100%" in shown
    assert shown.rpartition("Sending")[2].count("\x1b[K") == 1, "the line is removed"


def test_the_time_left_is_estimated_once_it_was_measured() -> None:
    assert text.time_left(2.9, 0.5) == ""
    assert text.time_left(60, 0) == ""
    assert text.time_left(60, 0.25) == "about 3 minutes left"
    assert text.time_left(3.0, 0.5) == "less than a minute left"
