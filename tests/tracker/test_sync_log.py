"""What a person reads in the ledger, and takes back from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import FaultCode, NoMatch, Reason
from demitasse.domain.operations import OpKind, OpState
from demitasse.domain.sync_log import LogStep
from demitasse.tracker.sync_log import ChangeSubject, LoggedChange, SyncLog
from tests.tracker.conftest import DAY

if TYPE_CHECKING:
    from tests.tracker.conftest import Desk

DAY_S = 86_400

ARCHIVED = Reason(FaultCode.SERVER_TEXT, {"text": "The task is archived."})


def records(desk: Desk, days: int = 30) -> tuple[LoggedChange, ...]:
    return SyncLog(desk.store, desk.actions, desk.clock).changes(days)


def undoable(desk: Desk) -> set[int]:
    return {record.entry_id for record in records(desk) if record.undoable}


def test_what_waits_is_told_as_it_is_now_and_what_left_as_it_was_then(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 600, comment="first words")
    desk.sheets.edit(row.id, comment="better words")
    (record,) = records(desk)
    about = ChangeSubject(DAY, "Website relaunch", "Coding", "better words", 600)
    assert (record.kind, record.state, record.subject) == (OpKind.CREATE, LogStep.QUEUED, about)
    with desk.store.transaction():
        entry = desk.store.entries.get(row.id)
        assert entry is not None
        desk.store.outbox.transition(row.id, OpState.IN_FLIGHT, kind=OpKind.CREATE, sent=entry.mine)
    desk.sent(row.id, 70)
    desk.sheets.edit(row.id, comment="last words", project_id=2, task_id=2)
    update, create = records(desk)
    assert (create.state, create.subject) == (LogStep.CONFIRMED, about)
    assert update.subject == ChangeSubject(DAY, "Webshop", "Meetings", "last words", 600)


def test_a_reason_is_told_as_long_as_it_counts(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 600)
    with desk.store.transaction():
        desk.store.outbox.transition(row.id, OpState.REJECTED, reason=ARCHIVED)
    assert [record.reason for record in records(desk)] == [ARCHIVED]
    desk.sheets.retry(row.id)
    (record,) = records(desk)
    assert (record.state, record.reason) == (LogStep.QUEUED, None)
    assert [event.reason for event in record.events] == [None, ARCHIVED, None]


def test_days_that_are_asked_for(desk: Desk) -> None:
    desk.sheets.add(1, 1, 600, comment="old")
    desk.clock.advance(3 * DAY_S)
    desk.sheets.add(1, 1, 600, comment="new")
    assert [record.subject.comment for record in records(desk)] == ["new", "old"]
    assert [record.subject.comment for record in records(desk, 2)] == ["new"]


def test_an_entry_that_is_gone_is_told_by_what_was_sent(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 600, comment="words")
    desk.sheets.delete(row.id)
    (record,) = records(desk)
    with desk.store.transaction():
        desk.store.entries.remove(row.id)
    assert records(desk)[0].subject == record.subject == ChangeSubject(DAY, "Website relaunch", "Coding", "words", 600)
    assert record.state is LogStep.UNDONE


def test_an_older_action_is_taken_back_by_itself(desk: Desk) -> None:
    first, second = (desk.sheets.add(1, 1, 600, comment=words) for words in ("first", "second"))
    desk.sheets.edit(first.id, comment="changed")
    desk.sheets.edit(second.id, duration_s=60)
    assert undoable(desk) == {first.id, second.id}
    assert desk.sheets.undo(first.id) == "edit"
    assert {row.comment: row.duration_s for row in desk.sheets.day().rows} == {"first": 600, "second": 60}
    assert desk.sheets.undo(first.id) == "add"
    assert [row.comment for row in desk.sheets.day().rows] == ["second"]
    with pytest.raises(NoMatch, match=f"not_undoable_alone number={first.id}"):
        desk.sheets.undo(first.id)


def test_an_action_is_whole_or_stays(desk: Desk) -> None:
    """A switch stops one timer and starts another: it is not taken back under a later change of either."""
    first = desk.timer.start(1, 1)
    desk.clock.advance(60)
    second = desk.timer.start(1, 2)
    desk.clock.advance(60)
    desk.sheets.edit(second.id, comment="later")
    assert first.id not in undoable(desk)
    with pytest.raises(NoMatch):
        desk.sheets.undo(first.id)


def test_a_timer_does_not_start_again_beside_another(desk: Desk) -> None:
    first = desk.timer.start(1, 1)
    desk.clock.advance(60)
    desk.timer.stop()
    assert undoable(desk) == {first.id}, "the last action may start it again"
    second = desk.timer.start(1, 2)
    assert undoable(desk) == {second.id}
    with pytest.raises(NoMatch):
        desk.sheets.undo(first.id)
    assert len(desk.store.entries.running()) == 1


def test_only_the_latest_of_an_entry_and_nothing_that_is_locked(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 600)
    desk.sent(row.id, 70)
    desk.sheets.edit(row.id, comment="x")
    assert [record.undoable for record in records(desk)] == [True, False]
    entry = desk.store.entries.get(row.id)
    assert entry is not None
    with desk.store.transaction():
        desk.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    assert undoable(desk) == set()
