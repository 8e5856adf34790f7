"""The sandbox as a program: what it prints, its options, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from coffeecup_sandbox import Sandbox
from tests.coffeecup_sandbox.client import Client
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def program(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """The sandbox as a process, and the JSON that it printed when it was ready."""
    command = [sys.executable, "-m", "coffeecup_sandbox", "--exit-on-eof", "--quirk", "throttle_max=3"]
    command += ["--fault", '{"kind": "status", "path": "colors"}']
    command += ["--state", str(tmp_path / "state.json"), "--request-log", str(tmp_path / "requests.jsonl")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())
        process.kill()


Program = tuple[subprocess.Popen[str], dict[str, Any]]


def test_the_program_prints_its_url_and_stops_with_its_parent(program: Program, tmp_path: Path) -> None:
    process, ready = program
    assert set(ready) == {"url", "company", "users"}
    user = ready["users"][0]
    assert set(user) == {"email", "password", "role"}
    assert user["role"] == "user"
    client = Client(ready["url"])
    form = {"grant_type": "password", "username": user["email"], "password": user["password"]}
    assert client.ask_token(**form).status == 200
    assert client.get("/v1/users/me").status == 401
    assert client.get("/v1/colors").status == 503
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(PATIENCE_S) == 0
    lines = [json.loads(line) for line in (tmp_path / "requests.jsonl").read_text().splitlines()]
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("POST", "/oauth2/token", 200),
        ("GET", "/v1/users/me", 401),
        ("GET", "/v1/colors", 503),
    ]
    assert {"at", "method", "path", "status", "latency_ms", "user_agent"} <= set(lines[0])


@pytest.mark.skipif(os.name != "posix", reason="the limit of open files is set differently there")
def test_a_thousand_connections_and_slow_clients(program: Program) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2000:
        pytest.skip("this machine does not allow a thousand connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2000), hard))
    _, ready = program
    host, port = ready["url"].removeprefix("http://").split(":")
    connections = []
    try:
        for number in range(1000):
            connections.append(socket.create_connection((host, int(port)), timeout=PATIENCE_S))
            connections[-1].sendall(
                b"GET /v1/us" if number % 2 else b"POST /v1/x HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"
            )
        assert Client(ready["url"]).get("/v1/users/me").status == 401
        connections[0].sendall(b"12345678")
        assert connections[0].recv(100).startswith(b"HTTP/1.1 404")
    finally:
        for connection in connections:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_confirmed_writes_survive_a_kill(program: Program, tmp_path: Path) -> None:
    process, ready = program
    user = ready["users"][0]
    client = Client(ready["url"])
    form = {"grant_type": "password", "username": user["email"], "password": user["password"]}
    client.token = client.ask_token(**form).json["access_token"]
    key = client.entry()["id"]
    process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait(PATIENCE_S)
    with Sandbox(state_file=tmp_path / "state.json") as sandbox:
        assert Client(sandbox.url, token=client.token).get(f"/v1/timeEntries/{key}").status == 200


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coffeecup_sandbox", "--exit-on-eof", *arguments]
    return subprocess.run(command, input="", capture_output=True, text=True, timeout=PATIENCE_S, check=False)


def test_the_program_lists_its_quirks() -> None:
    result = run("--list-quirks")
    assert result.returncode == 0
    assert "throttle_max=<number> (100)" in result.stdout
    assert "invalid_token=403*|401" in result.stdout


def test_the_program_refuses_invalid_options() -> None:
    assert run("--quirk", "nonsense=1").returncode == 7
    assert "nonsense" in run("--quirk", "nonsense=1").stderr
    assert run("--quirk", "nonsense").returncode == 2
    for port in ("x", "-1", "65536", "99999", "٣"):
        assert run(f"--port={port}").returncode == 2
    for company in ("", "Acme", "a.b", "-a", "a" * 64):
        assert run(f"--company={company}").returncode == 2
    assert run("--fault", "{").returncode == 2
    assert "minutes" in run("--fault", '{"kind": "delay", "minutes": 1}').stderr


def test_a_port_in_use_is_reported(sandbox: Sandbox) -> None:
    result = run("--port", sandbox.url.rpartition(":")[2])
    assert result.returncode == 7
    assert "cannot start" in result.stderr
    assert "Traceback" not in result.stderr


def test_listening_on_all_addresses_prints_a_warning() -> None:
    result = run("--host", "0.0.0.0")
    assert result.returncode == 0
    assert "other machines can reach" in result.stderr
    assert json.loads(result.stdout)["url"].startswith("http://127.0.0.1:")
    assert run().stderr == ""
