"""A crash, a reboot, a sleep, an idle hour: a question each, and no figure before it is answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain import settings
from demitasse.domain.absence import AbsenceAnswer, AbsenceKind
from demitasse.domain.entries import Fields
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Refused
from demitasse.domain.timer import Instant
from tests.tracker.conftest import DAY, NOON, Desk

if TYPE_CHECKING:
    from demitasse.domain.absence import AbsenceQuestion

NEXT = DAY + timedelta(days=1)
HOUR = 3600


def sleep(desk: Desk, seconds: float) -> AbsenceQuestion:
    """An hour at work, then the computer sleeps; the question afterwards."""
    desk.timer.start(1, 1, "words")
    desk.work(60)
    desk.clock.advance(seconds)
    assert desk.absences.heartbeat()
    (one,) = desk.absences.open_questions()
    return one


def test_a_sleep_is_asked_about_and_counts_until_it_is_answered(desk: Desk) -> None:
    one = sleep(desk, 2 * HOUR)
    assert (one.kind, one.away_s) == (AbsenceKind.ASLEEP, 2 * HOUR)
    assert (one.began_at, one.ended_at) == (NOON + timedelta(hours=1), NOON + timedelta(hours=3))
    assert (one.row.duration_s, one.row.running) == (3 * HOUR, True)
    desk.work(30)
    assert len(desk.absences.open_questions()) == 1
    assert desk.figures(DAY) == [(2, "Coding", 3 * HOUR + 1800, True)]


@pytest.mark.parametrize(
    ("answer", "figures"),
    [
        (AbsenceAnswer.KEEP, [(2, "Coding", 3 * HOUR + 60, True)]),
        (AbsenceAnswer.STOP, [(2, "Coding", HOUR, False)]),
        (AbsenceAnswer.DISCARD, [(2, "Coding", HOUR + 60, True)]),
        (AbsenceAnswer.BOOK, [(2, "Coding", HOUR + 60, True), (2, "Meetings", 2 * HOUR, False)]),
    ],
)
def test_every_answer_books_what_it_says(
    answer: AbsenceAnswer, figures: list[tuple[int, str, int, bool]], desk: Desk
) -> None:
    one = sleep(desk, 2 * HOUR)
    desk.clock.advance(60)
    desk.absences.answer(one.id, answer, (1, 2))
    assert desk.figures(DAY) == figures
    assert desk.absences.open_questions() == ()


@pytest.mark.parametrize("answer", [AbsenceAnswer.STOP, AbsenceAnswer.DISCARD, AbsenceAnswer.BOOK])
def test_undo_brings_back_the_time_and_the_question(answer: AbsenceAnswer, desk: Desk) -> None:
    one = sleep(desk, 2 * HOUR)
    desk.absences.answer(one.id, answer, (1, 2))
    assert desk.sheets.undo() == "away"
    assert [again.id for again in desk.absences.open_questions()] == [one.id]
    assert desk.figures(DAY) == [(2, "Coding", 3 * HOUR, True)]


def test_a_question_survives_restarts_and_is_not_asked_twice(desk: Desk) -> None:
    one = sleep(desk, 2 * HOUR)
    desk.restart()
    desk.absences.heartbeat()
    assert [again.id for again in desk.absences.open_questions()] == [one.id]


def test_power_off_over_night_is_asked_about_with_the_last_sign_of_life(desk: Desk) -> None:
    desk.timer.start(1, 1, "words")
    desk.work(362)
    desk.clock.reboot("next", 14 * HOUR)
    desk.restart()
    desk.absences.heartbeat()
    (one,) = desk.absences.open_questions()
    assert (one.kind, one.began_at, one.away_s) == (AbsenceKind.OFF, NOON + timedelta(minutes=362), 14 * HOUR)
    assert one.row.day == DAY
    desk.clock.advance(60)
    desk.absences.heartbeat()
    assert desk.figures(DAY, NEXT) == [(2, "Coding", 362 * 60 + 14 * HOUR, False), (3, "Coding", 60, True)]


@pytest.mark.parametrize(
    ("answer", "figures"),
    [
        (
            AbsenceAnswer.KEEP,
            [(2, "Coding", 12 * HOUR, False), (3, "Coding", 60, True), (3, "Coding", 8 * HOUR, False)],
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
def test_a_night_lies_on_the_days_it_was_on(
    answer: AbsenceAnswer, figures: list[tuple[int, str, int, bool]], desk: Desk
) -> None:
    desk.timer.start(1, 1, "words")
    desk.work(360)
    desk.clock.advance(14 * HOUR)
    desk.absences.heartbeat()
    desk.work(1)
    (one,) = desk.absences.open_questions()
    desk.absences.answer(one.id, answer, (1, 2))
    assert desk.figures(DAY, NEXT) == figures


def test_a_stop_in_the_terminal_the_next_morning_asks_too(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.work(60)
    desk.clock.reboot("next", 14 * HOUR)
    desk.restart()
    desk.timer.stop()
    (one,) = desk.absences.open_questions()
    assert (one.away_s, one.row.running) == (14 * HOUR, False)
    desk.absences.answer(one.id, AbsenceAnswer.STOP)
    assert desk.figures(DAY, NEXT) == [(2, "Coding", HOUR, False)]


def test_a_reboot_is_asked_about_even_if_no_tray_app_ever_ran(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.clock.reboot("next", 14 * HOUR)
    desk.restart()
    desk.absences.heartbeat()
    (one,) = desk.absences.open_questions()
    assert (one.kind, one.away_s) == (AbsenceKind.OFF, 14 * HOUR)


def test_what_was_kept_over_a_reboot_holds_when_the_clock_is_set(desk: Desk) -> None:
    desk.timer.start(1, 1, "words")
    desk.work(60)
    desk.clock.reboot("next boot", HOUR)
    desk.absences.heartbeat()
    (one,) = desk.absences.open_questions()
    desk.absences.answer(one.id, AbsenceAnswer.KEEP)
    desk.clock.set_wall(desk.clock.now().wall + timedelta(days=3))
    desk.work(1)
    assert desk.figures(DAY) == [(2, "Coding", 2 * HOUR + 60, True)]


def test_a_timer_of_the_terminal_is_not_asked_about_when_the_tray_app_starts(desk: Desk) -> None:
    desk.timer.start(1, 2)
    desk.work(10)
    desk.timer.stop()
    desk.clock.advance(HOUR)
    desk.timer.start(1, 1)
    desk.clock.advance(4 * HOUR)
    desk.restart()
    desk.absences.heartbeat()
    assert desk.absences.open_questions() == ()


def test_short_gaps_and_hours_without_a_timer_are_nobody_s_business(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.work(10)
    desk.clock.advance(settings.AWAY_S.default - 1)
    assert not desk.absences.heartbeat()
    desk.timer.stop()
    desk.clock.advance(8 * HOUR)
    assert not desk.absences.heartbeat()
    desk.timer.start(1, 1)
    desk.work(1)
    assert desk.absences.open_questions() == ()


def test_a_timer_of_another_device_is_not_asked_about(desk: Desk) -> None:
    theirs = Fields(DAY, 1, 1, running=True)
    with desk.store.transaction():
        desk.store.entries.add_remote(77, theirs, desk.clock.now(), None)
    desk.work(10)
    desk.clock.advance(14 * HOUR)
    desk.absences.heartbeat()
    assert desk.absences.open_questions() == ()
    assert not desk.absences.on_idle(AbsenceKind.IDLE, desk.clock.now())
    assert [figure[:3] for figure in desk.figures(DAY, NEXT)] == [(2, "Coding", 14 * HOUR + 600)]


def test_setting_the_clock_is_no_absence_and_moves_the_shown_start(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.work(30)
    desk.clock.set_wall(NOON - timedelta(hours=5))
    assert desk.absences.heartbeat()
    running = desk.timer.running()
    assert running is not None
    assert (running.duration_s, running.started_at) == (1800, NOON - timedelta(hours=5, minutes=30))
    desk.clock.set_wall(NOON + timedelta(days=3))
    assert desk.absences.heartbeat()
    assert desk.absences.open_questions() == ()
    assert desk.figures(DAY) == [(2, "Coding", 1800, True)]


def test_idle_time_is_asked_about_while_it_lasts_and_ends_with_a_key(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.work(30)
    idle_since = desk.clock.now()
    desk.work(10)
    assert desk.absences.on_idle(AbsenceKind.IDLE, idle_since)
    desk.work(20)
    (one,) = desk.absences.open_questions()
    assert (one.kind, one.ended_at, one.away_s) == (AbsenceKind.IDLE, None, 1800)
    assert desk.absences.on_active()
    desk.work(5)
    (one,) = desk.absences.open_questions()
    assert (one.ended_at, one.away_s) == (NOON + timedelta(hours=1), 1800)
    desk.absences.answer(one.id, AbsenceAnswer.DISCARD)
    assert desk.figures(DAY) == [(2, "Coding", 1800 + 300, True)]


def test_whoever_sleeps_while_idle_was_away_once(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.work(30)
    idle_since = desk.clock.now()
    desk.work(10)
    desk.absences.on_idle(AbsenceKind.IDLE, idle_since)
    desk.clock.advance(2 * HOUR)
    desk.absences.heartbeat()
    desk.absences.on_active()
    (one,) = desk.absences.open_questions()
    assert one.away_s == 2 * HOUR + 600


def test_idleness_that_is_noticed_after_a_sleep_reaches_back_to_its_beginning(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.work(30)
    idle_since = desk.clock.now()
    desk.work(5)
    desk.clock.advance(HOUR)
    desk.absences.heartbeat()
    desk.absences.on_idle(AbsenceKind.IDLE, idle_since)
    desk.absences.on_active()
    (one,) = desk.absences.open_questions()
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
def test_idle_time_over_midnight_is_taken_off_the_right_days(
    answer: AbsenceAnswer, figures: list[tuple[int, str, int, bool]], desk: Desk
) -> None:
    desk.clock.advance(11 * HOUR)
    desk.timer.start(1, 1)
    desk.work(55)
    idle_since = desk.clock.now()
    desk.work(10)  # midnight passes before anybody calls it idle
    desk.absences.on_idle(AbsenceKind.IDLE, idle_since)
    desk.work(15)
    desk.absences.on_active()
    (one,) = desk.absences.open_questions()
    assert one.away_s == 1500
    assert one.began_at == idle_since.wall
    desk.absences.answer(one.id, answer, (1, 2))
    assert desk.figures(DAY, NEXT) == figures
    assert sum(seconds for _, _, seconds, _ in figures) in {HOUR + 1200, HOUR - 300}


def test_a_stopped_timer_can_still_be_answered_for(desk: Desk) -> None:
    one = sleep(desk, 2 * HOUR)
    desk.work(30)
    desk.timer.stop()
    desk.absences.answer(one.id, AbsenceAnswer.STOP)
    assert desk.figures(DAY) == [(2, "Coding", HOUR + 1800, False)]


def test_two_absences_of_one_timer_are_two_questions(desk: Desk) -> None:
    first = sleep(desk, HOUR)
    desk.work(30)
    desk.clock.advance(2 * HOUR)
    desk.absences.heartbeat()
    assert [one.away_s for one in desk.absences.open_questions()] == [HOUR, 2 * HOUR]
    desk.absences.answer(desk.absences.open_questions()[1].id, AbsenceAnswer.DISCARD)
    desk.absences.answer(first.id, AbsenceAnswer.DISCARD)
    assert desk.figures(DAY) == [(2, "Coding", HOUR + 1800, True)]


def test_a_stop_at_the_first_absence_leaves_no_later_question(desk: Desk) -> None:
    first = sleep(desk, HOUR)
    desk.clock.advance(2 * HOUR)
    desk.work(30)
    desk.clock.advance(2 * HOUR)
    desk.absences.heartbeat()
    desk.absences.answer(first.id, AbsenceAnswer.STOP)
    assert desk.absences.open_questions() == ()
    assert desk.figures(DAY) == [(2, "Coding", HOUR, False)]


def test_whoever_names_the_figure_has_answered(desk: Desk) -> None:
    one = sleep(desk, HOUR)
    desk.sheets.edit(one.row.id, duration_s=HOUR)
    assert desk.absences.open_questions() == ()
    desk.sheets.undo()
    assert [again.id for again in desk.absences.open_questions()] == [one.id]


def test_a_deleted_entry_raises_no_question_until_it_is_back(desk: Desk) -> None:
    one = sleep(desk, HOUR)
    desk.sheets.delete(one.row.id)
    assert desk.absences.open_questions() == ()
    desk.sheets.undo()
    assert len(desk.absences.open_questions()) == 1


def test_an_answer_that_cannot_be_meant_changes_nothing(desk: Desk) -> None:
    one = sleep(desk, HOUR)
    with pytest.raises(BadInput):
        desk.absences.answer(one.id, AbsenceAnswer.BOOK)
    with pytest.raises(NoMatch):
        desk.absences.answer(one.id + 1, AbsenceAnswer.KEEP)
    entry = desk.store.entries.get(one.row.id)
    assert entry is not None
    with desk.store.transaction():
        desk.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    with pytest.raises(Refused, match="entry_billed"):
        desk.absences.answer(one.id, AbsenceAnswer.DISCARD)
    assert len(desk.absences.open_questions()) == 1


def test_no_part_of_a_second_is_lost_by_answers(desk: Desk) -> None:
    desk.clock.advance(0.7)
    desk.timer.start(1, 1)
    desk.clock.advance(0.4)
    desk.work(30)
    desk.clock.advance(HOUR + 0.8)
    desk.absences.heartbeat()
    desk.clock.advance(100.3)
    (one,) = desk.absences.open_questions()
    desk.absences.answer(one.id, AbsenceAnswer.BOOK, (1, 2))
    assert sum(seconds for _, _, seconds, _ in desk.figures(DAY)) == 1800 + HOUR + 101


def test_a_sign_of_life_that_cannot_be_read_is_none(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.work(1)
    for junk in (b"", b"\0" * 200, b"[1]", b'[1, "no", [2]]', b"[1, null, [2]]"):
        desk.store.database.path.with_suffix(".alive").write_bytes(junk)
        assert desk.store.heartbeat.read() is None
    assert not desk.absences.heartbeat()


def test_typed_starts_are_not_measured_against_older_signs(desk: Desk) -> None:
    desk.timer.start(1, 2)
    desk.work(30)
    desk.timer.stop()
    desk.clock.advance(2 * HOUR)
    desk.timer.start(1, 1, at=Instant(datetime(2026, 3, 2, 12, 15, tzinfo=UTC)))
    desk.absences.heartbeat()
    assert desk.absences.open_questions() == ()


def test_who_does_not_want_to_be_asked_is_not_asked_after_a_sleep_either(desk: Desk) -> None:
    desk.timer.start(1, 1)
    desk.absences.heartbeat()
    with desk.store.transaction():
        desk.store.settings.put(settings.ASK_AWAY, False)
    desk.clock.advance(2 * HOUR)
    desk.absences.heartbeat()
    assert desk.absences.open_questions() == ()
