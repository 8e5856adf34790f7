"""A virtual desktop with a real tray, for tests that click and type as a person does.

    with DesktopSession(tray="xembed") as desktop:
        app = desktop.start(sys.executable, "-m", "demitasse")   # sees only this desktop and an empty home
        desktop.click_tray()                                     # waits until the icon is there
        desktop.wait_for_window("Demitasse")
        desktop.type("web cod")
        desktop.keys("Return")
        desktop.screenshot(Path("popover.png"))

It starts an X server (Xvfb) on a free display, a session bus that starts no services by itself, a window manager
(openbox) and a tray host. At the end every process goes that carries this session's mark in its environment, also
those that made themselves daemons; if the test run itself is killed, the kernel ends the pieces.
"""

from __future__ import annotations

import ctypes
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.status_notifier import Panel

ROOT = Path(__file__).parents[1]
MEASURING = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_PROCESS")}
"""Environment variables that make a child measure its coverage if this test run does."""

_MARK = "DEMITASSE_TEST_DESKTOP"
_PROGRAMS = ("Xvfb", "openbox", "trayer", "xdotool", "xwininfo", "xprop", "dbus-daemon")
_BUTTONS = {"left": "1", "middle": "2", "right": "3"}
_TICK_S, _MOST_S = 0.02, 1.0
_SETTLED_S = 0.1
_TRAYER = (
    "trayer --edge bottom --align right --widthtype request --height 26 --SetDockType true --SetPartialStrut true "
    "--expand true --tint 0x303030 --transparent false"
).split()
_KDEGLOBALS = {
    "dark": "[Colors:Window]\nBackgroundNormal=32,32,32\nForegroundNormal=250,250,250\n"
    "[Colors:View]\nBackgroundNormal=24,24,24\nForegroundNormal=250,250,250\n"
    "[Colors:Button]\nBackgroundNormal=48,48,48\nForegroundNormal=250,250,250\n",
    "light": "[Colors:Window]\nBackgroundNormal=240,240,240\nForegroundNormal=20,20,20\n"
    "[Colors:View]\nBackgroundNormal=255,255,255\nForegroundNormal=20,20,20\n"
    "[Colors:Button]\nBackgroundNormal=240,240,240\nForegroundNormal=20,20,20\n",
}
_GRAB = (
    "import sys; from PySide6.QtGui import QGuiApplication as A; a = A([]); "
    "sys.exit(not a.primaryScreen().grabWindow(0).save(sys.argv[1]))"
)


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the screen; `x` and `y` are its top left corner without the frame."""

    id: int
    name: str
    x: int
    y: int
    width: int
    height: int


def missing() -> list[str]:
    """Return the programs of a virtual desktop that are not installed."""
    if not sys.platform.startswith("linux"):
        return ["Linux"]
    return [program for program in _PROGRAMS if not shutil.which(program)]


def wait_until(check: Callable[[], Any], what: str, timeout_s: float = PATIENCE_S) -> Any:
    """Call `check` until it returns something true, and return that. Raises AssertionError that names `what`.

    A check that starts programs leaves two thirds of a core to what it waits for.
    """
    end = time.monotonic() + timeout_s
    while True:
        began = time.monotonic()
        if found := check():
            return found
        now = time.monotonic()
        if now > end:
            raise AssertionError(f"{what} did not come within {timeout_s:g} s")
        time.sleep(max(_TICK_S, min(2 * (now - began), _MOST_S)))


class DesktopSession:
    """One desktop: `tray` is "xembed" (drawn), "sni" (StatusNotifier, not drawn) or "none".

    `scheme` is "", "light" or "dark": what the desktop says it wears. `env` is what a program
    of this desktop sees; its home is an empty folder under `folder`.
    """

    def __init__(
        self,
        tray: str = "xembed",
        *,
        size: tuple[int, int] = (1280, 800),
        scale: float = 1.0,
        scheme: str = "",
    ) -> None:
        self.tray = tray
        self.env: dict[str, str] = {}
        self.folder = Path()
        self._size, self._scale, self._scheme = size, scale, scheme
        self._mark = secrets.token_hex(8)
        self._panel: Panel | None = None
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        """Start every program and wait until it is ready."""
        self.folder = Path(tempfile.mkdtemp(prefix="desktop-"))
        try:
            self.env = self._environment()
            self._start_display()
            self._start_bus()
            self._start_window_manager()
            self.start_tray()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End every process of this desktop and remove its folder."""
        self.stop()

    # --- what a test does

    def start(self, *command: str, log: str = "app", **more: str) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; its output goes to `log(name)`; `more` are environment variables."""
        with (self.folder / f"{log}.log").open("ab") as sink:
            process = subprocess.Popen(
                self._bound(command),
                env=self.env | more,
                cwd=self.folder / "home",
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def log(self, name: str = "app") -> str:
        """Return the output of a program so far."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def click_tray(self, button: str = "left", index: int = 0) -> None:
        """Click the tray icon: with the pointer where it is drawn, through D-Bus where it is not."""
        if self.tray == "sni":
            wait_until(lambda: len(self.panel.items()) > index, f"tray icon {index}")
            self.panel.click(index, button)
        else:
            self.click(*self.tray_icon(index), button)

    def tray_icon(self, index: int = 0) -> tuple[int, int]:
        """Wait for a drawn tray icon and return its centre."""

        def settled() -> tuple[int, int] | None:
            """Return its place, if it is on the screen and no longer moves."""
            found = self._tray_icons()
            time.sleep(_SETTLED_S)
            return found[index] if len(found) > index and found == self._tray_icons() else None

        place: tuple[int, int] = wait_until(settled, f"tray icon {index}")
        return place

    def has_tray_icon(self) -> bool:
        """Return whether any program has an icon in the tray."""
        return bool(self.panel.items() if self.tray == "sni" else self._tray_icons())

    def click(self, x: int, y: int, button: str = "left") -> None:
        """Move the pointer to a point of the screen and click."""
        self._xdotool("mousemove", str(x), str(y), "sleep", str(_TICK_S), "click", _BUTTONS[button])

    def keys(self, *chords: str) -> None:
        """Press keys, as xdotool names them: "ctrl+n", "Return", "Escape", "Tab"."""
        self._xdotool("key", "--clearmodifiers", "--delay", "20", *chords)

    def type(self, text: str) -> None:
        """Type a text into the control that has the focus."""
        self._xdotool("type", "--clearmodifiers", "--delay", "20", "--", text)

    def windows(self) -> list[Window]:
        """Return the mapped windows with a name, popovers included, the lowest first."""
        ids = self._xdotool("search", "--onlyvisible", "--maxdepth", "2", "--name", ".", check=False).split()
        return [window for each in ids if (window := self._window(int(each)))]

    def focused(self) -> int:
        """Return the id of the window with the keyboard focus; 0 if none."""
        return int(self._xdotool("getactivewindow", check=False) or 0)

    def wait_for_window(self, name: str, timeout_s: float = PATIENCE_S) -> Window:
        """Wait for a window whose title contains `name`."""
        found = wait_until(lambda: [w for w in self.windows() if name in w.name], f"a window {name!r}", timeout_s)
        return found[0]  # type: ignore[no-any-return]

    def screenshot(self, file: Path) -> Path:
        """Save the whole screen as a PNG."""
        plain = {name: value for name, value in self.env.items() if name != "QT_SCALE_FACTOR"}
        file.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-c", _GRAB, str(file.resolve())], env=plain, check=True, timeout=PATIENCE_S)
        return file

    @property
    def panel(self) -> Panel:
        """A client of the session bus that reads and clicks StatusNotifier items as a panel does."""
        assert self._panel is not None, "the desktop has not been started"
        return self._panel

    def start_tray(self) -> None:
        """Start the tray host again after `stop_tray`, as after a crash of the panel."""
        if self.tray == "xembed":
            self.start(*_TRAYER, log="tray")
            wait_until(self._tray_owned, "the XEmbed tray")
        elif self.tray == "sni":
            self.start(sys.executable, "-m", "tests.status_notifier", self._scheme, log="tray", PYTHONPATH=str(ROOT))
            wait_until(lambda: self.panel.owned("org.kde.StatusNotifierWatcher"), "the StatusNotifier tray")

    def end_bus(self) -> None:
        """End the session bus, as when it crashes."""
        self.panel.close()
        self._panel = None
        bus = next(process for process in self._processes if any("bus.conf" in word for word in _arguments(process)))
        self._processes.remove(bus)
        bus.terminate()
        bus.wait(PATIENCE_S)

    def stop_tray(self) -> None:
        """End the tray host, as when the panel crashes."""
        tray = next(p for p in self._processes if any("trayer" in a or "status_notifier" in a for a in _arguments(p)))
        self._processes.remove(tray)
        tray.terminate()
        tray.wait(PATIENCE_S)

    # --- the programs of the desktop

    def _environment(self) -> dict[str, str]:
        home = self.folder / "home"
        run = self.folder / "run"
        home.mkdir(mode=0o700)
        run.mkdir(mode=0o700)
        dropped = ("XDG_", "QT_", "DBUS_", "WAYLAND_", "SESSION_", "GNOME_", "KDE_", "DEMITASSE_", "PYTHON_KEYRING")
        env = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        env |= MEASURING | {
            _MARK: self._mark,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(run),
            "XDG_SESSION_TYPE": "x11",
            "TZ": "Europe/Berlin",  # that of the sample company, so that nothing is said about two zones
        }
        env |= {"QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1", "NO_AT_BRIDGE": "1", "LANG": "C.UTF-8"}
        env |= {"PYTHONPATH": str(ROOT / "app"), "XDG_CURRENT_DESKTOP": "X-Test"}
        env["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/none"
        if self._scale != 1.0:
            env["QT_SCALE_FACTOR"] = f"{self._scale:g}"
        if self._scheme:
            env |= {"XDG_CURRENT_DESKTOP": "KDE", "KDE_FULL_SESSION": "true", "KDE_SESSION_VERSION": "5"}
            (home / ".config").mkdir()
            (home / ".config" / "kdeglobals").write_text(_KDEGLOBALS[self._scheme], encoding="utf-8")
        return env

    def _start_display(self) -> None:
        """Start Xvfb, which chooses a free display number and writes it to a pipe when it is ready."""
        width, height = self._size
        read_end, write_end = os.pipe()
        command = f"Xvfb -displayfd {write_end} -screen 0 {width}x{height}x24 -dpi 96 -nolisten tcp -noreset -ac"
        with (self.folder / "display.log").open("wb") as sink, os.fdopen(read_end) as ready:
            server = subprocess.Popen(
                self._bound(command.split()), env=self.env, pass_fds=(write_end,), stderr=sink, start_new_session=True
            )
            os.close(write_end)
            self._processes.append(server)
            number = ready.readline().strip()
        assert number, f"Xvfb did not start: {self.log('display')}"
        self.env["DISPLAY"] = f":{number}"

    def _start_bus(self) -> None:
        """Start a bus without service files, so that no call activates a service of the host."""
        from tests.status_notifier import BUS_CONFIG, Panel, answers

        address = self.folder / "run" / "bus"
        config = self.folder / "bus.conf"
        config.write_text(BUS_CONFIG.format(path=address), encoding="utf-8")
        self.start("dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}", log="bus")
        wait_until(lambda: answers(address), "the session bus")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={address}"
        self._panel = Panel(self.env["DBUS_SESSION_BUS_ADDRESS"])

    def _start_window_manager(self) -> None:
        self.start("openbox", log="wm")
        wait_until(lambda: "0x" in self._run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), "the window manager")

    def stop(self) -> None:
        """End every process of this desktop, the display last. Safe to call twice."""
        if self._panel:
            self._panel.close()
            self._panel = None
        server = self._processes[:1]
        _end([pid for pid in self._marked() if pid not in {process.pid for process in server}], signal.SIGTERM)
        with suppress(AssertionError):
            wait_until(lambda: len(self._alive()) <= len(server), "the end", 3.0)
        _end(self._marked(), signal.SIGKILL)
        for process in self._processes:
            process.wait(PATIENCE_S)
        self._processes.clear()
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)

    def _alive(self) -> list[int]:
        for process in self._processes:
            process.poll()  # reaps it if it has ended
        return self._marked()

    def _marked(self) -> list[int]:
        """Return every process with this session's mark in its environment, daemons included."""
        sign, found = f"{_MARK}={self._mark}".encode(), []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if sign in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
        return found

    def _bound(self, command: tuple[str, ...] | list[str]) -> list[str]:
        """Return the command with a prefix that makes the kernel end it when this process dies."""
        if setpriv := shutil.which("setpriv"):
            return [setpriv, "--pdeathsig", "KILL", "--", *command]
        return list(command)

    def _tray_owned(self) -> bool:
        """Return whether the XEmbed tray's selection has an owner (only Xlib can ask)."""
        x = ctypes.CDLL("libX11.so.6")
        for function in (x.XOpenDisplay, x.XInternAtom, x.XGetSelectionOwner):
            function.restype = ctypes.c_void_p
        display = ctypes.c_void_p(x.XOpenDisplay(self.env["DISPLAY"].encode()))
        atom = ctypes.c_void_p(x.XInternAtom(display, b"_NET_SYSTEM_TRAY_S0", 0))
        owner = x.XGetSelectionOwner(display, atom)
        x.XCloseDisplay(display)
        return bool(owner)

    def _tray_icons(self) -> list[tuple[int, int]]:
        """Return the centre of each icon, from left to right: the windows two levels below the tray's panel."""
        lines = self._run("xwininfo", "-root", "-tree").splitlines()
        depths = [(len(line) - len(line.lstrip()), line) for line in lines]
        panel = next((i for i, (_, line) in enumerate(depths) if '"panel" "trayer"' in line), len(depths))
        icons = []
        for depth, line in depths[panel + 1 :]:
            if depth <= depths[panel][0]:
                break
            place = re.search(r"(\d+)x(\d+)\+-?\d+\+-?\d+ +\+(\d+)\+(\d+)", line)
            if place and depth == depths[panel][0] + 6 and int(place[1]) > 4:
                width, height, x, y = map(int, place.groups())
                icons.append((x + width // 2, y + height // 2))
        return sorted(icons)

    def _window(self, number: int) -> Window | None:
        place = self._xdotool("getwindowgeometry", "--shell", str(number), check=False)
        values = dict(line.split("=") for line in place.split())
        if not values:
            return None  # closed in the meantime
        name = self._xdotool("getwindowname", str(number), check=False).rstrip("\n")
        return Window(number, name, *(int(values[key]) for key in ("X", "Y", "WIDTH", "HEIGHT")))

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        return self._run("xdotool", *arguments, check=check)

    def _run(self, *command: str, check: bool = False) -> str:
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        if "search" in command and "BadWindow" in done.stderr:  # a window went meanwhile, which ends the search
            return self._run(*command, check=check)
        assert not check or done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
        return done.stdout


def _arguments(process: subprocess.Popen[bytes]) -> list[str]:
    return [str(each) for each in process.args] if isinstance(process.args, list) else []


def _end(pids: list[int], how: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, how)
