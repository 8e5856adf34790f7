"""Questions after a crash, a reboot, a sleep or idle time; durations stay unchanged until they are answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain import settings
from demitasse.domain.absence import AbsenceAnswer, AbsenceKind
from demitasse.domain.entries import Fields
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Refused
from demitasse.domain.timer import Instant
from tests.tracker.conftest import DAY, NOON, Tracker

if TYPE_CHECKING:
    from demitasse.domain.absence import AbsenceQuestion

NEXT = DAY + timedelta(days=1)
HOUR = 3600


def sleep(tracker: Tracker, seconds: float) -> AbsenceQuestion:
    """Work for an hour, sleep, and return the question afterwards."""
    tracker.timer.start(1, 1, "words")
    tracker.work(60)
    tracker.clock.advance(seconds)
    assert tracker.absences.heartbeat()
    (one,) = tracker.absences.open_questions()
    return one


def test_a_sleep_raises_a_question_and_counts_until_answered(tracker: Tracker) -> None:
    one = sleep(tracker, 2 * HOUR)
    assert (one.kind, one.away_s) == (AbsenceKind.ASLEEP, 2 * HOUR)
    assert (one.began_at, one.ended_at) == (NOON + timedelta(hours=1), NOON + timedelta(hours=3))
    assert (one.row.duration_s, one.row.running) == (3 * HOUR, True)
    tracker.work(30)
    assert len(tracker.absences.open_questions()) == 1
    assert tracker.figures(DAY) == [(2, "Coding", 3 * HOUR + 1800, True)]


@pytest.mark.parametrize(
    ("answer", "figures"),
    [
        (AbsenceAnswer.KEEP, [(2, "Coding", 3 * HOUR + 60, True)]),
        (AbsenceAnswer.STOP, [(2, "Coding", HOUR, False)]),
        (AbsenceAnswer.DISCARD, [(2, "Coding", HOUR + 60, True)]),
        (AbsenceAnswer.BOOK, [(2, "Coding", HOUR + 60, True), (2, "Meetings", 2 * HOUR, False)]),
    ],
)
def test_each_answer_books_its_time(
    answer: AbsenceAnswer, figures: list[tuple[int, str, int, bool]], tracker: Tracker
) -> None:
    one = sleep(tracker, 2 * HOUR)
    tracker.clock.advance(60)
    tracker.absences.answer(one.id, answer, (1, 2))
    assert tracker.figures(DAY) == figures
    assert tracker.absences.open_questions() == ()


@pytest.mark.parametrize("answer", [AbsenceAnswer.STOP, AbsenceAnswer.DISCARD, AbsenceAnswer.BOOK])
def test_undo_restores_the_time_and_the_question(answer: AbsenceAnswer, tracker: Tracker) -> None:
    one = sleep(tracker, 2 * HOUR)
    tracker.absences.answer(one.id, answer, (1, 2))
    assert tracker.history.undo().label == "away"
    assert [again.id for again in tracker.absences.open_questions()] == [one.id]
    assert tracker.figures(DAY) == [(2, "Coding", 3 * HOUR, True)]


def test_a_question_survives_restarts_and_is_not_asked_twice(tracker: Tracker) -> None:
    one = sleep(tracker, 2 * HOUR)
    tracker.restart()
    tracker.absences.heartbeat()
    assert [again.id for again in tracker.absences.open_questions()] == [one.id]


def test_power_off_over_night_is_an_absence_since_the_last_heartbeat(tracker: Tracker) -> None:
    tracker.timer.start(1, 1, "words")
    tracker.work(362)
    tracker.clock.reboot("next", 14 * HOUR)
    tracker.restart()
    tracker.absences.heartbeat()
    (one,) = tracker.absences.open_questions()
    assert (one.kind, one.began_at, one.away_s) == (AbsenceKind.OFF, NOON + timedelta(minutes=362), 14 * HOUR)
    assert one.row.day == DAY
    tracker.clock.advance(60)
    tracker.absences.heartbeat()
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", 12 * HOUR, False), (3, "Coding", 483 * 60, True)]
    assert len(tracker.store.entries.all()) == 1, "it is split when the question is answered"


@pytest.mark.parametrize(
    ("answer", "figures"),
    [
        (
            AbsenceAnswer.KEEP,
            [(2, "Coding", 12 * HOUR, False), (3, "Coding", 8 * HOUR + 60, True)],
        ),
        (AbsenceAnswer.STOP, [(2, "Coding", 6 * HOUR, False)]),
        (AbsenceAnswer.DISCARD, [(2, "Coding", 6 * HOUR, False), (3, "Coding", 60, True)]),
        (
            AbsenceAnswer.BOOK,
            [
                (2, "Coding", 6 * HOUR, False),
                (3, "Coding", 60, True),
                (2, "Meetings", 6 * HOUR, False),
                (3, "Meetings", 8 * HOUR, False),
            ],
        ),
    ],
)
def test_a_night_is_booked_on_the_days_it_lies_on(
    answer: AbsenceAnswer, figures: list[tuple[int, str, int, bool]], tracker: Tracker
) -> None:
    tracker.timer.start(1, 1, "words")
    tracker.work(360)
    tracker.clock.advance(14 * HOUR)
    tracker.absences.heartbeat()
    tracker.work(1)
    (one,) = tracker.absences.open_questions()
    tracker.absences.answer(one.id, answer, (1, 2))
    assert tracker.figures(DAY, NEXT) == figures


def test_a_stop_in_the_terminal_the_next_morning_raises_the_question(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(60)
    tracker.clock.reboot("next", 14 * HOUR)
    tracker.restart()
    with pytest.raises(BadInput, match="timer_forgotten"):
        tracker.timer.stop()
    (one,) = tracker.absences.open_questions()
    assert (one.away_s, one.row.running) == (14 * HOUR, True)
    tracker.absences.answer(one.id, AbsenceAnswer.STOP)
    assert tracker.figures(DAY, NEXT) == [(2, "Coding", HOUR, False)]


def test_a_reboot_raises_a_question_without_a_tray_app(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.clock.reboot("next", 14 * HOUR)
    tracker.restart()
    tracker.absences.heartbeat()
    (one,) = tracker.absences.open_questions()
    assert (one.kind, one.away_s) == (AbsenceKind.OFF, 14 * HOUR)


def test_time_kept_over_a_reboot_survives_setting_the_clock(tracker: Tracker) -> None:
    tracker.timer.start(1, 1, "words")
    tracker.work(60)
    tracker.clock.reboot("next boot", HOUR)
    tracker.absences.heartbeat()
    (one,) = tracker.absences.open_questions()
    tracker.absences.answer(one.id, AbsenceAnswer.KEEP)
    tracker.clock.set_wall(tracker.clock.now().wall + timedelta(days=3))
    tracker.work(1)
    assert tracker.figures(DAY + timedelta(days=3)) == [(5, "Coding", 2 * HOUR + 60, True)]


def test_a_timer_started_in_the_terminal_raises_no_question_when_the_tray_app_starts(tracker: Tracker) -> None:
    tracker.timer.start(1, 2)
    tracker.work(10)
    tracker.timer.stop()
    tracker.clock.advance(HOUR)
    tracker.timer.start(1, 1)
    tracker.clock.advance(4 * HOUR)
    tracker.restart()
    tracker.absences.heartbeat()
    assert tracker.absences.open_questions() == ()


def test_short_gaps_and_hours_without_a_timer_raise_no_question(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(10)
    tracker.clock.advance(settings.AWAY_S.default - 1)
    assert not tracker.absences.heartbeat()
    tracker.timer.stop()
    tracker.clock.advance(8 * HOUR)
    assert not tracker.absences.heartbeat()
    tracker.timer.start(1, 1)
    tracker.work(1)
    assert tracker.absences.open_questions() == ()


def test_a_timer_of_another_device_raises_no_question(tracker: Tracker) -> None:
    theirs = Fields(DAY, 1, 1, running=True)
    with tracker.store.transaction():
        tracker.store.entries.add_remote(77, theirs, tracker.clock.now(), None)
    tracker.work(10)
    tracker.clock.advance(14 * HOUR)
    tracker.absences.heartbeat()
    assert tracker.absences.open_questions() == ()
    assert not tracker.absences.on_idle(AbsenceKind.IDLE, tracker.clock.now())
    assert [figure[:3] for figure in tracker.figures(DAY, NEXT)] == [(2, "Coding", 12 * HOUR), (3, "Coding", 7800)]
    assert len(tracker.store.entries.all()) == 1


def test_setting_the_clock_is_no_absence_and_moves_the_shown_start(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(30)
    tracker.clock.set_wall(NOON - timedelta(hours=5))
    assert tracker.absences.heartbeat()
    running = tracker.timer.running()
    assert running is not None
    assert (running.duration_s, running.started_at) == (1800, NOON - timedelta(hours=5, minutes=30))
    tracker.clock.set_wall(NOON + timedelta(days=3))
    assert tracker.absences.heartbeat()
    assert tracker.absences.open_questions() == ()
    assert tracker.figures(DAY) == []
    assert tracker.figures(DAY + timedelta(days=3)) == [(5, "Coding", 1800, True)]


def test_idle_time_is_a_question_while_it_lasts_and_ends_with_input(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(30)
    idle_since = tracker.clock.now()
    tracker.work(10)
    assert tracker.absences.on_idle(AbsenceKind.IDLE, idle_since)
    tracker.work(20)
    (one,) = tracker.absences.open_questions()
    assert (one.kind, one.ended_at, one.away_s) == (AbsenceKind.IDLE, None, 1800)
    assert tracker.absences.on_active()
    tracker.work(5)
    (one,) = tracker.absences.open_questions()
    assert (one.ended_at, one.away_s) == (NOON + timedelta(hours=1), 1800)
    tracker.absences.answer(one.id, AbsenceAnswer.DISCARD)
    assert tracker.figures(DAY) == [(2, "Coding", 1800 + 300, True)]


@pytest.mark.parametrize("stops", [True, False])
@pytest.mark.parametrize("away_s", settings.AWAY_S.choices)
@pytest.mark.parametrize("beyond_s", [-3600, -1, 0, 1])
def test_only_the_absence_of_the_timer_counts(away_s: int, beyond_s: int, stops: bool, tracker: Tracker) -> None:
    """A timer started from afar, on a computer that nobody used for an hour."""
    with tracker.store.transaction():
        tracker.store.settings.put(settings.AWAY_S, away_s)
    seconds, asked = max(0, away_s + beyond_s), beyond_s >= 0
    tracker.timer.start(1, 1)
    tracker.absences.on_idle(AbsenceKind.IDLE, tracker.clock.now().shifted(-HOUR))
    tracker.clock.advance(seconds)
    tracker.timer.stop() if stops else tracker.absences.on_active()
    assert bool(tracker.absences.open_questions()) == asked


def test_a_sleep_during_idle_time_is_one_absence(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(30)
    idle_since = tracker.clock.now()
    tracker.work(10)
    tracker.absences.on_idle(AbsenceKind.IDLE, idle_since)
    tracker.clock.advance(2 * HOUR)
    tracker.absences.heartbeat()
    tracker.absences.on_active()
    (one,) = tracker.absences.open_questions()
    assert one.away_s == 2 * HOUR + 600


def test_idle_time_found_after_a_sleep_begins_where_it_began(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(30)
    idle_since = tracker.clock.now()
    tracker.work(5)
    tracker.clock.advance(HOUR)
    tracker.absences.heartbeat()
    tracker.absences.on_idle(AbsenceKind.IDLE, idle_since)
    tracker.absences.on_active()
    (one,) = tracker.absences.open_questions()
    assert one.away_s == HOUR + 300


@pytest.mark.parametrize(
    ("answer", "figures"),
    [
        (AbsenceAnswer.KEEP, [(2, "Coding", HOUR, False), (3, "Coding", 1200, True)]),
        (AbsenceAnswer.STOP, [(2, "Coding", HOUR - 300, False)]),
        (AbsenceAnswer.DISCARD, [(2, "Coding", HOUR - 300, False), (3, "Coding", 0, True)]),
        (
            AbsenceAnswer.BOOK,
            [
                (2, "Coding", HOUR - 300, False),
                (3, "Coding", 0, True),
                (2, "Meetings", 300, False),
                (3, "Meetings", 1200, False),
            ],
        ),
    ],
)
def test_idle_time_over_midnight_is_subtracted_on_the_right_days(
    answer: AbsenceAnswer, figures: list[tuple[int, str, int, bool]], tracker: Tracker
) -> None:
    tracker.clock.advance(11 * HOUR)
    tracker.timer.start(1, 1)
    tracker.work(55)
    idle_since = tracker.clock.now()
    tracker.work(10)  # midnight passes before anybody calls it idle
    tracker.absences.on_idle(AbsenceKind.IDLE, idle_since)
    tracker.work(15)
    tracker.absences.on_active()
    (one,) = tracker.absences.open_questions()
    assert one.away_s == 1500
    assert one.began_at == idle_since.wall
    tracker.absences.answer(one.id, answer, (1, 2))
    assert tracker.figures(DAY, NEXT) == figures
    assert sum(seconds for _, _, seconds, _ in figures) in {HOUR + 1200, HOUR - 300}


def test_a_question_about_a_stopped_timer_can_be_answered(tracker: Tracker) -> None:
    one = sleep(tracker, 2 * HOUR)
    tracker.work(30)
    tracker.timer.stop()
    tracker.absences.answer(one.id, AbsenceAnswer.STOP)
    assert tracker.figures(DAY) == [(2, "Coding", HOUR + 1800, False)]


def test_two_absences_of_one_timer_are_two_questions(tracker: Tracker) -> None:
    first = sleep(tracker, HOUR)
    tracker.work(30)
    tracker.clock.advance(2 * HOUR)
    tracker.absences.heartbeat()
    assert [one.away_s for one in tracker.absences.open_questions()] == [HOUR, 2 * HOUR]
    tracker.absences.answer(tracker.absences.open_questions()[1].id, AbsenceAnswer.DISCARD)
    tracker.absences.answer(first.id, AbsenceAnswer.DISCARD)
    assert tracker.figures(DAY) == [(2, "Coding", HOUR + 1800, True)]


def test_a_stop_at_the_first_absence_leaves_no_later_question(tracker: Tracker) -> None:
    first = sleep(tracker, HOUR)
    tracker.clock.advance(2 * HOUR)
    tracker.work(30)
    tracker.clock.advance(2 * HOUR)
    tracker.absences.heartbeat()
    tracker.absences.answer(first.id, AbsenceAnswer.STOP)
    assert tracker.absences.open_questions() == ()
    assert tracker.figures(DAY) == [(2, "Coding", HOUR, False)]


def test_setting_the_duration_answers_the_question(tracker: Tracker) -> None:
    one = sleep(tracker, HOUR)
    tracker.sheets.edit(one.row.id, duration_s=HOUR)
    assert tracker.absences.open_questions() == ()
    tracker.history.undo()
    assert [again.id for again in tracker.absences.open_questions()] == [one.id]


def test_a_deleted_entry_raises_no_question_until_it_is_back(tracker: Tracker) -> None:
    one = sleep(tracker, HOUR)
    tracker.sheets.delete(one.row.id)
    assert tracker.absences.open_questions() == ()
    tracker.history.undo()
    assert len(tracker.absences.open_questions()) == 1


def test_an_impossible_answer_changes_nothing(tracker: Tracker) -> None:
    one = sleep(tracker, HOUR)
    with pytest.raises(BadInput):
        tracker.absences.answer(one.id, AbsenceAnswer.BOOK)
    with pytest.raises(NoMatch):
        tracker.absences.answer(one.id + 1, AbsenceAnswer.KEEP)
    entry = tracker.store.entries.get(one.row.id)
    assert entry is not None
    with tracker.store.transaction():
        tracker.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    with pytest.raises(Refused, match="entry_billed"):
        tracker.absences.answer(one.id, AbsenceAnswer.DISCARD)
    assert len(tracker.absences.open_questions()) == 1


def test_no_part_of_a_second_is_lost_by_answers(tracker: Tracker) -> None:
    tracker.clock.advance(0.7)
    tracker.timer.start(1, 1)
    tracker.clock.advance(0.4)
    tracker.work(30)
    tracker.clock.advance(HOUR + 0.8)
    tracker.absences.heartbeat()
    tracker.clock.advance(100.3)
    (one,) = tracker.absences.open_questions()
    tracker.absences.answer(one.id, AbsenceAnswer.BOOK, (1, 2))
    assert sum(seconds for _, _, seconds, _ in tracker.figures(DAY)) == 1800 + HOUR + 101


def test_an_unreadable_heartbeat_is_ignored(tracker: Tracker) -> None:
    tracker.timer.start(1, 1)
    tracker.work(1)
    for junk in (b"", b"\0" * 200, b"[1]", b'[1, "no", [2]]', b"[1, null, [2]]"):
        tracker.store.database.path.with_suffix(".alive").write_bytes(junk)
        assert tracker.store.heartbeat.read() is None
    assert not tracker.absences.heartbeat()


def test_typed_starts_ignore_older_heartbeats(tracker: Tracker) -> None:
    tracker.timer.start(1, 2)
    tracker.work(30)
    tracker.timer.stop()
    tracker.clock.advance(2 * HOUR)
    tracker.timer.start(1, 1, at=Instant(datetime(2026, 3, 2, 12, 15, tzinfo=UTC)))
    tracker.absences.heartbeat()
    assert tracker.absences.open_questions() == ()
