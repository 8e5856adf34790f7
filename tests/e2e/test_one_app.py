"""One app for each profile: a second start, a missing or late tray, faults at the start, and clean ends."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from demitasse.desktop.ipc_client import send
from demitasse.store.database import Database
from demitasse.store.migrations import stamp
from demitasse.ui.tray.aim import GRACE_MS
from tests.deadlines import PATIENCE_S, RETRY_S
from tests.desktop_session import DesktopSession, wait_until
from tests.e2e.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop_session import Window
    from tests.e2e.coffeecup import CoffeeCup


@pytest.fixture
def new_user(desktop: DesktopSession, tmp_path: Path) -> Person:
    """Somebody who has not signed in."""
    return Person(desktop, tmp_path / "demitasse")


@pytest.fixture
def no_tray() -> Iterator[DesktopSession]:
    """A desktop without a tray."""
    with DesktopSession("none") as session:
        yield session


@pytest.fixture
def sni() -> Iterator[DesktopSession]:
    """A desktop whose tray speaks StatusNotifier."""
    with DesktopSession("sni") as session:
        yield session


def test_a_second_start_shows_the_first(new_user: Person) -> None:
    first = new_user.start_app()
    window = new_user.popover()  # that of a first start; before, a loaded machine is too busy to answer in seconds
    wait_until(lambda: new_user.closed_by("Escape", window), "the popover's end")
    second = new_user.start_app()
    assert second.wait(PATIENCE_S) == 0
    new_user.popover()
    assert first.poll() is None


def test_a_second_session_is_told_where_it_runs(person: Person, no_tray: DesktopSession) -> None:
    first = person.start_app()
    person.desktop.tray_icon()
    words = (*person.program, "--profile", "desk", "--show")
    second = no_tray.start(*words, DEMITASSE_HOME=str(person.home))
    box = no_tray.wait_for_window("Demitasse")
    wait_until(lambda: no_tray.focused() == box.id, "the focus")
    no_tray.keys("Return")
    assert second.wait(PATIENCE_S) == 7
    assert f"on display {person.desktop.env['DISPLAY']}" in no_tray.log("app")
    assert not person.is_open(), "nothing opened where nobody is"
    assert first.poll() is None


def test_it_starts_again_after_a_crash(new_user: Person) -> None:
    new_user.start_app()
    new_user.open()
    new_user.kill_app()
    new_user.start_app()
    new_user.open()
    assert new_user.quit_app() == 0


def test_a_click_opens_and_a_click_closes(new_user: Person) -> None:
    new_user.start_app()
    new_user.open()
    new_user.click_again(opens=False)


def test_escape_closes_and_a_click_opens_again(new_user: Person) -> None:
    new_user.start_app()
    first = new_user.open()
    new_user.desktop.keys("Escape")
    wait_until(lambda: not new_user.is_open(), "the popover's end")
    new_user.click_again(opens=True)
    again = new_user.popover()
    assert again == first, "the same window at the same place"


def test_the_popover_closes_when_another_window_gets_the_focus(new_user: Person) -> None:
    new_user.start_app()
    new_user.open()
    new_user.desktop.start(sys.executable, "-c", OTHER_WINDOW, log="other")
    new_user.desktop.wait_for_window("Another program")
    wait_until(lambda: not new_user.is_open(), "the popover's end")


OTHER_WINDOW = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.setWindowTitle("Another program")
window.show()
window.activateWindow()
app.exec()
"""


def test_without_a_tray_it_is_a_window(no_tray: DesktopSession, tmp_path: Path) -> None:
    person = Person(no_tray, tmp_path / "demitasse")
    app = person.start_app("--show")
    window = person.popover()
    frame = no_tray._run("xprop", "-id", str(window.id), "_NET_FRAME_EXTENTS", "_NET_WM_WINDOW_TYPE")
    assert "_NET_WM_WINDOW_TYPE_NORMAL" in frame
    assert "_NET_FRAME_EXTENTS(CARDINAL) = 0, 0, 0, 0" not in frame
    wait_until(lambda: person.closed_by("alt+F4", window), "the window's end")
    assert app.wait(PATIENCE_S) == 0


def test_a_tray_that_comes_late_gets_its_icon(sni: DesktopSession, tmp_path: Path) -> None:
    sni.stop_tray()
    person = Person(sni, tmp_path / "demitasse")
    person.start_app("--show")
    window = person.popover()
    sni.start_tray()
    wait_until(sni.has_tray_icon, "the icon")
    assert sni.focused() == window.id, "what the person works in does not vanish"
    other_window(sni)
    wait_until(lambda: window.id not in {each.id for each in sni.windows()}, "the window's end")
    person.open()


def other_window(desktop: DesktopSession) -> Window:
    """Open the window of another program and return it when it has the focus."""
    desktop.start(sys.executable, "-c", OTHER_WINDOW, log="other")
    window = desktop.wait_for_window("Another program")
    wait_until(lambda: desktop.focused() == window.id, "the focus")
    return window


def test_a_start_at_login_takes_no_focus(sni: DesktopSession, coffeecup: CoffeeCup, tmp_path: Path) -> None:
    """A panel may start late; if none comes, the window that replaces it appears behind what the person does."""
    sni.stop_tray()
    other, person = other_window(sni), Person(sni, tmp_path / "demitasse")
    person.sign_in(coffeecup)
    person.start_app()
    wait_until(lambda: next((person.home / "data").rglob("s"), None), "the IPC socket")
    sni.start_tray()
    wait_until(sni.has_tray_icon, "the icon")
    assert not person.is_open(), "a panel that is a little late"
    sni.stop_tray()
    sni.wait_for_window("Demitasse")
    assert sni.focused() == other.id


