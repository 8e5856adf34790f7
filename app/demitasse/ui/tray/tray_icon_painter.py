"""Paint the tray icon: a cup that fills with the day, steams while a timer runs, and carries a mark for problems.

Panels show it at 16, 22 or 32 pixels, so each of these sizes has an outline of its own, of whole pixels and without
thin strokes. What overlaps the cup is cut out of it by a pixel. Sizes of outlines are in units of their grid.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPainterPathStroker, QPen, QPixmap


class Outline(NamedTuple):
    """The cup at one size: bowl, handle, saucer and steam."""

    grid: float
    stroke: float
    left: float
    width: float
    top: float
    side: float
    """The straight part of the bowl's sides, above the corners of `radius`."""
    radius: float
    handle: tuple[float, float, float, float]
    """How far below the rim it begins, its length to the right, its radius, and its length back."""
    saucer: float
    """Its height; 0 for none."""
    steam: tuple[float, ...]
    steam_from: float
    steam_height: float
    swing: float
    """How far the steam swings to a side."""

    @property
    def right(self) -> float:
        """The right side of the bowl."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The bottom of the bowl."""
        return self.top + self.side + self.radius


_SMALL = Outline(16, 1.6, 2, 9, 5.8, 3.4, 4.2, (1.0, 0.9, 1.9, 1.1), 0, (4.6, 8.2), 3.6, 2.2, 0)
_MIDDLE = Outline(22, 1.9, 3, 12, 8, 4.2, 5.2, (1.2, 1.2, 2.5, 1.6), 20, (6.8, 11), 5.4, 2.8, 0.8)
_LARGE = Outline(32, 2.4, 4.5, 17.5, 11.5, 5.8, 7.5, (1.7, 1.8, 3.6, 2.3), 28.6, (10.4, 16.2), 7.6, 4, 1.2)
_PAGE = Outline(24, 1.8, 4, 13, 8.5, 4, 5.5, (1.3, 1.2, 2.7, 1.6), 21, (8.2, 12.4), 5.6, 3, 0.9)
"""The cup on pages and of the program's icon."""
_SMALL_TO, _MIDDLE_TO = 18, 24
"""The largest size in pixels that the outline is for."""

_INK = {"light": "#211C18", "dark": "#F4EFEA", "mask": "#000000", "unknown": "#FFFFFF"}
_COFFEE = {"light": "#A4531B", "dark": "#E5A267", "mask": "#000000", "unknown": "#E5A267"}
_EDGE = "#211C18"
"""The edge of one pixel around a cup on an unknown panel, which makes it legible on a light one."""
_MARKS = {"waiting": "#E9A23B", "needs_you": "#D9483B"}
_MARK_AT = (0.79, 0.23)
_RADII = {"waiting": 0.19, "needs_you": 0.235}
_CUT = 0.055
"""Place, radius and the space around a mark, in parts of the grid."""
_STRIKE = (0.1, 0.9)
_STRIKE_CUT = 2.6
"""The line through the cup of somebody who is signed out, and the width of its gap in strokes."""


def outline_for(size: int) -> Outline:
    """Return the outline for an icon of `size` pixels."""
    return _SMALL if size <= _SMALL_TO else _MIDDLE if size <= _MIDDLE_TO else _LARGE


def cup_pixmap(  # noqa: PLR0913 - every argument changes the picture
    fill: float,
    scheme: str = "light",
    size: int = 22,
    *,
    running: bool,
    mark: str = "",
    signed_out: bool = False,
    ratio: float = 1.0,
) -> QPixmap:
    """Return the cup, `size` pixels wide, filled to `fill` (0.0 to 1.0 of the day's target).

    `scheme` describes the panel behind the icon: "light", "dark", "mask" (macOS colours the shape itself) or "unknown",
    on which the cup is white with a dark edge. `mark` is the value of a TrayMark. `ratio` is the device pixel ratio of
    the screen.
    """
    outline = outline_for(size)
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / outline.grid, size / outline.grid)
        edge = 2 * outline.grid / size if scheme == "unknown" else 0.0
        if edge:
            _lines(painter, outline, QColor(_EDGE), outline.stroke + edge, steam=running)
        _coffee(painter, outline, QColor(_COFFEE[scheme]), 0.0 if signed_out else fill)
        _lines(painter, outline, QColor(_INK[scheme]), outline.stroke, steam=running)
        if signed_out:
            _strike(painter, outline, QColor(_INK[scheme]), edge)
        if mark:
            _mark(painter, outline, mark, is_mask=scheme == "mask")
    return picture


def cup_icon(fill: float, scheme: str, sizes: Iterable[int], *, running: bool, mark: str, signed_out: bool) -> QIcon:
    """Return the cup as an icon in all `sizes`, in device-independent pixels."""
    icon = QIcon()
    for size in sizes:
        icon.addPixmap(cup_pixmap(fill, scheme, size, running=running, mark=mark, signed_out=signed_out))
    icon.setIsMask(scheme == "mask")
    return icon


