"""Qt's application object as Demitasse needs it, the colour of the panel, and what Qt prints on standard error."""

import logging
import os
import sys

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from demitasse.desktop import macos

if sys.platform == "win32":
    import ctypes

DESKTOP_FILE = "app.demitasse.Demitasse"
"""The name of the .desktop file, on Wayland the app id of the windows, and on Windows the AppUserModelID."""
_PERSONALIZE = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"

log = logging.getLogger(__name__)

_NOISE = (
    "Failed to register with host portal",  # no portal runs
    "dbus reply error",  # no settings portal
    "Trying to disable 0x",  # text input of Wayland, at each opening
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
    app = QApplication(["demitasse", "-style", "Fusion"])
    macos.hide_dock_icon()
    app.setQuitOnLastWindowClosed(False)
    QCoreApplication.setQuitLockEnabled(False)
    return app


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
