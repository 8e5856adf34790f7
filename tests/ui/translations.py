"""Update the translations: `python -m tests.ui.translations`.

Collects the texts of the window into resources/translations/*.ts (English: only the plurals) and compiles them to the
.qm files that the program reads. Translate the .ts files with Qt Linguist in between.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from demitasse.ui.text.wording import LANGUAGES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
_TOOLS = Path(sys.executable).parent


def main() -> int:
    """Collect the texts and compile the translations."""
    with TemporaryDirectory() as folder:
        sources = [_readable(file, Path(folder)) for file in sorted((ROOT / "app" / "demitasse" / "ui").rglob("*.py"))]
        for language in LANGUAGES:
            file = str((FOLDER / f"demitasse_{language}.ts").relative_to(ROOT))
            plurals = ["-pluralonly"] if language == "en" else []
            how = [*plurals, "-tr-function-alias", "QT_TRANSLATE_NOOP+=T", "-no-obsolete", "-locations", "none"]
            how += ["-source-language", "en", "-target-language", language]
            _run("pyside6-lupdate", *how, *sources, "-ts", file)
            _run("pyside6-lrelease", "-silent", file)
    return 0


def _readable(file: Path, folder: Path) -> str:
    """Copy a source into the folder, with a number for the number of each plural; return the copy's name.

    The lupdate of Qt 6.11 takes any other expression there for the name of an encoding, and forgets the plural.
    """
    text = source = file.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and len(node.args) == 4 and "translate" in ast.unparse(node.func):
            call = ast.get_source_segment(source, node) or ""
            head, _, tail = call.rpartition(ast.get_source_segment(source, node.args[3]) or "")
            text = text.replace(call, f"{head}1{tail}")
    copy = folder / file.relative_to(ROOT)
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(text, encoding="utf-8")
    return str(copy)


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(_TOOLS / tool), *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    raise SystemExit(main())
