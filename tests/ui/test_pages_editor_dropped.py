"""What was typed into a form and dropped comes back, and so does the focus."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from demitasse.ui.pages.destinations import AddEntry, EditEntry, SplitEntry
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.split import SplitPage
from tests.ui import stage as s
from tests.ui.entry_forms import change_elsewhere, edit, editor_of, retype
from tests.ui.stage import TODAY
from tests.ui.user_input import CTRL, click, focused, press, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage


def _drop(popover: Popover, how: str) -> None:
    page = popover.page
    assert isinstance(page, EditorPage)
    {
        "esc": lambda: press(popover, Qt.Key.Key_Escape),
        "cancel": lambda: click(page.cancel_button),
        "back": lambda: click(page.head.back),
    }[how]()
    assert popover.page is popover.day


@pytest.mark.parametrize("how", ["esc", "cancel", "back"])
def test_dropped_changes_come_back_as_they_were(stage: Stage, how: str) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons", start=time(11, 0))
    popover, page = edit(stage, entry)
    page.form.take_pair((s.INTERNAL, s.MEETING))
    retype(popover, page.comment, "Planning")
    page.day.setFocus()
    press(popover, Qt.Key.Key_Down)
    retype(popover, page.start, "1x")
    retype(popover, page.duration, "1:15")
    before = page.form.values()
    _drop(popover, how)
    assert popover.snackbar.text() == "Changes dropped"
    assert stage.profile.timesheets.entry(entry).comment == "Icons"
    click(popover.snackbar.buttons[0])
    page = editor_of(popover)
    assert page.form.values() == before
    assert focused(popover) is page.duration
    assert page.form.touched == {"pair", "comment", "day", "duration", "start_time"}
    retype(popover, page.start, "10:30")
    press(popover, Qt.Key.Key_Return, CTRL)
    row = stage.profile.timesheets.entry(entry)
    assert (row.task, row.comment, row.day) == ("Meeting", "Planning", TODAY - timedelta(days=1))
    assert (row.start_time, row.duration_s) == (time(10, 30), 4500), "the duration was typed later than the end"


def test_ctrl_z_undoes_what_the_message_offers_and_no_tracked_time(stage: Stage) -> None:
    popover, page = edit(stage, stage.entry(s.MOBILE, s.DESIGN, 45, "Icons"))
    stage.profile.timer.start(s.INTERNAL, s.MEETING)
    retype(popover, page.duration, "1:15")
    _drop(popover, "esc")
    press(popover, Qt.Key.Key_Z, CTRL)
    assert editor_of(popover).duration.text() == "1:15"
    assert [row.task for row in stage.rows() if row.running] == ["Meeting"]
    _drop(popover, "esc")
    click(popover.snackbar.close_button)
    press(popover, Qt.Key.Key_Z, CTRL)
    assert popover.snackbar.text().startswith("Undone: start"), "the message is gone, and so is its offer"


def test_a_new_entry_comes_back_too(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(AddEntry(TODAY - timedelta(days=1), (time(9), time(10))))
    retype(popover, editor_of(popover).comment, "Sketches")
    _drop(popover, "esc")
    click(popover.snackbar.buttons[0])
    page = editor_of(popover)
    assert (page.comment.toPlainText(), page.start.text(), page.head.title.text()) == ("Sketches", "09:00", "Add time")
    assert page.form.touched == {"comment"}


def test_what_came_from_elsewhere_meanwhile_is_kept(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons")
    popover, page = edit(stage, entry)
    retype(popover, page.duration, "1:15")
    _drop(popover, "esc")
    change_elsewhere(stage, entry, comment="From the phone")
    click(popover.snackbar.buttons[0])
    page = editor_of(popover)
    assert (page.comment.toPlainText(), page.duration.text()) == ("From the phone", "1:15")


def test_leaving_without_changes_says_nothing(stage: Stage) -> None:
    popover, _ = edit(stage, stage.entry(s.MOBILE, s.DESIGN, 45))
    _drop(popover, "esc")
    assert popover.snackbar.text() == ""


def test_an_entry_deleted_meanwhile_does_not_come_back(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    popover, page = edit(stage, entry)
    retype(popover, page.duration, "1:15")
    _drop(popover, "esc")
    stage.profile.timesheets.delete(entry)
    click(popover.snackbar.buttons[0])
    assert popover.page is popover.day
    other = stage.entry(s.INTERNAL, s.MEETING, 5)
    popover.open(EditEntry(other))
    assert not editor_of(popover).dirty, "what was typed belongs to the other entry"


def test_a_dropped_split_comes_back(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, start=time(11, 0))
    popover = stage.popover()
    popover.open(SplitEntry(entry))
    write(popover, "0:10")
    press(popover, Qt.Key.Key_Escape)
    assert popover.snackbar.text() == "Changes dropped"
    click(popover.snackbar.buttons[0])
    page = popover.page
    assert isinstance(page, SplitPage)
    assert page.first.text() == "0:10"
    page.rest.click()
    page._on_picked(s.INTERNAL, s.MEETING)
    press(popover, Qt.Key.Key_Return, CTRL)
    assert [(row.task, row.duration_s) for row in stage.rows()] == [("Meeting", 2100), ("Design", 600)]


@pytest.mark.parametrize("how", ["esc", "cancel", "back"])
def test_leaving_returns_the_focus_to_what_opened_the_page(stage: Stage, how: str) -> None:
    for minutes in (45, 5):
        stage.entry(s.MOBILE, s.DESIGN, minutes)
    popover = stage.popover()
    while focused(popover) is not popover.day.list:
        press(popover, Qt.Key.Key_Tab)
    press(popover, Qt.Key.Key_End)
    line = popover.day.list.current_line()
    assert line is not None
    press(popover, Qt.Key.Key_Return)
    assert editor_of(popover)._row == popover.day.list.row(line.key)  # type: ignore[arg-type]
    _drop(popover, how)
    assert focused(popover) is popover.day.list
    assert popover.day.list.current_line() == line
