"""The position of the popover: beside the tray icon, on the inner side of the panel."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt

MARGIN = 8
"""Pixels between the popover and the panel, or the edge of the screen."""


def place(anchor: QRect | None, size: QSize, screen: QRect, available: QRect) -> QPoint:
    """Return the top left corner of a popover of `size`.

    `anchor` is the tray icon, or the pointer as a rectangle of one pixel; with None the popover goes to the corner
    where trays usually are. `screen` is the whole screen with the icon, `available` the part without panels.
    """
    edge = panel_edge(anchor, screen, available)
    room = available.marginsRemoved(QMargins(MARGIN, MARGIN, MARGIN, MARGIN))
    middle = anchor.center() if anchor else _corner(edge, available)
    left = middle.x() - size.width() // 2
    top = middle.y() - size.height() // 2
    if edge is Qt.Edge.TopEdge:
        top = room.top()
    elif edge is Qt.Edge.BottomEdge:
        top = room.bottom() + 1 - size.height()
    elif edge is Qt.Edge.LeftEdge:
        left = room.left()
    else:
        left = room.right() + 1 - size.width()
    return QPoint(_clamped(left, room.left(), room.width(), size.width()),
                  _clamped(top, room.top(), room.height(), size.height()))  # fmt: skip


def panel_edge(anchor: QRect | None, screen: QRect, available: QRect) -> Qt.Edge:
    """Return the edge of the screen with the panel that holds the tray.

    Of several panels it is the one with the icon. A panel that hides itself is not subtracted from `available`; then
    it is the edge nearest to the icon. Without an icon it is the edge of the widest panel, else the bottom.
    """
    insets = {
        Qt.Edge.TopEdge: available.top() - screen.top(),
        Qt.Edge.BottomEdge: screen.bottom() - available.bottom(),
        Qt.Edge.LeftEdge: available.left() - screen.left(),
        Qt.Edge.RightEdge: screen.right() - available.right(),
    }
    if anchor is None:
        widest = max(insets, key=lambda edge: insets[edge])
        return widest if insets[widest] > 0 else Qt.Edge.BottomEdge
    if available.contains(anchor.center()):
        return _nearest(anchor.center(), screen)
    holding = [edge for edge, inset in insets.items() if inset > 0 and _is_in_strip(anchor.center(), edge, available)]
    return holding[0] if holding else _nearest(anchor.center(), screen)


def _is_in_strip(point: QPoint, edge: Qt.Edge, available: QRect) -> bool:
    return {
        Qt.Edge.TopEdge: point.y() < available.top(),
        Qt.Edge.BottomEdge: point.y() > available.bottom(),
        Qt.Edge.LeftEdge: point.x() < available.left(),
        Qt.Edge.RightEdge: point.x() > available.right(),
    }[edge]


def _nearest(point: QPoint, screen: QRect) -> Qt.Edge:
    distances = {
        Qt.Edge.BottomEdge: abs(screen.bottom() - point.y()),
        Qt.Edge.TopEdge: abs(point.y() - screen.top()),
        Qt.Edge.RightEdge: abs(screen.right() - point.x()),
        Qt.Edge.LeftEdge: abs(point.x() - screen.left()),
    }
    return min(distances, key=lambda edge: distances[edge])


def _corner(edge: Qt.Edge, available: QRect) -> QPoint:
    """Return where the tray is: at the right end of a horizontal panel, at the bottom of a vertical one."""
    return {
        Qt.Edge.TopEdge: available.topRight(),
        Qt.Edge.BottomEdge: available.bottomRight(),
        Qt.Edge.LeftEdge: available.bottomLeft(),
        Qt.Edge.RightEdge: available.bottomRight(),
    }[edge]


def _clamped(wanted: int, start: int, room: int, length: int) -> int:
    """Return `wanted`, moved into the room; what is longer than the room starts where the room does."""
    return max(start, min(wanted, start + room - length))
