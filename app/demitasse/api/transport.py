"""One request out, one bounded answer in. The only module that touches the HTTP library and its sockets.

What the library leaves open is closed here: a call ends within a total time however slowly the answer drips; the body
has a size; nothing is retried or redirected; and it is known whether a byte of the request has left.
"""

from __future__ import annotations

import json
import ssl
import threading
import zlib
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast
from urllib.parse import urlsplit

from demitasse.api.address import is_loopback
from demitasse.api.library import requests, urllib3

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from requests import PreparedRequest

    from demitasse.domain.ports import Clock

LARGE, SMALL = 8 * 2**20, 256 * 2**10
"""The most bytes of a list and of a single thing, unpacked."""

_IDLE_S = 2.0
_CHUNK = 65536


class Deadlines(NamedTuple):
    """How long a call may take: to connect, between two bytes, and altogether.

    Looking up the server's name is not covered by the last one: no operating system lets go of that.
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    total_s: float = 45.0


class Request(NamedTuple):
    """What is sent; `path` may carry a query. Its parts that may be secret have no repr."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None = None
    limit: int = SMALL

    def __repr__(self) -> str:
        """What it is about."""
        return f"<{self.method} {self.path}>"


class NotJson(ValueError):
    """The body is not JSON."""


class Response:
    """What came back, whole; `retry_after` has every header of that name. Its repr says nothing."""

    def __init__(
        self,
        status: int,
        body: bytes = b"",
        kind: str = "",
        *,
        date: str = "",
        retry_after: tuple[str, ...] = (),
        location: str = "",
    ) -> None:
        self.status = status
        self.body = body
        self.kind = kind
        self.date = date
        self.retry_after = retry_after
        self.location = location
        self._memo: list[Any] = []

    def json(self) -> Any:
        """The decoded body; None if it is empty. Raises NotJson."""
        if not self._memo:
            self._memo.append(self._decoded())
        return self._memo[0]

    def _decoded(self) -> Any:
        if not self.body.strip():
            return None
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise NotJson(type(error).__name__) from None


class TransportError(Exception):
    """No whole answer; `left` tells whether a byte of the request has left this machine.

    `reason` is one word: name, certificate, proxy, connect, timeout, late, large, packed, cut.
    """

    def __init__(self, reason: str, *, left: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.request_sent = left


class Transport:
    """A session with one server, owned by one thread; opened by the first call."""

    def __init__(self, address: str, clock: Clock, deadlines: Deadlines) -> None:
        """Talk to `address`, as `check_address` returns it."""
        self.address = address
        self._clock = clock
        self._deadlines = deadlines
        self._watch = _Watch()
        self._session: requests.Session | None = None
        self._used_s = 0.0

    def call(self, request: Request) -> Response:
        """Send once and read the answer. Raises Broken."""
        session = self._open()
        self._drop_idle(session)
        try:
            with self._watch.at_most(self._deadlines.total_s):  # guard: total-time-is-limited
                answer = self._exchange(session, request)
                if self._watch.late:  # cut off by us: what was read may look whole
                    raise TransportError("late", left=True)
                return answer
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise TransportError("late" if self._watch.late else _reason(error), left=self._watch.left) from error
        finally:
            self._used_s = self._clock.now().boot_s

    def close(self) -> None:
        """Close the connections; the next call opens another."""
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
            body = _unpacked(_read(raw, request.limit), response.headers.get("Content-Encoding", ""), request.limit)
            return Response(
                response.status_code,
                body,
                kind=response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                date=response.headers.get("Date", ""),
                retry_after=tuple(raw.headers.getlist("Retry-After")),
                location=response.headers.get("Location", ""),
            )

    def _drop_idle(self, session: requests.Session) -> None:
        """Close a connection that was idle, because the server may have closed its end (reliability N9, N18)."""
        if self._clock.now().boot_s - self._used_s > _IDLE_S:
            session.get_adapter(self.address).close()

    def _open(self) -> requests.Session:
        if self._session is None:
            session = _Session()
            session.trust_env = not is_loopback(urlsplit(self.address).hostname or "")
            # guard: netrc-is-ignored
            session.auth = _as_it_is  # or a line in ~/.netrc would replace our token (reliability U17)
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            scheme = urlsplit(self.address).scheme
            session.mount(f"{scheme}://", _Adapter(self._watch, _context(self._watch) if scheme == "https" else None))
            self._session = session
        return self._session


def _as_it_is(request: PreparedRequest) -> PreparedRequest:
    return request


class _Session(requests.Session):
    """A session that looks at no redirect: looking would read the answer's body without a bound."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        del resp
        return None


class _Watch:
    """Follows the connection of one call, and cuts it when its time is over."""

    def __init__(self) -> None:
        self.left = False
        self.late = False
        self._socket: socket.socket | None = None
        self._call = 0
        self._lock = threading.Lock()

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """Cut the call of the block off after so many seconds."""
        self.left = self.late = False
        timer = threading.Timer(seconds, self._cut, [self._call])
        timer.name = "demitasse-deadline"
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:  # a timer that is just going off must not hit the next call
                self._call += 1
                self._socket = None

    def follow(self, connection: socket.socket | None) -> None:
        """The call goes on over this socket now."""
        with self._lock:
            self._socket = connection
            self._shut_if_late()

    def _cut(self, call: int) -> None:
        with self._lock:
            if call == self._call:
                self.late = True
                self._shut_if_late()

    def _shut_if_late(self) -> None:
        if self.late and self._socket is not None:
            _shut(self._socket)


def _shut(connection: socket.socket) -> None:
    """End a connection under the feet of the thread that waits on it, without touching its TLS state."""
    import socket  # noqa: PLC0415 - already loaded; above it is only for typing

    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:  # already closed
        return


class _Followed:
    """Mixed into the library's connections: tells the watch what happens."""

    watch: ClassVar[_Watch]

    def connect(self) -> None:
        """What is said while connecting (to a proxy, say) is not the request."""
        try:
            super().connect()  # type: ignore[misc]
        finally:
            self.watch.left = False
        self._follow()

    def send(self, data: Any) -> None:
        """From here on the request may arrive."""
        connection = cast("urllib3.connection.HTTPConnection", self)
        if connection.sock is None and connection.auto_open:
            connection.connect()
        self._follow()
        self.watch.left = True
        super().send(data)  # type: ignore[misc]

    def _follow(self) -> None:
        self.watch.follow(cast("socket.socket | None", cast("urllib3.connection.HTTPConnection", self).sock))


class _Adapter(requests.adapters.HTTPAdapter):
    """Brings connections that are followed, and this system's own certificates beside the library's."""

    def __init__(self, watch: _Watch, context: ssl.SSLContext | None) -> None:
        self._watch = watch
        self._context = context
        super().__init__(max_retries=0)  # guard: no-retry-in-library

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:  # noqa: FBT001, FBT002 - the library's signature
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._context, **more)
        self.poolmanager.pool_classes_by_scheme = _pools(self._watch)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **more)
        manager.pool_classes_by_scheme = _pools(self._watch)
        return manager


