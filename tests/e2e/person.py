"""Use the app from outside as a person does: by icon, keyboard and terminal."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tests.deadlines import PATIENCE_S, RETRY_S
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop_session import DesktopSession, Window
    from tests.e2e.coffeecup import CoffeeCup

PROFILE = ("--profile", "desk")
FROM_SOURCE = (sys.executable, "-m", "demitasse")
TITLE = "Demitasse"
SAME_CLICK_S = 0.5


class Person:
    """Somebody with one profile on one desktop. `app` is the tray app that was started last."""

    def __init__(self, desktop: DesktopSession, home: Path, program: tuple[str, ...] = FROM_SOURCE) -> None:
        self.desktop = desktop
        self.home = home
        self.program = program
        self.app: subprocess.Popen[bytes] | None = None

    def sign_in(self, server: CoffeeCup, token_store: str = "file") -> None:  # noqa: S107 - the name of a place
        """Sign in from the terminal."""
        words = ("login", "--server", server.url, "--email", server.email, "--company", server.company)
        self.terminal(*words, "--password-stdin", "--token-store", token_store, typed=server.password + "\n")

    def terminal(self, *words: str, typed: str = "") -> dict[str, Any]:
        """Run a command with --json and return its answer."""
        done = subprocess.run(
            [*self.program, *PROFILE, *words, "--json"],
            env=self.desktop.env | {"DEMITASSE_HOME": str(self.home)},
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, f"{words[0]}: {done.returncode} {done.stdout} {done.stderr}"
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def start_app(self, *options: str) -> subprocess.Popen[bytes]:
        """Start the tray app (or a second one)."""
        app = self.desktop.start(*self.program, *PROFILE, *options, DEMITASSE_HOME=str(self.home))
        if self.app is None or self.app.poll() is not None:
            self.app = app
        return app

    def kill_app(self) -> None:
        """End the app as a crash does."""
        assert self.app is not None
        self.app.send_signal(signal.SIGKILL)
        self.app.wait(PATIENCE_S)

    def quit_app(self) -> int:
        """End the app as the end of a session does; return its exit code."""
        assert self.app is not None
        self.app.terminate()
        return self.app.wait(PATIENCE_S)

    def open(self) -> Window:
        """Click the icon and wait until the popover has the keyboard focus."""
        self.desktop.click_tray()
        return self.popover()

    def click_again(self, *, opens: bool) -> None:
        """Click the icon until the popover is open or closed.

        The program takes a click soon after the popover has closed for the click that closed it.
        """
        for _ in range(5):
            time.sleep(SAME_CLICK_S)
            self.desktop.click_tray()
            with suppress(AssertionError):
                wait_until(lambda: self.is_open() == opens, "what a click does", RETRY_S)
                return
        raise AssertionError("clicks do nothing")

    def popover(self) -> Window:
        """Wait until the popover has the keyboard focus and return its window."""
        window = self.desktop.wait_for_window(TITLE)
        wait_until(lambda: self.desktop.focused() == window.id, "the keyboard focus")
        return window

    def is_open(self) -> bool:
        """Whether the popover is on the screen."""
        return any(window.name == TITLE for window in self.desktop.windows())

    def closed_by(self, chord: str, window: Window) -> bool:
        """Press `chord` if `window` is still open; return whether it is gone. A desktop under load may lose a key."""
        if window.id not in {each.id for each in self.desktop.windows()}:
            return True
        self.desktop.keys(chord)
        return False

    def start_timer(self, query: str, comment: str) -> dict[str, Any]:
        """Pick a task with the keyboard, start it and write a comment; return the running entry."""
        before = self.terminal("status")["running"]
        self.desktop.keys("ctrl+n")
        self.desktop.type(query)
        self.desktop.keys("Return")
        running: dict[str, Any] = wait_until(lambda: self._running_but(before), "the timer")
        self.desktop.type(f":{comment}")  # a colon leads to the comment of what runs
        return running

    def stop_timer(self) -> None:
        """Stop the timer with the keyboard. A desktop under load may lose a key, so it is pressed again."""
        for _ in range(5):
            self.desktop.keys("ctrl+shift+s")
            with suppress(AssertionError):
                wait_until(lambda: self.terminal("status")["running"] is None, "the stop", RETRY_S)
                return
        raise AssertionError("the timer does not stop")

    def entries(self) -> list[dict[str, Any]]:
        """The entries of today on this computer."""
        found: list[dict[str, Any]] = self.terminal("today")["entries"]
        return found

    def _running_but(self, before: dict[str, Any] | None) -> dict[str, Any] | None:
        running: dict[str, Any] | None = self.terminal("status")["running"]
        return running if running and (before is None or running["id"] != before["id"]) else None
