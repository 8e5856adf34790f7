"""Notifications of Linux desktops, over the session bus because Qt's would freeze the window (desktop 1.9)."""

import logging
import queue
import threading
from collections.abc import Callable
from contextlib import closing
from html import escape
from typing import NamedTuple

from demitasse.desktop import launcher
from demitasse.desktop.dbus import SessionBus

log = logging.getLogger(__name__)

INTERFACE = "org.freedesktop.Notifications"
NOTIFICATIONS_PATH = "/org/freedesktop/Notifications"
_REPLY_S = 5.0
"""Seconds for a service that may have to be started first. Only a thread of its own waits for it."""


class Note(NamedTuple):
    """A notification: its text, and its buttons as (name, label). The name "default" is a click on the rest of it."""

    title: str
    body: str
    buttons: tuple[tuple[str, str], ...] = ()
    where: str = ""
    """Where to answer, for a desktop without buttons."""
    stays: bool = False
    """Until it is answered or taken back."""


class Notifier:
    """Shows notifications and takes them back, in order, on a thread of its own."""

    def __init__(self, lost: Callable[[Note], None] | None = None) -> None:
        """`lost` is called on that thread with a note that could not be shown."""
        self._lost = lost
        self.shown: dict[int, Note] = {}
        """What is on the screen by the number of the service, to which its signals refer."""
        self._jobs: queue.SimpleQueue[tuple[Note, bool]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def show(self, note: Note) -> None:
        """Show a notification without waiting for the service."""
        self._do(note, on=True)

    def take_back(self, note: Note) -> None:
        """Remove a notification from the screen, and from the list of the desktop."""
        self._do(note, on=False)

    def _do(self, note: Note, *, on: bool) -> None:
        self._jobs.put((note, on))
        if self._thread is None:
            # A daemon thread, so that a service that hangs does not delay the end of the program.
            self._thread = threading.Thread(target=self._run, name="demitasse-notify", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            note, on = self._jobs.get()
            try:
                if on:
                    self.shown[_send(note)] = note
                else:
                    self._close(note)
            except OSError as error:
                log.info("no notification: %s", error)
                if on and self._lost is not None:
                    self._lost(note)

    def _close(self, note: Note) -> None:
        for number in [number for number, other in list(self.shown.items()) if other is note]:
            del self.shown[number]
            _close(number)


def _send(note: Note) -> int:
    """Show it and return its number. Raises OSError."""
    with closing(SessionBus()) as bus:
        at = (INTERFACE, NOTIFICATIONS_PATH, INTERFACE)
        (capabilities,) = bus.call(*at, "GetCapabilities", within_s=_REPLY_S, wake=True)
        has_buttons = "actions" in capabilities
        body = note.body if has_buttons or not note.where else f"{note.body} {note.where}"
        text = escape(body, quote=False) if "body-markup" in capabilities else body
        actions = [word for button in note.buttons for word in button] if has_buttons else []
        hints = {"urgency": ("y", 1), "desktop-entry": ("s", launcher.NAME)}
        expires_ms = 0 if note.stays else -1
        what = (note.title, text, actions, hints, expires_ms)
        head = ("Demitasse", 0, launcher.icon())
        (number,) = bus.call(*at, "Notify", "susssasa{sv}i", *head, *what, within_s=_REPLY_S)
        return int(number)


def _close(number: int) -> None:
    """Take a notification back. Raises OSError."""
    with closing(SessionBus()) as bus:
        bus.call(INTERFACE, NOTIFICATIONS_PATH, INTERFACE, "CloseNotification", "u", number)
