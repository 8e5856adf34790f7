"""Find the guards in the program by their marks, and take one out.

A mark is a comment `# guard: name`, at the end of the line on which the guarded code begins or on a line of its own
above it. It marks

    if, elif, while      the condition
    for                  what is iterated over
    with                 the context managers
    another statement    the whole statement, which must begin on that line
    another line         the outermost expression that begins there (an item of a tuple, an argument)
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
APP = ROOT / "app" / "demitasse"
_MARK = re.compile(r"# guard: ([a-z0-9-]+)")


class MarkError(Exception):
    """A mark that marks nothing, is misspelt or occurs twice; the message names its place."""


class Marked(NamedTuple):
    """Guarded code: `source` is the text of `file` from `start` to `end`, as offsets."""

    file: Path
    start: int
    end: int
    source: str


def find_marks(folder: Path = APP) -> dict[str, Marked]:
    """Return the guarded code of every mark under `folder` by the mark's name. Raises MarkError."""
    marks: dict[str, Marked] = {}
    for file in sorted(folder.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if "# guard" not in text:
            continue
        for name, line in _names(text, file):
            if name in marks:
                raise MarkError(f"{file}:{line}: the mark '# guard: {name}' exists already in {marks[name].file}")
            marks[name] = _marked(text, line, file)
    return marks


def replaced(marked: Marked, replacement: str) -> str:
    """Return the text of the file with `replacement` for the guarded code."""
    text = marked.file.read_text(encoding="utf-8")
    return text[: marked.start] + replacement + text[marked.end :]


def _names(text: str, file: Path) -> list[tuple[str, int]]:
    """Return each mark's name and the line on which the code it marks begins."""
    lines = text.splitlines()
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT or not token.string.startswith("# guard"):
            continue
        match, number = _MARK.fullmatch(token.string), token.start[0]
        if match is None:
            raise MarkError(f"{file}:{number}: write '# guard: some-name' and nothing else in this comment")
        while lines[number - 1].strip().startswith("#"):
            number += 1
        found.append((match[1], number))
    return found


def _marked(text: str, line: int, file: Path) -> Marked:
    nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.expr | ast.stmt))
    node = next((node for node in nodes if node.lineno == line), None)  # breadth first: the outermost
    if node is None:
        raise MarkError(f"{file}:{line}: no statement or expression begins on the marked line")
    first, last = _ends(node)
    offsets = [0]
    for row in text.encode().splitlines(keepends=True):
        offsets.append(offsets[-1] + len(row))
    raw = text.encode()
    start = offsets[first.lineno - 1] + first.col_offset
    end = offsets[(last.end_lineno or 1) - 1] + (last.end_col_offset or 0)
    start, end = len(raw[:start].decode()), len(raw[:end].decode())
    return Marked(file, start, end, text[start:end])


def _ends(node: ast.expr | ast.stmt) -> tuple[ast.expr | ast.stmt, ast.expr | ast.stmt]:
    """Return the first and the last node of what a mark on `node` marks."""
    match node:
        case ast.If(test=test) | ast.While(test=test):
            return test, test
        case ast.For(iter=iterable):
            return iterable, iterable
        case ast.With(items=items):
            return items[0].context_expr, items[-1].optional_vars or items[-1].context_expr
        case _:
            return node, node
