"""Send one request, read one bounded response. The only module that touches the HTTP library and its sockets.

It adds what the library does not offer: a limit to the total time of a call, however slowly the body arrives; a limit
to the size of the body; no retries and no redirects; and whether a byte of the request has been sent.
"""

import http.client
import json
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy
from typing import Any, BinaryIO, ClassVar, NamedTuple, cast
from urllib.parse import urlsplit

import requests
import urllib3

from demitasse.domain.ports import Clock
from demitasse.support.address import is_loopback

LARGE, SMALL = 8 * 2**20, 256 * 2**10
"""The largest accepted body of a list and of a single object, in bytes after decompression."""

_IDLE_S = 2.0
_CHUNK = 65536


class Deadlines(NamedTuple):
    """Limits of a call, in seconds: to connect, between two bytes, and in total.

    The total does not cover the DNS lookup, which no operating system lets a program interrupt.
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    total_s: float = 45.0


class Request(NamedTuple):
    """A request; `path` may have a query. Headers and body may be secret, so the repr leaves them out."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None = None
    limit: int = SMALL

    def __repr__(self) -> str:
        """Return method and path."""
        return f"<{self.method} {self.path}>"


class NotJson(ValueError):
    """The body is not JSON."""


@dataclass(repr=False, eq=False)
class Response:
    """A complete response; `retry_after` has the value of every header of that name.

    `kind` is the media type in lower case. The default repr is kept because it shows no content.
    """

    status: int
    body: bytes = b""
    kind: str = ""
    date: str = ""
    retry_after: tuple[str, ...] = ()
    location: str = ""

    @cached_property
    def error(self) -> dict[str, Any]:
        """The error object of CoffeeCup in the body; empty if there is none (api-facts 4)."""
        try:
            content = self.json
        except NotJson:
            return {}
        return content if isinstance(content, dict) and isinstance(content.get("error"), str) else {}

    @cached_property
    def json(self) -> Any:
        """The decoded body, None if it is empty. Raises NotJson."""
        if not self.body.strip():
            return None
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise NotJson(type(error).__name__) from None


class TransportError(Exception):
    """There is no complete response; `request_sent` is true once a byte of the request has left this machine.

    `reason` is one of name, certificate, proxy, connect, timeout, late, large, packed and cut.
    """

    def __init__(self, reason: str, *, request_sent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.request_sent = request_sent


class Transport:
    """A connection to the server at `address` (from `check_address`), for one thread. The first call opens it."""

    def __init__(self, address: str, clock: Clock, deadlines: Deadlines) -> None:
        self.address = address
        self._clock = clock
        self._deadlines = deadlines
        self._tracker = _ConnectionTracker()
        self._session: requests.Session | None = None
        self._last_used_s = 0.0

    def call(self, request: Request) -> Response:
        """Send `request` once and return the response. Raises TransportError."""
        session = self._get_session()
        self._close_idle(session)
        try:
            with self._tracker.limited_to(self._deadlines.total_s):  # guard: total-time-is-limited
                response = self._exchange(session, request)
                if self._tracker.timed_out:  # The shutdown may make a partial body look complete.
                    raise TransportError("late", request_sent=True)
                return response
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            reason = "late" if self._tracker.timed_out else _reason(error)
            raise TransportError(reason, request_sent=self._tracker.request_sent) from error
        finally:
            self._last_used_s = self._clock.now().boot_s

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _exchange(self, session: requests.Session, request: Request) -> Response:
        with session.request(
            request.method,
            self.address + request.path,
            headers=request.headers,
            data=request.body,
            timeout=(self._deadlines.connect_s, self._deadlines.read_s),
            allow_redirects=False,
            stream=True,
        ) as response:
            raw = response.raw
            body = _decompressed(_read(raw, request.limit), response.headers.get("Content-Encoding", ""), request.limit)
            return Response(
                response.status_code,
                body,
                kind=response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                date=response.headers.get("Date", ""),
                retry_after=tuple(raw.headers.getlist("Retry-After")),
                location=response.headers.get("Location", ""),
            )

    def _close_idle(self, session: requests.Session) -> None:
        """Drop idle connections: the server may have closed them, and a write could get lost (reliability N9, N18)."""
        if self._clock.now().boot_s - self._last_used_s > _IDLE_S:
            session.get_adapter(self.address).close()

    def _get_session(self) -> requests.Session:
        if self._session is None:
            session = _Session()
            session.trust_env = not is_loopback(urlsplit(self.address).hostname or "")
            # guard: netrc-is-ignored
            session.auth = lambda request: request  # Otherwise a line in ~/.netrc replaces our token (reliability U17).
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            scheme = urlsplit(self.address).scheme
            context = _tls_context(self._tracker) if scheme == "https" else None
            session.mount(f"{scheme}://", _Adapter(self._tracker, context))
            self._session = session
        return self._session


class _Session(requests.Session):
    """A session that follows no redirect: resolving one would read the body without a limit."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        del resp
        return None


class _ConnectionTracker:
    """Tracks the connection of the current call, and shuts it down when the time is over."""

    def __init__(self) -> None:
        self.request_sent = False
        self.timed_out = False
        self._socket: socket.socket | None = None
        self._call = 0
        self._lock = threading.Lock()

    @contextmanager
    def limited_to(self, seconds: float) -> Iterator[None]:
        """Limit the call inside the block to `seconds`."""
        self.request_sent = self.timed_out = False
        timer = threading.Timer(seconds, self._time_out, [self._call])
        timer.name = "demitasse-deadline"
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:  # A timer that fires right now must not shut down the next call.
                self._call += 1
                self._socket = None

    def track(self, connection: socket.socket | None) -> None:
        """Track the socket that the call uses from now on."""
        with self._lock:
            self._socket = connection
            self._shut_if_timed_out()

    def _time_out(self, call: int) -> None:
        with self._lock:
            if call == self._call:
                self.timed_out = True
                self._shut_if_timed_out()

    def _shut_if_timed_out(self) -> None:
        """Shut down the connection that another thread waits on, without touching its TLS state."""
        if self.timed_out and self._socket is not None:
            with suppress(OSError):  # Already closed.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _LineReader:
    """Reads from `file` and remembers the last line."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.last = b""

    def readline(self, limit: int = -1) -> bytes:
        self.last = self.file.readline(limit)
        return self.last

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class _WholeResponse(http.client.HTTPResponse):
    """A response whose head ends with an empty line. The library also accepts the end of the connection."""

    def begin(self) -> None:
        """Read the head. Raises HTTPException if it is cut off (reliability H1)."""
        reader = _LineReader(self.fp)
        self.fp = cast("Any", reader)
        try:
            super().begin()
        finally:
            if cast("Any", self.fp) is reader:
                self.fp = cast("Any", reader.file)
        if reader.last not in {b"\r\n", b"\n"}:  # guard: head-is-whole
            raise http.client.IncompleteRead(reader.last)


class _TrackedConnection:
    """Mixin for the library's connections that reports to the tracker."""

    tracker: ClassVar[_ConnectionTracker]
    response_class = _WholeResponse

    def connect(self) -> None:
        """Connect. What is sent meanwhile, to a proxy for example, is not part of the request."""
        try:
            super().connect()  # type: ignore[misc]
        finally:
            self.tracker.request_sent = False
        self._track()

    def send(self, data: Any) -> None:
        """Send `data`. From here on the request may arrive."""
        connection = cast("urllib3.connection.HTTPConnection", self)
        if connection.sock is None and connection.auto_open:
            connection.connect()
        self._track()
        self.tracker.request_sent = True
        super().send(data)  # type: ignore[misc]

    def _track(self) -> None:
        self.tracker.track(cast("urllib3.connection.HTTPConnection", self).sock)


class _Adapter(requests.adapters.HTTPAdapter):
    """An adapter with tracked connections, which trusts the certificates of the system as well as the library's."""

    def __init__(self, tracker: _ConnectionTracker, context: ssl.SSLContext | None) -> None:
        self._tracker = tracker
        self._context = context
        super().__init__(max_retries=0)  # guard: no-retry-in-library

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:  # noqa: FBT001, FBT002 - the library's signature
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._context, **more)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(self._tracker)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **more)
        manager.pool_classes_by_scheme = _pool_classes(self._tracker)
        return manager


