"""Accessibility of every scene: Tab order, visible focus, and names for screen readers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from demitasse.ui.pages.page import Head
from demitasse.ui.widgets import focus
from demitasse.ui.widgets.accessible import TabListObject
from demitasse.ui.widgets.scroll import ScrollColumn
from tests.ui.user_input import focused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QAccessibleInterface, QImage

    from demitasse.ui.popover.popover import Popover

_TEXT = {QAccessible.Role.StaticText, QAccessible.Role.Heading}
_ROW_PX = 16
"""Widgets whose centres differ by less are on one line; on Windows fonts make that up to 14."""
_MOST = 120
"""More steps than any page has."""


def _tab(popover: Popover, key: Qt.Key = Qt.Key.Key_Tab) -> Iterator[QWidget]:
    """Yield the widgets that Tab focuses, in order, each once and while it has the focus, until it comes back.

    Tab in a line with a booking opens its form, and goes round there.
    """
    seen: list[QWidget] = []
    page = popover.page
    focus.show(shown=True)  # as a key does that comes through the window
    for _ in range(_MOST):
        QTest.keyClick(focused(popover), key)
        here = focused(popover)
        if popover.page is not page:
            page, seen = popover.page, []
        if here is popover.page or here in seen[:1]:
            return
        assert here not in seen, f"Tab is trapped at {type(here).__name__} {here.accessibleName()}"
        seen.append(here)
        yield here
    raise AssertionError("Tab does not come back")


def _around(popover: Popover, widget: QWidget) -> QRect:
    """Return the area of a widget and of the frame that draws its focus ring."""
    return QRect(widget.mapTo(popover, QPoint(0, 0)), widget.size()).adjusted(-12, -6, 6, 6)


def _area(widget: QWidget) -> QWidget | None:
    """Return the scroll area of a widget."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, ScrollColumn):
        parent = parent.parentWidget()
    return parent


def _grab(popover: Popover, place: QRect) -> QImage:
    QApplication.processEvents()
    return popover.grab(place).toImage()


def _an_open_menu_has_the_keyboard(scene: Popover) -> None:
    """An item of it says so if it was opened by a key; then close it, as Tab would go through its items."""
    menu = QApplication.activePopupWidget()
    if isinstance(menu, QMenu):
        assert {one for one in _focused_objects(scene) if isinstance(one, QAction)} <= {menu.activeAction()}
        menu.close()
    assert not [one for one in _focused_objects(scene) if isinstance(one, QAction)]


def _the_focused_widget_is_visible(scene: Popover) -> None:
    """Tab scrolls to it, and it looks different from when another widget has the focus."""
    unseen = []
    for widget in _tab(scene):
        place = _around(scene, widget)
        with_it = _grab(scene, place)
        seen = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        assert _focused_objects(scene) <= {widget, seen, None}, "a screen reader finds the focus elsewhere"
        widget.clearFocus()
        if seen.visibleRegion().isEmpty() or with_it == _grab(scene, place):
            unseen.append(f"{type(widget).__name__} {widget.accessibleName()}")
        widget.setFocus(Qt.FocusReason.TabFocusReason)
    assert not unseen


def _tab_order_follows_the_page_and_reaches_everything(scene: Popover) -> None:
    takes_tab = any(one.property("takes_tab") and one.isVisible() for one in scene.findChildren(QLineEdit))
    stops = [] if takes_tab else list(_tab(scene))
    back = list(_tab(scene, Qt.Key.Key_Backtab))
    stops = stops or back[::-1]
    assert {id(one) for one in stops} == {id(one) for one in back}, "Shift+Tab takes another order"
    for area in {id(_area(one)): _area(one) for one in stops}.values():
        there = [one for one in stops if _area(one) is area and not one.property("goes_last")]
        tops = [_around(scene, one).center().y() for one in there]
        assert sum(after < before - _ROW_PX for before, after in pairwise([*tops, *tops[:1]])) <= 1, tops
    left_out = [
        f"{type(widget).__name__} {widget.accessibleName()}"
        for widget in scene.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.focusProxy()
        and widget not in stops
    ]
    assert not left_out


