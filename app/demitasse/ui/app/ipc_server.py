"""The bell of the running tray app: other processes of this person tell it to show itself, to look, or to quit.

Plain sockets under a notifier of Qt: the network library of Qt would cost 3 MB, and the worker needs `socket` anyway.
"""

import logging
import os
import socket
import sys
from contextlib import suppress

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from demitasse.desktop.ipc_client import ACKNOWLEDGED

log = logging.getLogger(__name__)

VERBS = ("show", "changed", "quit")
MAX_BYTES = 64
"""The longest accepted message (reliability X10)."""
_CALLERS = 8
"""Connections served at a time; others wait in the backlog."""


class SocketIpcServer(QObject):
    """Listens on a socket in a private folder. A message is one line with a verb; the reply acknowledges it."""

    message_received = Signal(str)
    """One of `VERBS`."""

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        """Use the socket at `address`; nothing is opened yet."""
        super().__init__(parent)
        self._address = address
        self._server: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._callers: set[_Connection] = set()

    def listen(self) -> bool:
        """Start listening. The caller holds the app's lock, so an existing socket is a leftover of a dead process."""
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with suppress(FileNotFoundError):
                os.unlink(self._address)  # noqa: PTH108 - an address, of which Windows' are no paths
            server.bind(self._address)
            os.chmod(self._address, 0o600)  # noqa: PTH101
            server.listen(_CALLERS)
        except OSError as error:
            server.close()
            log.warning("cannot listen: %s", error.strerror)
            return False
        server.settimeout(0)
        self._server = server
        self._notifier = QSocketNotifier(server.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_connection)
        return True

    def close(self) -> None:
        """Stop listening and remove the socket."""
        for caller in list(self._callers):
            caller.hang_up()
        if self._server is not None and self._notifier is not None:
            self._notifier.setEnabled(False)
            self._server.close()
            self._server = None
            with suppress(OSError):
                os.unlink(self._address)  # noqa: PTH108

    @Slot()
    def _on_connection(self) -> None:
        assert self._server is not None
        try:
            line, _ = self._server.accept()
        except OSError:  # it has gone again
            return
        if not _is_same_user(line) or len(self._callers) >= _CALLERS:
            log.warning("a caller was turned away")
            line.close()
            return
        caller = _Connection(line, self)
        caller.said.connect(self.message_received)
        caller.gone.connect(self._on_gone)
        self._callers.add(caller)

    @Slot(QObject)
    def _on_gone(self, caller: "_Connection") -> None:
        self._callers.discard(caller)
        caller.deleteLater()


class _Connection(QObject):
    """One connection, from which a single line is read."""

    said = Signal(str)
    gone = Signal(QObject)

    def __init__(self, line: socket.socket, parent: QObject) -> None:
        """Read from the connected socket `line`."""
        super().__init__(parent)
        line.settimeout(0)
        self._line = line
        self._heard = b""
        self._notifier = QSocketNotifier(line.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_bytes)

    def hang_up(self) -> None:
        """Close the connection."""
        self._notifier.setEnabled(False)
        self._line.close()
        self.gone.emit(self)

    @Slot()
    def _on_bytes(self) -> None:
        try:
            more = self._line.recv(MAX_BYTES)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        self._heard += more
        first, end, _ = self._heard.partition(b"\n")
        if end:
            self._answer(first.decode("ascii", "replace").strip())
        elif not more or len(self._heard) >= MAX_BYTES:
            self.hang_up()

    def _answer(self, verb: str) -> None:
        if verb in VERBS:
            with suppress(OSError):  # the sender may not wait for the reply
                self._line.send(ACKNOWLEDGED)
        self.hang_up()
        if verb in VERBS:
            self.said.emit(verb)


def _is_same_user(caller: socket.socket) -> bool:
    """Return True if the peer runs as this user. Only Linux reports that; elsewhere the mode of the folder protects."""
    if sys.platform != "linux":
        return True
    import struct  # noqa: PLC0415 - Linux only

    packed = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return bool(struct.unpack("3i", packed)[1] == os.getuid())
