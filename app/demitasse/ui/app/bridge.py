"""Between the window and the worker thread: what is asked goes down, what happened comes up into the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from demitasse.boot.background import Background

if TYPE_CHECKING:
    from datetime import date

    from demitasse.domain.events import SyncEvent
    from demitasse.tracker.account import Credentials


class Bridge(QObject):
    """Lives in the GUI thread. Only decorated slots of such objects may be connected to it (desktop 4.1)."""

    happened = Signal(object)
    """A `domain.events.SyncEvent`, in the GUI thread."""
    written = Signal()
    """Something was written here and may look different now; it is not sent yet."""
    _arrived = Signal(object)

    def __init__(self, profile_name: str, parent: QObject | None = None) -> None:
        """Nothing starts yet."""
        super().__init__(parent)
        self._open = True
        self._background = Background(profile_name, self._on_worker_event)
        self._arrived.connect(self._on_arrived)  # queued by Qt, since it is emitted on another thread

    def start(self) -> None:
        """Start the worker thread."""
        self._background.start()

    def stop(self, timeout_s: float) -> bool:
        """End the worker thread; False if it is held up for longer than `timeout_s`. No event comes after this."""
        self._open = False
        return self._background.stop(timeout_s)

    def wake(self, *, poll: bool = False) -> None:
        """Something was written; or (`look`) somebody wants to see what is new."""
        self._background.wake(poll=poll)
        if not poll:
            self.written.emit()

    def sign_in(self, credentials: Credentials) -> None:
        """Sign in; an event answers."""
        self._background.sign_in(credentials)

    def sign_out(self) -> None:
        """Sign out."""
        self._background.sign_out()

    def fetch_days(self, first: date, last: date | None = None) -> None:
        """Somebody looks at this day, or at the days up to `last`."""
        self._background.fetch_days(first, last)

    def try_demo(self) -> None:
        """Start the local CoffeeCup; an event answers."""
        self._background.try_demo()

    def _on_worker_event(self, event: SyncEvent) -> None:
        """On the worker thread: only hand it over."""
        if self._open:
            self._arrived.emit(event)

    @Slot(object)
    def _on_arrived(self, event: SyncEvent) -> None:
        if self._open:
            self.happened.emit(event)
