"""The row of an entry. Its buttons appear on hover and on keyboard focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from demitasse.domain.entries import EntryState
from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import IconButton
from demitasse.ui.widgets.entry_menu import entry_menu
from demitasse.ui.widgets.labels import Chip
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import (
        QEnterEvent,
        QFocusEvent,
        QKeyEvent,
        QPainter,
        QPaintEvent,
        QResizeEvent,
    )

    from demitasse.domain.timesheet import TimesheetRow

HEIGHT = 52
_SIDE = 16
_TEXT = 36
_TIME = 56
_CHIPS = {
    EntryState.WAITING: ("warn", "raised"),
    EntryState.CHECKING: ("warn", "raised"),
    EntryState.REJECTED: ("danger", "danger_soft"),
    EntryState.NEEDS_REVIEW: ("danger", "danger_soft"),
}


class EntryRow(QAbstractButton):
    """One entry: click or Enter edits it, Space continues or stops it, Delete deletes it; the menu offers the rest."""

    action_requested = Signal(str, int)
    """An action of `entry_menu` and the id of the entry."""

    def __init__(self, row: TimesheetRow, now: datetime, parent: QWidget | None = None) -> None:
        """Show `row`."""
        super().__init__(parent)
        self.row = row
        self._seconds = row.duration_s
        self._play: IconButton | None = None
        self._more: IconButton | None = None
        self._chip: Chip | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self._update_text(now)

    def show_row(self, row: TimesheetRow, now: datetime) -> None:
        """Update the row if the entry has changed."""
        if row != self.row:
            self.row, self._seconds = row, row.duration_s
            self._update_text(now)
            self.update()

    def show_time(self, seconds: int) -> None:
        """Update the duration of a running entry; repaints only when the minute changes."""
        if seconds // 60 != self._seconds // 60:
            self.update()
        self._seconds = seconds

    def _update_text(self, now: datetime) -> None:
        self.setAccessibleName(wording.row_name(self.row))
        why = wording.explanation(self.row, now)
        self.setAccessibleDescription(why)
        lines = (wording.task_name(self.row.project, self.row.task), wording.plain(self.row.comment), why)
        self.setToolTip(wording.tool_tip("\n".join(filter(None, lines))))
        if self._chip is not None:
            self._chip.deleteLater()
            self._chip = None
        if words := wording.entry_label(self.row):
            self._chip = Chip(words, *_CHIPS.get(self.row.state, ("muted", "raised")), self)
            self._chip.show()
        if self._play is not None:
            self._update_play_button(self._play)
        self._place()

    def sizeHint(self) -> QSize:
        """The height of two text lines."""
        return QSize(200, HEIGHT)

    def _place(self) -> None:
        right = theme.WIDTH - _SIDE - _TIME
        if self._chip is not None:
            chip = QRectF(right - self._chip.width(), 7, self._chip.width(), 20)
            self._chip.move(painting.mirrored(self, chip).topLeft().toPoint())
        if self._play is not None and self._more is not None:
            self._play.move(painting.mirrored(self, QRectF(7, 3, 28, 28)).topLeft().toPoint())
            self._more.move(painting.mirrored(self, QRectF(theme.WIDTH - _SIDE - 22, 23, 28, 28)).topLeft().toPoint())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Reposition the buttons."""
        self._place()

    def _active(self) -> bool:
        return self.underMouse() or self.hasFocus()

    def _show_buttons(self) -> None:
        if self._play is None or self._more is None:
            self._play = IconButton("play", "", self)
            self._more = IconButton("more", self.tr("More"), self, shortcut=shortcut_for("more"))
            for button in (self._play, self._more):
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._play.clicked.connect(self._on_play)
            self._more.clicked.connect(self._on_more)
            self._update_play_button(self._play)
            self._place()
        for button in (self._play, self._more):
            button.setVisible(self._active())
        self.update()

    def _update_play_button(self, play: IconButton) -> None:
        play.set_icon("stop" if self.row.running else "play", "accent")
        play.set_label(self.tr("Stop") if self.row.running else self.tr("Continue"), shortcut_for("continue"))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the buttons."""
        super().enterEvent(event)
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the buttons unless the row has the focus."""
        super().leaveEvent(event)
        self._show_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the buttons."""
        super().focusInEvent(event)
        self._show_buttons()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the buttons unless the pointer is over the row."""
        super().focusOutEvent(event)
        self._show_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the shortcuts of a row and leave all other keys to the list."""
        doing = {
            Qt.Key.Key_Return: self._on_clicked,
            Qt.Key.Key_Enter: self._on_clicked,
            Qt.Key.Key_F2: self._on_clicked,
            Qt.Key.Key_Space: self._on_play,
            Qt.Key.Key_Delete: self._on_delete,
            Qt.Key.Key_Backspace: self._on_delete,
            Qt.Key.Key_Menu: self._on_more,
        }.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            doing = self._on_more
        elif event.modifiers():
            doing = None
        if doing is None:
            event.ignore()
            return
        doing()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Ignore the release of Space, whose press has already acted."""
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._on_more()
        else:
            entry_menu(self.row, self.action_requested.emit, self).popup(event.globalPos())

    @Slot()
    def _on_more(self) -> None:
        menu = entry_menu(self.row, self.action_requested.emit, self)
        menu.setActiveAction(next(one for one in menu.actions() if one.isEnabled()))
        side = 0 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else self.width() - menu.sizeHint().width()
        menu.popup(self.mapToGlobal(QPoint(side, self.height())))

    @Slot()
    def _on_clicked(self) -> None:
        self.action_requested.emit("edit", self.row.id)

    @Slot()
    def _on_play(self) -> None:
        self.action_requested.emit("continue", self.row.id)

    @Slot()
    def _on_delete(self) -> None:
        self.action_requested.emit("delete", self.row.id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dot, both text lines and the duration."""
        colors = theme.tokens(self)
        fill = colors.accent_soft if self.row.running else colors.raised if self._active() else colors.surface
        painter = painting.painter_for(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), fill)
        if not self._active():
            dot = painting.mirrored(self, QRectF(_SIDE, 12, 10, 10)).center()
            icons.paint_dot(painter, self.row.color, dot, fill)
        self._paint_words(painter, colors)
        if self.hasFocus():
            painting.focus_ring(painter, self.rect().adjusted(2, 1, -2, -1), colors.focus, 6)
        painter.end()

    def _paint_words(self, painter: QPainter, colors: theme.Tokens) -> None:
        role = Role.STRONG if self.row.running else Role.BODY
        time = painting.mirrored(self, QRectF(theme.WIDTH - _SIDE - _TIME, 8, _TIME, 18))
        painting.text_line(
            painter, time, wording.duration(self._seconds), theme.role_font(role), colors.text, at_end=True
        )
        chip = self._chip.width() + 8 if self._chip else 0
        room = theme.WIDTH - _TEXT - _SIDE - _TIME  # keeps the durations in one column next to a scroll bar, too
        first = painting.mirrored(self, QRectF(_TEXT, 8, room - chip - 2, 18))
        painting.PairPainter(colors).draw(painter, first, self.row.project, self.row.task)
        words = wording.plain(self.row.comment) or wording.plain(self.row.client)
        second = painting.mirrored(self, QRectF(_TEXT, 26, room + (28 if self._active() else 52), 16))
        painting.text_line(painter, second, words, theme.role_font(Role.SMALL), colors.muted)
