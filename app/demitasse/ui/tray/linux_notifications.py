"""Notifications, and the click on one: on Linux past Qt, whose own would freeze the window (desktop 1.9)."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

from demitasse.desktop.notify import INTERFACE, Notifier


class LinuxNotifications(QObject):
    """Says things on a Linux desktop."""

    opened = Signal()
    """The person clicked the last one."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Listen for clicks; nothing is said yet."""
        super().__init__(parent)
        self._notifier = Notifier()
        self._bus = QDBusConnection.sessionBus()  # Qt forgets what is connected to a connection that is gone
        slot = cast("bytes", SLOT("_on_action(uint,QString)"))
        self._bus.connect("", "", INTERFACE, "ActionInvoked", self, slot)

    def say(self, title: str, body: str) -> None:
        """Show it in place of the last one; returns at once."""
        self._notifier.show(title, body)

    @Slot("uint", str)
    def _on_action(self, number: int, _action: str) -> None:
        """Everybody hears of every click: only our own counts."""
        if number == self._notifier.last:
            self.opened.emit()
