"""The door: `demitasse` and `python -m demitasse`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class _App:
    """The tray app; Qt is imported when it is opened, and by no other command."""

    def run(self, profile: str, *, show: bool) -> int:
        from demitasse.ui.application import run  # noqa: PLC0415

        return run(profile, show=show)

    def render(self, profile: str, file: Path) -> None:
        from demitasse.ui.application import render  # noqa: PLC0415

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


if __name__ == "__main__":
    sys.exit(main())
