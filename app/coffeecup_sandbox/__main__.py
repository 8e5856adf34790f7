"""`python -m coffeecup_sandbox`: the local CoffeeCup as a program of its own."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import json
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from coffeecup_sandbox.openapi import description
from coffeecup_sandbox.quirks import listing
from coffeecup_sandbox.server import Sandbox
from coffeecup_sandbox.sockets import CONNECTION_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

WORLD = """\
The sandbox listens on {host}, which other machines can reach. Its passwords are public, there is no encryption,
and anybody who reaches it can read and write its data. Never put real data in. (The controls stay with this machine.)
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run until interrupted; return 0, or 7 when this computer does not let it (a taken port, a damaged state)."""
    options = _parser().parse_args(argv)
    if options.list_quirks:
        print(listing())
        return 0
    if options.openapi:
        print(json.dumps(description(Sandbox().service.routes), indent=2))
        return 0
    try:
        box = Sandbox(
            port=options.port,
            seed=options.seed,
            state_file=options.state,
            quirks=dict(options.quirk),
            request_log=options.request_log,
            host=options.host,
        )
        for wish in options.fault:
            box.faults.plan(wish)
        _allow_many_connections()
        box.start()
    except (OSError, ValueError, TypeError) as error:
        print(f"The sandbox cannot start: {error}", file=sys.stderr)
        return 7
    if not _is_loopback(options.host):
        print(WORLD.format(host=options.host), file=sys.stderr, end="")
    print(json.dumps({"url": box.url, "company": box.company, "users": box.users}), flush=True)
    _wait(options.exit_on_eof)
    box.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="demitasse sandbox", description="A local CoffeeCup for trying and testing.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: any free one)")
    parser.add_argument("--seed", type=int, default=1, help="which made-up company (default 1)")
    parser.add_argument("--state", metavar="FILE", help="keep the state in FILE, over restarts")
    parser.add_argument("--quirk", type=_quirk, action="append", default=[], metavar="NAME=VALUE", help="turn a switch")
    parser.add_argument("--fault", type=json.loads, action="append", default=[], metavar="JSON", help="plan a fault")
    parser.add_argument("--request-log", metavar="FILE", help="append one JSON line per request to FILE")
    parser.add_argument("--list-quirks", action="store_true", help="list the switches and end")
    parser.add_argument("--openapi", action="store_true", help="print an OpenAPI 3.1 description and end")
    parser.add_argument("--exit-on-eof", action="store_true", help="end when the standard input closes")
    return parser


def _quirk(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _allow_many_connections() -> None:
    """Raise the number of files this process may open, where the system has such a number."""
    try:
        import resource  # noqa: PLC0415  # Windows has none
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTION_LIMIT + 500
    if soft != resource.RLIM_INFINITY and soft < wanted:
        enough = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (enough, hard))


def _wait(until_eof: bool) -> None:
    """Sleep until a signal, or until the parent closes our standard input (also by dying)."""
    ended = threading.Event()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: ended.set())
    if until_eof:
        threading.Thread(target=_drain, args=(ended,), daemon=True).start()
    patience_s = 0.5 if os.name == "nt" else None  # there, nothing interrupts a wait
    while not ended.wait(patience_s):
        pass


def _drain(ended: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    ended.set()


if __name__ == "__main__":
    raise SystemExit(main())
