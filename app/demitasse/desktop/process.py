"""Starting ourselves as another process: how, and the one kind of service we keep (the local CoffeeCup)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from demitasse.domain.errors import LocalFault

STOP_S = 5.0
"""How long a service may take to end before it is killed."""


def command(*arguments: str) -> list[str]:
    """The command line that runs this program with `arguments`: from source, installed or frozen.

    -P: whatever lies in the folder it is started from is not taken for a module.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-P", "-m", "demitasse", *arguments]


def login_command(*arguments: str) -> list[str]:
    """The command line that a desktop runs at login: no console on Windows, and an AppImage by its own name."""
    program, *rest = command(*arguments)
    if image := getattr(sys, "frozen", False) and os.environ.get("APPIMAGE"):
        program = image  # what it unpacks itself to is gone by then (desktop 6.1)
    elif sys.platform == "win32" and (quiet := Path(program).with_name("pythonw.exe")).exists():
        program = str(quiet)
    return [program, *rest]


class Service:
    """A child of ours that prints one line when it is ready, and ends when its standard input closes.

    So it never outlives this process, however that ends.
    """

    def __init__(self, *arguments: str, errors: Path) -> None:
        """Start it with `arguments`; what it complains about goes to the file `errors`. Raises LocalFault."""
        self._errors = errors
        try:
            with errors.open("wb") as sink:
                self._process = subprocess.Popen(
                    command(*arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sink, text=True
                )
        except OSError as error:
            raise LocalFault(
                f"A part of Demitasse could not be started: {error.strerror}.", "Install it again."
            ) from error

    def first_line(self) -> str:
        """Wait until it is ready. Raises LocalFault if it ends instead."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            self.stop()
            raise LocalFault("A part of Demitasse ended while it started.", f"Its last words are in {self._errors}.")
        return line

    def stop(self) -> None:
        """End it; harmless if it has ended."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def start_detached(*arguments: str) -> None:
    """Start ourselves once more, to live on by itself. Raises LocalFault."""
    try:
        started = subprocess.Popen(
            command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        raise LocalFault(f"Demitasse could not be started again: {error.strerror}.", "Install it again.") from error
    threading.Thread(target=started.wait, name="demitasse-child", daemon=True).start()  # so that it leaves no zombie
