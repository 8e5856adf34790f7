"""Find the tray app that runs for a profile, and send it commands."""

import hashlib
import json
import os
import socket
import stat
import struct
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from demitasse.desktop import session
from demitasse.support.locks import FileLock
from demitasse.support.paths import APP, Paths

if sys.platform == "win32":
    import ctypes

SEND_S = 1.0
"""Seconds to wait for a running tray app to acknowledge."""
ACKNOWLEDGED = b"ok\n"
"""The acknowledgement."""
ELSEWHERE = b"elsewhere "
"""The reply to a "show" from another session; the place follows."""
_MAX_REPLY = 4096
"""In bytes; an answer arrives in one piece."""
_MAX_SOCKET_PATH = 100
_SOL_LOCAL, _LOCAL_PEERCRED = 0, 1


def profile_key(paths: Paths) -> str:
    """Return a short identifier of the profile, unique among all profiles and homes on this machine."""
    return f"{paths.profile}-{hashlib.sha256(str(paths.data).encode()).hexdigest()[:12]}"


def ipc_address(paths: Paths) -> str:
    """Return the address of the tray app's IPC server: the path of a socket, or the name of a pipe on Windows.

    The socket lies beside the database, so that every session of the user finds it. If that path is too long for a
    socket, it is in a private folder under the temporary folder; the address is empty if that is not usable.
    """
    if sys.platform == "win32":
        same = Path(os.path.normcase(paths.data))  # a folder has one pipe, however its name is written
        return rf"\\.\pipe\demitasse-{profile_key(paths._replace(data=same))}"
    path = paths.data / "s"
    if len(str(path).encode()) <= _MAX_SOCKET_PATH:
        return str(path)
    folder = Path(os.environ.get("TMPDIR") or "/tmp") / f"{APP}-{os.getuid()}"  # noqa: S108 - checked below
    return str(folder / profile_key(paths)) if _is_private(folder) else ""


def _is_private(folder: Path) -> bool:
    """Create a folder that only this user can use; return False if another user was first, with a link for example."""
    with suppress(OSError):
        folder.mkdir(mode=0o700)
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def is_running(paths: Paths) -> bool:
    """Return whether a tray app runs for the profile, even if it does not answer. Raises LocalFault."""
    lock = FileLock(paths.lock("app"))
    free = lock.try_acquire()
    lock.release()
    return not free


def ask(address: str) -> dict[str, Any]:
    """Return what the tray app that listens at `address` reports about itself; empty if none answers."""
    try:
        report = json.loads(_send(address, b"report\n").removeprefix(ACKNOWLEDGED)) if address else {}
    except (OSError, ValueError):
        return {}
    return report if isinstance(report, dict) else {}


def show(address: str, asked: session.Request, verb: str = "show") -> str | None:
    """Make the tray app at `address` show itself; return where it runs if that is in another session, else "".

    Return None if it did not acknowledge. Other verbs that open the window are "toggle", "switch" and "add".
    """
    try:
        reply = _send(address, f"{verb} {asked.line()}".rstrip().encode("ascii") + b"\n") if address else b""
    except OSError:
        return None
    if reply.startswith(ELSEWHERE):
        return reply.removeprefix(ELSEWHERE).decode("ascii", "replace").strip()
    return "" if reply.startswith(ACKNOWLEDGED) else None


def send(address: str, verb: str) -> bool:
    """Tell the tray app that listens at `address` to "show", to read what "changed", or to "quit".

    Return True if one acknowledged within `SEND_S`. This uses plain sockets, because the command line has no Qt.
    """
    try:
        return bool(address) and _send(address, f"{verb}\n".encode("ascii")).startswith(ACKNOWLEDGED)
    except OSError:  # No tray app, a stale socket, or an app that hangs.
        return False


if sys.platform == "win32":

    def _send(address: str, line: bytes) -> bytes:
        """Return the answer to a line. Uses a thread, because reading from a pipe has no timeout."""
        if line.startswith(b"show"):  # Only the foreground process may pass the foreground on (desktop 2.7).
            ctypes.windll.user32.AllowSetForegroundWindow(-1)
        replies: list[bytes] = []

        def talk() -> None:
            try:
                with open(address, "r+b", buffering=0) as pipe:  # noqa: PTH123 - a pipe's name is no path
                    pipe.write(line)
                    replies.append(pipe.read(_MAX_REPLY))
            except OSError:
                replies.append(b"")

        thread = threading.Thread(target=talk, name="demitasse-send", daemon=True)
        thread.start()
        thread.join(SEND_S)
        return b"".join(replies)
else:

    def _send(address: str, line: bytes) -> bytes:
        """Return the answer to a line; empty if it is not one of this user's programs. Raises OSError."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(SEND_S)
            connection.connect(address)
            if not is_same_user(connection):
                return b""
            connection.sendall(line)
            return connection.recv(_MAX_REPLY)


def is_same_user(connection: socket.socket) -> bool:
    """Return whether the peer of a Unix socket runs as this user. Raises OSError."""
    if sys.platform == "linux":
        found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    else:  # macOS: a `struct xucred`, whose second member is the user as well
        found = connection.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, 76)
    return bool(struct.unpack_from("2i", found)[1] == os.getuid())
