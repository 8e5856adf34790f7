"""Notifications on Linux, sent over D-Bus because Qt's would freeze the window (desktop 1.9)."""

import os
from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

from demitasse.desktop import session
from demitasse.desktop.notifier import INTERFACE, Note, Notifier
from demitasse.ui.text.notification_text import Notice, NoticeAction, NoticeKind

_STAYING = frozenset({NoticeKind.AWAY, NoticeKind.LONG_RUN})
"""What is on the screen until it is answered or taken back."""
_BY_US = 3
"""The reason of a notification that was closed by `CloseNotification`."""


class LinuxNotifications(QObject):
    """Shows notifications with buttons on a Linux desktop."""

    answered = Signal(object, str)
    """A `Notice`, and the `NoticeAction` of the button that was pressed."""
    closed = Signal(object)
    """A `Notice` that has left the screen without an answer, or has never reached it."""
    _lost = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notifier = Notifier(self._lost.emit)
        self._lost.connect(self._on_lost)  # queued by Qt: it is emitted on the thread of the notifier
        self._notes: list[tuple[Notice, Note]] = []
        self._bus = _session_bus()  # Qt drops the subscriptions of a connection that is garbage-collected
        slots = {
            "ActivationToken": SLOT("_on_token(uint,QString)"),
            "ActionInvoked": SLOT("_on_action(uint,QString)"),
            "NotificationClosed": SLOT("_on_closed(uint,uint)"),
        }
        for signal, slot in slots.items():
            self._bus.connect("", "", INTERFACE, signal, self, cast("bytes", slot))
        watched = QDBusServiceWatcher.WatchModeFlag.WatchForUnregistration
        self._service = QDBusServiceWatcher(INTERFACE, self._bus, watched, self)
        self._service.serviceUnregistered.connect(self._on_service_gone)

    def show(self, notice: Notice) -> None:
        """Show a notification; returns at once."""
        buttons = tuple([(str(action), label) for action, label in notice.buttons])
        note = Note(notice.title, notice.body, buttons, notice.where, stays=notice.kind in _STAYING)
        self._notes.append((notice, note))
        self._notifier.show(note)

    def take_back(self, notice: Notice) -> None:
        """Remove a notification from the screen; returns at once."""
        for one, note in self._notes:
            if one is notice:
                self._notifier.take_back(note)
        self._forget(notice)

    @Slot("uint", str)
    def _on_token(self, number: int, token: str) -> None:
        """Keep the right to come to the front, which some desktops give before the button that was pressed."""
        if self._notice(number) is not None:
            session.keep_token(token)

    @Slot("uint", str)
    def _on_action(self, number: int, action: str) -> None:
        """Handle a button. The signal reports those of all programs."""
        notice = self._notice(number)
        if notice is not None and action in set(NoticeAction):
            self.take_back(notice)  # GNOME keeps one whose body was clicked
            self.answered.emit(notice, action)

    @Slot("uint", "uint")
    def _on_closed(self, number: int, reason: int) -> None:
        notice = self._notice(number)
        self._notifier.shown.pop(number, None)
        if notice is not None and reason != _BY_US:
            self._forget(notice)
            self.closed.emit(notice)

    @Slot(object)
    def _on_lost(self, lost: Note) -> None:
        for notice in [notice for notice, note in self._notes if note is lost]:
            self._forget(notice)
            self.closed.emit(notice)

    @Slot()
    def _on_service_gone(self) -> None:
        """Make room for the next: what was shown has gone with the service, and its numbers are given out anew."""
        self._notifier.shown.clear()
        for _, note in list(self._notes):
            self._on_lost(note)

    def _notice(self, number: int) -> Notice | None:
        shown = self._notifier.shown.get(number)
        return next((notice for notice, note in self._notes if note is shown), None)

    def _forget(self, notice: Notice) -> None:
        self._notes = [pair for pair in self._notes if pair[0] is not notice]


def _session_bus() -> QDBusConnection:
    """Return a connection to the session bus of the environment; Qt's own keeps the first one that the process had."""
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if not address:
        return QDBusConnection.sessionBus()
    return QDBusConnection.connectToBus(address, f"demitasse-notifications {address}")
