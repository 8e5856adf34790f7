"""Splitting a timer at midnight into an entry a day, exactly once, with one undo."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain import settings
from demitasse.domain.entries import Fields
from demitasse.domain.errors import BadInput
from demitasse.domain.operations import OpKind
from demitasse.domain.timer import Instant
from demitasse.store.settings import USER
from tests.tracker.conftest import DAY, NOON, Tracker

if TYPE_CHECKING:
    from datetime import tzinfo

NEXT = DAY + timedelta(days=1)
HOUR = 3600


def live_in(tracker: Tracker, zone: str, wall: str) -> tzinfo | None:
    """Set the account's zone, and the clock to `wall` there."""
    with tracker.store.transaction():
        tracker.store.settings.put(USER, {"id": 1, "name": "Ada", "email": "a@b.c", "timezone": zone})
    tracker.clock.set_wall(datetime.fromisoformat(wall).replace(tzinfo=tracker.clock.zone(zone)))
    return tracker.clock.zone(zone)


def late(tracker: Tracker) -> int:
    """Start a timer at 23:00 and return its entry id."""
    tracker.clock.advance(11 * HOUR)
    return tracker.timer.start(1, 1, "words").id


def test_the_first_heartbeat_after_midnight_splits_exactly_there(tracker: Tracker) -> None:
    late(tracker)
    tracker.clock.advance(HOUR + 17)
    tracker.absences.heartbeat()
    tracker.clock.advance(13)
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", HOUR, False), (3, "Coding", 30, True)]
    assert {row.comment for row in tracker.sheets.day(NEXT).rows} == {"words"}
    assert [op.kind for op in tracker.queued()] == [OpKind.CREATE, OpKind.CREATE]


def test_a_timer_is_split_once(tracker: Tracker) -> None:
    late(tracker)
    tracker.work(62)
    figures = tracker.figures(DAY, NEXT)
    assert not tracker.absences.heartbeat()
    tracker.restart()
    assert not tracker.absences.heartbeat()
    assert tracker.figures(DAY, NEXT) == figures == [(2, "Coding", HOUR, False), (3, "Coding", 120, True)]


def test_a_stop_the_next_day_splits_at_midnight(tracker: Tracker) -> None:
    late(tracker)
    tracker.clock.advance(2 * HOUR)
    assert tracker.timer.stop().day == NEXT
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", HOUR, False), (3, "Coding", HOUR, False)]
    tracker.history.undo()
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", HOUR, False), (3, "Coding", HOUR, True)]


def test_starting_another_timer_splits_the_first(tracker: Tracker) -> None:
    late(tracker)
    tracker.clock.advance(2 * HOUR)
    tracker.timer.start(1, 2)
    figures = [(2, "Coding", HOUR, False), (3, "Coding", HOUR, False), (3, "Meetings", 0, True)]
    assert tracker.figures(DAY, NEXT) == figures


def test_a_stop_at_midnight_itself_leaves_no_empty_entry(tracker: Tracker) -> None:
    late(tracker)
    tracker.work(60)
    assert tracker.timer.stop().day == DAY
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", HOUR, False)]


def test_a_stop_before_midnight_deletes_what_came_after_it(tracker: Tracker) -> None:
    late(tracker)
    tracker.work(70)
    before_midnight = Instant(NOON + timedelta(hours=11, minutes=50))
    assert tracker.timer.ran_at(before_midnight)
    assert not tracker.timer.ran_at(Instant(NOON))
    assert tracker.timer.stop(before_midnight).duration_s == 3000
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", 3000, False)]
    tracker.history.undo()
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", HOUR, False), (3, "Coding", 600, True)]
    with pytest.raises(BadInput):
        tracker.timer.stop(Instant(NOON))


def test_undo_of_the_start_deletes_all_parts(tracker: Tracker) -> None:
    tracker.timer.start(1, 2)
    late(tracker)
    tracker.work(70)
    tracker.history.undo()
    tracker.clock.advance(60)
    tracker.absences.heartbeat()
    assert tracker.figures(DAY, NEXT) == [(2, "Meetings", 12 * HOUR, False), (3, "Meetings", 660, True)]


