"""A server that sends exactly the bytes of a test, for what no decent server does."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

JSON_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


WORKERS = 8


class RawServer:
    """Call `script` for each connection, with at most `WORKERS` at a time."""

    def __init__(self, script: Callable[[Talk], None]) -> None:
        """Run `script` for each connection, at most `WORKERS` at a time."""
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._workers = ThreadPoolExecutor(WORKERS)  # coverage keeps data for each thread that ever ran
        self._open: set[socket.socket] = set()
        self.leaving = threading.Event()
        self.requests: list[bytes] = []
        self.connections = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.leaving.set()
        for connection in (self._listener, *self._open.copy()):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(PATIENCE_S)
        self._workers.shutdown()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.add(connection)
            self._workers.submit(self._talk, connection)

    def _talk(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(PATIENCE_S)
            self._script(Talk(self, connection))
        self._open.discard(connection)


class Talk:
    """One connection."""

    def __init__(self, server: RawServer, connection: socket.socket) -> None:
        self.server = server
        self.connection = connection

    def hear(self) -> bytes:
        """Read one request; empty if the client has gone."""
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.connection.recv(65536)
            if not piece:
                return b""
            head += piece
        head, _, body = head.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        while len(body) < length:
            body += self.connection.recv(65536)
        self.server.requests.append(head + b"\r\n\r\n" + body)
        return self.server.requests[-1]

    def say(self, content: bytes) -> None:
        self.connection.sendall(content)

    def drip(self, content: bytes, pause_s: float) -> None:
        """Send one byte at a time."""
        for number in content:
            self.say(bytes([number]))
            if self.server.leaving.wait(pause_s):
                return

    def reset(self) -> None:
        """Close with a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def whole(body: bytes, head: bytes = JSON_HEAD) -> bytes:
    """Return a proper response."""
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body
