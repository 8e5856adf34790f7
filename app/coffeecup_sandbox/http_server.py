"""The HTTP server: limits on requests, and responses that faults cut, slow down or reset."""

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

from coffeecup_sandbox.http_messages import SUMMARIES, ApiError, Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffeecup_sandbox.service import Service

BODY_LIMIT = 1_000_000
LIMITS = {"/_sandbox/": 256_000_000, "/v1/files/upload/": 8_000_000}  # bytes of a saved state, of a picture
DISCARD_LIMIT = 32_000_000
CONNECTION_LIMIT = 2_000
DRIP_STEPS = 20
RESET = struct.pack("ii", 1, 0)  # SO_LINGER with a timeout of 0: closing sends a reset


class Server(ThreadingHTTPServer):
    """An HTTP server whose `stop` closes every open connection at once, like a killed process."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024
    allow_reuse_address = os.name == "posix"

    def __init__(self, address: tuple[str, int], service: Service, answer: Callable[[Request], Response]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, Handler)
        self.service = service
        self.answer = answer
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._wake, self._woken = socket.socketpair()
        self._stopping = False

    def server_bind(self) -> None:
        """Bind without the name lookup of the base class, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(self.allow_reuse_address))
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def run(self) -> None:
        """Accept connections until `stop`, without polling."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while not self._stopping:
                selector.select()
                if not self._stopping:
                    self._handle_request_noblock()  # type: ignore[attr-defined]  # internal to socketserver
        self.server_close()
        self._wake.close()

    def stop(self) -> None:
        """End `run` and close all connections."""
        self._stopping = True
        self._woken.close()
        with self._lock:
            for connection in self._connections:
                _shut_down(connection)

    def get_request(self) -> tuple[Any, Any]:
        """Accept a connection. If the process has no file descriptors left, wait 0.1 s for others to close."""
        try:
            return super().get_request()
        except OSError as error:
            if error.errno in {errno.EMFILE, errno.ENFILE}:
                self.service.stopping.wait(0.1)
            raise

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in its own thread, or answer 503 above CONNECTION_LIMIT."""
        with self._lock:
            full = len(self._connections) >= CONNECTION_LIMIT
            if not full:
                self._connections.add(request)
        if full:
            request.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection, without the usual shutdown if it is to be reset."""
        with self._lock:
            self._connections.discard(request)
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, len(RESET)) == RESET:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print errors, except those of connections that the client closed."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Reads the requests of one connection and sends each response in one piece."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server
    raw_requestline: bytes

    def setup(self) -> None:
        """Set the idle timeout of the connection (quirk `keep_alive_s`)."""
        super().setup()
        self.connection.settimeout(self.server.service.quirks.number("keep_alive_s") or None)

    def parse_request(self) -> bool:
        """Skip empty lines, which some clients send after a request (RFC 9112, 2.2)."""
        while self.raw_requestline in {b"\r\n", b"\n"}:
            self.raw_requestline = self.rfile.readline(65537)
        return super().parse_request()

    def handle_expect_100(self) -> bool:
        """Send 100 Continue only if the announced body is not too large."""
        return self._content_length() > self._limit() or super().handle_expect_100()

    def serve(self) -> None:
        """Read one request and send the response."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        peer = str(self.client_address[0])
        try:
            request = Request(self.command, self.path, headers, self._body(headers), peer)
        except ApiError as error:
            self.close_connection = True
            self._send(Response(error.status, error.body, headers=error.headers))
            return
        self._send(self.server.answer(request))

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Return `serve` for every `do_METHOD`, so that the routes decide which methods are allowed."""
        if name.startswith("do_"):
            return self.serve
        raise AttributeError(name)

    def _limit(self) -> int:
        limits = (limit for start, limit in LIMITS.items() if self.path.lower().startswith(start))
        return next(limits, BODY_LIMIT)

    def _content_length(self) -> int:
        lengths = {length.strip() for length in self.headers.get_all("Content-Length", ["0"])}
        length = lengths.pop() if len(lengths) == 1 else ""  # two that differ are an attack on a proxy (RFC 9112, 6.3)
        return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else -1

    def _body(self, headers: dict[str, str]) -> bytes:
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return self._chunks()
        length = self._content_length() if "content-length" in headers else 0
        if length < 0:
            raise ApiError(400, "Content-Length is not a number.")
        if length > self._limit():
            self._discard(length)
            raise ApiError(413, f"A body may have {self._limit()} bytes at most.")
        body = self.rfile.read(length) if length else b""
        if len(body) < length:
            raise ConnectionAbortedError("the client closed the connection before the end of its request")
        return body

    def _chunks(self) -> bytes:
        chunks: list[bytes] = []
        total = 0
        while True:
            size = self.rfile.readline(80).partition(b";")[0].strip()
            if not size or len(size) > 8 or any(letter not in b"0123456789abcdefABCDEF" for letter in size):
                raise ApiError(400, "The body is not chunked as announced.")
            total += int(size, 16)
            if total > self._limit():
                self._discard(DISCARD_LIMIT)
                raise ApiError(413, f"A body may have {self._limit()} bytes at most.")
            chunk = self.rfile.read(int(size, 16))
            self.rfile.readline(1000)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)

    def _discard(self, length: int) -> None:
        """Read and drop a body that is too large, so that the client can read the error response."""
        deadline, remaining = time.monotonic() + 10, min(length, DISCARD_LIMIT)
        self.connection.settimeout(1.0)
        with contextlib.suppress(OSError):
            while remaining > 0 and time.monotonic() < deadline:
                dropped = self.rfile.read1(min(remaining, 65536))
                remaining -= len(dropped) or remaining

    def _send(self, response: Response) -> None:
        if response.status == 0:
            self._close()
            return
        content = response.content()
        head = self._head(response, len(content))
        content = b"" if self.command == "HEAD" else content
        if not response.delivery_faults:
            self.wfile.write(head + content)
            return
        self._send_damaged(response.delivery_faults, head, content)

    def _head(self, response: Response, length: int) -> bytes:
        lines = [f"HTTP/1.1 {response.status} {SUMMARIES.get(response.status, 'OK' if response.status < 300 else '')}"]
        lines.append("Server: demitasse-sandbox")
        date = self.server.service.quirks["date_header"]
        if date != "missing":
            now = self.server.service.state.clock.now() - (86400 if date == "wrong" else 0)
            lines.append(f"Date: {_date(int(now))}")
        if response.status != 204:
            lines += [f"Content-Type: {response.content_type}", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in response.headers.items()]
        if self.close_connection:
            lines.append("Connection: close")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")

    def _send_damaged(self, delivery_faults: dict[str, Any], head: bytes, content: bytes) -> None:
        """Send a part of a response, or send it slowly, as the faults say."""
        self.wfile.write(head)
        cut = delivery_faults.get("reset") or delivery_faults.get("truncate")
        if cut:
            self.wfile.write(content[: int(len(content) * cut.fraction)])
            if "reset" in delivery_faults:
                self._close(reset=True)
            self.close_connection = True
            return
        step = max(1, -(-len(content) // DRIP_STEPS))
        for start in range(0, len(content), step):
            self.server.service.stopping.wait(delivery_faults["drip"].seconds / DRIP_STEPS)
            self.wfile.write(content[start : start + step])

    def _close(self, *, reset: bool = False) -> None:
        self.close_connection = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a malformed HTTP request with a JSON error object, and close the connection."""
        self.close_connection = True
        self.command = getattr(self, "command", None) or "GET"
        error = ApiError(int(code), message or explain)
        self._send(Response(int(code), error.body))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name in the base class
        """Print nothing, because the sandbox has a request log of its own."""


@lru_cache(maxsize=4)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)


def _shut_down(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
