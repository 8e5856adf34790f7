"""The HTTP side: sockets, bounded requests, whole replies, and connections that break on demand."""

from __future__ import annotations

import contextlib
import errno
import os
import selectors
import socket
import struct
import sys
import threading
import time
from email.utils import formatdate
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox.exchange import SUMMARIES, Refusal, Reply, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffeecup_sandbox.service import Service

BODY_LIMIT = 1_000_000
LIMITS = {"/_sandbox/": 256_000_000, "/v1/files/upload/": 8_000_000}  # a state that is put back; a picture
DISCARD_LIMIT = 32_000_000
CONNECTION_LIMIT = 2_000
DRIP_STEPS = 20
RESET = struct.pack("ii", 1, 0)  # SO_LINGER with no time to linger: close sends a reset


class Server(ThreadingHTTPServer):
    """Listens, and can stop at once: `stop` closes every open connection, as the death of a process would."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024
    allow_reuse_address = os.name == "posix"

    def __init__(self, address: tuple[str, int], service: Service, answer: Callable[[Request], Reply]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, Handler)
        self.service = service
        self.answer = answer
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._wake, self._woken = socket.socketpair()
        self._stopping = False

    def server_bind(self) -> None:
        """Bind without asking the name service for our own name."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(self.allow_reuse_address))
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def run(self) -> None:
        """Accept connections until `stop`; sleeps while there is nothing to do."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while not self._stopping:
                selector.select()
                if not self._stopping:
                    self._handle_request_noblock()  # type: ignore[attr-defined]  # one of socketserver's own
        self.server_close()
        self._wake.close()

    def stop(self) -> None:
        """End `run` and close what is open."""
        self._stopping = True
        self._woken.close()
        with self._guard:
            for connection in self._open:
                _shut(connection)

    def get_request(self) -> tuple[Any, Any]:
        """Accept a connection; where this process may open no more files, the others get time to close some."""
        try:
            return super().get_request()
        except OSError as error:
            if error.errno in {errno.EMFILE, errno.ENFILE}:
                self.service.leaving.wait(0.1)
            raise

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own, or turn it away when there are too many."""
        with self._guard:
            full = len(self._open) >= CONNECTION_LIMIT
            if not full:
                self._open.add(request)
        if full:
            request.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection; one that shall be reset gets no polite end first."""
        with self._guard:
            self._open.discard(request)
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, len(RESET)) == RESET:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away; anything else is our bug and is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Reads requests of one connection and writes the replies in one piece."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server
    raw_requestline: bytes

    def setup(self) -> None:
        """Give the connection its patience."""
        super().setup()
        self.connection.settimeout(self.server.service.quirks.number("keep_alive_s") or None)

    def parse_request(self) -> bool:
        """Pass over empty lines, which some clients leave behind a request (RFC 9112, 2.2)."""
        while self.raw_requestline in {b"\r\n", b"\n"}:
            self.raw_requestline = self.rfile.readline(65537)
        return super().parse_request()

    def handle_expect_100(self) -> bool:
        """Promise to read a body only if it is one we would read."""
        return self._declared() > self._limit() or super().handle_expect_100()

    def serve(self) -> None:
        """Answer one request."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        peer = str(self.client_address[0])
        try:
            request = Request(self.command, self.path, headers, self._body(headers), peer)
        except Refusal as refusal:
            self.close_connection = True
            self._send(Reply(refusal.status, refusal.body, headers=refusal.headers))
            return
        self._send(self.server.answer(request))

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Let every method come to `serve`, the unknown ones too: the routes tell what is allowed."""
        if name.startswith("do_"):
            return self.serve
        raise AttributeError(name)

    def _limit(self) -> int:
        limits = (limit for start, limit in LIMITS.items() if self.path.lower().startswith(start))
        return next(limits, BODY_LIMIT)

    def _declared(self) -> int:
        length = self.headers.get("Content-Length", "0").strip()
        return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else -1

    def _body(self, headers: dict[str, str]) -> bytes:
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return self._chunks()
        length = self._declared() if "content-length" in headers else 0
        if length < 0:
            raise Refusal(400, "Content-Length is not a number.")
        if length > self._limit():
            self._discard(length)
            raise Refusal(413, f"A body may have {self._limit()} bytes at most.")
        body = self.rfile.read(length) if length else b""
        if len(body) < length:
            raise ConnectionAbortedError("the client left in the middle of its request")
        return body

    def _chunks(self) -> bytes:
        found: list[bytes] = []
        total = 0
        while True:
            size = self.rfile.readline(80).partition(b";")[0].strip()
            if not size or len(size) > 8 or any(letter not in b"0123456789abcdefABCDEF" for letter in size):
                raise Refusal(400, "The body is not chunked as announced.")
            total += int(size, 16)
            if total > self._limit():
                self._discard(DISCARD_LIMIT)
                raise Refusal(413, f"A body may have {self._limit()} bytes at most.")
            chunk = self.rfile.read(int(size, 16))
            self.rfile.readline(1000)
            if not chunk:
                return b"".join(found)
            found.append(chunk)

    def _discard(self, length: int) -> None:
        """Read a body that is too large without keeping it, so that the client gets to read the refusal."""
        until, left = time.monotonic() + 10, min(length, DISCARD_LIMIT)
        self.connection.settimeout(1.0)
        with contextlib.suppress(OSError):
            while left > 0 and time.monotonic() < until:
                found = self.rfile.read1(min(left, 65536))
                left -= len(found) or left

    def _send(self, reply: Reply) -> None:
        if reply.status == 0:
            self._break()
            return
        content = reply.content()
        head = self._head(reply, len(content))
        content = b"" if self.command == "HEAD" else content
        if not reply.delivery:
            self.wfile.write(head + content)
            return
        self._spoil(reply.delivery, head, content)

    def _head(self, reply: Reply, length: int) -> bytes:
        lines = [f"HTTP/1.1 {reply.status} {SUMMARIES.get(reply.status, 'OK' if reply.status < 300 else '')}"]
        lines.append("Server: demitasse-sandbox")
        date = self.server.service.quirks["date_header"]
        if date != "missing":
            now = self.server.service.state.clock.now() - (86400 if date == "wrong" else 0)
            lines.append(f"Date: {_date(int(now))}")
        if reply.status != 204:
            lines += [f"Content-Type: {reply.kind}", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in reply.headers.items()]
        if self.close_connection:
            lines.append("Connection: close")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")

    def _spoil(self, delivery: dict[str, Any], head: bytes, content: bytes) -> None:
        """Send a reply as the faults want it: part of it, or slowly."""
        self.wfile.write(head)
        cut = delivery.get("reset") or delivery.get("truncate")
        if cut:
            self.wfile.write(content[: int(len(content) * cut.fraction)])
            if "reset" in delivery:
                self._break(reset=True)
            self.close_connection = True
            return
        step = max(1, -(-len(content) // DRIP_STEPS))
        for start in range(0, len(content), step):
            self.server.service.leaving.wait(delivery["drip"].seconds / DRIP_STEPS)
            self.wfile.write(content[start : start + step])

    def _break(self, *, reset: bool = False) -> None:
        self.close_connection = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a request that is not HTTP with an error object, as JSON, and close."""
        self.close_connection = True
        self.command = getattr(self, "command", None) or "GET"
        refusal = Refusal(int(code), message or explain)
        self._send(Reply(int(code), refusal.body))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class calls it so
        """Write nothing: the request log has its own form."""


@lru_cache(maxsize=4)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
