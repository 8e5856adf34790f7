"""What Qt prints: nothing that nobody can act upon, everything else, and a clean end with the desktop."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.deadlines import PATIENCE_S

SAY = """
import sys
from PySide6.QtCore import qInstallMessageHandler, qWarning
from demitasse.ui.app.qt_app import on_message
qInstallMessageHandler(on_message)
for line in sys.argv[1:]:
    qWarning(line)
print("goes on")
"""


def said(*lines: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", SAY, *lines]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_S)


def test_only_what_helps_is_printed() -> None:
    done = said(
        "Failed to register with host portal QDBusError",
        "dbus reply error: org.freedesktop.DBus.Error.ServiceUnknown",
        "virtual void QtWaylandClient::QWaylandTextInputv3::disableSurface(wl_surface*) Trying to disable 0x55",
        "virtual void QtWaylandClient::QWaylandTextInputv3::enableSurface(wl_surface*) Trying to enable 0x55",
        "No such slot QStatusNotifierItemAdaptor::XAyatanaSecondaryActivate",
        "QDBusTrayIcon encountered a D-Bus error: org.freedesktop.DBus.Error.ServiceUnknown",
        "QPainter::begin: Paint device returned engine == 0",
    )
    assert done.stderr == "QPainter::begin: Paint device returned engine == 0\n"
    assert (done.returncode, done.stdout) == (0, "goes on\n")


@pytest.mark.parametrize("display", ["X11", "Wayland"])
def test_the_end_of_the_desktop_is_a_clean_end(display: str) -> None:
    done = said(f"The {display} connection broke. Did the server die?")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
