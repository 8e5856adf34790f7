"""A slim scroll bar that only shows where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QScrollBar

from demitasse.ui import theme
from demitasse.ui.widgets import painting

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WIDTH = 8


class SlimBar(QScrollBar):
    """Vertical, without arrows."""

    def __init__(self) -> None:
        """As Qt's, but painted here."""
        super().__init__(Qt.Orientation.Vertical)
        self.setFixedWidth(WIDTH)

    def sizeHint(self) -> QSize:
        """Slim."""
        return QSize(WIDTH, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the thumb."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        painter.fillRect(self.rect(), colors.color("surface"))
        whole = self.maximum() - self.minimum() + self.pageStep()
        length = max(24.0, self.height() * self.pageStep() / whole)
        reach = max(1, self.maximum() - self.minimum())
        start = (self.height() - length) * (self.value() - self.minimum()) / reach
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color("faint" if self.underMouse() or self.isSliderDown() else "line"))
        painter.drawRoundedRect(QRectF(2, start + 2, 4, length - 4), 2, 2)
        painter.end()
