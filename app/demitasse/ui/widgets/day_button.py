"""The base of the day columns in the week and the day cells in the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from demitasse.domain.timesheet import Timesheet


class DayButton(QAbstractButton):
    """A button for one day: a click, Enter or Space emits `picked`. Subclasses paint `sheet`."""

    picked = Signal(object)
    """The date of the button."""

    def __init__(self) -> None:
        """Create a button without a day."""
        super().__init__()
        self.sheet: Timesheet | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    @property
    def day(self) -> date | None:
        """Return the date shown, if any."""
        return self.sheet.day if self.sheet else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Click on Enter and Space; leave all other keys to the parent."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.click()
        else:
            event.ignore()

    @Slot()
    def _on_clicked(self) -> None:
        self.picked.emit(self.day)
