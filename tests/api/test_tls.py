"""Over TLS only a server with a valid certificate gets a request. Authorities of this system are trusted."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from demitasse.api.transport import Deadlines, Request, Transport, TransportError
from tests.api.raw import JSON_HEAD, RawServer, Talk, whole
from tests.clocks import ManualClock
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADERS = {"Authorization": "Bearer canary"}
PATIENT = Deadlines(PATIENCE_S, PATIENCE_S, PATIENCE_S)
SHORT = PATIENT._replace(total_s=3.0)  # enough for a handshake on a loaded machine

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("tls")
    options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=local".split()
    names = [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(folder / "key.pem"),
        "-out",
        str(folder / "c.pem"),
    ]
    subprocess.run(["openssl", *options, *names], check=True, capture_output=True)
    return folder / "c.pem"


def _over_tls(certificate: Path, script: Callable[[Talk], None]) -> RawServer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))

    def wrapped(talk: Talk) -> None:
        with context.wrap_socket(talk.connection, server_side=True) as secure:
            talk.connection = secure
            script(talk)

    return RawServer(wrapped)


def _transport(server: RawServer, deadlines: Deadlines = PATIENT) -> Transport:
    return Transport(server.url.replace("http://", "https://"), ManualClock(), deadlines)


def test_a_server_without_a_valid_certificate_gets_nothing(certificate: Path) -> None:
    def script(talk: Talk) -> None:
        talk.hear()

    with _over_tls(certificate, script) as server:
        with pytest.raises(TransportError) as broken:
            _transport(server).call(Request("POST", "/", HEADERS, b"{}"))
        assert server.requests == []
    assert (broken.value.reason, broken.value.request_sent) == ("certificate", False)


def test_a_certificate_for_another_name_is_rejected(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    def script(talk: Talk) -> None:
        talk.hear()

    with _over_tls(certificate, script) as server:
        transport = Transport(server.url.replace("http://127.0.0.1", "https://localhost"), ManualClock(), PATIENT)
        with pytest.raises(TransportError) as broken:
            transport.call(Request("POST", "/", HEADERS, b"{}"))
        assert server.requests == []
    assert (broken.value.reason, broken.value.request_sent) == ("certificate", False)


def test_authorities_of_this_system_are_trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A company's own certificate authority, installed on this machine."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    def script(talk: Talk) -> None:
        while talk.hear():
            talk.say(whole(b"[1]"))

    with _over_tls(certificate, script) as server:
        transport = _transport(server)
        for _ in range(2):
            assert transport.call(Request("POST", "/", HEADERS, b"{}")).json == [1]
        transport.close()
        assert server.connections == 1


def test_a_slow_response_over_tls_is_cut_off(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(JSON_HEAD + b"\r\n")
        talk.drip(b" " * 999, 0.05)

    began = time.monotonic()
    with _over_tls(certificate, script) as server:
        with pytest.raises(TransportError) as broken:
            _transport(server, SHORT).call(Request("GET", "/", HEADERS))
        took = time.monotonic() - began
    assert (broken.value.reason, broken.value.request_sent) == ("late", True)
    assert took < 20.0
