"""The frame of what opens over the window: menus, lists, the day picker and tool tips (design 2).

Where the desktop composites windows, the frame has round corners and a shadow; elsewhere it is square with an edge.
"""

from math import ceil, erfc, sqrt
from typing import NamedTuple

from PySide6.QtCore import QMargins, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QGradient,
    QGuiApplication,
    QKeyEvent,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QRadialGradient,
)
from PySide6.QtWidgets import QMenu, QWidget

from demitasse.desktop import compositor
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.motion import WindowFade
from demitasse.ui.widgets.shortcuts import native_text
from demitasse.ui.widgets.theme import Role

RADIUS = 8
_ROUNDEST = 12
"""The largest radius of a corner with a shadow: that of the window."""
PADDING = 5
"""Between the outer edge of a frame and its rows."""
ROW = 28
_ROW_RADIUS = 5
_SIDE = 8
_SEPARATOR = 9
_CHECK = 22
"""The room for a check mark before the words of a row."""
_KEY_GAP = 12
MENU_PX = 232
"""The least width of the menu of an entry, and of the views."""
GAP = 4
"""Between a frame and what has opened it."""
_STOPS = 12
_KEY, _DANGER = "key", "danger"


class Shadow(NamedTuple):
    """How far a shadow is moved down and blurred, and its strength in the light and in the dark scheme."""

    down: int
    blur: int
    light: float
    dark: float


SMALL_SHADOWS = (Shadow(6, 18, 0.16, 0.50), Shadow(1, 3, 0.12, 0.40))
_LIGHT_INK, _DARK_INK = QColor(40, 25, 10), QColor(0, 0, 0)


def is_composited() -> bool:
    """Return whether a window may be translucent; on X11 that can change while the program runs."""
    return compositor.is_compositing(QGuiApplication.platformName())


def room_for(shadows: tuple[Shadow, ...]) -> QMargins:
    """Return the margins that the shadows of a window need: the same on all sides, as Qt's menus know no others."""
    reach = max(shadow.blur + shadow.down for shadow in shadows)
    return QMargins(reach, reach, reach, reach)


def paint_shadows(painter: QPainter, rect: QRectF, shadows: tuple[Shadow, ...], *, dark: bool) -> None:
    """Paint the shadows of a box that is painted over `rect` afterwards."""
    for shadow in shadows:
        ink = QColor(_DARK_INK if dark else _LIGHT_INK)
        _paint_shadow(painter, rect.translated(0, shadow.down), shadow, ink, shadow.dark if dark else shadow.light)


def _paint_shadow(painter: QPainter, rect: QRectF, shadow: Shadow, ink: QColor, strength: float) -> None:
    """Paint four edges and four corners, which fade out like a Gaussian blur."""
    inset = min(float(max(shadow.blur, _ROUNDEST)), rect.width() / 2, rect.height() / 2)
    reach = inset + shadow.blur
    inner, outer = rect.adjusted(inset, inset, -inset, -inset), rect.adjusted(*([-shadow.blur] * 2 + [shadow.blur] * 2))

    def fill(area: QRectF, gradient: QGradient) -> None:
        for step in range(_STOPS + 1):
            beyond = (step / _STOPS * reach - inset) / (shadow.blur / 2)
            ink.setAlphaF(strength * erfc(beyond / sqrt(2)) / 2 if step < _STOPS else 0)
            gradient.setColorAt(step / _STOPS, ink)
        painter.fillRect(area, gradient)

    top, bottom, left, right = inner.top(), inner.bottom(), inner.left(), inner.right()
    for corner in (outer.topLeft(), outer.topRight(), outer.bottomLeft(), outer.bottomRight()):
        center = QPointF(left if corner.x() < left else right, top if corner.y() < top else bottom)
        fill(QRectF(corner, center).normalized(), QRadialGradient(center, reach))
    fill(QRectF(left, outer.top(), inner.width(), reach), QLinearGradient(0, top, 0, top - reach))
    fill(QRectF(left, bottom, inner.width(), reach), QLinearGradient(0, bottom, 0, bottom + reach))
    fill(QRectF(outer.left(), top, reach, inner.height()), QLinearGradient(left, 0, left - reach, 0))
    fill(QRectF(right, top, reach, inner.height()), QLinearGradient(right, 0, right + reach, 0))


