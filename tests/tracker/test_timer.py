"""Start, stop, switch, continue and undo."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Overtaken
from demitasse.domain.operations import OpKind
from demitasse.domain.timer import Instant
from tests.tracker.conftest import NOON, Tracker

HOUR = 3600


def ago(minutes: int) -> Instant:
    """Return a typed moment, `minutes` before noon."""
    return Instant(NOON - timedelta(minutes=minutes))


def test_a_timer_counts_from_its_start(tracker: Tracker) -> None:
    started = tracker.timer.start(1, 1, "words")
    tracker.clock.advance(90)
    running = tracker.timer.running()
    assert running is not None
    assert (running.id, running.duration_s, running.comment, running.running) == (started.id, 90, "words", True)


def test_starting_another_stops_the_first_at_that_moment(tracker: Tracker) -> None:
    first = tracker.timer.start(1, 1)
    tracker.clock.advance(600)
    tracker.timer.start(1, 2)
    tracker.clock.advance(60)
    assert tracker.sheets.entry(first.id).duration_s == 600
    assert [(row.task, row.duration_s) for row in tracker.sheets.day().rows] == [("Meetings", 60), ("Coding", 600)]
    assert [op.kind for op in tracker.queued()] == [OpKind.CREATE, OpKind.CREATE]


def test_a_start_in_the_past_counts_from_then(tracker: Tracker) -> None:
    assert tracker.timer.start(1, 1, at=ago(30)).duration_s == 1800


def test_a_switch_in_the_past_divides_the_time(tracker: Tracker) -> None:
    first = tracker.timer.start(1, 1, at=ago(60))
    second = tracker.timer.start(1, 2, at=ago(20))
    assert (tracker.sheets.entry(first.id).duration_s, second.duration_s) == (2400, 1200)


def test_a_stop_in_the_past_keeps_what_was_before_it(tracker: Tracker) -> None:
    tracker.timer.start(1, 1, at=ago(60))
    assert tracker.timer.stop(ago(15)).duration_s == 2700


@pytest.mark.parametrize("minutes", [90, -5])
def test_a_stop_before_the_start_or_in_the_future_changes_nothing(tracker: Tracker, minutes: int) -> None:
    tracker.timer.start(1, 1, at=ago(60))
    with pytest.raises(BadInput) as caught:
        tracker.timer.stop(ago(minutes))
    assert caught.value.field == "at"
    assert tracker.timer.running() is not None


def test_stopping_without_a_timer_is_a_fault(tracker: Tracker) -> None:
    with pytest.raises(NoMatch, match="no_timer"):
        tracker.timer.stop()


def test_today_s_entry_is_continued_itself(tracker: Tracker) -> None:
    tracker.timer.start(1, 1, "words", at=ago(60))
    stopped = tracker.timer.stop(ago(30))
    tracker.clock.advance(600)
    again = tracker.timer.continue_entry()
    tracker.clock.advance(60)
    assert again.id == stopped.id
    assert tracker.timer.stop().duration_s == 1860


def test_an_older_entry_is_continued_as_a_new_one(tracker: Tracker) -> None:
    old = tracker.sheets.add(1, 2, 3600, comment="words", day=tracker.sheets.today() - timedelta(days=1))
    new = tracker.timer.continue_entry()
    assert new.id != old.id
    assert (new.day, new.task, new.comment, new.duration_s) == (tracker.sheets.today(), "Meetings", "words", 0)


def test_a_locked_entry_is_continued_as_a_new_one(tracker: Tracker) -> None:
    old = tracker.sheets.add(1, 2, 3600)
    entry = tracker.store.entries.get(old.id)
    assert entry is not None
    with tracker.store.transaction():
        tracker.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    assert tracker.timer.continue_entry(old.id).id != old.id


def test_continuing_a_missing_or_running_entry_is_a_fault(tracker: Tracker) -> None:
    with pytest.raises(NoMatch, match="nothing_to_continue"):
        tracker.timer.continue_entry()
    with pytest.raises(NoMatch, match="no_entry number=99"):
        tracker.timer.continue_entry(99)
    running = tracker.timer.start(1, 1)
    with pytest.raises(NoMatch, match="timer_runs_already"):
        tracker.timer.continue_entry(running.id)


def test_undo_of_a_start_resumes_the_stopped_timer(tracker: Tracker) -> None:
    first = tracker.timer.start(1, 1, at=ago(60))
    tracker.timer.start(1, 2)
    tracker.clock.advance(60)
    assert tracker.history.undo().label == "switch"
    running = tracker.timer.running()
    assert running is not None
    assert (running.id, running.duration_s) == (first.id, 3660)
    assert len(tracker.sheets.day().rows) == 1


def test_undo_of_a_stop_counts_as_if_it_had_never_stopped(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.clock.advance(600)
    tracker.timer.stop()
    tracker.clock.advance(60)
    tracker.history.undo()
    running = tracker.timer.running()
    assert running is not None
    assert running.duration_s == 660


def test_setting_a_timer_known_to_the_server_sends_its_duration(tracker: Tracker) -> None:
    entry = tracker.timer.start(1, 1)
    tracker.sent(entry.id, 77)
    assert tracker.queued() == []
    tracker.sheets.edit(entry.id, duration_s=1800)
    assert [op.kind for op in tracker.queued()] == [OpKind.UPDATE]
    tracker.clock.advance(60)
    assert tracker.sheets.entry(entry.id).duration_s == 1860


def test_a_comment_does_not_change_the_running_timer(tracker: Tracker) -> None:
    entry = tracker.timer.start(1, 1)
    tracker.clock.advance(600)
    tracker.sheets.edit(entry.id, comment="later words")
    tracker.clock.advance(60)
    assert tracker.timer.stop().duration_s == 660


@pytest.mark.parametrize("ago_s", [0, 600])
@pytest.mark.parametrize("comment", ["", "icons"])
def test_a_switch_can_become_a_change_of_the_entry(ago_s: int, comment: str, tracker: Tracker) -> None:
    old = tracker.timer.start(1, 1, "login")
    tracker.clock.advance(HOUR)
    at = tracker.clock.now().shifted(-ago_s) if ago_s else None
    new = tracker.timer.start(1, 2, comment, at)
    tracker.clock.advance(40)
    changed = tracker.timer.change_instead(new.id, old.id)
    assert (changed.id, changed.task, changed.comment) == (old.id, "Meetings", comment or "login")
    assert (changed.running, changed.duration_s, changed.start_time) == (True, HOUR + 40, time(12))
    assert [row.id for row in tracker.sheets.day().rows] == [old.id]
    tracker.clock.advance(20)
    assert tracker.timer.stop().duration_s == HOUR + 60
    tracker.history.undo()
    tracker.history.undo()
    rows = {row.id: (row.task, row.running) for row in tracker.sheets.day().rows}
    assert rows == {old.id: ("Coding", False), new.id: ("Meetings", True)}, "undo leads back to the switch"


def test_a_continued_entry_keeps_its_time_if_the_switch_to_it_becomes_a_change(tracker: Tracker) -> None:
    first = tracker.timer.start(2, 2)
    tracker.clock.advance(600)
    second = tracker.timer.start(1, 1)
    tracker.clock.advance(300)
    tracker.timer.continue_entry(first.id)
    tracker.clock.advance(30)
    changed = tracker.timer.change_instead(first.id, second.id)
    assert (changed.id, changed.project, changed.duration_s) == (second.id, "Webshop", 330)
    assert tracker.sheets.entry(first.id).duration_s == 600
    assert [row.id for row in tracker.timer.all_running()] == [second.id]


def test_a_switch_that_was_stopped_cannot_become_a_change(tracker: Tracker) -> None:
    old = tracker.timer.start(1, 1)
    new = tracker.timer.start(1, 2)
    tracker.timer.stop()
    with pytest.raises(Overtaken):
        tracker.timer.change_instead(new.id, old.id)
