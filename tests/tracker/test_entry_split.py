"""Splitting and duplicating entries, with one undo each; the durations always add up."""

from __future__ import annotations

import random
from datetime import time
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Refused
from demitasse.domain.operations import OpKind

if TYPE_CHECKING:
    from tests.tracker.conftest import Tracker


def test_two_parts_meet_where_the_entry_was_split(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 2700, comment="Icons", start_time=time(10, 15), end_time=time(11))
    first, second = tracker.sheets.split(row.id, 1000)
    assert (first.id, first.duration_s, second.duration_s) == (row.id, 1000, 1700)
    assert (first.start_time, first.end_time) == (time(10, 15), time(10, 31, 40))
    assert (second.start_time, second.end_time, second.comment) == (time(10, 31, 40), time(11), "Icons")


def test_one_undo_joins_the_parts(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 2700, start_time=time(10, 15), end_time=time(11))
    tracker.sent(row.id, 77)
    before = tracker.sheets.day().rows
    tracker.sheets.split(row.id, 1000)
    assert [op.kind for op in tracker.queued()] == [OpKind.UPDATE, OpKind.CREATE]
    assert tracker.history.undo().label == "split"
    assert tracker.sheets.day().rows == before
    assert tracker.queued() == [], "nothing is left to be told"


def test_the_sum_is_always_exact(tracker: Tracker, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test
    for _ in range(50):
        whole = chance.randint(2, 86_400)
        row = tracker.sheets.add(1, 1, whole, start_time=time(chance.randint(0, 23), chance.randint(0, 59)))
        first, second = tracker.sheets.split(row.id, chance.randint(1, whole - 1))
        assert first.duration_s + second.duration_s == whole
        assert min(first.duration_s, second.duration_s) > 0


def test_a_running_timer_goes_on_as_the_second_part(tracker: Tracker) -> None:
    row = tracker.timer.start(1, 1, "Meeting")
    tracker.clock.advance(3600)
    first, second = tracker.sheets.split(row.id, 2400)
    assert (first.running, first.duration_s) == (False, 2400)
    assert (second.id, second.running, second.duration_s) == (row.id, True, 1200)
    tracker.clock.advance(60)
    assert tracker.timer.stop().duration_s == 1260
    tracker.history.undo()
    tracker.history.undo()
    tracker.clock.advance(60)
    assert [one.duration_s for one in tracker.sheets.day().rows] == [3720], "as if it had never been cut"


def test_times_that_contradict_the_duration_are_dropped(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 7200, start_time=time(10), end_time=time(10, 30))
    first, second = tracker.sheets.split(row.id, 3600)
    assert (first.start_time, first.end_time) == (time(10), None)
    assert (second.start_time, second.end_time) == (None, time(10, 30))
    late = tracker.sheets.add(1, 1, 7200, start_time=time(23, 30))
    assert tracker.sheets.split(late.id, 3600)[1].start_time is None, "that would be tomorrow"


@pytest.mark.parametrize("first_s", [0, -1, 2700, 99_999])
def test_no_part_may_be_empty(tracker: Tracker, first_s: int) -> None:
    row = tracker.sheets.add(1, 1, 2700)
    with pytest.raises(BadInput, match="part_too_long length_s=2700"):
        tracker.sheets.split(row.id, first_s)
    assert tracker.history.undoable() == "add"


def test_a_billed_entry_can_be_duplicated_but_not_split(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 1, 2700)
    with tracker.store.transaction():
        entry = tracker.store.entries.get(row.id)
        assert entry is not None
        tracker.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    with pytest.raises(Refused, match="entry_billed"):
        tracker.sheets.split(row.id, 60)
    assert tracker.sheets.duplicate(row.id).duration_s == 2700


def test_a_duplicate_has_all_but_the_times_of_day(tracker: Tracker) -> None:
    row = tracker.sheets.add(1, 2, 2700, comment="Icons", start_time=time(10, 15), end_time=time(11))
    twin = tracker.sheets.duplicate(row.id)
    assert (twin.project_id, twin.task_id, twin.comment, twin.duration_s, twin.day) == (1, 2, "Icons", 2700, row.day)
    assert (twin.start_time, twin.end_time, twin.id != row.id) == (None, None, True)
    assert tracker.history.undo().label == "duplicate"
    assert [one.id for one in tracker.sheets.day().rows] == [row.id]


def test_missing_and_running_entries_cannot_be_duplicated(tracker: Tracker) -> None:
    with pytest.raises(NoMatch):
        tracker.sheets.duplicate(99)
    running = tracker.timer.start(1, 1)
    with pytest.raises(BadInput, match="timer_runs"):
        tracker.sheets.duplicate(running.id)
