"""Locks between processes."""

import math
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demitasse.domain.errors import FaultCode, LocalFault

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

WAIT_S = 20.0
"""How long `FileLock.held` waits for another process, if the caller names no time."""
STEP_S = 0.02


class FileLock:
    """A file lock that the kernel releases when its holder dies, so that it is never stale.

    The file is not deleted: otherwise two processes could hold locks on two files of the same name.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def try_acquire(self) -> bool:
        """Acquire it if it is free; return True if this process holds it now.

        Raises LocalFault if the file cannot be opened.
        """
        if self._fd is not None:
            return True
        fd = self._open()
        if not _lock(fd):
            os.close(fd)
            return False
        self._fd = fd
        return True

    def release(self) -> None:
        """Release it, if it is held."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    @contextmanager
    def held(self, wait_s: float = WAIT_S) -> Iterator[None]:
        """Wait for the lock, at most `wait_s`, and hold it for the block. Raises LocalFault on timeout."""
        for _ in range(math.ceil(wait_s / STEP_S)):
            if self.try_acquire():
                break
            time.sleep(STEP_S)
        else:
            raise LocalFault(FaultCode.OTHER_PROCESS_BUSY)
        try:
            yield
        finally:
            self.release()

    def _open(self) -> int:
        """Open the file, but not through a symbolic link, which another user may have put there (reliability X9)."""
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        try:
            return os.open(self._path, flags, 0o600)
        except OSError as error:
            raise LocalFault(FaultCode.FILE_UNOPENABLE, file=str(self._path), reason=str(error.strerror)) from error


def _lock(fd: int) -> bool:
    """Lock a file without waiting; return False if another process holds the lock."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
