"""The IPC server on Windows, whose named pipes the standard library cannot serve."""

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from demitasse.ui.app.ipc_server import MAX_BYTES, answer

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


class QtIpcServer(QObject):
    """Listens on a private QLocalServer. A message is one line with a verb, which is acknowledged (reliability X10)."""

    message_received = Signal(str)
    """One of `ipc_server.VERBS`."""

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.report: Callable[[], dict[str, Any]] = dict
        self._address = address
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def listen(self) -> bool:
        """Start listening. The caller holds the app's lock, so an existing pipe is a leftover of a dead process."""
        QLocalServer.removeServer(self._address)
        listening = self._server.listen(self._address)
        if not listening:
            log.warning("cannot listen: %s", self._server.errorString())
        return listening

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    @Slot()
    def _on_connection(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.setReadBufferSize(MAX_BYTES)
            caller.readyRead.connect(self._on_line)
            if caller.canReadLine():
                self._reply(caller)

    @Slot()
    def _on_line(self) -> None:
        caller = self.sender()
        if isinstance(caller, QLocalSocket):
            self._reply(caller)

    def _reply(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() >= MAX_BYTES:
                caller.abort()
            return
        verb, reply = answer(bytes(caller.readLine().data()), self.report)
        if not reply:
            caller.abort()
            return
        caller.write(reply)
        caller.flush()
        if verb:
            self.message_received.emit(verb)
