"""Misbehaving servers over real sockets: each call ends in time, within a size limit, and with a clear error."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from typing import TYPE_CHECKING

import pytest
import requests

from demitasse.api import faults
from demitasse.api.transport import LARGE, SMALL, Deadlines, NotJson, Request, Response, Transport, TransportError
from demitasse.domain.errors import NetworkFault, Unclear, Unsent
from tests.api.raw import JSON_HEAD, RawServer, Talk, whole
from tests.clocks import ManualClock
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENT = Deadlines(connect_s=PATIENCE_S, read_s=PATIENCE_S, total_s=PATIENCE_S)
SHORT = Deadlines(connect_s=PATIENCE_S, read_s=PATIENCE_S, total_s=1.0)
CUT_S = 20.0
"""A call that `SHORT` cuts ends within this time even on a loaded machine; what it waits for takes longer."""
HEADERS = {"Accept-Encoding": "gzip", "Authorization": "Bearer canary"}


def _ask(url: str, deadlines: Deadlines = PATIENT, limit: int = SMALL, body: bytes | None = None) -> Response:
    transport = Transport(url, ManualClock(), deadlines)
    try:
        return transport.call(Request("POST" if body else "GET", "/v1/x", HEADERS, body, limit))
    finally:
        transport.close()


def _breaks(script: Callable[[Talk], None], reason: str, **more: int) -> None:
    """The call breaks for `reason` after its bytes have left, and in time."""
    began = time.monotonic()
    with RawServer(script) as server:
        with pytest.raises(TransportError) as broken:
            _ask(server.url, **more)  # type: ignore[arg-type]
        assert server.connections == 1
    assert (broken.value.reason, broken.value.request_sent) == (reason, True)
    assert time.monotonic() - began < CUT_S


def test_a_proper_response() -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(whole('{"a":"ü"}'.encode(), JSON_HEAD + b"Date: then\r\nRetry-After: 1\r\nretry-after: 2\r\n"))

    with RawServer(script) as server:
        answer = _ask(server.url)
    assert answer.json == {"a": "ü"}
    assert (answer.status, answer.kind, answer.date) == (200, "application/json", "then")
    assert answer.retry_after == ("1", "2")


def test_no_response_after_the_request() -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.server.leaving.wait(PATIENCE_S)

    _breaks(script, "timeout", deadlines=Deadlines(PATIENCE_S, 0.3, PATIENCE_S))  # type: ignore[arg-type]


@pytest.mark.parametrize("dripped", ["head", "body", "chunks"])
def test_a_drip_is_cut_off_after_the_total_time(dripped: str) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        if dripped == "head":
            talk.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Drip: drip\r\n" * 99, 0.05)
        elif dripped == "body":
            talk.say(JSON_HEAD + b"\r\n")
            talk.drip(b'{"a":' + b" " * 999, 0.05)
        else:
            talk.say(JSON_HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
            talk.drip(b"1\r\n \r\n" * 999, 0.02)

    _breaks(script, "late", deadlines=SHORT)  # type: ignore[arg-type]


def test_a_slow_tls_handshake_is_cut_off_before_anything_is_sent() -> None:
    def script(talk: Talk) -> None:
        talk.connection.recv(65536)
        talk.say(b"\x16\x03\x03\x40\x00")
        talk.drip(b"\x02" * 999, 0.05)

    began = time.monotonic()
    with RawServer(script) as server, pytest.raises(TransportError) as broken:
        _ask(server.url.replace("http://", "https://"), SHORT)
    assert broken.value.request_sent is False
    assert time.monotonic() - began < CUT_S


def test_a_slow_response_that_ends_in_time_is_accepted() -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.drip(whole(b"[1]"), 0.001)

    with RawServer(script) as server:
        assert _ask(server.url).json == [1]


def test_a_body_shorter_than_promised_is_an_error() -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(JSON_HEAD + b'Content-Length: 99\r\n\r\n{"a":1}')

    _breaks(script, "cut")


def test_incomplete_chunks_are_an_error() -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(JSON_HEAD + b'Transfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n')

    _breaks(script, "cut")


@pytest.mark.parametrize("where", ["before", "head", "body"])
def test_a_reset_is_an_error(where: str) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        if where == "head":
            talk.say(b"HTTP/1.1 200 O")
        elif where == "body":
            talk.say(JSON_HEAD + b'Content-Length: 7\r\n\r\n{"a"')
        talk.reset()

    _breaks(script, "cut")


WHOLE_HEAD = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("length", range(1, len(WHOLE_HEAD)))
def test_a_head_without_its_end_is_an_error(length: int) -> None:
    """The server, or something between, closes the connection properly at any byte of the head."""

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(WHOLE_HEAD[:length])

    _breaks(script, "cut")


@pytest.mark.parametrize("head", [WHOLE_HEAD, WHOLE_HEAD.replace(b"\r\n", b"\n"), b"HTTP/1.1 204 No\r\n\r\n"])
def test_a_whole_head_may_have_no_body(head: bytes) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(head)

    with RawServer(script) as server:
        assert _ask(server.url).body == b""


def test_a_reset_during_the_upload_counts_as_sent() -> None:
    def script(talk: Talk) -> None:
        talk.connection.recv(100)
        talk.reset()

    with RawServer(script) as server, pytest.raises(TransportError) as broken:
        _ask(server.url, body=b"x" * 30_000_000)
    assert broken.value.request_sent is True


@pytest.mark.parametrize("nonsense", [b"", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/9.9 abc\r\n\r\n", b"\x00" * 99])
def test_a_response_that_is_no_http_is_an_error(nonsense: bytes) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(nonsense)

    _breaks(script, "cut")


def test_more_than_ten_megabytes_are_not_read() -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(JSON_HEAD + b"\r\n[" + b" " * 10_000_000)

    _breaks(script, "large", limit=LARGE)
    _breaks(script, "large", limit=SMALL)


def test_a_compressed_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b" " * 30_000_000)

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(whole(bomb, JSON_HEAD + b"Content-Encoding: gzip\r\n"))

    assert len(bomb) < SMALL
    _breaks(script, "large")


@pytest.mark.parametrize(
    ("packing", "content", "reason"),
    [
        ("gzip", b"not packed at all", "packed"),
        ("br", b"whatever", "packed"),
        ("gzip", gzip.compress(b"[1]", mtime=0)[:-9], "cut"),
    ],
)
def test_a_compression_that_cannot_be_undone(packing: str, content: bytes, reason: str) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(whole(content, JSON_HEAD + f"Content-Encoding: {packing}\r\n".encode()))

    _breaks(script, reason)


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("Deflate", zlib.compress)])
def test_compression_is_undone(packing: str, pack: Callable[[bytes], bytes]) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(whole(pack(b"[1]"), JSON_HEAD + f"Content-Encoding: {packing}\r\n".encode()))

    with RawServer(script) as server:
        assert _ask(server.url).json == [1]


@pytest.mark.parametrize("text", [b"<html>", b"{", b"[" * 100_000, b"\xff\xfe\xfd", b"9" * 5000])
def test_a_body_that_is_no_json(text: bytes) -> None:
    with pytest.raises(NotJson):
        _ = Response(200, text).json


def test_redirects_are_not_followed_and_their_bodies_are_bounded() -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/portal\r\n\r\n" + b"x" * 1_000_000)

    _breaks(script, "large")

    def short(talk: Talk) -> None:
        talk.hear()
        talk.say(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/portal\r\nContent-Length: 0\r\n\r\n")

    with RawServer(short) as server:
        answer = _ask(server.url)
        assert (answer.status, answer.location) == (302, "http://127.0.0.1:9/portal")
        assert len(server.requests) == 1


def test_nothing_is_sent_twice_by_itself() -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")

    with RawServer(script) as server:
        assert _ask(server.url).status == 503
        assert len(server.requests) == 1


def test_an_invalid_retry_after_raises_nothing() -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(b"HTTP/1.1 503 Busy\r\nRetry-After: -5\r\nContent-Length: 0\r\n\r\n")

    with RawServer(script) as server:
        assert _ask(server.url).retry_after == ("-5",)


def test_cookies_and_netrc_are_ignored(home: Path) -> None:
    (home / ".netrc").write_text("machine 127.0.0.1 login jane password netrc-secret\n")
    (home / ".netrc").chmod(0o600)

    def script(talk: Talk) -> None:
        while talk.hear():
            talk.say(whole(b"[]", JSON_HEAD + b"Set-Cookie: track=me; Path=/\r\n"))

    with RawServer(script) as server:
        transport = Transport(server.url, ManualClock(), PATIENT)
        transport.call(Request("GET", "/a", HEADERS))
        transport.call(Request("GET", "/b", HEADERS))
        transport.close()
        assert server.connections == 1, "the second call uses the same connection"
    first, second = server.requests
    assert b"Authorization: Bearer canary" in first
    assert b"ookie" not in second


def test_a_line_in_netrc_replaces_no_token(home: Path) -> None:
    """Loopback is never looked up there, so this is seen on what would be sent to a host elsewhere."""
    (home / ".netrc").write_text("machine acme.invalid login jane password netrc-secret\n")
    (home / ".netrc").chmod(0o600)
    transport = Transport("https://acme.invalid", ManualClock(), PATIENT)
    session = transport._get_session()
    assert session.trust_env, "a proxy of this network is used"
    sent = session.prepare_request(requests.Request("GET", "https://acme.invalid/a", headers=dict(HEADERS)))
    transport.close()
    assert sent.headers["Authorization"] == "Bearer canary"


def test_an_idle_connection_is_not_used_again() -> None:
    def script(talk: Talk) -> None:
        if talk.hear():
            talk.say(whole(b"[]"))  # and closed, as servers do with idle connections

    clock = ManualClock()
    with RawServer(script) as server:
        transport = Transport(server.url, clock, PATIENT)
        for _ in range(3):
            assert transport.call(Request("POST", "/a", HEADERS, b"{}")).status == 200
            clock.advance(10)
        transport.close()
        assert server.connections == 3


def test_without_a_server_nothing_is_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(TransportError) as broken:
        _ask(f"http://127.0.0.1:{port}", body=b"{}")
    assert (broken.value.reason, broken.value.request_sent) == ("connect", False)


def test_an_unknown_host_gets_nothing() -> None:
    with pytest.raises(TransportError) as broken:
        _ask("https://coffeecup.invalid", body=b"{}")
    assert (broken.value.reason, broken.value.request_sent) == ("name", False)


def test_a_server_that_does_not_accept_gets_nothing() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        try:
            with pytest.raises(TransportError) as broken:
                _ask(
                    f"http://127.0.0.1:{listener.getsockname()[1]}", Deadlines(0.3, PATIENCE_S, PATIENCE_S), body=b"{}"
                )
        finally:
            for filler in fillers:
                filler.close()
    assert (broken.value.reason, broken.value.request_sent) == ("timeout", False)


def test_a_server_without_tls_gets_nothing() -> None:
    def script(talk: Talk) -> None:
        talk.connection.recv(65536)
        talk.say(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with RawServer(script) as server, pytest.raises(TransportError) as broken:
        _ask(server.url.replace("http://", "https://"), body=b"{}")
    assert (broken.value.reason, broken.value.request_sent) == ("certificate", False)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n", b""])
def test_a_proxy_that_refuses_the_tunnel_gets_nothing_of_the_request(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(answer)

    with RawServer(script) as server:
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        with pytest.raises(TransportError) as broken:
            _ask("https://acme.invalid", body=b"{}")
        assert all(b"canary" not in request for request in server.requests)
        assert server.requests[0].startswith(b"CONNECT acme.invalid:443")
    assert broken.value.reason in {"proxy", "cut"}
    assert broken.value.request_sent is False


@pytest.mark.parametrize(
    ("broken", "write", "kind"),
    [
        (TransportError("connect", request_sent=False), True, Unsent),
        (TransportError("late", request_sent=False), True, Unsent),
        (TransportError("name", request_sent=False), False, Unsent),
        (TransportError("cut", request_sent=True), True, Unclear),
        (TransportError("timeout", request_sent=True), True, Unclear),
        (TransportError("large", request_sent=True), False, NetworkFault),
    ],
)
def test_only_a_sent_request_is_unclear(broken: TransportError, write: bool, kind: type[NetworkFault]) -> None:
    fault = faults.transport_fault(broken, write=write)
    assert type(fault) is kind


def test_a_repr_contains_no_secret() -> None:
    request = Request("POST", "/oauth2/token", HEADERS, b"password=canary")
    assert "canary" not in repr(request)
    assert "canary" not in repr(Response(200, b"canary"))
