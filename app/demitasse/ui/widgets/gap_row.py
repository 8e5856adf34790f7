"""The row of a gap between two entries; a click adds time there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from demitasse.domain.timesheet import Gap

HEIGHT = 28
_SIDE = 16
_TEXT = 36
_TIME = 56


class GapRow(QAbstractButton):
    """A span without entries. Click, Enter or Space adds time in it."""

    add_requested = Signal(object)
    """The `Gap` in which time should be added."""

    def __init__(self, gap: Gap, parent: QWidget | None = None) -> None:
        """Show `gap`."""
        super().__init__(parent)
        self._gap = gap
        self._words = self.tr("{start} – {end} nothing tracked").format(
            start=wording.time_of_day(gap.start), end=wording.time_of_day(gap.end)
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{self._words}, {wording.spoken_duration(gap.seconds)}")
        does = self.tr("Add time here")
        self.setToolTip(f"{self._words}\n{does}")
        self.setAccessibleDescription(does)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        """The height of one small text line."""
        return QSize(200, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Click on Enter as well as on Space; leave all other keys to the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    @Slot()
    def _on_clicked(self) -> None:
        self.add_requested.emit(self._gap)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a dashed mark, the times and the duration."""
        colors = theme.tokens(self)
        active = self.underMouse() or self.hasFocus()
        painter = painting.painter_for(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), QColor(colors.raised if active else colors.surface))
        mark = painting.mirrored(self, QRectF(_SIDE, self.height() / 2 - 5, 10, 10))
        if active:
            icons.paint(painter, "plus", colors.accent, mark.adjusted(-2, -2, 2, 2))
        else:
            painter.setPen(QPen(QColor(colors.faint), 1.0, Qt.PenStyle.DotLine))
            painter.drawEllipse(mark.adjusted(1, 1, -1, -1))
        ink = colors.text if active else colors.faint
        font = theme.role_font(Role.SMALL)
        words = painting.mirrored(self, QRectF(_TEXT, 0, theme.WIDTH - _TEXT - _SIDE - _TIME, self.height()))
        painting.text_line(painter, words, self._words, font, ink)
        time = painting.mirrored(self, QRectF(theme.WIDTH - _SIDE - _TIME, 0, _TIME, self.height()))
        painting.text_line(painter, time, wording.duration(self._gap.seconds), font, ink, at_end=True)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect().adjusted(2, 1, -2, -1), colors.focus, 6)
        painter.end()
