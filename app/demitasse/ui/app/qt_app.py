"""Qt's application object as Demitasse needs it, the colour of the panel, and what Qt prints on standard error."""

import logging
import os
import sys

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from demitasse.desktop import macos

if sys.platform == "win32":
    import ctypes

DESKTOP_FILE = "app.demitasse.Demitasse"
"""The name of the .desktop file, on Wayland the app id of the windows, and on Windows the AppUserModelID."""
_PERSONALIZE = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"

_ARGUMENTS = ["demitasse", "-style", "Fusion"]
_FACTOR = "QT_SCALE_FACTOR"
_USUAL_PX = {"win32": 12, "darwin": 13, "linux": 15}
"""The largest size of the fonts that the desktops of a system come with."""
_LARGER = 1.1
_WIDTH, _AROUND = 380, 16
"""The width of the window, and what is left free beside it."""

log = logging.getLogger(__name__)

_NOISE = (
    "Failed to register with host portal",  # no portal runs
    "dbus reply error",  # no settings portal
    "QtWaylandClient::QWaylandTextInputv3::",  # enables what it has enabled, at each opening
    "QStatusNotifierItemAdaptor::",  # a method of Ayatana hosts that Qt lacks, at each middle click
    "QDBusTrayIcon encountered a D-Bus error",  # no tray, which the program notices by itself
)
_DESKTOP_GONE = ("The X11 connection broke", "The Wayland connection broke", "The Wayland connection experienced")


def create_application() -> QApplication:
    """Create the application object. Windows are closed without ending it."""
    if sys.platform == "win32":  # named as by the installer's shortcut, before the first window (desktop 10.4)
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(DESKTOP_FILE)
    QApplication.setDesktopFileName(DESKTOP_FILE)
    QApplication.setApplicationName("Demitasse")
    macos.before_qt()
    qInstallMessageHandler(on_message)
    app = QApplication(_ARGUMENTS)
    if (scale := text_scale()) > 1:
        app = _scaled(app, scale)
    macos.hide_dock_icon()
    app.setQuitOnLastWindowClosed(False)
    QCoreApplication.setQuitLockEnabled(False)
    return app


def text_scale() -> float:
    """Return how much larger the text of the desktop is than usual; 1.0 if it is hardly larger.

    The window is at most as wide as the screen.
    """
    usual = _USUAL_PX.get(sys.platform, _USUAL_PX["linux"])
    font, screen = QGuiApplication.font(), QGuiApplication.primaryScreen()  # QFontInfo would load all fonts first
    pixels = font.pixelSize() if font.pixelSize() > 0 else font.pointSizeF() * screen.logicalDotsPerInch() / 72
    scale = pixels / usual
    room = (screen.availableGeometry().width() - _AROUND) / _WIDTH
    scale = min(scale, room)
    return scale if scale >= _LARGER else 1.0


def _scaled(app: QApplication, scale: float) -> QApplication:
    """Create the application object anew, so that all sizes in its windows are `scale` times as large.

    Qt takes the factor when it connects to the desktop, of which only a connected application knows the font. Programs
    that this one starts do not get the factor.
    """
    before = os.environ.get(_FACTOR)
    app.shutdown()
    os.environ[_FACTOR] = f"{float(before or 1) * scale:.3f}"
    try:
        return QApplication(_ARGUMENTS)
    finally:
        if before is None:
            del os.environ[_FACTOR]
        else:
            os.environ[_FACTOR] = before


def panel_scheme() -> str:
    """Return the colour scheme of the panel behind the icon, as `cup_pixmap` expects it."""
    if sys.platform == "darwin":
        return "mask"
    if sys.platform == "win32":  # The taskbar has a theme of its own, apart from that of windows (desktop 1.5).
        personalize = QSettings(_PERSONALIZE, QSettings.Format.NativeFormat)
        return "light" if personalize.value("SystemUsesLightTheme", 0, int) else "dark"
    return "unknown"


def on_message(_kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    """Print a message as Qt does.

    Qt ends the process with 1 when the display is gone, which is how a desktop session ends (desktop 4.7). What was
    tracked and typed is on disk, so this is an ordinary end.
    """
    text = message or ""
    if any(words in text for words in _NOISE):
        return
    if text.startswith(_DESKTOP_GONE):
        log.info("the desktop session has ended")
        os._exit(0)
    sys.stderr.write(f"{text}\n")
