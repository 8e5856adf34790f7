"""Faults travel as codes: every code has its message in both front ends, and no lower layer holds a sentence."""

from __future__ import annotations

import ast
import re
import string
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from demitasse.cli import messages as cli_messages
from demitasse.cli.messages import CliFault
from demitasse.domain import errors
from demitasse.domain.errors import FAULT_CODES, FaultCode
from demitasse.ui.text import messages as ui_messages
from demitasse.ui.text.messages import UiFault

APP = Path(__file__).parents[2] / "app" / "demitasse"
CLASSES = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Fault)}
CONSTRUCTORS = CLASSES | {"Reason"}
LOWER = ("domain", "store", "api", "sync", "tracker", "desktop", "boot", "support")
CODES: tuple[type, ...] = (FaultCode, CliFault, UiFault)
TABLES: dict[str, tuple[dict[Any, Any], ...]] = {
    "cli/messages.py": (cli_messages.MESSAGES, cli_messages.SAFE),
    "ui/text/messages.py": (ui_messages.MESSAGES, ui_messages.SAFE),
}
OWN = {"cli/messages.py": CliFault, "ui/text/messages.py": UiFault}
NOT_RAISED = {"cli/messages.py", "ui/text/messages.py", "store/stored_sentences.py"}
"""Files that name codes without raising them."""

THROUGH_HELPERS: dict[str, set[str]] = {
    FaultCode.SERVER_ERROR: {"status"},
    FaultCode.SERVER_ERROR_TEXT: {"status", "text"},
    FaultCode.MOVED_TO: {"host"},
    FaultCode.UPDATES_UNREACHABLE: {"host"},
    FaultCode.ADDRESS_INVALID: {"text"},
    FaultCode.SESSION_UNREADABLE: {"reason", "file"},
    FaultCode.SESSION_UNWRITABLE: {"reason", "file"},
    FaultCode.SESSION_UNDELETABLE: {"reason", "file"},
    FaultCode.NOT_A_SPAN: {"text"},
    FaultCode.NOT_A_DURATION: {"text"},
    FaultCode.RECOVERED: {"number", "file"},
    FaultCode.RECOVERED_FROM_COPY: {"number", "file"},
    FaultCode.NO_TASK: {"text"},
    FaultCode.NO_TASK_BUT_SIMILAR: {"text"},
    **{code: {"status"} for code in FAULT_CODES if code.startswith("refused")},
    CliFault.WRONG_USAGE: {"text", "usage"},
    CliFault.NO_SUCH_OPTION: {"text", "usage"},
    CliFault.WORD_TOO_MANY: {"text", "usage"},
    CliFault.VALUE_MISSING: {"name", "value", "usage"},
    CliFault.VALUE_NOT_WANTED: {"name", "usage"},
}
"""Params of codes that a helper function turns into a fault, where the test cannot see them."""


def _members(kind: type) -> dict[str, str]:
    return {name: str(value) for name, value in vars(kind).items() if name.isupper()}


@cache
def _trees() -> dict[str, ast.Module]:
    """Every file of the program, parsed."""
    files = {file.relative_to(APP).as_posix(): file for file in sorted(APP.rglob("*.py"))}
    return {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in files.items()}


def _calls(tree: ast.Module) -> list[ast.Call]:
    """All places that make a fault or a reason."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) in CONSTRUCTORS]


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def _codes(node: ast.AST) -> list[str]:
    """The codes named in an expression, as "FaultCode.TIMEOUT"."""
    kinds = {kind.__name__ for kind in CODES}
    parts = (part for part in ast.walk(node) if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name))
    return [
        f"{part.value.id}.{part.attr}" for part in parts if isinstance(part.value, ast.Name) and part.value.id in kinds
    ]


def _known(name: str) -> str:
    kind, member = name.split(".")
    return _members({codes.__name__: codes for codes in CODES}[kind])[member]


def _given() -> dict[str, list[set[str]]]:
    """The params that each code is raised with, as far as they stand beside the code."""
    given = defaultdict(list)
    for tree in _trees().values():
        for call in _calls(tree):
            params = {keyword.arg for keyword in call.keywords if keyword.arg}
            if len(call.args) > 1 and isinstance(call.args[1], ast.Dict):
                params |= {str(ast.literal_eval(key)) for key in call.args[1].keys if key}
            for name in (name for first in call.args[:1] for name in _codes(first)):
                given[_known(name)].append(params)
    return given


def _holes(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}


@pytest.mark.parametrize("layer", LOWER)
def test_a_lower_layer_raises_codes_not_sentences(layer: str) -> None:
    trees = {name: tree for name, tree in _trees().items() if name.startswith(f"{layer}/")}
    for where, call in ((f"{name}:{call.lineno}", call) for name, tree in trees.items() for call in _calls(tree)):
        for part in (part for value in (*call.args, *call.keywords) for part in ast.walk(value)):
            sentence = isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value
            assert not sentence, f"{where}: add a code to FaultCode, and its message in cli and in ui/text"
        if call.args:
            text = isinstance(call.args[0], ast.Constant | ast.JoinedStr)
            assert not text, f"{where}: a {_called(call)} begins with a FaultCode"


@pytest.mark.parametrize("layer", LOWER)
def test_a_lower_layer_holds_no_sentence(layer: str) -> None:
    """Docstrings, SQL and log lines, which begin with a small letter, are none."""
    for name, tree in _trees().items():
        if name.startswith(f"{layer}/") and name not in NOT_RAISED:
            expressions = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in expressions:
                    sentence = re.match(r"[A-Z“][a-z]+ [a-z]+ ", node.value)
                    assert not sentence, f"{name}:{node.lineno}: only front ends speak to a person: {node.value!r}"


@pytest.mark.parametrize("table", TABLES)
def test_every_code_has_a_message(table: str) -> None:
    what, *others = TABLES[table]
    codes = FAULT_CODES | set(_members(OWN[table]).values())
    missing = sorted(codes - what.keys())
    assert not missing, f"add these to MESSAGES in {table}: {missing}"
    strangers = sorted({*what, *(code for other in others for code in other)} - codes)
    assert not strangers, f"{table} has messages for codes that do not exist; remove {strangers}"


def test_the_value_of_a_code_is_its_name() -> None:
    assert {name: code for name, code in _members(FaultCode).items() if code != name.lower()} == {}


def test_every_code_is_raised() -> None:
    named = {name for file, tree in _trees().items() if file not in NOT_RAISED for name in _codes(tree)}
    idle = [f"{kind.__name__}.{name}" for kind in CODES for name in _members(kind)]
    idle = [name for name in idle if name not in named]
    assert not idle, f"nothing raises these codes; remove them with their messages: {idle}"


@pytest.mark.parametrize("table", TABLES)
def test_every_placeholder_is_a_param_of_the_fault(table: str) -> None:
    given = _given()
    for code, message in TABLES[table][0].items():
        helper = THROUGH_HELPERS.get(code, set())
        for text in message:
            if holes := _holes(text) - helper:
                sites = given[code]
                assert sites, (
                    f"{table}: nothing raises {code} with {holes}; if a helper does, list it in THROUGH_HELPERS"
                )
                for params in sites:
                    missing = holes - params
                    assert not missing, f"{table}: {code} needs {missing}, which one place does not give"
