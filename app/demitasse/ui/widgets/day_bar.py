"""The day as a bar: one piece an entry in its project's colour, as long as its part of the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from demitasse.ui.widgets import painting, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

Piece = tuple[str, int]
"""A colour and seconds."""

_NO_TARGET_S = 8 * 3600
_APART = 4


class DayBar(QWidget):
    """Only a picture: the figures beside it say the same."""

    def __init__(self) -> None:
        """Nothing tracked yet."""
        super().__init__()
        self._pieces: tuple[Piece, ...] = ()
        self._target_s = _NO_TARGET_S
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_day(self, pieces: tuple[Piece, ...], target_s: int | None) -> None:
        """Show these pieces against the target; more than the target fills the bar."""
        target_s = target_s or _NO_TARGET_S
        if (pieces, target_s) != (self._pieces, self._target_s):
            self._pieces, self._target_s = pieces, target_s
            self.update()

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(100, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it, one pixel between pieces that are wide enough."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), colors.color("raised"))
        whole = max(self._target_s, sum(seconds for _, seconds in self._pieces))
        start = 0.0
        for color, seconds in self._pieces:
            width = self.width() * seconds / whole
            gap = 1 if width >= _APART else 0  # between many short ones gaps would be all there is
            piece = QRectF(start, 0, width - gap, self.height())
            painter.fillRect(painting.mirrored(self, piece), theme.visible(color, colors.raised))
            start += width
        painter.end()
