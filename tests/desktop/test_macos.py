"""What only macOS has. Elsewhere nothing may happen; on a Mac it is read back from AppKit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from demitasse.desktop import macos
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


# A runtime of Objective-C that prints each message. It answers with numbers that stand for objects: 4 is the
# application, 6 and 7 are its windows, and 7 has a status item, which is 8. A real number arrives in a register of its
# own, whatever else there is.
RUNTIME = r"""
#include <stdio.h>
#include <string.h>
void *objc_getClass(const char *name) { return (void *)(strcmp(name, "NSString") ? 1L : 2L); }
const char *sel_registerName(const char *name) { return strdup(name); }
static int is(const char *one, const char *other) { return !strcmp(one, other); }
long objc_msgSend(long self, const char *message, long whole, double real) {
    if (is(message, "stringWithUTF8String:")) { printf("text '%s'\n", (char *)whole); return 3; }
    if (is(message, "respondsToSelector:")) return self == 7 && is((char *)whole, "statusItem");
    if (is(message, "sharedApplication")) return 4;
    if (is(message, "windows")) return 5;
    if (is(message, "count")) return 2;
    if (is(message, "objectAtIndex:")) return 6 + whole;
    if (is(message, "statusItem")) return self == 7 ? 8 : -1;
    if (is(message, "button")) return 9;
    if (is(message, "setLength:")) printf("%ld %s %g\n", self, message, real);
    else printf("%ld %s %ld\n", self, message, whole);
    return 0;
}
"""
MESSAGES = """
import sys
sys.platform = "darwin"
from demitasse.desktop import macos
macos._RUNTIME = sys.argv[1]
macos.hide_dock_icon()
macos.activate()
macos.show_status_text("1:23")
macos.show_status_text("")
"""


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("cc"), reason="a C compiler")
def test_each_message_has_the_receiver_and_the_types_that_appkit_declares(tmp_path: Path) -> None:
    (tmp_path / "runtime.c").write_text(RUNTIME, encoding="utf-8")
    library = tmp_path / "runtime.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(tmp_path / "runtime.c")], check=True)
    command = [sys.executable, "-c", MESSAGES, str(library)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "4 setActivationPolicy: 1",
        "4 activateIgnoringOtherApps: 1",
        "text '1:23'",
        "9 setTitle: 3",
        "9 setImagePosition: 2",
        "8 setLength: -1",
        "text ''",
        "9 setTitle: 3",
        "9 setImagePosition: 1",
        "8 setLength: -2",
    ]


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
