"""The one thread that talks to CoffeeCup.

It has its own database connection and HTTP session, both opened on the thread. Between cycles it sleeps until a job
is posted or the next cycle is due. A cycle follows each job.
"""

import logging
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, Protocol, TypeVar

from demitasse.domain.errors import Fault
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.support.clock import SystemClock

log = logging.getLogger(__name__)

BROKEN_S = 60.0
"""Seconds until the next cycle after a bug or a fault of this computer ended one."""


class SyncRunner(Protocol):
    """What the thread runs: opened, used and closed on it."""

    def cycle(self, *, poll: bool) -> float | None:
        """Run a cycle; return the seconds until the next one is due, None if only a job can change anything."""

    def close(self) -> None:
        """Close what was opened."""


class WorkerClock(SystemClock):
    """The clocks for a thread whose pauses can be ended by another thread."""

    def __init__(self) -> None:
        super().__init__()
        self._stopped = threading.Event()

    def pause(self, seconds: float) -> None:
        """Sleep on this thread; returns at once after `stop()`."""
        self._stopped.wait(max(0.0, seconds))

    def stop(self) -> None:
        """End all pauses, now and from now on."""
        self._stopped.set()


RunnerT = TypeVar("RunnerT", bound=SyncRunner)
ResultT = TypeVar("ResultT")


class Worker(Generic[RunnerT]):
    """Starts, feeds and stops the thread. `open_runner` and `on_event` are called on the thread."""

    def __init__(self, open_runner: Callable[[], RunnerT], on_event: Callable[[SyncEvent], None]) -> None:
        self._open_runner = open_runner
        self._on_event = on_event
        self._jobs: queue.SimpleQueue[Callable[[RunnerT], bool] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="demitasse-sync")

    def start(self) -> None:
        """Start the thread; its first cycle polls."""
        self._thread.start()

    def post(self, job: Callable[[RunnerT], bool]) -> None:
        """Run `job` on the thread; if it returns True, the cycle after it polls."""
        self._jobs.put(job)

    def stop(self, timeout_s: float) -> bool:
        """Stop the thread after its current job; return False if that takes longer than `timeout_s`."""
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            runner = self._open_runner()
        except Fault as fault:
            self._on_event(SyncEvent(EventKind.BROKE, fault))
            return
        try:
            self._run_jobs(runner)
        finally:
            runner.close()

    def _run_jobs(self, runner: RunnerT) -> None:
        next_s = self._cycle(runner, poll=True)
        while True:
            jobs = self._wait_for_jobs(next_s)
            if None in jobs:
                return
            polls = [self._run_guarded(partial(job, runner), otherwise=False) for job in jobs if job is not None]
            next_s = self._cycle(runner, poll=any(polls))

    def _wait_for_jobs(self, wait_s: float | None) -> list[Callable[[RunnerT], bool] | None]:
        """Wait for a job and return it with all others that are queued; empty if the next cycle is due first."""
        try:
            jobs = [self._jobs.get(timeout=wait_s)]
            while not self._jobs.empty():
                jobs.append(self._jobs.get())
        except queue.Empty:
            return []
        return jobs

    def _cycle(self, runner: RunnerT, *, poll: bool) -> float | None:
        broken: float | None = BROKEN_S
        next_s = self._run_guarded(partial(runner.cycle, poll=poll), otherwise=broken)
        self._on_event(SyncEvent(EventKind.CHANGED))
        return next_s

    def _run_guarded(self, work: Callable[[], ResultT], otherwise: ResultT) -> ResultT:
        """Run `work`; a fault of this computer or a bug ends it without ending the thread."""
        try:
            return work()
        except Fault as fault:
            log.warning("stopped by %s", type(fault).__name__)
            self._on_event(SyncEvent(EventKind.BROKE, fault))
        except Exception:  # The thread must survive a bug; the traceback is in the log.
            log.exception("a bug in the sync thread")
            self._on_event(SyncEvent(EventKind.BROKE))
        return otherwise
