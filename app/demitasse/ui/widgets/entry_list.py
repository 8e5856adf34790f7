"""The list of a day: a line for each entry, and a faint one for each gap between entries."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QContextMenuEvent,
    QDesktopServices,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
)

from demitasse.domain.timesheet import Gap, TimesheetRow
from demitasse.ui.text import formats, wording
from demitasse.ui.widgets import accessible, painting, theme
from demitasse.ui.widgets.entry_lines import EntryLine, GapLine, Key, Line, Look
from demitasse.ui.widgets.entry_list_access import ListObject
from demitasse.ui.widgets.entry_menu import entry_menu
from demitasse.ui.widgets.painted_list import STEP_PX, PaintedList, Spot
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.tips import show_tip

Item = TimesheetRow | Gap
_BY_KEY = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}


class EntryList(PaintedList):
    """The entries of one day, as one Tab stop. It paints the lines that show, so that 500 cost as much as eight.

    Up, Down, Home and End move between lines, Right and Left to their buttons and back. Enter edits an entry, Space
    continues or stops it, Del deletes it, Shift+F10 opens its menu; on a gap Enter and Space add time.
    """

    action_requested = Signal(str, int)
    """What to do, "edit", "continue", "delete", "duplicate" or another word of the menu, and the id of the entry."""
    add_requested = Signal(object)
    """The `Gap` in which time should be added."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[Item, ...], object] | None = None
        self._pointed: Spot | None = None
        self._pressed: Spot | None = None
        self._access: ListObject | None = None
        self.web_address: Callable[[], QUrl | None] = lambda: None
        """Returns where the timesheet is in the browser, if that is known."""
        accessible.install()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Entries of the day"))

    def accessible_object(self) -> QAccessibleInterface:
        """Return what a screen reader sees: a list with an item for each line."""
        self._access = ListObject(self)
        return self._access

    # --- what is shown -------------------------------------------------------------------------------------------

    def show_items(self, items: Sequence[Item], zone: tzinfo, now: datetime) -> None:
        """Show these entries and gaps. A line that stays keeps the focus; else its neighbour gets it."""
        look = zone, now.astimezone(zone).date(), formats.in_use()
        if (tuple(items), look) == self._shown:
            return
        old = {line.key: line for line in self._lines} if self._shown is not None and look == self._shown[1] else {}
        self._shown = tuple(items), look
        before = self.current_line()
        self._lines = [_line(old, item, zone, now) for item in items]
        self.set_heights([line.height for line in self._lines])
        place = self.place_of(before.key) if before is not None else None
        neighbour = Spot(max(0, min(self._current.place, len(self._lines) - 1)))
        self._current = neighbour if place is None else Spot(place, self._current.button)
        self._pressed = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._lines else Qt.FocusPolicy.NoFocus)
        self.scrolled()
        if self._access is not None:
            self._access.lines_changed()
        if self.hasFocus() and place is None:
            self._announce()
        self.update()

    def show_time(self, entry_id: int, seconds: int) -> None:
        """Update the duration of a running entry; repaints only that, and only when its minute changes."""
        place = self.place_of(entry_id)
        line = self._lines[place] if place is not None else None
        if place is not None and isinstance(line, EntryLine) and line.seconds // 60 != seconds // 60:
            line.seconds = seconds
            self.update(line.time_rect(self, self.rect_of(place)).toAlignedRect())

    def row(self, entry_id: int) -> TimesheetRow | None:
        """Return an entry as it is shown."""
        place = self.place_of(entry_id)
        line = self._lines[place] if place is not None else None
        return line.row if isinstance(line, EntryLine) else None

    # --- the pointer ---------------------------------------------------------------------------------------------

    def scrolled(self) -> None:
        """Find out what is under the pointer after the lines have moved."""
        inside = self.underMouse() and self.isVisible()
        self._point_at(self.spot_at(self.mapFromGlobal(self.cursor().pos())) if inside else None)

    def _point_at(self, spot: Spot | None) -> None:
        if spot == self._pointed:
            return
        for changed in (self._pointed, spot):
            if changed is not None and changed.place < len(self._lines):
                self.update(self.line_rect(changed.place))
        self._pointed = spot
        self.setCursor(Qt.CursorShape.ArrowCursor if spot is None else Qt.CursorShape.PointingHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the buttons of the line under the pointer."""
        self._point_at(self.spot_at(event.position().toPoint()))

    def leaveEvent(self, _event: QEvent) -> None:
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the line the current one."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = self.spot_at(event.position().toPoint())
        self._point_at(self._pressed)
        if self._pressed is not None:
            self._move_to(Spot(self._pressed.place))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Act if the button is released where it was pressed."""
        spot, pressed = self.spot_at(event.position().toPoint()), self._pressed
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = None
            if spot is not None and spot == pressed:
                self._press(spot)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the line under the pointer, or of the current one."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        spot = self._current if by_key else self.spot_at(event.pos())
        if spot is not None and spot.place < len(self._lines):
            self._open_menu(spot.place, QRect(event.globalPos(), QSize(1, 1)) if not by_key else None)

    def event(self, event: QEvent) -> bool:
        """Show the tool tip of what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return bool(super().event(event))

    # --- the keyboard --------------------------------------------------------------------------------------------

    def enter(self) -> bool:
        """Take the focus for the keyboard, at the first line. Return False if there is none."""
        if self._lines:
            self._move_to(Spot(0))
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(self._lines)

    def focus_line(self, line: Line) -> None:
        """Make a line the current one, and take the focus."""
        place = self.place_of(line.key)
        if place is not None:
            self._move_to(Spot(place))
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the current line."""
        if event.reason() in _BY_KEY and self._lines:
            self.scroll_to(self._current.place)
        self.update()
        self._announce()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave the buttons of the line, unless a menu or another window has opened."""
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self._current = Spot(self._current.place)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, or act on the current line; other keys are left to the page."""
        if not (self._lines and (self._moved(event) or self._acted(event))):
            event.ignore()

    def _moved(self, event: QKeyEvent) -> bool:
        """Handle a key that moves between lines and buttons. Return False if it is none, or leads out of the line."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        (place, button), key = self._current, Qt.Key(event.key())
        last, page = len(self._lines) - 1, max(1, self.height() // STEP_PX)
        places = {
            Qt.Key.Key_Up: place - 1, Qt.Key.Key_Down: place + 1, Qt.Key.Key_PageUp: place - page,
            Qt.Key.Key_PageDown: place + page, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        if key in places:
            self._move_to(Spot(max(0, min(last, places[key]))))
            return True
        number = len(self._lines[place].buttons)
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(key, 0)
        step = -step if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else step
        if not step or not number or button + step < -1:
            return False
        self._move_to(Spot(place, min(number - 1, button + step)))
        return True

    def _acted(self, event: QKeyEvent) -> bool:
        """Handle a key that acts on the current line; a key that is held down acts once."""
        word, line = _word(event), self._lines[self._current.place]
        presses = word == "press" or (word == "continue" and (self._current.button >= 0 or word not in line.tasks))
        if word == "copy_text" and isinstance(line, EntryLine):
            self._act(word, line.row.id)
            return True
        if not presses and word not in line.tasks:
            return bool(word)
        if not event.isAutoRepeat():
            if presses:
                self._press(self._current)
            else:
                self.do_action(line, word)
        return True

    def _move_to(self, spot: Spot) -> None:
        if spot != self._current:
            self._current = spot
            self.scroll_to(spot.place)
            self.update()
            self._announce()

    def _announce(self) -> None:
        """Tell a screen reader which line has the focus."""
        if self.hasFocus() and self._lines and QAccessible.isActive():
            focus = QAccessibleEvent(self, QAccessible.Event.Focus)
            focus.setChild(self._current.place)
            QAccessible.updateAccessibility(focus)

    # --- what lines do -------------------------------------------------------------------------------------------

    def _press(self, spot: Spot) -> None:
        line = self._lines[spot.place]
        self.do_action(line, line.press if spot.button < 0 else line.buttons[spot.button])

    def do_action(self, line: Line, word: str) -> None:
        """Do what a line offers, unless it has left the list meanwhile."""
        place = self.place_of(line.key)
        if place is None:
            return
        if isinstance(line, GapLine):
            self.add_requested.emit(line.gap)
        elif word == "more":
            self._open_menu(place)
        elif isinstance(line, EntryLine):
            self._act(word, line.row.id)

    def _act(self, word: str, entry_id: int) -> None:
        """Copy the text of an entry or open the timesheet in the browser; ask the page for anything else."""
        if word == "copy_text" and (row := self.row(entry_id)) is not None:
            QGuiApplication.clipboard().setText(row.comment or wording.task_name(row.project, row.task))
        elif word == "browse" and (url := self.web_address()) is not None:
            QDesktopServices.openUrl(url)
        else:
            self.action_requested.emit(word, entry_id)

    def _open_menu(self, place: int, beside: QRect | None = None) -> None:
        """Open the menu of a line beside its button, or beside a rectangle in global coordinates."""
        line = self._lines[place]
        if not isinstance(line, EntryLine):
            return
        self._move_to(Spot(place, self._current.button if place == self._current.place else -1))
        button = self.button_rect(place, line.buttons.index("more"))
        menu = entry_menu(line.row, self._act, self, browses=self.web_address() is not None)
        at_end = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        anchor = QRect(self.mapToGlobal(button.topLeft()), button.size())
        menu.open_beside(beside or anchor, at_end=at_end and beside is None, keyboard=beside is None)

    def _show_tip(self, event: QHelpEvent) -> None:
        spot = self.spot_at(event.pos())
        if spot is None:
            return
        line = self._lines[spot.place]
        if spot.button < 0:
            if words := line.tip(self.rect_of(spot.place)):
                show_tip(self, self.line_rect(spot.place), words, event)
        else:
            task = line.buttons[spot.button]
            show_tip(self, self.button_rect(*spot), line.task_word(task), event, shortcut_for(task))

    # --- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            painter.fillRect(event.rect(), theme.tokens(self).color("surface"))
            for place in self.visible_places():
                rect = self.rect_of(place)
                if rect.intersects(QRectF(event.rect())):
                    self._lines[place].paint(self, painter, rect, self._look(place))

    def _look(self, place: int) -> Look:
        focused = self.hasFocus() and self._current.place == place
        pointed = self._pointed if self._pointed is not None and self._pointed.place == place else None
        hot = pointed.button if pointed is not None and pointed.button >= 0 else None
        return Look(focused or pointed is not None, hot, self._current.button if focused else None)


def _line(old: dict[Key, Line], item: Item, zone: tzinfo, now: datetime) -> Line:
    """Return the line of an item, the old one if nothing has changed."""
    before = old.get(item if isinstance(item, Gap) else item.id)
    if before is not None and before.item == item:
        return before
    return GapLine(item) if isinstance(item, Gap) else EntryLine(item, zone, now)


_WORDS = {
    Qt.Key.Key_Return: "press",
    Qt.Key.Key_Enter: "press",
    Qt.Key.Key_F2: "edit",
    Qt.Key.Key_Space: "continue",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Backspace: "delete",
    Qt.Key.Key_Menu: "more",
}


def _word(event: QKeyEvent) -> str:
    """Return what a key does to an entry; empty if it does nothing."""
    key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    if key == Qt.Key.Key_F10 and modifiers == shift:
        return "more"
    if key == Qt.Key.Key_D and modifiers == shift | control:
        return "duplicate"
    if key == Qt.Key.Key_C and modifiers == control:
        return "copy_text"
    return "" if modifiers else _WORDS.get(key, "")
