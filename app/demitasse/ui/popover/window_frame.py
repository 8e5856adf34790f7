"""The frame of the window: shadow and round corners, or a plain edge, and the grip that changes the height."""

import sys
from enum import Enum

from PySide6.QtCore import QEvent, QMargins, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from demitasse.ui.tray.placement import MARGIN, Edge
from demitasse.ui.tray.screens import is_wayland
from demitasse.ui.widgets import frames, painting, theme
from demitasse.ui.widgets.frames import Shadow

RADIUS = 12
ZONE = 6
"""How far from the edge the grip reaches into the window."""
_GRIP_WIDTH, _GRIP_HEIGHT, _GRIP_INSET = 36, 4, 3
_SHADOWS = (Shadow(12, 32, 0.18, 0.50), Shadow(2, 6, 0.10, 0.35))
_REACH = QMargins(
    max(shadow.blur for shadow in _SHADOWS),
    max(shadow.blur - shadow.down for shadow in _SHADOWS),
    max(shadow.blur for shadow in _SHADOWS),
    max(shadow.blur + shadow.down for shadow in _SHADOWS),
)


class Look(Enum):
    """How the window ends at its edges."""

    ROUNDED = "rounded"
    """Round corners and a shadow, where the desktop composites windows."""
    SQUARE = "square"
    """A strong edge: X11 without a compositor."""
    PLAIN = "plain"
    """A faint edge: Windows and macOS round the window themselves."""
    FREE = "free"
    """None: the desktop has put its own frame around a normal window."""


def look_of(*, free: bool) -> Look:
    """Return how the window ends on this desktop, now: a compositor may come and go."""
    if free:
        return Look.FREE
    if sys.platform in {"win32", "darwin"}:
        return Look.PLAIN
    return Look.ROUNDED if frames.is_composited() else Look.SQUARE


def margins_of(look: Look, box: QRect, available: QRect) -> QMargins:
    """Return the room around the box of the window, for its shadow.

    The shadow ends where the free area of the screen does: window managers move windows that reach beyond.
    """
    if look is not Look.ROUNDED:
        return QMargins()
    left, top = box.left() - available.left(), box.top() - available.top()
    right, bottom = available.right() - box.right(), available.bottom() - box.bottom()
    return QMargins(
        *(
            max(0, min(wanted, free))
            for wanted, free in zip(
                (_REACH.left(), _REACH.top(), _REACH.right(), _REACH.bottom()), (left, top, right, bottom), strict=True
            )
        )
    )


def paint_around(painter: QPainter, window: QWidget, box: QRect, look: Look) -> None:
    """Paint the shadow, the ground and the edge of the window; `box` is the window without its shadow."""
    colors = theme.tokens(window)
    if look is Look.ROUNDED:
        _paint_shadow(painter, window, box)
        painting.rounded_box(painter, box, colors.bg, colors.line, RADIUS)
        return
    painter.fillRect(box, colors.color("bg"))
    if look is not Look.FREE:
        painter.setPen(colors.color("border" if look is Look.SQUARE else "line"))
        painter.drawRect(box.adjusted(0, 0, -1, -1))


def _paint_shadow(painter: QPainter, window: QWidget, box: QRect) -> None:
    frames.paint_shadows(painter, QRectF(box), _SHADOWS, dark=theme.is_dark(window.palette()))


def corner_of(box: QRect, corner: Qt.Corner) -> QRect:
    """Return the square in a corner of `box` that its arc crosses."""
    rect = QRect(0, 0, RADIUS, RADIUS)
    {
        Qt.Corner.TopLeftCorner: lambda: rect.moveTopLeft(box.topLeft()),
        Qt.Corner.TopRightCorner: lambda: rect.moveTopRight(box.topRight()),
        Qt.Corner.BottomLeftCorner: lambda: rect.moveBottomLeft(box.bottomLeft()),
        Qt.Corner.BottomRightCorner: lambda: rect.moveBottomRight(box.bottomRight()),
    }[corner]()
    return rect


