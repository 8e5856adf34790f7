"""What only macOS has. Elsewhere nothing may happen; on a Mac it is read back from AppKit."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from demitasse.desktop import macos
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable

ON_A_MAC = """
import ctypes
from PySide6.QtWidgets import QApplication
from demitasse.desktop import macos
from demitasse.ui.tray.tray_icon import TrayIcon, TrayState
macos.before_qt()
app = QApplication([])
macos.hide_dock_icon()
assert macos._send(macos._application(), "activationPolicy", result=ctypes.c_long) == 1
icon = TrayIcon("mask")
icon.show()
icon.build_menu()
for title in ("1:23", "", "0:00"):
    icon.update_state(TrayState(tip=title, title=title))
    app.processEvents()
    button = macos._send(macos._status_item(), "button")
    shown = macos._send(macos._send(button, "title"), "UTF8String", result=ctypes.c_char_p)
    assert shown == title.encode(), shown
macos.activate()
print("done")
"""


@pytest.mark.skipif(sys.platform != "darwin", reason="AppKit")
def test_the_menu_bar_shows_the_time_and_the_dock_nothing() -> None:
    command = [sys.executable, "-c", ON_A_MAC]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


@pytest.mark.skipif(sys.platform == "darwin", reason="the other systems")
@pytest.mark.parametrize(
    "call", [macos.before_qt, macos.hide_dock_icon, macos.activate, lambda: macos.show_status_text("1:23")]
)
def test_other_systems_are_left_alone(call: Callable[[], None]) -> None:
    before = dict(os.environ)
    call()
    assert dict(os.environ) == before


def test_qt_is_told_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(os, "environ", {"QT_MAC_SET_RAISE_PROCESS": "1"})
    macos.before_qt()
    assert os.environ == {
        "QT_MAC_DISABLE_FOREGROUND_APPLICATION_TRANSFORM": "1",
        "QT_MAC_SET_RAISE_PROCESS": "1",  # somebody chose it
    }
