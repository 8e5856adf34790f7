"""A scrolling column of widgets, and a scroll bar that takes no room."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QScrollArea,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)

from demitasse.ui.widgets import painting, theme

WIDTH = 10
_THUMB, _FROM_EDGE, _LEAST = 4, 3, 24
_AROUND = 8
_ANY_HEIGHT = 10_000


class OverlayBar(QScrollBar):
    """A vertical scroll bar over the edge of what it scrolls, so that its coming and going moves nothing."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)  # noqa: FBT003 - Qt's signature
        self.rangeChanged.connect(self._on_range_changed)
        self.hide()

    def follow(self, view: QWidget) -> None:
        """Take the edge of `view`, which has another size now."""
        left = 0 if view.layoutDirection() is Qt.LayoutDirection.RightToLeft else view.width() - WIDTH
        self.setGeometry(left, 0, WIDTH, view.height())

    @Slot(int, int)
    def _on_range_changed(self, least: int, most: int) -> None:
        self.setVisible(most > least)
        self.raise_()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors, reach = theme.tokens(self), max(1, self.maximum() - self.minimum())
        room = self.height() - 2 * _FROM_EDGE
        length = max(_LEAST, room * self.pageStep() / (reach + self.pageStep()))
        start = _FROM_EDGE + (room - length) * (self.value() - self.minimum()) / reach
        with painting.painter_for(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.color("muted" if self.underMouse() or self.isSliderDown() else "border"))
            thumb = QRectF(WIDTH - _FROM_EDGE - _THUMB, start, _THUMB, length)
            painter.drawRoundedRect(painting.mirrored(self, thumb), _THUMB / 2, _THUMB / 2)


class _Follower(QObject):
    """Keeps the bar of a scroll area at its edge."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._bar = OverlayBar(area)
        own = area.verticalScrollBar()
        own.rangeChanged.connect(self._on_range_changed)
        own.valueChanged.connect(self._bar.setValue)
        self._bar.valueChanged.connect(own.setValue)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.installEventFilter(self)

    @Slot(int, int)
    def _on_range_changed(self, least: int, most: int) -> None:
        area = self.parent()
        assert isinstance(area, QAbstractScrollArea)
        self._bar.setPageStep(area.verticalScrollBar().pageStep())
        self._bar.setRange(least, most)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self._bar.follow(watched)
        return False


def use_overlay_bar(area: QAbstractScrollArea) -> None:
    """Give a scroll area a bar over its edge in place of one beside its contents."""
    _Follower(area)


class ScrollColumn(QScrollArea):
    """Widgets below one another; a widget that gets the keyboard focus is scrolled into view.

    The viewport is created here, because asking for Qt's default viewport makes PySide6 search all widget classes for
    its type, which took half the time of opening the popover.
    """

    def __init__(self, most_px: int = 0) -> None:
        """Take the room that is left, or be as high as the contents, at most `most_px`; longer columns scroll."""
        super().__init__()
        self._most_px = most_px
        self._room_below = 0
        self._inner = inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        ground = QWidget()
        self.setViewport(ground)
        for widget in (inner, ground):
            widget.setBackgroundRole(QPalette.ColorRole.Base)
            widget.setAutoFillBackground(True)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        use_overlay_bar(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to the focused widget unless a mouse button is pressed; Qt does so only within the column."""
        if now is not None and self._inner.isAncestorOf(now) and not QGuiApplication.mouseButtons():
            frame = now.parentWidget()
            target = frame if frame and frame.focusProxy() is now else now
            self.ensureWidgetVisible(target, 0, _AROUND)
            end = target.mapTo(self._inner, target.rect().bottomLeft()).y() + max(_AROUND, self._room_below)
            bar = self.verticalScrollBar()  # Qt counts what lies under a message as visible
            bar.setValue(max(bar.value(), end - self.viewport().height()))

    def set_widgets(self, widgets: Iterable[QWidget]) -> None:
        """Replace the contents.

        The widgets are shown at once: a widget added to a visible page is hidden and does not count for the height.
        """
        while item := self.column.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for widget in widgets:
            self.column.addWidget(widget)
            widget.show()
        self.fit_height()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # only lists give way

    def set_room_below(self, px: int) -> None:
        """Let the column scroll further by `px`."""
        self._room_below = px
        margins = self.column.contentsMargins()
        margins.setBottom(px)
        self.column.setContentsMargins(margins)
        QTimer.singleShot(0, self, self._show_focused)  # when the column has its new height

    @Slot()
    def _show_focused(self) -> None:
        self._on_focus_changed(None, QApplication.focusWidget())

    def fit_height(self) -> None:
        """Adjust the height to the contents, within the limit."""
        if not self._most_px:
            return
        inner = self._inner
        wanted = inner.heightForWidth(theme.WIDTH) if inner.hasHeightForWidth() else inner.sizeHint().height()
        self.setFixedHeight(min(self._most_px, wanted))


class ScrollForm(ScrollColumn):
    """The fields of a page, which take all its height, and scroll in a window that is too low for them."""

    def __init__(self, fields: QWidget, *margins: int) -> None:
        """`margins` are those around the fields: start, top, end and bottom."""
        super().__init__(_ANY_HEIGHT)
        for widget in (self._inner, self.viewport()):
            widget.setBackgroundRole(QPalette.ColorRole.Window)
        painting.set_margins(self.column, *margins)
        self.column.addWidget(fields)
