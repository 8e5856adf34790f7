"""Nothing moves: the fixed lines of each page in each state, and a walk in which controls that stay keep their place.

Design 2 and 3. The parts of a list scroll, and are not compared.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLineEdit, QTabBar, QWidget

from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.ui.pages.day.day_page import DayPage
from demitasse.ui.pages.destinations import (
    VIEWS,
    About,
    Accounts,
    AddEntry,
    Conflicts,
    Day,
    EditEntry,
    Keys,
    Month,
    Report,
    Settings,
    SplitEntry,
    SyncLog,
    Week,
)
from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.pages.page import Head
from demitasse.ui.popover.window import PopoverWindow
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.footer import Footer
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from demitasse.ui.popover.popover import Popover

_LINES = {"bar": (0, 40), "header": (40, 136), "head": (177, 80), "slot": (258, 304), "footer": (562, 36)}
"""The parts of the day: where they begin, and their height."""


def _place(popover: Popover, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(popover, QPoint(0, 0)), widget.size())


# --- the fixed lines, in all scenes of the screenshots


def test_every_page_has_its_lines_where_the_design_has_them(scene: Popover) -> None:
    assert (scene.width(), scene.height()) == (378, 598)
    page, kind = scene.page, type(scene.navigator.destination)
    if isinstance(page, DayPage):
        parts = {"bar": scene.bar} | {name: getattr(page, name) for name in list(_LINES)[1:]}
        # The list of the line takes the place of the day, and hints that of the footer.
        seen = {name: part for name, part in parts.items() if part.isVisible()}
        assert {name: (_place(scene, part).y(), part.height()) for name, part in seen.items()} == {
            name: _LINES[name] for name in seen
        }
        assert {"bar", "header"} <= seen.keys()
    elif kind in VIEWS:
        assert _place(scene, scene.bar) == QRect(0, 0, theme.WIDTH, theme.BAR)
        assert _place(scene, scene.strip) == QRect(0, 40, theme.WIDTH, theme.STRIP)
        (footer,) = page.findChildren(Footer)
        assert _place(scene, footer) == QRect(0, 562, theme.WIDTH, theme.FOOTER)
    else:
        assert not scene.bar.isVisible()
        for head in page.findChildren(Head):  # the sign-in has none: nothing is below it
            assert _place(scene, head) == QRect(0, 0, theme.WIDTH, theme.BAR)
            assert _place(scene, head.back) == QRect(6, 6, 28, 28)
            assert _place(scene, head.title).left() == 40


# --- a walk through one window


def _controls(popover: Popover) -> dict[int, tuple[QRect, str]]:
    """Return place and name of each control that is on the screen and no part of a list."""
    kinds = (QAbstractButton, QLineEdit, QTabBar)
    return {
        id(one): (_place(popover, one), f"{type(one).__name__} {one.accessibleName()}")
        for one in popover.findChildren(QWidget)
        if isinstance(one, kinds)
        and one.isVisible()
        and not _is_in_a_list(one)
        and one.parentWidget() != popover.snackbar
    }


def _is_in_a_list(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and (isinstance(parent, QAbstractScrollArea) or _is_in_a_list(parent))


@pytest.fixture
def window(stage: Stage) -> Iterator[PopoverWindow]:
    """The window with a day of entries."""
    stage.a_day()
    made = PopoverWindow(stage.popover())
    made.open(QRect(700, 780, 16, 16))
    QApplication.processEvents()
    yield made
    made.hide()
    made.deleteLater()


def _walk(stage: Stage, popover: Popover) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what happens on the day, one after the other."""
    day, rows = popover.day, stage.rows()
    yesterday = TODAY - timedelta(days=1)
    yield "a row is deleted", lambda: day.delete(rows[1].id)
    yield "that is undone", popover.undo.undo
    yield "and redone", popover.undo.redo
    yield "the message goes", popover.snackbar.dismiss
    yield "the day before", lambda: popover.open(Day(yesterday))
    yield "a day that was never fetched", lambda: popover.open(Day(TODAY - timedelta(days=90)))
    yield "a day in the future", lambda: popover.open(Day(TODAY + timedelta(days=3)))
    yield "today again", lambda: popover.open(Day(TODAY))
    stage.offline(NOW - timedelta(hours=2))
    yield "offline", popover.refresh
    yield "a fault", lambda: popover.page.show_fault(LocalFault(FaultCode.DISK_FULL))
    stage.rejected(stage.entry(s.MOBILE, s.DESIGN, 30, sent=False), "The task is archived")
    yield "a rejected entry", popover.refresh
    for minutes in range(1, 12):
        stage.entry(s.INTERNAL, s.MEETING, minutes)
    yield "many more entries", popover.refresh
    stage.changed_elsewhere(rows[0].id, "Elsewhere " * 9)
    yield "another comment", popover.refresh