def make_room(window: QWidget, *, composited: bool) -> QMargins:
    """Make a window that is not shown yet translucent if it is `composited`; return the room for its shadow, if any.

    The system must not draw a frame or a shadow of its own.
    """
    window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    window.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
    if not composited:
        return QMargins()
    window.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    return room_for(SMALL_SHADOWS)


def paint_frame(painter: QPainter, window: QWidget, room: QMargins) -> None:
    """Paint the frame of a window that `make_room` has prepared."""
    colors = theme.tokens(window)
    rect = window.rect().marginsRemoved(room)
    if room.isNull():
        painter.fillRect(rect, colors.color("border"))
        painter.fillRect(rect.adjusted(1, 1, -1, -1), colors.color("surface"))
    else:
        paint_shadows(painter, QRectF(rect), SMALL_SHADOWS, dark=theme.is_dark(window.palette()))
        painting.rounded_box(painter, rect, colors.surface, colors.line, RADIUS)


def place_beside(anchor: QRect, size: QSize, free: QRect, *, at_end: bool = False) -> QPoint:
    """Return where a frame of `size` opens: below `anchor`, else above it, else beside it, never over it if possible.

    All is in global coordinates; `free` is the area of the screen. `at_end` aligns the right edges.
    """
    left = anchor.right() + 1 - size.width() if at_end else anchor.left()
    left = max(free.left(), min(left, free.right() + 1 - size.width()))
    below, above = anchor.bottom() + 1 + GAP, anchor.top() - GAP - size.height()
    if below + size.height() <= free.bottom() + 1:
        return QPoint(left, below)
    if above >= free.top():
        return QPoint(left, above)
    top = max(free.top(), min(below, free.bottom() + 1 - size.height()))
    after, before = anchor.right() + 1 + GAP, anchor.left() - GAP - size.width()
    if after + size.width() <= free.right() + 1:
        return QPoint(after, top)
    return QPoint(before if before >= free.left() else left, top)


def free_area(point: QPoint) -> QRect:
    """Return the usable area of the screen around a point in global coordinates."""
    screen = QGuiApplication.screenAt(point) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()


def global_rect(widget: QWidget) -> QRect:
    """Return the area of a widget in global coordinates."""
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


class PopupFrame(QWidget):
    """A window of ours that opens over the popover, and closes on Esc and on a click elsewhere.

    Lay widgets out within `inner_margins`.
    """

    def __init__(self, parent: QWidget, kind: Qt.WindowType = Qt.WindowType.Popup) -> None:
        super().__init__(parent, kind)
        self._fade = WindowFade(self)
        self.room = make_room(self, composited=is_composited())
        self.setFont(theme.role_font(Role.BODY))

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's signature
        """Fade in or out."""
        self._fade.set_popup_visible(super().setVisible, visible=visible)

    def inner_margins(self, padding: int) -> QMargins:
        """Return the margins of the layout: the shadow and `padding` inside the frame."""
        return self.room + padding

    def frame_size(self) -> QSize:
        """Return the size of the frame without its shadow."""
        return self.sizeHint().shrunkBy(self.room)

    def open_beside(self, anchor: QRect, *, at_end: bool = False) -> None:
        """Open below `anchor`, or above it if there is no room (global coordinates)."""
        place = place_beside(anchor, self.frame_size(), free_area(anchor.center()), at_end=at_end)
        self.resize(self.sizeHint())
        self.move(place - QPoint(self.room.left(), self.room.top()))
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            paint_frame(painter, self, self.room)