def test_the_setting_turns_splitting_off(tracker: Tracker) -> None:
    with tracker.store.transaction():
        tracker.store.settings.put(settings.SPLIT_AT_MIDNIGHT, False)
    late(tracker)
    tracker.work(70)
    tracker.timer.stop()
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", 4200, False)]


def test_a_timer_of_another_device_is_not_split(tracker: Tracker) -> None:
    with tracker.store.transaction():
        tracker.store.entries.add_remote(77, Fields(DAY, 1, 1, running=True), tracker.clock.now(), None)
    tracker.work(0)
    tracker.clock.advance(13 * HOUR)
    tracker.absences.heartbeat()
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", 12 * HOUR, False), (3, "Coding", HOUR, True)], "only shown so"
    assert len(tracker.store.entries.all()) == 1


def test_a_continued_entry_keeps_its_earlier_time(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(30)
    entry = tracker.timer.stop()
    tracker.clock.advance(11 * HOUR)
    tracker.timer.continue_entry(entry.id)
    tracker.work(60)
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", 1800 + 1800, False), (3, "Coding", 1800, True)]


def test_several_nights_are_an_entry_each(tracker: Tracker) -> None:
    late(tracker)
    tracker.clock.advance(50 * HOUR)
    tracker.timer.stop(whole=True)
    days = [DAY + timedelta(days=number) for number in range(4)]
    assert [figure[2] for figure in tracker.figures(*days)] == [HOUR, 24 * HOUR, 24 * HOUR, HOUR]


def test_a_timer_moved_to_tomorrow_by_hand_stays_there(tracker: Tracker) -> None:
    entry = late(tracker)
    tracker.sheets.edit(entry, day=NEXT)
    tracker.work(70)
    assert tracker.figures(DAY, NEXT) == [(3, "Coding", 4200, True)]


@pytest.mark.parametrize(
    ("zone", "evening", "before_s"),
    [
        ("Europe/Berlin", "2026-03-28T23:00", HOUR),
        ("Africa/Cairo", "2026-04-23T23:00", HOUR),
        ("America/Santiago", "2026-09-05T23:00", HOUR),
        ("Asia/Beirut", "2026-03-28T23:00", HOUR),
        ("Pacific/Kiritimati", "2026-03-02T23:30", 1800),
    ],
)
def test_midnight_is_that_of_the_account(zone: str, evening: str, before_s: int, tracker: Tracker) -> None:
    live_in(tracker, zone, evening)
    first = tracker.sheets.today()
    tracker.timer.start(1, 1)
    tracker.work(120)
    found = tracker.figures(first, first + timedelta(days=1))
    assert [figure[2] for figure in found] == [before_s, 2 * HOUR - before_s]


def test_a_timer_over_the_night_of_25_hours(tracker: Tracker) -> None:
    zone = live_in(tracker, "Europe/Berlin", "2026-10-25T00:30")
    tracker.timer.start(1, 1)
    tracker.clock.set_wall(tracker.clock.now().wall)
    tracker.work(24 * 60 + 31)
    (sunday, monday) = tracker.figures(date(2026, 10, 25), date(2026, 10, 26))
    assert (sunday[2], monday[2]) == (24 * HOUR + 1800, 60)
    assert tracker.clock.now().wall.astimezone(zone).date() == date(2026, 10, 26)


def test_a_change_of_the_system_zone_moves_no_second(tracker: Tracker) -> None:
    live_in(tracker, "Europe/Berlin", "2026-03-02T20:00")
    tracker.timer.start(1, 1)
    tracker.work(60)
    live_in(tracker, "America/New_York", "2026-03-02T15:00")
    tracker.work(120)
    assert sum(figure[2] for figure in tracker.figures(DAY, NEXT)) == 3 * HOUR


def test_setting_the_clock_over_midnight_and_back_splits_once(tracker: Tracker) -> None:
    late(tracker)
    tracker.work(30)
    tracker.clock.set_wall(NOON + timedelta(days=3))
    tracker.work(5)
    tracker.clock.set_wall(NOON + timedelta(hours=11, minutes=35))
    tracker.work(20)
    assert tracker.figures(DAY) == [(2, "Coding", 3300, True)]
    tracker.work(10)
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", HOUR, False), (3, "Coding", 300, True)]
