"""The ring of the focus is shown after the keyboard was used, until the next click; text fields show it always."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.ui.popover.window import PopoverWindow
from demitasse.ui.widgets import focus, theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ui.stage import Stage

CTRL, NONE, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
)  # fmt: skip


@pytest.fixture
def window(stage: Stage) -> Iterator[PopoverWindow]:
    """The window on a day with entries, on the screen and active."""
    stage.a_day()
    made = PopoverWindow(stage.popover())
    made.open(None)
    assert QTest.qWaitForWindowActive(made, 2000)
    focus.show(shown=False)
    yield made
    focus.show(shown=False)
    made.hide()
    made.deleteLater()


def _ringed(widget: QWidget) -> bool:
    QApplication.processEvents()
    image = widget.grab().toImage()
    ring = theme.tokens(widget).focus.lower()
    return any(image.pixelColor(x, 1).name() == ring for x in range(image.width()))


def _click(window: PopoverWindow, widget: QWidget) -> None:
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, NONE, widget.mapTo(window, QPoint(9, 9)))


def _key(window: PopoverWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(window.windowHandle(), key, modifiers)
    QApplication.processEvents()


def test_a_click_shows_no_ring_and_tab_does_until_the_next_click(window: PopoverWindow) -> None:
    day = window.popover.day
    day.footer.gear.setFocus()
    assert not _ringed(day.footer.gear)
    _key(window, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is window.popover.bar.tabs
    assert focus.is_shown()
    day.footer.gear.setFocus()
    assert _ringed(day.footer.gear)
    _click(window, day.head.figure)
    assert not _ringed(day.footer.gear)


@pytest.mark.parametrize(
    ("key", "modifiers", "shows"),
    [
        (Qt.Key.Key_Tab, NONE, True),
        (Qt.Key.Key_Backtab, SHIFT, True),
        (Qt.Key.Key_Down, NONE, True),
        (Qt.Key.Key_F1, NONE, True),
        (Qt.Key.Key_N, CTRL, True),
        (Qt.Key.Key_Control, CTRL, False),
        (Qt.Key.Key_X, NONE, False),
        (Qt.Key.Key_X, SHIFT, False),
        (Qt.Key.Key_Space, NONE, False),
    ],
)
def test_keys_that_move_or_command_show_it_and_typing_does_not(
    window: PopoverWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier, shows: bool
) -> None:
    window.popover.day.footer.setFocus()
    _key(window, key, modifiers)
    assert focus.is_shown() is shows


def test_a_text_field_always_shows_it(window: PopoverWindow) -> None:
    box = window.popover.day.timer.running.comment.parentWidget()
    assert box is not None
    _click(window, window.popover.day.timer.running.comment)
    assert not focus.is_shown()
    assert _ringed(box)
