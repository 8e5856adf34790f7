"""What a person does and sees on a desktop, done from outside.

What is looked at is the screen itself, the timesheet as the command line reads it, and what the running program says
about its window; a window counts as open only if the screen has changed where it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from demitasse.desktop.ipc_client import ask
from tests.desktops import pictures
from tests.desktops.session import READY_S, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktops.session import Session

SETTLED_S = 1.0
STEP_S = 30.0
_NEAR = 16
_NOTE = 150, 40
"""A notification is wider and higher than this."""
_LOOKS, _STILL_LOOKS = 30, 3
_OPEN = {"open", "focused"}
_OTHER = (
    "from PySide6.QtWidgets import QApplication, QLineEdit; import sys; a = QApplication(['other']); w = QLineEdit();"
    "w.setWindowTitle('Elsewhere'); w.resize(300, 120); w.show(); w.activateWindow(); sys.exit(a.exec())"
)


class Failed(Exception):
    """A step whose outcome is not the promised one; the text goes into the table."""


class Hands:
    """A person at a desktop. `icon` is where the cup was seen last."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.folder = folder
        self.icon: pictures.Box | None = None
        self._app: subprocess.Popen[bytes] | None = None
        self._other: subprocess.Popen[bytes] | None = None

    # --- the program

    def start(self, *words: str) -> None:
        """Start the tray app."""
        self._app = self.session.start(sys.executable, "-m", "demitasse", *words, log="app")

    def exit_code(self) -> int:
        """Wait for the end of the tray app, and return its exit code."""
        assert self._app is not None
        try:
            return self._app.wait(READY_S)
        except subprocess.TimeoutExpired:
            raise Failed("goes on") from None

    def report(self) -> dict[str, Any]:
        """Return what the running program says about itself."""
        return ask(str(self.session.folder / "demitasse" / "data" / "demo" / "s"))

    def window(self) -> str:
        """Return "closed", "open" or "focused"; empty if the program does not answer."""
        return str(self.report().get("window", ""))

    def answer(self, *words: str) -> Any:
        """Return what a command answers with --json."""
        with suppress(ValueError):
            return json.loads(self.session.demitasse(*words, "--json"))
        raise Failed("the command line does not answer")

    def running(self) -> dict[str, Any] | None:
        """Return the entry whose timer runs."""
        found: dict[str, Any] | None = self.answer("status")["running"]
        return found

    def wait_until_open(self, otherwise: str, *, focused: bool = False) -> None:
        """Wait for the window. Raises NeverCame(otherwise)."""
        until(lambda: self.window() in ({"focused"} if focused else _OPEN), otherwise, STEP_S)

    def wait_until_closed(self) -> None:
        """Wait for its end."""
        until(lambda: self.window() == "closed", "stays open", STEP_S)

    def close_window(self) -> None:
        """Close the window by Esc, if it is open; without a tray it is minimized, which Wayland tells no program."""
        gone = {"open", "closed"} if "tray" in self.session.lacks else {"closed"}

        def closed() -> bool:
            if self.window() in gone:
                return True
            self.session.key("Escape")  # a loaded machine may lose a key
            time.sleep(2 * SETTLED_S)
            return False

        until(closed, "stays open", STEP_S)

    # --- the screen

    def look(self, name: str) -> Path:
        """Take a picture of the screen."""
        file = self.folder / f"{name}.png"
        self.session.picture(file)
        if not file.exists():
            raise Failed("no picture of the screen")
        return file

    def look_when_still(self, name: str) -> Path:
        """Take a picture when nothing has moved for a while: some desktops are drawn after they are ready."""
        before, still = self.look(name), 0
        for _ in range(_LOOKS):
            time.sleep(2 * SETTLED_S)
            still = still + 1 if self.difference(before, name) is None else 0
            if still == _STILL_LOOKS:
                break
            before = self.look(f"{name}-before")
        return self.folder / f"{name}.png"

    def find_cup(self, name: str, within_s: float = STEP_S) -> pictures.Box:
        """Wait for the cup in a panel."""
        found: pictures.Box = until(lambda: pictures.cup(self.look(name)), "no cup in the panel", within_s)  # type: ignore[assignment]
        return found

    def difference(self, before: Path, name: str) -> pictures.Box | None:
        """Take a picture, and return where it differs from another one."""
        return pictures.changed(before, self.look(name), 2 * self.session.scale)

    def new_box(self, before: Path, name: str) -> pictures.Box:
        """Wait until something new is to be seen, and at the same place for a moment."""
        seen: list[pictures.Box | None] = [None]

        def settled() -> pictures.Box | None:
            time.sleep(SETTLED_S)
            last, seen[0] = seen[0], self.difference(before, name)
            is_still = last is not None and seen[0] is not None and _are_alike(last, seen[0])
            return seen[0] if is_still else None

        return until(settled, "not to be seen")  # type: ignore[return-value]

    def note(self, before: Path, name: str) -> pictures.Box:
        """Wait for a notification; some desktops take it away after some seconds, so it need not be still."""

        def shown() -> pictures.Box | None:
            box = self.difference(before, name)
            return box if box is not None and box.width > _NOTE[0] and box.height > _NOTE[1] else None

        return until(shown, "not shown", STEP_S)  # type: ignore[return-value]

    # --- pointer and other windows

    def click_icon(self, button: int = 1) -> None:
        """Click where the cup is."""
        if self.icon is None:
            raise Failed("no icon to click")
        self.session.click(*self.icon.center, button)

    def open_by_icon(self) -> None:
        """Open or close with the clicks that this desktop takes for it."""
        if self.session.menu_on_left and self.icon is not None:
            self.session.double_click(*self.icon.center)
        else:
            self.click_icon()

    def open_other_window(self) -> None:
        """Open the window of another program."""
        self._other = self.session.start(sys.executable, "-c", _OTHER, log="other")
        time.sleep(2 * SETTLED_S)

    def close_other_window(self) -> None:
        """End that program."""
        assert self._other is not None
        self._other.terminate()
        self._other.wait(READY_S)
        time.sleep(SETTLED_S)


def _are_alike(one: pictures.Box, other: pictures.Box) -> bool:
    return all(abs(this - that) < _NEAR for this, that in zip(one, other, strict=True))
