"""Names by which other processes find a profile: its key and the address of its tray app.

They are apart from `Paths` because hashlib takes 4 ms, and a command that only reads does not need it.
"""

import hashlib
import os
import sys
from pathlib import Path

from demitasse.support.paths import APP, Paths, private_folder

_MAX_SOCKET_PATH = 100


def profile_key(paths: Paths) -> str:
    """Return a short identifier of the profile, unique among all profiles and homes on this machine."""
    return f"{paths.profile}-{hashlib.sha256(str(paths.data).encode()).hexdigest()[:12]}"


def ipc_address(paths: Paths) -> str:
    """Return the address of the tray app's IPC server: the path of a socket, or the name of a pipe on Windows."""
    if sys.platform == "win32":
        return rf"\\.\pipe\demitasse-{profile_key(paths)}"
    path = paths.runtime / "s"
    if len(str(path).encode()) <= _MAX_SOCKET_PATH:
        return str(path)
    short = Path(os.environ.get("TMPDIR") or "/tmp") / f"{APP}-{os.getuid()}"  # noqa: S108 - made private below
    return str(private_folder(short) / profile_key(paths))
