"""Notifications on Linux desktops, sent to their service directly: Qt's would freeze the window (desktop 1.9).

They are hints. Where nothing shows them, the tray icon and the popover have the same information.
"""

import logging
import threading
from html import escape

from demitasse.desktop.dbus import SessionBus

log = logging.getLogger(__name__)

INTERFACE = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_REPLY_S = 5.0
"""Seconds for a service that may have to be started first. Only a thread of its own waits for it."""
_ICON = "app.demitasse.Demitasse"


class Notifier:
    """Shows one notification at a time; a new one replaces the last."""

    def __init__(self) -> None:
        self.last = 0
        """The id of the last notification, to which its clicks refer."""
        self._busy = threading.Lock()

    def show(self, title: str, body: str) -> None:
        """Show a notification without waiting for the service."""
        threading.Thread(target=self._show, args=(title, body), name="demitasse-notify", daemon=True).start()

    def _show(self, title: str, body: str) -> None:
        with self._busy:
            try:
                self.last = _send(title, body, self.last)
            except OSError as error:
                log.info("no notification: %s", error)


def _send(title: str, body: str, replaces: int) -> int:
    """Show it and return its id. Raises OSError."""
    bus = SessionBus()
    try:
        (capabilities,) = bus.call(INTERFACE, _PATH, INTERFACE, "GetCapabilities", within_s=_REPLY_S, wake=True)
        text = escape(body, quote=False) if "body-markup" in capabilities else body
        hints = {"urgency": ("y", 1), "desktop-entry": ("s", _ICON)}
        arguments: tuple[object, ...] = ("Demitasse", replaces, _ICON, title, text, ["default", ""], hints, -1)
        (number,) = bus.call(INTERFACE, _PATH, INTERFACE, "Notify", "susssasa{sv}i", *arguments, within_s=_REPLY_S)
        return int(number)
    finally:
        bus.close()
