"""Project and comment of a line as fields, favourites, and how many keys the common jobs take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from demitasse.domain.settings import OFFER_DISCARD
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.switch import LinePage
from tests.ui import stage as s
from tests.ui.stage import TODAY
from tests.ui.user_input import CTRL, NO_KEY, click, focused, press, shown, write

if TYPE_CHECKING:
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.ui.pages.line_control import LineControl
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage

Key = Qt.Key
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def _line(popover: Popover) -> LineControl:
    return popover.page.line if isinstance(popover.page, LinePage) else popover.day.timer.line


def _running(stage: Stage) -> TimesheetRow:
    row = stage.profile.timer.running()
    assert row is not None
    return row


# --- Tab


def test_tab_turns_the_card_into_fields_and_esc_leads_back(stage: Stage) -> None:
    stage.entry(s.WEBSITE, s.CODING, 30, "Fix the login redirect", day=TODAY - timedelta(days=1))
    popover = stage.popover()
    write(popover, "web cod: fix log")
    press(popover, Key.Key_Tab)
    details = popover.day.timer.stopped.details
    assert (focused(popover), details.comment.text()) == (details.comment, "fix log")
    assert not _line(popover).card.isVisibleTo(popover)
    assert popover.day.head.isVisibleTo(popover), "the day is there again"
    press(popover, Key.Key_Backspace)
    assert details.suggestions.lines == ["Fix the login redirect"]
    press(popover, Key.Key_Escape)
    press(popover, Key.Key_Escape)
    assert focused(popover) is _line(popover).input
    press(popover, Key.Key_Down)
    press(popover, Key.Key_Tab)
    press(popover, Key.Key_A, CTRL)
    write(popover, "fix")
    press(popover, Key.Key_Down)
    press(popover, Key.Key_Return)
    assert (_running(stage).task, _running(stage).comment) == ("Coding", "Fix the login redirect")


def test_tab_completes_a_booking_on_the_page_that_adds_time(stage: Stage) -> None:
    popover = stage.popover()
    write(popover, "yesterday 9-10:30 int meet: planning")
    press(popover, Key.Key_Tab)
    page = shown(popover, EditorPage)
    form = page.form
    assert (form.pair, form.comment.toPlainText(), form.day.day()) == (
        (s.INTERNAL, s.MEETING), "planning", TODAY - timedelta(days=1),
    )  # fmt: skip
    assert (form.duration.text(), form.start.text(), form.end.text()) == ("1:30", "09:00", "10:30")
    page.save()
    (row,) = stage.profile.timesheets.day(TODAY - timedelta(days=1)).rows
    assert (row.task, row.duration_s, row.comment) == ("Meeting", 5400, "planning")


def test_tab_on_the_page_that_changes_edits_the_comment_too(stage: Stage) -> None:
    entry_id = stage.a_day()
    popover = stage.popover()
    click(popover.day.timer.running.pair)
    write(popover, "mob des")
    press(popover, Key.Key_Tab)
    page: Any = popover.page
    assert page.header.details.comment.text() == "Fix the login redirect on Safari"
    write(popover, " and Chrome")
    press(popover, Key.Key_Return)
    assert (_running(stage).id, _running(stage).task) == (entry_id, "Design")
    assert _running(stage).comment == "Fix the login redirect on Safari and Chrome"


# --- favourites


def test_ctrl_d_stars_the_task_that_enter_takes(stage: Stage) -> None:
    popover = stage.popover()
    write(popover, "web cod")
    press(popover, Key.Key_D, CTRL)
    assert stage.profile.timesheets.favourites() == {(s.WEBSITE, s.CODING)}
    press(popover, Key.Key_D, CTRL)
    assert stage.profile.timesheets.favourites() == set()


def test_ctrl_1_to_5_start_favourites_and_then_recent_tasks(stage: Stage) -> None:
    stage.entry(s.MOBILE, s.DESIGN, 5)
    stage.entry(s.INTERNAL, s.MEETING, 5)
    stage.profile.timesheets.star(s.WEBSHOP, s.COPY, on=True)
    popover = stage.popover()
    for key, task in ((Key.Key_1, "Copy writing"), (Key.Key_2, "Design"), (Key.Key_1, "Copy writing")):
        stage.clock.advance(60)
        press(popover, key, CTRL)
        assert _running(stage).task == task, "what runs is not counted"
    press(popover, Key.Key_5, CTRL)
    assert _running(stage).task == "Copy writing", "there are fewer than five"


# --- the ten commonest jobs of design 12 that concern the line


class Keys:
    """A keyboard that counts: a text counts once, Enter behind it is part of it."""

    def __init__(self, popover: Popover) -> None:
        self._popover = popover
        self.pressed = 0

    def press(self, key: Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press a key."""
        self.pressed += 1
        press(self._popover, key, modifiers)

    def enter(self, words: str) -> None:
        """Type a text, letter by letter, and press Enter."""
        for letter in words:
            write(self._popover, letter)
        press(self._popover, Key.Key_Return)


