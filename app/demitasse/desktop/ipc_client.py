"""The bell of the tray app that is running."""

from __future__ import annotations

import os
import sys
import threading

SEND_S = 1.0
"""How long a running tray app may take to say that it heard the bell."""
TAKEN = b"ok\n"
"""Its answer."""


def send(address: str, verb: str) -> bool:
    """Tell the tray app that listens at `address` to "show", look at what "changed", or "quit".

    True if one took it, within `RING_S`. Plain sockets: the command line has no Qt.
    """
    try:
        return _ring(address, f"{verb}\n".encode("ascii"))
    except OSError:  # nobody there, a dead one's socket, or one that hangs
        return False


if sys.platform == "win32":

    def _ring(address: str, line: bytes) -> bool:
        """A pipe's file cannot time out, so a thread waits for it."""
        import ctypes  # noqa: PLC0415 - Windows only

        if line.startswith(b"show"):  # only who has the foreground may give it away (desktop 2.7)
            ctypes.windll.user32.AllowSetForegroundWindow(-1)
        answers: list[bytes] = []

        def talk() -> None:
            try:
                with open(address, "r+b", buffering=0) as pipe:  # noqa: PTH123 - a pipe's name is no path
                    pipe.write(line)
                    answers.append(pipe.read(len(TAKEN)))
            except OSError:
                answers.append(b"")

        thread = threading.Thread(target=talk, name="demitasse-ring", daemon=True)
        thread.start()
        thread.join(SEND_S)
        return answers == [TAKEN]
else:

    def _ring(address: str, line: bytes) -> bool:
        if not os.path.exists(address):  # noqa: PTH110 - spares most commands the socket library
            return False
        import socket  # noqa: PLC0415

        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as bell:
            bell.settimeout(SEND_S)
            bell.connect(address)
            bell.sendall(line)
            return bell.recv(len(TAKEN)) == TAKEN
