"""A timer over midnight: an entry a day, cut once, by whoever looks first, and taken back as a whole."""

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
from tests.tracker.conftest import DAY, NOON, Desk

if TYPE_CHECKING:
    from datetime import tzinfo

NEXT = DAY + timedelta(days=1)
HOUR = 3600


def live_in(desk: Desk, zone: str, wall: str) -> tzinfo | None:
    """The account lives in `zone`, and there it is `wall` now."""
    with desk.store.transaction():
        desk.store.settings.put(USER, {"id": 1, "name": "Ada", "email": "a@b.c", "timezone": zone})
    desk.clock.set_wall(datetime.fromisoformat(wall).replace(tzinfo=desk.clock.zone(zone)))
    return desk.clock.zone(zone)


def late(desk: Desk) -> int:
    """A timer since 23:00."""
    desk.clock.advance(11 * HOUR)
    return desk.timer.start(1, 1, "words").id


def test_the_first_look_after_midnight_cuts_exactly_there(desk: Desk) -> None:
    late(desk)
    desk.clock.advance(HOUR + 17)
    desk.absences.heartbeat()
    desk.clock.advance(13)
    assert desk.figures(DAY, NEXT) == [(2, "Coding", HOUR, False), (3, "Coding", 30, True)]
    assert {row.comment for row in desk.sheets.day(NEXT).rows} == {"words"}
    assert [op.kind for op in desk.queued()] == [OpKind.CREATE, OpKind.CREATE]


def test_it_is_cut_once_whoever_looks_next(desk: Desk) -> None:
    late(desk)
    desk.work(62)
    figures = desk.figures(DAY, NEXT)
    assert not desk.absences.heartbeat()
    desk.restart()
    assert not desk.absences.heartbeat()
    assert desk.figures(DAY, NEXT) == figures == [(2, "Coding", HOUR, False), (3, "Coding", 120, True)]


def test_a_terminal_that_stops_it_the_next_day_cuts_it_too(desk: Desk) -> None:
    late(desk)
    desk.clock.advance(2 * HOUR)
    assert desk.timer.stop().day == NEXT
    assert desk.figures(DAY, NEXT) == [(2, "Coding", HOUR, False), (3, "Coding", HOUR, False)]
    desk.sheets.undo()
    assert desk.figures(DAY, NEXT) == [(2, "Coding", HOUR, False), (3, "Coding", HOUR, True)]


def test_starting_another_one_cuts_the_first(desk: Desk) -> None:
    late(desk)
    desk.clock.advance(2 * HOUR)
    desk.timer.start(1, 2)
    figures = [(2, "Coding", HOUR, False), (3, "Coding", HOUR, False), (3, "Meetings", 0, True)]
    assert desk.figures(DAY, NEXT) == figures


def test_a_stop_at_midnight_itself_leaves_no_empty_entry(desk: Desk) -> None:
    late(desk)
    desk.work(60)
    assert desk.timer.stop().day == DAY
    assert desk.figures(DAY, NEXT) == [(2, "Coding", HOUR, False)]


def test_a_stop_before_midnight_takes_back_what_came_after_it(desk: Desk) -> None:
    late(desk)
    desk.work(70)
    before_midnight = Instant(NOON + timedelta(hours=11, minutes=50))
    assert desk.timer.ran_at(before_midnight)
    assert not desk.timer.ran_at(Instant(NOON))
    assert desk.timer.stop(before_midnight).duration_s == 3000
    assert desk.figures(DAY, NEXT) == [(2, "Coding", 3000, False)]
    desk.sheets.undo()
    assert desk.figures(DAY, NEXT) == [(2, "Coding", HOUR, False), (3, "Coding", 600, True)]
    with pytest.raises(BadInput):
        desk.timer.stop(Instant(NOON))


def test_undo_of_the_start_takes_back_all_of_it(desk: Desk) -> None:
    desk.timer.start(1, 2)
    late(desk)
    desk.work(70)
    desk.sheets.undo()
    desk.clock.advance(60)
    desk.absences.heartbeat()
    assert desk.figures(DAY, NEXT) == [(2, "Meetings", 12 * HOUR, False), (3, "Meetings", 660, True)]


