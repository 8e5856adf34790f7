"""A day that can be pressed: what the columns of a week and the cells of a month have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from demitasse.domain.timesheet import Timesheet


class DayButton(QAbstractButton):
    """Pressing it, by mouse or with Enter or Space, picks its day; whoever paints it shows `sheet`."""

    picked = Signal(object)
    """Its date."""

    def __init__(self) -> None:
        """No day yet."""
        super().__init__()
        self.sheet: Timesheet | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    @property
    def day(self) -> date | None:
        """Which day it shows."""
        return self.sheet.day if self.sheet else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press it; everything else is for what it stands in."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.click()
        else:
            event.ignore()

    @Slot()
    def _on_clicked(self) -> None:
        self.picked.emit(self.day)
