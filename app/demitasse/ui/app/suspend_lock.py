"""Notifies of suspend, resume and screen lock, as announced on D-Bus by Linux desktops.

Elsewhere a jump of the clock reveals a suspend within a minute (desktop 4.6), and a locked screen counts as idle.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_LOGIN = "org.freedesktop.login1"
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver")


class SuspendLock(QObject):
    """Listens to D-Bus signals; it never calls or polls."""

    suspend_changed = Signal()
    """The computer is about to suspend, or has just resumed."""
    lock_changed = Signal(bool)
    """True if the screen was locked or blanked, False if it was unlocked."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Create the listener; it is inactive until `start`."""
        super().__init__(parent)
        self._buses: list[QDBusConnection] = []  # Qt drops the subscriptions of a connection that is garbage-collected

    def start(self) -> None:
        """Subscribe to the signals. Call once."""
        if sys.platform != "linux" or self._buses:
            return
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - Linux, after the icon

        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        self._buses = [system, session]
        manager = ("/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep")
        on_sleep, on_locked = (cast("bytes", SLOT(f"{slot}(bool)")) for slot in ("_on_sleep", "_on_locked"))
        system.connect(_LOGIN, *manager, self, on_sleep)
        for saver in _SAVERS:
            session.connect("", "", saver, "ActiveChanged", self, on_locked)

    @Slot(bool)
    def _on_sleep(self, _begins: bool) -> None:  # noqa: FBT001 - signature of the signal
        self.suspend_changed.emit()

    @Slot(bool)
    def _on_locked(self, on: bool) -> None:  # noqa: FBT001 - signature of the signal
        self.lock_changed.emit(on)
