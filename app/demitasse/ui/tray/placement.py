"""The position of the popover: beside the tray icon, on the inner side of the panel, and never over the icon.

All functions are pure; rectangles are in the coordinates of Qt's virtual desktop, in device-independent pixels.
"""

from collections.abc import Sequence
from enum import Enum, auto
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QMargins, QPoint, QRect, QSize

from demitasse.desktop.xcb import Reserved, Strut

MARGIN = 8
"""Pixels between the popover and the panel, or the edge of the screen."""
_NEAR = 64
"""An icon of a panel that reserves no space is this near to an edge."""


class Edge(Enum):
    """An edge of a screen. Qt's own enums take 20 ms to load, and the icon is not shown before that."""

    TOP, BOTTOM, LEFT, RIGHT = auto(), auto(), auto(), auto()


_OPPOSITE = {
    Edge.TOP: Edge.BOTTOM,
    Edge.BOTTOM: Edge.TOP,
    Edge.LEFT: Edge.RIGHT,
    Edge.RIGHT: Edge.LEFT,
}


class Area(NamedTuple):
    """A whole screen, and the part of it without panels."""

    screen: QRect
    available: QRect

    def insets(self) -> dict[Edge, int]:
        """Return how much panels reserve at each edge."""
        screen, available = self
        return {
            Edge.TOP: available.top() - screen.top(),
            Edge.BOTTOM: screen.bottom() - available.bottom(),
            Edge.LEFT: available.left() - screen.left(),
            Edge.RIGHT: screen.right() - available.right(),
        }

    def has_panel(self) -> bool:
        """Return whether a panel reserves space."""
        return any(inset > 0 for inset in self.insets().values())


def place(anchor: QRect | None, size: QSize, area: Area) -> QRect:
    """Return the geometry of a popover of `size`, which is less high where the screen has less room.

    `anchor` is the tray icon, or the pointer as a rectangle of one pixel; with None the popover goes to the corner
    where trays usually are. `area` is the screen with the icon.
    """
    edge = panel_edge(anchor, area)
    room = area.available.marginsRemoved(QMargins(MARGIN, MARGIN, MARGIN, MARGIN))
    if anchor is not None:
        edge, room = _room_beside(anchor, edge, size, room)
    height = max(1, min(size.height(), room.height()))
    middle = anchor.center() if anchor is not None else _corner(edge, area.available)
    left, top = middle.x() - size.width() // 2, middle.y() - height // 2
    if edge is Edge.TOP:
        top = room.top()
    elif edge is Edge.BOTTOM:
        top = room.bottom() + 1 - height
    elif edge is Edge.LEFT:
        left = room.left()
    else:
        left = room.right() + 1 - size.width()
    return QRect(_clamped(left, room.left(), room.width(), size.width()),
                 _clamped(top, room.top(), room.height(), height), size.width(), height)  # fmt: skip


def _room_beside(anchor: QRect, edge: Edge, size: QSize, room: QRect) -> tuple[Edge, QRect]:
    """Return a side of the anchor and the room there: that of the panel's edge if the popover fits, else the largest.

    A screen that is narrower than the popover has no such side, so all of its room is returned.
    """
    order = (edge, _OPPOSITE[edge], *(other for other in _OPPOSITE if other not in {edge, _OPPOSITE[edge]}))
    rooms = [(side, _cut(anchor, side, room)) for side in order]
    wide = [(side, left) for side, left in rooms if left.width() >= size.width() and left.height() > 0]
    fitting = [(side, left) for side, left in wide if left.height() >= size.height()]
    if fitting:
        return fitting[0]
    return max(wide, key=lambda found: found[1].height()) if wide else (edge, room)


def _cut(anchor: QRect, edge: Edge, room: QRect) -> QRect:
    """Return the part of `room` on the inner side of the anchor, seen from `edge`."""
    left = QRect(room)
    if edge is Edge.TOP:
        left.setTop(max(room.top(), anchor.bottom() + 1 + MARGIN))
    elif edge is Edge.BOTTOM:
        left.setBottom(min(room.bottom(), anchor.top() - 1 - MARGIN))
    elif edge is Edge.LEFT:
        left.setLeft(max(room.left(), anchor.right() + 1 + MARGIN))
    else:
        left.setRight(min(room.right(), anchor.left() - 1 - MARGIN))
    return left


def panel_edge(anchor: QRect | None, area: Area) -> Edge:
    """Return the edge of the screen with the panel that holds the tray.

    Of several panels it is the one with the icon. A panel that hides itself reserves nothing; then it is the edge
    nearest to the icon. Without an icon it is the edge of the widest panel, else the bottom.
    """
    insets = area.insets()
    if anchor is None:
        widest = max(insets, key=lambda edge: insets[edge])
        return widest if insets[widest] > 0 else Edge.BOTTOM
    middle = anchor.center()
    beyond = [edge for edge, inset in insets.items() if inset > 0 and _is_in_strip(middle, edge, area.available)]
    return beyond[0] if beyond else _nearest(middle, area.screen)


