"""The entry point of `demitasse` and `python -m demitasse`."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

gc.disable()  # See `start`; importing the commands gains most from it.

from demitasse.cli.main import main as command_line  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import NoReturn


class _App:
    """The tray app. Qt is imported only when it is used, so no command imports it."""

    def run(self, profile: str, *, show: bool) -> int:
        from demitasse.ui.app.application import run  # noqa: PLC0415

        gc.enable()
        return run(profile, show=show)

    def render(self, profile: str, file: Path) -> None:
        from demitasse.ui.app.application import render  # noqa: PLC0415

        render(profile, file)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv`, by default that of this process; return the exit code."""
    os.umask(0o077)
    words = sys.argv[1:] if argv is None else list(argv)
    if words == ["--keyring-child"]:
        from demitasse.desktop.keyring_child import main as keyring_child  # noqa: PLC0415 - imports keyring

        return keyring_child()
    return command_line(words, _App())


def start() -> NoReturn:
    """Run as a program of its own.

    A command ends too soon to need the garbage collector. Without it, also at the end of the interpreter (`freeze`),
    `demitasse status` takes a quarter less. The tray app and the sandbox switch it on.
    """
    code = main()
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    start()
