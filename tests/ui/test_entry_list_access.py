"""The list of a day with many entries, and what a screen reader finds in it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from demitasse.ui.widgets import entry_lines
from demitasse.ui.widgets.entry_lines import EntryLine
from demitasse.ui.widgets.entry_list_access import FOCUS, PRESS, ItemObject
from tests.domain.test_timesheet import row
from tests.ui.listed_entries import GAP, HEIGHT, NONE, Listed, entries

if TYPE_CHECKING:
    import pytest

    from demitasse.ui.widgets.entry_list import EntryList


# --- many entries


def test_of_500_entries_only_what_shows_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[object] = []
    plain = EntryLine.paint

    def paint(line: EntryLine, *how: Any) -> None:
        painted.append(line.key)
        plain(line, *how)

    monkeypatch.setattr(EntryLine, "paint", paint)
    listed = Listed([row(number, 60, comment="x") for number in range(500)])
    most = HEIGHT // entry_lines.ENTRY_HEIGHT + 2
    assert 0 < len(painted) <= most
    bar = listed.view._bar
    seen: set[object] = set()
    for value in range(1, bar.maximum() + 1, 40):
        painted.clear()
        bar.setValue(value)
        QApplication.processEvents()
        assert 0 < len(painted) <= most
        seen |= set(painted)
    assert len(listed.view.findChildren(QWidget)) <= 1, "the bar"
    assert len(seen) == 500
    listed.view.close()


def test_the_wheel_the_keyboard_and_the_room_below_scroll(listed: Listed) -> None:
    listed.show([row(number, 60) for number in range(100, 150)])
    view, most = listed.view, 50 * 52 - HEIGHT
    assert view._bar.maximum() == most
    wheel = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(0, -52), QPoint(0, -120), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    assert view._bar.value() > 0
    listed.focus()
    listed.press(Qt.Key.Key_End)
    assert view._bar.value() == most
    listed.press(Qt.Key.Key_Home)
    assert view._bar.value() == 0
    view.set_room_below(52)
    listed.press(Qt.Key.Key_End)
    assert view._bar.value() == most + 52
    assert view.line_rect(49).bottom() < HEIGHT - 52
    view.set_room_below(0)
    assert view._bar.value() == most


def test_the_scroll_bar_takes_no_room(listed: Listed) -> None:
    before = listed.view.button_rect(1, 1)
    listed.show([*entries(), *[row(number, 60) for number in range(10, 50)]])
    assert listed.view._bar.isVisible()
    assert listed.view.button_rect(1, 1) == before
    listed.show(entries())
    assert not listed.view._bar.isVisible()


# --- screen readers


def _items(view: EntryList) -> list[ItemObject]:
    made = QAccessible.queryAccessibleInterface(view)
    assert made.role() is QAccessible.Role.List
    assert made.text(QAccessible.Text.Name) == "Entries of the day"
    return [made.child(number) for number in range(made.childCount())]  # type: ignore[misc]


def test_a_screen_reader_finds_a_list_with_names_places_and_actions(listed: Listed) -> None:
    items = _items(listed.view)
    assert {item.role() for item in items} == {QAccessible.Role.ListItem}
    assert [item.text(QAccessible.Text.Name) for item in items] == [
        "Website · Coding, since 13:00 · Login, timer is running",
        "Mobile app · Design, 11:30–12:30 · Icons, 1 hour",
        "11:00–11:30 · nothing tracked, 30 minutes",
        "Internal · Meeting, Acme, 30 minutes",
    ]
    assert [item.text(QAccessible.Text.Description) for item in items] == [f"{n} of 4" for n in range(1, 5)]
    names = [item.actionInterface().actionNames() for item in items]
    assert names[0] == [PRESS, "continue", "edit", "delete", "more", FOCUS]
    assert names[1] == [PRESS, "continue", "edit", "duplicate", "delete", "more", FOCUS]
    assert names[2] == [PRESS, "add", FOCUS]
    words = items[0].actionInterface()
    assert [words.localizedActionName(name) for name in names[0][:5]] == ["Edit", "Stop", "Edit", "Delete", "More"]
    assert [words.keyBindingsForAction(name) for name in names[0][:5]] == [
        ["Return"], ["Space"], ["Return"], ["Del"], ["Shift+F10"]
    ]  # fmt: skip


def test_qt_can_ask_an_item_for_every_interface(listed: Listed) -> None:
    """Qt for Python ends the program if the answer has a wrong type."""
    item = _items(listed.view)[0]
    others = (
        item.textInterface, item.valueInterface, item.selectionInterface, item.tableCellInterface,
        item.editableTextInterface, item.attributesInterface,
    )  # fmt: skip
    assert [ask() for ask in others] == [None] * 6
    assert (item.relations(), item.childCount(), bool(item.window())) == ([], 0, False)
    assert not item.foregroundColor().isValid()
    assert not item.backgroundColor().isValid()
    assert item.parent().role() is QAccessible.Role.List
    event = QAccessibleEvent(listed.view, QAccessible.Event.Focus)
    event.setChild(1)
    assert event.accessibleInterface().text(QAccessible.Text.Name).startswith("Mobile app")


def test_actions_of_a_screen_reader_do_what_they_announce(listed: Listed) -> None:
    first, second, gap, _ = _items(listed.view)
    for item, name, wanted in (
        (first, PRESS, ("edit", 1)), (first, "continue", ("continue", 1)), (second, "edit", ("edit", 2)),
        (second, "delete", ("delete", 2)), (second, "duplicate", ("duplicate", 2)),
        (gap, PRESS, GAP), (gap, "add", GAP),
    ):  # fmt: skip
        item.actionInterface().doAction(name)
        assert listed.taken() == wanted
    second.actionInterface().doAction("more")
    assert listed.close_menu()
    second.actionInterface().doAction(FOCUS)
    assert (listed.view._current, listed.view.hasFocus()) == ((1, -1), True)


def test_the_state_of_an_item_follows_focus_and_scrolling(listed: Listed) -> None:
    listed.show([row(number, 60) for number in range(100, 150)])
    listed.focus()
    items = _items(listed.view)
    made = QAccessible.queryAccessibleInterface(listed.view)
    assert [item.state().focused for item in items] == [True, *[False] * 49]
    assert (items[0].state().offscreen, items[49].state().offscreen) == (0, 1)
    listed.press(Qt.Key.Key_End)
    assert made.focusChild().text(QAccessible.Text.Description) == "50 of 50"
    assert (items[0].state().offscreen, items[49].state().focused) == (1, 1)
    corner = listed.view.mapToGlobal(QPoint(50, HEIGHT - 5))
    assert made.childAt(corner.x(), corner.y()).text(QAccessible.Text.Description) == "50 of 50"
    assert made.indexOfChild(items[7]) == 7


def test_an_item_stands_for_its_entry_and_not_for_its_place(listed: Listed) -> None:
    second = _items(listed.view)[1]
    listed.show([row(9, 5, "13:30", "13:35"), *entries()])
    assert second.text(QAccessible.Text.Description) == "3 of 5"
    second.actionInterface().doAction("delete")
    assert listed.taken() == ("delete", 2)


def test_items_of_entries_that_are_gone_are_freed(listed: Listed) -> None:
    QAccessible.setActive(True)
    try:
        for number in range(3):
            listed.show([row(100 * number + one, 60) for one in range(20)])
            known = [QAccessible.uniqueId(item) for item in _items(listed.view)]
            assert len(set(known)) == 20
            gc.collect()
        assert len(listed.view._access._items) == 20  # type: ignore[union-attr]
        listed.focus()
        listed.press(Qt.Key.Key_Down)
        item = _items(listed.view)[0]
        listed.show([])
        gc.collect()
        assert _items(listed.view) == []
        assert not isValid(item)
        assert listed.view.current_line() is None
    finally:
        QAccessible.setActive(False)
