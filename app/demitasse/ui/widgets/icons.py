"""The icons of the pages, painted in the colour of the text around them, and the program's own icon."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtSvg import QSvgRenderer

from demitasse.support.paths import resource
from demitasse.ui.widgets import theme


@lru_cache(maxsize=128)
def _renderer(name: str, color: str) -> QSvgRenderer:
    svg = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(svg.replace("currentColor", color).encode())


_USUAL_PX = 14
_SIZES = {
    12: ("down", "lock", "bill", "box", "clock", "sun", "flag", "cross"),
    16: ("left", "right", "more", "gear", "swap", "eye"),
}
"""The icons of another size than the usual one."""
_SIZE = {name: size for size, names in _SIZES.items() for name in names}


def paint(painter: QPainter, name: str, color: str, box: QRectF) -> None:
    """Paint the icon `name` in `color` ("#rrggbb") into the middle of `box`, aligned to whole pixels.

    Each icon has one size everywhere, and is smaller only in a smaller box.
    """
    size = min(_SIZE.get(name, _USUAL_PX), round(min(box.width(), box.height())))
    corner = box.center() - QPointF(size / 2, size / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, color).render(painter, QRectF(round(corner.x()), round(corner.y()), size, size))
    painter.restore()


def paint_dot(painter: QPainter, color: str, center: QPointF, colors: theme.Tokens, radius: float = 5.0) -> None:
    """Paint the dot of a project."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.project_color(color, colors))
    painter.drawEllipse(center, radius, radius)
    painter.restore()


def app_icon() -> QIcon:
    """Return the program's icon, for windows, launchers and the task switcher."""
    return QIcon(str(resource("icons/demitasse.svg")))
