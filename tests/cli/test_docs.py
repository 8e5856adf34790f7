"""The documentation agrees with the parser, and the commands of the README exist."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

from demitasse.cli import commands, serializers
from demitasse.cli.arguments import EVERYWHERE, Parser, load
from demitasse.cli.commands import COMMANDS
from demitasse.domain.entries import Choice, EntryState, Fields
from demitasse.domain.operations import ConflictKind, OpKind, Resolution
from demitasse.domain.sync_log import LogStep
from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.conflicts import Conflict, Version
from demitasse.tracker.sync_log import ChangeSubject, LoggedChange

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").replace(r"\|", "¦").split("|")] for line in TEXT.splitlines()
        if line.startswith("|")]  # fmt: skip


def test_every_command_is_documented_as_it_is_typed() -> None:
    documented = {row[0].strip("`") for row in ROWS if len(row) == 4}
    declared = {f"{name} {COMMANDS[name][0]}".strip() for name in COMMANDS if name not in {"", "sandbox"}}
    assert documented - {"command", "---"} == declared | {"demitasse", "sandbox"}, (
        "give each command of cli/commands.py a row in docs/command-line.md, with its positional arguments"
    )


def test_every_option_is_documented() -> None:
    documented = {row[0].strip("`").split(" ")[0]: row[1].replace("¦", "|") for row in ROWS if len(row) == 4}
    for name in COMMANDS:
        for option in load(name).options:
            assert f"`{option.flags[0]} {option.value}`".replace(" `", "`") in documented[name or "demitasse"], name
    for option in EVERYWHERE:
        assert f"`{option.flags[-1]}" in TEXT


def test_the_exit_codes_are_those_of_the_program() -> None:
    documented = {int(row[0]): row[1] for row in ROWS if len(row) == 2 and row[0].isdigit()}
    assert documented == commands.EXIT_CODES


def test_help_lists_every_command_and_exit_code() -> None:
    overview = Parser("", load("").options).format_help()
    for name, (_positionals, about, _module) in COMMANDS.items():
        assert f"demitasse {name}".strip() in overview
        assert about in overview
        options = load(name).options
        assert all(option.about in Parser(name, options).format_help() for option in options)
    assert all(meaning in overview for meaning in commands.EXIT_CODES.values())


def test_the_examples_are_json_of_the_shapes() -> None:
    examples = {}
    for title, body in re.findall(r"### (\w+)\n.*?```json\n(.*?)```", TEXT, re.DOTALL):
        examples[title] = json.loads(body)
    row = TimesheetRow(
        1, None, date(2026, 3, 2), 1, "", 1, "", "", "", "", 0, False, None, None, None, EntryState.WAITING
    )
    assert set(examples["entry"]) == set(serializers.entry(row))
    (task,) = serializers.tasks([Choice(1, "", 1, "", "", "")])["tasks"]
    assert set(examples["tasks"]["tasks"][0]) == set(task)
    assert set(examples["log"]["operations"][0]) == set(
        serializers.operation(LoggedChange(1, OpKind.CREATE, LogStep.SENT, ChangeSubject(), ()))
    )
    assert all(f"`{step}`" in TEXT for step in LogStep)
    fields = Fields(date(2026, 3, 2), 3, 7)
    version = Version(fields, "Website", "Coding")
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    conflict = Conflict(
        12, ConflictKind.BOTH_CHANGED, ("comment",), version, version, (Resolution.MINE,), None, None, at
    )
    (written,) = serializers.conflicts([conflict])["conflicts"]
    (shown,) = examples["conflicts"]["conflicts"]
    assert (set(shown), set(shown["mine"]), set(shown["theirs"])) == (
        set(written),
        set(written["mine"]),
        set(written["mine"]),
    )
    assert all(f"`{why}`" in TEXT for why in ConflictKind)
    assert set(examples["sync"]["sync"]) == set(examples["status"]["sync"])
    assert set(examples["error"]["error"]) == {"title", "message", "next_step", "candidates"}


def test_the_readme_names_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)demitasse ([a-z]+)", readme, re.MULTILINE))
    assert {"start", "stop", "sandbox"} <= named
    assert named <= COMMANDS.keys()
