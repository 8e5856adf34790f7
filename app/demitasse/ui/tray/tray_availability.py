"""Tracks whether a system tray exists: it may start late, vanish with the panel, or never exist (desktop 1.2, 1.3)."""

import sys

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

if sys.platform == "linux":
    from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

WATCHER = "org.kde.StatusNotifierWatcher"
_GRACE_MS = 10_000
"""At login the panel may start after this program, and one that has crashed usually restarts within this time."""
_PRESENT_MS = 300_000
"""A check costs three D-Bus calls and a dozen context switches; a panel that uses D-Bus announces its end."""
_ABSENT_MS = 5000
"""While no tray exists a window is open, so frequent checks cost nothing that matters."""


class TrayAvailability(QObject):
    """Checks at intervals, and at once when a StatusNotifier host appears or vanishes."""

    appeared = Signal()
    vanished = Signal()
    outdated = Signal()
    """A tray appeared that will not show an icon created before it."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Assume a tray exists until `start` has checked."""
        super().__init__(parent)
        self.is_available = True
        """True if the icon can be seen, as of the last check."""
        self._missed = True
        self._service_known = True
        self._watcher: QObject | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_check_due)

    def start(self) -> None:
        """Check at intervals, for the first time when a panel had the time to start."""
        if sys.platform == "linux":
            self._watch_bus()
        self._timer.start(_GRACE_MS)

    def check_now(self) -> None:
        """Check before a window opens, which is a normal one where there is no tray, unless a check has found one."""
        if self._missed:
            self._on_check_due()

    def _watch_bus(self) -> None:
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        self._service_known = bool(bus.interface().isServiceRegistered(WATCHER).value())
        services = QDBusServiceWatcher(WATCHER, bus, QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange, self)
        services.serviceRegistered.connect(self._on_service_came)
        services.serviceUnregistered.connect(self._on_check_due)
        self._watcher = services

    @Slot(str)
    def _on_service_came(self, _name: str) -> None:
        if not self._service_known and QGuiApplication.platformName() == "xcb":
            self.outdated.emit()
        self._service_known = True
        self._on_check_due()

    @Slot()
    def _on_check_due(self) -> None:
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._missed = False
            if not self.is_available:
                self.is_available = True
                self.appeared.emit()
            self._timer.start(_PRESENT_MS)
        elif not self.is_available:
            self._timer.start(_ABSENT_MS)
        elif self._missed:
            self.is_available = False
            self.vanished.emit()
            self._timer.start(_ABSENT_MS)
        else:
            self._missed = True
            self._timer.start(_GRACE_MS)
