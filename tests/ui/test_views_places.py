"""Week, month and report: whatever is shown, no control that stays moves by a pixel."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QWidget

from demitasse.ui.pages.destinations import Month, Report, Week
from demitasse.ui.pages.span_page import SpanPage
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.fields import Box
from demitasse.ui.widgets.week_chart import WeekChart
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from demitasse.ui.popover.popover import Popover

KINDS = (QAbstractButton, QListView, WeekChart, Box)


def places(popover: Popover) -> dict[str, QRect]:
    """Return where each control is: those that a person can press, type into or walk through."""
    found = {}
    for number, widget in enumerate(one for one in popover.findChildren(QWidget) if isinstance(one, KINDS)):
        inside_list = isinstance(widget.parent(), QListView)
        if widget.isVisible() and widget.window() is popover.window() and not inside_list:
            found[f"{number} {type(widget).__name__}"] = QRect(widget.mapTo(popover, QPoint(0, 0)), widget.size())
    return found


def running(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 600)


def worked(stage: Stage) -> None:
    for number in range(12):
        stage.entry(s.WEBSITE, s.REVIEW, 100 + number, day=TODAY - timedelta(days=number))


def offline(stage: Stage) -> None:
    stage.offline(NOW)


def unknown(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.database.write("DELETE FROM seen")


STATES: tuple[Callable[[Stage], None], ...] = (worked, running, unknown, offline)


@pytest.mark.parametrize("view", [Week, Month, Report])
def test_no_state_moves_a_control(stage: Stage, view: type[Week | Month | Report]) -> None:
    popover = stage.popover()
    popover.open(view(TODAY))
    QApplication.processEvents()
    page = popover.page
    assert isinstance(page, SpanPage)
    first = places(popover)
    movable = {name for name in first if "SpanButton" in name or "ScopeChip" in name}  # as wide as their words
    for change in STATES:
        change(stage)
        popover.refresh()
        QApplication.processEvents()
        for steps in (-1, -1, 1, 1):
            page.go(steps)
            QApplication.processEvents()
            now = places(popover)
            moved = {name for name in first.keys() & now.keys() if first[name] != now[name]} - movable
            assert not moved, change.__name__


def test_what_all_views_have_is_at_the_same_place(stage: Stage) -> None:
    worked(stage)
    popover = stage.popover()
    found = set()
    for view in (Week, Month, Report):
        popover.open(view(date(2026, 11, 18)))
        QApplication.processEvents()
        page = popover.page
        assert isinstance(page, SpanPage)
        parts = (page.earlier, page.later, page.footer.status, page.footer.add, page.footer.gear, popover.strip)
        ends = page.figure.mapTo(popover, page.figure.rect().topRight())
        found.add((*(str(QRect(each.mapTo(popover, QPoint(0, 0)), each.size())) for each in parts), str(ends)))
    assert len(found) == 1


@pytest.mark.parametrize("view", [Week, Month, Report])
def test_no_control_covers_or_cuts_another_in_the_lowest_window(
    stage: Stage, view: type[Week | Month | Report]
) -> None:
    worked(stage)
    running(stage)
    popover = stage.popover()
    popover.open(view(TODAY))
    popover.setFixedHeight(theme.LEAST_HEIGHT)
    QApplication.processEvents()
    found = [one for one in popover.findChildren(QAbstractButton) if one.isVisible() and one.window() is popover]
    for one in found:
        assert QRect(QPoint(0, 0), one.size()) == one.visibleRegion().boundingRect(), one.accessibleName()
        assert one.height() >= one.minimumSizeHint().height(), one.accessibleName()
    rects = [QRect(one.mapTo(popover, QPoint(0, 0)), one.size()) for one in found]
    overlapping = [(one, other) for one in rects for other in rects if one is not other and one.intersects(other)]
    assert overlapping == []
