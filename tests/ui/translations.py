"""Update the translations: `python -m tests.ui.translations`.

Collects the texts of the window into resources/translations/*.ts (English: only the plurals) and compiles them to the
.qm files that the program reads. Translate the .ts files with Qt Linguist in between.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from demitasse.ui.text.wording import LANGUAGES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"
_TOOLS = Path(sys.executable).parent


def main() -> int:
    """Collect, then compile."""
    sources = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "app" / "demitasse" / "ui").rglob("*.py"))
    for language in LANGUAGES:
        file = str((FOLDER / f"demitasse_{language}.ts").relative_to(ROOT))
        plurals = ["-pluralonly"] if language == "en" else []
        how = [*plurals, "-tr-function-alias", "QT_TRANSLATE_NOOP+=T", "-no-obsolete", "-locations", "none"]
        how += ["-source-language", "en", "-target-language", language]
        _run("pyside6-lupdate", *how, *sources, "-ts", file)
        _run("pyside6-lrelease", "-silent", file)
    return 0


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(_TOOLS / tool), *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    raise SystemExit(main())
