"""What a press is aimed at: the timers that ran when the label was painted."""

from PySide6.QtCore import QElapsedTimer

GRACE_MS = 1500
"""A press this soon after a label has changed by itself was meant for the label before."""


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