def test_the_menu_alone_is_enough(sni: DesktopSession, tmp_path: Path) -> None:
    person = Person(sni, tmp_path / "demitasse")
    app = person.start_app()
    wait_until(sni.has_tray_icon, "the icon")
    wait_until(lambda: "Quit" in sni.panel.menu(), "the menu")
    assert "Demitasse" in str(sni.panel.properties()["Title"])
    assert "No timer is running" in str(sni.panel.properties()["ToolTip"])
    sni.panel.choose("Open Demitasse")
    person.popover()
    sni.panel.choose("Quit")
    assert app.wait(PATIENCE_S) == 0


def test_an_app_that_hangs_is_reported_in_a_window(new_user: Person) -> None:
    first = new_user.start_app()
    new_user.desktop.tray_icon()
    first.send_signal(signal.SIGSTOP)
    second = new_user.start_app()
    new_user.popover()
    new_user.desktop.keys("Return")
    assert second.wait(PATIENCE_S) == 7
    assert "does not answer" in new_user.desktop.log("app")
    first.send_signal(signal.SIGCONT)


def make_newer_timesheet(person: Person) -> Path:
    """Make a timesheet of a newer version and return its file."""
    person.terminal("status")
    file = person.home / "data" / "desk" / "demitasse.db"
    database = Database(file)
    with database.transaction():
        stamp(database, 999)
    database.close()
    return file


def test_a_fault_at_the_start_is_shown_in_a_window(new_user: Person, tmp_path: Path) -> None:
    file = make_newer_timesheet(new_user)
    before = file.read_bytes()
    app = new_user.start_app()
    window = new_user.popover()
    new_user.desktop.screenshot(tmp_path / "window.png")
    new_user.desktop.keys("Return")
    assert app.wait(PATIENCE_S) == 7, window
    output = new_user.desktop.log("app")
    assert "newer" in output
    assert "Traceback" not in output
    assert file.read_bytes() == before, "nothing was changed in it"


def test_the_window_of_a_fault_does_not_block_a_shutdown(new_user: Person) -> None:
    make_newer_timesheet(new_user)
    app = new_user.start_app()
    new_user.popover()
    app.terminate()
    app.wait(PATIENCE_S)


def test_a_damaged_timesheet_is_repaired_at_the_start(new_user: Person) -> None:
    file = new_user.home / "data" / "desk" / "demitasse.db"
    file.parent.parent.mkdir(parents=True, mode=0o700)
    file.parent.mkdir(mode=0o700)
    file.write_bytes(b"This is no database. " * 1000)
    new_user.start_app()
    new_user.open()
    kept = file.with_name("demitasse-damaged-1.db")
    assert kept.read_bytes().startswith(b"This is no database"), "the damaged file is kept"


def test_a_global_shortcut_opens_and_closes(person: Person) -> None:
    person.start_app()
    person.desktop.tray_icon()
    person.terminal("settings", "shortcut_open", "Ctrl+Alt+D")

    def pressed() -> bool:
        person.desktop.keys("ctrl+alt+d")
        with suppress(AssertionError):
            wait_until(person.is_open, "the popover", RETRY_S)
        return person.is_open()

    wait_until(pressed, "the popover")
    person.popover()
    person.desktop.keys("ctrl+alt+d")
    wait_until(lambda: not person.is_open(), "the popover's end")
    person.terminal("settings", "shortcut_open", "default")


def test_the_app_and_the_terminal_share_a_timer(person: Person) -> None:
    person.start_app()
    person.open()
    person.terminal("start", "web cod", "-c", "From the terminal")
    person.stop_timer()
    (entry,) = person.entries()
    assert entry["comment"] == "From the terminal"


def test_the_tray_follows_commands_of_the_terminal(sni: DesktopSession, coffeecup: CoffeeCup, tmp_path: Path) -> None:
    person = Person(sni, tmp_path / "demitasse")
    person.sign_in(coffeecup)
    person.start_app()
    wait_until(sni.has_tray_icon, "the icon")
    wait_until(lambda: "Quit" in sni.panel.menu(), "the menu")
    empty = sni.panel.properties()["IconPixmap"]

    person.terminal("start", "web cod")
    wait_until(lambda: "Website relaunch · Coding" in str(sni.panel.properties()["ToolTip"]), "the tool tip")
    assert "Stop" in sni.panel.menu()
    assert sni.panel.properties()["IconPixmap"] != empty, "the icon of a running timer"

    time.sleep(GRACE_MS / 1000)  # a click right after the label changed was meant for the label before
    sni.click_tray("middle")
    wait_until(lambda: person.terminal("status")["running"] is None, "the stop by a middle click")
    wait_until(lambda: "Continue Website relaunch · Coding" in sni.panel.menu(), "the menu of a stopped timer")
    assert not person.is_open(), "nothing opened"


@pytest.mark.parametrize("how", ["terminate", "ipc"])
def test_it_ends_cleanly(new_user: Person, how: str) -> None:
    app = new_user.start_app()
    new_user.desktop.tray_icon()
    if how == "terminate":
        app.terminate()
    else:
        socket = wait_until(lambda: next((new_user.home / "data").rglob("s"), None), "the IPC socket")
        wait_until(lambda: app.poll() is not None or send(str(socket), "quit"), "the answer")  # it may still be busy
    assert app.wait(PATIENCE_S) == 0
    assert "Traceback" not in new_user.desktop.log("app")
    assert new_user.desktop.log("app").count("ERROR") == 0
