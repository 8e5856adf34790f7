"""The timer block: setting the clock, earlier comments, and undo."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from demitasse.domain import settings
from tests.ui import stage as s
from tests.ui.stage import TODAY, Stage
from tests.ui.user_input import CTRL, click, focused, press, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.ui.pages.day.running_header import RunningHeader
    from demitasse.ui.popover.popover import Popover


@pytest.fixture(autouse=True)
def utc() -> Iterator[None]:
    """Set the zone of this process to UTC, as on the stage's clock."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TZ", "UTC")
        _tell_c()
        yield
    _tell_c()


def _tell_c() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


def _block(popover: Popover) -> RunningHeader:
    return popover.day.timer.running


def _in_comment(popover: Popover) -> RunningHeader:
    """Focus the comment of the running entry."""
    block = _block(popover)
    block.comment.setFocus(Qt.FocusReason.TabFocusReason)
    block.comment.selectAll()
    return block


def _so_far(stage: Stage) -> int:
    running = stage.profile.timer.running()
    assert running is not None
    return running.duration_s


# --- the clock


def test_a_click_on_the_clock_sets_how_long_it_has_run(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    block = _block(popover)
    click(block.clock)
    edit = block.clock_edit
    assert focused(popover) is edit.start
    press(popover, Qt.Key.Key_Tab)
    assert focused(popover) is edit.total
    assert (edit.start.text(), edit.total.text(), edit.words.text()) == ("13:53", "0:10", "Started 13:53, 0:10 so far")
    write(popover, "1.5h")
    assert (edit.start.text(), edit.words.text()) == ("12:33", "Started 12:33, 1:30 so far")
    assert _so_far(stage) == 600, "nothing is changed before Enter"
    press(popover, Qt.Key.Key_Return)
    assert (_so_far(stage), block.digits.text()) == (5400, "1:30:00")
    assert popover.snackbar.text() == "Changed Website relaunch · Coding"
    assert focused(popover) is block.clock
    press(popover, Qt.Key.Key_Z, CTRL)
    assert _so_far(stage) == 600


def test_the_start_is_set_by_the_keyboard(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    press(popover, Qt.Key.Key_T, CTRL)
    edit = _block(popover).clock_edit
    assert focused(popover) is edit.start
    write(popover, "9.10")
    assert (edit.total.text(), edit.words.text()) == ("4:53", "Started 9:10, 4:53 so far".replace("9:10", "09:10"))
    press(popover, Qt.Key.Key_Return)
    assert _so_far(stage) == 4 * 3600 + 53 * 60 + 12


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("25:00", "more than 24 hours"),
        ("1e9", "is not a duration"),
        ("-1", "is not a duration"),
        ("", "is not a duration"),
    ],
)
def test_an_impossible_value_is_reported_and_changes_nothing(stage: Stage, typed: str, said: str) -> None:
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    press(popover, Qt.Key.Key_T, CTRL)
    edit = _block(popover).clock_edit
    press(popover, Qt.Key.Key_Tab)
    press(popover, Qt.Key.Key_Delete)
    write(popover, typed)
    assert said in edit.words.text()
    assert edit.total.accessibleDescription() == edit.words.text()
    press(popover, Qt.Key.Key_Return)
    assert (edit.opened, edit.total.text(), _so_far(stage)) == (True, typed, 600)