def _tls_context(tracker: _ConnectionTracker) -> ssl.SSLContext:
    """Return a strict TLS context whose sockets are tracked from the handshake on, which can be slow too."""

    class Socket(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's signature
            tracker.track(self)
            super().do_handshake(block)

    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = Socket
    return context


def _pool_classes(tracker: _ConnectionTracker) -> dict[str, type[urllib3.connectionpool.HTTPConnectionPool]]:
    plain = type("_Plain", (_TrackedConnection, urllib3.connection.HTTPConnection), {"tracker": tracker})
    tls = type("_Tls", (_TrackedConnection, urllib3.connection.HTTPSConnection), {"tracker": tracker})
    return {
        "http": type("_PlainPool", (urllib3.connectionpool.HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("_TlsPool", (urllib3.connectionpool.HTTPSConnectionPool,), {"ConnectionCls": tls}),
    }


def _read(raw: Any, limit: int) -> bytes:
    body = bytearray()
    for chunk in raw.stream(_CHUNK, decode_content=False):
        body += chunk
        if len(body) > limit:
            raise TransportError("large", request_sent=True)
    return bytes(body)


def _decompressed(body: bytes, encoding: str, limit: int) -> bytes:
    """Decompress `body` as `Content-Encoding` says, and never produce more than `limit` bytes."""
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"} or not body:
        return body
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise TransportError("packed", request_sent=True)
    decompressor = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        content = decompressor.decompress(body, limit + 1)
    except zlib.error:
        raise TransportError("packed", request_sent=True) from None
    if len(content) > limit:
        raise TransportError("large", request_sent=True)
    if not decompressor.eof:
        raise TransportError("cut", request_sent=True)
    return content


_REASONS: tuple[tuple[str, Callable[[BaseException], bool]], ...] = (
    ("proxy", lambda error: isinstance(error, requests.exceptions.ProxyError)),
    ("certificate", lambda error: isinstance(error, requests.exceptions.SSLError | ssl.SSLError)),
    ("name", lambda error: isinstance(error, urllib3.exceptions.NameResolutionError)),
    ("connect", lambda error: isinstance(error, urllib3.exceptions.NewConnectionError)),
    ("timeout", lambda error: isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError | TimeoutError)),
)


def _reason(error: BaseException) -> str:
    """Return the reason code of an error, which the library wraps several times."""
    chain = list(_error_chain(error))
    return next((word for word, fits in _REASONS if any(map(fits, chain))), "cut")


def _error_chain(error: object) -> Iterator[BaseException]:
    while isinstance(error, BaseException):
        yield error
        error = getattr(error, "reason", None) or (error.args[0] if error.args else None)
