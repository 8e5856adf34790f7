"""The main job on a desktop, done from outside as a person does it, and what came of each step.

The program is `demitasse demo`. What is looked at is the screen itself, the timesheet as the command line reads it, and
what the running program says about its window; a window counts as open only if the screen has changed where it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.desktops import pictures
from tests.desktops.probe import AWAY_S
from tests.desktops.session import READY_S, ROOT, NeverCame, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.desktops.session import Session

WIDTH, HEIGHT = 380, 600
_SETTLED_S = 1.0
_STEP_S = 8.0
_NEAR = 16
_BUTTON = (66, 22)
"""From the lower left corner of a notification to its first button."""
OTHER = (
    "from PySide6.QtWidgets import QApplication, QLineEdit; import sys; a = QApplication(['other']); w = QLineEdit();"
    "w.setWindowTitle('Elsewhere'); w.resize(300, 120); w.show(); w.activateWindow(); sys.exit(a.exec())"
)


class Failed(Exception):
    """A step whose outcome is not the promised one; the text goes into the table."""


class Job:
    """The steps on one desktop. `results` is the row of the table."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.folder = folder
        self.results: dict[str, str] = {}
        self.icon: pictures.Box | None = None
        self._app: subprocess.Popen[bytes] | None = None
        self._bare = folder / "bare.png"
        self._probes = 0

    def do(self) -> None:
        """Do every step; one that fails is noted, and the next is tried."""
        for name, step in self._steps():
            try:
                self.results[name] = step() or "ok"
            except (Failed, NeverCame) as error:
                self.results[name] = f"**{error}**"
                (self.folder / "app.log").write_text(self.session.log("app"), encoding="utf-8")
                with suppress(Exception):
                    self.look(f"failed-{name.replace(' ', '-')}")
            print(f"  {name}: {self.results[name]}", flush=True)

    def _steps(self) -> Iterator[tuple[str, Callable[[], str | None]]]:
        yield "first window", self.first_window
        yield "keyboard", self.keyboard
        if self.session.has_tray:
            yield "icon", self.find_icon
            yield "left click", self.left_click
            yield "place", self.place
            yield "closes on", self.closes
            yield "middle click", self.middle_click
            yield "right click", self.right_click
        if self.session.host:
            yield "host restarted", self.host_restarted
        yield "from behind", self.from_behind
        yield "notification", self.notification
        yield "idle", self.idle
        yield "quit", self.quit
        yield "end of session", self.end_of_session

    # --- the steps

    def first_window(self) -> str | None:
        """Start the demo, which opens the window at once, and see all of it on the screen."""
        self.session.point(*self.session.bare_place())
        time.sleep(_SETTLED_S)
        self.session.picture(self._bare)
        self.start()
        until(lambda: self.report().get("window") in {"open", "focused"}, "the window does not open")
        box = self._wait_for_box()
        self.look("first-window")
        scale = self.session.scale
        if box.width < scale * WIDTH - _NEAR or box.height < scale * HEIGHT - _NEAR:
            raise Failed(f"only {box.width}x{box.height} of it to be seen")
        return "whole" if self.report().get("window") == "focused" else "whole, without the focus"

    def keyboard(self) -> str | None:
        """Start another task with the keyboard alone."""
        before = self.status()["running"]
        self.session.key("ctrl+n")
        time.sleep(_SETTLED_S)
        self.session.type("web cod")
        time.sleep(_SETTLED_S)
        self.look("typed")
        self.session.key("Return")
        until(lambda: (self.status()["running"] or {}).get("id") not in {None, (before or {}).get("id")},
              "keys start nothing", _STEP_S)  # fmt: skip
        return None

    def find_icon(self) -> str | None:
        """Close the window and find the cup in the panel."""
        self.session.demitasse("add", "today 5h int meet")  # the coffee is what is looked for
        self.session.key("Escape")
        self._gone()

        def look() -> pictures.Box | None:
            return pictures.cup(self.look("panel"))

        self.icon = until(look, "no cup in the panel", _STEP_S)  # type: ignore[assignment]
        return None

    def left_click(self) -> str | None:
        """Open with a click, or with two where one opens the menu."""
        self._click_icon()
        if self.session.menu_on_left:
            time.sleep(_SETTLED_S)
            self.look("menu")
            self.session.key("Escape")
            self._double_click()
        until(lambda: self.report().get("window") in {"open", "focused"}, "a click opens nothing", _STEP_S)
        return "menu; two open" if self.session.menu_on_left else None

    def place(self) -> str | None:
        """See where the popover is, and that it is clear of its icon."""
        box = self._wait_for_box()
        self.look("open")
        assert self.icon is not None
        if box.holds(self.icon.center):
            raise Failed("covers the icon")
        if self.session.is_wayland:
            return "by the compositor"
        across = abs(box.center[0] - self.icon.center[0])
        above, below = abs(box.y - self.icon.y), abs(box.y + box.height - self.icon.y)
        near = across < self.session.scale * WIDTH and min(above, below) < self.session.scale * 80
        if not near:
            raise Failed(f"at {box.x},{box.y}, far from the icon")
        return "at the icon"

    def closes(self) -> str | None:
        """Close it by Esc, another window, the bare desktop and the icon, and open it in between."""
        ways: dict[str, Callable[[], None]] = {
            "Esc": lambda: self.session.key("Escape"),
            "window": self._open_other_window,
            "desktop": lambda: self.session.click(*self.session.bare_place()),
            "icon": self._close_by_icon,
        }
        done = []
        for name, way in ways.items():
            if self.report().get("window") == "closed":
                self.session.demitasse("--show")
                until(lambda: self.report().get("window") == "focused", "does not open again", _STEP_S)
            time.sleep(_SETTLED_S)
            way()
            with suppress(NeverCame, Failed):
                self._gone()
                done.append(name)
        self._close_other_window()
        if "Esc" not in done:
            raise Failed("stays open: " + ", ".join(set(ways) - set(done)))
        return ", ".join(done)

    def middle_click(self) -> str | None:
        """Stop and continue the timer."""
        for _ in range(2):
            running = self.status()["running"]
            time.sleep(2 * _SETTLED_S)
            self._click_icon(2)
            until(partial(self._is_other, running), "nothing", _STEP_S)
        return None

    def _is_other(self, before: dict[str, Any] | None) -> bool:
        return (self.status()["running"] is None) is (before is not None)

    def right_click(self) -> str | None:
        """Open the menu."""
        self._click_icon(3)
        time.sleep(_SETTLED_S)
        self.look("menu")
        self.session.key("Escape")
        self.session.click(*self.session.bare_place())
        if "right" not in self.report().get("clicks", []) and not self.session.menu_on_left:
            raise Failed("no menu")
        return None

    def host_restarted(self) -> str | None:
        """Let the panel crash, and find the cup in the one that is started after it."""
        self.session.end_host()
        until(lambda: pictures.cup(self.look("no-panel")) is None, "the panel stays", _STEP_S)
        self.session.start_host()
        self.icon = until(lambda: pictures.cup(self.look("panel-again")), "no cup in it", 3 * _STEP_S)  # type: ignore[assignment]
        self._click_icon()
        until(lambda: self.report().get("window") in {"open", "focused"}, "a click opens nothing", _STEP_S)
        self.session.key("Escape")
        return None

    def from_behind(self) -> str | None:
        """Call the window back, closed and (without a tray) from behind another one."""
        if self.report().get("window") != "closed":
            self.session.key("Escape")
        self.session.demitasse("--show")
        until(lambda: self.report().get("window") == "focused", "does not open", _STEP_S)
        if not self.session.has_tray:
            self._open_other_window()
            until(lambda: self.report().get("window") != "focused", "the other window", _STEP_S)
            self.session.demitasse("--show")
            until(lambda: self.report().get("window") == "focused", "stays behind", _STEP_S)
            self._close_other_window()
            self.look("from-behind")
        self.session.key("Escape")
        return None

    def notification(self) -> str | None:
        """Show one and click it; where that does not open it, show another one and press its first button."""
        if not self.session.owns("org.freedesktop.Notifications") and "mako" not in self.session.programs:
            return "no service"
        if self._pressed_at(lambda box: box.center):
            return "shown; a click opens"
        if self._pressed_at(_first_button):
            return "shown; a click closes it, its button opens"
        raise Failed("neither a click nor its button does anything")

    def _pressed_at(self, place: Callable[[pictures.Box], tuple[int, int]]) -> bool:
        """Show a notification, click at a place of it, and return whether that arrives."""
        self._probes += 1
        name = f"notify-{self._probes}"
        time.sleep(_SETTLED_S)
        before, probe = self.look("before-notification"), self._probe("notify", name)
        try:
            until(lambda: "sent" in self.session.log(name), "the probe")
            time.sleep(2 * _SETTLED_S)
            box = self._difference(before, self.look(name))
            if box is None:
                raise Failed("not shown")
            self.session.point(*place(box))
            time.sleep(_SETTLED_S)  # Cinnamon takes no click of a pointer that has just arrived
            self.session.click(*place(box))
            with suppress(NeverCame):
                until(lambda: {"pressed", "closed"} & set(self.session.log(name).split()), "an answer", _STEP_S)
            return "pressed" in self.session.log(name)
        finally:
            probe.terminate()

    def idle(self) -> str | None:
        """Do nothing for a moment, and come back."""
        probe = self._probe("idle")
        until(lambda: "source" in self.session.log("idle"), "the probe")
        source = self.session.log("idle").split()[1]
        if source == "none":
            probe.terminate()
            raise Failed("none")
        until(lambda: "away" in self.session.log("idle"), f"{source}: never away", AWAY_S + _STEP_S)
        self.session.point(400, 300)
        self.session.point(420, 320)
        until(lambda: "back" in self.session.log("idle"), f"{source}: never back", _STEP_S)
        return source

    def quit(self) -> str | None:
        """Quit from the terminal."""
        assert self._app is not None
        began = time.monotonic()
        self.session.demitasse("quit")
        code = self._app.wait(READY_S)
        if code:
            raise Failed(f"exit code {code}")
        return f"{time.monotonic() - began:.1f} s"

    def end_of_session(self) -> str | None:
        """Start once more, and end the desktop below it."""
        self.start()
        until(lambda: self.report().get("window") in {"open", "focused"}, "the window does not open")
        assert self._app is not None
        self.session.end_display()
        try:
            code = self._app.wait(READY_S)
        except subprocess.TimeoutExpired:
            raise Failed("goes on") from None
        return f"ends with {code}"  # 1 is what GDK does, whose theme Qt takes on some desktops

    # --- means

    def start(self) -> None:
        """Start the demo."""
        self._app = self.session.start(sys.executable, "-m", "demitasse", "demo", log="app")

    def report(self) -> dict[str, Any]:
        """Return what the running program says about itself."""
        with suppress(ValueError):
            answer: dict[str, Any] = json.loads(self.session.run(sys.executable, "-c", _ASK))
            return answer
        return {}

    def status(self) -> dict[str, Any]:
        """Return what `demitasse status` says."""
        with suppress(ValueError):
            answer: dict[str, Any] = json.loads(self.session.demitasse("status", "--json"))
            return answer
        raise Failed("the command line does not answer")

    def look(self, name: str) -> Path:
        """Take a picture of the screen."""
        file = self.folder / f"{name}.png"
        self.session.picture(file)
        if not file.exists():
            raise Failed("no picture of the screen")
        return file

    def _wait_for_box(self) -> pictures.Box:
        """Wait until something is to be seen, and at the same place for a moment."""
        seen: list[pictures.Box | None] = [None]

        def settled() -> pictures.Box | None:
            time.sleep(_SETTLED_S)
            before, seen[0] = seen[0], self._difference(self._bare, self.look("window"))
            is_still = before is not None and seen[0] is not None and _are_alike(before, seen[0])
            return seen[0] if is_still else None

        return until(settled, "not to be seen", 2 * _STEP_S)  # type: ignore[return-value]

    def _difference(self, before: Path, after: Path) -> pictures.Box | None:
        return pictures.changed(before, after, 2 * self.session.scale)

    def _gone(self) -> None:
        until(lambda: self.report().get("window") == "closed", "stays open", _STEP_S)

    def _click_icon(self, button: int = 1) -> None:
        if self.icon is None:
            raise Failed("no icon to click")
        self.session.click(*self.icon.center, button)

    def _double_click(self) -> None:
        if self.icon is None:
            raise Failed("no icon to click")
        self.session.double_click(*self.icon.center)

    def _close_by_icon(self) -> None:
        if self.session.menu_on_left:
            self._double_click()
        else:
            self._click_icon()

    def _open_other_window(self) -> None:
        self._other = self.session.start(sys.executable, "-c", OTHER, log="other")
        time.sleep(2 * _SETTLED_S)

    def _close_other_window(self) -> None:
        self._other.terminate()
        self._other.wait(READY_S)
        time.sleep(_SETTLED_S)

    def _probe(self, name: str, log: str = "") -> subprocess.Popen[bytes]:
        path = f"{ROOT}:{ROOT / 'app'}"
        command = (sys.executable, "-m", "tests.desktops.probe", name)
        return self.session.start(*command, log=log or name, PYTHONPATH=path)


def _are_alike(one: pictures.Box, other: pictures.Box) -> bool:
    return all(abs(this - that) < _NEAR for this, that in zip(one, other, strict=True))


def _first_button(box: pictures.Box) -> tuple[int, int]:
    """Return where desktops put the first button of a notification."""
    return box.x + _BUTTON[0], box.y + box.height - _BUTTON[1]


_ASK = (
    "import json; from demitasse.desktop.ipc_client import ask, ipc_address; from demitasse.support.paths import paths;"
    "print(json.dumps(ask(ipc_address(paths('demo')))))"
)