def test_a_start_in_the_future_is_reported(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    press(popover, Qt.Key.Key_T, CTRL)
    edit = _block(popover).clock_edit
    edit.start.setFocus(Qt.FocusReason.TabFocusReason)
    edit.start.selectAll()
    write(popover, "14:30")
    assert "in the future" in edit.words.text()
    press(popover, Qt.Key.Key_Escape)
    assert (edit.opened, _so_far(stage)) == (False, 600)
    assert popover.page is popover.day, "Esc closes the fields only"


def test_the_clock_goes_on_while_a_value_is_typed(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    press(popover, Qt.Key.Key_T, CTRL)
    edit = _block(popover).clock_edit
    press(popover, Qt.Key.Key_Tab)
    write(popover, "0:3")
    stage.clock.advance(120)
    popover.day._on_tick()
    popover.refresh()
    assert (edit.total.text(), edit.start.text()) == ("0:3", "13:54") or edit.total.text() == "0:3"
    press(popover, Qt.Key.Key_0)
    assert (edit.total.text(), edit.start.text()) == ("0:30", "13:35")
    stage.clock.set_wall(stage.clock.now().wall - timedelta(hours=1))
    press(popover, Qt.Key.Key_Return)
    assert _so_far(stage) == 1800, "the clock was set back while it was typed"


def test_a_stopped_clock_cannot_be_set(stage: Stage) -> None:
    popover = stage.popover()
    press(popover, Qt.Key.Key_T, CTRL)
    assert not _block(popover).isVisibleTo(popover)
    stage.running(s.WEBSITE, s.CODING, 600)
    popover.refresh()
    press(popover, Qt.Key.Key_T, CTRL)
    stage.profile.timer.stop()
    popover.refresh()
    assert not _block(popover).clock_edit.opened, "it was stopped elsewhere"


# --- earlier comments


def _history(stage: Stage) -> None:
    yesterday = TODAY - timedelta(days=1)
    stage.entry(s.MOBILE, s.DESIGN, 5, "Fix the icons", day=yesterday)
    stage.entry(s.WEBSITE, s.REVIEW, 5, "Fix a typo", day=yesterday)
    stage.entry(s.WEBSITE, s.CODING, 5, "Fix the login redirect", day=yesterday - timedelta(days=9))


def test_comments_of_the_task_come_first_and_down_takes_one(stage: Stage) -> None:
    _history(stage)
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    block = _in_comment(popover)
    write(popover, "f")
    assert block.suggestions.lines == [], "one letter is not enough"
    write(popover, "ix")
    assert block.suggestions.lines == ["Fix the login redirect", "Fix a typo", "Fix the icons"]
    assert popover.day.timer.comments.isVisibleTo(popover)
    assert not popover.day.list.isVisibleTo(popover)
    assert popover.day.head.isVisibleTo(popover), "only the list gives way"
    assert block.comment.text() == "fix", "the typed text stays until a comment is taken"
    press(popover, Qt.Key.Key_Down)
    press(popover, Qt.Key.Key_Down)
    assert (block.comment.text(), block.comment.accessibleDescription()) == ("Fix a typo", "Fix a typo")
    assert stage.profile.timesheets.entry(running).comment == ""
    press(popover, Qt.Key.Key_Return)
    assert stage.profile.timesheets.entry(running).comment == "Fix a typo"
    assert popover.snackbar.text() == "Changed Website relaunch · Coding"
    assert block.suggestions.lines == []
    assert popover.day.list.isVisibleTo(popover)


def test_up_and_ctrl_z_restore_what_was_typed(stage: Stage) -> None:
    _history(stage)
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    block = _in_comment(popover)
    write(popover, "fix")
    press(popover, Qt.Key.Key_Down)
    press(popover, Qt.Key.Key_Up)
    assert block.comment.text() == "fix"
    press(popover, Qt.Key.Key_Down)
    press(popover, Qt.Key.Key_Z, CTRL)
    assert block.comment.text() == "fix"


def test_a_click_takes_a_comment_and_keeps_the_focus(stage: Stage) -> None:
    _history(stage)
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    block = _in_comment(popover)
    write(popover, "fix")
    view = popover.day.timer.comments
    spot = view.visualRect(view.model_.index(3)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert block.comment.text() == "Fix the icons"
    assert focused(popover) is block.comment


def test_esc_closes_the_list_and_then_restores_the_comment(stage: Stage) -> None:
    _history(stage)
    stage.running(s.WEBSITE, s.CODING, 600, "Icons")
    popover = stage.popover()
    block = _in_comment(popover)
    write(popover, "fix")
    press(popover, Qt.Key.Key_Escape)
    assert (block.suggestions.lines, block.comment.text()) == ([], "fix")
    press(popover, Qt.Key.Key_Escape)
    assert block.comment.text() == "Icons"


def test_a_poll_changes_neither_the_field_in_use_nor_the_list(stage: Stage) -> None:
    _history(stage)
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    block = _in_comment(popover)
    write(popover, "fix")
    stage.changed_elsewhere(running, "From the phone")
    popover.refresh()
    assert (block.comment.text(), block.suggestions.lines[0]) == ("fix", "Fix the login redirect")
    press(popover, Qt.Key.Key_Down)
    assert block.comment.text() == "Fix the login redirect"
    press(popover, Qt.Key.Key_Tab)
    assert block.suggestions.lines == [], "the list goes with the focus"


def test_enter_without_a_choice_keeps_the_text_and_closes_the_list(stage: Stage) -> None:
    _history(stage)
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    block = _in_comment(popover)
    write(popover, "fix")
    assert block.suggestions.lines
    press(popover, Qt.Key.Key_Return)
    assert block.suggestions.lines == []
    assert stage.rows()[0].comment == "fix"


# --- undo


def test_one_undo_reverts_a_switch(stage: Stage) -> None:
    first = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    press(popover, Qt.Key.Key_N, CTRL)
    write(popover, "mob des")
    press(popover, Qt.Key.Key_Return)
    running = stage.profile.timer.running()
    assert running is not None
    assert running.task == "Design"
    assert popover.snackbar.text() == "Switched to Design"
    click(popover.snackbar.buttons[0])
    running = stage.profile.timer.running()
    assert running is not None
    assert (running.id, running.duration_s) == (first, 600)
    assert [row.id for row in stage.rows()] == [first]


def _comment(popover: Popover) -> None:
    _in_comment(popover)
    write(popover, "Words")
    press(popover, Qt.Key.Key_Return)


def _set_clock(popover: Popover) -> None:
    press(popover, Qt.Key.Key_T, CTRL)
    press(popover, Qt.Key.Key_Tab)
    write(popover, "2:00")
    press(popover, Qt.Key.Key_Return)


_ACTS: dict[str, Callable[[Popover, int], None]] = {
    "start": lambda popover, _: popover.day.timer.start_nth(0),
    "comment": lambda popover, _: _comment(popover),
    "clock": lambda popover, _: _set_clock(popover),
    "stop": lambda popover, _: popover.day.timer.stop(),
    "continue": lambda popover, entry: popover.day.timer.resume(entry),
    "duplicate": lambda popover, entry: popover.day.duplicate(entry),
    "delete": lambda popover, entry: popover.day.delete(entry),
}


@pytest.mark.parametrize("name", _ACTS)
def test_every_action_of_the_day_can_be_undone_for_ten_seconds_and_by_ctrl_z(stage: Stage, name: str) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons")
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    before = stage.rows()
    _ACTS[name](popover, entry)
    after = stage.rows()
    assert after != before
    assert popover.snackbar.buttons
    assert popover.snackbar._time.interval() == (60_000 if name in {"start", "continue"} else 10_000), "a switch"
    popover.day.footer.gear.setFocus()
    press(popover, Qt.Key.Key_Z, CTRL)
    assert _figures(stage.rows()) == _figures(before)
    assert (popover.snackbar.text()[:6], popover.snackbar.buttons[0].text()) == ("Undone", "Redo")
    press(popover, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert _figures(stage.rows()) == _figures(after)
    assert (popover.snackbar.text()[:6], popover.snackbar.buttons[0].text()) == ("Redone", "Undo")


def _figures(rows: tuple[TimesheetRow, ...]) -> list[tuple[int, str, int, bool]]:
    return [(row.id, row.comment, row.duration_s, row.running) for row in rows]


def test_a_hidden_popover_offers_no_undo_and_runs_no_timer(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    _in_comment(popover)
    write(popover, "Words")
    popover.hidden()
    assert stage.profile.timesheets.entry(running).comment == "Words"
    assert not popover.snackbar._time.isActive()


def test_the_system_s_zone_is_followed_while_the_window_runs(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.settings.put(settings.TIME_ZONE, "computer")
    stage.running(s.WEBSITE, s.CODING, 780)
    for zone, shown in (("Europe/Berlin", "14:50"), ("America/New_York", "08:50"), ("Asia/Kathmandu", "19:35")):
        stage.clock.here = ZoneInfo(zone)
        stage.clock.advance(2)
        popover = stage.popover()
        click(_block(popover).clock)
        edit = _block(popover).clock_edit
        assert edit.start.text() == shown
        edit.start.setFocus()
        edit.start.selectAll()
        write(popover, shown.replace("50", "55").replace("35", "40"))
        assert "0:08 so far" in edit.words.text()
        popover.close()
