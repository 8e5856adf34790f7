"""A column that scrolls, and the slim bar that shows where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from demitasse.ui.widgets import painting, theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent

WIDTH = 8
_AROUND = 8


class SlimBar(QScrollBar):
    """Vertical, without arrows."""

    def __init__(self) -> None:
        """As Qt's, but painted here."""
        super().__init__(Qt.Orientation.Vertical)
        self.setFixedWidth(WIDTH)

    def sizeHint(self) -> QSize:
        """Slim."""
        return QSize(WIDTH, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the thumb."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        painter.fillRect(self.rect(), colors.color("surface"))
        whole = self.maximum() - self.minimum() + self.pageStep()
        length = max(24.0, self.height() * self.pageStep() / whole)
        reach = max(1, self.maximum() - self.minimum())
        start = (self.height() - length) * (self.value() - self.minimum()) / reach
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color("faint" if self.underMouse() or self.isSliderDown() else "line"))
        painter.drawRoundedRect(QRectF(2, start + 2, 4, length - 4), 2, 2)
        painter.end()


class ScrollColumn(QScrollArea):
    """Widgets under one another on the ground of lists; what gets the keyboard is scrolled into view.

    The viewport is one of ours: asking for Qt's own makes Qt for Python look through all classes of widgets for what
    it might be, which took half the time of opening the popover.
    """

    def __init__(self, most_px: int) -> None:
        """Scroll when they need more than `most_px`."""
        super().__init__()
        self._most_px = most_px
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
        self.setVerticalScrollBar(SlimBar())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Qt scrolls only for steps within the list; not under a pointer that is pressing something."""
        if now is not None and self._inner.isAncestorOf(now) and not QGuiApplication.mouseButtons():
            self.ensureWidgetVisible(now, 0, _AROUND)

    def fill(self, widgets: Iterable[QWidget]) -> None:
        """Hold these instead of what was there.

        They are shown at once: what is added to a visible page is not, and would count for nothing in its height.
        """
        while item := self.column.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for widget in widgets:
            self.column.addWidget(widget)
            widget.show()
        self.settle()

    def settle(self) -> None:
        """Be as high as the column is now, within the limit."""
        inner = self._inner
        wanted = inner.heightForWidth(theme.WIDTH) if inner.hasHeightForWidth() else inner.sizeHint().height()
        self.setFixedHeight(min(self._most_px, wanted))
