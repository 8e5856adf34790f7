"""The HTTP server, the `Sandbox` object and the state file."""

from __future__ import annotations

import json
import os
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from coffeecup_sandbox import Sandbox
from tests.coffeecup_sandbox.client import Client, sign_in
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path


def raw(sandbox: Sandbox, data: bytes, *, until_closed: bool = True) -> bytes:
    """Send bytes on a new connection, and return the bytes received."""
    host, port = sandbox.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as connection:
        connection.sendall(data)
        received = b""
        while part := connection.recv(65536):
            received += part
            if not until_closed:
                break
        return received


def error_of(reply: bytes) -> Any:
    """Return the error object of a raw response. Fails unless it is JSON with the status of the response."""
    head, _, body = reply.partition(b"\r\n\r\n")
    assert b"Content-Type: application/json" in head
    error = json.loads(body)
    assert head.startswith(b"HTTP/1.1 %d " % error["status"])
    return error


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/v1", 404),
        ("GET", "/v1/nonsense", 404),
        ("GET", "/v1/timeEntries/abc", 404),
        ("GET", "/v1/timeEntries/-1", 404),
        ("GET", "/v1/timeEntries/..%2f..%2fetc%2fpasswd", 404),
        ("GET", "/v1/timeEntries/" + "9" * 400, 404),
        ("GET", "/v1/timeEntries/1%00", 404),
        ("PATCH", "/v1/users/me", 405),
        ("OPTIONS", "/v1/timeEntries", 405),
        ("DELETE", "/v1/absenceTypes/81", 405),
        ("POST", "/v1/colors", 405),
        ("PUT", "/v1/users/me", 405),
        ("TRACE", "/v1/timeEntries", 405),
    ],
)
def test_errors_are_json(jane: Client, method: str, path: str, status: int) -> None:
    response = jane.call(method, path)
    assert response.status == status
    assert response.headers["content-type"].startswith("application/json")
    assert response.json["status"] == status


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json", ""]
)
def test_only_json_is_read(jane: Client, kind: str) -> None:
    body = b'{"timeEntry":{"project":101,"task":301}}'
    assert jane.call("POST", "/v1/timeEntries", body, {"Content-Type": kind}).status == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b'"timeEntry"',
        b'{"timeEntry":[]}',
        b'{"timeEntry":null}',
        b'{"timeentry":{}}',
        b'{"timeEntry":{"duration":NaN}}',
        b'{"timeEntry":{"comment":1e999}}',
        b'\xff\xfe{"timeEntry":{}}',
        b"[" * 200_000,
        b'{"timeEntry":' * 30_000,
        b'{"timeEntry":{"duration":' + b"9" * 6000 + b"}}",
    ],
)
def test_malformed_bodies_get_an_error_object(jane: Client, body: bytes) -> None:
    response = jane.call("POST", "/v1/timeEntries", body, {"Content-Type": "application/json; charset=UTF-8"})
    assert response.status == 400
    assert response.json["status"] == 400
    assert b"Traceback" not in response.body
    assert jane.get("/v1/users/me").status == 200


def test_lone_surrogates_do_not_break_the_response(jane: Client) -> None:
    body = b'{"timeEntry":{"project":101,"task":301,"day":"2026-03-02","comment":"\\ud83d"}}'
    response = jane.call("POST", "/v1/timeEntries", body, {"Content-Type": "application/json"})
    assert response.status == 201
    assert response.json["timeEntry"]["comment"] == "\ud83d"
    assert jane.get("/v1/timeEntries", sort="id DESC", limit=1).status == 200


def test_a_body_of_ten_megabytes_is_refused(jane: Client) -> None:
    body = b'{"timeEntry":{"comment":"' + b"x" * 10_000_000 + b'"}}'
    response = jane.call("POST", "/v1/timeEntries", body, {"Content-Type": "application/json"})
    assert (response.status, response.json["status"]) == (413, 413)


def test_chunked_bodies_are_read(sandbox: Sandbox, jane: Client) -> None:
    body = json.dumps({"timeEntry": {"project": 101, "task": 301, "day": "2026-03-02", "comment": "chunks"}}).encode()
    head = (
        f"POST /v1/timeEntries HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {jane.token}\r\nConnection: close\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 30]), body[at : at + 30]) for at in range(0, len(body), 30))
    assert b" 201 " in raw(sandbox, head.encode() + chunks + b"0\r\n\r\n")[:20]
    assert sandbox.entries("jane@acme.example")[-1]["comment"] == "chunks"


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"GET /v1/users/me HTTP/9.9\r\n\r\n",
        b"BREW /v1/users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-Y: z\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"z" * 70_000 + b"\r\n\r\n",
        b"POST /v1/timeEntries HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST /v1/timeEntries HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/timeEntries HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"POST /v1/timeEntries HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    ],
)
def test_malformed_http_gets_an_error_object(sandbox: Sandbox, data: bytes) -> None:
    assert error_of(raw(sandbox, data))["status"] >= 400
    assert Client(sandbox.url).get("/v1/users/me").status == 401


def test_a_connection_serves_many_requests(sandbox: Sandbox) -> None:
    request = b"GET /v1/colors HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /v1/colors HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert raw(sandbox, request * 20 + last).count(b"HTTP/1.1 401") == 21


def test_empty_lines_between_requests_are_skipped(sandbox: Sandbox) -> None:
    request = b"GET /v1/colors HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /v1/colors HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert raw(sandbox, b"\r\n\r\n" + request + b"\r\n" + last).count(b"HTTP/1.1 401") == 2


def test_absolute_urls_are_accepted(jane: Client) -> None:
    assert jane.get("http://api.coffeecupapp.com/v1/users/me").status == 200
    assert jane.get("http://api.coffeecupapp.com").status == 404