def test_common_jobs_take_few_keys(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 30, day=TODAY - timedelta(days=1))
    popover = stage.popover()
    keys = Keys(popover)
    keys.enter("web cod")
    assert (keys.pressed, _running(stage).task) == (0, "Coding"), "start a task: at most 2 keys and a text"
    stage.clock.advance(1800)

    keys = Keys(popover)
    keys.press(Key.Key_Colon)
    keys.enter("Fix login")
    assert (keys.pressed, _running(stage).comment) == (1, "Fix login"), "comment: a key, a text and Enter"

    keys = Keys(popover)
    keys.press(Key.Key_T, CTRL)
    keys.enter("13:30")
    began = _running(stage).started_at
    assert (keys.pressed, began.minute if began else None) == (1, 30), "correct the start: 2 keys and a text"

    keys = Keys(popover)
    popover.day.setFocus()
    keys.enter("yesterday 1h int meet: review")
    assert keys.pressed == 0, "add yesterday: one line and Enter"
    assert sum(row.duration_s for row in stage.profile.timesheets.day(TODAY - timedelta(days=1)).rows) == 5400

    keys = Keys(popover)
    popover.day.setFocus()
    for letter in "mob des":
        write(popover, letter)
    keys.press(Key.Key_Return, SHIFT)
    assert (keys.pressed, _running(stage).task) == (1, "Design"), "change its project: at most 3 keys and a text"
    assert _running(stage).comment == "Fix login"

    keys = Keys(popover)
    stage.clock.advance(60)
    keys.press(Key.Key_1, CTRL)
    assert (keys.pressed, _running(stage).task) == (1, "Meeting"), "switch to a recent task: 1 key"

    keys = Keys(popover)
    stage.clock.advance(60)
    keys.press(Key.Key_S, CTRL)
    assert (keys.pressed, stage.profile.timer.running()) == (1, None), "stop: 1 key"
    keys.press(Key.Key_S, CTRL)
    assert (keys.pressed, _running(stage).task) == (2, "Meeting"), "continue the last one: 1 key"


# --- after a switch


def test_after_the_comment_is_stored_the_next_words_are_a_new_line(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    write(popover, ":")
    write(popover, "Login form")
    press(popover, Key.Key_Return)
    write(popover, "i")
    write(popover, "nt")
    assert isinstance(popover.page, LinePage)
    assert popover.page.line.input.text() == "int"
    assert stage.profile.timesheets.entry(running).comment == "Login form"


def test_for_a_minute_a_switch_can_become_a_change(stage: Stage) -> None:
    entry_id = stage.a_day()
    popover = stage.popover()
    press(popover, Key.Key_N, CTRL)
    write(popover, "mob des")
    press(popover, Key.Key_Return)
    stage.clock.advance(30)
    assert popover.snackbar.text() == "Switched to Design"
    assert [button.text() for button in popover.snackbar.buttons] == ["Change the entry instead"]
    assert popover.snackbar._time.interval() == 60_000
    click(popover.snackbar.buttons[0])
    row = _running(stage)
    assert (row.id, row.task, row.comment) == (entry_id, "Design", "Fix the login redirect on Safari")
    assert row.duration_s == 5047 + 30, "it runs on with its time"
    assert [each.task for each in stage.rows() if each.running] == ["Design"]


def test_a_timer_that_ran_for_seconds_is_kept_and_can_be_discarded(stage: Stage) -> None:
    popover = stage.popover()
    for query in ("web cod", "mob des"):
        press(popover, Key.Key_N, CTRL)
        write(popover, query)
        press(popover, Key.Key_Return)
        stage.clock.advance(40)
    assert popover.snackbar.text() == "Coding ran for 40 seconds"
    assert sorted(row.task for row in stage.rows()) == ["Coding", "Design"], "it is kept without a question"
    assert [button.text() for button in popover.snackbar.buttons] == ["Discard", "Keep"]
    click(popover.snackbar.buttons[0])
    assert [row.task for row in stage.rows()] == ["Design"]
    assert _running(stage).task == "Design"


@pytest.mark.parametrize(
    ("ran_s", "offers", "words", "buttons"),
    [
        (1, True, "Coding ran for 1 second", ["Discard", "Undo"]),
        (59, True, "Coding ran for 59 seconds", ["Discard", "Undo"]),
        (60, True, "Stopped Website relaunch · Coding, 0:01", ["Undo"]),
        (59, False, "Stopped Website relaunch · Coding, 0:00", ["Undo"]),
    ],
)
def test_a_stop_within_a_minute_offers_to_discard_the_timer(
    stage: Stage, ran_s: int, offers: bool, words: str, buttons: list[str]
) -> None:
    stage.profile.settings.put(OFFER_DISCARD, offers)
    popover = stage.popover()
    press(popover, Key.Key_N, CTRL)
    write(popover, "web cod")
    press(popover, Key.Key_Return)
    stage.clock.advance(ran_s)
    press(popover, Key.Key_S, CTRL)
    assert popover.snackbar.text() == words
    assert [button.text() for button in popover.snackbar.buttons] == buttons
    assert [row.task for row in stage.rows()] == ["Coding"], "it is kept without a question"
    if "Discard" in buttons:
        click(popover.snackbar.buttons[0])
        assert not stage.rows()
        assert popover.snackbar.text() == "Deleted Website relaunch · Coding"


def test_with_the_setting_off_a_short_timer_is_an_ordinary_switch(stage: Stage) -> None:
    stage.profile.settings.put(OFFER_DISCARD, False)
    popover = stage.popover()
    for query in ("web cod", "mob des"):
        press(popover, Key.Key_N, CTRL)
        write(popover, query)
        press(popover, Key.Key_Return)
        stage.clock.advance(40)
    assert popover.snackbar.text() == "Switched to Design"
    assert [button.text() for button in popover.snackbar.buttons] == ["Change the entry instead"]
