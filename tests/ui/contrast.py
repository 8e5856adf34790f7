"""Contrast as people see it: the pixels of a picture at the place of each text, edge and dot that was painted.

What was painted, and where, is read from an SVG of each widget; how it looks, from the picture.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from PySide6.QtCore import QBuffer, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from demitasse.ui.widgets import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QImage

TEXT, SHAPE = 4.5, 3.0
"""The least contrast of text, and of edges and dots (WCAG 2.2, 1.4.3 and 1.4.11)."""
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = ("path", "rect", "circle", "ellipse")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_DOTS = range(6, 13)
"""The sizes of the round dots of projects."""
_EDGE = 3
"""More than the width of an edge, or of the ring of the focus."""
_AROUND = 2
"""The pixels around a text or a shape that tell its ground."""


class Painted(NamedTuple):
    """A text, an edge or a dot, and its place in the popover."""

    what: str
    place: QRect
    least: float


def weak(picture: QImage, popover: QWidget) -> list[str]:
    """Return what has too little contrast in the picture of a popover."""
    found = []
    for widget in [popover, *popover.findChildren(QWidget)]:
        region = widget.visibleRegion()
        if region.isEmpty() or type(widget) is QWidget:
            continue
        offset = widget.mapTo(popover, QPoint(0, 0))
        for one in _painted(widget):
            place = one.place.translated(offset)
            if not place.isEmpty() and _is_whole(one.place, region) and _is_on_top(popover, widget, place):
                ratio = _ratio(picture, place)
                if ratio < one.least:
                    found.append(f"{ratio:.2f} {type(widget).__name__}: {one.what} at {place.getRect()}")
    return found


def _is_whole(place: QRect, region: QRegion) -> bool:
    """Return whether nothing of a place is scrolled out of view."""
    return QRegion(place).subtracted(region).isEmpty()


def _is_on_top(popover: QWidget, widget: QWidget, place: QRect) -> bool:
    """Return whether no other widget, as the snackbar, is over a place."""
    over: QWidget | None = popover.childAt(place.center())
    return over is None or over is widget or widget.isAncestorOf(over) or over.isAncestorOf(widget)


def _ratio(picture: QImage, place: QRect) -> float:
    """Return the contrast between the ground of a place and the pixel that differs most from it."""
    around = place.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND) & picture.rect()
    ground = _colors(picture, around).most_common(1)[0][0]
    return max(_contrast(ink, ground) for ink in _colors(picture, place & picture.rect()))


@cache
def _contrast(ink: int, ground: int) -> float:
    return theme.contrast(QColor(ink).name(), QColor(ground).name())


def _colors(picture: QImage, place: QRect) -> Counter[int]:
    part = picture.copy(place)  # must live as long as its pixels are read
    return Counter(memoryview(part.constBits()).cast("I"))


def _painted(widget: QWidget) -> Iterator[Painted]:
    """Yield the texts, edges and dots that a widget paints itself."""
    colors = theme.tokens(widget)
    edges, known = {colors.border, colors.focus}, set(colors)
    for group in _drawing(widget).iter(f"{_SVG}g"):
        moved = [float(number) for number in _NUMBER.findall(group.get("transform", ""))]
        if len(moved) != 6:
            continue
        for part in group:
            kind = part.tag.removeprefix(_SVG)
            if kind == "text" and any(letter.isalnum() for letter in part.text or ""):
                yield Painted(repr(part.text), _text_place(part, *moved[4:]), TEXT)
            elif kind in _SHAPES:
                place = _shape_place(part, *moved[4:])
                if group.get("stroke", "").upper() in edges and place.width() > max(_DOTS):
                    yield Painted("left edge", QRect(place.left(), place.center().y(), _EDGE, 2), SHAPE)
                    yield Painted("right edge", QRect(place.right() + 1 - _EDGE, place.center().y(), _EDGE, 2), SHAPE)
                elif place.width() == place.height() in _DOTS and group.get("fill", "").upper() not in known:
                    yield Painted("dot", place, SHAPE)


def _drawing(widget: QWidget) -> ET.Element:
    """Return the SVG of what a widget paints without its children."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size().expandedTo(QSize(1, 1)))
    generator.setViewBox(widget.rect())
    generator.setResolution(96)
    widget.render(generator, renderFlags=QWidget.RenderFlag(0))
    return ET.fromstring(bytes(buffer.data().data()))  # noqa: S314 - our own


def _text_place(text: ET.Element, right: float, down: float) -> QRect:
    font = QFont(text.get("font-family", ""))
    font.setPixelSize(round(float(text.get("font-size", 0))))
    font.setWeight(QFont.Weight(int(text.get("font-weight", 400))))
    ink = QFontMetricsF(font).tightBoundingRect(text.text or "")
    return ink.translated(float(text.get("x", 0)) + right, float(text.get("y", 0)) + down).toAlignedRect()


def _shape_place(shape: ET.Element, right: float, down: float) -> QRect:
    if (line := shape.get("d")) is not None:
        numbers = [float(number) for number in _NUMBER.findall(line)]
        xs, ys = numbers[::2], numbers[1::2]
        box = QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    elif shape.get("width") is not None:
        box = QRectF(*(float(shape.get(name, 0)) for name in ("x", "y", "width", "height")))
    else:
        across, high = (float(shape.get(name) or shape.get("r") or 0) for name in ("rx", "ry"))
        box = QRectF(float(shape.get("cx", 0)) - across, float(shape.get("cy", 0)) - high, 2 * across, 2 * high)
    return box.translated(right, down).toAlignedRect()
