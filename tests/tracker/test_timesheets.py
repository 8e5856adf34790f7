"""Days: add, edit, delete, undo; what can be booked."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from demitasse.domain.entries import EntryState
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Reason, Refused
from demitasse.domain.operations import OpKind, OpState
from demitasse.domain.user import Employment
from demitasse.store import settings
from demitasse.tracker.timesheets import MAX_COMMENT, clean_comment
from tests.tracker.conftest import DAY, Desk


def test_time_added_by_hand_is_queued(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 5400, comment="words", day=DAY - timedelta(days=1))
    assert (row.duration_s, row.day, row.state) == (5400, DAY - timedelta(days=1), EntryState.WAITING)
    assert [op.kind for op in desk.queued()] == [OpKind.CREATE]


def test_a_day_has_a_total_that_grows_and_a_target(desk: Desk) -> None:
    with desk.store.transaction():
        desk.store.catalog.replace_employments([Employment(date(2026, 1, 1), (28_800,) * 7)])
    desk.sheets.add(1, 1, 3600)
    desk.timer.start(1, 2)
    sheet = desk.sheets.day()
    desk.clock.advance(60)
    assert (sheet.total_s, sheet.live_s(desk.clock.now()), sheet.target_s) == (3600, 3660, 28_800)


def test_an_edit_changes_what_it_names(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 3600, comment="old")
    after = desk.sheets.edit(row.id, comment="new", duration_s=1800, project_id=2, task_id=2, day=DAY)
    assert (after.comment, after.duration_s, after.project, after.task) == ("new", 1800, "Webshop", "Meetings")
    assert desk.sheets.undoable() == "edit"


def test_an_edit_that_changes_nothing_is_none(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 3600, comment="old")
    desk.sheets.edit(row.id, comment="old")
    assert desk.sheets.undoable() == "add"


def test_a_field_that_is_none_is_a_bug(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 3600)
    with pytest.raises(TypeError):
        desk.sheets.edit(row.id, running=True)


def test_a_deleted_entry_comes_back(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 3600, comment="words")
    desk.sent(row.id, 77)
    desk.sheets.delete(row.id)
    assert desk.sheets.day().rows == ()
    assert [op.kind for op in desk.queued()] == [OpKind.DELETE]
    desk.sheets.undo()
    assert desk.sheets.entry(row.id).comment == "words"
    assert desk.queued() == []


def test_an_entry_deleted_for_good_is_created_again_by_undo(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 3600, comment="words")
    desk.sheets.delete(row.id)
    with desk.store.transaction():
        desk.store.entries.remove(row.id)
    desk.sheets.undo()
    assert [(one.comment, one.duration_s) for one in desk.sheets.day().rows] == [("words", 3600)]
    assert [op.kind for op in desk.queued()] == [OpKind.CREATE]


def test_undo_keeps_what_changed_since_for_other_reasons(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 3600, comment="words")
    desk.sheets.edit(row.id, comment="better words")

    entry = desk.store.entries.get(row.id)
    assert entry is not None
    with desk.store.transaction():
        desk.store.entries.save(entry._replace(mine=entry.mine._replace(duration_s=60)))
    desk.sheets.undo()
    after = desk.sheets.entry(row.id)
    assert (after.comment, after.duration_s) == ("words", 60)


def test_every_action_can_be_undone_back_to_the_start(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 3600)
    desk.sheets.edit(row.id, comment="x")
    desk.timer.continue_entry(row.id)
    desk.clock.advance(60)
    desk.timer.stop()
    desk.sheets.delete(row.id)
    labels = [desk.sheets.undo() for _ in range(5)]
    assert labels == ["delete", "stop", "continue", "edit", "add"]
    assert desk.sheets.day().rows == ()
    assert desk.queued() == []
    with pytest.raises(NoMatch, match="nothing_to_undo"):
        desk.sheets.undo()


def test_what_is_billed_cannot_be_changed_and_says_why(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 3600)
    entry = desk.store.entries.get(row.id)
    assert entry is not None
    with desk.store.transaction():
        desk.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    with pytest.raises(Refused, match="entry_billed"):
        desk.sheets.edit(row.id, comment="x")
    with pytest.raises(Refused, match="entry_billed"):
        desk.sheets.delete(row.id)


def test_what_is_not_there_is_not_there(desk: Desk) -> None:
    for act in (desk.sheets.entry, desk.sheets.delete, desk.sheets.retry):
        with pytest.raises(NoMatch, match="no_entry number=99"):
            act(99)


def test_a_refused_delete_is_sent_again_when_asked(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 3600)
    desk.sent(row.id, 70)
    desk.sheets.delete(row.id)
    with desk.store.transaction():
        desk.store.outbox.transition(row.id, OpState.REJECTED, reason=Reason(FaultCode.REFUSED))
    (waiting,) = desk.sheets.attention()
    desk.sheets.retry(waiting.id)
    assert [(op.kind, op.state) for op in desk.queued()] == [(OpKind.DELETE, OpState.PENDING)]


def test_a_refused_entry_is_sent_again_when_asked(desk: Desk) -> None:
    row = desk.sheets.add(1, 1, 3600)
    with desk.store.transaction():
        desk.store.outbox.transition(row.id, OpState.REJECTED, reason=Reason(FaultCode.SERVER_TEXT, {"text": "No."}))
    assert [one.reason for one in desk.sheets.attention()] == [Reason(FaultCode.SERVER_TEXT, {"text": "No."})]
    assert desk.sheets.retry(row.id).state is EntryState.WAITING
    assert desk.sheets.attention() == ()


def test_a_comment_too_long_changes_nothing(desk: Desk) -> None:
    with pytest.raises(BadInput, match="comment_too_long"):
        desk.sheets.add(1, 1, 60, comment="x" * (MAX_COMMENT + 1))
    assert desk.sheets.day().rows == ()


def test_a_comment_keeps_its_words_and_loses_what_nothing_can_show() -> None:
    assert clean_comment("a\0b\x1b[31mc\nd\te<b>") == "ab[31mc\nd\te<b>"
    assert clean_comment("half \ud83d letter") == "half ? letter"


def test_a_negative_duration_changes_nothing(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.sheets.add(1, 1, -60)
    row = desk.sheets.add(1, 1, 60)
    with pytest.raises(BadInput):
        desk.sheets.edit(row.id, duration_s=-60)
    assert desk.sheets.entry(row.id).duration_s == 60


def test_a_few_letters_name_one_task(desk: Desk) -> None:
    assert desk.sheets.resolve("relaunch cod").task == "Coding"
    assert desk.sheets.resolve("webshop").project == "Webshop"


def test_letters_that_fit_several_tasks_name_them(desk: Desk) -> None:
    with pytest.raises(NoMatch) as caught:
        desk.sheets.resolve("meet")
    assert caught.value.candidates == ("Webshop · Meetings", "Website relaunch · Meetings")
    with pytest.raises(NoMatch, match="no_task"):
        desk.sheets.resolve("xyz")


def test_recent_days_and_stars(desk: Desk) -> None:
    desk.sheets.add(1, 1, 60, day=DAY - timedelta(days=2))
    desk.sheets.star(1, 2, on=True)
    assert desk.sheets.recent() == [(1, 1)]
    assert desk.sheets.favourites() == {(1, 2)}


def test_gaps_are_in_the_wall_time_of_the_account(desk: Desk) -> None:
    with desk.store.transaction():
        desk.store.settings.put(settings.USER, {"id": 1, "name": "", "email": "", "timezone": "Asia/Tokyo"})
    desk.sheets.add(1, 1, 3600, start_time=time(18), end_time=time(19))
    desk.timer.start(1, 1)  # noon in London is nine in the evening in Tokyo
    (gap,) = desk.sheets.day().gaps(lambda moment: moment.astimezone(ZoneInfo("Asia/Tokyo")))
    assert (gap.start, gap.end) == (time(19), time(21))
