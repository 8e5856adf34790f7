"""Accessible objects of our own, for widgets that Qt describes wrongly to screen readers.

Such a widget has a method `accessible_object` that returns its `QAccessibleInterface`. Qt calls it only while a screen
reader or a test asks.
"""

from collections.abc import Callable
from functools import lru_cache
from weakref import WeakSet

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QApplication, QMenu, QWidget
from shiboken6 import isValid

_described: WeakSet[QWidget] = WeakSet()
"""The widgets whose objects Qt has asked for."""


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
    """Delete the objects while Python runs: Qt would delete them, and ask for others, when it has ended."""
    for widget in list(_described):
        if isValid(widget) and (made := QAccessible.queryAccessibleInterface(widget)) is not None:
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(made))
    _described.clear()
    QAccessible.setActive(False)


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
        """Return the text of the box as its value."""
        return self._box.text() if kind is QAccessible.Text.Value else str(super().text(kind))

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
