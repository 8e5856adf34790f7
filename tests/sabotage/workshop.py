"""Takes a guard out of a copy of the program, and sees whether its tests notice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sabotage.guards import Guard

ROOT = Path(__file__).parents[2]
_COPIED = ("app", "tests", "resources", "pyproject.toml")
_FAILED = 1
"""What pytest ends with if tests failed; anything else means that they did not run."""
LONGEST_S = 300


def stands(guard: Guard) -> int:
    """How often the guard's code stands in its file."""
    return (ROOT / "app" / "demitasse" / guard.file).read_text(encoding="utf-8").count(guard.there)


def survives(guard: Guard) -> str:
    """Empty if the guard's tests fail without it; else what they printed."""
    with tempfile.TemporaryDirectory(prefix="sabotage-") as folder:
        copy = Path(folder)
        _copy(copy)
        _take_out(guard, copy)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", *guard.tests.split()],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy / "app"), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            check=False,
        )
    return "" if done.returncode == _FAILED else f"pytest ended with {done.returncode}: {done.stdout[-2000:]}"


def _copy(to: Path) -> None:
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__", "artefacts"))
        else:
            shutil.copy(ROOT / name, to / name)


def _take_out(guard: Guard, copy: Path) -> None:
    file = copy / "app" / "demitasse" / guard.file
    file.write_text(file.read_text(encoding="utf-8").replace(guard.there, guard.instead), encoding="utf-8")
