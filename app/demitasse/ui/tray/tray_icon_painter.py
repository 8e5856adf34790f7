"""Paint the tray icon: a cup that fills with the day, steams while a timer runs, and carries a mark for problems."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

_GRID = 24.0
_TOP, _BOTTOM = 8.5, 18.0
_FULL = 9.4


_INK = {"light": "#211C18", "dark": "#F4EFEA", "mask": "#000000", "unknown": "#F4EFEA"}
_COFFEE = {"light": "#A4531B", "dark": "#E5A267", "mask": "#000000", "unknown": "#E5A267"}
_FAINT = {"light": "#786D64", "dark": "#9C9087", "mask": "#000000", "unknown": "#CFC5BC"}
_MARKS = {"waiting": "#E9A23B", "needs_you": "#D9483B"}


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
    which adds a dark halo so that the icon is legible on any panel. `mark` is the value of a TrayMark. `ratio` is the
    device pixel ratio of the screen.
    """
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / _GRID, size / _GRID)
        ink = QColor((_FAINT if signed_out else _INK)[scheme])
        if scheme == "unknown":
            _lines(painter, QColor(0, 0, 0, 170), 3.4, steam=running)
        _coffee(painter, QColor(_COFFEE[scheme]), 0.0 if signed_out else fill)
        _lines(painter, ink, 1.8, steam=running)
        if mark:
            _badge(painter, mark, mask=scheme == "mask")
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
    painter.scale(box.width() / _GRID, box.height() / _GRID)
    _coffee(painter, coffee, fill)
    _lines(painter, ink, 1.8, steam=steam)
    painter.restore()


def _bowl() -> QPainterPath:
    path = QPainterPath(QPointF(4, _TOP))
    path.lineTo(17, _TOP)
    path.lineTo(17, 12.5)
    path.arcTo(QRectF(6, 7, 11, 11), 0, -90)
    path.lineTo(9.5, _BOTTOM)
    path.arcTo(QRectF(4, 7, 11, 11), -90, -90)
    path.closeSubpath()
    return path


def _handle() -> QPainterPath:
    path = QPainterPath(QPointF(17, 9.8))
    path.lineTo(18.2, 9.8)
    path.arcTo(QRectF(15.5, 9.8, 5.4, 5.4), 90, -180)
    path.lineTo(16.6, 15.2)
    return path


def _saucer() -> QPainterPath:
    path = QPainterPath(QPointF(3.5, 21))
    path.lineTo(17.5, 21)
    return path


def _steam() -> Iterator[QPainterPath]:
    for x in (8.2, 12.4):
        path = QPainterPath(QPointF(x, 5.6))
        path.cubicTo(x - 0.9, 4.6, x + 0.9, 3.7, x, 2.6)
        yield path


def _coffee(painter: QPainter, color: QColor, fill: float) -> None:
    level = min(1.0, max(0.0, fill))
    if level <= 0.0:
        return
    height = max(1.6, _FULL * level)
    painter.save()
    painter.setClipPath(_bowl())
    surface = QPainterPath()
    surface.addRect(QRectF(3, _BOTTOM - height, 15, height))
    painter.fillPath(surface, QBrush(color))
    painter.restore()


def _lines(painter: QPainter, color: QColor, width: float, *, steam: bool) -> None:
    pen = QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    for line in (_bowl(), _handle(), _saucer(), *(_steam() if steam else ())):
        painter.strokePath(line, pen)


def _badge(painter: QPainter, mark: str, *, mask: bool) -> None:
    radius = 5.0 if mark == "needs_you" else 4.0
    center = QPointF(_GRID - radius - 0.5, radius + 0.5)
    dot, sign = QPainterPath(), QPainterPath()
    dot.addEllipse(center, radius, radius)
    painter.fillPath(dot, QBrush(QColor("#000000" if mask else _MARKS[mark])))
    if mark == "needs_you":
        if mask:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        sign.addRoundedRect(QRectF(center.x() - 0.9, center.y() - 3.2, 1.8, 3.9), 0.9, 0.9)
        sign.addEllipse(QPointF(center.x(), center.y() + 2.4), 1.05, 1.05)
        painter.fillPath(sign, QBrush(QColor("#FFFFFF")))


def dot_icon(color: str) -> QIcon:
    """Return a filled circle in the colour of a project, for a menu."""
    icon = QIcon()
    for side in (16, 32):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            dot = QPainterPath()
            dot.addEllipse(QRectF(side * 0.19, side * 0.19, side * 0.62, side * 0.62))
            painter.fillPath(dot, QBrush(QColor(color)))
        icon.addPixmap(picture)
    return icon
