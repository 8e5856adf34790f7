"""The editor says what follows from what is typed, and keeps it apart from changes made elsewhere meanwhile."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from demitasse.ui.pages.destinations import AddEntry, EditEntry
from demitasse.ui.text import formats
from tests.ui import stage as s
from tests.ui.entry_forms import change_elsewhere, edit, editor_of, focus_of, retype
from tests.ui.stage import NOW, TODAY
from tests.ui.user_input import CTRL, focused, press, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage


def _note(popover: Popover, field: str) -> str:
    return editor_of(popover).form.notes[field].text()


# --- what follows


class _Follows(NamedTuple):
    """Typing into an entry of 11:00–11:45: the field, the text, what follows, and duration, start and end after it."""

    field: str
    typed: str
    said: str
    times: tuple[str, str, str]


@pytest.mark.parametrize(
    "case",
    [
        _Follows("duration", "45m", "= 0:45, end stays 11:45", ("45m", "11:00", "11:45")),
        _Follows("duration", "1:30", "= 1:30, end becomes 12:30", ("1:30", "11:00", "12:30")),
        _Follows("duration", "9-10:30", "= 1:30, end becomes 10:30", ("9-10:30", "09:00", "10:30")),
        _Follows("duration", "22-24", "= 2:00, end becomes 00:00", ("22-24", "22:00", "00:00")),
        _Follows("start_time", "10:30", "= 1:15, end stays 11:45", ("1:15", "10:30", "11:45")),
        _Follows("start_time", "9am", "= 2:45, end stays 11:45", ("2:45", "9am", "11:45")),
        _Follows("end_time", "1215", "= 1:15, end becomes 12:15", ("1:15", "11:00", "1215")),
        _Follows("end_time", "12 Uhr", "= 1:00, end becomes 12:00", ("1:00", "11:00", "12 Uhr")),
    ],
)
def test_any_two_times_decide_the_third(stage: Stage, case: _Follows) -> None:
    popover, page = edit(stage, stage.entry(s.MOBILE, s.DESIGN, 45, start=time(11, 0)))
    retype(popover, page.form.labelled[case.field].field, case.typed)
    assert _note(popover, "duration") == case.said
    assert (page.duration.text(), page.start.text(), page.end.text()) == case.times
    page.comment.setFocus(Qt.FocusReason.TabFocusReason)
    assert _note(popover, "duration") == case.said, "also when the field was left"


def test_what_was_typed_stays_and_the_rest_follows(stage: Stage) -> None:
    """A start that is typed letter by letter never changes a duration that was typed before."""
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = editor_of(popover)
    retype(popover, page.duration, "1:30")
    retype(popover, page.start, "9:15")
    assert (page.duration.text(), page.end.text()) == ("1:30", "10:45")
    retype(popover, page.end, "11:15")
    assert (page.duration.text(), page.start.text()) == ("2:00", "9:15"), "what was typed longest ago follows"


@pytest.mark.parametrize(
    ("field", "typed", "times"),
    [
        ("start_time", "9:15", ("0:45", "9:15", "10:00")),
        ("start_time", "11am", ("0:45", "11am", "11:45")),
        ("end_time", "11:45", ("0:45", "11:00", "11:45")),
        ("end_time", "1745", ("0:45", "17:00", "1745")),
        ("duration", "1:15", ("1:15", "", "")),
    ],
)
def test_an_entry_without_times_gets_them(stage: Stage, field: str, typed: str, times: tuple[str, str, str]) -> None:
    """From the first letter to the last the same field follows."""
    popover, page = edit(stage, stage.entry(s.MOBILE, s.DESIGN, 45))
    retype(popover, page.form.labelled[field].field, typed)
    assert (page.duration.text(), page.start.text(), page.end.text()) == times


def test_a_cleared_time_is_saved_as_none(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, start=time(11, 0))
    popover, page = edit(stage, entry)
    for field in (page.start, page.end):
        retype(popover, field, "\b")
    assert page.duration.text() == "0:45"
    press(popover, Qt.Key.Key_Return)
    row = stage.profile.timesheets.entry(entry)
    assert (row.duration_s, row.start_time, row.end_time) == (2700, None, None)


def test_the_start_follows_from_an_end_and_a_duration(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = editor_of(popover)
    retype(popover, page.duration, "45")
    retype(popover, page.end, "11:45")
    assert page.start.text() == "11:00"


def test_an_untouched_form_says_nothing(stage: Stage) -> None:
    _, page = edit(stage, stage.entry(s.MOBILE, s.DESIGN, 45, start=time(11, 0)))
    assert {note.text() for note in page.form.notes.values()} == {""}
    assert page.save_button.accessibleDescription() == ""


def test_the_same_value_in_another_format_is_no_change(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45.5)
    popover, _ = edit(stage, entry)
    write(popover, "45m")
    assert _note(popover, "duration") == "= 0:45"
    press(popover, Qt.Key.Key_Return)
    assert stage.profile.timesheets.entry(entry).duration_s == 2730, "the seconds that are not shown stay"
    assert popover.snackbar.buttons == []


@pytest.mark.parametrize(("field", "typed"), [("duration", "1:30"), ("start_time", "12:33")])
def test_start_and_duration_of_a_running_timer_follow_each_other(stage: Stage, field: str, typed: str) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover, page = edit(stage, running)
    retype(popover, page.form.labelled[field].field, typed)
    assert (page.duration.text(), page.start.text(), page.end.text()) == ("1:30", "12:33", "")
    press(popover, Qt.Key.Key_Return)
    row = stage.profile.timesheets.entry(running)
    assert (row.running, row.duration_s // 60, formats.time_or_empty(row.start_time)) == (True, 90, "12:33")


# --- overlaps


_MEETING = "Overlaps Internal · Meeting, 10:00–11:00"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9-10:30", _MEETING),
        ("10:15-10:45", _MEETING),
        ("9-12", _MEETING),
        ("9am-10.00", ""),
        ("11-12", ""),
        ("13:55-14", "Overlaps Website relaunch · Coding, 13:53–14:03"),
        ("1:30", ""),
    ],
)
def test_an_overlap_is_a_warning_and_does_not_stop_saving(stage: Stage, typed: str, said: str) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 60, start=time(10, 0))
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = editor_of(popover)
    page.form.take_pair((s.MOBILE, s.DESIGN))
    retype(popover, page.duration, typed)
    note = page.form.notes["start_time"]
    assert note.text() == said
    assert note.color == "warn"
    press(popover, Qt.Key.Key_Return)
    assert len(stage.rows()) == 3


def test_an_entry_does_not_overlap_itself(stage: Stage) -> None:
    popover, page = edit(stage, stage.entry(s.MOBILE, s.DESIGN, 45, start=time(11, 0)))
    retype(popover, page.duration, "1:30")
    assert page.form.notes["start_time"].text() == ""


def test_a_moved_entry_is_compared_with_the_entries_of_its_new_day(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, start=time(11, 0))
    stage.entry(s.INTERNAL, s.MEETING, 60, start=time(11, 0), day=TODAY - timedelta(days=1))
    popover, page = edit(stage, entry)
    page.day.setFocus(Qt.FocusReason.TabFocusReason)
    press(popover, Qt.Key.Key_Down)
    assert page.form.notes["start_time"].text() == "Overlaps Internal · Meeting, 11:00–12:00"


# --- mistakes


def test_a_running_timer_has_no_end(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    popover.open(EditEntry(running))
    write(popover, "9-10")
    press(popover, Qt.Key.Key_Return)
    assert _note(popover, "duration") == "The timer runs, so there is no end yet."
    assert stage.profile.timesheets.entry(running).duration_s == 600


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("duration", "25:99", "is not a duration"),
        ("duration", "-1", "is not a duration"),
        ("duration", "1e9", "is not a duration"),
        ("duration", "10-9", "later than the start"),
        ("duration", "25h", "more than 24 hours"),
        ("start_time", "25", "is not a time of day"),
        ("end_time", "9:60", "is not a time of day"),
    ],
)
def test_an_impossible_value_is_reported_at_its_field(stage: Stage, field: str, typed: str, said: str) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, start=time(10, 15))
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = editor_of(popover)
    retype(popover, {"duration": page.duration, "start_time": page.start, "end_time": page.end}[field], typed)
    assert said not in _note(popover, field), "not while it is typed"
    page.comment.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert said in _note(popover, field)
    assert said in focus_of(page, field).accessibleDescription()
    press(popover, Qt.Key.Key_Return, CTRL)
    assert popover.page is page
    assert focused(popover) is focus_of(page, field)
    write(popover, "x")
    assert said not in _note(popover, field), "while it is mended"
    assert focus_of(page, field).accessibleDescription() == ""
    row = stage.profile.timesheets.entry(entry)
    assert (row.duration_s, row.start_time) == (2700, time(10, 15))


def test_a_very_long_comment_is_shown_in_part_and_saved_whole(stage: Stage) -> None:
    endless = "word " * 400_000
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    stage.changed_elsewhere(entry, endless)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = editor_of(popover)
    assert len(page.comment.toPlainText()) < 3000
    assert "Too long" in _note(popover, "comment")
    page.comment.setFocus()
    write(popover, "x")
    assert not page.dirty
    retype(popover, page.duration, "2:00")
    press(popover, Qt.Key.Key_Return)
    row = stage.profile.timesheets.entry(entry)
    assert (row.duration_s, row.comment) == (7200, endless)
    other = stage.entry(s.MOBILE, s.DESIGN, 5, "short")
    popover.open(EditEntry(other))
    assert not page.comment.isReadOnly()


# --- changes made elsewhere meanwhile


def test_only_untouched_fields_follow_a_poll(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons")
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = editor_of(popover)
    page.comment.setFocus()
    change_elsewhere(stage, entry, comment="From the phone", duration_s=3600, task_id=s.TESTING)
    popover.refresh()
    assert (page.comment.toPlainText(), page.duration.text()) == ("Icons", "1:00")
    assert page.form.pair == (s.MOBILE, s.TESTING)
    page.save()
    row = stage.profile.timesheets.entry(entry)
    assert (row.comment, row.duration_s) == ("From the phone", 3600), "nothing was changed, so nothing is saved"


def test_a_value_changed_on_both_sides_is_asked_about_once(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons")
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = editor_of(popover)
    write(popover, "2:00")
    change_elsewhere(stage, entry, duration_s=3600, comment="From the phone")
    press(popover, Qt.Key.Key_Return, CTRL)
    assert _note(popover, "duration") == "Changed to “1:00” on another device. Save again to keep yours."
    assert focused(popover) is page.duration
    assert (stage.profile.timesheets.entry(entry).duration_s, page.duration.text()) == (3600, "2:00")
    press(popover, Qt.Key.Key_Return, CTRL)
    row = stage.profile.timesheets.entry(entry)
    assert (row.duration_s, row.comment) == (7200, "From the phone")


def test_the_same_change_on_both_sides_is_no_question(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    write(popover, "1:00")
    change_elsewhere(stage, entry, duration_s=3600)
    press(popover, Qt.Key.Key_Return, CTRL)
    assert popover.page is popover.day


def test_the_growing_duration_of_a_timer_is_no_question(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    popover.open(EditEntry(running))
    write(popover, "0:30")
    stage.clock.advance(180)
    popover.refresh()
    press(popover, Qt.Key.Key_Return, CTRL)
    assert popover.page is popover.day
    assert stage.profile.timesheets.entry(running).duration_s == 1800


def test_an_entry_deleted_elsewhere_can_be_added_again(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons")
    popover = stage.popover()
    popover.open(EditEntry(entry))
    write(popover, "2:00")
    with stage.store.transaction():
        stage.store.entries.remove(entry)
    popover.refresh()
    page = editor_of(popover)
    assert "deleted elsewhere" in page.notice.words.text()
    assert (page.duration.text(), page.save_button.text(), page.delete_button.isHidden()) == ("2:00", "Add", True)
    press(popover, Qt.Key.Key_Return, CTRL)
    (row,) = stage.rows()
    assert (row.duration_s, row.comment, row.task) == (7200, "Icons", "Design")


def test_the_end_of_a_timer_stopped_elsewhere_can_be_edited(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    popover.open(EditEntry(running))
    page = editor_of(popover)
    assert not page.end.isEnabled()
    stage.profile.timer.stop()
    popover.refresh()
    assert page.end.isEnabled()


def test_setting_the_clock_back_changes_no_typed_value(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    popover.open(EditEntry(running))
    write(popover, "0:3")
    stage.clock.set_wall(NOW - timedelta(days=2, hours=5))
    popover.refresh()
    press(popover, Qt.Key.Key_0)
    press(popover, Qt.Key.Key_Return)
    row = stage.profile.timesheets.entry(running)
    assert row.duration_s == 1800
    assert row.day == TODAY - timedelta(days=2), "a timer was never in the future of the clock that is right"


def test_a_new_entry_keeps_its_day_when_the_clock_is_set_back(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = editor_of(popover)
    page.form.take_pair((s.MOBILE, s.DESIGN))
    stage.clock.set_wall(NOW - timedelta(days=2))
    popover.refresh()
    retype(popover, page.duration, "45")
    press(popover, Qt.Key.Key_Return)
    assert [row.day for row in stage.profile.timesheets.day(TODAY).rows] == [TODAY]
