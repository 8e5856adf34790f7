"""Notifications of Linux desktops, straight to their service: Qt's would freeze the window (desktop 1.9).

They are advice. Where nobody shows them (no service, do not disturb), the tray icon and the popover still tell.
"""

from __future__ import annotations

import logging
import threading
from html import escape

from demitasse.desktop.dbus import SessionBus

log = logging.getLogger(__name__)

INTERFACE = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_ANSWER_S = 5.0
"""A service that has to be started first may take so long; it holds nobody up but its own thread."""
_ICON = "app.demitasse.Demitasse"


class Notifier:
    """One notification at a time: a new one takes the place of the last, which is out of date."""

    def __init__(self) -> None:
        """Nothing is connected before there is something to say."""
        self.last = 0
        """The number of the last one, by which its clicks are known."""
        self._busy = threading.Lock()

    def say(self, title: str, body: str) -> None:
        """Show it; returns at once."""
        threading.Thread(target=self._say, args=(title, body), name="demitasse-notify", daemon=True).start()

    def _say(self, title: str, body: str) -> None:
        with self._busy:
            try:
                self.last = _send(title, body, self.last)
            except OSError as error:
                log.info("no notification: %s", error)


def _send(title: str, body: str, replaces: int) -> int:
    """The number it got. Raises OSError."""
    bus = SessionBus()
    try:
        (abilities,) = bus.call(INTERFACE, _PATH, INTERFACE, "GetCapabilities", within_s=_ANSWER_S, wake=True)
        shown = escape(body, quote=False) if "body-markup" in abilities else body
        hints = {"urgency": ("y", 1), "desktop-entry": ("s", _ICON)}
        arguments: tuple[object, ...] = ("Demitasse", replaces, _ICON, title, shown, ["default", ""], hints, -1)
        (number,) = bus.call(INTERFACE, _PATH, INTERFACE, "Notify", "susssasa{sv}i", *arguments, within_s=_ANSWER_S)
        return int(number)
    finally:
        bus.close()