def is_in_panel(place: QRect, area: Area) -> bool:
    """Return whether an icon can be at `place`: in a panel, if the screen has one, else near an edge.

    A panel that has not placed an icon yet reports the first corner of the screen.
    """
    if area.has_panel():
        return not area.available.contains(place.center())
    return place.topLeft() != area.screen.topLeft() and is_near_edge(place.center(), area.screen)


def is_near_edge(point: QPoint, screen: QRect) -> bool:
    """Return whether a point is as near to an edge of the screen as a panel."""
    return min(_distances(point, screen).values()) <= _NEAR


def tray_area(pointer: QPoint, areas: Sequence[Area]) -> Area:
    """Return the screen where the tray can be, if nothing tells where the icon is; `areas` begin with the primary one.

    That is the screen with the pointer if it has a panel, else the first one with a panel.
    """
    at_pointer = [area for area in areas if area.screen.contains(pointer)]
    with_panel = [area for area in (*at_pointer, *areas) if area.has_panel()]
    return (with_panel or at_pointer or list(areas))[0]


def available_on_x11(screen: QRect, ratio: float, reserved: Reserved) -> QRect:
    """Return the part of a screen that panels leave; `ratio` is its device pixel ratio.

    A work area is that of the screen that contains it. Struts are measured from the edges of all screens together, so
    each is cut with this one.
    """
    native = QRect(screen.topLeft(), screen.size() * ratio)  # Qt leaves the origin of a screen in device pixels
    left = native
    for area in reserved.work_areas:
        if native.contains(QRect(*area)):
            left = left.intersected(QRect(*area))
    for strut in reserved.struts:
        left = _without(strut, reserved.root, native, left)
    insets = Area(native, left).insets()
    logical = [ceil(insets[edge] / ratio) for edge in (Edge.LEFT, Edge.TOP, Edge.RIGHT, Edge.BOTTOM)]
    return screen.marginsRemoved(QMargins(*logical))


def _without(strut: Strut, root: tuple[int, int], screen: QRect, left: QRect) -> QRect:
    """Return `left` without what a panel reserves on a screen.

    A strut that would take half of the screen is that of a panel between two screens, and belongs to the other one.
    """
    from_left = QRect(0, strut.left_from, strut.left, strut.left_to - strut.left_from + 1) & screen
    from_top = QRect(strut.top_from, 0, strut.top_to - strut.top_from + 1, strut.top) & screen
    height, width = strut.right_to - strut.right_from + 1, strut.bottom_to - strut.bottom_from + 1
    from_right = QRect(root[0] - strut.right, strut.right_from, strut.right, height) & screen
    from_bottom = QRect(strut.bottom_from, root[1] - strut.bottom, width, strut.bottom) & screen
    across, down = screen.width() // 2, screen.height() // 2
    margins = QMargins(
        from_left.width() if from_left.width() < across else 0,
        from_top.height() if from_top.height() < down else 0,
        from_right.width() if from_right.width() < across else 0,
        from_bottom.height() if from_bottom.height() < down else 0,
    )
    return left & screen.marginsRemoved(margins)


def _is_in_strip(point: QPoint, edge: Edge, available: QRect) -> bool:
    return {
        Edge.TOP: point.y() < available.top(),
        Edge.BOTTOM: point.y() > available.bottom(),
        Edge.LEFT: point.x() < available.left(),
        Edge.RIGHT: point.x() > available.right(),
    }[edge]


def _nearest(point: QPoint, screen: QRect) -> Edge:
    distances = _distances(point, screen)
    return min(distances, key=lambda edge: distances[edge])


def _distances(point: QPoint, screen: QRect) -> dict[Edge, int]:
    return {
        Edge.BOTTOM: abs(screen.bottom() - point.y()),
        Edge.TOP: abs(point.y() - screen.top()),
        Edge.RIGHT: abs(screen.right() - point.x()),
        Edge.LEFT: abs(point.x() - screen.left()),
    }


def _corner(edge: Edge, available: QRect) -> QPoint:
    """Return where the tray is: at the right end of a horizontal panel, at the bottom of a vertical one."""
    return {
        Edge.TOP: available.topRight(),
        Edge.BOTTOM: available.bottomRight(),
        Edge.LEFT: available.bottomLeft(),
        Edge.RIGHT: available.bottomRight(),
    }[edge]


def _clamped(wanted: int, start: int, room: int, length: int) -> int:
    """Return `wanted`, moved into the room; what is longer than the room starts where the room does."""
    return max(start, min(wanted, start + room - length))