class Menu(QMenu):
    """A menu in our frame. It deletes itself when it closes.

    It shows the keys of its rows but does not bind them: they belong to the page.
    """

    def __init__(self, parent: QWidget, name: str = "", *, least_px: int = 0) -> None:
        """`name` is for screen readers; `least_px` is the least width of the frame."""
        super().__init__(parent)
        self._least_px = least_px
        self._fade = WindowFade(self)
        self._room = make_room(self, composited=is_composited())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)
        self.setFont(theme.role_font(Role.BODY))
        room = self._room
        self.setStyleSheet(
            f"QMenu {{ border: 0; margin: {room.top()}px; padding: {PADDING}px }}"
            f"QMenu::item {{ height: {_px(ROW)}px; padding: 0; margin: 0 }}"
            f"QMenu::separator {{ height: {_SEPARATOR}px; margin: 0 }}"
        )

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's signature
        """Fade in or out."""
        self._fade.set_popup_visible(super().setVisible, visible=visible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first or last row on Home and End, which Qt does only in a menu that scrolls."""
        rows = [action for action in self.actions() if action.isEnabled() and not action.isSeparator()]
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
        if rows and event.key() in ends:
            self.setActiveAction(rows[ends[Qt.Key(event.key())]])
        else:
            super().keyPressEvent(event)

    def add(
        self,
        words: str,
        doing: object = None,
        *,
        key: str = "",
        enabled: bool = True,
        danger: bool = False,
        checked: bool | None = None,
    ) -> QAction:
        """Add a row that calls the slot `doing`. `key` is in Qt's notation; with `checked` the row has a check mark."""
        action = QAction(words.replace("&", "&&"), self)
        action.setEnabled(enabled)
        action.setProperty(_KEY, native_text(key) if key else "")
        action.setProperty(_DANGER, danger)
        action.setCheckable(checked is not None)
        action.setChecked(bool(checked))
        if doing is not None:
            action.triggered.connect(doing)
        self.addAction(action)
        return action

    def open_beside(self, anchor: QRect, *, at_end: bool = False, keyboard: bool = False) -> None:
        """Open below `anchor`, or above it if there is no room (global coordinates).

        `keyboard` highlights the checked row, else the first one.
        """
        self.setFixedWidth(self._wanted_px() + self._room.left() + self._room.right())
        if keyboard:
            able = [action for action in self.actions() if action.isEnabled() and not action.isSeparator()]
            self.setActiveAction(next((action for action in able if action.isChecked()), able[0]))
        size = self.sizeHint().shrunkBy(self._room)
        place = place_beside(anchor, size, free_area(anchor.center()), at_end=at_end)
        self.popup(place - QPoint(self._room.left(), self._room.top()))

    def _wanted_px(self) -> int:
        words, keys = QFontMetricsF(self.font()), QFontMetricsF(theme.role_font(Role.KEY))
        widest = 0.0
        for action in self.actions():
            key = keys.horizontalAdvance(str(action.property(_KEY) or ""))
            widest = max(widest, words.horizontalAdvance(_words(action)) + (key + _KEY_GAP if key else 0))
        return max(self._least_px, ceil(widest) + 1 + 2 * (PADDING + _SIDE) + self._lead())

    def _lead(self) -> int:
        return _CHECK if any(action.isCheckable() for action in self.actions()) else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        lead = self._lead()
        with painting.painter_for(self) as painter:
            paint_frame(painter, self, self._room)
            painter.setLayoutDirection(self.layoutDirection())
            for action in self.actions():
                rect = self.actionGeometry(action)
                if action.isSeparator():
                    line = self.rect().marginsRemoved(self._room).adjusted(1, 0, -1, 0)
                    painter.fillRect(line.left(), rect.center().y(), line.width(), 1, colors.color("line"))
                else:
                    self._paint_row(painter, rect, action, colors, lead)

    def _paint_row(self, painter: QPainter, rect: QRect, action: QAction, colors: theme.Tokens, lead: int) -> None:
        if action is self.activeAction() and action.isEnabled():
            painting.rounded_box(painter, rect, colors.accent_soft, radius=_ROW_RADIUS)
        row = QRectF(rect)
        if action.isChecked():
            mark = QRectF(row.left() + _SIDE, row.center().y() - 7, 14, 14)
            icons.paint(painter, "check", colors.accent, painting.mirrored(self, mark))
        ink = colors.faint if not action.isEnabled() else colors.danger if action.property(_DANGER) else colors.text
        inside = row.adjusted(_SIDE + lead, 0, -_SIDE, 0)
        key = str(action.property(_KEY) or "")
        used = 0.0
        if key:
            at = painting.mirrored(self, inside)
            used = painting.text_line(painter, at, key, theme.role_font(Role.KEY), colors.faint, at_end=True) + _KEY_GAP
        words = painting.mirrored(self, inside.adjusted(0, 0, -used, 0))
        painting.text_line(painter, words, _words(action), self.font(), ink)


def _words(action: QAction) -> str:
    return action.text().replace("&&", "&")


def _px(size: int) -> int:
    """Return a height at the desktop's size of text."""
    return max(size, QFontMetrics(theme.role_font(Role.BODY)).height() + 8)
