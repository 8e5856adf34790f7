"""The sync log, and undoing actions from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import FaultCode, NoMatch, Reason
from demitasse.domain.operations import ConflictKind, FieldConflict, OpKind, OpState, Resolution
from demitasse.domain.sync_log import LogStep
from demitasse.tracker.conflicts import Conflicts
from demitasse.tracker.sync_log import ChangeSubject, LoggedChange, SyncLog
from tests.tracker.conftest import DAY

if TYPE_CHECKING:
    from tests.tracker.conftest import Tracker

DAY_S = 86_400

ARCHIVED = Reason(FaultCode.SERVER_TEXT, {"text": "The task is archived."})


def records(tracker: Tracker, days: int = 30) -> tuple[LoggedChange, ...]:
    return SyncLog(tracker.store, tracker.clock, tracker.actions).changes(days)


def undoable(tracker: Tracker) -> set[int]:
    return {record.entry_id for record in records(tracker) if record.undoable}


def test_a_waiting_change_is_shown_as_it_is_and_a_sent_one_as_it_was(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 600, comment="first words")
    tracker.sheets.edit(row.id, comment="better words")
    (record,) = records(tracker)
    about = ChangeSubject(DAY, "Website relaunch", "Coding", "better words", 600, color="#aa0000")
    assert (record.kind, record.state, record.subject) == (OpKind.CREATE, LogStep.QUEUED, about)
    with tracker.store.transaction():
        entry = tracker.store.entries.get(row.id)
        assert entry is not None
        tracker.store.outbox.transition(row.id, OpState.IN_FLIGHT, kind=OpKind.CREATE, sent=entry.mine)
    tracker.sent(row.id, 70)
    tracker.sheets.edit(row.id, comment="last words", project_id=2, task_id=2)
    update, create = records(tracker)
    assert (create.state, create.subject) == (LogStep.CONFIRMED, about)
    assert update.subject == ChangeSubject(DAY, "Webshop", "Meetings", "last words", 600, color="#00aa00")


def test_a_reason_is_shown_while_the_change_is_open(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 600)
    with tracker.store.transaction():
        tracker.store.outbox.transition(row.id, OpState.REJECTED, reason=ARCHIVED)
    assert [record.reason for record in records(tracker)] == [ARCHIVED]
    tracker.sheets.retry(row.id)
    (record,) = records(tracker)
    assert (record.state, record.reason) == (LogStep.QUEUED, None)
    assert [event.reason for event in record.events] == [None, ARCHIVED, None]


def test_only_the_requested_days_are_listed(tracker: Tracker) -> None:
    tracker.sheets.add(1, 1, 600, comment="old")
    tracker.clock.advance(3 * DAY_S)
    tracker.sheets.add(1, 1, 600, comment="new")
    assert [record.subject.comment for record in records(tracker)] == ["new", "old"]
    assert [record.subject.comment for record in records(tracker, 2)] == ["new"]


def test_a_deleted_entry_is_described_by_what_was_sent(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 600, comment="words")
    tracker.sheets.delete(row.id)
    (record,) = records(tracker)
    with tracker.store.transaction():
        tracker.store.entries.remove(row.id)
    subject = ChangeSubject(DAY, "Website relaunch", "Coding", "words", 600, color="#aa0000")
    assert records(tracker)[0].subject == record.subject == subject
    assert record.state is LogStep.UNDONE


def test_an_older_action_can_be_undone_by_itself(tracker: Tracker) -> None:
    first, second = (tracker.sheets.add(1, 1, 600, comment=words) for words in ("first", "second"))
    tracker.sheets.edit(first.id, comment="changed")
    tracker.sheets.edit(second.id, duration_s=60)
    assert undoable(tracker) == {first.id, second.id}
    assert tracker.history.undo(first.id).label == "edit"
    assert {row.comment: row.duration_s for row in tracker.sheets.day().rows} == {"first": 600, "second": 60}
    assert tracker.history.undo(first.id).label == "add"
    assert [row.comment for row in tracker.sheets.day().rows] == ["second"]
    with pytest.raises(NoMatch, match=f"not_undoable_alone number={first.id}"):
        tracker.history.undo(first.id)


def test_an_action_is_undone_completely_or_not_at_all(tracker: Tracker) -> None:
    """A switch changes two entries, so a later change of either prevents its undo."""
    first = tracker.timer.start(1, 1)
    tracker.clock.advance(60)
    second = tracker.timer.start(1, 2)
    tracker.clock.advance(60)
    tracker.sheets.edit(second.id, comment="later")
    assert first.id not in undoable(tracker)
    with pytest.raises(NoMatch):
        tracker.history.undo(first.id)


def test_undo_does_not_start_a_timer_beside_another(tracker: Tracker) -> None:
    first = tracker.timer.start(1, 1)
    tracker.clock.advance(60)
    tracker.timer.stop()
    assert undoable(tracker) == {first.id}, "the last action may start it again"
    second = tracker.timer.start(1, 2)
    assert undoable(tracker) == {second.id}
    with pytest.raises(NoMatch):
        tracker.history.undo(first.id)
    assert len(tracker.store.entries.running()) == 1


def test_only_the_latest_action_of_an_unlocked_entry_is_undoable(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 600)
    tracker.sent(row.id, 70)
    tracker.sheets.edit(row.id, comment="x")
    assert [record.undoable for record in records(tracker)] == [True, False]
    entry = tracker.store.entries.get(row.id)
    assert entry is not None
    with tracker.store.transaction():
        tracker.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    assert undoable(tracker) == set()


@pytest.mark.parametrize(
    ("resolution", "both", "left", "kept"),
    [
        (Resolution.MINE, False, ("mine", 600), ("theirs", 900)),
        (Resolution.THEIRS, False, ("theirs", 900), ("mine", 600)),
        (Resolution.MINE, True, ("mine\ntheirs", 600), ("theirs", 900)),
        (Resolution.THEIRS, True, ("theirs\nmine", 900), ("mine", 600)),
    ],
)
def test_the_version_that_was_not_chosen_is_kept_and_can_be_restored(
    tracker: Tracker, resolution: Resolution, both: bool, left: tuple[str, int], kept: tuple[str, int]
) -> None:
    row = tracker.sheets.add(1, 1, 600, comment="mine")
    tracker.sent(row.id, 70)
    entry = tracker.store.entries.get(row.id)
    assert entry is not None
    theirs, names = entry.mine._replace(comment="theirs", duration_s=900), ("comment", "duration_s")
    one = FieldConflict(0, row.id, ConflictKind.BOTH_CHANGED, names, entry.mine, theirs, tracker.clock.now().wall)
    with tracker.store.transaction():
        tracker.store.conflicts.add(one)
    conflicts = Conflicts(tracker.store, tracker.clock, tracker.actions)
    preview = conflicts.preview(row.id, resolution, both_comments=both)
    conflicts.resolve(row.id, resolution, both_comments=both)
    assert _shown(tracker, row.id) == left
    assert preview is not None
    assert (preview.comment, preview.duration_s) == left, "what was shown before is what was kept"
    (record,) = [record for record in records(tracker) if record.state is LogStep.SET_ASIDE]
    assert (record.subject.comment, record.subject.duration_s, record.undoable) == (*kept, False)
    assert record.version is not None
    SyncLog(tracker.store, tracker.clock, tracker.actions).restore(row.id, record.version)
    assert _shown(tracker, row.id) == kept
    assert [record.version for record in records(tracker) if record.state is LogStep.SET_ASIDE] == [None]
    tracker.history.undo()
    assert _shown(tracker, row.id) == left
    tracker.clock.advance(31 * DAY_S)
    assert not [record for record in records(tracker) if record.state is LogStep.SET_ASIDE], "for 30 days"


def _shown(tracker: Tracker, entry_id: int) -> tuple[str, int]:
    row = tracker.sheets.entry(entry_id)
    return row.comment, row.duration_s
