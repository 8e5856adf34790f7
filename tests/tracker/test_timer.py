"""Start, stop, switch, continue, undo."""

from __future__ import annotations

from datetime import timedelta

import pytest

from demitasse.domain.errors import BadInput, FaultCode, NoMatch
from demitasse.domain.operations import OpKind
from demitasse.domain.timer import Instant
from tests.tracker.conftest import NOON, Desk


def ago(minutes: int) -> Instant:
    """A typed moment before noon."""
    return Instant(NOON - timedelta(minutes=minutes))


def test_a_timer_counts_from_its_start(desk: Desk) -> None:
    started = desk.timer.start(1, 1, "words")
    desk.clock.advance(90)
    running = desk.timer.running()
    assert running is not None
    assert (running.id, running.duration_s, running.comment, running.running) == (started.id, 90, "words", True)


def test_starting_another_stops_the_first_at_that_moment(desk: Desk) -> None:
    first = desk.timer.start(1, 1)
    desk.clock.advance(600)
    desk.timer.start(1, 2)
    desk.clock.advance(60)
    assert desk.sheets.entry(first.id).duration_s == 600
    assert [(row.task, row.duration_s) for row in desk.sheets.day().rows] == [("Meetings", 60), ("Coding", 600)]
    assert [op.kind for op in desk.queued()] == [OpKind.CREATE, OpKind.CREATE]


def test_a_start_in_the_past_counts_from_then(desk: Desk) -> None:
    assert desk.timer.start(1, 1, at=ago(30)).duration_s == 1800


def test_a_switch_in_the_past_divides_the_time(desk: Desk) -> None:
    first = desk.timer.start(1, 1, at=ago(60))
    second = desk.timer.start(1, 2, at=ago(20))
    assert (desk.sheets.entry(first.id).duration_s, second.duration_s) == (2400, 1200)


def test_a_stop_in_the_past_keeps_what_was_before_it(desk: Desk) -> None:
    desk.timer.start(1, 1, at=ago(60))
    assert desk.timer.stop(ago(15)).duration_s == 2700


@pytest.mark.parametrize("minutes", [90, -5])
def test_a_stop_before_the_start_or_in_the_future_changes_nothing(desk: Desk, minutes: int) -> None:
    desk.timer.start(1, 1, at=ago(60))
    with pytest.raises(BadInput) as caught:
        desk.timer.stop(ago(minutes))
    assert caught.value.field == "at"
    assert desk.timer.running() is not None


def test_stopping_nothing_says_so(desk: Desk) -> None:
    with pytest.raises(NoMatch, match="no_timer"):
        desk.timer.stop()


def test_today_s_entry_is_continued_itself(desk: Desk) -> None:
    desk.timer.start(1, 1, "words", at=ago(60))
    stopped = desk.timer.stop(ago(30))
    desk.clock.advance(600)
    again = desk.timer.continue_entry()
    desk.clock.advance(60)
    assert again.id == stopped.id
    assert desk.timer.stop().duration_s == 1860


def test_an_older_entry_is_continued_as_a_new_one(desk: Desk) -> None:
    old = desk.sheets.add(1, 2, 3600, comment="words", day=desk.sheets.today() - timedelta(days=1))
    new = desk.timer.continue_entry()
    assert new.id != old.id
    assert (new.day, new.task, new.comment, new.duration_s) == (desk.sheets.today(), "Meetings", "words", 0)


def test_a_locked_entry_is_continued_as_a_new_one(desk: Desk) -> None:
    old = desk.sheets.add(1, 2, 3600)
    entry = desk.store.entries.get(old.id)
    assert entry is not None
    with desk.store.transaction():
        desk.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    assert desk.timer.continue_entry(old.id).id != old.id


def test_continuing_what_is_not_there_or_runs_says_so(desk: Desk) -> None:
    with pytest.raises(NoMatch, match="nothing_to_continue"):
        desk.timer.continue_entry()
    with pytest.raises(NoMatch, match="no_entry number=99"):
        desk.timer.continue_entry(99)
    running = desk.timer.start(1, 1)
    with pytest.raises(NoMatch, match="timer_runs_already"):
        desk.timer.continue_entry(running.id)


def test_undo_of_a_start_lets_the_stopped_timer_run_on(desk: Desk) -> None:
    first = desk.timer.start(1, 1, at=ago(60))
    desk.timer.start(1, 2)
    desk.clock.advance(60)
    assert desk.sheets.undo() == "start"
    running = desk.timer.running()
    assert running is not None
    assert (running.id, running.duration_s) == (first.id, 3660)
    assert len(desk.sheets.day().rows) == 1


def test_undo_of_a_stop_counts_as_if_it_had_never_stopped(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.clock.advance(600)
    desk.timer.stop()
    desk.clock.advance(60)
    desk.sheets.undo()
    running = desk.timer.running()
    assert running is not None
    assert running.duration_s == 660


def test_what_the_server_knew_to_run_is_told_its_figure_when_somebody_changed_it(desk: Desk) -> None:
    entry = desk.timer.start(1, 1)
    desk.sent(entry.id, 77)
    assert desk.queued() == []
    desk.sheets.edit(entry.id, duration_s=1800)
    assert [op.kind for op in desk.queued()] == [OpKind.UPDATE]
    desk.clock.advance(60)
    assert desk.sheets.entry(entry.id).duration_s == 1860


def test_a_comment_while_it_runs_does_not_touch_the_clock(desk: Desk) -> None:
    entry = desk.timer.start(1, 1)
    desk.clock.advance(600)
    desk.sheets.edit(entry.id, comment="later words")
    desk.clock.advance(60)
    assert desk.timer.stop().duration_s == 660
