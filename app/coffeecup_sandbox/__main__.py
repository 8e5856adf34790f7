"""The command line of the sandbox: `python -m coffeecup_sandbox`, or `demitasse sandbox`."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import json
import os
import re
import signal
import sys
import threading
from typing import TYPE_CHECKING

from coffeecup_sandbox.http_server import CONNECTION_LIMIT
from coffeecup_sandbox.openapi import description
from coffeecup_sandbox.quirks import listing
from coffeecup_sandbox.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Sequence

COMPANY_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
NETWORK_WARNING = """\
The sandbox listens on {host}, which other machines can reach. Its passwords are public, there is no encryption,
and everybody who can reach it can read and change its data. Never enter real data. (Control routes answer this machine
only.)
"""


def main(argv: Sequence[str] | None = None, prog: str = "python -m coffeecup_sandbox") -> int:
    """Serve until interrupted. Return 0, or 7 if it cannot start, as with a port in use or a damaged state."""
    options = _parser(prog).parse_args(argv)
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
            company=options.company,
        )
        for fault in options.fault:
            box.faults.add_from_json(fault)
        _allow_many_connections()
        box.start()
    except (OSError, ValueError, TypeError) as error:
        print(f"The sandbox cannot start: {error}", file=sys.stderr)
        return 7
    if not _is_loopback(options.host):
        print(NETWORK_WARNING.format(host=options.host), file=sys.stderr, end="")
    print(json.dumps({"url": box.url, "company": box.company, "users": box.users}), flush=True)
    _wait(options.exit_on_eof)
    box.stop()
    return 0


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description="A local CoffeeCup for trying and testing.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=_port, default=0, help="port to listen on (default: any free one)")
    parser.add_argument("--company", default="acme", type=_company, metavar="NAME", help="its name (default: acme)")
    parser.add_argument("--seed", type=int, default=1, help="generate another demo company (default: 1)")
    parser.add_argument("--state", metavar="FILE", help="keep the state in FILE between runs")
    parser.add_argument("--quirk", type=_quirk, action="append", default=[], metavar="NAME=VALUE", help="set a quirk")
    parser.add_argument("--fault", type=json.loads, action="append", default=[], metavar="JSON", help="plan a fault")
    parser.add_argument("--request-log", metavar="FILE", help="append one JSON line per request to FILE")
    parser.add_argument("--list-quirks", action="store_true", help="list the quirks and exit")
    parser.add_argument("--openapi", action="store_true", help="print an OpenAPI 3.1 description and exit")
    parser.add_argument("--exit-on-eof", action="store_true", help="stop when the standard input closes")
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)


def _company(text: str) -> str:
    if not COMPANY_NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not the first part of a host name, such as acme")
    return text


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
    """Raise the limit of open files of this process, on systems that have one."""
    try:
        import resource  # noqa: PLC0415  # not available on Windows
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = CONNECTION_LIMIT + 500
    if soft != resource.RLIM_INFINITY and soft < needed:
        allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def _wait(until_eof: bool) -> None:
    """Wait for a signal, or until the standard input closes, which also happens when the parent process dies."""
    ended = threading.Event()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: ended.set())
    if until_eof:
        threading.Thread(target=_drain, args=(ended,), daemon=True).start()
    timeout_s = 0.5 if os.name == "nt" else None  # on Windows, signals do not interrupt a wait
    while not ended.wait(timeout_s):
        pass


def _drain(ended: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    ended.set()


if __name__ == "__main__":
    raise SystemExit(main())
