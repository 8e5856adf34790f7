"""The month page: totals, bars, absences, keys, and days that are not here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from demitasse.domain import settings
from demitasse.domain.user import Employment, Formats
from demitasse.domain.workplan import TimeOff, TimeOffKind
from demitasse.ui.pages.destinations import Day, Month
from demitasse.ui.pages.month import MonthPage
from demitasse.ui.text import formats
from demitasse.ui.widgets.month import SIGNS, AbsenceLine
from demitasse.ui.widgets.tips import tip_of
from tests.screenshots.scenes_views import FRIDAY, a_month, a_week
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import ALT, click, focused, press

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover
    from demitasse.ui.widgets.month import DayCell


def month(popover: Popover, day: date = TODAY) -> MonthPage:
    """The month page, opened at a day."""
    popover.open(Month(day))
    page = popover.page
    assert isinstance(page, MonthPage)
    return page


def cell(page: MonthPage, day: date) -> DayCell:
    return next(each for each in page.grid.cells if each.day == day)


def november(number: int) -> date:
    return date(2026, 11, number)


def test_the_month_of_the_picture(stage: Stage) -> None:
    a_week(stage)
    stage.entry(s.WEBSITE, s.CODING, 84, day=TODAY + timedelta(days=4))
    a_month(stage)
    stage.clock.set_wall(FRIDAY)
    page = month(stage.popover())
    assert (page.title.text(), page.figure.text()) == ("November 2026", "138:37 / 148:00")
    assert page.words.text() == "9:23 to go · 1:25 over until yesterday"
    shown = {each.day.day: each.text() for each in page.grid.cells if each.text()}
    assert (shown[2], shown[4], shown[19], shown[27], len(shown)) == ("8:17", "7:43", "4:00", "5:12", 18)
    bars = {number: cell(page, november(number)).bar() for number in (2, 4, 19, 27, 12, 28)}
    assert bars == {2: (1.0, "ok"), 4: (0.85, "warn"), 19: (1.0, "ok"), 27: (0.65, "accent"), 12: None, 28: None}
    assert [line.text() for line in page.absences.findChildren(AbsenceLine)] == [
        "Sun 1 · All Saints’ Day", "Thu 12–Fri 13 · Vacation", "Thu 19 · Sick, half a day",
    ]  # fmt: skip
    assert tip_of(cell(page, november(2))) == "8:17 of 8:00, 0:17 over"
    assert tip_of(cell(page, november(4))) == "7:43 of 8:00, 0:17 under"
    assert tip_of(cell(page, november(27))) == "5:12 of 8:00, 2:48 to go"
    assert tip_of(cell(page, november(12))) == "Vacation"
    assert tip_of(cell(page, november(19))) == "4:00 of 4:00, target met\nSick, half a day"
    assert cell(page, november(19)).accessibleName() == (
        "Thursday, 19 November 2026, 4:00 of 4:00, target met, Sick, half a day"
    )


@pytest.mark.parametrize(
    ("minutes", "text", "bar"),
    [
        (0, "0:00", (0.0, "warn")),
        (240, "4:00", (0.5, "warn")),
        (479, "7:59", (0.85, "warn")),
        (480, "8:00", (1.0, "ok")),
        (700, "11:40", (1.0, "ok")),
    ],
)
def test_a_bar_below_the_target_never_looks_full(stage: Stage, minutes: int, text: str, bar: tuple[float, str]) -> None:
    day = TODAY - timedelta(days=3)
    if minutes:
        stage.entry(s.WEBSITE, s.CODING, minutes, day=day)
    shown = cell(month(stage.popover()), day)
    assert (shown.text(), shown.bar()) == (text, bar)


def test_a_day_to_come_is_not_under(stage: Stage) -> None:
    day = TODAY + timedelta(days=2)
    stage.entry(s.WEBSITE, s.CODING, 240, day=day)
    shown = cell(month(stage.popover()), day)
    assert (shown.text(), shown.bar(), tip_of(shown)) == ("4:00", None, "4:00 of 8:00, 4:00 to go")


def test_every_kind_of_absence_has_a_sign_of_its_own() -> None:
    assert sorted(SIGNS) == sorted(TimeOffKind)
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_the_keyboard_moves_over_months_and_opens_a_day(stage: Stage) -> None:
    popover = stage.popover()
    press(popover, Qt.Key.Key_3, ALT)
    page = popover.page
    assert isinstance(page, MonthPage)
    assert focused(popover).accessibleName() == "Monday, 23 November 2026, today, 0:00 of 8:00, 8:00 to go"
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageUp):
        press(popover, key)
    assert page.title.text() == "October 2026"
    assert focused(popover) is cell(page, date(2026, 10, 9))
    press(popover, Qt.Key.Key_Right, ALT)
    assert (page.title.text(), page.grid.focused_day()) == ("November 2026", november(9))
    press(popover, Qt.Key.Key_Home, ALT)
    assert page.grid.focused_day() == TODAY
    press(popover, Qt.Key.Key_PageUp)
    press(popover, Qt.Key.Key_Return)
    assert (popover.page is popover.day, popover.day.day) == (True, date(2026, 10, 23))


def test_a_click_opens_a_day_also_of_the_next_month(stage: Stage) -> None:
    popover = stage.popover()
    page = month(popover)
    outside = cell(page, date(2026, 12, 2))
    assert (outside.text(), outside.accessibleName()) == ("", "Wednesday, 2 December 2026")
    click(outside)
    assert popover.day.day == date(2026, 12, 2)


def test_a_month_begins_on_the_chosen_weekday(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.settings.put(settings.WEEK_START, "sunday")
    formats.use(stage.profile.settings.formats())
    assert month(stage.popover()).grid.cells[0].day == november(1)
    formats.use(Formats())


def test_missing_days_are_fetched_once_and_never_shown_as_zero(stage: Stage) -> None:
    popover = stage.popover()
    page = month(popover)
    assert page.words.text() != "Asking CoffeeCup…", "all days up to today are here"
    click(page.earlier)
    assert (page.words.text(), page.figure.text()) == ("Asking CoffeeCup…", "≥ 0:00 / 176:00")
    assert (cell(page, date(2026, 10, 5)).text(), cell(page, date(2026, 10, 26)).text()) == ("…", "0:00")
    assert stage.bridge._shown_days == (date(2026, 10, 1), date(2026, 10, 23))
    stage.bridge._shown_days = None
    popover.refresh()
    assert stage.bridge._shown_days is None
    stage.offline(NOW)
    popover.refresh()
    assert page.words.text() == "Not on this computer yet"
    click(page.earlier)
    assert page.figure.text() == "– / 176:00"


def test_escape_returns_from_the_month_to_the_same_day(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(Day(TODAY - timedelta(days=3)))
    press(popover, Qt.Key.Key_3, ALT)
    press(popover, Qt.Key.Key_PageUp)
    press(popover, Qt.Key.Key_Escape)
    assert popover.page is popover.day
    assert popover.day.day == TODAY - timedelta(days=3)


def test_absences_and_contracts_that_change_are_followed_while_the_page_is_open(stage: Stage) -> None:
    popover = stage.popover()
    page = month(popover)
    day = TODAY - timedelta(days=4)
    assert (page.figure.text(), page.absences.findChildren(AbsenceLine)) == ("0:00 / 168:00", [])
    with stage.store.transaction():
        stage.store.catalog.replace_time_off([TimeOff(day, day, "Vacation", kind=TimeOffKind.VACATION)])
    popover.refresh()
    assert page.figure.text() == "0:00 / 160:00"
    assert (cell(page, day).text(), tip_of(cell(page, day))) == ("", "Vacation")
    assert [line.text() for line in page.absences.findChildren(AbsenceLine)] == ["Thu 19 · Vacation"]
    with stage.store.transaction():
        half = Employment(TODAY - timedelta(days=7), (14_400,) * 5 + (0, 0))
        stage.store.catalog.replace_employments([Employment(date(2020, 1, 1), (28_800,) * 5 + (0, 0)), half])
        stage.store.catalog.replace_time_off([])
    popover.refresh()
    assert page.figure.text() == "0:00 / 124:00", "ten days of eight hours, and eleven of four"
    assert tip_of(cell(page, day)) == "0:00 of 4:00, 4:00 under"
