"""Upgrades while the program runs: a package manager replaces its files, and what is loaded later does not fit.

See desktop 1.10.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

_SETTLED_MS = 3000
"""The package manager has finished if nothing in the program's folder has changed for so long."""
_RETRY_MS = 10_000


class UpgradeWatch(QObject):
    """Watches the program file of a bundle on Linux and macOS; the installer for Windows ends the program instead."""

    replaced = Signal()
    removed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = Path(sys.executable)
        self._before = _identity(self._file)
        self._folder_state = (0, 0)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._on_settled)

    def start(self) -> None:
        """Begin to watch, if this is a bundle."""
        if getattr(sys, "frozen", False) and sys.platform != "win32":
            watcher = QFileSystemWatcher([str(self._file.parent)], self)
            watcher.directoryChanged.connect(self._on_changed)

    def retry(self) -> None:
        """Emit the signal once more, later: this was no good moment."""
        self._settled.start(_RETRY_MS)

    @Slot()
    def _on_changed(self) -> None:
        self._settled.start(_SETTLED_MS)

    @Slot()
    def _on_settled(self) -> None:
        now, state = _identity(self._file), _folder_state(self._file.parent)
        if now == self._before:
            return
        if state != self._folder_state:
            self._folder_state = state
            self._settled.start(_SETTLED_MS)
        elif now is None:
            self.removed.emit()
        else:
            self.replaced.emit()


def start_again(profile: str) -> None:
    """Replace this process by the program that is installed now. Its locks are released. Raises OSError."""
    os.execv(sys.executable, [sys.executable, "--profile", profile])  # noqa: S606 - our own program


def _folder_state(folder: Path) -> tuple[int, int]:
    """Return the number of files below a folder, and when one was last written, renamed or linked (in ns)."""
    changed = [0]
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # renamed in this moment
                changed.append(os.lstat(os.path.join(place, name)).st_ctime_ns)  # noqa: PTH118 - faster than Path
    return len(changed), max(changed)


def _identity(file: Path) -> tuple[int, int, int] | None:
    """Return what tells a file from one that replaces it; None if there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns
