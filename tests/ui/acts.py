"""What a person's hands do, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from demitasse.ui.popover.popover import Popover

NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


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
