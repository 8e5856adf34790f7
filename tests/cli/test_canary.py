"""Known texts in every field: none is in a log, and no secret is in any file."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import canary
from tests.cli.conftest import login, secrets, words

if TYPE_CHECKING:
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from tests.cli.conftest import Terminal

BIRD = "kanarienvogel"
PRIVATE = ("bankName", "ibanNumber", "street", "insuranceName")
FAULTS = ("garble", "portal", "drop_after", "status")


@pytest.fixture
def canaries(terminal: Terminal, sandbox: Sandbox) -> Terminal:
    """A signed-in terminal; all names on this CoffeeCup are easy to find."""
    for table, names in (("projects", ("name",)), ("tasks", ("label",)), ("users", ("firstname", *PRIVATE))):
        for row in list(sandbox.state[table]):
            sandbox.state.change(table, row["id"], {name: f"{BIRD} {name} {row['id']}" for name in names})
    assert login(terminal, sandbox).code == 0
    return terminal


def test_logs_contain_no_texts_of_users(canaries: Terminal, sandbox: Sandbox, home: Path) -> None:
    choice = canaries("tasks", "--json").json["tasks"][0]
    query = f"{choice['project']} {choice['task']}"
    for number, kind in enumerate(FAULTS):
        sandbox.faults.add(kind, path="/v1/", times=None, status=500 if kind == "status" else 0)
        assert canaries.process("add", "--task", query, "30", "-c", f"{BIRD} {number}").code == 0
        sandbox.faults.clear()
    sandbox.faults.add("wrong_type", path="/v1/", times=2)
    canaries.process("sync", "--wait", "1")
    logs = [file for file in home.rglob("*.log*") if file.stat().st_size]
    assert logs, "they were written to"
    assert canary.leaks(home, secrets(sandbox), [BIRD, *words(sandbox)]) == []


def test_only_needed_personal_data_is_stored(canaries: Terminal, home: Path) -> None:
    assert canaries("login", "--help").code == 0
    content = b"".join(file.read_bytes() for file in home.rglob("*.db"))
    assert f"{BIRD} label".encode() in content, "what can be booked is"
    assert not [name for name in PRIVATE if f"{BIRD} {name}".encode() in content]


def test_the_canaries_are_found(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"\x00" + b"s3cret%20word" + b"\x00")
    (tmp_path / "y.log.1").write_text("somebody wrote: some words", encoding="utf-8")
    (tmp_path / canary.TOKEN_FILE).write_text("s3cret word", encoding="utf-8")
    assert canary.leaks(tmp_path, ["s3cret word"], ["some words"]) == [
        "x.db holds a secret",
        "y.log.1 holds b'some words'",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="file modes")
def test_files_that_others_may_read_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, mode in (("private", 0o600), ("shared", 0o640), ("open", 0o604)):
        (folder / name).touch()
        (folder / name).chmod(mode)
    assert sorted(canary.loose(folder)) == ["open", "shared"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
@pytest.mark.parametrize("place", ["argument", "environment"])
def test_a_secret_in_a_process_is_found(home: Path, place: str) -> None:
    command = [sys.executable, "-c", "input()", *(["s3cret word"] if place == "argument" else [])]
    environment = {"DEMITASSE_HOME": str(home), **({"X": "s3cret word"} if place == "environment" else {})}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process:
        found: list[str] = []
        while not found:
            found = canary.exposed_by_processes(home, ["s3cret word"])
        process.kill()
    assert "s3cret" in found[0] or place == "environment"