def paint_cup(painter: QPainter, box: QRectF, fill: float, ink: QColor, coffee: QColor, *, steam: bool = False) -> None:
    """Paint the cup into `box`, for use on a page."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / _PAGE.grid, box.height() / _PAGE.grid)
    _coffee(painter, _PAGE, coffee, fill)
    _lines(painter, _PAGE, ink, _PAGE.stroke, steam=steam)
    painter.restore()


def _bowl(outline: Outline) -> QPainterPath:
    left, right, radius = outline.left, outline.right, outline.radius
    low, double = outline.top + outline.side, 2 * radius
    path = QPainterPath(QPointF(left, outline.top))
    path.lineTo(right, outline.top)
    path.lineTo(right, low)
    path.arcTo(QRectF(right - double, low - radius, double, double), 0, -90)
    path.lineTo(left + radius, outline.bottom)
    path.arcTo(QRectF(left, low - radius, double, double), -90, -90)
    path.closeSubpath()
    return path


def _handle(outline: Outline) -> QPainterPath:
    below, length, radius, back = outline.handle
    x, y = outline.right + length, outline.top + below
    path = QPainterPath(QPointF(outline.right, y))
    path.lineTo(x, y)
    path.arcTo(QRectF(x - radius, y, 2 * radius, 2 * radius), 90, -180)
    path.lineTo(x - back, y + 2 * radius)
    return path


def _saucer(outline: Outline) -> Iterator[QPainterPath]:
    if outline.saucer:
        path = QPainterPath(QPointF(outline.left - (0.5 if outline is _PAGE else 0), outline.saucer))
        path.lineTo(outline.right + (0.5 if outline is _PAGE else 0), outline.saucer)
        yield path


def _steam(outline: Outline) -> Iterator[QPainterPath]:
    third = outline.steam_height / 3
    for x in outline.steam:
        path = QPainterPath(QPointF(x, outline.steam_from))
        path.cubicTo(
            x - outline.swing, outline.steam_from - third, x + outline.swing, outline.steam_from - 2 * third,
            x, outline.steam_from - outline.steam_height,
        )  # fmt: skip
        yield path


def _coffee(painter: QPainter, outline: Outline, color: QColor, fill: float) -> None:
    level = min(1.0, max(0.0, fill))
    if level <= 0.0:
        return
    full = outline.bottom - outline.top
    height = max(outline.stroke, full * level)
    painter.save()
    painter.setClipPath(_bowl(outline))
    surface = QPainterPath()
    surface.addRect(QRectF(0, outline.bottom - height, outline.grid, height))
    painter.fillPath(surface, QBrush(color))
    painter.restore()


def _lines(painter: QPainter, outline: Outline, color: QColor, width: float, *, steam: bool) -> None:
    pen = _pen(color, width)
    for line in (_bowl(outline), _handle(outline), *_saucer(outline), *(_steam(outline) if steam else ())):
        painter.strokePath(line, pen)


def _strike(painter: QPainter, outline: Outline, color: QColor, edge: float) -> None:
    line = QPainterPath(QPointF(outline.grid * _STRIKE[0], outline.grid * _STRIKE[0]))
    line.lineTo(outline.grid * _STRIKE[1], outline.grid * _STRIKE[1])
    _cut_out(painter, _stroked(line, outline.stroke * _STRIKE_CUT))
    if edge:
        painter.strokePath(line, _pen(QColor(_EDGE), outline.stroke + edge))
    painter.strokePath(line, _pen(color, outline.stroke))


def _mark(painter: QPainter, outline: Outline, mark: str, *, is_mask: bool) -> None:
    grid, radius = outline.grid, outline.grid * _RADII[mark]
    center = QPointF(min(grid * _MARK_AT[0], grid - radius), max(grid * _MARK_AT[1], radius))
    _cut_out(painter, _disc(center, radius + grid * _CUT))
    painter.fillPath(_disc(center, radius), QBrush(QColor("#000000" if is_mask else _MARKS[mark])))
    if mark == "needs_you":
        sign = QPainterPath(QPointF(center.x(), center.y() - radius * 0.5))
        sign.lineTo(center.x(), center.y() + radius * 0.05)
        shape = _stroked(sign, grid * 0.075) + _disc(QPointF(center.x(), center.y() + radius * 0.52), grid * 0.042)
        if is_mask:
            _cut_out(painter, shape)
        else:
            painter.fillPath(shape, QBrush(QColor("#FFFFFF")))


def _cut_out(painter: QPainter, shape: QPainterPath) -> None:
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.fillPath(shape, QBrush(Qt.GlobalColor.black))
    painter.restore()


def _disc(center: QPointF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(center, radius, radius)
    return path


def _stroked(line: QPainterPath, width: float) -> QPainterPath:
    stroker = QPainterPathStroker(_pen(QColor("#000000"), width))
    return stroker.createStroke(line)


def _pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def dot_icon(color: str) -> QIcon:
    """Return a filled circle in the colour of a project, for a menu."""
    icon = QIcon()
    for side in (16, 32):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(_disc(QPointF(side / 2, side / 2), side * 0.31), QBrush(QColor(color)))
        icon.addPixmap(picture)
    return icon
