"""The program stays small: lines, modules, short modules and imports inside functions.

Each limit may be lowered. Do not raise one: merge, move or delete first.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

APP = Path(__file__).parents[2] / "app"
PROGRAM = APP / "demitasse"
MAX_LINES, MAX_MODULES, MAX_HIDDEN_IMPORTS = 47_100, 306, 40
MAX_NEEDLESS_IMPORTS = 1
SHORT = 40
MODULES_FOR_A_SHORT_ONE = 9
"""One module in so many may be short; an `__init__.py` counts, too."""

HEAVY = ("PySide6", "shibokensupport", "requests", "keyring", "secretstorage", "jeepney", "coffeecup_sandbox")
"""What an import may be put off for. A module of ours is heavy if its own imports bring in one of these."""
PLATFORM = ("ctypes", "winreg", "demitasse.desktop.idle", "demitasse.desktop.autostart",
            "demitasse.ui.app.ipc_server")  # fmt: skip
"""What exists on one system only, or is loaded only there."""
PAGES = "demitasse.ui.pages", "demitasse.boot.page_use_cases"
"""What is loaded with the first page."""


class HiddenImport(NamedTuple):
    """An import inside a function."""

    file: Path
    line: int
    statement: str

    def modules(self) -> set[str]:
        return imported(ast.parse(self.statement).body[0])

    def __str__(self) -> str:
        return f"{self.file.relative_to(APP)}:{self.line} {self.statement}"


def modules() -> dict[str, Path]:
    return {module_name(file): file for file in PROGRAM.rglob("*.py")}


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(APP).with_suffix("").parts).removesuffix(".__init__")


def lengths() -> dict[str, int]:
    return {name: len(file.read_text(encoding="utf-8").splitlines()) for name, file in modules().items()}


def imported(node: ast.AST) -> set[str]:
    """The modules an import statement may load; of `from a import b` both `a` and `a.b`."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return set()


def imports_at_start(file: Path) -> set[str]:
    """What is loaded with a module: imports outside functions and outside `if TYPE_CHECKING`."""
    found: set[str] = set()
    nodes: list[ast.AST] = list(ast.parse(file.read_text(encoding="utf-8")).body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        found |= imported(node)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            nodes += ast.iter_child_nodes(node)
    return found


@cache
def hidden_imports() -> list[HiddenImport]:
    found = set()
    for file in modules().values():
        functions = [
            node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
        ]
        for node in (inner for function in functions for inner in ast.walk(function)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                found.add(HiddenImport(file, node.lineno, ast.unparse(node)))
    return sorted(found)


def is_heavy(module: str, starts: dict[str, set[str]], seen: set[str]) -> bool:
    """Whether loading `module` loads one of HEAVY. Reads each module once; `seen` collects them."""
    if module.split(".", maxsplit=1)[0] in HEAVY:
        return True
    if module in seen or module not in starts:
        return False
    seen.add(module)
    return any(is_heavy(name, starts, seen) for name in starts[module])


def test_the_program_is_small() -> None:
    total = sum(lengths().values())
    assert total <= MAX_LINES, f"app/demitasse has {total} lines: delete or simplify something (limit {MAX_LINES})"
    assert len(lengths()) <= MAX_MODULES, f"{len(lengths())} modules: put the new code into a module that is there"


def test_few_modules_are_short() -> None:
    short = sorted(name for name, length in lengths().items() if length < SHORT)
    assert len(short) * MODULES_FOR_A_SHORT_ONE <= len(lengths()), (
        f"merge some of these {len(short)} modules under {SHORT} lines: {short}"
    )


def test_few_imports_are_inside_functions() -> None:
    hidden = hidden_imports()
    assert len(hidden) <= MAX_HIDDEN_IMPORTS, (
        f"{len(hidden)} imports are inside functions (limit {MAX_HIDDEN_IMPORTS}); move one to the top of its file:\n"
        + "\n".join(map(str, hidden))
    )


def test_imports_inside_functions_put_off_something_heavy() -> None:
    starts = {name: imports_at_start(file) for name, file in modules().items()}
    needless = [
        entry
        for entry in hidden_imports()
        if not any(name.startswith((*PLATFORM, *PAGES)) for name in entry.modules())
        and not any(is_heavy(name, starts, set()) for name in entry.modules())
    ]
    assert len(needless) <= MAX_NEEDLESS_IMPORTS, (
        "an import inside a function is for Qt, requests, keyring, the sandbox, a page or a module of another system; "
        "move these to the top of their files:\n" + "\n".join(map(str, needless))
    )
