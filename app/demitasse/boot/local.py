"""The local CoffeeCup as a command of ours."""

from __future__ import annotations

import gc


def run_sandbox(argv: list[str]) -> int:
    """Serve until interrupted; the exit code. Its options are its own: `demitasse sandbox --help`."""
    from coffeecup_sandbox.__main__ import main  # noqa: PLC0415 - a stranger to every other command

    gc.enable()  # commands that last a moment do without (__main__); this one stays
    return main(argv)
