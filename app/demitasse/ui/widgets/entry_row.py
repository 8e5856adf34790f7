"""The rows of a day's list: an entry with its menu, and a gap between entries."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from demitasse.domain.entries import EntryState
from demitasse.domain.timesheet import Gap, TimesheetRow
from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import IconButton
from demitasse.ui.widgets.frames import Menu, global_rect
from demitasse.ui.widgets.labels import Chip
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

translate = QCoreApplication.translate

HEIGHT = 52
GAP_HEIGHT = 28
_SIDE = 16
_TEXT = 36
_TIME = 56
_MENU_PX = 232
_LEAST_S = 120
"""Entries shorter than this cannot be split."""
_POINTED_OR_FOCUSED = (QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut)
_CHIPS = {
    EntryState.WAITING: ("warn", "raised"),
    EntryState.CHECKING: ("warn", "raised"),
    EntryState.REJECTED: ("danger", "danger_soft"),
    EntryState.NEEDS_REVIEW: ("danger", "danger_soft"),
}


def entry_menu(row: TimesheetRow, act: Callable[[str, int], None], parent: QWidget) -> Menu:
    """Create the menu of `row`. A chosen item calls `act` with the name of the action and the entry id."""
    menu = Menu(parent, wording.row_name(row), least_px=_MENU_PX)
    if row.locked:
        menu.add(wording.entry_label(row), enabled=False)
        menu.addSeparator()
    for word, title, key, enabled in _actions(row):
        if word == "delete":
            menu.addSeparator()
        doing = lambda _checked=False, word=word: act(word, row.id)  # noqa: E731
        menu.add(title, doing, key=key, enabled=enabled, danger=word == "delete")
    return menu


def _actions(row: TimesheetRow) -> list[tuple[str, str, str, bool]]:
    """Return the actions as (name, title, shortcut, enabled)."""
    free = not row.locked
    actions = [
        ("continue", translate("Menu", "Stop") if row.running else translate("Menu", "Continue"), "Space", True),
        ("edit", translate("Menu", "Edit…"), "Return", free),
        ("duplicate", translate("Menu", "Duplicate"), "", not row.running),
        ("split", translate("Menu", "Split…"), "", free and row.duration_s >= _LEAST_S),
    ]
    if row.state in {EntryState.REJECTED, EntryState.NEEDS_REVIEW}:
        actions.append(("retry", translate("Menu", "Send again"), "", True))
    return [*actions, ("delete", translate("Menu", "Delete"), "Del", free)]


class EntryRow(QAbstractButton):
    """One entry: click or Enter edits it, Space continues or stops it, Delete deletes it; the menu offers the rest.

    Its buttons appear on hover and on keyboard focus.
    """

    action_requested = Signal(str, int)
    """An action of `entry_menu` and the id of the entry."""

    def __init__(self, row: TimesheetRow, now: datetime, parent: QWidget | None = None) -> None:
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
        set_tip(self, "\n".join(filter(None, lines)))
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

    def event(self, event: QEvent) -> bool:
        """Show the buttons of the row under the pointer, and of the one with the focus."""
        handled = super().event(event)
        if event.type() in _POINTED_OR_FOCUSED:
            self._show_buttons()
        return handled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the shortcuts of a row and leave all other keys to the list."""
        action = {
            Qt.Key.Key_Return: self._on_clicked,
            Qt.Key.Key_Enter: self._on_clicked,
            Qt.Key.Key_F2: self._on_clicked,
            Qt.Key.Key_Space: self._on_play,
            Qt.Key.Key_Delete: self._on_delete,
            Qt.Key.Key_Backspace: self._on_delete,
            Qt.Key.Key_Menu: self._on_more,
        }.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            action = self._on_more
        elif event.modifiers():
            action = None
        if action is None:
            event.ignore()
            return
        action()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Ignore the release of Space, whose press has already acted."""
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._on_more()
        else:
            menu = entry_menu(self.row, self.action_requested.emit, self)
            menu.open_beside(QRect(event.globalPos(), QSize(1, 1)))

    @Slot()
    def _on_more(self) -> None:
        menu = entry_menu(self.row, self.action_requested.emit, self)
        at_end = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        menu.open_beside(global_rect(self), at_end=at_end, keyboard=True)

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
        colors = theme.tokens(self)
        fill = colors.accent_soft if self.row.running else colors.raised if self._active() else colors.surface
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            painter.fillRect(self.rect(), fill)
            if not self._active():
                dot = painting.mirrored(self, QRectF(_SIDE, 12, 10, 10)).center()
                icons.paint_dot(painter, self.row.color, dot, colors)
            self._paint_words(painter, colors)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect().adjusted(2, 1, -2, -1), colors.focus, 6)

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


class GapRow(QAbstractButton):
    """A span without entries. Click, Enter or Space adds time in it."""

    add_requested = Signal(object)
    """The `Gap` in which time should be added."""

    def __init__(self, gap: Gap, parent: QWidget | None = None) -> None:
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
        set_tip(self, f"{self._words}\n{does}")
        self.setAccessibleDescription(does)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        return QSize(200, GAP_HEIGHT)

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
        colors = theme.tokens(self)
        active = self.underMouse() or self.hasFocus()
        with painting.painter_for(self) as painter:
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
