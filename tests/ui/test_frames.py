"""Menus, lists and tool tips in our own frame: places, sizes, keys, and what screen readers see of them."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QHelpEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from demitasse.desktop import compositor
from demitasse.ui.widgets import frames, theme
from demitasse.ui.widgets.buttons import IconButton
from demitasse.ui.widgets.frames import GAP, ROW, Menu, global_rect, place_beside
from demitasse.ui.widgets.switches import DropDown
from demitasse.ui.widgets.tips import serve_tips, set_tip, tip_of
from tests.ui import stage as s
from tests.ui.user_input import click_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.ui.stage import Stage

_SCREEN = QRect(0, 0, 1024, 600)
_UI = Path(frames.__file__).parents[1]


@pytest.fixture
def window(app: QApplication) -> Iterator[QWidget]:
    """An empty window at the middle of the screen."""
    window = QWidget()
    window.setGeometry(200, 200, 380, 300)
    serve_tips(window)
    window.show()
    app.processEvents()
    yield window
    window.close()
    window.deleteLater()


def _inside(parent: QWidget, made: Any, place: QPoint) -> Any:
    made.setParent(parent)
    made.move(place)
    made.show()
    return made


def _frame_of(popup: QWidget) -> QRect:
    """Return the frame of an open popup without its shadow, in global coordinates."""
    room = popup._room if isinstance(popup, Menu) else popup.room  # type: ignore[attr-defined]
    return popup.geometry().marginsRemoved(room)


@pytest.mark.parametrize("x", [0, 300, 1000])
@pytest.mark.parametrize("y", [0, 280, 570])
@pytest.mark.parametrize("size", [QSize(232, 252), QSize(300, 40), QSize(500, 590)])
@pytest.mark.parametrize("at_end", [False, True])
def test_a_frame_opens_beside_its_anchor_and_on_the_screen(x: int, y: int, size: QSize, *, at_end: bool) -> None:
    anchor = QRect(x, y, 24, 28)
    frame = QRect(place_beside(anchor, size, _SCREEN, at_end=at_end), size)
    assert _SCREEN.contains(frame)
    assert not frame.intersects(anchor)
    if anchor.bottom() + GAP + size.height() < _SCREEN.bottom():
        assert frame.top() == anchor.bottom() + 1 + GAP, "below, if there is room"


def test_a_frame_larger_than_the_screen_begins_at_its_top(app: QApplication) -> None:  # noqa: ARG001
    assert place_beside(QRect(10, 10, 20, 20), QSize(2000, 2000), _SCREEN).y() == 0


# --- menus


def _menu(window: QWidget, **more: Any) -> tuple[Menu, list[str]]:
    """Open a menu as the row menu; return it and the rows that are chosen."""
    chosen: list[str] = []
    menu = Menu(window, "Entry", least_px=232)
    for words, key, enabled in (("Continue", "Space", True), ("Edit…", "Return", True), ("Send & again", "", False)):
        menu.add(words, lambda words=words: chosen.append(words), key=key, enabled=enabled)
    menu.addSeparator()
    menu.add("Delete", lambda: chosen.append("Delete"), key="Del", danger=True)
    menu.open_beside(global_rect(window), **more)
    QApplication.processEvents()
    return menu, chosen


def test_a_menu_has_the_measures_of_the_design(window: QWidget) -> None:
    menu, _ = _menu(window)
    frame = _frame_of(menu)
    rows = [menu.actionGeometry(action) for action in menu.actions() if not action.isSeparator()]
    assert {row.height() for row in rows} == {ROW}
    assert frame.width() == 232
    inside = _frame_of(menu).translated(-menu.pos()).adjusted(*([frames.PADDING] * 2 + [-frames.PADDING] * 2))
    assert rows[0].united(rows[-1]) == inside
    assert frame.height() == 4 * ROW + 9 + 2 * frames.PADDING
    assert {row.width() for row in rows} == {232 - 2 * frames.PADDING}
    assert frame.topLeft() == QPoint(window.geometry().left(), window.geometry().bottom() + 1 + GAP)


def test_a_menu_is_worked_by_keys_and_closes(window: QWidget) -> None:
    menu, chosen = _menu(window, keyboard=True)
    assert menu.activeAction().text() == "Continue"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction().text() == "Edit…"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction().text() == "Delete", "what is disabled is skipped"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert chosen == ["Delete"]


def test_a_menu_of_long_words_cuts_nothing(window: QWidget) -> None:
    menu = Menu(window)
    words = "A name that somebody has made very long, as people do"
    menu.add(words, key="Ctrl+Shift+D", checked=True)
    menu.open_beside(global_rect(window))
    row = menu.actionGeometry(menu.actions()[0])
    assert row.width() > menu.fontMetrics().horizontalAdvance(words) + 60
    menu.close()


def test_a_menu_shows_enter_and_keys_of_this_language(window: QWidget) -> None:
    menu, _ = _menu(window)
    keys = [action.property("key") for action in menu.actions() if not action.isSeparator()]
    assert keys == ["Space", "↵", "", "Del"]
    menu.close()


def _pixel(widget: QWidget, at: QPoint) -> QColor:
    return widget.grab().toImage().pixelColor(at)


def test_the_look_of_a_menu(window: QWidget) -> None:
    """The frame is round, the highlighted row has its colour, and around it is only shadow."""
    menu, _ = _menu(window, keyboard=True)
    colors, room = theme.tokens(menu), menu._room
    row = menu.actionGeometry(menu.actions()[0])
    assert _pixel(menu, QPoint(row.right() - 60, row.top() + 3)) == QColor(colors.accent_soft)
    assert _pixel(menu, QPoint(room.left() + 60, menu.height() - room.bottom() - 3)) == QColor(colors.surface)
    assert _pixel(menu, QPoint(room.left() + 60, room.top())) == QColor(colors.line)
    corner = menu.grab().toImage().pixelColor(QPoint(room.left(), room.top()))
    assert corner.alpha() < 128, "the corner is round"
    assert menu.grab().toImage().pixelColor(QPoint(menu.width() // 2, menu.height() - room.bottom() + 3)).alpha() > 0
    menu.close()


def test_without_a_compositor_a_frame_is_square(window: QWidget) -> None:
    room = frames.make_room(window, composited=False)
    assert room.isNull()
    assert not window.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    picture = QImage(QSize(60, 40), QImage.Format.Format_RGB32)
    window.resize(60, 40)
    with QPainter(picture) as painter:
        frames.paint_frame(painter, window, room)
    colors = theme.tokens(window)
    corners = [picture.pixelColor(x, y) for x in (0, 59) for y in (0, 39)]
    assert corners == [QColor(colors.border)] * 4
    assert picture.pixelColor(1, 1) == QColor(colors.surface)


def test_an_x11_display_that_is_not_there_has_no_compositor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    assert not compositor.is_compositing("xcb")
    assert compositor.is_compositing("wayland")


# --- combo boxes


def _combo(window: QWidget) -> tuple[DropDown, list[object]]:
    box: DropDown = _inside(window, DropDown("Ask when I was away"), QPoint(200, 40))
    box.set_choices([(number, f"{number} minutes") for number in (5, 10, 15)], 10)
    box.resize(box.sizeHint())
    picked: list[object] = []
    box.picked.connect(picked.append)
    return box, picked


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_F4])
def test_a_combo_box_opens_a_list_with_a_check_mark(window: QWidget, key: Qt.Key) -> None:
    box, picked = _combo(window)
    QTest.keyClick(box, key)
    (menu,) = (one for one in box.findChildren(QMenu) if one.isVisible())
    assert [(row.text(), row.isChecked()) for row in menu.actions()] == [
        ("5 minutes", False), ("10 minutes", True), ("15 minutes", False),
    ]  # fmt: skip
    assert menu.activeAction().text() == "10 minutes"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert (picked, box.text()) == ([15], "15 minutes")


def test_a_combo_box_is_one_object_for_screen_readers(window: QWidget) -> None:
    box, _ = _combo(window)
    one = QAccessible.queryAccessibleInterface(box)
    said = one.text(QAccessible.Text.Name), one.text(QAccessible.Text.Value), one.text(QAccessible.Text.Description)
    assert said[:2] == ("Ask when I was away", "10 minutes")
    assert said[2] == ("10 minutes" if sys.platform.startswith("linux") else ""), "combo boxes have no value on Linux"
    assert (one.role(), one.childCount()) == (QAccessible.Role.ComboBox, 0)
    action = one.actionInterface()
    action.doAction(action.showMenuAction())
    assert one.childCount() == 1, "the list, while it is open"
    (menu,) = (each for each in box.findChildren(QMenu) if each.isVisible())
    assert QAccessible.queryAccessibleInterface(menu).text(QAccessible.Text.Name) == "Ask when I was away"
    menu.close()


# --- tool tips


def _hover(window: QWidget, widget: QWidget) -> QWidget | None:
    """Ask for the tip of a widget as Qt does while the pointer rests on its middle; return the tip if one is shown."""
    middle = widget.rect().center()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, middle, widget.mapToGlobal(middle)))
    QApplication.processEvents()
    tips = [child for child in window.findChildren(QWidget) if type(child).__name__ == "_Tip"]
    return next((tip for tip in tips if tip.isVisible()), None)


@pytest.mark.parametrize("place", [QPoint(2, 2), QPoint(340, 2), QPoint(170, 260)])
@pytest.mark.parametrize("words", ["More", "A sentence that is much longer than a line of a tip has room for. " * 3])
def test_a_tip_is_below_the_pointer_and_not_over_the_widget(window: QWidget, place: QPoint, words: str) -> None:
    button = _inside(window, IconButton("more", words, shortcut="Ctrl+N"), place)
    tip = _hover(window, button)
    assert tip is not None
    frame = _frame_of(tip)
    assert frame.width() <= 300
    assert not frame.intersects(global_rect(button))
    assert frame.top() > global_rect(button).center().y() + 16, "the pointer does not cover it"


def test_a_tip_over_the_lower_edge_of_the_screen_opens_above(window: QWidget) -> None:
    screen = QApplication.primaryScreen().availableGeometry()
    window.move(100, screen.bottom() - 100)
    button = _inside(window, IconButton("more", "More"), QPoint(10, 70))
    tip = _hover(window, button)
    assert tip is not None
    assert _frame_of(tip).bottom() < global_rect(button).top()


_ENDS: dict[str, Callable[[QWidget, QWidget], object]] = {
    "a key": lambda window, _button: QTest.keyClick(window, Qt.Key.Key_A),
    "a click": lambda window, _button: QTest.mouseClick(window, Qt.MouseButton.LeftButton),
    "the pointer leaves": lambda _window, button: QApplication.sendEvent(button, QEvent(QEvent.Type.Leave)),
    "the widget hides": lambda _window, button: button.hide(),
}


@pytest.mark.parametrize("end", _ENDS)
def test_a_tip_ends(window: QWidget, end: str) -> None:
    button = _inside(window, IconButton("more", "More"), QPoint(50, 50))
    tip = _hover(window, button)
    assert tip is not None
    _ENDS[end](window, button)
    assert not tip.isVisible()


def test_a_widget_without_a_tip_has_that_of_what_it_is_in(window: QWidget) -> None:
    outer = _inside(window, QWidget(), QPoint(10, 10))
    inner = _inside(outer, QWidget(), QPoint(0, 0))
    assert _hover(window, inner) is None
    set_tip(outer, "All of it")
    assert _hover(window, inner) is not None
    assert tip_of(inner) == ""


def test_tips_are_no_descriptions(stage: Stage) -> None:
    """Qt would describe a widget by its tool tip, which mostly repeats the name."""
    stage.a_day()
    popover = stage.popover()
    for one in popover.findChildren(QWidget):
        assert not one.toolTip(), one
        found = QAccessible.queryAccessibleInterface(one)
        name, about = found.text(QAccessible.Text.Name), found.text(QAccessible.Text.Description)
        assert not about or about != name, name
    assert tip_of(popover.day.footer.gear).startswith("Settings")


def test_no_page_uses_the_tool_tips_and_lists_of_qt() -> None:
    used = {
        f"{file.name}: {word}"
        for file in _UI.rglob("*.py")
        if "tray" not in file.parts
        for word in re.findall(
            r"\b(?:setToolTip|QToolTip|QCompleter|QCalendarWidget|QDateEdit|QComboBox)\(", file.read_text("utf-8")
        )
    }
    assert not used, "use `tips.set_tip` and `ui.widgets.frames`"


def test_the_menu_of_an_entry_is_in_our_frame(stage: Stage) -> None:
    entry = stage.entry(s.INTERNAL, s.MEETING, 60)
    popover = stage.popover()
    click_line(popover, entry, 1)
    (menu,) = (one for one in popover.findChildren(QMenu) if one.isVisible())
    assert isinstance(menu, Menu)
    assert all(isinstance(action, QAction) for action in menu.actions())
    menu.close()
