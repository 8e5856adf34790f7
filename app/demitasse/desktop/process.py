"""Start this program as another process."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.support.paths import windowed_program

STOP_S = 5.0
"""Seconds that a service may take to end before it is killed."""

if sys.platform == "win32":
    _DETACHED = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _DETACHED = 0


def command(*arguments: str) -> list[str]:
    """Return the command line of this program with `arguments`, whether from source, installed or frozen.

    The option -P keeps files in the current folder from being imported.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-P", "-m", "demitasse", *arguments]


def login_command(*arguments: str) -> list[str]:
    """Return the command line of a tray app that outlives this process: at login, or detached.

    It has no console on Windows, and the name of the AppImage: the folder that one is unpacked to does not last
    (desktop 6.1).
    """
    program, *rest = command(*arguments)
    if image := getattr(sys, "frozen", False) and os.environ.get("APPIMAGE"):
        program = image
    elif quiet := windowed_program():
        program = str(quiet)
    return [program, *rest]


class Service:
    """A child process that prints one line when it is ready, and ends when its standard input closes.

    It therefore never outlives this process, however that ends.
    """

    def __init__(self, *arguments: str, errors: Path) -> None:
        """Start it with `arguments`; its standard error goes to the file `errors`. Raises LocalFault."""
        self._errors = errors
        try:
            with errors.open("wb") as sink:
                self._process = subprocess.Popen(
                    command(*arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sink, encoding="utf-8"
                )
        except OSError as error:
            raise LocalFault(FaultCode.PART_NOT_STARTED, reason=str(error.strerror)) from error

    def first_line(self) -> str:
        """Wait until it is ready and return its line. Raises LocalFault if it ends instead."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            self.stop()
            raise LocalFault(FaultCode.PART_ENDED, file=str(self._errors))
        return line

    def stop(self) -> None:
        """Stop it if it is running."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def start_detached(*arguments: str) -> None:
    """Start the tray app as a process that is independent of this one and its console. Raises LocalFault."""
    try:
        started = subprocess.Popen(
            login_command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
            creationflags=_DETACHED,
        )
    except OSError as error:
        raise LocalFault(FaultCode.NOT_RESTARTED, reason=str(error.strerror)) from error
    threading.Thread(target=started.wait, name="demitasse-child", daemon=True).start()  # Leave no zombie.
