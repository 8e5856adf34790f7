"""Watches on a thread of its own whether anybody is there, and says so only when that changes."""

from __future__ import annotations

import logging
import select
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from demitasse.desktop.idle import open_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from demitasse.desktop.idle import IdleSource

log = logging.getLogger(__name__)

POLL_S = 60.0
"""A desktop that has to be asked is asked so often while nobody is there; else when that may first be the case."""
_LEAST_S = 1.0
"""No desktop is asked more often, however close somebody is to being away."""
STOP_S = 0.2
"""Whoever stops it may be the window: a call that hangs ends by itself, later."""


class Presence(NamedTuple):
    """Somebody left (`away`) or came back, so many seconds ago at the latest."""

    away: bool
    ago_s: float


class IdleMonitor:
    """Between `start` and `stop`: who has not touched anything for `after_s` is away."""

    def __init__(self, after_s: float, on_change: Callable[[Presence], None], poll_s: float = POLL_S) -> None:
        """`on_change` is called on the thread."""
        self.after_s = after_s
        self._on_change = on_change
        self._poll_s = poll_s
        self._ours, self._theirs = socket.socketpair()
        self._thread = threading.Thread(
            target=self._run, name="demitasse-idle", daemon=True
        )  # a hung bus holds up no end
        self._source: IdleSource | None = None
        self._away = False
        self._wait_s = poll_s

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread, at once but for a call that is under way."""
        with suppress(OSError):  # a bug has ended it
            self._ours.send(b".")
        self._thread.join(STOP_S)
        self._ours.close()

    def _run(self) -> None:
        try:
            self._look()
            while not self._told_to_stop():
                self._look()
        finally:
            self._drop()
            self._theirs.close()

    def _told_to_stop(self) -> bool:
        """Sleep until the desktop says something, it is time to ask it, or the end."""
        watched: list[IdleSource | socket.socket] = [self._theirs]
        if self._source is not None and self._speaks_up():
            watched.append(self._source)
        readable, _, _ = select.select(watched, [], [], self._wait_s)
        return self._theirs in readable

    def _look(self) -> None:
        """A desktop that falls silent is believed to have somebody before it, and asked anew the next time.

        Who came back did so since the last look; a desktop that speaks up does so at once.
        """
        back_s = 0.0 if self._speaks_up() else self._poll_s
        try:
            if self._source is None and (found := open_source(self.after_s)):
                log.info("%s tells who is there", type(found).__name__)
                self._source = found
            idle_s = 0.0 if self._source is None else self._source.idle_s()
        except OSError:
            self._drop()
            idle_s = 0.0
        present = self._source is not None and idle_s < self.after_s
        self._wait_s = max(_LEAST_S, self.after_s - idle_s) if present else self._poll_s
        if (idle_s >= self.after_s) is not self._away:
            self._away = not self._away
            self._on_change(Presence(self._away, idle_s if self._away else back_s))

    def _speaks_up(self) -> bool:
        return self._source is not None and self._source.fileno() >= 0

    def _drop(self) -> None:
        if self._source is not None:
            self._source.close()
            self._source = None
