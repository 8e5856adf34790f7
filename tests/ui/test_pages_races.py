"""The world moves between what a label said and the press: the press does nothing else, and the page says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from demitasse.domain.absence import AbsenceAnswer, AbsenceKind
from demitasse.domain.operations import ConflictKind, Resolution
from demitasse.domain.user import User
from demitasse.store.settings import USER
from demitasse.ui.pages.away import AwayPage
from demitasse.ui.pages.conflicts import ConflictsPage
from demitasse.ui.pages.destinations import Away, Conflicts, EditEntry, SplitEntry
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.tray.tray_icon import TrayIcon
from demitasse.ui.tray.tray_state import tray_state
from tests.ui import stage as s
from tests.ui.user_input import CTRL, click, press, shown, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def stopped_elsewhere(stage: Stage, entry_id: int) -> None:
    """Stop a timer as a poll does."""
    entry = stage.existing(entry_id)
    stopped = entry.stopped(stage.clock.now())
    with stage.store.transaction():
        stage.store.entries.save(stopped._replace(base=stopped.mine))


def several(stage: Stage) -> None:
    """Sign in with an account that allows several timers."""
    with stage.store.transaction():
        person = User(1, "Jane Doe", "jane@acme.example", "UTC", allow_concurrent=True)
        stage.store.settings.put(USER, person._asdict())


def figures(stage: Stage) -> list[tuple[int, str, int, bool]]:
    return sorted((row.id, row.comment, row.duration_s, row.running) for row in stage.rows())


def notice(popover: Popover) -> str:
    return popover.day.notice.words.text()


def in_comment(popover: Popover) -> None:
    """Put the caret behind the comment of the running entry."""
    popover.day.timer.running.comment.setFocus()
    popover.day.timer.running.comment.end(False)


PRESSES: dict[str, Callable[[Popover, int], None]] = {
    "button": lambda popover, _: click(popover.day.timer.button),
    "Ctrl+S": lambda popover, _: press(popover, Qt.Key.Key_S, CTRL),
    "Ctrl+Shift+S": lambda popover, _: press(popover, Qt.Key.Key_S, CTRL | SHIFT),
    "line": lambda popover, entry: popover.day._on_entry_action("continue", entry),
}


@pytest.mark.parametrize("painted", [False, True], ids=["before the poll is painted", "just after"])
@pytest.mark.parametrize("name", PRESSES)
def test_stop_on_a_timer_stopped_elsewhere_starts_nothing(stage: Stage, name: str, painted: bool) -> None:
    stage.entry(s.MOBILE, s.DESIGN, 45)
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    stopped_elsewhere(stage, running)
    if painted:
        popover.refresh()
    before = figures(stage)
    PRESSES[name](popover, running)
    assert figures(stage) == before
    assert "Website relaunch · Coding was stopped meanwhile, after 0:10" in notice(popover)


def test_a_start_long_after_the_timer_stopped_is_a_start(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    stopped_elsewhere(stage, running)
    monkeypatch.setattr("demitasse.ui.tray.aim.GRACE_MS", -1)
    popover.refresh()
    press(popover, Qt.Key.Key_S, CTRL)
    assert [row.id for row in stage.rows() if row.running] != []


@pytest.mark.parametrize("typed", ["", "!"])
@pytest.mark.parametrize("painted", [False, True])
def test_enter_in_the_comment_of_a_timer_stopped_elsewhere_starts_nothing(
    stage: Stage, typed: str, painted: bool
) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600, "Words")
    popover = stage.popover()
    in_comment(popover)
    stopped_elsewhere(stage, running)
    if painted:
        popover.refresh()
    write(popover, typed)
    press(popover, Qt.Key.Key_Return)
    assert figures(stage) == [(running, f"Words{typed}", 600, False)]


@pytest.mark.parametrize("how", ["Ctrl+N", "line", "beside"])
def test_a_start_beside_a_timer_that_nobody_saw_does_nothing(stage: Stage, how: str) -> None:
    several(stage)
    entry = stage.entry(s.MOBILE, s.DESIGN, 45)
    popover = stage.popover()
    if how == "line":
        stage.running(s.WEBSITE, s.CODING, 600)
        popover.day._on_entry_action("continue", entry)
    else:
        press(popover, Qt.Key.Key_N, CTRL)
        stage.running(s.WEBSITE, s.CODING, 600)
        write(popover, "mob des")
        press(popover, Qt.Key.Key_Return, ALT if how == "beside" else Qt.KeyboardModifier.NoModifier)
    assert [row.task for row in stage.rows() if row.running] == ["Coding"]
    assert "A timer for Website relaunch · Coding was started meanwhile" in notice(popover)


ENTRY_COMMANDS: dict[str, Callable[[Popover, int], None]] = {
    "delete": lambda popover, entry: popover.day._on_entry_action("delete", entry),
    "duplicate": lambda popover, entry: popover.day._on_entry_action("duplicate", entry),
}


@pytest.mark.parametrize("name", ENTRY_COMMANDS)
def test_a_command_about_an_entry_changed_elsewhere_does_nothing(stage: Stage, name: str) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Words")
    popover = stage.popover()
    stage.changed_elsewhere(entry, "From the phone")
    before = figures(stage)
    ENTRY_COMMANDS[name](popover, entry)
    assert figures(stage) == before
    assert "changed meanwhile" in notice(popover)
    popover.refresh()
    ENTRY_COMMANDS[name](popover, entry)
    assert figures(stage) != before


def test_split_and_delete_in_a_form_are_overtaken_too(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Words")
    popover = stage.popover()
    popover.open(SplitEntry(entry))
    stage.changed_elsewhere(entry, "From the phone")
    press(popover, Qt.Key.Key_Return)
    assert len(figures(stage)) == 1
    popover.open(EditEntry(entry))
    stage.changed_elsewhere(entry, "Again")
    click(shown(popover, EditorPage).delete_button)
    assert len(figures(stage)) == 1


def question(stage: Stage, popover: Popover, seconds: int) -> None:
    """Be away for a while."""
    stage.profile.absences.on_idle(AbsenceKind.IDLE, stage.clock.now())
    stage.clock.advance(seconds)
    stage.profile.absences.on_active()
    del popover


def test_an_answer_to_a_longer_question_books_nothing(stage: Stage) -> None:
    stage.profile.timer.start(s.WEBSITE, s.CODING)
    stage.clock.advance(3600)
    popover = stage.popover()
    question(stage, popover, 1200)
    popover.open(Away())
    question(stage, popover, 4 * 3600)
    before = figures(stage)
    page = shown(popover, AwayPage)
    click(page.answers.buttons[page.offered.index(AbsenceAnswer.DISCARD)])
    assert figures(stage) == before
    assert "question has changed" in popover.snackbar.text()


def test_a_decision_that_changed_is_not_made(stage: Stage) -> None:
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Mine")
    stage.disputed(entry, ConflictKind.BOTH_CHANGED, ("comment",), comment="Theirs")
    popover = stage.popover()
    popover.open(Conflicts())
    stage.changed_elsewhere(entry, "Newer")
    page = shown(popover, ConflictsPage)
    click(page.versions.theirs)
    click(page.keep)
    assert stage.profile.timesheets.entry(entry).comment == "Newer"


# --- the comment


def test_text_of_another_device_is_kept_beside_what_is_typed(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600, "Header")
    popover = stage.popover()
    in_comment(popover)
    write(popover, "!")
    stage.changed_elsewhere(running, "From the phone")
    popover.refresh()
    click(popover.day.timer.button)
    assert figures(stage) == [(running, "From the phone", 600, False)]
    (conflict,) = stage.profile.conflicts.all()
    assert conflict.theirs is not None
    assert {conflict.mine.fields.comment, conflict.theirs.fields.comment} == {"Header!", "From the phone"}
    stage.profile.conflicts.resolve(running, Resolution.BOTH)
    assert stage.profile.timesheets.entry(running).comment == "From the phone\nHeader!"


def test_esc_takes_the_text_of_the_other_device(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600, "Header")
    popover = stage.popover()
    in_comment(popover)
    write(popover, "!")
    stage.changed_elsewhere(running, "From the phone")
    press(popover, Qt.Key.Key_Return)
    press(popover, Qt.Key.Key_Escape)
    assert popover.day.timer.running.comment.text() == "From the phone"
    press(popover, Qt.Key.Key_Return)
    assert figures(stage) == [(running, "From the phone", 600, True)]


def test_closing_the_window_loses_neither_text(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600, "Header")
    popover = stage.popover()
    in_comment(popover)
    write(popover, "!")
    stage.changed_elsewhere(running, "From the phone")
    popover.hidden()
    assert stage.profile.timesheets.entry(running).comment == "From the phone"
    assert [one.mine.fields.comment for one in stage.profile.conflicts.all()] == ["Header!"]


# --- undo


def test_ctrl_z_in_a_text_field_belongs_to_the_text(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 600, "Header")
    popover = stage.popover()
    comment = popover.day.timer.running.comment
    in_comment(popover)
    press(popover, Qt.Key.Key_Z, CTRL)
    assert [row.running for row in stage.rows()] == [True], "there was no typing to undo, and nothing else was undone"
    write(popover, "!")
    press(popover, Qt.Key.Key_Z, CTRL)
    assert comment.text() == "Header"
    press(popover, Qt.Key.Key_Y, CTRL)
    assert comment.text() == "Header!"
    press(popover, Qt.Key.Key_Z, CTRL)
    press(popover, Qt.Key.Key_Z, CTRL | SHIFT)
    assert comment.text() == "Header!"


def test_undo_asks_before_it_deletes_tracked_time(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 84 * 60)
    popover = stage.popover()
    bar = popover.snackbar
    popover.day.footer.gear.setFocus()
    press(popover, Qt.Key.Key_Z, CTRL)
    assert (bar.text(), bar.buttons[0].text()) == ("Undo would delete 1:24 of Coding", "Delete")
    assert [row.running for row in stage.rows()] == [True]
    click(bar.buttons[0])
    assert stage.rows() == ()
    assert (bar.text(), bar.buttons[0].text()) == ("Undone: start, Website relaunch · Coding", "Redo")
    click(bar.buttons[0])
    assert [(row.duration_s, row.running) for row in stage.rows()] == [(84 * 60, True)]
    assert (bar.text(), bar.buttons[0].text()) == ("Redone: start, Website relaunch · Coding", "Undo")


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (s.MEETING, "Undo would move 1:24 of Coding to Meeting"),
        (s.CODING, "Undo would move 1:24 of Website relaunch · Coding to Internal · Coding"),
    ],
)
def test_undo_asks_before_it_moves_tracked_time(stage: Stage, before: int, asked: str) -> None:
    stage.running(s.INTERNAL, before, 100 * 60)
    stage.running(s.WEBSITE, s.CODING, 84 * 60)
    popover = stage.popover()
    bar = popover.snackbar
    popover.day.footer.gear.setFocus()
    press(popover, Qt.Key.Key_Z, CTRL)
    assert (bar.text(), bar.buttons[0].text()) == (asked, "Move")
    assert sorted((row.duration_s, row.running) for row in stage.rows()) == [(16 * 60, False), (84 * 60, True)]
    click(bar.buttons[0])
    assert [(row.duration_s, row.running) for row in stage.rows()] == [(100 * 60, True)]


def test_a_switch_of_just_now_is_undone_without_a_question(stage: Stage) -> None:
    stage.running(s.INTERNAL, s.MEETING, 100 * 60)
    stage.running(s.WEBSITE, s.CODING, 59)
    popover = stage.popover()
    popover.day.footer.gear.setFocus()
    press(popover, Qt.Key.Key_Z, CTRL)
    assert [(row.duration_s, row.running) for row in stage.rows()] == [(100 * 60, True)]


def test_nothing_to_undo_or_redo_is_said(stage: Stage) -> None:
    popover = stage.popover()
    popover.day.footer.gear.setFocus()
    press(popover, Qt.Key.Key_Z, CTRL)
    assert popover.snackbar.text() == "Nothing to undo"
    assert popover.snackbar.buttons == []
    press(popover, Qt.Key.Key_Y, CTRL)
    assert popover.snackbar.text() == "Nothing to redo"


def test_the_undo_button_undoes_what_it_was_offered_for(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    click(popover.day.timer.button)
    (stopped,) = stage.rows()
    stage.profile.timesheets.edit(stopped.id, comment="In a terminal")
    before = figures(stage)
    click(popover.snackbar.buttons[0])
    assert figures(stage) == before
    assert "cannot be undone by itself" in notice(popover)


# --- several timers


def test_all_timers_are_shown_and_stopped_one_by_one(stage: Stage) -> None:
    several(stage)
    stage.profile.timer.start(s.WEBSITE, s.CODING)
    stage.clock.advance(600)
    popover = stage.popover()
    press(popover, Qt.Key.Key_N, CTRL)
    write(popover, "mob des")
    press(popover, Qt.Key.Key_Return, ALT)
    assert sorted(row.task for row in stage.rows() if row.running) == ["Coding", "Design"]
    stage.clock.advance(300)
    popover.day._on_tick()
    assert popover.day.timer.running.digits.text()[:4] == "0:05"
    shown = {row.task: row.duration_s // 60 for row in stage.rows() if row.running}
    assert shown == {"Coding": 15, "Design": 5}, "the list shows both, each with its own stop"
    state = tray_state(stage.profile.overview.read())
    assert state.tip.splitlines()[0] == "2 timers are running"
    assert [item.label for item in state.stops] == ["Stop Mobile app · Design", "Stop Website relaunch · Coding"]
    popover.day._on_entry_action("continue", state.timers[0])
    assert [row.task for row in stage.rows() if row.running] == ["Design"]


def test_one_timer_is_all_that_some_accounts_allow(stage: Stage) -> None:
    stage.profile.timer.start(s.WEBSITE, s.CODING)
    popover = stage.popover()
    press(popover, Qt.Key.Key_N, CTRL)
    write(popover, "mob des")
    press(popover, Qt.Key.Key_Return, ALT)
    assert [row.task for row in stage.rows() if row.running] == ["Coding"]
    assert "only one running timer" in notice(popover)


# --- the tray


def rows_running(stage: Stage) -> list[TimesheetRow]:
    return [row for row in stage.rows() if row.running]


def test_a_click_on_the_tray_carries_what_was_shown(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    icon, asked = TrayIcon("light"), list[object]()
    icon.start_stop_requested.connect(asked.append)
    icon.build_menu()
    icon.update_state(tray_state(stage.profile.overview.read()))
    shown_then = tray_state(stage.profile.overview.read())
    stopped_elsewhere(stage, running)
    icon.update_state(tray_state(stage.profile.overview.read()))
    icon._on_verb()
    assert asked == [shown_then], "the label has changed under the pointer"
    icon.expect_change()
    icon.update_state(tray_state(stage.profile.overview.read()))
    icon._on_verb()
    assert asked[1:] == [tray_state(stage.profile.overview.read())]
