"""The list of a day: gaps, actions and marks of entries, and other days."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from demitasse.domain.errors import FaultCode
from demitasse.domain.timesheet import Gap
from demitasse.store import settings
from demitasse.ui.pages.destinations import Day, SplitEntry
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.split import SplitPage
from demitasse.ui.widgets import theme
from tests.desktop_session import wait_until
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import ALT, CTRL, at_line, click, click_line, focused, press, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover

WINTER = date(2026, 1, 7)


def menu_of(popover: Popover, entry_id: int) -> dict[str, QAction]:
    """Open the menu of a line by keyboard and return its actions by title."""
    for old in popover.findChildren(QMenu):
        old.close()
    at_line(popover, entry_id)
    view = popover.day.list
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5)))
    menu = view.findChildren(QMenu)[-1]
    return {action.text(): action for action in menu.actions() if action.text()}


# --- gaps


def test_a_gap_is_shown_and_a_click_fills_it(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 60, start=time(8))
    stage.entry(s.MOBILE, s.DESIGN, 30, start=time(9, 45))
    popover = stage.popover()
    (gap,) = popover.day._sheet.gaps(lambda moment: moment)  # type: ignore[union-attr]
    assert at_line(popover, gap).name == "09:00–09:45 · nothing tracked, 45 minutes"
    click_line(popover, gap)
    page = popover.page
    assert isinstance(page, EditorPage)
    assert (page.start.text(), page.end.text(), page.duration.text()) == ("09:00", "09:45", "0:45")
    assert not page.dirty, "nothing was typed yet, so leaving costs nothing"


def test_the_keyboard_walks_over_gaps_and_enter_fills_one(stage: Stage) -> None:
    first = stage.entry(s.INTERNAL, s.MEETING, 60, start=time(8))
    second = stage.entry(s.MOBILE, s.DESIGN, 30, start=time(9, 45))
    popover = stage.popover()
    at_line(popover, second)
    keys = []
    for _ in range(3):
        keys.append(popover.day.list.current_line().key)  # type: ignore[union-attr]
        press(popover, Qt.Key.Key_Down)
    assert (keys[0], type(keys[1]), keys[2]) == (second, Gap, first)
    press(popover, Qt.Key.Key_Up)
    press(popover, Qt.Key.Key_Return)
    assert isinstance(popover.page, EditorPage)


def test_a_filled_gap_disappears(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 60, start=time(8))
    stage.entry(s.MOBILE, s.DESIGN, 30, start=time(9, 45))
    popover = stage.popover()
    assert [type(line).__name__ for line in popover.day.list.lines()] == ["EntryLine", "GapLine", "EntryLine"]
    stage.entry(s.INTERNAL, s.MEETING, 45, start=time(9))
    popover.refresh()
    assert [type(line).__name__ for line in popover.day.list.lines()] == ["EntryLine"] * 3


# --- actions of an entry


def test_the_menu_lists_all_actions_and_their_keys(stage: Stage) -> None:
    entry = stage.entry(s.INTERNAL, s.MEETING, 60)
    popover = stage.popover()
    menu = menu_of(popover, entry)
    assert [(title, action.property("key"), action.isEnabled()) for title, action in menu.items()] == [
        ("Continue", "Space", True), ("Edit…", "↵", True), ("Duplicate", "Ctrl+Shift+D", True), ("Split…", "", True),
        ("Copy text", "Ctrl+C", True), ("Send again", "", False), ("Open in browser", "", True),
        ("Delete", "Del", True),
    ]  # fmt: skip
    menu["Duplicate"].trigger()
    assert [row.duration_s for row in stage.rows()] == [3600, 3600]
    assert popover.snackbar.text() == "Duplicated Internal · Meeting"
    press(popover, Qt.Key.Key_Z, CTRL)
    assert len(stage.rows()) == 1


@pytest.mark.parametrize(("comment", "copied"), [("Two\nlines", "Two\nlines"), ("", "Internal · Meeting")])
def test_the_text_of_an_entry_is_copied_by_menu_and_by_key(stage: Stage, comment: str, copied: str) -> None:
    entry = stage.entry(s.INTERNAL, s.MEETING, 60, comment)
    popover = stage.popover()
    clipboard = QApplication.clipboard()
    clipboard.setText("before")
    menu_of(popover, entry)["Copy text"].trigger()
    assert clipboard.text() == copied
    clipboard.setText("before")
    at_line(popover, entry)
    press(popover, Qt.Key.Key_C, CTRL)
    assert clipboard.text() == copied


def test_a_local_timesheet_is_not_opened_in_a_browser(stage: Stage) -> None:
    entry = stage.entry(s.INTERNAL, s.MEETING, 60)
    with stage.store.transaction():
        stage.store.settings.put(settings.SERVER, "http://127.0.0.1:8080")
    assert not menu_of(stage.popover(), entry)["Open in browser"].isEnabled()


def test_a_running_entry_can_be_stopped_by_its_menu_and_not_duplicated(stage: Stage) -> None:
    entry = stage.running(s.WEBSITE, s.CODING, 600)
    menu = menu_of(stage.popover(), entry)
    assert (menu["Duplicate"].isEnabled(), menu["Split…"].isEnabled()) == (False, True)
    menu["Stop"].trigger()
    assert stage.profile.timer.running() is None


def test_a_billed_entry_is_marked_and_offers_only_possible_actions(stage: Stage) -> None:
    entry = stage.entry(s.INTERNAL, s.MEETING, 60)
    with stage.store.transaction():
        stage.store.entries.save(stage.existing(entry), locked=FaultCode.ENTRY_BILLED)
    popover = stage.popover()
    row, reason = at_line(popover, entry), "This entry has been billed. Ask your CoffeeCup admin to unlock it."
    assert ("billed" in row.name, row.hint) == (True, reason)
    assert row.tip(QRectF(0, 0, theme.WIDTH, 52)) == reason, "no more than cannot be read in the line"
    enabled = {title for title, action in menu_of(popover, entry).items() if action.isEnabled()}
    assert enabled == {"Continue", "Duplicate", "Copy text", "Open in browser"}
    press(popover, Qt.Key.Key_Escape)
    at_line(popover, entry)
    press(popover, Qt.Key.Key_Delete)
    assert popover.day.notice.words.text() == reason
    assert len(stage.rows()) == 1


def test_a_rejected_entry_shows_what_to_do_and_is_sent_again(stage: Stage) -> None:
    entry = stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, sent=False)
    stage.rejected(entry, "The task is archived.")
    popover = stage.popover()
    reason = "CoffeeCup rejected it: “The task is archived.” Open it to change it, or send it again."
    assert at_line(popover, entry).hint == reason
    menu_of(popover, entry)["Send again"].trigger()
    assert popover.day.footer.status.accessibleName() == "1 waiting"
    assert "waiting" in at_line(popover, entry).name


def test_splitting_shows_both_parts_before_it_happens(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons", start=time(10, 15))
    popover = stage.popover()
    menu_of(popover, entry)["Split…"].trigger()
    page = popover.page
    assert isinstance(page, SplitPage)
    left = "Then {} are left. Both parts together stay 0:45."
    assert (page.first.text(), page.labelled.note.text()) == ("0:22", left.format("0:23"))
    for typed, said in (("45", "The first part must be shorter"), ("0", "The first"), ("x", "“x” is not a duration")):
        page.first.selectAll()
        write(popover, typed)
        assert page.labelled.note.text() == "", "not while it is typed"
        press(popover, Qt.Key.Key_Return)
        assert page.labelled.note.text().startswith(said)
        assert focused(popover) is page.first
        assert len(stage.rows()) == 1
    page.first.selectAll()
    write(popover, "10m")
    assert page.labelled.note.text() == left.format("0:35")
    assert page.parts.accessibleName() == "10:15–10:25 · 0:10, 10:25–11:00 · 0:35"
    page.first.selectAll()
    write(popover, "10m")
    press(popover, Qt.Key.Key_Return)
    assert popover.page is popover.day
    assert [(row.duration_s, row.start_time, row.end_time) for row in reversed(stage.rows())] == [
        (600, time(10, 15), time(10, 25)),
        (2100, time(10, 25), time(11)),
    ]
    click(popover.snackbar.buttons[0])
    assert [row.duration_s for row in stage.rows()] == [2700]


def test_closing_the_split_page_splits_nothing(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    popover = stage.popover()
    popover.open(SplitEntry(entry))
    press(popover, Qt.Key.Key_Escape)
    assert popover.page is popover.day
    assert len(stage.rows()) == 1


# --- the day's figures


def test_the_end_of_the_day_is_shown_while_a_timer_runs_and_is_constant(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 240)
    stage.running(s.WEBSITE, s.CODING, 3600)
    popover = stage.popover()
    words, figure = popover.day.head.words, popover.day.head.figure
    assert words.text() == "3:00 to go · done at 17:04", "three more hours after 14:03:12"
    stage.clock.advance(1799)
    popover.day._on_tick()
    assert (words.text(), figure.text()) == ("2:31 to go · done at 17:04", "5:29 / 8:00")
    popover.day.timer.stop()
    assert words.text() == "2:31 to go"


# --- other days


def test_a_missing_day_is_fetched_and_shown_as_loading(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(Day(WINTER))
    day = popover.day
    assert (day.head.words.text(), day.head.figure.text()) == ("", "– / 8:00")
    waiting = (day.empty, day._view.grey, day._view.runner)
    assert [part.isVisible() for part in waiting] == [False] * 3, "it may take no time at all"
    _wait_for(day._view.grey)
    assert [part.isVisible() for part in waiting] == [False, True, True]
    assert (day.head.words.text(), day.footer.status.accessibleName()) == ("Asking CoffeeCup…", "Syncing…")
    day._view._fetch._on_timeout()
    assert day.head.words.text() == "CoffeeCup is slow today…"
    assert stage.bridge._shown_days == (WINTER, WINTER)
    with stage.store.transaction():
        stage.store.entries.mark_synced(WINTER, WINTER, NOW)
    popover.refresh()
    assert day.empty.words() == "Nothing tracked on this day"
    assert [part.isVisible() for part in waiting] == [True, False, False]
    assert (day.head.words.text(), day.footer.status.accessibleName()) == ("8:00 under", "Synced 14:02")


def _wait_for(widget: QWidget) -> None:
    wait_until(lambda: (QApplication.processEvents(), widget.isVisible())[1], type(widget).__name__)


def test_a_missing_day_is_fetched_when_the_connection_is_back(stage: Stage) -> None:
    stage.offline(NOW - timedelta(minutes=43))
    popover = stage.popover()
    popover.open(Day(WINTER))
    assert popover.day.empty.words() == (
        "Not on this computer yet No connection since 13:20. It loads when you’re back online."
    )
    stage.bridge._shown_days = None
    with stage.store.transaction():
        stage.store.database.write("DELETE FROM setting WHERE name = 'offline_since'")
    popover.refresh()
    assert stage.bridge._shown_days == (WINTER, WINTER)


def test_a_new_day_begins_offline_like_any_other(stage: Stage) -> None:
    old = stage.entry(s.WEBSITE, s.CODING, 60, "Header", day=TODAY - timedelta(days=3))
    with stage.store.transaction():
        stage.store.database.write("DELETE FROM seen")
    stage.offline(NOW - timedelta(hours=6))
    popover = stage.popover()
    assert popover.day.empty.words() == (
        "Nothing tracked yet today Type what you’re working on, or continue from Friday:"
    )
    assert popover.day.head.figure.text() == "0:00 / 8:00"
    popover.day.empty.continue_wanted.emit(old)
    assert stage.profile.timer.running() is not None


def test_a_day_that_was_never_fetched_is_incomplete_even_with_local_entries(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 30, day=WINTER)
    popover = stage.popover()
    popover.open(Day(WINTER))
    figure = popover.day.head.figure
    assert (figure.text(), figure.accessibleName()) == ("≥ 0:30 / 8:00", "at least 30 minutes of 8 hours")
    assert popover.day.head.words.text() == "Not all of this is on this computer yet."
    _wait_for(popover.day._view.runner)
    assert popover.day.list.isVisible()
    assert popover.day.head.words.text() == "Asking CoffeeCup…"


def test_tomorrow_can_be_shown(stage: Stage) -> None:
    popover = stage.popover()
    click(popover.day.head.later)
    assert popover.day.day == TODAY + timedelta(days=1)
    press(popover, Qt.Key.Key_Home, ALT)
    assert popover.day.day == TODAY


# --- from right to left


def test_in_right_to_left_layout_lines_begin_at_the_right(stage: Stage, app: QApplication) -> None:
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        stage.a_day()
        popover = stage.popover()
        head, width = popover.day.head, popover.width()
        assert width - head.earlier.mapTo(popover, head.earlier.rect().bottomRight()).x() == 9, "8 and the pixel itself"
        assert head.figure.mapTo(popover, QPoint(0, 0)).x() == 16
        popover.day.head.title.setFocus()
        press(popover, Qt.Key.Key_3, ALT)
        press(popover, Qt.Key.Key_Left)
        assert "Tuesday, 24 November 2026" in focused(popover).accessibleName(), "left is later"
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_bar_of_a_day_of_two_hundred_entries_has_no_holes(stage: Stage) -> None:
    with stage.store.transaction():
        for number in range(200):
            stage.entry(s.INTERNAL, s.MEETING, number % 50 + 1)
    bar = stage.popover().day.head.bar
    picture = bar.grab().toImage()
    ground, middle = QColor(theme.LIGHT.track), picture.height() // 2
    assert not [x for x in range(picture.width()) if picture.pixelColor(x, middle) == ground]