def _context(watch: _Watch) -> ssl.SSLContext:
    """Strict TLS, followed from its first byte: a handshake can drip too."""

    class Socket(ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's signature
            watch.follow(self)
            super().do_handshake(block)

    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = Socket
    return context


def _pools(watch: _Watch) -> dict[str, type[urllib3.connectionpool.HTTPConnectionPool]]:
    plain = type("_Plain", (_Followed, urllib3.connection.HTTPConnection), {"watch": watch})
    tls = type("_Tls", (_Followed, urllib3.connection.HTTPSConnection), {"watch": watch})
    return {
        "http": type("_PlainPool", (urllib3.connectionpool.HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("_TlsPool", (urllib3.connectionpool.HTTPSConnectionPool,), {"ConnectionCls": tls}),
    }


def _read(raw: Any, limit: int) -> bytes:
    body = bytearray()
    for piece in raw.stream(_CHUNK, decode_content=False):
        body += piece
        if len(body) > limit:
            raise TransportError("large", left=True)
    return bytes(body)


def _unpacked(body: bytes, packing: str, limit: int) -> bytes:
    """The body without its `Content-Encoding`; never more than `limit` bytes of it are made."""
    packing = packing.strip().lower()
    if packing in {"", "identity"} or not body:
        return body
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise TransportError("packed", left=True)
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        whole = unpacker.decompress(body, limit + 1)
    except zlib.error:
        raise TransportError("packed", left=True) from None
    if len(whole) > limit:
        raise TransportError("large", left=True)
    if not unpacker.eof:
        raise TransportError("cut", left=True)
    return whole


_REASONS: tuple[tuple[str, Callable[[BaseException], bool]], ...] = (
    ("proxy", lambda error: isinstance(error, requests.exceptions.ProxyError)),
    ("certificate", lambda error: isinstance(error, requests.exceptions.SSLError | ssl.SSLError)),
    ("name", lambda error: isinstance(error, urllib3.exceptions.NameResolutionError)),
    ("connect", lambda error: isinstance(error, urllib3.exceptions.NewConnectionError)),
    ("timeout", lambda error: isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError | TimeoutError)),
)


def _reason(error: BaseException) -> str:
    """The word for an error of the library, which wraps them several times."""
    chain = list(_wrapped(error))
    return next((word for word, fits in _REASONS if any(map(fits, chain))), "cut")


def _wrapped(error: object) -> Iterator[BaseException]:
    while isinstance(error, BaseException):
        yield error
        error = getattr(error, "reason", None) or (error.args[0] if error.args else None)
