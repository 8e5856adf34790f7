"""The IPC server of the running tray app: other processes of the user make it show itself, sync or quit.

It uses plain sockets, because Qt's network library would cost 3 MB and the worker needs `socket` anyway.
"""

import errno
import json
import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from demitasse.desktop import session
from demitasse.desktop.ipc_client import ACKNOWLEDGED, ELSEWHERE, is_same_user

log = logging.getLogger(__name__)

VERBS = ("show", "changed", "quit", "toggle", "start_or_stop", "switch", "add")
REPORT = "report"
"""A question instead of a command: the answer is a line of JSON behind the acknowledgement."""
MAX_BYTES = 1024
"""The longest accepted message (reliability X10)."""
_OPENING = frozenset({"show", "toggle", "switch", "add"})
"""The verbs that open the window."""
_CALLERS = 8
"""Connections served at a time; others wait in the backlog."""


def answer(line: bytes, report: Callable[[], dict[str, Any]]) -> tuple[str, bytes]:
    """Return the verb of a message to act upon, "" if there is nothing to do, and the reply; empty if it is no message.

    After a verb that opens the window a message has what `session.Request` says. One from another session is told where
    this tray app runs, since its window would open where nobody sees it.
    """
    verb, *words = line.decode("ascii", "replace").rstrip("\r\n").split(" ")
    if not all("=" in word for word in words):
        return "", b""
    if verb == REPORT:
        return "", ACKNOWLEDGED + json.dumps(report()).encode("ascii")
    asked = session.parse(words)
    if verb in _OPENING and (place := session.place_elsewhere(asked)):
        return "", ELSEWHERE + f"{place}\n".encode("ascii", "replace")
    if verb not in VERBS:
        return "", b""
    session.keep_token(asked.token)
    return verb, ACKNOWLEDGED


class SocketIpcServer(QObject):
    """Listens on a socket in a private folder. A message is one line with a verb; the reply acknowledges it."""

    message_received = Signal(str)
    """One of `VERBS`."""

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.report: Callable[[], dict[str, Any]] = dict
        """What this tray app says about itself when it is asked (`desktop.diagnosis`)."""
        self._address = address
        self._server: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._callers: set[_Connection] = set()

    def listen(self) -> bool:
        """Start listening. The caller holds the app's lock, so an existing socket is a leftover of a dead process."""
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            if not self._address:
                raise PermissionError(errno.EACCES, "the folder for sockets belongs to another user")
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
            caller.close()
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
            peer, _ = self._server.accept()
        except OSError:  # the client has closed the connection again
            return
        if not is_same_user(peer) or len(self._callers) >= _CALLERS:
            log.warning("a caller was turned away")
            peer.close()
            return
        caller = _Connection(peer, self._answer, self)
        caller.message_received.connect(self.message_received)
        caller.closed.connect(self._on_closed)
        self._callers.add(caller)

    def _answer(self, line: bytes) -> tuple[str, bytes]:
        return answer(line, self.report)

    @Slot(QObject)
    def _on_closed(self, caller: "_Connection") -> None:
        self._callers.discard(caller)
        caller.deleteLater()


class _Connection(QObject):
    """One connection, from which a single line is read."""

    message_received = Signal(str)
    closed = Signal(QObject)

    def __init__(self, peer: socket.socket, answer: Callable[[bytes], tuple[str, bytes]], parent: QObject) -> None:
        super().__init__(parent)
        self._answer = answer
        peer.settimeout(0)
        self._socket = peer
        self._received = b""
        self._notifier = QSocketNotifier(peer.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_bytes)

    def close(self) -> None:
        """Close the connection."""
        self._notifier.setEnabled(False)
        self._socket.close()
        self.closed.emit(self)

    @Slot()
    def _on_bytes(self) -> None:
        try:
            data = self._socket.recv(MAX_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self._received += data
        line, end, _ = self._received.partition(b"\n")
        if end:
            self._reply(line)
        elif not data or len(self._received) >= MAX_BYTES:
            self.close()

    def _reply(self, line: bytes) -> None:
        verb, reply = self._answer(line)
        if reply:
            with suppress(OSError):  # the sender may not wait for the reply
                self._socket.send(reply)
        self.close()
        if verb:
            self.message_received.emit(verb)
