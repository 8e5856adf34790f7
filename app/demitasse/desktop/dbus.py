"""The session bus of Linux desktops, for calls that must not hang: Qt's would freeze the window (desktop 1.9)."""

from __future__ import annotations

from typing import Any

CALL_S = 1.0
"""How long anybody may take to answer."""


class SessionBus:
    """A connection of its own. Belongs to one thread. Every method raises OSError when it does not work."""

    def __init__(self) -> None:
        """Connect."""
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415 - Linux only, and only when needed

        try:
            self._connection = open_dbus_connection("SESSION", auth_timeout=CALL_S)
        except OSError:
            raise
        except Exception as error:  # no address, or a refusal: each of its own kind in jeepney
            raise OSError("no session bus") from error

    def call(  # noqa: PLR0913 - D-Bus wants to know all of it
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
        """What `method` returns, as a tuple; a service that does not run is started only to `wake` it."""
        from jeepney import DBusAddress, MessageFlag, MessageType, new_method_call  # noqa: PLC0415

        message = new_method_call(DBusAddress(path, name, interface), method, signature or None, body)
        if not wake:
            message.header.flags |= MessageFlag.no_auto_start
        try:
            reply = self._connection.send_and_get_reply(message, timeout=within_s)
        except OSError:
            raise
        except Exception as error:  # what a peer sends may be anything
            raise OSError(f"{method} was not answered") from error
        if reply.header.message_type is not MessageType.method_return:
            raise OSError(f"{method} was refused")
        return reply.body

    def fileno(self) -> int:
        """Readable when somebody has said something; the next call takes it off."""
        return self._connection.sock.fileno()  # type: ignore[no-any-return]

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()
