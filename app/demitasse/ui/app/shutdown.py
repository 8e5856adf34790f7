"""Clean shutdown, whoever asks for it: the desktop, a terminal or another process (desktop 4.4, 4.7)."""

import logging
import os
import signal
import sys
import threading
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot
from PySide6.QtGui import QGuiApplication, QSessionManager

from demitasse.domain.errors import Fault

log = logging.getLogger(__name__)

_SIGNALS = (signal.SIGTERM, signal.SIGINT, *(() if sys.platform == "win32" else (signal.SIGHUP,)))


class Shutdown(QObject):
    """Emits a signal when this process should end."""

    requested = Signal()
    """The process received SIGTERM, SIGINT or SIGHUP."""
    session_ending = Signal()
    """The user may be logging out; unsaved input should be saved."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        app.commitDataRequest.connect(self._on_commit_data)
        if sys.platform != "win32":
            self._listen()

    def _listen(self) -> None:
        """Wake the event loop through a pipe, because Python handlers only run once Qt returns to Python."""
        self._read_end, write_end = os.pipe()
        os.set_blocking(self._read_end, False)
        os.set_blocking(write_end, False)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        for number in _SIGNALS:
            signal.signal(number, _nothing)
        notifier = QSocketNotifier(self._read_end, QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._on_signal)

    @Slot()
    def _on_signal(self) -> None:
        os.read(self._read_end, 64)
        self.requested.emit()

    @Slot(QSessionManager)
    def _on_commit_data(self, manager: QSessionManager) -> None:
        # Autostart starts the program at the next login.
        manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
        self.session_ending.emit()


def restore_signals() -> None:
    """Restore the default signal handlers. Used where no event loop runs that `QCoreApplication.quit` could end."""
    if sys.platform != "win32":
        signal.set_wakeup_fd(-1)
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_DFL)


def log_uncaught_exceptions() -> None:
    """Log uncaught exceptions with their traceback instead of ending the program."""
    sys.excepthook = _on_exception
    threading.excepthook = _on_hidden_exception
    sys.unraisablehook = _on_hidden_exception


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, Fault):
        log.warning("unhandled %s", kind.__name__)
    else:
        log.error("a bug", exc_info=(kind, error, trace))


def _on_hidden_exception(what: "threading.ExceptHookArgs | sys.UnraisableHookArgs") -> None:
    if what.exc_value is not None:
        _on_exception(what.exc_type, what.exc_value, what.exc_traceback)


def _nothing(_number: int, _frame: Any) -> None:
    """Do nothing; the wakeup pipe does the work."""