def _focused_objects(popover: Popover) -> set[object]:
    """Return the widgets that say to screen readers that they have the focus, and None for items of lists."""
    tree = _tree(QAccessible.queryAccessibleInterface(popover))
    return {one.object() for one in tree if one.state().focused}


def _tree(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    if not root.state().invisible:
        yield root
        for number in range(root.childCount()):
            if (child := root.child(number)) is not None:
                yield from _tree(child)


def _a_screen_reader_finds_a_name_and_a_role_for_everything(scene: Popover) -> None:
    names: dict[tuple[QAccessible.Role, str], int] = {}
    wrong = []
    for one in _tree(QAccessible.queryAccessibleInterface(scene)):
        name, state, role = one.text(QAccessible.Text.Name), one.state(), one.role()
        if not state.focusable or role is QAccessible.Role.ListItem:
            continue
        names[role, name] = names.get((role, name), 0) + 1
        if not name or role is QAccessible.Role.Client:
            wrong.append(f"{role} {name!r} {type(one.object()).__name__}")
    assert not wrong
    assert not {name for name, number in names.items() if number > 1}


def _no_description_repeats_the_name(scene: Popover) -> None:
    said = [
        (one.text(QAccessible.Text.Name), one.text(QAccessible.Text.Description))
        for one in _tree(QAccessible.queryAccessibleInterface(scene))
    ]
    assert not [(name, about) for name, about in said if about and about.casefold() in name.casefold()]


def test_every_button_announces_its_press(scene: Popover) -> None:
    press, menu = QAccessibleActionInterface.pressAction(), QAccessibleActionInterface.showMenuAction()
    toggle = QAccessibleActionInterface.toggleAction()
    silent = []
    for button in _buttons(scene):
        if button.isVisible() and button.isEnabled():
            actions = QAccessible.queryAccessibleInterface(button).actionInterface().actionNames()
            if not {press, menu, toggle} & set(actions):
                silent.append(f"{type(button).__name__} {button.accessibleName() or button.text()}: {actions}")
    assert not silent


def _painted_text_is_text_for_a_screen_reader(scene: Popover) -> None:
    """All painted text is also in the accessibility tree."""
    silent = [
        type(label).__name__
        for label in scene.findChildren(QLabel)
        if label.isVisible() and QAccessible.queryAccessibleInterface(label).role() not in _TEXT
    ]
    assert not silent
    assert all(not button.isVisible() or button.accessibleName() or button.text() for button in _buttons(scene))


def test_every_page_with_a_way_back_has_its_title_as_a_heading(scene: Popover) -> None:
    tree = list(_tree(QAccessible.queryAccessibleInterface(scene)))
    headings = [one.text(QAccessible.Text.Name) for one in tree if one.role() is QAccessible.Role.Heading]
    titles = [one.title.text() for one in scene.findChildren(Head) if one.isVisible()]
    assert all(headings)
    assert headings[: len(titles)] == titles


def test_tabs_that_come_after_the_screen_reader_has_asked_are_found() -> None:
    bar = QTabBar()
    made = TabListObject(bar)
    assert made.childCount() == 0
    for title in ("Day", "Week"):
        bar.addTab(title)
    assert made.childCount() == 2
    assert [made.child(number).text(QAccessible.Text.Name) for number in range(2)] == ["Day", "Week"]  # type: ignore[union-attr]


def _buttons(popover: Popover) -> list[QAbstractButton]:
    return popover.findChildren(QAbstractButton)


def test_a_scene_can_be_used_without_a_mouse_and_read_by_a_screen_reader(scene: Popover) -> None:
    _a_screen_reader_finds_a_name_and_a_role_for_everything(scene)
    _no_description_repeats_the_name(scene)
    _painted_text_is_text_for_a_screen_reader(scene)
    _an_open_menu_has_the_keyboard(scene)
    _the_focused_widget_is_visible(scene)
    _tab_order_follows_the_page_and_reaches_everything(scene)
