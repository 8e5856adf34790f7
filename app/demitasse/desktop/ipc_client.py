"""Send commands to the tray app that is running."""

import socket
import sys
import threading

SEND_S = 1.0
"""Seconds to wait for a running tray app to acknowledge."""
ACKNOWLEDGED = b"ok\n"
"""The acknowledgement."""


def send(address: str, verb: str) -> bool:
    """Tell the tray app that listens at `address` to "show", to read what "changed", or to "quit".

    Return True if one acknowledged within `SEND_S`. This uses plain sockets, because the command line has no Qt.
    """
    try:
        return _send(address, f"{verb}\n".encode("ascii"))
    except OSError:  # No tray app, a stale socket, or an app that hangs.
        return False


if sys.platform == "win32":

    def _send(address: str, line: bytes) -> bool:
        """Use a thread, because reading from a pipe has no timeout."""
        import ctypes  # noqa: PLC0415 - Windows only

        if line.startswith(b"show"):  # Only the foreground process may pass the foreground on (desktop 2.7).
            ctypes.windll.user32.AllowSetForegroundWindow(-1)
        replies: list[bytes] = []

        def talk() -> None:
            try:
                with open(address, "r+b", buffering=0) as pipe:  # noqa: PTH123 - a pipe's name is no path
                    pipe.write(line)
                    replies.append(pipe.read(len(ACKNOWLEDGED)))
            except OSError:
                replies.append(b"")

        thread = threading.Thread(target=talk, name="demitasse-send", daemon=True)
        thread.start()
        thread.join(SEND_S)
        return replies == [ACKNOWLEDGED]
else:

    def _send(address: str, line: bytes) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(SEND_S)
            connection.connect(address)
            connection.sendall(line)
            return connection.recv(len(ACKNOWLEDGED)) == ACKNOWLEDGED
