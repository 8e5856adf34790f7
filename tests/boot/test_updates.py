"""Looking for a newer version: one anonymous request a day, to a real server on this machine."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.updates import UpdateState, check_for_update
from demitasse.domain.errors import BadInput, FaultCode, LocalFault, NetworkFault, Unsent
from demitasse.domain.releases import Release
from demitasse.support.paths import paths
from tests.clocks import ManualClock
from tests.deadlines import PATIENCE_S
from tests.update_server import UpdateServer

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW = {"version": "99.1.0", "page": "https://example.org/new"}
DAY_S = 86_400


@pytest.fixture
def server() -> Iterator[UpdateServer]:
    with UpdateServer(NEW) as server:
        yield server


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def check(server: UpdateServer, clock: ManualClock) -> UpdateState:
    return check_for_update(server.url, paths(), clock)


def test_a_newer_version_is_found(server: UpdateServer, clock: ManualClock) -> None:
    found = check(server, clock)
    assert found == UpdateState(Release("99.1.0", "https://example.org/new"), clock.now().wall)
    assert found.is_newer


def test_an_older_version_is_not_newer(clock: ManualClock) -> None:
    with UpdateServer({"version": "0.0.1"}) as server:
        assert not check(server, clock).is_newer


def test_the_request_tells_nothing_about_the_person(server: UpdateServer, clock: ManualClock) -> None:
    server.headers = {"Set-Cookie": "id=1; Path=/"}
    check(server, clock)
    clock.advance(DAY_S)
    check(server, clock)
    (method, path, headers), again = server.requests
    assert (method, path) == ("GET", "/demitasse.json?channel=stable")
    assert again == (method, path, headers)
    host = headers.pop("Host")
    assert host in server.url
    assert headers == {
        "User-Agent": "Demitasse",
        "Accept": "application/json",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "keep-alive",
    }


def test_it_asks_once_a_day(server: UpdateServer, clock: ManualClock) -> None:
    first = check(server, clock)
    clock.advance(DAY_S - 1)
    assert check(server, clock) == first
    assert len(server.requests) == 1
    clock.advance(1)
    assert check(server, clock).asked_at == clock.now().wall
    assert len(server.requests) == 2


def test_a_clock_that_was_set_back_does_not_stop_it_for_ever(server: UpdateServer, clock: ManualClock) -> None:
    check(server, clock)
    clock.set_wall(clock.now().wall - timedelta(days=400))
    check(server, clock)
    assert len(server.requests) == 2


def test_another_address_is_asked_at_once(server: UpdateServer, clock: ManualClock) -> None:
    check(server, clock)
    with UpdateServer({"version": "99.2.0"}) as other:
        assert check(other, clock).newest.version == "99.2.0"


def test_profiles_and_processes_share_the_answer(server: UpdateServer, clock: ManualClock) -> None:
    threads = [
        threading.Thread(target=check_for_update, args=(server.url, paths(name), clock)) for name in ("a", "b", "c")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (404, b"", FaultCode.UPDATES_REFUSED),
        (403, b'{"message": "rate limit"}', FaultCode.UPDATES_REFUSED),
        (500, b"", FaultCode.UPDATES_REFUSED),
        (301, b"", FaultCode.UPDATES_REFUSED),
        (200, b"", FaultCode.UPDATES_UNREADABLE),
        (200, b"<html>Please log in</html>", FaultCode.UPDATES_UNREADABLE),
        (200, b"[" * 100_000, FaultCode.UPDATES_UNREADABLE),
        (200, b"\xff\xfe", FaultCode.UPDATES_UNREADABLE),
        (200, b'{"version": "soon"}', FaultCode.UPDATES_UNREADABLE),
        (200, b" " * 300_000, FaultCode.UPDATES_UNREACHABLE),
    ],
)
def test_an_answer_without_a_version_is_a_fault_for_a_day(
    clock: ManualClock, status: int, body: bytes, code: str
) -> None:
    with UpdateServer(body, status) as server:
        server.headers = {"Location": "https://example.org/elsewhere"} if status == 301 else {}
        for _ in range(2):
            with pytest.raises(NetworkFault) as raised:
                check(server, clock)
            assert (raised.value.code, raised.value.params["host"]) == (code, "127.0.0.1")
            assert raised.value.status in {0, status}
        assert len(server.requests) == 1
        server.status, server.body = 200, b'{"version": "99.0"}'
        clock.advance(DAY_S)
        assert check(server, clock).is_newer


def test_a_request_without_an_answer_counts(server: UpdateServer, clock: ManualClock) -> None:
    server.silent = True
    for _ in range(2):
        with pytest.raises(NetworkFault) as raised:
            check(server, clock)
        assert raised.value.code == FaultCode.UPDATES_UNREACHABLE
    assert len(server.requests) == 1


def test_a_request_that_was_never_sent_does_not_count(clock: ManualClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    for _ in range(2):
        with pytest.raises(Unsent):
            check_for_update(f"http://127.0.0.1:{port}/", paths(), clock)
    assert not (paths().shared / "updates.json").exists()


@pytest.mark.parametrize("stored", [b"", b"{}", b"[]", b"\xff", b'{"address": 1}', b'{"asked_at": "today"}'])
def test_a_damaged_answer_is_replaced(server: UpdateServer, clock: ManualClock, stored: bytes) -> None:
    check(server, clock)
    (paths().shared / "updates.json").write_bytes(stored)
    assert check(server, clock).is_newer
    assert len(server.requests) == 2


def test_nobody_is_asked_without_an_address(clock: ManualClock) -> None:
    with pytest.raises(LocalFault) as raised:
        check_for_update("", paths(), clock)
    assert raised.value.code == FaultCode.UPDATES_NO_ADDRESS


@pytest.mark.parametrize("address", ["http://example.org/x", "https://ada:secret@example.org/", "ftp://example.org"])
def test_an_unsafe_address_is_refused(clock: ManualClock, address: str) -> None:
    with pytest.raises(BadInput):
        check_for_update(address, paths(), clock)


def test_nobody_is_asked_if_that_cannot_be_stored(server: UpdateServer, clock: ManualClock) -> None:
    (paths().shared / "updates.json").mkdir()
    with pytest.raises(LocalFault) as raised:
        check(server, clock)
    assert raised.value.code == FaultCode.FILE_UNWRITABLE
    assert server.requests == []
