"""Parsing of command lines."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest

from demitasse import cli
from demitasse.cli import messages
from demitasse.cli.arguments import load, parse
from demitasse.cli.commands import COMMANDS
from demitasse.domain.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "name", "values"),
    [
        ([], "", {}),
        (["start", "web", "cod"], "start", {"LINE": "web cod"}),
        (["start", "web cod", "-c", "Fix login"], "start", {"LINE": "web cod", "comment": "Fix login"}),
        (["start", "-c", "-1 is a day", "web"], "start", {"LINE": "web", "comment": "-1 is a day"}),
        (["start", "web", "-c", "-fix"], "start", {"LINE": "web", "comment": "-fix"}),
        (["start", "web", "-c", "--json"], "start", {"LINE": "web", "comment": "--json"}),
        (["start", "web", "-c", "--"], "start", {"LINE": "web", "comment": "--"}),
        (["start", "web", "-c", ""], "start", {"LINE": "web", "comment": ""}),
        (["start", "web", "-cFix"], "start", {"LINE": "web", "comment": "Fix"}),
        (["start", "web", "--comment=a=b"], "start", {"LINE": "web", "comment": "a=b"}),
        (["start", "web", "-c", "Fix", "cod"], "start", {"LINE": "web cod", "comment": "Fix"}),
        (["--json", "status"], "status", {"json": True}),
        (["status", "--json"], "status", {"json": True}),
        (["--profile", "work", "status"], "status", {"profile": "work"}),
        (["--profile", "status", "start", "web"], "start", {"profile": "status", "LINE": "web"}),
        (["status", "--profile=work"], "status", {"profile": "work"}),
        (["add", "web", "cod", "1:30"], "add", {"LINE": "web cod 1:30"}),
        (["add", "web", "cod", "-c", "x", "1:30"], "add", {"LINE": "web cod 1:30", "comment": "x"}),
        (["add", "web", "-1"], "add", {"LINE": "web -1"}),
        (["add", "web", "-15m"], "add", {"LINE": "web -15m"}),
        (["add", "web", "10", "-", "11"], "add", {"LINE": "web 10 - 11"}),
        (["add", "web", "--task", "10 -", "1h"], "add", {"LINE": "web 1h", "task": "10 -"}),
        (["edit", "7", "9-10", "-c", "x"], "edit", {"ID": "7", "LINE": "9-10", "comment": "x"}),
        (["edit", "7", "--duration", "-15m"], "edit", {"ID": "7", "duration": "-15m"}),
        (["stop", "at", "9"], "stop", {"ID": "at", "WHEN": "9"}),
        (["day", "-1"], "day", {"DATE": "-1"}),
        (["day", ""], "day", {"DATE": ""}),
        (["continue"], "continue", {}),
        (["continue", "7"], "continue", {"ID": "7"}),
        (["away", "book", "-n", "2", "web", "cod"], "away", {"ANSWER": "book", "QUERY": "web cod", "number": "2"}),
        (["tasks"], "tasks", {}),
        (["tasks", "a", "b"], "tasks", {"QUERY": "a b"}),
        (["start", "--", "--json"], "start", {"LINE": "--json"}),
        (["start", "-h"], "start", {"help": True}),
        (["--version"], "", {"version": True}),
        (["login", "--token-store", "file"], "login", {"token_store": "file"}),
    ],
)
def test_a_command_line_is_parsed(typed: list[str], name: str, values: dict[str, Any]) -> None:
    parsed = parse(typed)
    assert (parsed.command, parsed.values) == (load(name), values)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["strat"], "no command “strat”"),
        (["day"], "arguments are required: DATE"),
        (["edit"], "arguments are required: ID"),
        (["undo", "1", "now"], "“now” is one word too many"),
        (["start", "web", "--comments", "x"], "“--comments” is not an option"),
        (["start", "web", "--comm", "x"], "“--comm” is not an option"),
        (["start", "web", "-c"], "--comment needs COMMENT"),
        (["status", "--json=yes"], "--json takes no value"),
        (["login", "--password", "secret"], "“--password” is not an option"),
        (["stop", "-x"], "“-x” is not an option"),
        (["--profile"], "--profile needs NAME"),
        (["-1"], "“-1” is one word too many"),
    ],
)
def test_a_wrong_command_line_is_refused_with_a_hint(typed: list[str], message: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse(typed)
    assert message in messages.what_happened(refusal.value)
    assert messages.next_step(refusal.value)


@pytest.mark.parametrize("words", [["--password=hunter2"], ["--password", "hunter2"], ["--password-stdin=hunter2"]])
def test_a_password_on_the_command_line_is_not_repeated(words: list[str]) -> None:
    with pytest.raises(BadInput) as refusal:
        parse(["login", *words])
    assert "hunter2" not in str(refusal.value)


def test_the_options_of_the_sandbox_are_passed_on_unparsed() -> None:
    parsed = parse(["--profile", "x", "sandbox", "--port", "0", "--quirk", "a=b", "--help"])
    assert parsed.command.raw
    assert parsed.values == {"profile": "x"}
    assert parsed.rest == ["--port", "0", "--quirk", "a=b", "--help"]


def test_every_command_is_in_the_table_and_in_its_module() -> None:
    for module in pkgutil.iter_modules(cli.__path__):
        if module.name in {"arguments", "commands"}:
            continue
        declared = set(getattr(importlib.import_module(f"demitasse.cli.{module.name}"), "COMMANDS", {}))
        listed = {name for name, row in COMMANDS.items() if row[2] == module.name}
        assert declared == listed, f"cli/commands.py and COMMANDS in cli/{module.name}.py must list the same commands"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Büro".encode("cp1252"), "Büro"),
        ("Büro – 5 €".encode("cp1252"), "Büro – 5 €"),
        ("Büro".encode(), "Büro"),
        (b"B\x81ro", "B\x81ro"),  # no character of Windows-1252
        (b"plain", "plain"),
    ],
)
def test_bytes_of_another_encoding_are_kept(written: bytes, read: str) -> None:
    """As Python passes them in a locale of UTF-8, and in one of ASCII."""
    for locale in ("utf-8", "ascii"):
        word = written.decode(locale, "surrogateescape")
        values = parse(["add", "website", "1:00", "-c", word]).values
        assert values["comment"] == read
        assert parse(["export", "2026-01-01", "2026-01-31", "--csv", word]).values["csv"] == word
