"""The day's list: one line an entry, with its buttons only where the mouse or the keyboard is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from demitasse.domain.entries import EntryState
from demitasse.ui import icons, text, theme
from demitasse.ui.theme import Role
from demitasse.ui.widgets import painting
from demitasse.ui.widgets.buttons import IconButton
from demitasse.ui.widgets.labels import Chip
from demitasse.ui.widgets.scroll import SlimBar

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import (
        QContextMenuEvent,
        QEnterEvent,
        QFocusEvent,
        QKeyEvent,
        QPainter,
        QPaintEvent,
        QResizeEvent,
    )

    from demitasse.domain.timesheet import Row

_HEIGHT = 52
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
    """One entry. Click or Enter edits it, Space continues or stops it, Delete deletes it."""

    edit_wanted = Signal(int)
    continue_wanted = Signal(int)
    delete_wanted = Signal(int)

    def __init__(self, row: Row, now: datetime, parent: QWidget | None = None) -> None:
        """Show `row`."""
        super().__init__(parent)
        self.row = row
        self._seconds = row.duration_s
        self._play: IconButton | None = None
        self._delete: IconButton | None = None
        self._chip: Chip | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self._dress(now)

    def show_row(self, row: Row, now: datetime) -> None:
        """Show what the entry has become."""
        if row != self.row:
            self.row, self._seconds = row, row.duration_s
            self._dress(now)
            self.update()

    def show_time(self, seconds: int) -> None:
        """A running entry's figure; painted again only when its minute changes."""
        if seconds // 60 != self._seconds // 60:
            self.update()
        self._seconds = seconds

    def _dress(self, now: datetime) -> None:
        self.setAccessibleName(text.row_name(self.row))
        self.setAccessibleDescription(text.why(self.row, now))
        lines = (text.pair(self.row.project, self.row.task), text.plain(self.row.comment), text.why(self.row, now))
        self.setToolTip(text.tool_tip("\n".join(part for part in lines if part)))
        if self._chip is not None:
            self._chip.deleteLater()
            self._chip = None
        if self.row.state in _CHIPS:
            color, fill = _CHIPS[self.row.state]
            self._chip = Chip(text.state(self.row.state), color, fill, self)
            self._chip.show()
        if self._play is not None:
            self._dress_play(self._play)
        self._place()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(200, _HEIGHT)

    def _place(self) -> None:
        right = theme.WIDTH - _SIDE - _TIME
        if self._chip is not None:
            chip = QRectF(right - self._chip.width(), 7, self._chip.width(), 20)
            self._chip.move(painting.mirrored(self, chip).topLeft().toPoint())
        if self._play is not None and self._delete is not None:
            self._play.move(painting.mirrored(self, QRectF(7, 3, 28, 28)).topLeft().toPoint())
            self._delete.move(painting.mirrored(self, QRectF(theme.WIDTH - _SIDE - 22, 23, 28, 28)).topLeft().toPoint())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep the buttons in their places."""
        self._place()

    def _active(self) -> bool:
        return self.underMouse() or self.hasFocus()

    def _show_buttons(self) -> None:
        if self._play is None or self._delete is None:
            self._play = IconButton("play", "", self)
            self._delete = IconButton("trash", self.tr("Delete"), self, shortcut="Del")
            for button in (self._play, self._delete):
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._play.clicked.connect(self._on_play)
            self._delete.clicked.connect(self._on_delete)
            self._dress_play(self._play)
            self._place()
        for button in (self._play, self._delete):
            button.setVisible(self._active())
        self.update()

    def _dress_play(self, play: IconButton) -> None:
        play.set_icon("stop" if self.row.running else "play", "accent")
        play.say(self.tr("Stop") if self.row.running else self.tr("Continue"), "Space")

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse came."""
        super().enterEvent(event)
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse went."""
        super().leaveEvent(event)
        self._show_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came."""
        super().focusInEvent(event)
        self._show_buttons()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went."""
        super().focusOutEvent(event)
        self._show_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space and Delete; everything else is the list's."""
        doing = {
            Qt.Key.Key_Return: self._on_clicked,
            Qt.Key.Key_Enter: self._on_clicked,
            Qt.Key.Key_F2: self._on_clicked,
            Qt.Key.Key_Space: self._on_play,
            Qt.Key.Key_Delete: self._on_delete,
            Qt.Key.Key_Backspace: self._on_delete,
        }.get(Qt.Key(event.key()))
        if doing is None or event.modifiers():
            event.ignore()
            return
        doing()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space was used when it went down."""
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same three, in words."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Stop") if self.row.running else self.tr("Continue"), self._on_play)
        menu.addAction(self.tr("Edit…"), self._on_clicked)
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), self._on_delete)
        menu.popup(event.globalPos())

    @Slot()
    def _on_clicked(self) -> None:
        self.edit_wanted.emit(self.row.id)

    @Slot()
    def _on_play(self) -> None:
        self.continue_wanted.emit(self.row.id)

    @Slot()
    def _on_delete(self) -> None:
        self.delete_wanted.emit(self.row.id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both lines, the dot and the figure."""
        colors = theme.tokens(self)
        fill = colors.accent_soft if self.row.running else colors.raised if self._active() else colors.surface
        painter = painting.smooth(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), fill)
        if not self._active():
            dot = painting.mirrored(self, QRectF(_SIDE, 12, 10, 10)).center()
            icons.paint_dot(painter, self.row.color, dot, fill)
        self._paint_words(painter, colors)
        if self.hasFocus():
            painting.ring(painter, self.rect().adjusted(2, 1, -2, -1), colors.focus, 6)
        painter.end()

    def _paint_words(self, painter: QPainter, colors: theme.Tokens) -> None:
        role = Role.STRONG if self.row.running else Role.BODY
        time = painting.mirrored(self, QRectF(theme.WIDTH - _SIDE - _TIME, 8, _TIME, 18))
        painting.line(painter, time, text.hours(self._seconds), theme.of(role), colors.text, at_end=True)
        chip = self._chip.width() + 8 if self._chip else 0
        room = theme.WIDTH - _TEXT - _SIDE - _TIME  # the figures stay in one column beside a scroll bar too
        first = painting.mirrored(self, QRectF(_TEXT, 8, room - chip - 2, 18))
        painting.PairPainter(colors).draw(painter, first, self.row.project, self.row.task)
        words = text.plain(self.row.comment) or text.plain(self.row.client)
        second = painting.mirrored(self, QRectF(_TEXT, 26, room + (28 if self._active() else 52), 16))
        painting.line(painter, second, words, theme.of(Role.SMALL), colors.muted)


