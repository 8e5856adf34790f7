"""A web server that answers with the newest version, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType


class UpdateServer:
    """Serves `document` with `status` at any path. A context manager."""

    def __init__(self, document: object = None, status: int = 200) -> None:
        self.body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.status = status
        self.headers: dict[str, str] = {}
        """Further headers of the answer."""
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        """Method, path and headers of each request."""
        self.silent = False
        """Whether the connection is closed without an answer."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        """The address of the document."""
        return f"http://127.0.0.1:{self._server.server_port}/demitasse.json?channel=stable"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests.append((self.command, self.path, dict(self.headers)))
                if server.silent:
                    return
                self.send_response(server.status)
                for name, value in {"Content-Length": str(len(server.body)), **server.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(server.body)

            def log_message(self, *_arguments: Any) -> None:
                """Print nothing."""

        return Handler
