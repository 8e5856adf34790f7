"""Text in which matched letters are marked, painted as one shaped text.

Letters that are joined, as in Arabic, or that form a ligature stay so: the marked ones are painted over in another
colour, and a little bolder, within the width that they have there.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QRegion, QTextLayout, QTextLine, QTextOption

Marks = Sequence[tuple[int, int]]

_BOLDER_PX = 0.4
_FAR = 1e6


def draw(
    painter: QPainter, baseline: QPointF, words: str, font: QFont, colors: tuple[QColor, QColor], marks: Marks
) -> None:
    """Paint one line of text from its left end; `colors` are that of the text and that of the letters in `marks`."""
    if not marks:  # a layout takes longer
        painter.setFont(font)
        painter.setPen(colors[0])
        painter.drawText(baseline, words)
        return
    layout, line = _shaped(painter, words, font)
    corner = QPointF(baseline.x(), baseline.y() - line.ascent())
    boxes = [_box(line, corner, start, end, len(words)) for start, end in marks if start < len(words)]
    rest = QRegion(QRectF(corner.x() - 2, corner.y() - 2, line.naturalTextWidth() + 4, line.height() + 4).toRect())
    inside = QRegion()
    for box in boxes:
        inside += QRegion(box.toRect())
    _paint(painter, layout, (corner,), colors[0], rest - inside)
    _paint(painter, layout, (corner, corner + QPointF(_BOLDER_PX, 0)), colors[1], inside)


def _shaped(painter: QPainter, words: str, font: QFont) -> tuple[QTextLayout, QTextLine]:
    layout = QTextLayout(words, font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(painter.layoutDirection())
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(_FAR)
    layout.endLayout()
    line.setPosition(QPointF(0, 0))
    return layout, line


def _box(line: QTextLine, corner: QPointF, start: int, end: int, length: int) -> QRectF:
    """Return where letters are painted; from right to left the first one is the rightmost."""
    edges = sorted(_x(line, place) for place in (start, min(end, length)))
    return QRectF(corner.x() + edges[0], corner.y(), edges[1] - edges[0] + _BOLDER_PX, line.height())


def _x(line: QTextLine, place: int) -> float:
    x: Any = line.cursorToX(place)  # a pair, of which the stub knows nothing
    return float(x[0])


def _paint(painter: QPainter, layout: QTextLayout, corners: Sequence[QPointF], color: QColor, within: QRegion) -> None:
    painter.save()
    painter.setClipRegion(within, Qt.ClipOperation.IntersectClip)
    painter.setPen(color)
    for corner in corners:
        layout.draw(painter, corner)
    painter.restore()
