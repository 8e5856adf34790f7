"""The bar that shows a day's entries in their project colours, scaled to the day's target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from demitasse.ui.widgets import painting, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

Piece = tuple[str, int]
"""A colour and a duration in seconds."""

_NO_TARGET_S = 8 * 3600
_APART = 4


class DayBar(QWidget):
    """A decorative bar: it repeats what the figures beside it say, so screen readers skip it."""

    def __init__(self) -> None:
        """Create an empty bar."""
        super().__init__()
        self._pieces: tuple[Piece, ...] = ()
        self._target_s = _NO_TARGET_S
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_day(self, pieces: tuple[Piece, ...], target_s: int | None) -> None:
        """Show these segments scaled to `target_s`; more than the target fills the whole bar."""
        target_s = target_s or _NO_TARGET_S
        if (pieces, target_s) != (self._pieces, self._target_s):
            self._pieces, self._target_s = pieces, target_s
            self.update()

    def sizeHint(self) -> QSize:
        """A thin strip."""
        return QSize(100, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the segments, with a gap of one pixel between those that are wide enough."""
        colors = theme.tokens(self)
        painter = painting.painter_for(self)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), colors.color("raised"))
        whole = max(self._target_s, sum(seconds for _, seconds in self._pieces))
        start = 0.0
        for color, seconds in self._pieces:
            width = self.width() * seconds / whole
            gap = 1 if width >= _APART else 0  # gaps between many short segments would hide them
            piece = QRectF(start, 0, width - gap, self.height())
            painter.fillRect(painting.mirrored(self, piece), theme.visible_color(color, colors.raised))
            start += width
        painter.end()
