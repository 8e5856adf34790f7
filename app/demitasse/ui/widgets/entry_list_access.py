"""What a screen reader sees of the list of a day: a list with an item for each line, and what can be done to it."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from demitasse.ui.text import day_text
from demitasse.ui.widgets.accessible import PartObject
from demitasse.ui.widgets.entry_lines import Key, Line
from demitasse.ui.widgets.painted_list import PaintedList
from demitasse.ui.widgets.shortcuts import shortcut_for

PRESS, FOCUS = QAccessibleActionInterface.pressAction(), QAccessibleActionInterface.setFocusAction()
_KEYS = {PRESS: "edit", "edit": "edit", "continue": "continue", "delete": "delete", "more": "more"}
"""The shortcuts of actions, by their names in the table of shortcuts."""


class ListObject(QAccessibleWidget):
    """The list. Its items are made when a screen reader asks for them."""

    def __init__(self, view: PaintedList) -> None:
        super().__init__(view, QAccessible.Role.List)
        self._view = view
        self._items: dict[Key, ItemObject] = {}

    def lines_changed(self) -> None:
        """Forget the items of lines that are gone."""
        listed = {line.key for line in self._view.lines()}
        for key in self._items.keys() - listed:
            gone = self._items.pop(key)
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(gone))

    def childCount(self) -> int:
        return len(self._view.lines())

    def child(self, index: int) -> "ItemObject | None":  # type: ignore[override]
        """Return the item of the line at a place."""
        lines = self._view.lines()
        if not 0 <= index < len(lines):
            return None
        key = lines[index].key
        if key not in self._items:
            self._items[key] = ItemObject(self._view, key)
        return self._items[key]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the place of an item, or -1."""
        place = self._view.place_of(child.key) if isinstance(child, ItemObject) else None
        return -1 if place is None else place

    def childAt(self, x: int, y: int) -> "ItemObject | None":  # type: ignore[override]
        """Return the item at a point of the screen."""
        spot = self._view.spot_at(self._view.mapFromGlobal(QPoint(x, y)))
        return self.child(spot.place) if spot else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the current item while the list has the focus."""
        return self.child(self._view.current_place()) if self._view.hasFocus() else None


class ItemObject(PartObject):
    """One line. It stands for its entry or gap, whatever its place: an action never hits another one."""

    def __init__(self, view: PaintedList, key: Key) -> None:
        super().__init__(view, _Actions(self))
        self.key = key
        self._view = view

    def view(self) -> PaintedList:
        """Return the list that the line belongs to."""
        return self._view

    def line(self) -> Line | None:
        """Return the line, if it is still listed."""
        place = self._view.place_of(self.key)
        return None if place is None else self._view.lines()[place]

    def isValid(self) -> bool:
        """Return whether the line is still listed."""
        return self.line() is not None

    def role(self) -> QAccessible.Role:
        """Return that it is an item of a list."""
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        """Return where the line is on the screen."""
        place = self._view.place_of(self.key)
        if place is None:
            return QRect()
        shown = self._view.line_rect(place)
        return QRect(self._view.mapToGlobal(shown.topLeft()), shown.size())

    def text(self, kind: QAccessible.Text) -> str:
        """Return the name, or the place and what the name does not say."""
        line, place = self.line(), self._view.place_of(self.key)
        if line is None or place is None:
            return ""
        if kind is QAccessible.Text.Name:
            return line.name
        if kind is QAccessible.Text.Description:
            return ". ".join(filter(None, (day_text.position(place, len(self._view.lines())), line.hint)))
        return ""

    def state(self) -> QAccessible.State:
        """Return whether the line is current, focused and in view."""
        state, place = QAccessible.State(), self._view.place_of(self.key)
        state.focusable = state.selectable = True
        if place is not None:
            current = place == self._view.current_place()
            state.selected = current
            state.focused = current and self._view.hasFocus()
            state.offscreen = not self._view.rect().intersects(self._view.line_rect(place))
            state.invisible = not self._view.isVisible()
        return state


class _Actions(QAccessibleActionInterface):
    """What can be done to a line. Press is what Enter and a click do."""

    def __init__(self, item: ItemObject) -> None:
        super().__init__()
        self._item = item

    def actionNames(self) -> list[str]:
        line = self._item.line()
        return [PRESS, *line.tasks, FOCUS] if line else []

    def localizedActionName(self, name: str) -> str:
        line = self._item.line()
        if line is None or name == FOCUS:
            return str(super().localizedActionName(name))
        return line.task_word(line.press if name == PRESS else name)

    def localizedActionDescription(self, name: str) -> str:
        return self.localizedActionName(name)

    def keyBindingsForAction(self, name: str) -> list[str]:
        return [shortcut_for(_KEYS[name])] if name in _KEYS else []

    def doAction(self, name: str) -> None:
        line, view = self._item.line(), self._item.view()
        if line is None:
            return
        if name == FOCUS:
            view.focus_line(line)
        else:
            view.do_action(line, line.press if name == PRESS else name)