def _moved(before: dict[int, tuple[QRect, str]], after: dict[int, tuple[QRect, str]]) -> list[str]:
    """Return which controls that stay have moved; one that says something else may be narrower or wider."""
    return [
        f"{name}: {place} became {now}"
        for key, (place, name) in before.items()
        if key in after
        for now, named in [after[key]]
        if now.topLeft() != place.topLeft() or (name == named and now != place)
    ]


def test_no_control_of_the_day_moves_whatever_happens(stage: Stage, window: PopoverWindow) -> None:
    popover, geometry = window.popover, window.geometry()
    for what, happens in _walk(stage, popover):
        before = _controls(popover)
        happens()
        QApplication.processEvents()
        assert _moved(before, _controls(popover)) == [], what
        assert window.geometry() == geometry, what


def test_stopping_and_starting_leave_all_but_the_header_where_it_is(window: PopoverWindow) -> None:
    popover, geometry = window.popover, window.geometry()
    for act in (popover.day.timer.stop, popover.day.timer.toggle, popover.day.timer.stop):
        before = _controls(popover)
        act()
        QApplication.processEvents()
        after = _controls(popover)
        assert _moved(before, after) == []
        assert len(before.keys() & after.keys()) >= 8, "bar, block of the day and footer"
        assert window.geometry() == geometry


def test_the_bar_and_the_footer_stay_on_all_views(window: PopoverWindow) -> None:
    popover = window.popover
    seen: list[list[QRect]] = []
    for number in range(len(VIEWS)):
        popover.open_view(number)
        QApplication.processEvents()
        (footer,) = popover.page.findChildren(Footer)
        parts = (popover.bar.tabs, popover.bar.more, footer.status, footer.add, footer.gear)
        seen.append([_place(popover, part) for part in parts])
        seen[-1] += [popover.bar.tabs.tabRect(tab) for tab in range(len(VIEWS))]
    assert seen == [seen[0]] * len(VIEWS)


def test_no_page_moves_its_controls_for_a_message_or_a_fault(stage: Stage, window: PopoverWindow) -> None:
    popover, geometry = window.popover, window.geometry()
    entry = stage.rows()[1].id
    pages = (
        Week(TODAY), Month(TODAY), Report(TODAY), Settings(), About(), Keys(), SyncLog(), Accounts(), Conflicts(),
        EditEntry(entry), AddEntry(), SplitEntry(entry),
    )  # fmt: skip
    for destination in pages:
        popover.open(destination)
        QApplication.processEvents()
        before = _controls(popover)
        popover.navigator.say(Message("Something was done", (Offer("Undo", popover.refresh),)))
        QApplication.processEvents()
        assert _moved(before, _controls(popover)) == [], destination
        popover.page.show_fault(LocalFault(FaultCode.DISK_FULL))
        QApplication.processEvents()
        assert _moved(before, _controls(popover)) == [], destination
        popover.snackbar.dismiss()
        assert window.geometry() == geometry, destination
