"""Accessible objects of our own, for widgets that Qt describes wrongly to screen readers.

Such a widget has a method `accessible_object` that returns its `QAccessibleInterface`. Qt calls it only while a screen
reader or a test asks.
"""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget


@lru_cache(maxsize=1)
def install() -> None:
    """Have Qt ask our widgets for their accessible objects; further calls do nothing."""
    QAccessible.installFactory(_accessible_object)


def _accessible_object(_class_name: str, widget: QObject) -> QAccessibleInterface | None:
    make = getattr(widget, "accessible_object", None)
    return make() if make else None


class ComboObject(QAccessibleWidget):
    """A combo box with its name, its value and an action that opens its list.

    Qt's own combo box exposes its closed list, in which a screen reader finds a focused item, and on Linux the value as
    the name.
    """

    def __init__(self, box: QAbstractButton, open_list: Callable[[], None]) -> None:
        super().__init__(box, QAccessible.Role.ComboBox)
        self._box, self._open_list = box, open_list

    def text(self, kind: QAccessible.Text) -> str:
        """Return the text of the box as its value."""
        return self._box.text() if kind is QAccessible.Text.Value else str(super().text(kind))

    def state(self) -> QAccessible.State:
        """Return the state of a widget that has a list."""
        state = super().state()
        state.hasPopup = state.expandable = True
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
