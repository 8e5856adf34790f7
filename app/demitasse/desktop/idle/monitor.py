"""Watch on a thread whether the user is present, and report changes only."""

import logging
import select
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from demitasse.desktop.idle import IdleSource, open_source

log = logging.getLogger(__name__)

POLL_S = 60.0
"""Seconds between two polls while the user is away, of a desktop that reports the return.

While the user is present, the next poll is when the user can be away at the earliest.
"""
RETURN_POLL_S = 5.0
"""Seconds between two polls of other desktops while the user is away: the error in the time of the return."""
_MIN_POLL_S = 1.0
"""The shortest time between two polls, however close the user is to being away."""
STOP_S = 0.2
"""Seconds that `stop` waits, since it may be called by the window. A call that hangs ends later by itself."""


class Presence(NamedTuple):
    """The user left (`away`) or came back, at most `ago_s` seconds ago."""

    away: bool
    ago_s: float


class IdleMonitor:
    """Calls `on_change` on a thread of its own; the user is away after `after_s` without input."""

    def __init__(self, after_s: float, on_change: Callable[[Presence], None], poll_s: float = POLL_S) -> None:
        self.after_s = after_s
        self._on_change = on_change
        self._poll_s = poll_s
        self._stop_sender, self._stop_receiver = socket.socketpair()
        # A daemon thread, so that a bus that hangs does not delay the end of the program.
        self._thread = threading.Thread(target=self._run, name="demitasse-idle", daemon=True)
        self._source: IdleSource | None = None
        self._away = False
        self._wait_s = poll_s

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread, without waiting for a call in progress."""
        with suppress(OSError):  # A bug has ended the thread.
            self._stop_sender.send(b".")
        self._thread.join(STOP_S)
        self._stop_sender.close()

    def _run(self) -> None:
        try:
            self._check()
            while not self._wait_for_stop():
                self._check()
        finally:
            self._close_source()
            self._stop_receiver.close()

    def _wait_for_stop(self) -> bool:
        """Sleep until the desktop reports a change or the next poll is due; return True if `stop` was called."""
        watched: list[IdleSource | socket.socket] = [self._stop_receiver]
        if self._source is not None and self._has_events():
            watched.append(self._source)
        readable, _, _ = select.select(watched, [], [], self._wait_s)
        return self._stop_receiver in readable

    def _check(self) -> None:
        """Check for a change. If the source fails, the user counts as present, and it is opened again the next time.

        A return is as old as the last poll at most; with events it has just happened.
        """
        returned_s = 0.0 if self._has_events() else self._wait_s
        try:
            if self._source is None and (source := open_source(self.after_s)):
                log.info("%s reports idle times", type(source).__name__)
                self._source = source
            idle_s = 0.0 if self._source is None else self._source.idle_s()
        except OSError:
            self._close_source()
            idle_s = 0.0
        present = self._source is not None and idle_s < self.after_s
        away_poll_s = self._poll_s if self._source is None or self._has_events() else min(self._poll_s, RETURN_POLL_S)
        self._wait_s = max(_MIN_POLL_S, self.after_s - idle_s) if present else away_poll_s
        if (idle_s >= self.after_s) is not self._away:
            self._away = not self._away
            self._on_change(Presence(self._away, idle_s if self._away else returned_s))

    def _has_events(self) -> bool:
        return self._source is not None and self._source.fileno() >= 0

    def _close_source(self) -> None:
        if self._source is not None:
            self._source.close()
            self._source = None
