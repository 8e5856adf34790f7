"""The session bus of Linux desktops: calls with a timeout, and notifications. Qt could freeze (desktop 1.9)."""

import logging
import queue
import threading
from collections.abc import Callable
from contextlib import closing
from html import escape
from typing import Any, NamedTuple

from demitasse.desktop import launcher

CALL_S = 1.0
"""Seconds to wait for a reply."""


class SessionBus:
    """A connection for one thread, also to the bus "SYSTEM". Every method raises OSError if it fails."""

    def __init__(self, bus: str = "SESSION") -> None:
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415 - Linux only

        try:
            self._connection = open_dbus_connection(bus, auth_timeout=CALL_S)
        except Exception as error:  # jeepney has an exception of its own for each cause.
            raise OSError(f"no bus {bus}: {error}") from error

    def call(  # noqa: PLR0913 - the fields of a D-Bus call
        self,
        name: str,
        path: str,
        interface: str,
        method: str,
        signature: str = "",
        *body: object,
        within_s: float = CALL_S,
        wake: bool = False,
    ) -> Any:
        """Call `method` and return its results as a tuple. With `wake` a service that is not running is started."""
        from jeepney import DBusAddress, MessageFlag, MessageType, new_method_call  # noqa: PLC0415

        message = new_method_call(DBusAddress(path, name, interface), method, signature or None, body)
        if not wake:
            message.header.flags |= MessageFlag.no_auto_start
        try:
            reply = self._connection.send_and_get_reply(message, timeout=within_s)
        except Exception as error:  # A peer may send anything.
            raise OSError(f"{method} was not answered: {error}") from error
        if reply.header.message_type is not MessageType.method_return:
            raise OSError(f"{method} was refused")
        return reply.body

    def fileno(self) -> int:
        """Readable when a message has arrived; the next call consumes it."""
        return self._connection.sock.fileno()  # type: ignore[no-any-return]

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()


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
