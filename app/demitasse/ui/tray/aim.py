"""What a press is aimed at: the timers that ran when the label was painted, and the popover that it has closed."""

from PySide6.QtCore import QElapsedTimer, QPoint
from PySide6.QtGui import QCursor

GRACE_MS = 1500
"""A press this soon after a label has changed by itself was meant for the label before."""
_SAME_CLICK_MS = 300
"""A click on the icon this soon after the popover has closed itself may be the one that took its focus."""
_SAME_PLACE_PX = 8
"""How far the pointer moves during that click."""


class Aim:
    """The running timers as a view shows them, by entry id, the one started last at the end."""

    def __init__(self) -> None:
        self._shown: tuple[int, ...] = ()
        self._before: tuple[int, ...] = ()
        self._since = QElapsedTimer()

    def show(self, timers: tuple[int, ...], *, own: bool) -> None:
        """Record what is painted now; `own` if the person has caused the change, or could not see it."""
        if own:
            self._since.invalidate()
        elif timers != self._shown:
            self._before = self._shown if not self._is_fresh() else self._before
            self._since.start()
        self._shown = timers

    def at_press(self) -> tuple[int, ...]:
        """Return the timers that a press now is aimed at."""
        return self._before if self._is_fresh() else self._shown

    def _is_fresh(self) -> bool:
        return self._since.isValid() and self._since.elapsed() < GRACE_MS


class ClosingClick:
    """Tells the click on the icon that has taken the focus from the popover, and so closed it, from the next one."""

    def __init__(self) -> None:
        self._since = QElapsedTimer()
        self._pointer = QPoint()

    def note_closed(self) -> None:
        """Record that the popover has just closed itself."""
        self._since.start()
        self._pointer = QCursor.pos()

    def is_this(self) -> bool:
        """Return whether the click of now has closed the popover; only the first click after that can have."""
        in_time = self._since.isValid() and self._since.elapsed() <= _SAME_CLICK_MS
        self._since.invalidate()
        moved = QCursor.pos() - self._pointer  # null on Wayland, where the place of the pointer is unknown
        return in_time and moved.manhattanLength() <= _SAME_PLACE_PX
