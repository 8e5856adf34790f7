"""The frozen programs and the installer: built, installed, used, upgraded while running, uninstalled.

Each check raises AssertionError, or returns one line that says what was seen.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from demitasse import __version__
from tests.windows.wine import FOLDER, ROOT, Wine, windows_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.windows.wine import Done

BUNDLE = FOLDER / "dist" / "demitasse"
SETUP = FOLDER / "dist" / f"demitasse-{__version__}-windows-setup.exe"
ID = "app.demitasse.Demitasse"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_UNINSTALL = rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{ID}"
_PATIENCE_S = 120.0


def freeze(wine: Wine) -> str:
    """Freeze the program with the project's spec."""
    packaging = ROOT / "packaging"
    _run_here(packaging / "icons.py", ROOT / "dist" / "icons")
    places = ("--distpath", windows_path(BUNDLE.parent), "--workpath", windows_path(FOLDER / "work"))
    search = ";".join(map(windows_path, (ROOT / "app", packaging)))
    spec = windows_path(packaging / "demitasse.spec")
    options = ("--noconfirm", "--log-level", "WARN", *places)
    done = wine.python("-m", "PyInstaller", *options, spec, seconds=3000, PYTHONPATH=search)
    assert done.code == 0, done.output[-3000:]
    programs = sorted(file.name for file in BUNDLE.glob("*.exe"))
    assert programs == ["Demitasse-tray.exe", "demitasse.exe"], programs
    size = sum(file.stat().st_size for file in BUNDLE.rglob("*") if file.is_file()) / 1e6
    return f"PyInstaller made {' and '.join(programs)}, {size:.0f} MB"


def build_setup(_wine: Wine) -> str:
    """Make the installer with NSIS, outside Wine."""
    script = ROOT / "packaging" / "windows" / "package.py"
    _run_here(script, BUNDLE, SETUP.parent)
    return f"NSIS made {SETUP.name}, {SETUP.stat().st_size / 1e6:.1f} MB"


def _run_here(script: Path, *arguments: Path) -> None:
    """Run a script of packaging/ with the Python of this system."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT / "app")}
    command = [sys.executable, str(script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


class Machine:
    """A fresh Windows, on which a person installs things."""

    def __init__(self, wine: Wine) -> None:
        prefix = FOLDER / "machine"
        shutil.rmtree(prefix, ignore_errors=True)
        shutil.copytree(wine.prefix, prefix, symlinks=True)
        self.wine = Wine(prefix)
        local = self.wine.user / "AppData" / "Local"
        self.folder, self.data = local / "Programs" / "Demitasse", local / "demitasse"
        self.link = next((self.wine.user / "AppData" / "Roaming").rglob("Programs")) / "Demitasse.lnk"

    def cli(self, *words: str) -> Done:
        """Type a command of the installed program."""
        return self.wine.run(self.folder / "demitasse.exe", *words, seconds=_PATIENCE_S)

    def open(self, program: str | Path, *words: str) -> None:
        """Open a program as a double click does: with no streams and no console of ours."""
        code = "import os, sys; os.startfile(sys.argv[1], 'open', sys.argv[2])"
        done = self.wine.python("-c", code, windows_path(self.folder / program), " ".join(words))
        assert done.code == 0, done

    def set_up(self, *options: str) -> None:
        """Run the setup silently."""
        done = self.wine.run(SETUP, "/S", *options, seconds=_PATIENCE_S)
        assert done.code == 0, done

    def uninstall(self, *options: str) -> None:
        """Run the uninstaller silently, and wait until it has deleted itself."""
        self.wine.run(self.folder / "uninstall.exe", "/S", *options, seconds=_PATIENCE_S)
        wait(lambda: not self.folder.exists(), "the end of the uninstaller")

    def value(self, key: str, name: str = "") -> str | None:
        """Return a value of the person's registry."""
        code = (
            "import json, sys, winreg\n"
            "try:\n"
            "    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, sys.argv[1]) as key:\n"
            "        print(json.dumps(winreg.QueryValueEx(key, sys.argv[2])[0]))\n"
            "except OSError: print('null')\n"
        )
        found: str | None = json.loads(self.wine.python("-c", code, key, name).output)
        return found

    def bugs(self) -> list[str]:
        """Return the lines of the logs that report a bug."""
        logs = self.data.rglob("*.log")
        lines = (line for log in logs for line in log.read_text(encoding="utf-8", errors="replace").splitlines())
        return [line for line in lines if "a bug" in line or "Error" in line]

    def tray(self, *words: str) -> None:
        """Open the tray app and wait until it answers."""
        self.open("Demitasse-tray.exe", *words)
        profile = words[words.index("--profile") + 1] if "--profile" in words else "default"
        code = (
            "import sys; from demitasse.support.paths import paths\n"
            "from demitasse.desktop.ipc_client import ipc_address, send\n"
            "print(send(ipc_address(paths(sys.argv[1])), 'changed'))\n"
        )
        wait(lambda: self.wine.python("-c", code, profile).output == "True\n", "the tray app")


