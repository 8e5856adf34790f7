"""`demitasse sandbox`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Run a local CoffeeCup until it is interrupted; its options are its own."""
    from demitasse.boot.local import run_sandbox  # noqa: PLC0415 - brings an HTTP server

    return run_sandbox(call.parsed.rest)
