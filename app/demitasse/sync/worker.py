"""The one thread that talks to CoffeeCup.

It owns its own database connection and HTTP session, both made on the thread. Between cycles it sleeps without
waking: until it is given a job, or until the next cycle is due. After each job it runs a cycle.
"""

from __future__ import annotations

import logging
import queue
import threading
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from demitasse.domain.errors import Fault
from demitasse.domain.events import EventKind, SyncEvent

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

BROKEN_S = 60.0
"""After a bug of ours or a fault of this computer ended a cycle, the next one waits so long."""


class SyncRunner(Protocol):
    """What the thread works with: made on it, used on it, closed on it."""

    def cycle(self, *, poll: bool) -> float | None:
        """Run a cycle; in how many seconds the next one is due, None if only a job can change anything."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


D = TypeVar("D", bound=SyncRunner)
R = TypeVar("R")


class Worker(Generic[D]):
    """Starts, feeds and ends the thread. Events are handed to `on_event` on the thread."""

    def __init__(self, open_desk: Callable[[], D], on_event: Callable[[SyncEvent], None]) -> None:
        """Nothing starts yet."""
        self._open_desk = open_desk
        self._on_event = on_event
        self._jobs: queue.SimpleQueue[Callable[[D], bool] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="demitasse-sync")

    def start(self) -> None:
        """Start the thread; its first cycle looks at what is new."""
        self._thread.start()

    def post(self, job: Callable[[D], bool]) -> None:
        """Have `job` done on the thread; if it returns True, the cycle after it looks at what is new."""
        self._jobs.put(job)

    def stop(self, timeout_s: float) -> bool:
        """End the thread after what it is doing; False if that takes longer than `timeout_s`."""
        self._jobs.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            desk = self._open_desk()
        except Fault as fault:
            self._on_event(SyncEvent(EventKind.BROKE, fault))
            return
        try:
            self._serve(desk)
        finally:
            desk.close()

    def _serve(self, desk: D) -> None:
        next_s = self._cycle(desk, look=True)
        while True:
            jobs = self._take(next_s)
            if None in jobs:
                return
            looks = [self._guarded(partial(job, desk), otherwise=False) for job in jobs if job is not None]
            next_s = self._cycle(desk, look=any(looks))

    def _take(self, wait_s: float | None) -> list[Callable[[D], bool] | None]:
        """All jobs that wait, after the first one came; none if the next cycle is due before."""
        try:
            jobs = [self._jobs.get(timeout=wait_s)]
            while not self._jobs.empty():
                jobs.append(self._jobs.get())
        except queue.Empty:
            return []
        return jobs

    def _cycle(self, desk: D, *, look: bool) -> float | None:
        broken: float | None = BROKEN_S
        next_s = self._guarded(partial(desk.cycle, poll=look), otherwise=broken)
        self._on_event(SyncEvent(EventKind.CHANGED))
        return next_s

    def _guarded(self, work: Callable[[], R], otherwise: R) -> R:
        """A fault of this computer or a bug of ours ends what is being done, not the thread."""
        try:
            return work()
        except Fault as fault:
            log.warning("stopped by %s", type(fault).__name__)
            self._on_event(SyncEvent(EventKind.BROKE, fault))
        except Exception:  # the thread has to live on; the trace is in the log
            log.exception("a bug in the sync thread")
            self._on_event(SyncEvent(EventKind.BROKE))
        return otherwise
