"""The week page: figures, other weeks, keys and copying."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from demitasse.ui.pages.destinations import Week
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.week import WeekPage
from demitasse.ui.widgets.tips import tip_of
from tests.screenshots.sheets import FRIDAY, a_week
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import CTRL, click, focused, press, shown

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover


def week(popover: Popover) -> WeekPage:
    """The week page, opened by its button."""
    click(popover.day.head.week)
    page = popover.page
    assert isinstance(page, WeekPage)
    return page


def at_friday(stage: Stage) -> tuple[Popover, WeekPage]:
    """Add the entries of the week in the design (picture 8) up to the middle of its Friday."""
    a_week(stage)
    stage.clock.set_wall(FRIDAY)
    popover = stage.popover()
    return popover, week(popover)


def test_a_week_is_shown_in_figures_and_described_in_words(stage: Stage) -> None:
    _, page = at_friday(stage)
    assert (page.title.text(), page.span.text(), page.hint.text()) == ("Week 48", "23 Nov – 29 Nov", "")
    assert (page.figure.text(), page.balance.text()) == ("38:52 / 40:00", "So far −1:08")
    assert [day.text() for day in page.columns.days] == ["8:12", "9:00", "8:15", "8:13", "5:12", "–", "–"]
    assert [row.texts() for row in page.shares.rows] == [
        ("Website relaunch", "24:37"), ("Mobile app", "6:32"), ("Configurator", "4:10"), ("Internal", "2:18"),
        ("Webshop", "1:15"),
    ]  # fmt: skip
    assert page.columns.days[0].accessibleName() == (
        "Monday, 23 November 2026: 8 hours 12 minutes of 8 hours; Website relaunch 5 hours 54 minutes; "
        "Internal 2 hours 18 minutes"
    )
    assert page.columns.days[6].accessibleName() == "Sunday, 29 November 2026: 0 minutes"
    assert page.shares.rows[0].accessibleName() == "Website relaunch, 24 hours 37 minutes"


def test_the_keyboard_walks_through_days_and_projects_and_opens_a_day(stage: Stage) -> None:
    popover, page = at_friday(stage)
    assert focused(popover) is page.columns.days[4], "the day that was looked at"
    press(popover, Qt.Key.Key_End)
    assert focused(popover) is page.shares.rows[-1]
    press(popover, Qt.Key.Key_Tab)
    assert focused(popover) is page.copy, "all of them are one stop"
    press(popover, Qt.Key.Key_Backtab)
    press(popover, Qt.Key.Key_Home)
    press(popover, Qt.Key.Key_Down)
    assert focused(popover) is page.columns.days[1]
    press(popover, Qt.Key.Key_Return)
    assert popover.page is popover.day
    assert popover.day.day == TODAY + timedelta(days=1)


def test_w_opens_and_closes_the_week_and_arrows_show_other_weeks(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 90, day=TODAY - timedelta(days=6))
    popover = stage.popover()
    popover.day.head.title.setFocus()
    press(popover, Qt.Key.Key_W)
    page = popover.page
    assert isinstance(page, WeekPage)
    press(popover, Qt.Key.Key_Left)
    assert (page.title.text(), page.figure.text()) == ("Week 47", "1:30 / 40:00")
    assert page.balance.text() == "Balance −38:30"
    assert stage.bridge._shown_days == (date(2026, 11, 16), date(2026, 11, 22)), "it may have changed meanwhile"
    press(popover, Qt.Key.Key_Right)
    press(popover, Qt.Key.Key_Right)
    assert (page.title.text(), page.balance.text()) == ("Week 49", "")
    press(popover, Qt.Key.Key_T)
    assert page.title.text() == "Week 48"
    press(popover, Qt.Key.Key_W)
    assert popover.page is popover.day


def test_a_missing_week_is_fetched_once_and_shown_as_incomplete(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(Week(date(2026, 1, 7)))
    page = popover.page
    assert isinstance(page, WeekPage)
    assert (page.hint.text(), page.figure.text()) == ("Loading…", "≥ 0:00 / 40:00")
    assert stage.bridge._shown_days == (date(2026, 1, 5), date(2026, 1, 11))
    stage.bridge._shown_days = None
    popover.refresh()
    assert stage.bridge._shown_days is None
    stage.offline(NOW)
    popover.refresh()
    assert (page.hint.text(), page.footer.status.shown_text()) == ("not complete", "Offline since 14:03")
    assert page.hint.accessibleDescription().startswith("No connection since 14:03.")


def test_the_figures_grow_by_the_minute_while_the_page_is_shown(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 3000)
    popover = stage.popover()
    page = week(popover)
    assert page.figure.text() == "0:50 / 40:00"
    assert (page._minute.isActive(), page._minute.interval()) == (True, 60_000)
    stage.clock.advance(60)
    page.reload()
    assert (page.figure.text(), page.columns.days[0].text()) == ("0:51 / 40:00", "0:51")
    popover.hidden()
    assert not [timer for timer in popover.findChildren(QTimer) if timer.isActive()]


def test_it_copies_as_text(stage: Stage) -> None:
    _, page = at_friday(stage)
    page.copy_text()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[:3] == ["Week 48, 23 Nov – 29 Nov: 38:52 / 40:00", "So far −1:08", ""]
    assert copied[3] == "8:12  Mon 23 Nov 2026"
    assert copied[11:13] == ["24:37  Website relaunch", "6:32  Mobile app"]


def test_it_copies_as_csv_that_is_no_formula(stage: Stage) -> None:
    entry = stage.entry(s.WEBSITE, s.CODING, 60)
    stage.changed_elsewhere(entry, "=1+1")
    popover = stage.popover()
    page = week(popover)
    press(popover, Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    row, *others = csv.DictReader(io.StringIO(QGuiApplication.clipboard().text(), newline=""))
    assert {other["state"] for other in others} == {"not_fetched"}, "the days after tomorrow"
    assert (row["comment"], row["seconds"], page.hint.text()) == ("'=1+1", "3600", "Copied as CSV")
    click(page.copy)
    rows = [(action.text(), action.property("key")) for action in page.findChildren(QMenu)[-1].actions()]
    assert rows == [("Copy as text", "Ctrl+C"), ("Copy as CSV", "Ctrl+Shift+C")]


def test_a_problem_is_shown_on_the_week_too_and_opens_its_entry(stage: Stage) -> None:
    wrong = stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, sent=False)
    stage.rejected(wrong, "The task is archived.")
    popover = stage.popover()
    page = week(popover)
    assert page.footer.status.shown_text() == "1 needs you"
    click(page.footer.status)
    assert shown(popover, EditorPage).isVisible()


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
    press(popover, Qt.Key.Key_End)
    last = page.shares.rows[-1]
    assert last.hasFocus()
    assert page.shares.viewport().rect().contains(last.mapTo(page.shares.viewport(), last.rect().center()))


def test_names_from_the_server_are_shown_letter_for_letter(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.database.write("UPDATE project SET name = ? WHERE id = 1", ("<b>Web</b> \u202eevil\0",))
    stage.entry(s.WEBSITE, s.CODING, 60)
    page = week(stage.popover())
    row, day = page.shares.rows[0], page.columns.days[0]
    assert row.texts() == ("<b>Web</b> evil", "1:00")
    for widget in (row, day):
        assert "<b>Web</b> evil" in widget.accessibleName()
        assert "<b>Web</b> evil" in tip_of(widget)
