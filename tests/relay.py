"""Simulated time for threads: one runs at a time, and only their pauses move the clock."""

from __future__ import annotations

import heapq
import itertools
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Relay:
    """A scheduler: a pause hands over to the thread that wakes up next, so the order is repeatable."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._number = itertools.count()
        self._asleep: list[tuple[float, int, threading.Semaphore]] = []
        self._over = threading.Semaphore(0)
        self._left = 0
        self._wrong: list[BaseException] = []
        self._mine = threading.local()

    def run(self, runners: list[Callable[[], None]]) -> None:
        """Run all to their end. Raises the first exception of any."""
        threads = [threading.Thread(target=self._carry, args=(one, self._place(0.0))) for one in runners]
        self._left = len(threads)
        for thread in threads:
            thread.start()
        self._hand_over()
        self._over.acquire()
        for thread in threads:
            thread.join()
        if self._wrong:
            raise self._wrong[0]

    def pause(self, seconds: float) -> None:
        """Pause the calling thread for simulated seconds."""
        turn: threading.Semaphore = self._mine.turn
        heapq.heappush(self._asleep, (self.now_s + max(0.0, seconds), next(self._number), turn))
        self._hand_over()
        turn.acquire()

    def _place(self, at_s: float) -> threading.Semaphore:
        turn = threading.Semaphore(0)
        heapq.heappush(self._asleep, (at_s, next(self._number), turn))
        return turn

    def _carry(self, runner: Callable[[], None], turn: threading.Semaphore) -> None:
        self._mine.turn = turn
        turn.acquire()
        try:
            runner()
        except BaseException as wrong:  # noqa: BLE001 - raised again by run()
            self._wrong.append(wrong)
        self._left -= 1
        self._hand_over() if self._left else self._over.release()

    def _hand_over(self) -> None:
        self.now_s, _, turn = heapq.heappop(self._asleep)
        turn.release()
