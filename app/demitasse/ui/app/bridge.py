"""The sync worker of the window: commands go to its thread, events come back to the GUI thread."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from demitasse.boot.demo import is_demo_running
from demitasse.boot.worker import Worker, WorkerClock
from demitasse.desktop.process import start_detached
from demitasse.domain.errors import Fault, FaultCode, LocalFault
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.tracker.account import Credentials

if TYPE_CHECKING:
    from demitasse.boot.sync_session import SyncSession

_DEMO_S = 20.0
"""Seconds that the demo may take to start."""


class Bridge(QObject):
    """Owns the worker and lives in the GUI thread. No method waits.

    Connect `happened` to decorated slots of objects in the GUI thread only (desktop 4.1).
    """

    happened = Signal(object)
    """A `domain.ports.SyncEvent`, in the GUI thread."""
    written = Signal()
    """Something was written here and may look different now; it is not sent yet."""
    _arrived = Signal(object)

    def __init__(self, profile_name: str, parent: QObject | None = None) -> None:
        """Prepare the worker; nothing starts yet."""
        super().__init__(parent)
        self._open = True
        self._profile_name = profile_name
        self._clock = WorkerClock()
        self._shown_days: tuple[date, date] | None = None
        self._worker: Worker[SyncSession] = Worker(self._open_session, self._on_worker_event)
        self._arrived.connect(self._on_arrived)  # Queued by Qt, because it is emitted on the worker thread.

    def start(self) -> None:
        """Start the worker thread."""
        self._worker.start()

    def stop(self, timeout_s: float) -> bool:
        """Stop the worker thread; return False if that takes longer than `timeout_s`. No event follows."""
        self._open = False
        self._clock.stop()
        return self._worker.stop(timeout_s)

    def wake(self, *, poll: bool = False) -> None:
        """Send what was written. With `poll` nothing was written, but what is shown should be up to date."""
        self._worker.post(lambda session: poll and session.is_poll_due())
        if not poll:
            self.written.emit()

    def compare(self) -> None:
        """Update everything now, with the facts of the account, because the person asks."""

        def job(session: "SyncSession") -> bool:
            session.refresh_facts()
            return session.is_poll_due()

        self._worker.post(job)

    def fetch_days(self, first: date, last: date | None = None) -> None:
        """Fetch the days that are shown now (inclusive), unless others are shown by the time of the call."""
        days = self._shown_days = (first, last or first)

        def job(session: "SyncSession") -> bool:
            if days == self._shown_days:
                session.fetch_days(*days)
            return False

        self._worker.post(job)

    def sign_in(self, credentials: Credentials) -> None:
        """Sign in; followed by SIGNED_IN, or by SIGN_IN_FAILED with the fault."""
        self._worker.post(lambda session: self._enter(EventKind.SIGNED_IN, lambda: session.sign_in(credentials)))

    def sign_out(self) -> None:
        """Sign out."""

        def job(session: "SyncSession") -> bool:
            session.sign_out()
            return False

        self._worker.post(job)

    def try_demo(self) -> None:
        """Start the demo as another process; followed by DEMO_STARTED, or by SIGN_IN_FAILED with the fault."""
        self._worker.post(lambda _session: self._enter(EventKind.DEMO_STARTED, self._start_demo))

    def _enter(self, success: EventKind, enter: Callable[[], None]) -> bool:
        try:
            enter()
        except Fault as fault:
            self._on_worker_event(SyncEvent(EventKind.SIGN_IN_FAILED, fault))
            return False
        self._on_worker_event(SyncEvent(success))
        return True

    def _start_demo(self) -> None:
        start_detached("demo")
        started = self._clock.now()
        while not is_demo_running():
            if (self._clock.now().wall - started.wall).total_seconds() > _DEMO_S:
                raise LocalFault(FaultCode.DEMO_FAILED)
            self._clock.pause(0.2)

    def _open_session(self) -> "SyncSession":
        from demitasse.boot.sync_session import ThreadSyncSession  # noqa: PLC0415 - brings requests

        session = ThreadSyncSession(self._profile_name, self._clock)
        session.report = lambda progress: self._on_worker_event(SyncEvent(EventKind.PROGRESS, progress=progress))
        return session

    def _on_worker_event(self, event: SyncEvent) -> None:
        """Pass an event on; called on the worker thread."""
        if self._open:
            self._arrived.emit(event)

    @Slot(object)
    def _on_arrived(self, event: SyncEvent) -> None:
        if self._open:
            self.happened.emit(event)
