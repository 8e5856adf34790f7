"""The sync thread of a running tray app, as its window sees it: jobs in, events out, nothing waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain.errors import Fault, FaultCode, LocalFault
from demitasse.domain.events import EventKind, SyncEvent
from demitasse.support.clock import WorkerClock
from demitasse.sync.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from demitasse.boot.sync_session import SyncSession
    from demitasse.tracker.account import Credentials

_DEMO_S = 20.0
"""How long the demo may take to answer its bell."""


class Background:
    """Feeds the worker. All methods return at once; `on_event` is called on the worker's thread."""

    def __init__(self, profile_name: str, on_event: Callable[[SyncEvent], None]) -> None:
        """Nothing starts yet."""
        self._profile_name = profile_name
        self._on_event = on_event
        self._clock = WorkerClock()
        self._span: tuple[date, date] | None = None
        self._worker: Worker[SyncSession] = Worker(self._open_desk, on_event)

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End the thread; False if a call holds it up for longer than `timeout_s`."""
        self._clock.stop()
        return self._worker.stop(timeout_s)

    def wake(self, *, poll: bool = False) -> None:
        """Something was written; or somebody looks (`look`), and what is shown should not be old."""
        self._worker.post(lambda desk: poll and desk.is_poll_due())

    def fetch_days(self, first: date, last: date | None = None) -> None:
        """Fetch days (inclusive) that somebody looks at, unless they look at others before it is their turn."""
        span = self._span = (first, last or first)

        def job(desk: SyncSession) -> bool:
            if span == self._span:
                desk.fetch_days(*span)
            return False

        self._worker.post(job)

    def sign_in(self, credentials: Credentials) -> None:
        """Sign in; answered by SIGNED_IN, or SIGN_IN_FAILED with the fault."""
        self._worker.post(lambda desk: self._entering(EventKind.SIGNED_IN, lambda: desk.sign_in(credentials)))

    def sign_out(self) -> None:
        """Forget the session."""

        def job(desk: SyncSession) -> bool:
            desk.sign_out()
            return False

        self._worker.post(job)

    def try_demo(self) -> None:
        """Start the demo as a program of its own; answered by DEMO_STARTED, or SIGN_IN_FAILED with the fault."""
        self._worker.post(lambda _desk: self._entering(EventKind.DEMO_STARTED, self._start_demo))

    def _entering(self, success: EventKind, enter: Callable[[], None]) -> bool:
        try:
            enter()
        except Fault as fault:
            self._on_event(SyncEvent(EventKind.SIGN_IN_FAILED, fault))
            return False
        self._on_event(SyncEvent(success))
        return True

    def _start_demo(self) -> None:
        from demitasse.boot.demo import answers  # noqa: PLC0415 - only on this rare errand
        from demitasse.desktop.process import start_detached  # noqa: PLC0415

        start_detached("demo")
        started = self._clock.now()
        while not answers():
            if (self._clock.now().wall - started.wall).total_seconds() > _DEMO_S:
                raise LocalFault(FaultCode.DEMO_FAILED)
            self._clock.pause(0.2)

    def _open_desk(self) -> SyncSession:
        """On the thread: only here the api floor, and with it the HTTP library, is imported."""
        from demitasse.boot.sync_session import ThreadSyncSession  # noqa: PLC0415

        return ThreadSyncSession(self._profile_name, self._clock)
