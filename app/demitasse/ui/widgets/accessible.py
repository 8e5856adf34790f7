"""Accessible objects of our own, for widgets that Qt describes wrongly to screen readers.

Such a widget has a method `accessible_object` that returns its `QAccessibleInterface`. Qt calls it only while a screen
reader or a test asks.
"""

import sys
from collections.abc import Callable
from functools import lru_cache
from weakref import WeakSet

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QApplication, QLabel, QMenu, QTabBar, QWidget
from shiboken6 import VoidPtr, isValid

_described: WeakSet[QWidget] = WeakSet()
"""The widgets whose objects Qt has asked for."""
_parts: "WeakSet[PartObject]" = WeakSet()
"""The parts of these objects. Qt knows each of them by itself, too."""


@lru_cache(maxsize=1)
def install() -> None:
    """Have Qt ask our widgets for their accessible objects; further calls do nothing."""
    QAccessible.installFactory(_accessible_object)
    app = QApplication.instance()
    assert app is not None
    app.aboutToQuit.connect(_withdraw)


def _accessible_object(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    make = getattr(widget, "accessible_object", None)
    if make is None or not isinstance(widget, QWidget):
        return None
    _described.add(widget)
    made: QAccessibleInterface = make()
    return made


def _withdraw() -> None:
    """Delete the objects while Python runs: Qt would delete them, and ask for others, when it has ended.

    Parts go first, since the deletion of one asks for its parent.
    """
    for part in list(_parts):
        if isValid(part):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(part))
    for widget in list(_described):
        if isValid(widget) and (made := QAccessible.queryAccessibleInterface(widget)) is not None:
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(made))
    _described.clear()
    QAccessible.setActive(False)


class FrameObject(QAccessibleWidget):
    """The frame of an editor, which takes the focus for it: for a screen reader only the editor has it, and a name."""

    def text(self, kind: QAccessible.Text) -> str:
        """Return no name."""
        return "" if kind is QAccessible.Text.Name else str(super().text(kind))

    def state(self) -> QAccessible.State:
        """Return the state without what the editor tells itself."""
        state = super().state()
        state.focusable = state.focused = False
        return state


class PartObject(QAccessibleInterface):
    """Base of a part of a widget, with a name, a place and actions, but no parts.

    It is no `QAccessibleWidget`: that asks the widget of a part, which has none, and ends the program.
    """

    def __init__(self, widget: QWidget, actions: QAccessibleActionInterface) -> None:
        super().__init__()
        self._widget, self._actions = widget, actions
        _parts.add(self)

    def object(self) -> None:  # type: ignore[override]
        """Return None: a part is no widget."""
        return

    def parent(self) -> QAccessibleInterface:
        """Return the object of the widget."""
        return QAccessible.queryAccessibleInterface(self._widget)

    def child(self, _index: int) -> None:  # type: ignore[override]
        """Return None: it has no parts."""
        return

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """Return -1: it has no parts."""
        return -1

    def childAt(self, _x: int, _y: int) -> None:  # type: ignore[override]
        """Return None: it has no parts."""
        return

    def setText(self, _kind: QAccessible.Text, _words: str) -> None:
        """Do nothing: a name is no field."""

    def interface_cast(self, kind: QAccessible.InterfaceType) -> QAccessibleActionInterface | VoidPtr:  # type: ignore[override]
        """Return what can be done to it. None in place of a null pointer would end the program (PySide 6.11)."""
        return self._actions if kind is QAccessible.InterfaceType.ActionInterface else VoidPtr(0)