def test_the_size_limit_of_pictures(jane: Client) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="upload"; filename="me.jpg"\r\n\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    for size, status in ((5_000_000, 200), (9_000_000, 413)):
        body = head + b"\xff\xd8\xff" + b"\0" * size + b"\r\n--x--\r\n"
        assert jane.call("POST", "/v1/files/upload/user_image/11", body, kind).status == status


def test_head_has_no_body(jane: Client) -> None:
    response = jane.call("HEAD", "/v1/users/me")
    assert (response.status, response.body) == (200, b"")


def test_idle_connections_are_closed(sandbox: Sandbox) -> None:
    sandbox.quirks.set("keep_alive_s", "0.05")
    assert raw(sandbox, b"GET /v1/us") == b""


def test_idle_and_incomplete_connections_do_not_block_others(sandbox: Sandbox, jane: Client) -> None:
    host, port = sandbox.url.removeprefix("http://").split(":")
    connections = [socket.create_connection((host, int(port)), timeout=PATIENCE_S) for _ in range(300)]
    try:
        for connection in connections[::2]:
            connection.sendall(b"POST /v1/timeEntries HTTP/1.1\r\nContent-Length: 500\r\n\r\n{")
        assert jane.get("/v1/users/me").status == 200
    finally:
        for connection in connections:
            connection.close()


def test_concurrent_creates_get_unique_ids(jane: Client) -> None:
    ids: list[int] = []

    def create_entries() -> None:
        ids.extend(jane.entry(duration=1)["id"] for _ in range(10))

    threads = [threading.Thread(target=create_entries) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(ids)) == 80


def test_stop_closes_connections_and_start_continues(sandbox: Sandbox, jane: Client) -> None:
    host, port = sandbox.url.removeprefix("http://").split(":")
    url = sandbox.url
    with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as connection:
        connection.sendall(b"GET /v1/colors HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 401")
        sandbox.stop()
        assert connection.recv(65536) == b""
    with pytest.raises(ConnectionRefusedError):
        jane.get("/v1/users/me")
    sandbox.start()
    assert sandbox.url == url
    assert jane.get("/v1/users/me").status == 200


def test_arrivals_describe_requests(sandbox: Sandbox, jane: Client) -> None:
    sandbox.arrivals.clear()
    jane.call("GET", "/v1/users/me?x=1", headers={"User-Agent": "tests/1"})
    arrival = sandbox.arrivals[0]
    assert arrival.pop("latency_ms") > 0
    assert arrival == {
        "at": sandbox.clock.now(),
        "method": "GET",
        "path": "/v1/users/me",
        "status": 200,
        "user_agent": "tests/1",
        "query": "x=1",
    }


def test_changes_by_another_device(sandbox: Sandbox, jane: Client) -> None:
    row = sandbox.add_entry("jane@acme.example", project=101, task=301, comment="phone", running=True)
    sandbox.clock.advance(60)
    assert jane.rows("timeEntries", running="true")[0]["duration"] == 60
    sandbox.update_entry(row["id"], comment="phone, edited", running=False)
    assert jane.get(f"/v1/timeEntries/{row['id']}").json["timeEntry"]["comment"] == "phone, edited"
    assert sandbox.entries("jane@acme.example")[-1]["duration"] == 60
    sandbox.delete_entry(row["id"])
    assert jane.get(f"/v1/timeEntries/{row['id']}").status == 404


# The state file


def test_the_company_has_a_name_of_choice(tmp_path: Path) -> None:
    with Sandbox(company="blue-bean", state_file=tmp_path / "state.json") as sandbox:
        assert sandbox.company == "blue-bean"
        assert sandbox.users[0]["email"] == "jane@blue-bean.example"
        response = Client(sandbox.url).ask_token(
            {"companyurl": "https://blue-bean.aerion.app"},
            grant_type="password",
            username="jane@blue-bean.example",
            password=sandbox.users[0]["password"],
        )
        assert response.status == 200
    with Sandbox(company="other", state_file=tmp_path / "state.json") as sandbox:
        assert sandbox.company == "blue-bean", "a state keeps its company"


@pytest.mark.skipif(os.name != "posix", reason="file modes and links")
def test_the_log_and_the_state_are_private_and_follow_no_link(tmp_path: Path) -> None:
    log, state, victim = tmp_path / "log", tmp_path / "state.json", tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / f".state.json.{os.getpid()}").symlink_to(victim)
    with Sandbox(state_file=state, request_log=log) as sandbox:
        sign_in(sandbox)
    assert [file.stat().st_mode & 0o777 for file in (log, state)] == [0o600, 0o600]
    assert victim.read_text() == "mine"
    assert "ristretto" not in log.read_text()


def test_a_restart_keeps_entries_and_sessions(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with Sandbox(state_file=file) as sandbox:
        jane = sign_in(sandbox)
        key = jane.entry(running=True, comment="kept")["id"]
    with Sandbox(state_file=file) as sandbox:
        restarted = Client(sandbox.url, token=jane.token)
        row = restarted.get(f"/v1/timeEntries/{key}").json["timeEntry"]
        assert (row["comment"], row["running"]) == ("kept", True)
        assert restarted.ask_token(grant_type="refresh_token", refresh_token=jane.refresh).status == 200
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["state.json"]
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_damaged_state_file_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    for text in ("{", "[]", '{"format": 99}', '{"format": 1, "company": "acme", "tables": []}'):
        file.write_text(text)
        with pytest.raises(ValueError, match=r"state|JSON|property"):
            Sandbox(state_file=file).start()
        assert file.read_text() == text
