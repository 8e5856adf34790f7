"""Each guard is needed by a test: a few are taken out in every run, all in `python3 bootstrap.py long sabotage`."""

from __future__ import annotations

import ast
import builtins
import random
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.long.runs import CaseResult
from tests.sabotage.guards import GUARDS
from tests.sabotage.marks import ROOT, MarkError, find_marks, replaced
from tests.sabotage.mutant import survives

if TYPE_CHECKING:
    from pathlib import Path

AT_ONCE = 3
TABLE = "tests/sabotage/guards.py"
marks_of_the_program = cache(find_marks)


def sabotaged(seed: int) -> CaseResult:
    """Take out the guard with the number `seed`, counted round and round."""
    name = list(GUARDS)[seed % len(GUARDS)]
    output = survives(name)
    return CaseResult(wrong=f"no test fails without {name}. {output}" if output else "", noted={"guards": 1})


def test_every_mark_has_a_line_in_the_table() -> None:
    unknown = marks_of_the_program().keys() - GUARDS.keys()
    assert not unknown, f"add a line to GUARDS in {TABLE} for each of these marks, or remove them: {sorted(unknown)}"


def test_every_line_of_the_table_has_a_mark() -> None:
    unmarked = GUARDS.keys() - marks_of_the_program().keys()
    assert not unmarked, (
        f"write the comment '# guard: name' beside the code (the last edit there may have lost it), "
        f"or remove the line in {TABLE}: {sorted(unmarked)}"
    )


@pytest.mark.parametrize("name", list(GUARDS))
def test_a_replacement_is_code_with_names_of_the_module(name: str) -> None:
    """A replacement with a name that a rename has changed would fail its tests for the wrong reason."""
    marked, replacement = marks_of_the_program()[name], GUARDS[name].replacement
    text = marked.file.read_text(encoding="utf-8")
    known = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    known |= {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    known |= {node.arg for node in ast.walk(ast.parse(text)) if isinstance(node, ast.arg)}
    used = {node.id for node in ast.walk(ast.parse(replacement)) if isinstance(node, ast.Name)}
    assert used <= known | set(dir(builtins)), f"follow the names of {marked.file.name} in {TABLE}"
    ast.parse(replaced(marked, replacement))


@pytest.mark.parametrize("name", list(GUARDS))
def test_the_tests_of_a_guard_exist(name: str) -> None:
    file, _, word = GUARDS[name].tests.partition(" -k ")
    tests = re.findall(r"^def (test_\w+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert any(word in test for test in tests), f"{file} has no test with {word!r} in its name: follow it in {TABLE}"


@pytest.mark.slow
def test_a_few_guards_are_missed(seed: int) -> None:
    for name in random.Random(seed).sample(list(GUARDS), AT_ONCE):  # noqa: S311 - a seed that can be given again
        assert survives(name) == "", name


MARKED = """
def f(x):
    if x:  # guard: plain-if
        return 1
    # guard: above-elif
    elif (
        x
    ):
        ä = 2; y = 3
    with open(x) as y, x:  # guard: context
        for z in y:  # guard: loop
            g(  # guard: whole-call
                "ä", z,
                "item",  # guard: item
            )
"""


def test_a_mark_names_one_piece_of_code(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text(MARKED, encoding="utf-8")
    marks = {name: marked.source for name, marked in find_marks(tmp_path).items()}
    call = marks.pop("whole-call")
    assert marks == {
        "plain-if": "x",
        "above-elif": "x",
        "context": "open(x) as y, x",
        "loop": "y",
        "item": '"item"',
    }
    assert call.startswith("g(")
    assert call.endswith(")")
    assert "for z in ():" in replaced(find_marks(tmp_path)["loop"], "()")


@pytest.mark.parametrize(
    "text",
    ["x = 1  # guard: a\ny = 1  # guard: a\n", "x = 1  # guard: A Name\n", "x = (\n    1\n)  # guard: at-the-end\n"],
)
def test_a_mark_in_the_wrong_place_is_an_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text(text, encoding="utf-8")
    with pytest.raises(MarkError, match=r"m\.py:"):
        find_marks(tmp_path)
