"""The worker thread: jobs in, events out, and only `stop` ends it."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

from demitasse.boot.worker import Worker, WorkerClock
from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.domain.ports import EventKind, SyncEvent
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable


class RecordingRunner:
    """A runner that records its cycles, and fails on request."""

    def __init__(self) -> None:
        """Start with nothing recorded."""
        self.looks: list[bool] = []
        self.failure: Exception | None = None
        self.closed = threading.Event()
        self.due: float | None = None

    def cycle(self, *, poll: bool) -> float | None:
        """Record a cycle."""
        self.looks.append(poll)
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        return self.due

    def close(self) -> None:
        """Record the end."""
        self.closed.set()


class Running:
    """A worker with this runner."""

    def __init__(self, open_runner: Callable[[], RecordingRunner] | None = None) -> None:
        """Start the worker."""
        self.runner = RecordingRunner()
        self.events: queue.Queue[SyncEvent] = queue.Queue()
        self.worker: Worker[RecordingRunner] = Worker(open_runner or (lambda: self.runner), self.events.put)
        self.worker.start()

    def next(self) -> SyncEvent:
        """Return the next event."""
        return self.events.get(timeout=PATIENCE_S)


def test_the_first_cycle_polls_and_later_ones_if_a_job_asks() -> None:
    one = Running()
    one.next()
    for asks in (False, True):
        one.worker.post(lambda _bench, asks=asks: asks)  # type: ignore[misc]
        one.next()
    assert one.worker.stop(20)
    assert one.runner.looks == [True, False, True]
    assert one.runner.closed.is_set()


def test_it_wakes_when_a_cycle_is_due() -> None:
    one = Running()
    one.runner.due = 0.01
    one.worker.post(lambda _: False)
    assert [one.next().kind for _ in range(5)] == [EventKind.CHANGED] * 5
    assert one.worker.stop(20)


def test_a_local_fault_is_reported_and_the_thread_survives(logged_warnings: list[logging.LogRecord]) -> None:
    one = Running()
    one.next()
    one.runner.failure = LocalFault(FaultCode.KEYRING_LOCKED)
    one.worker.post(lambda _: False)
    broke = one.next()
    assert (broke.kind, str(broke.fault)) == (EventKind.BROKE, "keyring_locked")
    one.next()
    one.worker.post(lambda _: False)
    assert one.next().kind is EventKind.CHANGED
    assert one.worker.stop(20)
    logged_warnings.clear()


def test_a_bug_is_logged_and_the_thread_survives(logged_warnings: list[logging.LogRecord]) -> None:
    one = Running()
    one.next()

    def job(_: RecordingRunner) -> bool:
        raise ZeroDivisionError

    one.worker.post(job)
    assert (one.next()).kind is EventKind.BROKE
    assert one.next().kind is EventKind.CHANGED
    assert one.worker.stop(20)
    assert [record.exc_info is not None for record in logged_warnings] == [True]
    logged_warnings.clear()


def test_a_runner_that_cannot_be_opened_is_reported() -> None:
    def closed() -> RecordingRunner:
        raise LocalFault(FaultCode.DATABASE_DAMAGED)

    one = Running(closed)
    broke = one.next()
    assert (broke.kind, str(broke.fault)) == (EventKind.BROKE, "database_damaged")
    assert one.worker.stop(20)


def test_stop_waits_no_longer_than_its_timeout() -> None:
    one = Running()
    one.next()
    busy, done = threading.Event(), threading.Event()

    def job(_: RecordingRunner) -> bool:
        busy.set()
        return done.wait(PATIENCE_S)

    one.worker.post(job)
    assert busy.wait(PATIENCE_S)
    assert not one.worker.stop(0.01)
    done.set()
    assert one.worker.stop(20)


def test_a_stopped_clock_does_not_pause() -> None:
    clock = WorkerClock()
    clock.stop()
    waiting = threading.Thread(target=clock.pause, args=(1000.0,))
    waiting.start()
    waiting.join(PATIENCE_S)
    assert not waiting.is_alive()
