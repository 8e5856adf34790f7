"""The door: `demitasse` and `python -m demitasse`."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import NoReturn


class _App:
    """The tray app; Qt is imported when it is opened, and by no other command."""

    def run(self, profile: str, *, show: bool) -> int:
        from demitasse.ui.app.application import run  # noqa: PLC0415

        gc.enable()
        return run(profile, show=show)

    def render(self, profile: str, file: Path) -> None:
        from demitasse.ui.app.application import render  # noqa: PLC0415

        render(profile, file)


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command line; the exit code."""
    os.umask(0o077)
    words = sys.argv[1:] if argv is None else list(argv)
    if words == ["--keyring-child"]:
        from demitasse.desktop.keyring_child import main as keyring_child  # noqa: PLC0415

        return keyring_child()
    from demitasse.cli.main import main as command_line  # noqa: PLC0415 - the child needs none of it

    return command_line(words, _App())


def start() -> NoReturn:
    """Run as a program of its own.

    A command lives for a moment: it collects no garbage, and ends without taking the interpreter apart. Together that
    is a fifth of what `demitasse status` costs.
    """
    gc.disable()
    code = main()
    if not gc.isenabled():
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with suppress(OSError, ValueError):  # nobody listens any more
                stream.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    start()
