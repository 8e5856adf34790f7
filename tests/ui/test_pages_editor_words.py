"""The editor shows what saving will change, and keeps typed values apart from changes made elsewhere meanwhile."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget

from demitasse.ui.pages.destinations import AddEntry, EditEntry
from demitasse.ui.pages.editor import EditorPage
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY
from tests.ui.user_input import CTRL, click, focused, press, write

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage


def _editor(popover: Popover) -> EditorPage:
    assert isinstance(popover.page, EditorPage)
    return popover.page


def _note(popover: Popover, field: str) -> str:
    return _editor(popover).form.labelled[field].note.text()


def _retype(popover: Popover, field: QWidget, words: str) -> None:
    field.setFocus(Qt.FocusReason.TabFocusReason)
    press(popover, Qt.Key.Key_A, CTRL)
    write(popover, words)


def _elsewhere(stage: Stage, entry_id: int, **changes: object) -> None:
    """Change an entry as a poll does."""
    entry = stage.existing(entry_id)
    mine = entry.mine._replace(**changes)  # type: ignore[arg-type]
    with stage.store.transaction():
        stage.store.entries.save(entry._replace(mine=mine, base=mine))


# --- what will change


def test_it_shows_what_saving_will_change(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons", start=time(10, 15))
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = _editor(popover)
    assert page.preview.text() == ""
    write(popover, "1:30")
    assert page.preview.text() == "0:45 → 1:30, 10:15–11:45"
    page.day.setFocus()
    press(popover, Qt.Key.Key_Minus)
    press(popover, Qt.Key.Key_Minus)
    assert page.preview.text() == "0:45 → 1:30, 10:15–11:45, moved to Saturday"
    page.form.take_pair((s.INTERNAL, s.MEETING))
    _retype(popover, page.comment, "Other")
    assert page.preview.text().endswith("booked on Internal · Meeting, moved to Saturday, other comment")
    assert page.save_button.accessibleDescription() == page.preview.text()
    write(popover, "\b" * 5)
    assert page.preview.text().endswith("without its comment")
    press(popover, Qt.Key.Key_Return, CTRL)
    row = stage.profile.timesheets.entry(entry)
    assert (row.duration_s, row.day, row.task, row.comment) == (5400, TODAY - timedelta(days=2), "Meeting", "")


def test_the_same_value_in_another_format_is_no_change(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45.5)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    write(popover, "45m")
    assert (_note(popover, "duration"), _editor(popover).preview.text()) == ("= 0:45", "")
    press(popover, Qt.Key.Key_Return)
    assert stage.profile.timesheets.entry(entry).duration_s == 2730, "the seconds that are not shown stay"
    assert popover.day.footer.undo.isHidden()


def test_added_time_is_shown_with_what_it_overlaps(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 60, start=time(10, 0))
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = _editor(popover)
    page.form.take_pair((s.MOBILE, s.DESIGN))
    _retype(popover, page.duration, "9-10:30")
    assert (page.start.text(), page.end.text()) == ("09:00", "10:30")
    assert _note(popover, "duration") == "= 1:30"
    assert page.preview.text() == "Adds 1:30 on Today, 09:00–10:30, overlaps Internal · Meeting, 10:00–11:00"
    _retype(popover, page.duration, "9am-10.00")
    assert page.preview.text() == "Adds 1:00 on Today, 09:00–10:00"
    press(popover, Qt.Key.Key_Return)
    row = stage.rows()[0]
    assert (row.duration_s, row.start_time, row.end_time) == (3600, time(9), time(10))


def test_a_start_and_an_end_move_an_entry(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, start=time(10, 15))
    popover = stage.popover()
    popover.open(EditEntry(entry))
    write(popover, "22-24")
    page = _editor(popover)
    assert (page.start.text(), page.end.text()) == ("22:00", "00:00")
    press(popover, Qt.Key.Key_Return)
    row = stage.profile.timesheets.entry(entry)
    assert (row.duration_s, row.start_time, row.end_time) == (7200, time(22), time(0))


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
    page = _editor(popover)
    _retype(popover, {"duration": page.duration, "start_time": page.start, "end_time": page.end}[field], typed)
    assert said in _note(popover, field)
    assert page.preview.text() == ""
    press(popover, Qt.Key.Key_Return, CTRL)
    assert popover.page is page
    assert said in _note(popover, field)
    row = stage.profile.timesheets.entry(entry)
    assert (row.duration_s, row.start_time) == (2700, time(10, 15))


def test_a_very_long_comment_is_shown_in_part_and_saved_whole(stage: Stage) -> None:
    endless = "word " * 400_000
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    stage.changed_elsewhere(entry, endless)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = _editor(popover)
    assert len(page.comment.toPlainText()) < 3000
    assert "Too long" in _note(popover, "comment")
    page.comment.setFocus()
    write(popover, "x")
    assert not page.dirty
    _retype(popover, page.duration, "2:00")
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
    page = _editor(popover)
    page.comment.setFocus()
    _elsewhere(stage, entry, comment="From the phone", duration_s=3600, task_id=s.TESTING)
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
    page = _editor(popover)
    write(popover, "2:00")
    _elsewhere(stage, entry, duration_s=3600, comment="From the phone")
    press(popover, Qt.Key.Key_Return, CTRL)
    assert _note(popover, "duration") == "Elsewhere this was changed to “1:00”. Save again to keep yours."
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
    _elsewhere(stage, entry, duration_s=3600)
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
    page = _editor(popover)
    assert "deleted elsewhere" in page.notice.words.text()
    assert (page.duration.text(), page.save_button.text(), page.delete_button.isHidden()) == ("2:00", "Add", True)
    press(popover, Qt.Key.Key_Return, CTRL)
    (row,) = stage.rows()
    assert (row.duration_s, row.comment, row.task) == (7200, "Icons", "Design")


def test_the_end_of_a_timer_stopped_elsewhere_can_be_edited(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    popover.open(EditEntry(running))
    page = _editor(popover)
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
    assert _editor(popover).preview.text() == "0:10 → 0:30"
    press(popover, Qt.Key.Key_Return)
    row = stage.profile.timesheets.entry(running)
    assert row.duration_s == 1800
    assert row.day == TODAY - timedelta(days=2), "a timer was never in the future of the clock that is right"


def test_a_new_entry_keeps_its_day_when_the_clock_is_set_back(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = _editor(popover)
    page.form.take_pair((s.MOBILE, s.DESIGN))
    stage.clock.set_wall(NOW - timedelta(days=2))
    popover.refresh()
    _retype(popover, page.duration, "45")
    press(popover, Qt.Key.Key_Return)
    assert [row.day for row in stage.profile.timesheets.day(TODAY).rows] == [TODAY]


# --- the day, without a mouse


def test_a_day_can_be_chosen_by_keys(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(AddEntry(date(2026, 11, 2)))
    page = _editor(popover)
    page.day.setFocus()
    for key, day in (
        (Qt.Key.Key_Plus, date(2026, 11, 3)),
        (Qt.Key.Key_PageUp, date(2026, 10, 27)),
        (Qt.Key.Key_PageDown, date(2026, 11, 3)),
        (Qt.Key.Key_Minus, date(2026, 11, 2)),
        (Qt.Key.Key_T, TODAY),
    ):
        press(popover, key)
        assert page.day.day() == day


def test_a_calendar_opens_and_closes_by_keyboard(stage: Stage, app: QApplication) -> None:
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = _editor(popover)
    page.day.setFocus()
    press(popover, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = app.activePopupWidget()
    assert menu is not None
    assert menu.findChild(QCalendarWidget) is not None
    menu.close()
    click(page.cancel_button)
    assert popover.page is popover.day
