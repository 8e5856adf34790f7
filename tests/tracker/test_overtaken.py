"""The world moves between showing a command and giving it: each command then does nothing, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse.domain.absence import AbsenceAnswer, AbsenceKind
from demitasse.domain.errors import Fault, NoMatch, Overtaken
from demitasse.domain.operations import ConflictKind, Resolution
from demitasse.tracker.conflicts import Conflicts
from demitasse.tracker.timer_edit import TimerEdit
from tests.tracker.conftest import DAY, Tracker

if TYPE_CHECKING:
    from collections.abc import Callable

    from demitasse.domain.timesheet import TimesheetRow

HOUR = 3600


def other(tracker: Tracker, entry_id: int) -> None:
    """Start another timer, as another device does."""
    assert tracker.timer.start(1, 2, "elsewhere").id != entry_id


WORLDS: dict[str, Callable[[Tracker, int], object]] = {
    "stopped": lambda tracker, entry_id: tracker.timer.stop(entry_id=entry_id),
    "replaced": other,
    "deleted": lambda tracker, entry_id: tracker.sheets.delete(entry_id),
}
COMMANDS: dict[str, Callable[[Tracker, int], object]] = {
    "stop": lambda tracker, entry_id: tracker.timer.stop(entry_id=entry_id),
    "switch": lambda tracker, entry_id: tracker.timer.start(2, 2, shown=[entry_id]),
    "start beside": lambda tracker, entry_id: tracker.timer.start(2, 2, beside=True, shown=[entry_id]),
    "continue": lambda tracker, entry_id: tracker.timer.continue_entry(1, shown=[entry_id]),
    "start": lambda tracker, entry_id: tracker.timer.start(2, 2, shown=[]),
}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_about_timers_is_overtaken(world: str, command: str, tracker: Tracker) -> None:
    tracker.sheets.add(1, 1, HOUR)
    entry_id = tracker.timer.start(1, 1, "here").id
    tracker.clock.advance(60)
    WORLDS[world](tracker, entry_id)
    before = tracker.figures(DAY)
    if command == "start" and world != "replaced":
        return  # nothing runs, as was shown
    with pytest.raises(Overtaken):
        COMMANDS[command](tracker, entry_id)
    assert tracker.figures(DAY) == before


def test_a_fault_names_the_timer_that_stopped_and_its_time(tracker: Tracker) -> None:
    entry_id = tracker.timer.start(1, 1).id
    tracker.clock.advance(600)
    tracker.timer.stop()
    with pytest.raises(Overtaken) as fault:
        tracker.timer.stop(entry_id=entry_id)
    assert fault.value.params == {"number": entry_id, "pair": "Website relaunch · Coding", "length_s": 600}


def test_after_midnight_a_stop_reaches_the_same_timer(tracker: Tracker) -> None:
    tracker.clock.advance(11 * HOUR)
    entry_id = tracker.timer.start(1, 1).id
    tracker.work(70)
    assert tracker.timer.stop(entry_id=entry_id).duration_s == 600
    assert not tracker.timer.all_running()


def test_after_midnight_a_switch_replaces_the_same_timer(tracker: Tracker) -> None:
    tracker.clock.advance(11 * HOUR)
    entry_id = tracker.timer.start(1, 1).id
    tracker.clock.advance(2 * HOUR)
    tracker.timer.start(1, 2, shown=[entry_id])
    assert [row.task for row in tracker.timer.all_running()] == ["Meetings"]


CHANGES: dict[str, Callable[[Tracker, int], object]] = {
    "comment": lambda tracker, entry_id: tracker.sheets.edit(entry_id, comment="elsewhere"),
    "duration": lambda tracker, entry_id: tracker.sheets.edit(entry_id, duration_s=7200),
    "task": lambda tracker, entry_id: tracker.sheets.edit(entry_id, task_id=2),
    "running": lambda tracker, entry_id: tracker.timer.continue_entry(entry_id),
    "gone": lambda tracker, entry_id: tracker.sheets.delete(entry_id),
}
ON_ENTRY: dict[str, Callable[[Tracker, TimesheetRow], object]] = {
    "delete": lambda tracker, row: tracker.sheets.delete(row.id, row),
    "split": lambda tracker, row: tracker.sheets.split(row.id, 600, row),
    "duplicate": lambda tracker, row: tracker.sheets.duplicate(row.id, row),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("command", ON_ENTRY)
def test_a_command_about_an_entry_is_overtaken(change: str, command: str, tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, HOUR, comment="words")
    CHANGES[change](tracker, row.id)
    before = tracker.figures(DAY)
    with pytest.raises(Overtaken):
        ON_ENTRY[command](tracker, row)
    assert tracker.figures(DAY) == before


def test_a_running_entry_may_have_counted_on(tracker: Tracker) -> None:
    row = tracker.timer.start(1, 1)
    tracker.clock.advance(600)
    tracker.sheets.delete(row.id, row)
    assert tracker.figures(DAY) == []


@pytest.mark.parametrize(
    ("shown", "stored", "typed", "result"),
    [
        ("", "", "mine", "mine"),
        ("same", "same", "mine", "mine"),
        ("", "theirs", "mine", None),
        ("old", "theirs", "mine", None),
        ("old", "theirs", "theirs and mine", "theirs and mine"),
        ("old", "theirs and mine", "mine", "theirs and mine"),
        ("old", "", "mine", "mine"),
        ("old", "theirs", "theirs", "theirs"),
    ],
)
def test_a_comment_never_replaces_one_that_was_not_shown(
    shown: str, stored: str, typed: str, result: str | None, tracker: Tracker
) -> None:
    row = tracker.sheets.add(1, 1, HOUR, comment=stored)
    if result is None:
        with pytest.raises(Overtaken, match="comment_changed"):
            tracker.sheets.comment(row.id, typed, shown)
        tracker.sheets.keep_both(row.id, typed)
        assert tracker.sheets.entry(row.id).comment == stored
        (conflict,) = Conflicts(tracker.store, tracker.clock, tracker.actions).all()
        assert conflict.kind is ConflictKind.BOTH_CHANGED
        assert conflict.theirs is not None
        texts = conflict.mine.fields.comment, conflict.theirs.fields.comment
        assert (texts, Resolution.BOTH in conflict.resolutions) == ((typed, stored), True)
    else:
        assert tracker.sheets.comment(row.id, typed, shown).comment == result


def test_the_clock_of_another_timer_is_not_set(tracker: Tracker) -> None:
    edit = TimerEdit(tracker.store, tracker.clock, tracker.actions)
    entry_id = tracker.timer.start(1, 1).id
    plan = edit.plan(total_s=1800)
    tracker.timer.start(1, 2)
    before = tracker.figures(DAY)
    with pytest.raises(Overtaken):
        edit.apply(plan)
    with pytest.raises(Overtaken):
        edit.plan(total_s=60, entry_id=entry_id)
    assert tracker.figures(DAY) == before


def test_an_answer_to_a_question_that_grew_books_nothing(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(30)
    tracker.absences.on_idle(AbsenceKind.IDLE, tracker.clock.now())
    tracker.clock.advance(1200)
    tracker.absences.on_active()
    (shown,) = tracker.absences.open_questions()
    tracker.absences.on_idle(AbsenceKind.IDLE, tracker.clock.now())
    tracker.clock.advance(4 * HOUR)
    tracker.absences.on_active()
    before = tracker.figures(DAY)
    with pytest.raises(Overtaken, match="question_changed"):
        tracker.absences.answer(shown.id, AbsenceAnswer.DISCARD, shown=shown)
    assert tracker.figures(DAY) == before
    (again,) = tracker.absences.open_questions()
    tracker.clock.advance(60)
    tracker.absences.answer(again.id, AbsenceAnswer.DISCARD, shown=again)
    assert tracker.figures(DAY) == [(2, "Coding", 1860, True)]


def test_a_decision_that_changed_is_not_made(tracker: Tracker) -> None:
    conflicts = Conflicts(tracker.store, tracker.clock, tracker.actions)
    row = tracker.sheets.add(1, 1, HOUR, comment="theirs")
    tracker.sheets.keep_both(row.id, "mine")
    (shown,) = conflicts.all()
    tracker.sheets.edit(row.id, comment="newer")
    with pytest.raises(Overtaken, match="decision_changed"):
        conflicts.resolve(row.id, Resolution.MINE, shown)
    assert tracker.sheets.entry(row.id).comment == "newer"


def test_undo_of_a_named_action_never_undoes_another(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, HOUR)
    added = tracker.history.last_id()
    tracker.sheets.add(1, 2, HOUR)
    assert tracker.history.undo(action_id=added).label == "add"
    assert [one[1] for one in tracker.figures(DAY)] == ["Meetings"]
    tracker.history.redo()
    tracker.sheets.edit(row.id, comment="newer")
    with pytest.raises(Overtaken, match="action_overtaken"):
        tracker.history.undo(action_id=added)
    with pytest.raises(Overtaken):
        tracker.history.preview(added)
    assert len(tracker.figures(DAY)) == 2


def test_undo_leaves_what_others_have_changed_since(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, HOUR, comment="first")
    tracker.sheets.edit(row.id, comment="mine", duration_s=60)
    entry = tracker.store.entries.get(row.id)
    assert entry is not None
    with tracker.store.transaction():
        tracker.store.entries.save(entry._replace(mine=entry.mine._replace(comment="theirs")))
    tracker.history.undo()
    after = tracker.sheets.entry(row.id)
    assert (after.comment, after.duration_s) == ("theirs", HOUR)


def test_undo_of_an_edit_never_restarts_a_timer_stopped_elsewhere(tracker: Tracker) -> None:
    row = tracker.timer.start(1, 1)
    tracker.clock.advance(HOUR)
    tracker.sheets.edit(row.id, duration_s=600)
    tracker.clock.advance(HOUR)
    entry = tracker.store.entries.get(row.id)
    assert entry is not None
    with tracker.store.transaction():
        tracker.store.entries.save(entry.stopped(tracker.clock.now()))
    tracker.history.undo()
    assert tracker.figures(DAY) == [(2, "Coding", 2 * HOUR, False)]


def test_undo_of_what_was_deleted_elsewhere_brings_nothing_back(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, HOUR)
    tracker.sheets.edit(row.id, comment="mine")
    tracker.sent(row.id, 77)
    with tracker.store.transaction():
        tracker.store.entries.remove(row.id)
    undone = tracker.history.undo()
    assert (undone.label, undone.changed, undone.row) == ("edit", False, None)
    assert tracker.figures(DAY) == []


def test_undo_refuses_what_coffeecup_has_locked(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, HOUR)
    entry = tracker.store.entries.get(row.id)
    assert entry is not None
    with tracker.store.transaction():
        tracker.store.entries.save(entry, locked="entry_billed")
    with pytest.raises(Fault, match="entry_billed"):
        tracker.history.undo()
    assert len(tracker.figures(DAY)) == 1


def test_a_deleted_entry_is_restored_once(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, HOUR, comment="a")
    tracker.sheets.edit(row.id, comment="b")
    tracker.sheets.delete(row.id)
    with tracker.store.transaction():
        tracker.store.entries.remove(row.id)
    labels = [tracker.history.undo().label for _ in range(2)]
    assert labels == ["delete", "edit"]
    assert [(one.id, one.comment) for one in tracker.sheets.day().rows] == [(row.id, "a")]
    with pytest.raises(NoMatch):
        tracker.history.undo(99)


def test_questions_go_and_come_with_the_run_they_are_about(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, HOUR)
    tracker.timer.continue_entry(row.id)
    tracker.work(5)
    tracker.clock.advance(2 * HOUR)
    tracker.absences.heartbeat()
    assert len(tracker.absences.open_questions()) == 1
    tracker.history.undo()
    assert tracker.absences.open_questions() == ()
    tracker.history.redo()
    assert len(tracker.absences.open_questions()) == 1


def test_a_stop_redone_after_a_night_leaves_no_question_about_that_night(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(60)
    tracker.timer.stop()
    tracker.history.undo()
    tracker.work(1)
    tracker.clock.advance(15 * HOUR)
    tracker.absences.heartbeat()
    assert len(tracker.absences.open_questions()) == 1
    tracker.history.redo()
    assert tracker.absences.open_questions() == ()
    assert tracker.figures(DAY) == [(2, "Coding", HOUR, False)]
