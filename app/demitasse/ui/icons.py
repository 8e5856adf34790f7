"""Pictures: the small icons of the pages, tinted with the colour they are asked in. The cup is drawn in `cup`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter

from demitasse.support.paths import resource
from demitasse.ui import theme
from demitasse.ui.cup import SIZES, Mark, cup, cup_icon, paint_cup

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

__all__ = ["SIZES", "Mark", "app_icon", "cup", "cup_icon", "paint", "paint_cup", "paint_dot"]


@lru_cache(maxsize=64)
def _source(name: str) -> bytes:
    return resource(f"icons/{name}.svg").read_bytes()


@lru_cache(maxsize=128)
def _renderer(name: str, color: str) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - the tray icon does without it

    return QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", color.encode())))


def paint(painter: QPainter, name: str, color: str, box: QRectF) -> None:
    """Draw the icon `name` in `color` ("#rrggbb") into the middle of `box`: lines, so sharp on every screen."""
    size = round(min(box.width(), box.height()))
    corner = box.center() - QPointF(size / 2, size / 2)
    _renderer(name, color).render(painter, QRectF(round(corner.x()), round(corner.y()), size, size))


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
