"""One entry into two, and back by one undo; no second is lost or made."""

from __future__ import annotations

import random
from datetime import time
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Refused
from demitasse.domain.operations import OpKind
from demitasse.tracker.entry_split import EntrySplit

if TYPE_CHECKING:
    from tests.tracker.conftest import Desk


@pytest.fixture
def pieces(desk: Desk) -> EntrySplit:
    return EntrySplit(desk.store, desk.clock, desk.actions)


def test_two_parts_meet_where_they_were_cut(desk: Desk, pieces: EntrySplit) -> None:
    row = desk.sheets.add(1, 1, 2700, comment="Icons", start_time=time(10, 15), end_time=time(11))
    first, second = pieces.split(row.id, 1000)
    assert (first.id, first.duration_s, second.duration_s) == (row.id, 1000, 1700)
    assert (first.start_time, first.end_time) == (time(10, 15), time(10, 31, 40))
    assert (second.start_time, second.end_time, second.comment) == (time(10, 31, 40), time(11), "Icons")


def test_one_undo_makes_them_one_again(desk: Desk, pieces: EntrySplit) -> None:
    row = desk.sheets.add(1, 1, 2700, start_time=time(10, 15), end_time=time(11))
    desk.sent(row.id, 77)
    before = desk.sheets.day().rows
    pieces.split(row.id, 1000)
    assert [op.kind for op in desk.queued()] == [OpKind.UPDATE, OpKind.CREATE]
    assert desk.sheets.undo() == "split"
    assert desk.sheets.day().rows == before
    assert desk.queued() == [], "nothing is left to be told"


def test_the_sum_is_always_exact(desk: Desk, pieces: EntrySplit, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test
    for _ in range(50):
        whole = chance.randint(2, 86_400)
        row = desk.sheets.add(1, 1, whole, start_time=time(chance.randint(0, 23), chance.randint(0, 59)))
        first, second = pieces.split(row.id, chance.randint(1, whole - 1))
        assert first.duration_s + second.duration_s == whole
        assert min(first.duration_s, second.duration_s) > 0


def test_a_running_timer_runs_on_as_the_second_part(desk: Desk, pieces: EntrySplit) -> None:
    row = desk.timer.start(1, 1, "Meeting")
    desk.clock.advance(3600)
    first, second = pieces.split(row.id, 2400)
    assert (first.running, first.duration_s) == (False, 2400)
    assert (second.id, second.running, second.duration_s) == (row.id, True, 1200)
    desk.clock.advance(60)
    assert desk.timer.stop().duration_s == 1260
    desk.sheets.undo()
    desk.sheets.undo()
    desk.clock.advance(60)
    assert [one.duration_s for one in desk.sheets.day().rows] == [3720], "as if it had never been cut"


def test_times_that_contradict_the_duration_are_not_made_up(desk: Desk, pieces: EntrySplit) -> None:
    row = desk.sheets.add(1, 1, 7200, start_time=time(10), end_time=time(10, 30))
    first, second = pieces.split(row.id, 3600)
    assert (first.start_time, first.end_time) == (time(10), None)
    assert (second.start_time, second.end_time) == (None, time(10, 30))
    late = desk.sheets.add(1, 1, 7200, start_time=time(23, 30))
    assert pieces.split(late.id, 3600)[1].start_time is None, "that would be tomorrow"


@pytest.mark.parametrize("first_s", [0, -1, 2700, 99_999])
def test_no_part_may_be_empty(desk: Desk, pieces: EntrySplit, first_s: int) -> None:
    row = desk.sheets.add(1, 1, 2700)
    with pytest.raises(BadInput, match="part_too_long length_s=2700"):
        pieces.split(row.id, first_s)
    assert desk.sheets.undoable() == "add"


def test_what_is_billed_stays_whole_but_can_be_booked_again(desk: Desk, pieces: EntrySplit) -> None:
    row = desk.sheets.add(1, 1, 2700)
    with desk.store.transaction():
        entry = desk.store.entries.get(row.id)
        assert entry is not None
        desk.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    with pytest.raises(Refused, match="entry_billed"):
        pieces.split(row.id, 60)
    assert pieces.duplicate(row.id).duration_s == 2700


def test_a_duplicate_has_all_but_the_times_of_day(desk: Desk, pieces: EntrySplit) -> None:
    row = desk.sheets.add(1, 2, 2700, comment="Icons", start_time=time(10, 15), end_time=time(11))
    twin = pieces.duplicate(row.id)
    assert (twin.project_id, twin.task_id, twin.comment, twin.duration_s, twin.day) == (1, 2, "Icons", 2700, row.day)
    assert (twin.start_time, twin.end_time, twin.id != row.id) == (None, None, True)
    assert desk.sheets.undo() == "duplicate"
    assert [one.id for one in desk.sheets.day().rows] == [row.id]


def test_what_is_not_there_or_still_runs_has_no_double(desk: Desk, pieces: EntrySplit) -> None:
    with pytest.raises(NoMatch):
        pieces.duplicate(99)
    running = desk.timer.start(1, 1)
    with pytest.raises(BadInput, match="timer_runs"):
        pieces.duplicate(running.id)
