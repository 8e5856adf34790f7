"""What is shown while something is fetched: a ring, a runner below a line, and grey rows."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from demitasse.ui.widgets import motion, painting, theme
from demitasse.ui.widgets.entry_lines import ENTRY_HEIGHT

_STEP_MS, _STEPS = 50, 24
"""A turn takes 1.2 s."""
_RUNNER, _RUNNER_SHARE, _RUNNER_REST = 2, 0.4, 0.22
_RING, _RING_LINE = 14, 2
_GREY = ((0.62, 0.44), (0.48, 0.58), (0.70, 0.30), (0.54, 0.40))
"""The widths of the two lines of each grey row, as a share of the room for text."""
_SIDE, _TEXT, _END = 16, 36, 32


class _Moving(QWidget):
    """A widget that repaints itself while it is visible, unless motion is reduced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = 0
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._on_step)

    def showEvent(self, _event: QShowEvent) -> None:
        """Begin to move."""
        if motion.moves():
            self._timer.start()

    def hideEvent(self, _event: QHideEvent) -> None:
        """Stop: nothing ticks while nobody looks."""
        self._timer.stop()

    @Slot()
    def _on_step(self) -> None:
        self.step = (self.step + 1) % _STEPS
        self.update()


class Ring(_Moving):
    """A small ring that turns, or stands still with reduced motion."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_RING, _RING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(QColor(colors.track), _RING_LINE))
            painter.drawEllipse(ring)
            painter.setPen(QPen(QColor(colors.accent), _RING_LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            start = 135 - round(360 * self.step / _STEPS)
            painter.drawArc(ring, start * 16, -90 * 16)


class Runner(_Moving):
    """A line of 2 px with a piece that runs along it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_RUNNER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.fillRect(self.rect(), QColor(colors.track))
            swing = (1 - math.cos(2 * math.pi * self.step / _STEPS)) / 2
            start = swing * (1 - _RUNNER_SHARE) if self._timer.isActive() else _RUNNER_REST
            piece = QRectF(start * self.width(), 0, _RUNNER_SHARE * self.width(), _RUNNER)
            painter.fillRect(painting.mirrored(self, piece), QColor(colors.accent))


class GreyRows(QWidget):
    """Four rows without contents, for entries that are on their way."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(200, len(_GREY) * ENTRY_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            painter.fillRect(self.rect(), theme.tokens(self).color("surface"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tokens(self).color("raised"))
            for place, shares in enumerate(_GREY):
                self._paint_row(painter, place * ENTRY_HEIGHT, shares)

    def _paint_row(self, painter: QPainter, top: int, shares: tuple[float, float]) -> None:
        room, end = self.width() - _TEXT - _SIDE - _END, self.width() - _SIDE
        painter.drawEllipse(painting.mirrored(self, QRectF(_SIDE, top + 12, 10, 10)))
        first, second = (QRectF(_TEXT, top, share * room, 0) for share in shares)
        time = QRectF(end - _END, top + 12, _END, 10)
        for box in (first.adjusted(0, 12, 0, 22), second.adjusted(0, 32, 0, 40), time):
            painter.drawRoundedRect(painting.mirrored(self, box), 4, 4)
