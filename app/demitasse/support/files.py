"""Read, replace and delete files that another process may have open.

Windows refuses to replace or delete an open file, and to open one that is being replaced. The other process, a virus
scanner or another Demitasse, is usually done within milliseconds (desktop 10.1).
"""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

if sys.platform == "darwin":
    import fcntl

_Result = TypeVar("_Result")
STEP_S = 0.02
_RETRIES = 50 if sys.platform == "win32" else 0
"""For about a second. Elsewhere a PermissionError is lasting."""


def patiently(action: Callable[[], _Result]) -> _Result:
    """Return `action()`; on Windows repeat it while it raises PermissionError, for about a second. Raises OSError."""
    for _ in range(_RETRIES):
        with suppress(PermissionError):
            return action()
        time.sleep(STEP_S)
    return action()


def read_text(file: Path, errors: str = "strict") -> str:
    """Return the content of a UTF-8 file that another process may be replacing. Raises OSError, ValueError."""
    return patiently(lambda: file.read_text(encoding="utf-8", errors=errors))


def replace(source: Path, target: Path) -> None:
    """Rename `source` to `target`, replacing a file of that name in one step. Raises OSError."""
    patiently(lambda: source.replace(target))


def remove(file: Path) -> None:
    """Delete `file` if it exists. Raises OSError."""
    patiently(lambda: file.unlink(missing_ok=True))


def sync(fd: int) -> None:
    """Make what was written to a file, or a folder, survive a power cut. Raises OSError.

    On macOS, fsync() leaves it in the disk's own memory; file systems without F_FULLFSYNC, of networks, refuse that.
    """
    if sys.platform == "darwin":
        with suppress(OSError):
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            return
    os.fsync(fd)
