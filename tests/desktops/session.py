"""A real desktop, headless, with a home, runtime folder and session bus of its own.

Everything it starts has its runtime folder in the environment, and by that it is ended, also what services of the
desktop have started.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
READY_S = 180.0
_TICK_S = 0.1
_END_S = 5.0
_DROPPED = (
    "XDG_",
    "QT_",
    "DBUS_",
    "WAYLAND_",
    "SESSION_",
    "GNOME_",
    "KDE_",
    "DEMITASSE_",
    "SWAY",
    "DISPLAY",
    "PYTHON_KEY",
)
_HIDDEN = "[Desktop Entry]\nHidden=true\n"
LOGIND = ("/usr/bin/python3", "-m", "dbusmock", "--system", "--template", "logind")


class NeverCame(Exception):
    """Something that was waited for did not happen in time."""


def until(check: Callable[[], object], what: str, within_s: float = READY_S) -> object:
    """Wait until `check` returns something true, and return that; rest as long as it takes. Raises NeverCame."""
    began = time.monotonic()
    end = began + within_s
    while not (found := check()):
        now = time.monotonic()
        if now > end:
            raise NeverCame(what)
        time.sleep(max(_TICK_S, now - began))
        began = time.monotonic()
    return found


class Session:
    """A desktop. A subclass starts its programs (`bring_up`), and moves pointer and keys.

    `packages` are Debian's, `programs` what has to be there, and `is_wayland` tells what the app speaks. `menu_on_left`
    is the click on the icon that GNOME turns into its menu.
    """

    name: ClassVar[str]
    packages: ClassVar[tuple[str, ...]] = ()
    programs: ClassVar[tuple[str, ...]] = ()
    is_wayland: ClassVar[bool] = False
    menu_on_left: ClassVar[bool] = False
    scale: ClassVar[int] = 1
    host: ClassVar[str] = ""
    """The program with the tray."""
    lacks: ClassVar[dict[str, str]] = {"monitors": "one monitor"}
    """Why steps are skipped here, by what they need."""
    login_items: ClassVar[tuple[str, ...]] = ()
    """Parts of the names of those items in /etc/xdg/autostart that belong to this desktop; the others are hidden."""
    variables: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        self.folder = Path()
        self.env: dict[str, str] = {}
        self._before: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix=f"desktop-{self.name}-"))
        for name in ("home", "run", "log"):
            (self.folder / name).mkdir(mode=0o700)
        home = self.folder / "home"
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)} | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_DATA_HOME": str(home / ".local" / "share"),
            "DEMITASSE_HOME": str(self.folder / "demitasse"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "PYTHONPATH": str(ROOT / "app"),
            "LANG": "C.UTF-8",
            "TZ": "Europe/Berlin",  # that of the sample company, so that nothing is said about two zones
            "NO_AT_BRIDGE": "1",
            "GTK_A11Y": "none",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            **self.variables,
        }
        for place in (".config/autostart", ".cache", ".local/share"):
            (home / place).mkdir(parents=True)
        for item in Path("/etc/xdg/autostart").glob("*.desktop"):
            if not any(name in item.name for name in self.login_items):
                (home / ".config" / "autostart" / item.name).write_text(_HIDDEN)
        self._before = dict(self.env)
        try:
            self.bring_up()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- what a desktop is

    def bring_up(self) -> None:
        """Start the programs of the desktop, and wait until a person could use it."""
        raise NotImplementedError

    def point(self, x: int, y: int) -> None:
        """Move the pointer."""
        raise NotImplementedError

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Click with button 1 (left), 2 (middle) or 3 (right)."""
        raise NotImplementedError

    def double_click(self, x: int, y: int) -> None:
        """Click twice within the time of a double click."""
        self.click(x, y)
        self.click(x, y)

    def log_in_again(self) -> None:
        """End what is left of the session, and start another one in the same home, with its login items."""
        self.end()
        shutil.rmtree(self.folder / "run")
        (self.folder / "run").mkdir(mode=0o700)
        self.env = dict(self._before)
        self.bring_up()
        self.start_login_items()

    def start_login_items(self) -> None:
        """Start the login items. Window managers leave that to a program such as this one."""
        self.start("dex", "--autostart", "--environment", self.env["XDG_CURRENT_DESKTOP"].split(":")[-1])

    def start_host(self) -> None:
        """Start the program with the tray, unless the session has done so."""
        if not self._pids(self.host):
            self.start(self.host)

    def end_host(self) -> None:
        """End the program with the tray, as when it crashes."""
        for pid in self._pids(self.host):
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def take_host_away(self) -> None:
        """End the program with the tray so that it stays away until `start_host`."""
        self.end_host()

    def end_display(self) -> None:
        """End the compositor or the X server, as the end of a session does."""
        for pid in self._pids("Xvfb", "sway", "gnome-shell", "kwin_wayland"):
            with suppress(OSError):
                os.kill(pid, signal.SIGTERM)

    def unplug(self) -> None:
        """Take the second monitor away."""
        raise NotImplementedError

    def key(self, chord: str) -> None:
        """Press keys, such as "ctrl+n", "Return" or "Escape"."""
        raise NotImplementedError

    def type(self, text: str) -> None:
        """Type a text."""
        raise NotImplementedError

    def picture(self, file: Path) -> None:
        """Save the screen as a PNG."""
        raise NotImplementedError

    def bare_place(self) -> tuple[int, int]:
        """Return a place of the screen where no window is."""
        return 200, 400

    # --- its parts

    def start(self, *command: str, log: str = "", **more: str) -> subprocess.Popen[bytes]:
        """Start a program of this desktop; its output goes to a file of its name."""
        with (self.folder / "log" / (log or Path(command[0]).name)).open("ab") as sink:
            return subprocess.Popen(
                command, env=self.env | more, cwd=self.folder / "home", stdin=subprocess.DEVNULL, stdout=sink,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def log(self, name: str) -> str:
        """Return the output of a program."""
        return (self.folder / "log" / name).read_text(encoding="utf-8", errors="replace")

    def has_log(self, name: str) -> bool:
        """Return whether a program was started."""
        return (self.folder / "log" / name).exists()

    def run(self, *command: str, within_s: float = 120.0) -> str:
        """Run a tool of this desktop, and return what it prints; empty if it fails."""
        with suppress(subprocess.SubprocessError, OSError):
            done = subprocess.run(
                command, env=self.env, cwd=self.folder, capture_output=True, text=True, timeout=within_s, check=False
            )
            return done.stdout if done.returncode == 0 else ""
        return ""

    def demitasse(self, *words: str) -> str:
        """Run a command line of Demitasse for the profile of the demo."""
        return self.run(sys.executable, "-m", "demitasse", "--profile", "demo", *words)

    def bus(self) -> None:
        """Start the session bus, whose services may be started by need."""
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._daemon("bus")

    def system_bus(self) -> None:
        """Start a bus that stands for the system's, with a logind that does nothing."""
        self.env["DBUS_SYSTEM_BUS_ADDRESS"] = self._daemon("system-bus")
        self.start(*LOGIND, log="logind")
        until(lambda: self._owned("--system", "org.freedesktop.login1"), "logind")

    def _daemon(self, name: str) -> str:
        address = f"unix:path={self.folder / 'run' / name}"
        self.start("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", log=name)
        until((self.folder / "run" / name).exists, name)
        return address

    def owns(self, name: str) -> bool:
        """Return whether a name on the session bus has an owner."""
        return self._owned("--session", name)

    def _owned(self, bus: str, name: str) -> bool:
        daemon = "org.freedesktop.DBus"
        where = ("--dest", daemon, "--object-path", "/org/freedesktop/DBus", "--method", f"{daemon}.NameHasOwner")
        return "true" in self.run("gdbus", "call", bus, *where, name)

    def xvfb(self, size: str = "1280x800") -> str:
        """Start an X server without a screen, and return its display."""
        read_end, write_end = os.pipe()
        log = (self.folder / "log" / "xvfb").open("wb")
        subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"],
            env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(write_end,),
            start_new_session=True,
        )  # fmt: skip
        os.close(write_end)
        with os.fdopen(read_end) as reader:
            return f":{reader.readline().strip()}"

    def end(self) -> None:
        """End every process with this desktop's runtime folder in its environment, by force after a while."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in self.processes():
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, number)
            with suppress(NeverCame):
                until(lambda: not self.processes(), "the end", _END_S)

    def _pids(self, *names: str) -> list[int]:
        """Return the processes of this desktop with one of these names."""
        found = []
        for pid in self.processes():
            with suppress(OSError):
                if Path(f"/proc/{pid}/comm").read_text().strip() in {name[:15] for name in names}:
                    found.append(pid)
        return found

    def processes(self) -> list[int]:
        """Return the processes of this desktop, by their environment."""
        mark = f"XDG_RUNTIME_DIR={self.folder / 'run'}".encode()
        found: list[int] = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and int(folder.name) != os.getpid():
                with suppress(OSError):
                    is_zombie = b") Z " in (folder / "stat").read_bytes()
                    if not is_zombie and mark in (folder / "environ").read_bytes().split(b"\0"):
                        found.append(int(folder.name))
        return found
