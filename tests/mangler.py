"""A proxy in front of the local CoffeeCup that spoils replies: some are invalid, others look valid and are odd."""

from __future__ import annotations

import copy
import gzip
import json
import threading
from collections import Counter
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.api.raw import RawServer, Talk
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_JSON = b"Content-Type: application/json\r\n"
_PAGE = b"<html><body>Welcome to the hotel. Please <a href='/login'>log in</a>.</body></html>"
_OK = b"HTTP/1.1 200 OK\r\n"
_BOMB = gzip.compress(b"[" + b"0," * 12_000_000 + b"0]")
_ODD: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 10**18, 10**30, -(10**30), 1e308, 0.5, float("nan"), float("inf"), "", " ", "7", "-7",
    "1e9", "x" * 100_000, "\ud800", "\x00", "\x1b[2J\u202e", "null", [], {}, [[]], {"id": 7}, [7],
    "2026-13-45", "0000-00-00", "9999-12-31", "-1-01-01", "2026-03-02T25:61:61Z", "2026-03-02", "24:00:00",
    "<b>x</b>", "٣", "../../etc", "'; DROP TABLE",
)  # fmt: skip


def _answer(body: bytes, head: bytes = _OK, kind: bytes = _JSON) -> bytes:
    return head + kind + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body


def _cut(body: bytes, dice: random.Random) -> bytes:
    return body[: dice.randrange(1, len(body))] if len(body) > 1 else b"{"


def _head(dice: random.Random) -> bytes:
    return dice.choice((
        b"\x16\x03\x01\x02\x00", b"HTTP/9.9 200 Fine\r\n\r\n", b"ICY 200 OK\r\n\r\n", b"HTTP/1.1 2 OK\r\n\r\n",
        b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nx",
        _OK + b"X: " + b"y" * 100_000 + b"\r\n\r\n{", _OK + b"X: y\r\n" * 200 + b"\r\n{", _OK, b"",
        _OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        _OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n{}", _OK + b"X\x00Y: \xff\xfe\r\n\r\n{",
    ))  # fmt: skip


INVALID: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut json": lambda body, dice: _answer(_cut(body, dice) + b"\x00"),
    "cut short": lambda body, dice: _answer(body + b" " * 50)[:-49],
    "portal": lambda body, dice: _answer(_PAGE, kind=b"Content-Type: text/html\r\n"),
    "no http": lambda body, dice: dice.randbytes(dice.randrange(1, 300)),
    "bad head": lambda body, dice: _head(dice),
    "no json": lambda body, dice: _answer(dice.choice((b"{", b"]", b"\xff\xfe\x00", b"'", b"NULL", b"[" * 100_000))),
    "latin": lambda body, dice: _answer(b'{"x": "' + b"\xe4\xf6\xfc" + b'"}'),
    "gateway": lambda body, dice: _answer(_PAGE, b"HTTP/1.1 %d No\r\n" % dice.choice((500, 502, 504, 520)), b""),
    "bare no": lambda body, dice: _answer(b"", b"HTTP/1.1 %d No\r\n" % dice.choice((403, 404)), b""),
    "moved": lambda body, dice: _answer(b"", b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n", b""),
    "gzip lie": lambda body, dice: _answer(body, kind=_JSON + b"Content-Encoding: gzip\r\n"),
    "gzip cut": lambda body, dice: _answer(gzip.compress(body)[:-9], kind=_JSON + b"Content-Encoding: gzip\r\n"),
    "gzip bomb": lambda body, dice: _answer(_BOMB, kind=_JSON + b"Content-Encoding: gzip\r\n"),
    "other packing": lambda body, dice: _answer(body, kind=_JSON + b"Content-Encoding: br, zstd\r\n"),
}
"""Invalid replies by name: none of them may change anything."""

_SLOW = {"gzip bomb": 0.1}
"""Weights: replies that take long are rare."""


def _node(content: Any, dice: random.Random) -> tuple[Any, Any]:
    """Return a random place in a JSON value: its container and key."""
    container: Any = {"": content}
    key: Any = ""
    while True:
        inner = container[key]
        if not isinstance(inner, dict | list) or not inner or (dice.random() < 0.15 and key != ""):
            return container, key
        container, key = inner, dice.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))


def odd(body: bytes, dice: random.Random) -> bytes:
    """Return the reply with one odd value."""
    try:
        content = copy.deepcopy(json.loads(body))
    except ValueError:
        return _answer(body)
    container, key = _node({"root": content}, dice)
    how = dice.randrange(4)
    if how == 0 and isinstance(container, dict):
        del container[key]
    elif how == 1 and isinstance(container, list):
        container.insert(0, copy.deepcopy(container[key]))
    elif how == 2 and isinstance(container, dict):
        container[str(dice.choice(_ODD))[:50]] = container.pop(key)
    else:
        container[key] = dice.choice(_ODD)
    return _answer(json.dumps(content).encode())


def flipped(body: bytes, dice: random.Random) -> bytes:
    """Return the reply with a few bytes changed."""
    spoilt = bytearray(body or b"null")
    for _ in range(dice.choice((1, 1, 2, 8))):
        spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
    return _answer(bytes(spoilt))


STRANGE = {"odd": odd, "flipped": flipped}
"""Odd replies by name: parts of them may be valid."""


class Mangler(RawServer):
    """Forward requests to `upstream` and spoil replies in one of `kinds`; none if it is empty.

    Requests whose first line holds `spared` get what they should.
    """

    def __init__(self, upstream: str, dice: random.Random, spared: bytes = b"/oauth2/token") -> None:
        super().__init__(self._serve)
        self._upstream = urlsplit(upstream).netloc
        self._local = threading.local()
        self._connections: list[HTTPConnection] = []
        self._dice = dice
        self._spared = spared
        self.kinds: dict[str, Callable[[bytes, random.Random], bytes]] = {}
        self.spoilt: Counter[str] = Counter()

    def __exit__(self, *args: object) -> None:
        super().__exit__(*args)
        for connection in self._connections:
            connection.close()

    def _serve(self, talk: Talk) -> None:
        request = talk.hear()
        self.requests.clear()  # thousands, and no test reads them
        if not request:
            return
        status, body = self._passed_on(request)
        if not self.kinds or self._spared in request.split(b"\r\n", 1)[0]:
            talk.say(_answer(body, b"HTTP/1.1 %d OK\r\n" % status))
            return
        weights = [_SLOW.get(name, 1.0) for name in self.kinds]
        name = self._dice.choices(list(self.kinds), weights)[0]
        self.spoilt[name] += 1
        talk.say(self.kinds[name](body, self._dice))

    def _passed_on(self, request: bytes) -> tuple[int, bytes]:
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ")
        headers = dict(
            line.split(": ", 1) for line in lines if not line.lower().startswith(("connection", "accept-enc"))
        )
        upstream = self._connection()
        upstream.request(method, path, body or None, headers)
        reply = upstream.getresponse()
        return reply.status, reply.read()

    def _connection(self) -> HTTPConnection:
        """Return this thread's connection to the upstream server, which saves a thread there for each request."""
        if not hasattr(self._local, "connection"):
            self._local.connection = HTTPConnection(self._upstream, timeout=PATIENCE_S)
            self._connections.append(self._local.connection)
        connection: HTTPConnection = self._local.connection
        return connection
