"""Command lines as people type them."""

from __future__ import annotations

import importlib

import pytest

from demitasse.cli.arguments import parse
from demitasse.cli.commands import COMMANDS
from demitasse.domain.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "name", "values"),
    [
        ([], "", {}),
        (["start", "web", "cod"], "start", {"QUERY": "web cod"}),
        (["start", "web cod", "-c", "Fix login"], "start", {"QUERY": "web cod", "comment": "Fix login"}),
        (["start", "-c", "-1 is a day", "web"], "start", {"QUERY": "web", "comment": "-1 is a day"}),
        (["start", "web", "-cFix"], "start", {"QUERY": "web", "comment": "Fix"}),
        (["start", "web", "--comment=a=b"], "start", {"QUERY": "web", "comment": "a=b"}),
        (["--json", "status"], "status", {"json": "yes"}),
        (["status", "--json"], "status", {"json": "yes"}),
        (["--profile", "work", "status"], "status", {"profile": "work"}),
        (["status", "--profile=work"], "status", {"profile": "work"}),
        (["add", "web", "cod", "1:30"], "add", {"QUERY": "web cod", "DURATION": "1:30"}),
        (["add", "web", "-1"], "add", {"QUERY": "web", "DURATION": "-1"}),
        (["day", "-1"], "day", {"DATE": "-1"}),
        (["continue"], "continue", {}),
        (["continue", "7"], "continue", {"ID": "7"}),
        (["tasks"], "tasks", {}),
        (["tasks", "a", "b"], "tasks", {"QUERY": "a b"}),
        (["start", "--", "--json"], "start", {"QUERY": "--json"}),
        (["start", "-h"], "start", {"help": "yes"}),
        (["--version"], "", {"version": "yes"}),
    ],
)
def test_what_is_typed_is_understood(typed: list[str], name: str, values: dict[str, str]) -> None:
    parsed = parse(typed, COMMANDS)
    assert (parsed.command.name, parsed.values) == (name, values)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["strat"], "no command “strat”"),
        (["start"], "QUERY is missing"),
        (["add", "1:30"], "QUERY is missing"),
        (["edit"], "ID is missing"),
        (["stop", "now"], "“now” is one word too many"),
        (["start", "web", "--comments", "x"], "“--comments” is no option"),
        (["start", "web", "-c"], "-c needs COMMENT"),
        (["status", "--json=yes"], "--json takes no value"),
        (["login", "--password", "secret"], "“--password” is no option"),
        (["stop", "-x"], "“-x” is no option"),
    ],
)
def test_what_cannot_be_meant_is_said(typed: list[str], told: str) -> None:
    with pytest.raises(BadInput, match=told) as refusal:
        parse(typed, COMMANDS)
    assert refusal.value.next_step


def test_a_password_on_the_command_line_is_not_repeated() -> None:
    with pytest.raises(BadInput) as refusal:
        parse(["login", "--password=hunter2"], COMMANDS)
    assert "hunter2" not in str(refusal.value)


def test_what_is_the_sandbox_s_own_is_handed_on_unread() -> None:
    parsed = parse(["--profile", "x", "sandbox", "--port", "0", "--quirk", "a=b", "--help"], COMMANDS)
    assert parsed.command.raw
    assert parsed.rest == ["--port", "0", "--quirk", "a=b", "--help"]


def test_every_command_has_a_function() -> None:
    for command in COMMANDS:
        module, function = command.room.split(".")
        assert callable(getattr(importlib.import_module(f"demitasse.cli.{module}"), function))
