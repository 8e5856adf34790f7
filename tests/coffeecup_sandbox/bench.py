"""Measure the speed of the sandbox as a ratio: `python -m tests.coffeecup_sandbox.bench` (not a test).

Two server processes take turns, each on one persistent connection, so that other load affects both: a bare server of
the same library with a constant response, and `GET timeEntries?day=` on a company with 100,000 entries.
"""

from __future__ import annotations

import http.client
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from coffeecup_sandbox import Sandbox
from tests.coffeecup_sandbox.client import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

STEPS = (0, 25_000, 50_000, 100_000)
ROUNDS = 25
CALLS = 200
DAY = "/v1/timeEntries?day=2022-06-01"


def main() -> None:
    """Print the ratio of calls per second, and the memory of an entry."""
    with served("company") as (port, *sizes, token, length), served("constant", length) as (bare, *_):
        headers = {"Authorization": f"Bearer {token}"}
        sandbox_connection, bare_connection = (
            http.client.HTTPConnection("127.0.0.1", int(value)) for value in (port, bare)
        )
        pairs = [(rate(sandbox_connection, headers), rate(bare_connection, headers)) for _ in range(ROUNDS)]
    sandbox_rate, bare_rate, ratio = (median(value) for value in zip(*((a, b, a / b) for a, b in pairs), strict=True))
    description = f"local CoffeeCup, a day of {length} bytes among {STEPS[-1]:,} entries, requests a second"
    print(f"{description}: {sandbox_rate:.0f} / {bare_rate:.0f} = {ratio:.2f} x (wanted at least 0.50 x)")
    growth = ", ".join(f"{size} up to {step:,}" for size, step in zip(sizes, STEPS[1:], strict=True))
    print(f"local CoffeeCup, bytes of memory an entry: {growth} (wanted: the same)", flush=True)


@contextmanager
def served(name: str, *arguments: str) -> Iterator[list[str]]:
    """Run one of the servers in a process, and yield the words that it prints when it is ready."""
    command = [sys.executable, "-m", "tests.coffeecup_sandbox.bench", name, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()
        process.kill()


def rate(connection: http.client.HTTPConnection, headers: dict[str, str]) -> float:
    """Return the calls per second on a connection."""
    began = time.perf_counter()
    for _ in range(CALLS):
        connection.request("GET", DAY, headers=headers)
        connection.getresponse().read()
    return CALLS / (time.perf_counter() - began)


class Constant(BaseHTTPRequestHandler):
    """Answers every GET with `body`."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    body = b""

    def do_GET(self) -> None:
        """Send `body`."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Print nothing."""


def constant(length: str) -> None:
    """Serve a body of `length` bytes, and print the port."""
    Constant.body = b"x" * int(length)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Constant)
    print(server.server_port, flush=True)
    server.serve_forever()


def company() -> None:
    """Serve a large company; print the port, the bytes of an entry per step, a token and the length of the reply."""
    with Sandbox(quirks={"throttle_max": 0}) as sandbox:
        sizes = [entry_bytes(sandbox, before, after) for before, after in pairwise(STEPS)]
        jane = sign_in(sandbox)
        length = len(jane.get(DAY).body)
        print(sandbox.url.rpartition(":")[2], *sizes, jane.token, length, flush=True)
        sys.stdin.read()


def entry_bytes(sandbox: Sandbox, before: int, after: int) -> int:
    """Insert entries, forty a day, and return the bytes of memory for each."""
    used, first_day = peak(), date(2019, 1, 1)
    for number in range(before, after):
        day = (first_day + timedelta(days=number // 40)).isoformat()
        values = {"user": 11 + number % 5, "project": 101, "task": 301, "day": day, "duration": 900, "comment": "bench"}
        sandbox.state.insert("timeEntries", values)
    return (peak() - used) // (after - before)


def peak() -> int:
    """Return the peak memory of this process in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["company"]:
            company()
        case ["constant", length]:
            constant(length)
        case _:
            main()
