"""What a person's hands do, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from demitasse.ui.pages.destinations import Destination
    from demitasse.ui.popover.popover import Popover

NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


P = TypeVar("P", bound=QWidget)


def shown(popover: Popover, kind: type[P]) -> P:
    """The page that is shown, which is of this kind."""
    page: QWidget = popover.page
    assert isinstance(page, kind), f"{type(page).__name__} is shown"
    return page


class Opened:
    """A navigator for a page alone: notes what the page opens."""

    def __init__(self) -> None:
        """Note nothing yet."""
        self.destinations: list[Destination] = []

    def open(self, destination: Destination) -> None:
        """Note it."""
        self.destinations.append(destination)

    def back(self) -> None:
        """Stay."""


def focused(popover: Popover) -> QWidget:
    """What has the keyboard."""
    widget = popover.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def press(popover: Popover, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(focused(popover), key, modifiers)
    QApplication.processEvents()


def write(popover: Popover, words: str) -> None:
    """Type where the focus is."""
    QTest.keyClicks(focused(popover), words)
    QApplication.processEvents()


def click(widget: QWidget) -> None:
    """Click its middle."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