def test_the_setting_turns_it_off(desk: Desk) -> None:
    with desk.store.transaction():
        desk.store.settings.put(settings.SPLIT_AT_MIDNIGHT, False)
    late(desk)
    desk.work(70)
    desk.timer.stop()
    assert desk.figures(DAY, NEXT) == [(2, "Coding", 4200, False)]


def test_a_timer_of_another_device_is_not_cut_here(desk: Desk) -> None:
    with desk.store.transaction():
        desk.store.entries.add_remote(77, Fields(DAY, 1, 1, running=True), desk.clock.now(), None)
    desk.work(0)
    desk.clock.advance(13 * HOUR)
    desk.absences.heartbeat()
    assert desk.figures(DAY, NEXT) == [(2, "Coding", 13 * HOUR, True)]


def test_an_entry_that_was_continued_keeps_what_it_had(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.work(30)
    entry = desk.timer.stop()
    desk.clock.advance(11 * HOUR)
    desk.timer.continue_entry(entry.id)
    desk.work(60)
    assert desk.figures(DAY, NEXT) == [(2, "Coding", 1800 + 1800, False), (3, "Coding", 1800, True)]


def test_several_nights_are_an_entry_each(desk: Desk) -> None:
    late(desk)
    desk.clock.advance(50 * HOUR)
    desk.timer.stop()
    days = [DAY + timedelta(days=number) for number in range(4)]
    assert [figure[2] for figure in desk.figures(*days)] == [HOUR, 24 * HOUR, 24 * HOUR, HOUR]


def test_a_timer_that_was_put_on_tomorrow_by_hand_stays_there(desk: Desk) -> None:
    entry = late(desk)
    desk.sheets.edit(entry, day=NEXT)
    desk.work(70)
    assert desk.figures(DAY, NEXT) == [(3, "Coding", 4200, True)]


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
def test_midnight_is_the_account_s(zone: str, evening: str, before_s: int, desk: Desk) -> None:
    live_in(desk, zone, evening)
    first = desk.sheets.today()
    desk.timer.start(1, 1)
    desk.work(120)
    found = desk.figures(first, first + timedelta(days=1))
    assert [figure[2] for figure in found] == [before_s, 2 * HOUR - before_s]


def test_a_timer_over_the_night_of_25_hours(desk: Desk) -> None:
    zone = live_in(desk, "Europe/Berlin", "2026-10-25T00:30")
    desk.timer.start(1, 1)
    desk.clock.set_wall(desk.clock.now().wall)
    desk.work(24 * 60 + 31)
    (sunday, monday) = desk.figures(date(2026, 10, 25), date(2026, 10, 26))
    assert (sunday[2], monday[2]) == (24 * HOUR + 1800, 60)
    assert desk.clock.now().wall.astimezone(zone).date() == date(2026, 10, 26)


def test_travelling_moves_no_second(desk: Desk) -> None:
    live_in(desk, "Europe/Berlin", "2026-03-02T20:00")
    desk.timer.start(1, 1)
    desk.work(60)
    live_in(desk, "America/New_York", "2026-03-02T15:00")
    desk.work(120)
    assert sum(figure[2] for figure in desk.figures(DAY, NEXT)) == 3 * HOUR


def test_a_wall_clock_that_is_set_over_midnight_and_back_cuts_nothing_twice(desk: Desk) -> None:
    late(desk)
    desk.work(30)
    desk.clock.set_wall(NOON + timedelta(days=3))
    desk.work(5)
    desk.clock.set_wall(NOON + timedelta(hours=11, minutes=35))
    desk.work(20)
    assert desk.figures(DAY) == [(2, "Coding", 3300, True)]
    desk.work(10)
    assert desk.figures(DAY, NEXT) == [(2, "Coding", HOUR, False), (3, "Coding", 300, True)]
