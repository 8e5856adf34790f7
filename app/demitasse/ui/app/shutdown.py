"""How the desktop, a terminal or another process ends us: always the same clean way (desktop 4.4, 4.7)."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot
from PySide6.QtGui import QGuiApplication, QSessionManager

from demitasse.domain.errors import Fault

if TYPE_CHECKING:
    from types import TracebackType

log = logging.getLogger(__name__)

_SIGNALS = (
    (signal.SIGTERM, signal.SIGINT) if sys.platform == "win32" else (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
)


class Shutdown(QObject):
    """Tells when this process is asked to end."""

    wanted = Signal()
    """Somebody sent SIGTERM, SIGINT or SIGHUP: end now."""
    session_ends = Signal()
    """The person logs out, perhaps; everything that is being typed should be saved."""

    def __init__(self, app: QGuiApplication) -> None:
        """Listen to signals and to the session."""
        super().__init__(app)
        app.commitDataRequest.connect(self._on_commit_data)
        self._wake: QSocketNotifier | None = None
        if sys.platform != "win32":
            self._listen()

    def _listen(self) -> None:
        """A handler in Python runs only when Qt returns to Python, so the signal also writes into a pipe."""
        self._read_end, write_end = os.pipe()
        os.set_blocking(self._read_end, False)
        os.set_blocking(write_end, False)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        for number in _SIGNALS:
            signal.signal(number, _nothing)
        self._wake = QSocketNotifier(self._read_end, QSocketNotifier.Type.Read, self)
        self._wake.activated.connect(self._on_signal)

    @Slot()
    def _on_signal(self) -> None:
        os.read(self._read_end, 64)
        self.wanted.emit()

    @Slot(QSessionManager)
    def _on_commit_data(self, manager: QSessionManager) -> None:
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)  # starting again is autostart's business
        self.session_ends.emit()


def end_at_once() -> None:
    """From now on a signal simply ends us: nothing is open any more, and Qt's `quit` ends no window of its own."""
    if sys.platform != "win32":
        signal.set_wakeup_fd(-1)
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_DFL)


def log_what_nobody_caught() -> None:
    """Bugs of ours end what was being done, not the program: they go to the log with their trace."""
    sys.excepthook = _on_exception
    threading.excepthook = _on_thread_exception
    sys.unraisablehook = _on_unraisable


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, Fault):
        log.warning("nobody handled %s", kind.__name__)
    else:
        log.error("a bug", exc_info=(kind, error, trace))


def _on_thread_exception(what: threading.ExceptHookArgs) -> None:
    if what.exc_value is not None:
        _on_exception(what.exc_type, what.exc_value, what.exc_traceback)


def _on_unraisable(what: sys.UnraisableHookArgs) -> None:
    if what.exc_value is not None:
        _on_exception(what.exc_type, what.exc_value, what.exc_traceback)


def _nothing(_number: int, _frame: Any) -> None:
    """The pipe tells."""