def paint_corner(painter: QPainter, window: QWidget, box: QRect, rect: QRect) -> None:
    """Cut off what has been painted in the corner `rect` outside of the arc, and put edge and shadow there."""
    modes = QPainter.CompositionMode
    inside, outside = QPainterPath(), QPainterPath()
    inside.addRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
    outside.addRect(QRectF(rect))
    painter.save()
    painter.setClipRect(rect)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setCompositionMode(modes.CompositionMode_DestinationOut)
    painter.fillPath(outside - inside, QColor("black"))
    painter.setCompositionMode(modes.CompositionMode_DestinationOver)
    painter.setBrush(theme.tokens(window).color("line"))
    painter.drawRoundedRect(QRectF(box), RADIUS, RADIUS)
    _paint_shadow(painter, window, box)
    painter.restore()


class Corner(QWidget):
    """Rounds one corner of what is below it, which has square ones: the pages know nothing of the window's shape."""

    def __init__(self, window: QWidget, corner: Qt.Corner) -> None:
        super().__init__(window)
        self._corner = corner
        self._box = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def place(self, box: QRect) -> None:
        """Stand in the corner of `box`."""
        self._box = box
        self.setGeometry(corner_of(box, self._corner))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            painter.translate(-QPointF(self.pos()))
            paint_corner(painter, self, self._box, self.geometry())


class Grip(QWidget):
    """The zone at the edge away from the panel: dragging it changes the height of the window."""

    dragged = Signal(int)
    """By how many pixels the window shall be higher than when the drag began."""
    dropped = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.edge = Edge.BOTTOM
        self._began_at: QPoint | None = None
        self._over = False
        self.setCursor(Qt.CursorShape.SizeVerCursor)

    def place(self, box: QRect, edge: Edge) -> None:
        """Lie at this edge of `box`."""
        self.edge = edge
        top = box.top() if edge is Edge.TOP else box.bottom() + 1 - ZONE
        self.setGeometry(box.left(), top, box.width(), ZONE)
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag; where the desktop places windows, it does so itself."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._began_at = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._began_at is not None:
            down = event.globalPosition().toPoint().y() - self._began_at.y()
            self.dragged.emit(-down if self.edge is Edge.TOP else down)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._began_at is not None:
            self._began_at = None
            self.dropped.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._over = False
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._over and self._began_at is None:
            return
        top = _GRIP_INSET if self.edge is Edge.TOP else ZONE - _GRIP_INSET - _GRIP_HEIGHT
        with painting.painter_for(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tokens(self).color("border"))
            mark = QRectF((self.width() - _GRIP_WIDTH) / 2, top, _GRIP_WIDTH, _GRIP_HEIGHT)
            painter.drawRoundedRect(mark, _GRIP_HEIGHT / 2, _GRIP_HEIGHT / 2)


class Edges:
    """What lies over the edges of the popover: the round corners, and the grip."""

    def __init__(self, window: QWidget) -> None:
        self.corners = [Corner(window, corner) for corner in Qt.Corner]
        self.grip = Grip(window)

    def place(self, box: QRect, look: Look, far: Edge) -> None:
        """Put them where they belong in a window with this look; the grip is at the edge `far` from the panel."""
        for corner in self.corners:
            corner.setVisible(look is Look.ROUNDED)
            corner.place(box)
            corner.raise_()
        self.grip.setVisible(look is not Look.FREE)
        self.grip.place(box, far)


def dragged(box: QRect, height: int, edge: Edge, available: QRect) -> QRect:
    """Return `box` with another height, of which `edge` has moved; it stays clear of the edge of the screen."""
    taken = QRect(box)
    if edge is Edge.TOP:
        taken.setTop(max(box.bottom() + 1 - height, available.top() + MARGIN))
    else:
        taken.setHeight(min(height, available.bottom() + 1 - MARGIN - box.top()))
    return taken


def moved_into(frame: QRect, available: QRect) -> QPoint:
    """Return the place nearest to that of `frame` at which it is in the free area of the screen."""
    left = max(available.left(), min(frame.left(), available.right() + 1 - frame.width()))
    top = max(available.top(), min(frame.top(), available.bottom() + 1 - frame.height()))
    return QPoint(left, top)


def flags_of(*, free: bool) -> Qt.WindowType:
    """Avoid Qt's Popup: Wayland closes it at once. A Tool is a normal window there (desktop 2.2)."""
    if free:
        return Qt.WindowType.Window | Qt.WindowType.WindowMinimizeButtonHint | Qt.WindowType.WindowCloseButtonHint
    if is_wayland():
        return Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint
    return Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
