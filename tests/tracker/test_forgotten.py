"""A forgotten timer books nothing without a word, and every moment of it counts on its own day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from demitasse.domain import settings
from demitasse.domain.absence import AbsenceAnswer
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.timer import Instant
from demitasse.domain.wall_time import day_of
from demitasse.store.settings import USER
from tests.domain.test_wall_time import day_length_s
from tests.tracker.conftest import DAY, NOON, Tracker

if TYPE_CHECKING:
    from collections.abc import Callable

HOUR = 3600
FRIDAY, MONDAY = date(2026, 2, 27), date(2026, 3, 2)
WEEKEND = [FRIDAY + timedelta(days=number) for number in range(4)]
ALL = [(27, 8 * HOUR), (28, 24 * HOUR), (1, 24 * HOUR), (2, 9 * HOUR + 60)]


def friday(tracker: Tracker, *, watched: bool = False) -> None:
    """Start a timer on Friday at 16:00, and let it run until Monday, 9:01."""
    tracker.clock.set_wall(datetime(2026, 2, 27, 16, tzinfo=UTC))
    tracker.timer.start(1, 1, "words")
    if watched:
        tracker.work(120)
        tracker.clock.advance(63 * HOUR + 60)
        tracker.absences.heartbeat()
    else:
        tracker.clock.advance(65 * HOUR + 60)


def booked(tracker: Tracker, *days: date) -> list[tuple[int, int]]:
    return [(day, seconds) for day, _, seconds, _ in tracker.figures(*days)]


@pytest.mark.parametrize("watched", [False, True])
@pytest.mark.parametrize(
    "act",
    [
        lambda tracker: tracker.timer.stop(),
        lambda tracker: tracker.timer.start(1, 2),
        lambda tracker: tracker.timer.continue_entry(tracker.sheets.add(1, 2, 60).id),
        lambda tracker: tracker.history.undo(keep=True),
    ],
)
def test_nothing_books_a_weekend(act: Callable[[Tracker], object], watched: bool, tracker: Tracker) -> None:
    friday(tracker, watched=watched)
    with pytest.raises(BadInput) as caught:
        act(tracker)
    assert caught.value.code == FaultCode.TIMER_FORGOTTEN
    assert caught.value.params["since"] == datetime(2026, 2, 27, 16, tzinfo=UTC)
    running = tracker.timer.running()
    assert running is not None
    assert running.duration_s == 65 * HOUR + 60, "it runs on"
    assert [entry.mine.running for entry in tracker.store.entries.all() if entry.mine.task_id == 1] == [True]
    assert len(tracker.absences.open_questions()) == 1, "one of the ways out"


def test_while_it_runs_each_day_shows_its_own_hours(tracker: Tracker) -> None:
    friday(tracker)
    shown = tracker.sheets.days(FRIDAY, MONDAY)
    assert [sheet.total_s for sheet in shown] == [seconds for _, seconds in ALL]
    assert [[row.running for row in sheet.rows] for sheet in shown] == [[False], [False], [False], [True]]
    assert tracker.reports.week(MONDAY, 1).total_s == 9 * HOUR + 60


def test_a_stop_on_friday_books_what_was_worked(tracker: Tracker) -> None:
    friday(tracker)
    tracker.timer.stop(Instant(tracker.timer.when(time(17, 30), FRIDAY, stops=True).utc))
    assert booked(tracker, *WEEKEND) == [(27, 5400)]


def test_all_of_it_is_booked_on_request_and_every_entry_is_named(tracker: Tracker) -> None:
    friday(tracker)
    tracker.timer.stop(whole=True)
    assert booked(tracker, *WEEKEND) == ALL
    assert [(row.day.day, row.duration_s) for row in tracker.timer.last_changed()] == ALL


@pytest.mark.parametrize(
    ("answer", "figures"),
    [
        (AbsenceAnswer.KEEP, ALL),
        (AbsenceAnswer.STOP, [(27, 2 * HOUR)]),
        (AbsenceAnswer.DISCARD, [(27, 2 * HOUR), (2, 0)]),
        (
            AbsenceAnswer.BOOK,
            [(27, 2 * HOUR), (2, 0), (27, 6 * HOUR), (28, 24 * HOUR), (1, 24 * HOUR), (2, 9 * HOUR + 60)],
        ),
    ],
)
def test_each_answer_about_being_away_settles_it(
    answer: AbsenceAnswer, figures: list[tuple[int, int]], tracker: Tracker
) -> None:
    friday(tracker, watched=True)
    (question,) = tracker.absences.open_questions()
    tracker.absences.answer(question.id, answer, (1, 2))
    assert booked(tracker, *WEEKEND) == figures
    if answer is not AbsenceAnswer.STOP:
        tracker.clock.advance(60)
        assert tracker.timer.stop().day == MONDAY
    tracker.history.undo()
    if answer is not AbsenceAnswer.STOP:
        tracker.history.undo()
    assert [one.id for one in tracker.absences.open_questions()] == [question.id]
    assert sum(sheet.total_s for sheet in tracker.sheets.days(FRIDAY, MONDAY)) >= 65 * HOUR + 60


def test_a_timer_that_was_split_at_its_first_midnight_is_asked_about_as_a_whole(tracker: Tracker) -> None:
    tracker.clock.set_wall(datetime(2026, 2, 27, 16, tzinfo=UTC))
    tracker.timer.start(1, 1)
    for _ in range(41):
        tracker.clock.advance(HOUR / 4)
        tracker.absences.on_active()
    assert len(tracker.store.entries.all()) == 2
    tracker.clock.advance(2 * HOUR)
    with pytest.raises(BadInput, match="timer_forgotten"):
        tracker.timer.stop()
    tracker.timer.stop(Instant(datetime(2026, 2, 27, 17, 30, tzinfo=UTC)))
    assert booked(tracker, *WEEKEND) == [(27, 5400)]


def test_the_longest_day_is_a_setting(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.clock.advance(9 * HOUR)
    with tracker.store.transaction():
        tracker.store.settings.put(settings.LONGEST_DAY, 8)
    with pytest.raises(BadInput, match="timer_forgotten"):
        tracker.timer.stop()
    with tracker.store.transaction():
        tracker.store.settings.put(settings.LONGEST_DAY, 9)
    assert tracker.timer.stop().duration_s == 9 * HOUR


def test_a_timer_of_another_device_is_asked_about_too(tracker: Tracker) -> None:
    with tracker.store.transaction():
        theirs = tracker.sheets.add(1, 1, 0)
        entry = tracker.store.entries.get(theirs.id)
        assert entry is not None
        mine = entry.mine._replace(running=True)
        tracker.store.entries.save(entry._replace(mine=mine, started=tracker.clock.now(), started_here=False))
    tracker.clock.advance(40 * HOUR)
    with pytest.raises(BadInput, match="timer_forgotten"):
        tracker.timer.stop()
    tracker.timer.stop(whole=True)
    days = [DAY + timedelta(days=number) for number in range(3)]
    assert booked(tracker, *days) == [(2, 12 * HOUR), (3, 24 * HOUR), (4, 4 * HOUR)]


def test_a_start_long_ago_is_refused_unless_it_is_meant(tracker: Tracker) -> None:
    long_ago = Instant(NOON - timedelta(hours=30))
    with pytest.raises(BadInput, match="start_long_ago"):
        tracker.timer.start(1, 1, at=long_ago)
    assert tracker.timer.running() is None
    tracker.timer.start(1, 1, at=long_ago, whole=True)
    tracker.timer.stop(whole=True)
    assert booked(tracker, DAY - timedelta(days=1), DAY) == [(1, 18 * HOUR), (2, 12 * HOUR)]


def test_just_after_midnight_a_time_to_come_is_yesterday_s(tracker: Tracker) -> None:
    tracker.clock.set_wall(datetime(2026, 3, 3, 0, 25, tzinfo=UTC))
    row = tracker.timer.start(1, 1, at=Instant(tracker.timer.when(time(23, 55)).utc))
    assert (row.day, row.duration_s) == (DAY, 1800)
    assert booked(tracker, DAY, DAY + timedelta(days=1)) == [(2, 300), (3, 1500)]
    tracker.timer.stop()
    assert booked(tracker, DAY, DAY + timedelta(days=1)) == [(2, 300), (3, 1500)]


def test_a_typed_start_is_asked_about_after_a_reboot_like_any_other(tracker: Tracker) -> None:
    tracker.timer.start(1, 1, at=Instant(NOON - timedelta(minutes=30)))
    tracker.clock.reboot("next", 4 * HOUR)
    tracker.absences.heartbeat()
    (question,) = tracker.absences.open_questions()
    assert question.away_s == 4 * HOUR + 1800


@pytest.mark.parametrize("reboots", [False, True])
def test_a_clock_that_was_a_year_ahead_leaves_nothing_in_the_future(reboots: bool, tracker: Tracker) -> None:
    tracker.clock.set_wall(NOON + timedelta(days=365))
    tracker.timer.start(1, 1)
    tracker.work(13 * 60)  # over a midnight of the wrong year
    if reboots:
        tracker.clock.reboot("next", 60)
    tracker.clock.set_wall(NOON + timedelta(hours=13))
    tracker.absences.heartbeat()
    assert max(entry.mine.day for entry in tracker.store.entries.all()) <= tracker.sheets.today()
    running = tracker.timer.running()
    assert running is not None
    assert running.started_at is not None
    assert running.started_at <= tracker.clock.now().wall
    total_s = sum(sheet.total_s for sheet in tracker.sheets.days(DAY - timedelta(days=2), DAY + timedelta(days=1)))
    assert 13 * HOUR <= total_s <= 13 * HOUR + 60


def test_a_boot_clock_that_went_back_counts_by_the_wall_clock(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(60)
    now = tracker.clock.now()
    tracker.clock.reboot(now.boot_id, 60)
    running = tracker.timer.running()
    assert running is not None
    assert running.duration_s == HOUR + 60
    tracker.work(5)
    assert tracker.timer.stop().duration_s == HOUR + 360


@pytest.mark.parametrize("name", ["Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "America/Havana"])
@pytest.mark.parametrize("splits", [True, False])
def test_over_a_changing_night_no_day_shows_more_than_it_has(name: str, splits: bool, tracker: Tracker) -> None:
    zone = ZoneInfo(name)
    with tracker.store.transaction():
        tracker.store.settings.put(USER, {"id": 1, "name": "", "email": "", "timezone": name})
        tracker.store.settings.put(settings.SPLIT_AT_MIDNIGHT, splits)
    for night in (date(2026, 3, 28), date(2026, 10, 24), date(2026, 4, 4), date(2026, 11, 1), date(2026, 4, 23)):
        tracker.clock.set_wall(datetime.combine(night, time(22, 30), zone))
        tracker.timer.start(1, 1)
        first = last = night
        for hour in range(60):
            tracker.clock.advance(HOUR)
            if hour % 7 == 0:
                tracker.absences.heartbeat()
            last = day_of(tracker.clock.now().wall, zone)
            shown = tracker.sheets.days(first, last)
            if splits or hour > 12:
                assert all(sheet.total_s <= day_length_s(sheet.day, zone) for sheet in shown)
            assert sum(sheet.total_s for sheet in shown) == (hour + 1) * HOUR
        tracker.timer.stop(whole=True)
        assert sum(sheet.total_s for sheet in tracker.sheets.days(first, last)) == 60 * HOUR
        for entry in tracker.store.entries.all():
            with tracker.store.transaction():
                tracker.store.entries.save(entry._replace(deleted=True))


@pytest.mark.parametrize(
    ("now", "span", "splits", "figures"),
    [
        ("2026-03-02T12:00", "09:00-10:30", True, [(2, 5400)]),
        ("2026-03-02T00:25", "23:30-00:10", True, [(1, 1800), (2, 600)]),
        ("2026-03-02T00:25", "23:30-00:10", False, [(1, 2400)]),
        ("2026-03-02T12:00", "22:00-00:00", True, [(2, 7200)]),
        ("2026-03-29T12:00", "01:00-04:00", True, [(29, 7200)]),
        ("2026-10-25T12:00", "01:00-04:00", True, [(25, 14400)]),
        ("2026-10-25T12:00", "02:30-02:45", True, [(25, 900)]),
    ],
)
def test_a_span_by_hand_is_the_time_that_passed(
    now: str, span: str, splits: bool, figures: list[tuple[int, int]], tracker: Tracker
) -> None:  # fmt: skip
    zone = ZoneInfo("Europe/Berlin")
    with tracker.store.transaction():
        tracker.store.settings.put(USER, {"id": 1, "name": "", "email": "", "timezone": zone.key})
        tracker.store.settings.put(settings.SPLIT_AT_MIDNIGHT, splits)
    tracker.clock.set_wall(datetime.fromisoformat(now).replace(tzinfo=zone))
    start, end = (time.fromisoformat(part) for part in span.split("-"))
    rows = tracker.sheets.add_span(1, 1, tracker.sheets.span(start, end))
    assert [(row.day.day, row.duration_s) for row in rows] == figures
    assert rows[0].start_time == start
    tracker.history.undo()
    assert tracker.store.entries.all() == [] or all(entry.deleted for entry in tracker.store.entries.all())


def test_a_span_that_the_clock_skipped_is_refused(tracker: Tracker) -> None:
    with tracker.store.transaction():
        tracker.store.settings.put(USER, {"id": 1, "name": "", "email": "", "timezone": "Europe/Berlin"})
    with pytest.raises(BadInput, match="no_time_passed"):
        tracker.sheets.span(time(2, 10), time(2, 50), date(2026, 3, 29))


def test_the_setting_turns_questions_off_after_a_sleep(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.absences.heartbeat()
    with tracker.store.transaction():
        tracker.store.settings.put(settings.ASK_AWAY, False)
    tracker.clock.advance(2 * HOUR)
    tracker.absences.heartbeat()
    assert tracker.absences.open_questions() == ()
