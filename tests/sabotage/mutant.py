"""Run a guard's tests in a copy of the project without that guard."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.deadlines import LONG_PATIENCE_S
from tests.sabotage.guards import GUARDS
from tests.sabotage.marks import ROOT, find_marks, replaced

_COPIED = ("app", "tests", "resources", "docs", "pyproject.toml")
_TESTS_FAILED = 1
"""pytest's exit status if a test failed; any other but 0 means that none ran."""


def survives(name: str) -> str:
    """Return "" if the guard's tests fail without it, else what they printed."""
    with tempfile.TemporaryDirectory(prefix="sabotage-") as folder:
        copy = Path(folder)
        _copy(copy)
        marked = find_marks(copy / "app" / "demitasse")[name]
        marked.file.write_text(replaced(marked, GUARDS[name].replacement), encoding="utf-8")
        options = ("-x", "-q", "-p", "no:cacheprovider", "--no-header")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *GUARDS[name].tests.split()],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy / "app"), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=LONG_PATIENCE_S,
            check=False,
        )
    return "" if done.returncode == _TESTS_FAILED else f"pytest ended with {done.returncode}: {done.stdout[-2000:]}"


def _copy(to: Path) -> None:
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__", "artefacts"))
        else:
            shutil.copy(ROOT / name, to / name)
