"""Whether there is a tray at all: it may come late, go when the panel crashes, or never be there (desktop 1.2, 1.3)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusServiceWatcher

WATCHER = "org.kde.StatusNotifierWatcher"
_FIRST_LOOK_MS = 1000
"""At login the tray may start after us."""
_GRACE_MS = 10_000
"""A panel that crashed comes back."""
_PRESENT_MS = 300_000
"""A look is three calls on the bus and a dozen context switches; a panel that speaks D-Bus tells when it goes."""
_ABSENT_MS = 5000
"""A window is open then, so nothing is hidden that could be idle."""


class TrayAvailability(QObject):
    """Looks once in a while, and at once when a StatusNotifier host comes or goes."""

    appeared = Signal()
    vanished = Signal()
    outdated = Signal()
    """A host came that an icon made before it will never find."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Believe that there is one until `start` has looked."""
        super().__init__(parent)
        self._there = True
        self._missed = True
        self._service_known = True
        self._services: QDBusServiceWatcher | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_look)

    @property
    def there(self) -> bool:
        """Whether the icon can be seen, as far as is known."""
        return self._there

    def start(self) -> None:
        """Begin to look."""
        if sys.platform == "linux":
            self._watch_bus()
        self._look_in(_FIRST_LOOK_MS)

    def _watch_bus(self) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher  # noqa: PLC0415 - Linux, after the icon

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        self._service_known = bool(bus.interface().isServiceRegistered(WATCHER).value())
        self._services = QDBusServiceWatcher(WATCHER, bus, QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange, self)
        self._services.serviceRegistered.connect(self._on_service_came)
        self._services.serviceUnregistered.connect(self._on_service_gone)

    @Slot(str)
    def _on_service_came(self, _name: str) -> None:
        if not self._service_known and QGuiApplication.platformName() == "xcb":
            self.outdated.emit()
        self._service_known = True
        self._on_look()

    @Slot(str)
    def _on_service_gone(self, _name: str) -> None:
        self._on_look()

    @Slot()
    def _on_look(self) -> None:
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._missed = False
            if not self._there:
                self._there = True
                self.appeared.emit()
            self._look_in(_PRESENT_MS)
        elif not self._there:
            self._look_in(_ABSENT_MS)
        elif self._missed:
            self._there = False
            self.vanished.emit()
            self._look_in(_ABSENT_MS)
        else:
            self._missed = True
            self._look_in(_GRACE_MS)

    def _look_in(self, milliseconds: int) -> None:
        self._timer.start(milliseconds)
