"""Adding, editing, deleting and undoing entries, and finding what can be booked."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from demitasse.domain.entries import EntryState
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Reason, Refused
from demitasse.domain.operations import OpKind, OpState
from demitasse.domain.search import Index, resolve
from demitasse.domain.user import Employment
from demitasse.store import settings
from demitasse.tracker.timesheets import MAX_COMMENT, clean_comment
from tests.tracker.conftest import DAY, Tracker


def test_time_added_by_hand_is_queued(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 5400, comment="words", day=DAY - timedelta(days=1))
    assert (row.duration_s, row.day, row.state) == (5400, DAY - timedelta(days=1), EntryState.WAITING)
    assert [op.kind for op in tracker.queued()] == [OpKind.CREATE]


def test_a_day_has_a_total_that_grows_and_a_target(tracker: Tracker) -> None:
    with tracker.store.transaction():
        tracker.store.catalog.replace_employments([Employment(date(2026, 1, 1), (28_800,) * 7)])
    tracker.sheets.add(1, 1, 3600)
    tracker.timer.start(1, 2)
    sheet = tracker.sheets.day()
    tracker.clock.advance(60)
    assert (sheet.total_s, sheet.live_s(tracker.clock.now()), sheet.target_s) == (3600, 3660, 28_800)


def test_an_edit_changes_only_the_named_fields(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600, comment="old")
    after = tracker.sheets.edit(row.id, comment="new", duration_s=1800, project_id=2, task_id=2, day=DAY)
    assert (after.comment, after.duration_s, after.project, after.task) == ("new", 1800, "Webshop", "Meetings")
    assert tracker.history.undoable() == "edit"


def test_an_edit_without_a_change_is_no_action(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600, comment="old")
    tracker.sheets.edit(row.id, comment="old")
    assert tracker.history.undoable() == "add"


def test_an_unknown_field_is_a_bug(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600)
    with pytest.raises(TypeError):
        tracker.sheets.edit(row.id, running=True)


def test_undo_restores_a_deleted_entry(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600, comment="words")
    tracker.sent(row.id, 77)
    tracker.sheets.delete(row.id)
    assert tracker.sheets.day().rows == ()
    assert [op.kind for op in tracker.queued()] == [OpKind.DELETE]
    tracker.history.undo()
    assert tracker.sheets.entry(row.id).comment == "words"
    assert tracker.queued() == []


def test_an_entry_deleted_for_good_is_created_again_by_undo(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600, comment="words")
    tracker.sheets.delete(row.id)
    with tracker.store.transaction():
        tracker.store.entries.remove(row.id)
    tracker.history.undo()
    assert [(one.comment, one.duration_s) for one in tracker.sheets.day().rows] == [("words", 3600)]
    assert [op.kind for op in tracker.queued()] == [OpKind.CREATE]


def test_undo_keeps_what_changed_since_for_other_reasons(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600, comment="words")
    tracker.sheets.edit(row.id, comment="better words")

    entry = tracker.store.entries.get(row.id)
    assert entry is not None
    with tracker.store.transaction():
        tracker.store.entries.save(entry._replace(mine=entry.mine._replace(duration_s=60)))
    tracker.history.undo()
    after = tracker.sheets.entry(row.id)
    assert (after.comment, after.duration_s) == ("words", 60)


def test_every_action_can_be_undone_back_to_the_start(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600)
    tracker.sheets.edit(row.id, comment="x")
    tracker.timer.continue_entry(row.id)
    tracker.clock.advance(60)
    tracker.timer.stop()
    tracker.sheets.delete(row.id)
    labels = [tracker.history.undo().label for _ in range(5)]
    assert labels == ["delete", "stop", "continue", "edit", "add"]
    assert tracker.sheets.day().rows == ()
    assert tracker.queued() == []
    with pytest.raises(NoMatch, match="nothing_to_undo"):
        tracker.history.undo()


def test_a_billed_entry_cannot_be_changed(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600)
    entry = tracker.store.entries.get(row.id)
    assert entry is not None
    with tracker.store.transaction():
        tracker.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    with pytest.raises(Refused, match="entry_billed"):
        tracker.sheets.edit(row.id, comment="x")
    with pytest.raises(Refused, match="entry_billed"):
        tracker.sheets.delete(row.id)


def test_a_missing_entry_is_a_fault(tracker: Tracker) -> None:
    for act in (tracker.sheets.entry, tracker.sheets.delete, tracker.sheets.retry):
        with pytest.raises(NoMatch, match="no_entry number=99"):
            act(99)


def test_retry_sends_a_rejected_deletion_again(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600)
    tracker.sent(row.id, 70)
    tracker.sheets.delete(row.id)
    with tracker.store.transaction():
        tracker.store.outbox.transition(row.id, OpState.REJECTED, reason=Reason(FaultCode.REFUSED))
    (waiting,) = tracker.sheets.attention()
    tracker.sheets.retry(waiting.id)
    assert [(op.kind, op.state) for op in tracker.queued()] == [(OpKind.DELETE, OpState.PENDING)]


def test_retry_sends_a_rejected_entry_again(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600)
    with tracker.store.transaction():
        tracker.store.outbox.transition(row.id, OpState.REJECTED, reason=Reason(FaultCode.SERVER_TEXT, {"text": "No."}))
    assert [one.reason for one in tracker.sheets.attention()] == [Reason(FaultCode.SERVER_TEXT, {"text": "No."})]
    assert tracker.sheets.retry(row.id).state is EntryState.WAITING
    assert tracker.sheets.attention() == ()


def test_a_comment_too_long_changes_nothing(tracker: Tracker) -> None:
    with pytest.raises(BadInput, match="comment_too_long"):
        tracker.sheets.add(1, 1, 60, comment="x" * (MAX_COMMENT + 1))
    assert tracker.sheets.day().rows == ()


def test_control_characters_are_removed_from_comments() -> None:
    assert clean_comment("a\0b\x1b[31mc\nd\te<b>") == "ab[31mc\nd\te<b>"
    assert clean_comment("half \ud83d letter") == "half ? letter"


def test_a_negative_duration_changes_nothing(tracker: Tracker) -> None:
    with pytest.raises(BadInput):
        tracker.sheets.add(1, 1, -60)
    row = tracker.sheets.add(1, 1, 60)
    with pytest.raises(BadInput):
        tracker.sheets.edit(row.id, duration_s=-60)
    assert tracker.sheets.entry(row.id).duration_s == 60


def test_a_few_letters_name_one_task(tracker: Tracker) -> None:
    assert resolve("relaunch cod", Index(tracker.sheets.choices())).task == "Coding"
    assert resolve("webshop", Index(tracker.sheets.choices())).project == "Webshop"


def test_an_ambiguous_query_lists_the_matching_tasks(tracker: Tracker) -> None:
    with pytest.raises(NoMatch) as caught:
        resolve("meet", Index(tracker.sheets.choices()))
    assert caught.value.candidates == ("Webshop · Meetings", "Website relaunch · Meetings")
    with pytest.raises(NoMatch, match="no_task"):
        resolve("xyz", Index(tracker.sheets.choices()))


def test_recent_and_starred_pairs(tracker: Tracker) -> None:
    tracker.sheets.add(1, 1, 60, day=DAY - timedelta(days=2))
    tracker.sheets.star(1, 2, on=True)
    assert tracker.sheets.recent() == [(1, 1)]
    assert tracker.sheets.favourites() == {(1, 2)}


def test_gaps_are_in_the_wall_time_of_the_account(tracker: Tracker) -> None:
    with tracker.store.transaction():
        tracker.store.settings.put(settings.USER, {"id": 1, "name": "", "email": "", "timezone": "Asia/Tokyo"})
    tracker.sheets.add(1, 1, 3600, start_time=time(18), end_time=time(19))
    tracker.timer.start(1, 1)  # noon in London is nine in the evening in Tokyo
    (gap,) = tracker.sheets.day().gaps(lambda moment: moment.astimezone(ZoneInfo("Asia/Tokyo")))
    assert (gap.start, gap.end) == (time(19), time(21))


def test_no_sequence_of_edits_makes_an_entry_contradict_itself(tracker: Tracker, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test
    entry = tracker.sheets.add(1, 1, 3600, start_time=time(9), end_time=time(10)).id
    accepted = 0
    for _ in range(400):
        moments = {name: time(dice.randrange(24), dice.randrange(60)) for name in ("start_time", "end_time")}
        changes = moments | {"duration_s": dice.randrange(1, 12 * 60) * 60}
        named = dice.sample(sorted(changes), dice.randint(1, 3))
        with suppress(BadInput):
            after = tracker.sheets.edit(entry, **{name: changes[name] for name in named})
            assert all(getattr(after, name) == changes[name] for name in named)
            accepted += 1
        row = tracker.sheets.entry(entry)
        assert row.times is not None, "start, end and duration agree"
    assert accepted > 50


def test_an_unclear_entry_is_not_sent_again_by_retry(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600)
    with tracker.store.transaction():
        tracker.store.outbox.transition(row.id, OpState.IN_FLIGHT)
        tracker.store.outbox.transition(row.id, OpState.AMBIGUOUS)
    with pytest.raises(NoMatch, match="being_checked"):
        tracker.sheets.retry(row.id)
    assert [op.state for op in tracker.queued()] == [OpState.AMBIGUOUS]


def test_retry_of_a_synced_entry_has_nothing_to_send(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 3600)
    tracker.sent(row.id, 77)
    with pytest.raises(NoMatch, match="nothing_to_send"):
        tracker.sheets.retry(row.id)
