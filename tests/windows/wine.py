"""Run Windows programs under Wine, in a prefix (a Windows drive and registry) of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "wine"
PYTHON = FOLDER / "python" / "python.exe"
_AFTER_S = 5.0
"""How long output may arrive after a process ended: services that Wine starts keep the pipe open."""


class Done(NamedTuple):
    """How a program ended: its exit code (None after a timeout) and its output, stderr included."""

    code: int | None
    output: str


def windows_path(path: Path) -> str:
    """Return the name of a file of this system on Wine's drive Z:."""
    return "Z:" + str(path).replace("/", "\\")


class Wine:
    """A prefix, and how programs in it are started."""

    def __init__(self, prefix: Path, display: str = "") -> None:
        self.prefix = prefix
        self._display = display

    @property
    def drive(self) -> Path:
        """The folder of drive C:."""
        return self.prefix / "drive_c"

    @property
    def user(self) -> Path:
        """The person's folder on drive C:."""
        return next(folder for folder in (self.drive / "users").iterdir() if folder.name != "Public")

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of Windows programs. Nothing of this system's display, desktop and Python is in it."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "USER", "LANG", "TZ") if name in os.environ}
        return {
            **kept,
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # No Mono, Gecko and menus of this desktop; our shim for colour profiles.
            "WINEDLLOVERRIDES": "mscoree=d;mshtml=d;winemenubuilder.exe=d;mscms=n",
            **({"DISPLAY": self._display} if self._display else {}),
            "PYTHONPATH": ";".join(map(windows_path, (ROOT / "app", ROOT))),
            "PYTHONPYCACHEPREFIX": windows_path(FOLDER / "pycache"),
            "PYTHONHASHSEED": "0",
            **more,
        }

    def start(
        self, *command: str | Path, stdin: int = subprocess.DEVNULL, **environment: str
    ) -> subprocess.Popen[bytes]:
        """Start a Windows program. Its output is a pipe, because Wine 8 refuses regular files."""
        return subprocess.Popen(
            [program(), *map(str, command)],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environment(**environment),
            cwd=ROOT,
        )

    def run(self, *command: str | Path, seconds: float = 120, typed: bytes = b"", **environment: str) -> Done:
        """Run a Windows program to its end, at most `seconds`."""
        process = self.start(*command, stdin=subprocess.PIPE, **environment)
        received: list[bytes] = []
        reader = threading.Thread(target=_read, args=(process, received), daemon=True)
        reader.start()
        assert process.stdin is not None
        process.stdin.write(typed)
        process.stdin.close()
        try:
            code: int | None = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            code = None
        reader.join(_AFTER_S)
        return Done(code, b"".join(received).decode("utf-8", "replace").replace("\r\n", "\n"))

    def python(self, *arguments: str | Path, seconds: float = 120, typed: bytes = b"", **environment: str) -> Done:
        """Run the Windows Python."""
        return self.run(PYTHON, *arguments, seconds=seconds, typed=typed, **environment)

    def end(self) -> None:
        """End every process of this prefix."""
        subprocess.run(
            [shutil.which("wineserver") or "/usr/lib/wine/wineserver", "-k"],
            env=self.environment(),
            check=False,
            capture_output=True,
        )


def program() -> str:
    """Return the path of Wine for 64-bit programs."""
    return shutil.which("wine64") or "/usr/lib/wine/wine64"


def _read(process: subprocess.Popen[bytes], received: list[bytes]) -> None:
    assert process.stdout is not None
    while piece := os.read(process.stdout.fileno(), 65536):
        received.append(piece)
