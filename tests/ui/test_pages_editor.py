"""The entry editor: edit, add and delete; durations as text; errors shown at their field."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from demitasse.domain.entries import EntryState
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.ui.pages.destinations import AddEntry, Day, EditEntry, SplitEntry
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.picker import PickerPage
from demitasse.ui.text import formats
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.fields import PairField
from tests.ui import stage as s
from tests.ui.entry_forms import editor_of, focus_of, retype
from tests.ui.stage import TODAY
from tests.ui.user_input import CTRL, at_line, click, focused, press, write

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage


def _editor(popover: Popover) -> EditorPage:
    assert isinstance(popover.page, EditorPage)
    return popover.page


def _note(popover: Popover, field: str) -> str:
    return _editor(popover).form.notes[field].text()


def test_enter_on_a_line_edits_it(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons", start=time(10, 15))
    popover = stage.popover()
    at_line(popover, entry)
    press(popover, Qt.Key.Key_Return)
    page = _editor(popover)
    assert focused(popover) is page.duration
    write(popover, "1.5h")  # all of it was selected
    assert (_note(popover, "duration"), page.end.text()) == ("= 1:30, end becomes 11:45", "11:45")
    press(popover, Qt.Key.Key_Return, CTRL)
    row = stage.profile.timesheets.entry(entry)
    assert (row.duration_s, row.start_time, row.end_time) == (5400, time(10, 15), time(11, 45))
    assert (row.state, row.comment) == (EntryState.WAITING, "Icons")
    assert popover.page is popover.day
    assert popover.snackbar.text() == "Changed Mobile app · Design"


def test_only_changed_fields_are_saved(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45.5, "Two\nlines")
    popover = stage.popover()
    popover.open(EditEntry(entry))
    _editor(popover).comment.setPlainText("One line")
    _editor(popover).save()
    row = stage.profile.timesheets.entry(entry)
    assert (row.comment, row.duration_s) == ("One line", 2730), "the seconds that are not shown are not cut off"


def test_saving_without_a_change_writes_nothing(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    before = stage.profile.history.undoable()
    popover = stage.popover()
    popover.open(EditEntry(entry))
    press(popover, Qt.Key.Key_Return, CTRL)
    assert popover.page is popover.day
    assert stage.profile.history.undoable() == before
    assert stage.profile.timesheets.entry(entry).state is EntryState.SYNCED


@pytest.mark.parametrize("typed", ["25:99", "-1", "abc", "1:2:3:4", "999999999"])
def test_an_impossible_duration(stage: Stage, typed: str) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    write(popover, typed)
    press(popover, Qt.Key.Key_Return, CTRL)
    assert popover.page is not popover.day
    assert "is" in _note(popover, "duration")
    assert _editor(popover).duration.text() == typed
    assert focused(popover) is _editor(popover).duration
    assert stage.profile.timesheets.entry(entry).duration_s == 2700


def test_an_end_before_the_start_is_reported_at_its_field(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, start=time(10, 15))
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = _editor(popover)
    page.end.setFocus()
    page.end.selectAll()
    write(popover, "9:00")
    page.save()
    assert popover.page is page
    assert _note(popover, "end_time") == "The end has to be later than the start."
    assert _note(popover, "duration") == "", "nothing follows from a mistake"


def test_the_end_sets_the_duration(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, start=time(10, 15))
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = _editor(popover)
    page.end.setFocus()
    page.end.selectAll()
    write(popover, "1215")
    assert page.duration.text() == "2:00"
    press(popover, Qt.Key.Key_Return)
    row = stage.profile.timesheets.entry(entry)
    assert (row.duration_s, row.end_time) == (7200, time(12, 15))


def test_esc_changes_nothing(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    write(popover, "9:00")
    press(popover, Qt.Key.Key_Escape)
    assert popover.page is popover.day
    assert stage.profile.timesheets.entry(entry).duration_s == 2700
    popover.open(EditEntry(entry))
    assert _editor(popover).duration.text() == "0:45"


def test_a_poll_never_replaces_typed_text(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons")
    popover = stage.popover()
    popover.open(EditEntry(entry))
    write(popover, "9:0")
    stage.changed_elsewhere(entry, "From the phone")
    popover.refresh()
    assert _editor(popover).duration.text() == "9:0"
    press(popover, Qt.Key.Key_0)
    press(popover, Qt.Key.Key_Return, CTRL)
    row = stage.profile.timesheets.entry(entry)
    assert (row.duration_s, row.comment) == (32400, "From the phone"), "only the duration was typed"


def test_hiding_and_showing_keeps_the_form(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    write(popover, "2:2")
    popover.hidden()
    popover.hide()
    popover.show()
    popover.shown()
    assert _editor(popover).duration.text() == "2:2"


def test_delete_and_undo(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    click(_editor(popover).delete_button)
    assert stage.rows() == ()
    press(popover, Qt.Key.Key_Z, CTRL)
    assert stage.rows() == (), "in the line, Ctrl+Z is the text's alone"
    click(popover.snackbar.buttons[0])
    assert [row.id for row in stage.rows()] == [entry]


def test_add_by_hand_with_the_keyboard_alone(stage: Stage) -> None:
    popover = stage.popover()
    press(popover, Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    page = _editor(popover)
    press(popover, Qt.Key.Key_Space)
    write(popover, "mob des")
    press(popover, Qt.Key.Key_Return)
    assert popover.page is page
    page.comment.setFocus()
    write(popover, "Sketches")
    page.start.setFocus()
    write(popover, "9")
    page.duration.setFocus()
    write(popover, "1h30")
    assert page.end.text() == "10:30"
    page.day.set_day(TODAY - timedelta(days=1))
    press(popover, Qt.Key.Key_Return)
    (row,) = stage.profile.timesheets.day(date(2026, 11, 22)).rows
    assert (row.project, row.task, row.comment, row.duration_s) == ("Mobile app", "Design", "Sketches", 5400)
    assert (row.start_time, row.end_time) == (time(9), time(10, 30))
    assert stage.rows() == ()


def test_a_missing_value_is_reported_at_its_field(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = _editor(popover)
    page.save()
    assert _note(popover, "pair") == "Pick what this time was for."
    page.form.take_pair((s.MOBILE, s.DESIGN))
    page.save()
    assert "is not a duration" in _note(popover, "duration")
    assert popover.page is page


def test_esc_in_the_picker_returns_to_the_form(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = _editor(popover)
    page.duration.setText("45")
    click(page.pair.field)
    press(popover, Qt.Key.Key_Escape)
    assert popover.page is page
    assert page.duration.text() == "45"


def test_a_running_entry_is_set_by_its_duration(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    popover.open(EditEntry(running))
    assert not _editor(popover).end.isEnabled()
    write(popover, "0:30")
    press(popover, Qt.Key.Key_Return)
    row = stage.profile.timesheets.entry(running)
    assert (row.duration_s, row.running) == (1800, True)


def test_a_rejected_entry_is_sent_again(stage: Stage) -> None:
    entry = stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, sent=False)
    stage.rejected(entry, "The task is archived.")
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = _editor(popover)
    assert page.notice.words.text() == "CoffeeCup rejected it: “The task is archived.”"
    click(page.notice.action)
    assert stage.profile.timesheets.entry(entry).state is EntryState.WAITING


def _apply(scheme: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, scheme)
    app.processEvents()


def _ink(field: QWidget) -> str:
    return field.palette().color(QPalette.ColorRole.Text).name().upper()


def test_a_locked_entry_shows_the_reason(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    with stage.store.transaction():
        stage.store.entries.save(stage.existing(entry), locked=FaultCode.ENTRY_BILLED)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = _editor(popover)
    assert page.notice.words.text() == "This entry has been billed. Ask your CoffeeCup admin to unlock it."
    write(popover, "9:00")
    page.comment.setFocus()
    write(popover, "x")
    page.day.setFocus()
    press(popover, Qt.Key.Key_Plus)
    assert not page.dirty, "everything can be read and nothing changed"
    assert not page.form.pair_field.isEnabled()
    assert page.save_button.isHidden()
    assert page.delete_button.isHidden()
    fields = (page.comment, page.day, page.duration, page.start, page.end)
    assert {_ink(field) for field in fields} == {theme.tokens(page).faint}
    _apply("dark")
    assert {_ink(field) for field in fields} == {theme.DARK.faint}, "also after the colours have changed"
    _apply("light")
    press(popover, Qt.Key.Key_Return, CTRL)
    assert popover.page is popover.day
    other = stage.entry(s.MOBILE, s.DESIGN, 5)
    popover.open(EditEntry(other))
    write(popover, "9:00")
    assert page.duration.text() == "9:00", "the next one is free"
    assert {_ink(field) for field in fields} == {theme.tokens(page).text}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("9", time(9)), ("9:30", time(9, 30)), ("9.30", time(9, 30)), ("0930", time(9, 30)), ("9h", time(9)), (" ", None)],
)
def test_times_as_people_write_them(typed: str, meant: time | None) -> None:
    assert formats.parse_time(typed, "start_time") == meant


@pytest.mark.parametrize("typed", ["24:00", "9:60", "noon", "-1", "99999"])
def test_invalid_times(typed: str) -> None:
    with pytest.raises(BadInput) as caught:
        formats.parse_time(typed, "start_time")
    assert caught.value.field == "start_time"


def test_a_form_with_input_is_kept(stage: Stage) -> None:
    entry, other = stage.entry(s.MOBILE, s.DESIGN, 45), stage.entry(s.INTERNAL, s.MEETING, 5)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    write(popover, "3:33")
    popover.open(AddEntry(TODAY))
    popover.open(EditEntry(other))
    assert _editor(popover).duration.text() == "3:33"
    popover.open(Day())
    popover.open(EditEntry(entry))
    assert _editor(popover).duration.text() == "3:33", "nor one whose page was left for the day"


_BAD = {"day": "someday", "duration": "1:3x", "start_time": "13:75", "end_time": "25"}


@pytest.mark.parametrize(
    "wrong",
    [
        ("pair", "day", "duration", "start_time", "end_time"),
        ("pair", "duration"),
        ("day", "start_time"),
        ("duration", "start_time"),
        ("start_time", "end_time"),
        ("end_time",),
    ],
)
def test_saving_says_all_mistakes_and_focuses_the_first(stage: Stage, wrong: tuple[str, ...]) -> None:
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = editor_of(popover)
    if "pair" not in wrong:
        page.form.take_pair((s.MOBILE, s.DESIGN))
    if "duration" not in wrong:
        retype(popover, page.duration, "1:00")
    for field in wrong:
        if field != "pair":
            retype(popover, page.form.labelled[field].field, _BAD[field])
    press(popover, Qt.Key.Key_Return, CTRL)
    assert popover.page is page
    assert stage.rows() == ()
    assert focused(popover) is focus_of(page, wrong[0])
    described = {name for name in page.form.labelled if focus_of(page, name).accessibleDescription()}
    assert described == set(wrong)
    assert {note.color for note in page.form.notes.values() if note.text()} == {"danger"}


@pytest.mark.parametrize("destination", [AddEntry(), EditEntry, SplitEntry])
def test_letters_on_the_field_of_the_task_look_for_one(stage: Stage, destination: Any) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    popover = stage.popover()
    popover.open(destination if isinstance(destination, AddEntry) else destination(entry))
    popover.page.findChildren(PairField)[0].setFocus()
    for letter in "web cod":
        QTest.keyClicks(focused(popover), letter)
    assert isinstance(popover.page, PickerPage)
    assert popover.page.field.text() == "web cod"
    press(popover, Qt.Key.Key_Return)
    assert "Website relaunch · Coding" in popover.page.findChildren(PairField)[0].accessibleName()


def test_after_saving_the_focus_is_on_the_entry_again(stage: Stage) -> None:
    first, second = (stage.entry(s.MOBILE, s.DESIGN, 45, start=time(hour)) for hour in (9, 10))
    popover = stage.popover()
    for entry in (second, first):
        at_line(popover, entry)
        press(popover, Qt.Key.Key_Return)
        write(popover, "0:50")
        press(popover, Qt.Key.Key_Return)
        assert focused(popover) is popover.day.list
    press(popover, Qt.Key.Key_Delete)
    assert [row.id for row in stage.rows()] == [second]
