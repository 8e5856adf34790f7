"""How fast the sandbox is, as a ratio: `python -m tests.sandbox.bench` (not a test; machines differ).

Both servers run in this process and are asked in turns over one kept connection, so that the noise hits both:
a bare server of the same library that answers a constant, and `GET timeEntries?day=` with 100,000 entries.
"""

from __future__ import annotations

import http.client
import resource
import threading
import time
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median

from demitasse.sandbox import Sandbox
from tests.sandbox.caller import sign_in

ENTRIES = 100_000
ROUNDS = 15
CALLS = 200


class Constant(BaseHTTPRequestHandler):
    """Answers the same bytes to everything."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    body = b""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def fill(box: Sandbox) -> float:
    """Book many entries of twenty working days for everybody; return the bytes of memory each one took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first = date(2019, 1, 1)
    for number in range(ENTRIES):
        day = (first + timedelta(days=number // 40)).isoformat()
        values = {"user": 11 + number % 5, "project": 101, "task": 301, "day": day, "duration": 900, "comment": "bench"}
        box.state.insert("timeEntries", values)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / ENTRIES


def rate(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> float:
    """Return calls per second."""
    began = time.perf_counter()
    for _ in range(CALLS):
        connection.request("GET", path, headers=headers)
        connection.getresponse().read()
    return CALLS / (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    with Sandbox(quirks={"throttle_max": 0}) as box:
        jane = sign_in(box)
        each = fill(box)
        path, headers = "/v1/timeEntries?day=2022-06-01", {"Authorization": f"Bearer {jane.token}"}
        Constant.body = jane.get(path).body
        bare = ThreadingHTTPServer(("127.0.0.1", 0), Constant)
        threading.Thread(target=bare.serve_forever, daemon=True).start()
        ours, other = jane.connect(), http.client.HTTPConnection("127.0.0.1", bare.server_port)
        pairs = [(rate(ours, path, headers), rate(other, path, headers)) for _ in range(ROUNDS)]
        bare.shutdown()
        bare.server_close()
    ratio = median(one / two for one, two in pairs)
    print(f"{datetime.now(UTC):%Y-%m-%d} {ENTRIES} entries, reply of {len(Constant.body)} bytes")
    print(
        f"requests per second: {median(one for one, _ in pairs):.0f}, bare server {median(two for _, two in pairs):.0f}"
    )
    print(f"ratio {ratio:.2f} (wanted: at least 0.5); about {each:.0f} bytes of memory per entry")


if __name__ == "__main__":
    main()
