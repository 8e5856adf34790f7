"""When the computer goes to sleep or wakes, and when its screen is locked: what Linux desktops say on the bus.

Everywhere else, and where nobody says anything, the clock tells of a sleep within a minute (desktop 4.6), and a locked
screen is one that nobody touches.
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
    """Only listens: nothing is asked and nothing is polled."""

    stirred = Signal()
    """The computer is about to sleep, or has just woken."""
    locked = Signal(bool)
    """The screen is locked (or blank), or not any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Deaf until `start`."""
        super().__init__(parent)
        self._buses: list[QDBusConnection] = []  # Qt forgets what is connected to a connection that is gone

    def start(self) -> None:
        """Listen; once is enough."""
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
    def _on_sleep(self, _begins: bool) -> None:  # noqa: FBT001 - a signal's
        self.stirred.emit()

    @Slot(bool)
    def _on_locked(self, on: bool) -> None:  # noqa: FBT001 - a signal's
        self.locked.emit(on)
