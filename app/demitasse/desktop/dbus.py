"""The session bus of Linux desktops: calls with a timeout. Qt could freeze (desktop 1.9)."""

from typing import Any

from jeepney import DBusAddress, MessageFlag, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

CALL_S = 1.0
"""Seconds to wait for a reply."""


class SessionBus:
    """A connection for one thread, also to the bus "SYSTEM". Every method raises OSError if it fails."""

    def __init__(self, bus: str = "SESSION") -> None:
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