class EntryList(QScrollArea):
    """All entries of a day. Up and Down walk through them; Tab passes all of them in one step."""

    edit_wanted = Signal(int)
    continue_wanted = Signal(int)
    delete_wanted = Signal(int)

    def __init__(self, most_px: int) -> None:
        """Scroll when the lines need more than `most_px`."""
        super().__init__()
        self._most_px = most_px
        self._rows: dict[int, EntryRow] = {}
        self._order: list[int] = []
        self._before: QWidget = self
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        for widget in (self._inner, self.viewport()):
            widget.setBackgroundRole(QPalette.ColorRole.Base)
            widget.setAutoFillBackground(True)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(SlimBar())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Entries of the day"))

    def show_rows(self, rows: tuple[Row, ...], now: datetime) -> None:
        """Show these; lines that stay keep their widget, their focus and their place on the screen."""
        focused = self._focused_place()
        order = [row.id for row in rows]
        for gone in self._rows.keys() - set(order):
            line = self._rows.pop(gone)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for place, row in enumerate(rows):
            self._show_row(place, row, now)
        self._order = order
        self._chain()
        self.setFixedHeight(min(self._most_px, len(order) * _HEIGHT))
        self._rove(focused)

    def _show_row(self, place: int, row: Row, now: datetime) -> None:
        line = self._rows.get(row.id)
        if line is None:
            line = self._rows[row.id] = EntryRow(row, now, self._inner)
            line.edit_wanted.connect(self.edit_wanted)
            line.continue_wanted.connect(self.continue_wanted)
            line.delete_wanted.connect(self.delete_wanted)
        line.show_row(row, now)
        if self._column.indexOf(line) != place:
            self._column.insertWidget(place, line)

    def follow(self, widget: QWidget) -> None:
        """Tab comes here from `widget`."""
        self._before = widget

    def _chain(self) -> None:
        """Lines were made in any order; Tab takes them as they are shown."""
        before = self._before
        for entry_id in self._order:
            QWidget.setTabOrder(before, self._rows[entry_id])
            before = self._rows[entry_id]

    def row(self, entry_id: int) -> EntryRow | None:
        """The line of an entry, if it is shown."""
        return self._rows.get(entry_id)

    def _focused_place(self) -> int | None:
        for place, entry_id in enumerate(self._order):
            if self._rows[entry_id].hasFocus():
                return place
        return None

    def _rove(self, focused: int | None) -> None:
        """Exactly one line takes part in the Tab order; a deleted line hands the focus to its neighbour."""
        if not self._order:
            return
        current = min(focused or 0, len(self._order) - 1)
        self._only_tab_stop(current)
        if focused is not None and self._focused_place() is None:
            self._rows[self._order[current]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _only_tab_stop(self, current: int) -> None:
        for place, entry_id in enumerate(self._order):
            policy = Qt.FocusPolicy.StrongFocus if place == current else Qt.FocusPolicy.ClickFocus
            self._rows[entry_id].setFocusPolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, Home and End walk through the lines."""
        place = self._focused_place()
        last = len(self._order) - 1
        target = {
            Qt.Key.Key_Up: max(0, (place or 0) - 1),
            Qt.Key.Key_Down: min(last, (place if place is not None else -1) + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if target is None or place is None:
            event.ignore()
            return
        self._only_tab_stop(target)
        line = self._rows[self._order[target]]
        line.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureVisible(0, line.pos().y() + line.height() // 2, 0, line.height())

    def sizeHint(self) -> QSize:
        """As high as its lines, up to the limit."""
        return QSize(200, min(self._most_px, len(self._order) * _HEIGHT))