class HeadingObject(QAccessibleWidget):
    """A title, to which screen readers can jump."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label, QAccessible.Role.Heading)
        self._label = label

    def text(self, kind: QAccessible.Text) -> str:
        """Return the words of the label as its name."""
        if kind is QAccessible.Text.Name:
            return self._label.accessibleName() or self._label.text()
        return str(super().text(kind))


class ComboObject(QAccessibleWidget):
    """A combo box with its name, its value, an action that opens its list, and the list while it is open.

    Qt's own combo box exposes the closed list, too, in which a screen reader finds a focused item, and on Linux the
    value as the name.
    """

    def __init__(self, box: QAbstractButton, open_list: Callable[[], None]) -> None:
        super().__init__(box, QAccessible.Role.ComboBox)
        self._box, self._open_list = box, open_list

    def _list(self) -> QMenu | None:
        return next((menu for menu in self._box.findChildren(QMenu) if menu.isVisible()), None)

    def childCount(self) -> int:
        """Return 1 while the list is open."""
        return int(self._list() is not None)

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the open list."""
        menu = self._list()
        return QAccessible.queryAccessibleInterface(menu) if menu else None

    def text(self, kind: QAccessible.Text) -> str:
        """Return the text of the box as its value; on Linux, where a combo box has none, as its description."""
        is_value = kind is QAccessible.Text.Value
        if is_value or (kind is QAccessible.Text.Description and sys.platform.startswith("linux")):
            return self._box.text()
        return str(super().text(kind))

    def state(self) -> QAccessible.State:
        """Return the state of a widget that has a list."""
        state = super().state()
        state.hasPopup = state.expandable = True
        state.expanded, state.collapsed = bool(self.childCount()), not self.childCount()
        return state

    def actionNames(self) -> list[str]:
        """Return the actions, the one of a click first."""
        return [QAccessibleActionInterface.showMenuAction(), QAccessibleActionInterface.setFocusAction()]

    def doAction(self, name: str) -> None:
        """Open the list, or take the focus."""
        if name == QAccessibleActionInterface.showMenuAction():
            self._open_list()
        else:
            super().doAction(name)


class TabListObject(QAccessibleWidget):
    """A bar of tabs. Qt's own calls the current tab focused, also while another widget has the focus.

    A screen reader that runs already asks for it when the bar has its first tab, so the others are made when needed.
    """

    def __init__(self, bar: QTabBar) -> None:
        super().__init__(bar, QAccessible.Role.PageTabList)
        self._bar = bar
        self._tabs: list[TabObject] = []

    def childCount(self) -> int:
        return self._bar.count()

    def child(self, index: int) -> "TabObject | None":  # type: ignore[override]
        """Return the object of a tab."""
        self._tabs += [TabObject(self._bar, number) for number in range(len(self._tabs), self._bar.count())]
        return self._tabs[index] if 0 <= index < len(self._tabs) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the number of a tab, or -1."""
        return child.number if isinstance(child, TabObject) else -1

    def childAt(self, x: int, y: int) -> "TabObject | None":  # type: ignore[override]
        """Return the tab at a point of the screen."""
        return self.child(self._bar.tabAt(self._bar.mapFromGlobal(QPoint(x, y))))

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the current tab while the bar has the focus."""
        return self.child(self._bar.currentIndex()) if self._bar.hasFocus() else None


class TabObject(PartObject):
    """A tab; a press on it is a click."""

    def __init__(self, bar: QTabBar, number: int) -> None:
        super().__init__(bar, _TabActions(bar, number))
        self._bar, self.number = bar, number

    def isValid(self) -> bool:
        """Return whether the bar is still there."""
        return isValid(self._bar)

    def role(self) -> QAccessible.Role:
        """Return that it is a tab."""
        return QAccessible.Role.PageTab

    def rect(self) -> QRect:
        """Return where the tab is on the screen."""
        shown = self._bar.tabRect(self.number)
        return QRect(self._bar.mapToGlobal(shown.topLeft()), shown.size())

    def text(self, kind: QAccessible.Text) -> str:
        """Return the name."""
        return self._bar.tabText(self.number) if kind is QAccessible.Text.Name else ""

    def state(self) -> QAccessible.State:
        """Return whether the tab is current, and focused."""
        state = QAccessible.State()
        state.focusable = state.selectable = True
        state.selected = self.number == self._bar.currentIndex()
        state.focused = state.selected and self._bar.hasFocus()
        state.invisible = not self._bar.isVisible()
        return state


class _TabActions(QAccessibleActionInterface):
    def __init__(self, bar: QTabBar, number: int) -> None:
        super().__init__()
        self._bar, self._number = bar, number

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction()]

    def keyBindingsForAction(self, _name: str) -> list[str]:
        return []

    def doAction(self, _name: str) -> None:
        self._bar.setCurrentIndex(self._number)
