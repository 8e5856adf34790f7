"""The ring of the focus is shown after the keyboard was used, until the next click; text fields show it always."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.ui.popover.window import PopoverWindow
from demitasse.ui.widgets import focus, theme
from demitasse.ui.widgets.buttons import Button, RoundButton
from demitasse.ui.widgets.switches import Switch

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


def test_a_click_that_leads_to_another_page_shows_no_ring(window: PopoverWindow) -> None:
    """Qt moves the focus by itself when the widget that has it is hidden."""
    tabs = window.popover.bar.tabs
    for number in (1, 2, 3, 0):
        place = tabs.mapTo(window, tabs.tabRect(number).center())
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, NONE, place)
        QApplication.processEvents()
        assert tabs.currentIndex() == number
        assert not focus.is_shown()


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


@pytest.mark.parametrize("kind", ["primary", "danger_fill", "round", "plain"])
def test_the_ring_of_a_filled_button_is_outside_of_it(stage: Stage, kind: str) -> None:
    page = QWidget(stage.popover())
    row = QWidget(page)
    button = RoundButton(row) if kind == "round" else Button("Save", row, kind=kind)
    page.resize(200, 200)
    row.setGeometry(20, 20, 100, 40)  # as high as the button: a row of buttons has no margins
    button.setGeometry(0, 0, 40, 40)
    page.show()
    focus.show(shown=True)
    button.setFocus()
    ring = theme.tokens(page).color("focus")

    def is_ring(x: int, y: int) -> bool:
        QApplication.processEvents()
        found = page.grab().toImage().pixelColor(x, y)
        return (
            abs(found.red() - ring.red()) + abs(found.green() - ring.green()) < 24
        )  # the edge of a circle is smoothed

    outside = kind != "plain"
    assert is_ring(40, 17) is outside, "above the middle"
    assert is_ring(40, 16) is outside
    assert not is_ring(40, 15)
    assert not is_ring(40, 18), "two pixels of distance"
    assert is_ring(40, 21) is not outside
    row.move(40, 60)
    assert is_ring(60, 57) is outside, "it follows a row that moves"
    focus.show(shown=False)
    assert not is_ring(60, 57)
    focus.show(shown=True)
    assert is_ring(60, 57) is outside
    button.clearFocus()
    assert not is_ring(60, 57)
    button.setFocus()
    button.hide()
    assert not is_ring(60, 57)
    focus.show(shown=False)


def test_the_ring_of_a_switch_is_two_pixels_from_its_track(stage: Stage) -> None:
    switch = Switch("Motion")
    switch.setParent(stage.popover())
    switch.show()
    focus.show(shown=True)
    switch.setFocus()
    QApplication.processEvents()
    image, middle = switch.grab().toImage(), switch.width() // 2
    column = [image.pixelColor(middle, y).name() for y in range(5)]
    focus.show(shown=False)
    ring = theme.tokens(switch).focus.lower()
    assert [color == ring for color in column] == [True, True, False, False, False]
    assert column[2] == column[3]


def test_hiding_or_disabling_what_has_the_focus_shows_no_ring(window: PopoverWindow) -> None:
    footer = window.popover.day.footer
    _click(window, footer.add)
    footer.add.setFocus()
    footer.add.setEnabled(False)
    assert not focus.is_shown()
    footer.gear.setFocus()
    footer.gear.hide()
    assert not focus.is_shown()