def first_install(machine: Machine) -> str:
    """Install without start at login; every command works from a console."""
    machine.set_up()
    assert machine.link.exists()
    assert machine.value(_RUN, ID) is None
    assert machine.value(_UNINSTALL, "DisplayVersion") == __version__
    assert machine.cli("--version").output == f"demitasse {__version__}\n"
    assert machine.cli("status").code == 0
    assert machine.data.is_dir()
    return "files, shortcut and the entry of the list of programs are there; the command line works"


def without_streams(machine: Machine) -> str:
    """Open the tray app without streams, and quit it: no message, no bug in the log."""
    machine.tray()
    machine.tray("--profile", "work")
    done = machine.cli("quit", "--json")
    assert (done.code, json.loads(done.output)) == (0, {"quit": ["default", "work"]}), done
    assert machine.bugs() == []
    return "two windowed programs started without streams and ended with quit; no bug is logged"


def console_start(machine: Machine) -> str:
    """`demitasse` in a console opens the windowed program and returns."""
    done = machine.cli()
    assert done.code == 0, done
    wait(lambda: machine.cli("quit", "--json").output == '{"quit": ["default"]}\n', "the windowed program")
    return "demitasse in a console started the windowed program and returned"


def upgrade(machine: Machine) -> str:
    """Install again while it runs: it is ended, every old file is gone, the timesheet stays."""
    (machine.folder / "_internal" / "old.dll").write_bytes(b"of the version before")
    machine.tray()
    database = machine.data / "default" / "demitasse.db"
    machine.set_up("/LOGIN")
    assert not (machine.folder / "_internal" / "old.dll").exists()
    assert database.exists()
    done = machine.cli("quit")
    assert done.output == "No tray app was running.\n", done
    assert machine.value(_RUN, ID) == f'"{_in_windows(machine.folder)}\\Demitasse-tray.exe"'
    machine.set_up()
    assert machine.value(_RUN, ID) is not None, "an upgrade keeps start at login"
    return "a running version was ended and replaced whole; timesheet and start at login stay"


def uninstall(machine: Machine) -> str:
    """Uninstall while it runs: nothing is left but the timesheet, with /DELETEDATA not even that."""
    machine.tray()
    machine.uninstall()
    assert not machine.link.exists()
    assert machine.value(_RUN, ID) is None
    assert machine.value(_UNINSTALL, "DisplayVersion") is None
    assert (machine.data / "default" / "demitasse.db").exists(), "the timesheet stays"
    machine.set_up()
    machine.uninstall("/DELETEDATA")
    wait(lambda: not machine.data.exists(), "the end of the timesheets")
    return "folder, shortcut and registry are clean; the timesheet stays unless asked otherwise"


CYCLE: dict[str, Callable[[Machine], str]] = {
    "first install": first_install,
    "no streams": without_streams,
    "console": console_start,
    "upgrade": upgrade,
    "uninstall": uninstall,
}


def run_cycle(wine: Wine) -> Iterator[str]:
    """Run the installer's whole cycle on a fresh machine; yield what each step saw."""
    machine = Machine(wine)
    try:
        for name, step in CYCLE.items():
            yield f"{name}: {step(machine)}"
    finally:
        machine.wine.end()


def wait(condition: Callable[[], bool], what: str) -> None:
    """Wait until a condition holds. Raises AssertionError."""
    deadline = time.monotonic() + _PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"still waiting for {what}"
        time.sleep(0.1)


def _in_windows(folder: Path) -> str:
    parts = folder.parts[folder.parts.index("drive_c") + 1 :]
    return "C:\\" + "\\".join(parts)
