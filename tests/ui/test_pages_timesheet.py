"""The list of a day: gaps, actions and marks of entries, and other days."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from demitasse.domain.errors import FaultCode
from demitasse.domain.timesheet import Gap
from demitasse.ui.pages.destinations import Day, SplitEntry
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.split import SplitPage
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.entry_row import GapRow
from demitasse.ui.widgets.tips import tip_of
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import CTRL, click, focused, press, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover
    from demitasse.ui.widgets.entry_row import EntryRow

WINTER = date(2026, 1, 7)


def line(popover: Popover, entry_id: int) -> EntryRow:
    """Return the line of an entry, focused."""
    found = popover.day.list.row(entry_id)
    assert found is not None
    found.setFocus(Qt.FocusReason.TabFocusReason)
    return found


def menu_of(popover: Popover, entry_id: int) -> dict[str, QAction]:
    """Open the menu of a line by keyboard and return its actions by title."""
    for old in popover.findChildren(QMenu):
        old.close()
    row = line(popover, entry_id)
    QApplication.sendEvent(row, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5)))
    menu = row.findChildren(QMenu)[-1]
    return {action.text(): action for action in menu.actions() if action.text()}


# --- gaps


def test_a_gap_is_shown_and_a_click_fills_it(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 60, start=time(8))
    stage.entry(s.MOBILE, s.DESIGN, 30, start=time(9, 45))
    popover = stage.popover()
    (gap,) = popover.day._sheet.gaps(lambda moment: moment)  # type: ignore[union-attr]
    shown = popover.day.list.gap(gap)
    assert shown is not None
    assert shown.accessibleName() == "09:00 – 09:45 nothing tracked, 45 minutes"
    click(shown)
    page = popover.page
    assert isinstance(page, EditorPage)
    assert (page.start.text(), page.end.text(), page.duration.text()) == ("09:00", "09:45", "0:45")
    assert not page.dirty, "nothing was typed yet, so leaving costs nothing"


def test_the_keyboard_walks_over_gaps_and_enter_fills_one(stage: Stage) -> None:
    first = stage.entry(s.INTERNAL, s.MEETING, 60, start=time(8))
    second = stage.entry(s.MOBILE, s.DESIGN, 30, start=time(9, 45))
    popover = stage.popover()
    line(popover, second)
    press(popover, Qt.Key.Key_Down)
    assert focused(popover) is popover.day.list.gap(Gap(time(9), time(9, 45), second))
    press(popover, Qt.Key.Key_Down)
    assert focused(popover) is popover.day.list.row(first)
    press(popover, Qt.Key.Key_Up)
    press(popover, Qt.Key.Key_Return)
    assert isinstance(popover.page, EditorPage)


def test_a_filled_gap_disappears(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 60, start=time(8))
    stage.entry(s.MOBILE, s.DESIGN, 30, start=time(9, 45))
    popover = stage.popover()
    stage.entry(s.INTERNAL, s.MEETING, 45, start=time(9))
    popover.refresh()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert popover.day.list.findChildren(GapRow) == []


# --- actions of an entry


def test_the_menu_lists_all_actions_and_their_keys(stage: Stage) -> None:
    entry = stage.entry(s.INTERNAL, s.MEETING, 60)
    popover = stage.popover()
    menu = menu_of(popover, entry)
    assert list(menu) == ["Continue", "Edit…", "Duplicate", "Split…", "Delete"]
    assert [action.property("key") for action in menu.values()] == ["Space", "↵", "", "", "Del"]
    assert all(action.isEnabled() for action in menu.values())
    menu["Duplicate"].trigger()
    assert [row.duration_s for row in stage.rows()] == [3600, 3600]
    assert popover.snackbar.text() == "Duplicated Internal · Meeting"
    press(popover, Qt.Key.Key_Z, CTRL)
    assert len(stage.rows()) == 1


@pytest.mark.parametrize(("key", "shift"), [(Qt.Key.Key_Menu, False), (Qt.Key.Key_F10, True)])
def test_the_menu_opened_by_key_selects_its_first_action(stage: Stage, key: Qt.Key, shift: bool) -> None:
    entry = stage.entry(s.INTERNAL, s.MEETING, 60)
    popover = stage.popover()
    row = line(popover, entry)
    press(popover, key, Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier)
    menu = row.findChildren(QMenu)[-1]
    assert menu.isVisible()
    chosen = menu.activeAction()
    assert chosen is not None
    assert chosen.text().startswith("Continue")


def test_the_button_of_a_line_opens_its_menu(stage: Stage) -> None:
    entry = stage.entry(s.INTERNAL, s.MEETING, 60)
    row = line(stage.popover(), entry)
    assert row._more is not None
    click(row._more)
    assert row.findChildren(QMenu)[-1].isVisible()


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
    row, reason = line(popover, entry), "It has been billed. Ask your CoffeeCup admin to unlock it."
    assert ("billed" in row.accessibleName(), row.accessibleDescription()) == (True, reason)
    assert reason in tip_of(row)
    enabled = {title for title, action in menu_of(popover, entry).items() if action.isEnabled()}
    assert enabled == {"Continue", "Duplicate"}
    press(popover, Qt.Key.Key_Escape)
    line(popover, entry)
    press(popover, Qt.Key.Key_Delete)
    assert popover.day.notice.words.text() == reason
    assert len(stage.rows()) == 1


def test_a_rejected_entry_shows_what_to_do_and_is_sent_again(stage: Stage) -> None:
    entry = stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, sent=False)
    stage.rejected(entry, "The task is archived.")
    popover = stage.popover()
    reason = "CoffeeCup did not take it: “The task is archived.” Open it to change it, or send it again."
    assert line(popover, entry).accessibleDescription() == reason
    menu_of(popover, entry)["Send again"].trigger()
    assert popover.day.footer.status.shown_text() == "1 waiting since 14:03"
    assert "waiting" in line(popover, entry).accessibleName()


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
    hint = popover.day.head.hint
    assert hint.text() == "done at 17:04", "three more hours after 14:03:12"
    stage.clock.advance(1799)
    popover.day._on_tick()
    assert (hint.text(), popover.day.head.figure.text()) == ("done at 17:04", "5:29 / 8:00")
    popover.day.stop()
    assert hint.text() == ""


# --- other days


def test_a_missing_day_is_fetched_and_shown_as_loading(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(Day(WINTER))
    assert popover.day.empty.words().startswith("Loading…")
    assert stage.bridge._shown_days == (WINTER, WINTER)
    with stage.store.transaction():
        stage.store.entries.mark_synced(WINTER, WINTER, NOW)
    popover.refresh()
    assert popover.day.empty.words().startswith("Nothing tracked on this day")


def test_a_missing_day_is_fetched_when_the_connection_is_back(stage: Stage) -> None:
    stage.offline(NOW - timedelta(minutes=43))
    popover = stage.popover()
    popover.open(Day(WINTER))
    assert popover.day.empty.words() == (
        "Not on this computer yet No connection since 13:20. It is fetched as soon as there is one."
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
    assert popover.day.empty.words() == "Nothing tracked yet today Start a timer, or continue from Friday:"
    assert popover.day.head.figure.text() == "0:00 / 8:00"
    popover.day.empty.continue_wanted.emit(old)
    assert stage.profile.timer.running() is not None


def test_a_day_that_was_never_fetched_is_incomplete_even_with_local_entries(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 30, day=WINTER)
    popover = stage.popover()
    popover.open(Day(WINTER))
    figure = popover.day.head.figure
    assert (figure.text(), figure.accessibleName()) == ("≥ 0:30 / 8:00", "at least 30 minutes of 8 hours")


def test_tomorrow_can_be_shown(stage: Stage) -> None:
    popover = stage.popover()
    click(popover.day.head.later)
    assert popover.day.day == TODAY + timedelta(days=1)
    press(popover, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert popover.day.day == TODAY


# --- from right to left


def test_in_right_to_left_layout_lines_begin_at_the_right(stage: Stage, app: QApplication) -> None:
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        stage.a_day()
        popover = stage.popover()
        head, width = popover.day.head, popover.width()
        assert width - head.title.mapTo(popover, head.title.rect().bottomRight()).x() == 17, "16 and the pixel itself"
        assert head.week.mapTo(popover, QPoint(0, 0)).x() == 8
        popover.day.head.title.setFocus()
        press(popover, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
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
    ground, middle = QColor(theme.LIGHT.raised), picture.height() // 2
    assert not [x for x in range(picture.width()) if picture.pixelColor(x, middle) == ground]
