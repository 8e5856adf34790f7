"""Notifications: one at a time, none replaced by another, and taken back when they are answered elsewhere."""

from collections.abc import Callable

from demitasse.tracker.overview import Overview
from demitasse.ui.text.notification_text import Notice, NoticeKind


class NoticeQueue:
    """Decides which notification is shown: the oldest, except that a question about an absence goes before all others.

    What gives way to it comes back later, if it is still true.
    """

    def __init__(self, show: Callable[[Notice], None], take_back: Callable[[Notice], None]) -> None:
        self.current: Notice | None = None
        self._show = show
        self._take_back = take_back
        self._waiting: list[Notice] = []

    def post(self, notice: Notice) -> None:
        """Show a notification, now or later."""
        if notice.kind is NoticeKind.AWAY and self.current is not None and self.current.kind is not NoticeKind.AWAY:
            self._take_back(self.current)
            self._waiting.insert(0, self.current)
            self.current = None
        self._waiting.append(notice)
        self._go_on()

    def settled(self, notice: Notice) -> None:
        """Go on after a notification that was answered, closed or has expired."""
        if notice is self.current:
            self.current = None
            self._go_on()

    def refresh(self, overview: Overview) -> None:
        """Take back what is not true any more."""
        self._waiting = [notice for notice in self._waiting if notice.is_true(overview)]
        if self.current is not None and not self.current.is_true(overview):
            self._take_back(self.current)
            self.current = None
        self._go_on()

    def clear(self) -> None:
        """Take back everything."""
        self._waiting = []
        if self.current is not None:
            self._take_back(self.current)
            self.current = None

    def _go_on(self) -> None:
        if self.current is not None or not self._waiting:
            return
        away = [notice for notice in self._waiting if notice.kind is NoticeKind.AWAY]
        self.current = (away or self._waiting)[0]
        self._waiting.remove(self.current)
        self._show(self.current)
