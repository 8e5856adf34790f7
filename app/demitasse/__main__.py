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

    from demitasse.cli.context import App


class _App:
    """The tray app. Qt is imported only when it is used, so no command imports it."""

    def run(self, profile: str, *, show: bool) -> int:
        gc.enable()
        return self._window().run(profile, show=show)

    def render(self, profile: str, file: Path) -> None:
        self._window().render(profile, file)

    def _window(self) -> App:
        from demitasse.ui.app import run  # noqa: PLC0415

        return run


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv`, by default that of this process; return the exit code."""
    os.umask(0o077)
    _open_missing_streams()
    _restore_environment()
    words = sys.argv[1:] if argv is None else list(argv)
    if words == ["--keyring-child"]:
        from demitasse.desktop.keyring_child import main as keyring_child  # noqa: PLC0415 - imports keyring

        return keyring_child()
    return command_line(words, _App())


def _open_missing_streams() -> None:
    """Open the null device for every standard stream that is missing, in the order of their numbers.

    Windows gives a program without a console no streams, and a parent process may have closed them. Without this, a
    database file could get the number of a stream.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end


def _restore_environment() -> None:
    """Give the programs that a bundle starts the environment that it was started with.

    Its launcher on Linux puts the bundle's libraries on LD_LIBRARY_PATH, with which a browser may fail. This process
    has read the variable already, so its own libraries are found all the same.
    """
    if not getattr(sys, "frozen", False):
        return
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]
    os.environ.pop("LD_LIBRARY_PATH", None)
    if original := os.environ.pop("LD_LIBRARY_PATH_ORIG", ""):
        os.environ["LD_LIBRARY_PATH"] = original


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
