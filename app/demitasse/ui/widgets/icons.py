"""Pictures: the small icons of the pages, tinted with the colour they are asked in. The cup is drawn in `cup`.

An icon is an SVG file of one path that says M, L and C only, with absolute numbers: what a QPainterPath is made of, and
so 1.6 MB and a plugin less than Qt's SVG library, which knows all the rest (the tests compare the two).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen

from demitasse.support.paths import resource
from demitasse.ui.tray.tray_icon_painter import SIZES, TrayMark, cup_icon, cup_pixmap, paint_cup
from demitasse.ui.widgets import theme

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SIZES", "TrayMark", "app_icon", "cup_icon", "cup_pixmap", "paint", "paint_cup", "paint_dot"]

_GRID = 16
_LINES = re.compile(r' d="([^"]+)"')
_THICK = re.compile(r' stroke-width="([^"]+)"')


@lru_cache(maxsize=64)
def _shape(name: str) -> tuple[QPainterPath, float]:
    """The lines of an icon and how thick they are, in a square of `_GRID`; 0 if they bound a filled area."""
    svg = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    lines, path = _LINES.findall(svg)[0], QPainterPath()
    draw: dict[str, Callable[..., None]] = {"M": path.moveTo, "L": path.lineTo, "C": path.cubicTo}
    for letter, numbers in re.findall(r"([MLC])([^MLC]+)", lines):
        draw[letter](*map(float, numbers.split()))
    thick = _THICK.search(svg)
    return path, float(thick[1]) if thick else 0.0


def paint(painter: QPainter, name: str, color: str, box: QRectF) -> None:
    """Draw the icon `name` in `color` ("#rrggbb") into the middle of `box`: lines, so sharp on every screen."""
    size = round(min(box.width(), box.height()))
    corner = box.center() - QPointF(size / 2, size / 2)
    path, thick = _shape(name)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(round(corner.x()), round(corner.y()))
    painter.scale(size / _GRID, size / _GRID)
    if thick:
        pen = QPen(QColor(color), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
    else:
        painter.fillPath(path, QColor(color))
    painter.restore()


def paint_dot(painter: QPainter, color: str, center: QPointF, on: str, radius: float = 5.0) -> None:
    """Draw a project's dot so that it can be seen on the background `on`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.visible(color, on))
    painter.drawEllipse(center, radius, radius)
    painter.restore()


def app_icon() -> QIcon:
    """The program's own icon, for windows, launchers and the task switcher."""
    return QIcon(str(resource("icons/demitasse.svg")))
