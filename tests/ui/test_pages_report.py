"""The report page: spans, groups, the filter, rows that open, and copies."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from demitasse.ui.pages.destinations import Report
from demitasse.ui.pages.report import ReportPage
from demitasse.ui.widgets.days import DayPicker
from demitasse.ui.widgets.frames import Menu
from tests.screenshots.scenes_views import FRIDAY, a_month, a_week
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import ALT, CTRL, click, focused, press

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QAction

    from demitasse.ui.popover.popover import Popover


@pytest.fixture
def popover(stage: Stage) -> Popover:
    """The popover on the Friday of the pictures, with the report."""
    a_week(stage)
    stage.entry(s.WEBSITE, s.CODING, 84, "Fix the login", day=TODAY + timedelta(days=4))
    a_month(stage)
    stage.clock.set_wall(FRIDAY)
    shown = stage.popover()
    press(shown, Qt.Key.Key_4, ALT)
    return shown


def report(popover: Popover) -> ReportPage:
    page = popover.page
    assert isinstance(page, ReportPage)
    return page


def menu(page: ReportPage) -> dict[str, QAction]:
    """Open the menu of spans and return its actions by title."""
    for old in page.findChildren(Menu):
        old.close()
    click(page.span)
    return {action.text(): action for action in page.findChildren(Menu)[-1].actions() if action.text()}


def typed(page: ReportPage, words: str) -> None:
    """Type a filter, and let its time pass."""
    page.filter.setFocus()
    page.filter.clear()
    QTest.keyClicks(page.filter, words)
    page._typing.timeout.emit()


def test_the_report_of_the_picture(popover: Popover) -> None:
    page = report(popover)
    assert (page.span.name, page.span.dates, page.figure.text()) == ("This month", "1–27 Nov", "138:37")
    assert page.box.count.text() == "37 entries"
    assert page.rows.texts()[:2] == [("Website relaunch", "91:02"), ("Mobile app", "13:12")]
    assert [page.rows.total(place).share for place in range(6)] == ["66 %", "10 %", "8 %", "6 %", "6 %", "5 %"]
    assert [round(page.rows.total(place).part, 2) for place in range(2)] == [1, round(792 / 5462, 2)]


@pytest.mark.parametrize(
    ("place", "first"),
    [(0, "Albatros Travel"), (1, "Website relaunch"), (2, "Website relaunch · Review"), (3, "Mon 2 Nov")],
)
def test_every_grouping_has_the_same_total(popover: Popover, place: int, first: str) -> None:
    page = report(popover)
    click(page.groups.segments[place])
    assert page.rows.texts()[0][0] == first
    assert page.figure.text() == "138:37"
    totals = [page.rows.total(place) for place in range(len(page.rows.rows))]
    assert sum(total.seconds for total in totals) == 138 * 3600 + 37 * 60
    press(popover, Qt.Key.Key_Left if place else Qt.Key.Key_Right)
    assert page.groups.segments[place - 1 if place else 1].isChecked(), "arrow keys choose, too"
    assert page.figure.text() == "138:37"


def test_a_filter_counts_what_it_finds_and_escape_takes_it_away(popover: Popover) -> None:
    page = report(popover)
    typed(page, "pull website")
    assert (page.box.count.text(), [name for name, _ in page.rows.texts()]) == ("13 entries", ["Website relaunch"])
    typed(page, "fix")
    assert (page.box.count.text(), page.figure.text()) == ("1 entry", "1:24")
    typed(page, "nordwind")
    assert [name for name, _ in page.rows.texts()] == ["Configurator", "Acme"]
    typed(page, "zebra")
    assert (page.box.count.text(), page.figure.text(), page.rows._nothing) == (
        "0 entries",
        "0:00",
        "Nothing in this span",
    )
    assert not page.copy.isEnabled()
    page.filter.setFocus()
    press(popover, Qt.Key.Key_Escape)
    assert (page.filter.text(), page.box.count.text()) == ("", "37 entries")
    assert popover.page is page


def test_a_row_opens_as_a_report_of_it_and_escape_leads_back(popover: Popover) -> None:
    page = report(popover)
    whole = page.rows.texts()
    assert focused(popover) is page.rows
    press(popover, Qt.Key.Key_Down)
    press(popover, Qt.Key.Key_Return)
    assert (page.box.chip.text(), page.figure.text()) == ("Mobile app", "13:12")
    assert page.rows.texts() == [("Mobile app · Design", "11:36"), ("Mobile app · Coding", "1:36")]
    press(popover, Qt.Key.Key_Return)
    assert page.box.chip.text().startswith("Mobile app · ")
    press(popover, Qt.Key.Key_Escape)
    press(popover, Qt.Key.Key_Escape)
    assert (page.rows.texts(), page.box.chip.isHidden()) == (whole, True)
    press(popover, Qt.Key.Key_Escape)
    assert popover.page is popover.day


def test_a_day_opens_as_the_report_of_that_day_and_a_limit_is_removed_by_its_cross(popover: Popover) -> None:
    page = report(popover)
    click(page.groups.segments[3])
    page.rows.setFocus()
    press(popover, Qt.Key.Key_End)
    press(popover, Qt.Key.Key_Return)
    assert (page.span.name, page.figure.text()) == ("Today", "5:12")
    press(popover, Qt.Key.Key_Escape)
    click(page.groups.segments[0])
    page.rows.setFocus()
    press(popover, Qt.Key.Key_Home)
    press(popover, Qt.Key.Key_Return)
    assert (page.box.chip.text(), page.groups.segments[1].isChecked()) == ("Albatros Travel", True)
    assert page.box.chip.accessibleName() == "Show all, not only Albatros Travel"
    click(page.box.chip)
    assert (page.box.chip.isHidden(), page.figure.text()) == (True, "138:37")


def test_only_enter_a_click_and_a_screen_reader_open_a_row(popover: Popover) -> None:
    page = report(popover)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_Up):
        press(popover, key)
    QApplication.processEvents()
    assert page.box.chip.isHidden()
    assert page.rows.current_row() == 4
    QTest.mouseClick(page.rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 60))
    assert page.box.chip.text() == "Mobile app"


def test_spans_of_the_menu_and_their_neighbours(popover: Popover) -> None:
    page = report(popover)
    assert list(menu(page))[:7] == [
        "Today", "Yesterday", "This week", "Last week", "This month", "Last month", "This year",
    ]  # fmt: skip
    assert [title for title, action in menu(page).items() if action.isChecked()] == ["This month"]
    for title, dates, earlier in (
        ("Yesterday", "26 Nov", "25 Nov"),
        ("This week", "23–27 Nov", "16–22 Nov"),
        ("Last week", "16–22 Nov", "9–15 Nov"),
        ("Last month", "1–31 Oct", "1–30 Sep"),
        ("This year", "1 Jan – 27 Nov", "1 Jan – 31 Dec 2025"),
    ):
        menu(page)[title].trigger()
        assert (page.span.name, page.span.dates) == (title, dates)
        click(page.earlier)
        assert page.span.dates.replace("Sept", "Sep") == earlier
    press(popover, Qt.Key.Key_Home, ALT)
    assert page.span.name == "This year"


def test_any_span_is_picked_in_two_calendars(popover: Popover) -> None:
    page = report(popover)
    menu(page)["From … to …"].trigger()
    for name, day in (("First day", 20), ("Last day", 5)):
        picker = page.findChildren(DayPicker)[-1]
        assert picker.accessibleName() == name
        picker.picked.emit(date(2026, 11, day))
    assert (page.span.name, page.span.dates, page.figure.text()) == ("", "5–20 Nov", "75:45")
    assert menu(page)["From … to …"].isChecked()
    click(page.earlier)
    assert page.span.dates == "20 Oct – 4 Nov", "as many days before"
    press(popover, Qt.Key.Key_Home, ALT)
    assert page.span.name == "This month"


def test_a_span_that_was_never_fetched_is_asked_for_year_by_year_and_is_not_zero(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(Report(date(2024, 5, 5)))
    page = report(popover)
    assert (page.span.name, page.figure.text(), page.box.count.text()) == ("May 2024", "–", "Asking CoffeeCup…")
    assert stage.bridge._shown_days == (date(2024, 5, 1), date(2024, 5, 31))
    menu(page)["This year"].trigger()
    assert page.figure.text() == "≥ 0:00", "October and November are here"
    assert stage.bridge._shown_days == (date(2026, 1, 1), date(2026, 10, 23))
    stage.offline(NOW)
    popover.refresh()
    assert (page.box.count.text(), page.rows._nothing) == ("Not on this computer yet",) * 2


def test_copies_are_tables(popover: Popover, tmp_path: Path, stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.database.write("UPDATE project SET name = '=1+1|x' WHERE id = 2")
    popover.refresh()
    page = report(popover)
    press(popover, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Client\tProject\tDuration\tShare"
    assert lines[1:3] == ["Albatros Travel\tWebsite relaunch\t91:02\t66 %", "Albatros Travel\t'=1+1|x\t13:12\t10 %"]
    assert lines[-1] == "Total\t\t138:37\t"
    assert popover.snackbar.text() == "Copied the report"
    assert popover.snackbar.geometry().bottom() < page.copy.mapTo(popover, QPoint(0, 0)).y(), "it covers no button"
    click(page.markdown)
    table = QGuiApplication.clipboard().text().splitlines()
    assert table[:2] == ["| Client | Project | Duration | Share |", "| --- | --- | ---: | ---: |"]
    assert table[3] == r"| Albatros Travel | =1+1\|x | 13:12 | 10 % |"
    file = tmp_path / "report.csv"
    page.save(str(file))
    assert popover.snackbar.text() == "Saved report.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert (rows[0]["project"], rows[0]["seconds"], rows[1]["project"]) == ("Website relaunch", "327720", "'=1+1|x")
    QLocale.setDefault(QLocale("de_DE"))
    page.save(str(file))
    QLocale.setDefault(QLocale("en_GB"))
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0]["hours"] == "91,03"


def test_the_window_stays_while_a_file_is_chosen(popover: Popover) -> None:
    page = report(popover)
    click(page.csv)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog), "what is modal keeps the window open"
    assert dialog.defaultSuffix() == "csv"
    dialog.close()


def test_what_was_typed_is_kept_when_the_page_is_left_at_once(popover: Popover) -> None:
    page = report(popover)
    page.filter.setFocus()
    QTest.keyClicks(page.filter, "pull")
    popover.hidden()
    assert not page._typing.isActive()
    popover.shown()
    assert page.box.count.text() == "13 entries"


def test_a_file_that_cannot_be_written_is_said(popover: Popover, tmp_path: Path) -> None:
    page = report(popover)
    page.save(str(tmp_path / "missing" / "report.csv"))
    assert "report.csv" in page.notice.words.text()


def test_the_report_is_kept_while_other_views_are_shown(popover: Popover) -> None:
    page = report(popover)
    typed(page, "pull")
    press(popover, Qt.Key.Key_1, ALT)
    press(popover, Qt.Key.Key_4, ALT)
    assert (page.filter.text(), page.box.count.text()) == ("pull", "13 entries")
    popover.open(Report(date(2026, 10, 9)))
    assert (page.span.name, page.filter.text()) == ("Last month", "pull"), "the month of the day that was in view"


def test_screen_readers_find_a_list_of_rows_radio_buttons_and_a_combo(popover: Popover) -> None:
    page = report(popover)
    rows = QAccessible.queryAccessibleInterface(page.rows)
    assert rows.role() is QAccessible.Role.List
    assert rows.childCount() == 6
    assert rows.child(0).text(QAccessible.Text.Name) == "Website relaunch, 91 hours 2 minutes, 66 %"
    second = rows.child(1)
    assert second.role() is QAccessible.Role.ListItem
    actions = second.actionInterface()
    actions.doAction(actions.actionNames()[0])
    QApplication.processEvents()
    assert page.box.chip.text() == "Mobile app"
    span = QAccessible.queryAccessibleInterface(page.span)
    assert (span.role(), span.text(QAccessible.Text.Name)) == (QAccessible.Role.ComboBox, "Span")
    assert span.text(QAccessible.Text.Value) == "This month, 1–27 Nov"
    roles = {QAccessible.queryAccessibleInterface(each).role() for each in page.groups.segments}
    assert roles == {QAccessible.Role.RadioButton}
    assert QAccessible.queryAccessibleInterface(page.filter).text(QAccessible.Text.Name) == "Filter"
