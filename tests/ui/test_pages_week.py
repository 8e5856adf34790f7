"""The week page: figures, other weeks, keys and copying."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication

from demitasse.domain.workplan import TimeOff
from demitasse.ui.pages.conflicts import ConflictsPage
from demitasse.ui.pages.destinations import Week
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.span_page import SLOW_MS
from demitasse.ui.pages.week import WeekPage
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.tips import tip_of
from tests.screenshots.scenes_views import FRIDAY, a_week
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import ALT, CTRL, click, focused, press, shown

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover


def week(popover: Popover, day: date = TODAY) -> WeekPage:
    """The week page, opened at a day."""
    popover.open(Week(day))
    page = popover.page
    assert isinstance(page, WeekPage)
    return page


def at_friday(stage: Stage) -> tuple[Popover, WeekPage]:
    """Add the entries of the week of picture 20 up to the middle of its Friday, without a timer."""
    a_week(stage)
    stage.entry(s.WEBSITE, s.CODING, 84, day=TODAY + timedelta(days=4))
    stage.clock.set_wall(FRIDAY)
    popover = stage.popover()
    return popover, week(popover, TODAY + timedelta(days=4))


def test_a_week_is_shown_in_figures_and_described_in_words(stage: Stage) -> None:
    _, page = at_friday(stage)
    assert (page.title.text(), page.dates.text()) == ("Week 48", "· 23–29 Nov")
    assert (page.figure.text(), page.words.text()) == ("38:52 / 40:00", "1:08 to go · 1:40 over until yesterday")
    assert [day.text() for day in page.columns.days] == ["8:12", "9:00", "8:15", "8:13", "5:12", "–", "–"]
    assert [day.difference() for day in page.columns.days] == [
        ("0:12", "over"), ("1:00", "over"), ("0:15", "over"), ("0:13", "over"), ("2:48", "to go"), ("", ""), ("", ""),
    ]  # fmt: skip
    assert page.projects.texts() == [
        ("Website relaunch", "24:37"), ("Mobile app", "6:32"), ("Configurator", "4:10"), ("Internal", "2:18"),
        ("Webshop", "1:15"),
    ]  # fmt: skip
    assert page.columns.days[0].accessibleName() == (
        "Monday, 23 November 2026, 8:12 of 8:00, 0:12 over; "
        "Website relaunch 5 hours 54 minutes; Internal 2 hours 18 minutes"
    )
    assert page.columns.days[6].accessibleName() == "Sunday, 29 November 2026"
    assert not page.later.isEnabled(), "there is no week to come"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ({0: 480, 1: 480}, "24:00 to go"),
        ({0: 463, 1: 480}, "24:17 to go · 0:17 under until yesterday"),
        ({0: 600, 1: 600, 2: 480, 3: 480, 4: 480}, "4:00 over · 4:00 over until yesterday"),
        ({0: 600, 1: 600, 2: 400, 3: 400, 4: 400}, "target met · 4:00 over until yesterday"),
    ],
)
def test_words_about_the_week_and_its_balance(stage: Stage, minutes: dict[int, int], words: str) -> None:
    with stage.store.transaction():
        stage.store.entries.mark_synced(TODAY, TODAY + timedelta(days=6), NOW)
    for number, each in minutes.items():
        stage.entry(s.WEBSITE, s.CODING, each, day=TODAY + timedelta(days=number))
    stage.clock.set_wall(NOW + timedelta(days=2))
    assert week(stage.popover()).words.text() == words


def test_a_past_week_is_over_or_under_and_tells_what_overtime_was_taken(stage: Stage) -> None:
    monday = TODAY - timedelta(days=7)
    stage.entry(s.WEBSITE, s.CODING, 480, day=monday)
    with stage.store.transaction():
        stage.store.catalog.replace_time_off(
            [TimeOff(monday + timedelta(days=1), monday + timedelta(days=4), "Flexitime", from_overtime=True)]
        )
    page = week(stage.popover(), monday)
    assert (page.figure.text(), page.words.text()) == ("8:00 / 8:00", "target met · 32:00 taken from overtime")
    assert "Flexitime" in page.columns.days[1].accessibleName()
    assert page.later.isEnabled()
    stage.entry(s.WEBSITE, s.CODING, 17, day=monday + timedelta(days=5))
    page.reload()
    assert page.words.text() == "0:17 over · 32:00 taken from overtime"
    assert page.columns.days[5].difference() == ("0:17", "over"), "nothing was expected on Saturday"


def test_what_is_above_the_target_is_hatched_and_the_target_is_a_line(stage: Stage) -> None:
    _, page = at_friday(stage)
    column = page.columns.days[1]  # 9:00 of 8:00
    picture = column.grab().toImage()
    blue = QColor(s.BLUE)
    foot, target, top = 142, round(142 * 480 / 600), round(142 * 540 / 600)
    colors = {picture.pixelColor(x, foot - (target + top) // 2).name() for x in range(picture.width())}
    assert len(colors) > 1, "the hatch has lines of two colours"
    assert picture.pixelColor(20, foot - target + 20) == blue
    assert picture.pixelColor(20, foot - target + 1) == QColor(theme.LIGHT.text)
    friday = page.columns.days[4].grab().toImage()
    assert friday.pixelColor(20, foot - target + 10) == QColor(theme.LIGHT.track), "the ground shows what is missing"


def test_the_keyboard_walks_through_days_and_projects_and_opens_a_day(stage: Stage) -> None:
    popover, page = at_friday(stage)
    assert focused(popover) is page.columns.days[4], "the day that was looked at"
    press(popover, Qt.Key.Key_Home)
    press(popover, Qt.Key.Key_Up)
    assert focused(popover) is page.columns.days[0]
    press(popover, Qt.Key.Key_End)
    press(popover, Qt.Key.Key_Down)
    assert focused(popover) is page.projects
    press(popover, Qt.Key.Key_Tab)
    assert focused(popover) is page.footer.status, "all of them are two stops"
    press(popover, Qt.Key.Key_Backtab)
    press(popover, Qt.Key.Key_Backtab)
    press(popover, Qt.Key.Key_Home)
    press(popover, Qt.Key.Key_Down)
    assert focused(popover) is page.columns.days[1]
    press(popover, Qt.Key.Key_Return)
    assert popover.page is popover.day
    assert popover.day.day == TODAY + timedelta(days=1)


def test_a_column_opens_its_day(stage: Stage) -> None:
    popover, page = at_friday(stage)
    click(page.columns.days[2])
    assert (popover.page is popover.day, popover.day.day) == (True, TODAY + timedelta(days=2))


def test_keys_and_arrows_show_other_weeks(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 90, day=TODAY - timedelta(days=6))
    popover = stage.popover()
    press(popover, Qt.Key.Key_2, ALT)
    page = popover.page
    assert isinstance(page, WeekPage)
    press(popover, Qt.Key.Key_Left)
    assert (page.title.text(), page.figure.text()) == ("Week 47", "1:30 / 40:00")
    assert page.words.text() == "38:30 under"
    assert stage.bridge._shown_days == (date(2026, 11, 16), date(2026, 11, 22)), "it may have changed meanwhile"
    press(popover, Qt.Key.Key_Left, ALT)
    assert page.title.text() == "Week 46"
    click(page.later)
    assert page.title.text() == "Week 47"
    press(popover, Qt.Key.Key_Home, ALT)
    assert page.title.text() == "Week 48"
    press(popover, Qt.Key.Key_Right)
    assert page.title.text() == "Week 48", "there is no week to come"
    press(popover, Qt.Key.Key_Escape)
    assert popover.page is popover.day


def test_a_missing_week_is_fetched_once_and_never_shown_as_zero(stage: Stage) -> None:
    popover = stage.popover()
    page = week(popover, date(2026, 1, 7))
    assert (page.words.text(), page.figure.text()) == ("Asking CoffeeCup…", "– / 40:00")
    assert [day.text() for day in page.columns.days] == ["…"] * 7
    assert page.columns.days[0].accessibleName() == "Monday, 5 January 2026, not on this computer yet"
    assert stage.bridge._shown_days == (date(2026, 1, 5), date(2026, 1, 11))
    stage.bridge._shown_days = None
    popover.refresh()
    assert stage.bridge._shown_days is None
    slow = next(timer for timer in page.findChildren(QTimer) if timer.interval() == SLOW_MS)
    slow.stop()
    slow.timeout.emit()
    assert page.words.text() == "CoffeeCup is slow today…"
    stage.offline(NOW)
    popover.refresh()
    assert (page.words.text(), page.footer.status.accessibleName()) == ("Not on this computer yet", "Offline")
    assert page.words.accessibleDescription().startswith("No connection since 14:03.")
    stage.entry(s.WEBSITE, s.CODING, 30, day=date(2026, 1, 5))
    popover.refresh()
    assert page.figure.text() == "≥ 0:30 / 40:00", "CoffeeCup may have more"


def test_the_figures_grow_by_the_minute_while_the_page_is_shown(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 3000)
    popover = stage.popover()
    page = week(popover)
    assert page.figure.text() == "0:50 / 40:00"
    assert [timer.interval() for timer in page.findChildren(QTimer) if timer.isActive()] == [60_000]
    stage.clock.advance(60)
    page.reload()
    assert (page.figure.text(), page.columns.days[0].text()) == ("0:51 / 40:00", "0:51")
    popover.hidden()
    assert not [timer for timer in popover.findChildren(QTimer) if timer.isActive()]


def test_the_strip_stops_what_runs_and_nothing_moves(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 3000)
    popover = stage.popover()
    page = week(popover)
    places = [each.geometry() for each in page.findChildren(type(page.columns))]
    click(popover.strip.stop)
    assert stage.profile.timer.running() is None
    assert popover.page is page
    assert [each.geometry() for each in page.findChildren(type(page.columns))] == places


def test_it_copies_as_text(stage: Stage) -> None:
    popover, _ = at_friday(stage)
    press(popover, Qt.Key.Key_C, CTRL)
    assert popover.snackbar.isVisible()
    assert popover.snackbar.text() == "Copied the week"
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[:3] == ["Week 48, 23–29 Nov: 38:52 / 40:00", "1:08 to go · 1:40 over until yesterday", ""]
    assert copied[3] == "8:12  Mon 23 Nov 2026"
    assert copied[11:13] == ["24:37  Website relaunch", "6:32  Mobile app"]


def test_it_copies_as_csv_that_is_no_formula(stage: Stage) -> None:
    entry = stage.entry(s.WEBSITE, s.CODING, 60)
    stage.changed_elsewhere(entry, "=1+1")
    popover = stage.popover()
    week(popover)
    press(popover, Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    row, *others = csv.DictReader(io.StringIO(QGuiApplication.clipboard().text(), newline=""))
    assert {other["state"] for other in others} == {"not_fetched"}, "the days after tomorrow"
    assert (row["comment"], row["seconds"]) == ("'=1+1", "3600")


def test_a_problem_is_shown_on_the_week_too_and_opens_its_entry(stage: Stage) -> None:
    wrong = stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, sent=False)
    stage.rejected(wrong, "The task is archived.")
    popover = stage.popover()
    page = week(popover)
    click(page.footer.status)
    assert isinstance(popover.page, EditorPage | ConflictsPage)
    assert shown(popover, type(popover.page)).isVisible()


def test_twenty_projects_scroll_to_the_one_with_the_focus(stage: Stage) -> None:
    with stage.store.transaction():
        for number in range(20):
            stage.store.database.write(
                "INSERT OR REPLACE INTO project (id, name, color, bookable, code) VALUES (?, ?, '#aa0000', 1, '')",
                (number + 1, f"Project {number}"),
            )
            stage.entry(number + 1, s.CODING, number + 1)
    popover = stage.popover()
    page = week(popover)
    page.projects.setFocus(Qt.FocusReason.TabFocusReason)
    press(popover, Qt.Key.Key_End)
    last = page.projects.currentIndex()
    assert last.row() == 19
    assert page.projects.viewport().rect().contains(page.projects.visualRect(last).center())


def test_names_from_the_server_are_shown_letter_for_letter(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.database.write("UPDATE project SET name = ? WHERE id = 1", ("<b>Web</b> \u202eevil\0",))
    stage.entry(s.WEBSITE, s.CODING, 60)
    page = week(stage.popover())
    assert page.projects.texts() == [("<b>Web</b> evil", "1:00")]
    day = page.columns.days[0]
    assert "<b>Web</b> evil" in day.accessibleName()
    assert "<b>Web</b> evil 1:00" in tip_of(day)
