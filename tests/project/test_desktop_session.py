"""Clicks, keys and settings on the virtual desktop reach the application."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.deadlines import PATIENCE_S
from tests.desktop_session import DesktopSession, wait_until

pytestmark = pytest.mark.desktop
TINY = str(Path(__file__).with_name("tiny_tray.py"))


@pytest.mark.parametrize("tray", ["xembed", "sni"])
def test_click_and_keys_reach_the_application(tray: str, tmp_path: Path) -> None:
    with DesktopSession(tray) as desktop:
        app = desktop.start(sys.executable, TINY)
        desktop.click_tray()
        window = desktop.wait_for_window("Tiny window")
        wait_until(lambda: desktop.focused() == window.id, "the focus")
        desktop.type("web cod")
        desktop.keys("Return")
        wait_until(lambda: "typed web cod" in desktop.log(), "the text")
        assert "ready True" in desktop.log()
        assert "clicked Trigger" in desktop.log()
        assert desktop.screenshot(tmp_path / "screen.png").read_bytes().startswith(b"\x89PNG")
        assert app.poll() is None


def test_menu_of_a_status_notifier_can_be_chosen_from() -> None:
    with DesktopSession("sni") as desktop:
        app = desktop.start(sys.executable, TINY)
        wait_until(desktop.has_tray_icon, "the icon")
        desktop.panel.choose("Quit")
        assert app.wait(PATIENCE_S) == 0


def test_without_a_tray_the_application_finds_none() -> None:
    with DesktopSession("none") as desktop:
        desktop.start(sys.executable, TINY)
        wait_until(lambda: "ready False" in desktop.log(), "the start")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_scale_and_scheme_reach_the_application(scheme: str) -> None:
    with DesktopSession("sni", scale=2, scheme=scheme) as desktop:
        desktop.start(sys.executable, TINY)
        wait_until(lambda: "ready" in desktop.log(), "the start")
        assert f"ready True {scheme.title()} 2.0" in desktop.log()


def test_no_process_and_no_file_is_left_behind() -> None:
    with DesktopSession() as desktop:
        daemon = "import os, time; os.fork() and os._exit(0); os.setsid(); time.sleep(600)"
        assert desktop.start(sys.executable, "-c", daemon).wait(PATIENCE_S) == 0
        folder, marked = desktop.folder, desktop._marked
        assert len(marked()) >= 4
    assert marked() == []
    assert not folder.exists()
