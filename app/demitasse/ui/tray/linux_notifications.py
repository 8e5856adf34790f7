"""Notifications on Linux, sent over D-Bus because Qt's would freeze the window (desktop 1.9)."""

from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

from demitasse.desktop.dbus import INTERFACE, Notifier


class LinuxNotifications(QObject):
    """Shows notifications on a Linux desktop."""

    opened = Signal()
    """The user clicked the latest notification."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notifier = Notifier()
        self._bus = QDBusConnection.sessionBus()  # Qt drops the subscriptions of a connection that is garbage-collected
        slot = cast("bytes", SLOT("_on_action(uint,QString)"))
        self._bus.connect("", "", INTERFACE, "ActionInvoked", self, slot)

    def show(self, title: str, body: str) -> None:
        """Replace the previous notification; returns at once."""
        self._notifier.show(title, body)

    @Slot("uint", str)
    def _on_action(self, number: int, _action: str) -> None:
        """Handle a click. The signal reports clicks on notifications of all programs."""
        if number == self._notifier.last:
            self.opened.emit()
