"""Closing a day: an answer closes its step, the total changes by what it said, and undo opens the step again."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from demitasse.domain.absence import AbsenceKind
from demitasse.domain.close_day import ACCEPTS, NEEDS_PAIR, Answer, AnswerKind, Step, StepKind
from demitasse.domain.entries import EntryState
from demitasse.domain.errors import BadInput, FaultCode, Overtaken, Reason
from demitasse.domain.operations import OpState
from demitasse.domain.settings import COMMENT_NEEDED
from demitasse.domain.timer import Instant
from demitasse.store.settings import OFFLINE_SINCE, SIGNED_IN, USER
from demitasse.tracker.close_day import CloseDay, UseCasesOfDay
from demitasse.tracker.conflicts import Conflicts
from demitasse.tracker.status import Status
from demitasse.tracker.timer_edit import TimerEdit
from tests.tracker.conftest import DAY

if TYPE_CHECKING:
    from tests.tracker.conftest import Tracker

PAIRS = ((1, 1), (1, 2), (2, 2))
DAYS = (  # with and without a change of the clock, in the night and at noon
    ("UTC", DAY), ("Europe/Berlin", date(2026, 3, 29)), ("Europe/Berlin", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)), ("America/New_York", date(2026, 6, 1)),
)  # fmt: skip
ELSEWHERE = frozenset({AnswerKind.COPY, AnswerKind.DECIDE, AnswerKind.SEND, AnswerKind.SIGN_IN, AnswerKind.GO_ON})
"""Answers that a front end carries out, or that change nothing."""


@pytest.fixture
def closing(tracker: Tracker) -> CloseDay:
    store, clock, actions = tracker.store, tracker.clock, tracker.actions
    with store.transaction():
        store.settings.put(SIGNED_IN, True)
        store.entries.mark_synced(DAY, DAY, clock.now().wall)
    doing = UseCasesOfDay(tracker.sheets, tracker.timer, TimerEdit(store, clock, actions), tracker.absences,
                          Conflicts(store, clock, actions), Status(store, lambda: None))  # fmt: skip
    return CloseDay(store, clock, actions, doing)


def add(tracker: Tracker, start: str, end: str, comment: str = "words", pair: tuple[int, int] = (1, 1)) -> int:
    """Add an entry of the day and return its id."""
    span = tracker.sheets.span(time.fromisoformat(start), time.fromisoformat(end), DAY)
    return tracker.sheets.add_span(*pair, span, comment)[0].id


def shapes(closing: CloseDay, day: date = DAY) -> list[tuple[str, ...]]:
    """Return kind, span and answers of each open step."""
    return [(step.kind.value, *(f"{each:%H:%M}" for each in (step.start, step.end) if each),
             *(f"{one.kind.value} {one.at:%H:%M}" if one.at else one.kind.value for one in step.answers))
            for step in closing.review(day).steps]  # fmt: skip


# --- what is open


@pytest.mark.parametrize(
    ("spans", "answers"),
    [
        (("10:00-11:15", "11:00-11:45"), ("end_at 11:00", "begin_at 11:15")),
        (("10:00-12:00", "10:30-11:00"), ("delete",)),
        (("10:00-12:00", "11:00-12:00"), ("end_at 11:00", "delete")),
        (("10:00-11:00", "10:00-12:00"), ("begin_at 11:00", "delete")),
        (("10:00-11:00", "10:00-11:00"), ("delete", "delete")),
    ],
)
def test_an_overlap_has_answers_that_take_only_the_shared_time(
    tracker: Tracker, closing: CloseDay, spans: tuple[str, str], answers: tuple[str, ...]
) -> None:
    for span in spans:
        start, end = span.split("-")
        add(tracker, start, end)
    ((kind, _, _, *found),) = shapes(closing)
    assert (kind, tuple(found)) == ("overlap", (*answers, "both_right"))
    (step,) = closing.review(DAY).steps
    total_s = closing.review(DAY).sheet.total_s
    assert {one.change_s for one in step.answers} == {-step.seconds, 0}
    assert total_s > 0


@pytest.mark.parametrize(
    ("spans", "open_"),
    [
        (("9:00-10:00", "10:04-11:00"), 0),
        (("9:00-10:00", "10:05-11:00"), 1),
        (("9:00-10:00", "9:30-12:00"), 1),
        (("9:00-10:00", "10:00-11:00"), 0),
        (("9:00-12:00", "9:30-10:00", "11:00-11:30"), 2),
        ((), 0),
    ],
)
def test_gaps_and_overlaps_of_a_day(tracker: Tracker, closing: CloseDay, spans: tuple[str, ...], open_: int) -> None:
    for span in spans:
        start, end = span.split("-")
        add(tracker, start.zfill(5), end.zfill(5))
    assert len(closing.review(DAY).steps) == open_


def test_a_gap_between_equal_tasks_is_offered_once_and_an_archived_task_never(
    tracker: Tracker, closing: CloseDay
) -> None:
    add(tracker, "09:00", "10:00")
    add(tracker, "11:00", "11:30")
    assert shapes(closing) == [("gap", "10:00", "11:00", "break", "as_before", "book_gap")]
    with tracker.store.transaction():
        tracker.store.database.write("DELETE FROM pair WHERE project_id = 1 AND task_id = 1")
        tracker.store.catalog.bump_revision()
    assert shapes(closing) == [("gap", "10:00", "11:00", "break", "book_gap")]


def test_steps_come_in_their_order_and_a_locked_entry_is_not_changed(tracker: Tracker, closing: CloseDay) -> None:
    billed = add(tracker, "08:00", "09:00", comment="")
    refused = add(tracker, "08:30", "09:30")
    add(tracker, "10:00", "10:30", comment="  ")
    reject(tracker, refused)
    entry = tracker.store.entries.get(billed)
    assert entry is not None
    with tracker.store.transaction():
        tracker.store.entries.save(entry, locked=FaultCode.ENTRY_BILLED)
    tracker.timer.start(2, 2, "words", Instant(tracker.clock.now().wall - timedelta(minutes=30)))
    tracker.absences.on_idle(AbsenceKind.IDLE, tracker.clock.now().shifted(-900))
    tracker.absences.on_active()
    kinds = [step.kind for step in closing.review(DAY).steps]
    assert kinds == sorted(kinds, key=list(StepKind).index)
    assert set(kinds) == set(StepKind) - {StepKind.REVIEW, StepKind.WAITING}
    overlap = next(step for step in closing.review(DAY).steps if step.kind is StepKind.OVERLAP)
    assert [one.kind for one in overlap.answers] == [AnswerKind.BEGIN_AT, AnswerKind.BOTH_RIGHT]
    assert kinds.count(StepKind.COMMENT) == 1, "CoffeeCup does not take a comment for an entry that was billed"


def test_a_day_that_was_never_fetched_has_no_gaps(tracker: Tracker, closing: CloseDay) -> None:
    yesterday = DAY - timedelta(days=1)
    for start in (9, 11):
        tracker.sheets.add(1, 1, 3600, comment="x", day=yesterday, start_time=time(start), end_time=time(start + 1))
    assert shapes(closing, yesterday) == []


def test_waiting_is_a_step_only_if_it_does_not_pass_by_itself(tracker: Tracker, closing: CloseDay) -> None:
    add(tracker, "09:00", "10:00")
    assert (shapes(closing), closing.review(DAY).sync.pending) == ([], 1)
    with tracker.store.transaction():
        tracker.store.settings.put(OFFLINE_SINCE, "2026-03-02T11:00:00+00:00")
    assert shapes(closing) == [("waiting", "send")]
    with tracker.store.transaction():
        tracker.store.settings.put(SIGNED_IN, False)
    assert shapes(closing) == [("waiting", "sign_in")]


def test_comments_are_asked_for_only_if_the_person_wants_that(tracker: Tracker, closing: CloseDay) -> None:
    add(tracker, "09:00", "10:00", comment="")
    assert shapes(closing) == [("comment", "write", "not_needed")]
    (step,) = closing.review(DAY).steps
    with pytest.raises(BadInput) as refused:
        closing.answer(DAY, step, step.answers[0], text=" ")
    assert refused.value.code == FaultCode.COMMENT_MISSING
    with tracker.store.transaction():
        tracker.store.settings.put(COMMENT_NEEDED, False)
    assert shapes(closing) == []


def test_what_was_accepted_stays_so_while_it_does_not_grow(tracker: Tracker, closing: CloseDay) -> None:
    add(tracker, "09:00", "10:00")
    later = add(tracker, "11:00", "11:30")
    answer(closing, DAY, AnswerKind.BREAK)
    tracker.sheets.edit(later, start_time=time(10, 45), end_time=time(11, 30))
    assert shapes(closing) == [], "a part of the break is a break"
    tracker.sheets.edit(later, start_time=time(11, 10), end_time=time(11, 30))
    assert [shape[:3] for shape in shapes(closing)] == [("gap", "10:00", "11:10")]


def test_an_answer_to_a_step_that_is_gone_does_nothing(tracker: Tracker, closing: CloseDay) -> None:
    add(tracker, "09:00", "10:00")
    later = add(tracker, "11:00", "11:30")
    (step,) = closing.review(DAY).steps
    tracker.sheets.edit(later, start_time=time(10), end_time=time(11, 30))
    last = tracker.history.last_id()
    with pytest.raises(Overtaken):
        closing.answer(DAY, step, step.answers[1])
    assert tracker.history.last_id() == last


def reject(tracker: Tracker, entry_id: int) -> None:
    """Let CoffeeCup reject an entry."""
    with tracker.store.transaction():
        tracker.store.outbox.transition(entry_id, OpState.IN_FLIGHT)
        tracker.store.outbox.transition(entry_id, OpState.REJECTED, reason=Reason(FaultCode.REFUSED))


# --- answers


def answer(closing: CloseDay, day: date, kind: AnswerKind) -> None:
    """Give the first answer of that kind that is offered."""
    step, one = next((step, one) for step in closing.review(day).steps for one in step.answers if one.kind is kind)
    closing.answer(day, step, one, (2, 2) if kind in NEEDS_PAIR else None, "words")


class Evening:
    """A random day, and a person who closes it in a random order."""

    def __init__(self, tracker: Tracker, closing: CloseDay, seed: int) -> None:
        self.tracker, self.closing, self.dice = tracker, closing, random.Random(seed)  # noqa: S311 - repeatable
        zone, self.day = self.dice.choice(DAYS)
        with tracker.store.transaction():
            tracker.store.settings.put(USER, {"id": 1, "name": "A", "email": "a@b.c", "timezone": zone,
                                              "allow_concurrent": True})  # fmt: skip
            tracker.store.entries.mark_synced(self.day, self.day, tracker.clock.now().wall)
        tracker.clock.set_wall(datetime.combine(self.day, time(20), ZoneInfo(zone)))
        self._fill()

    def _fill(self) -> None:
        for _ in range(self.dice.randrange(1, 6)):
            first = self.dice.randrange(0, 76) * 15
            length = self.dice.choice((5, 15, 20, 60, 90))
            start, end = (time(*divmod(minute, 60)) for minute in (first, min(first + length, 1199)))
            try:
                span = self.tracker.sheets.span(start, end, self.day)
            except BadInput:
                continue  # the clock skips it
            comment = self.dice.choice(("", "words"))
            (row,) = self.tracker.sheets.add_span(*self.dice.choice(PAIRS), span, comment)
            if self.dice.random() < 0.2:
                reject(self.tracker, row.id)
        if self.dice.random() < 0.6:
            began = self.tracker.clock.now().shifted(-self.dice.choice((600, 5400)))
            self.tracker.timer.start(1, 1, self.dice.choice(("", "words")), began, beside=True)
        if self.dice.random() < 0.5 and self.tracker.timer.running():
            self.tracker.absences.on_idle(AbsenceKind.IDLE, self.tracker.clock.now().shifted(-420))
            self.tracker.absences.on_active()

    def steps(self) -> dict[str, Step]:
        return {step.key: step for step in self.closing.review(self.day).steps}

    def state(self) -> tuple[object, ...]:
        review = self.closing.review(self.day)
        rows = [(row.id, row.day, row.duration_s, row.comment, row.running, row.start_time, row.end_time)
                for row in review.sheet.rows]  # fmt: skip
        return sorted(rows, key=str), sorted(step.key for step in review.steps if step.kind is not StepKind.REJECTED)

    def total_s(self) -> int:
        return self.closing.review(self.day).sheet.total_s

    def answer_one(self) -> tuple[Step, Answer] | None:
        """Give some answer to some step, and check what follows; None if nothing is open."""
        open_ = [(step, one) for step in self.steps().values() for one in step.answers if one.kind not in ELSEWHERE]
        if not open_:
            return None
        step, one = self.dice.choice(open_)
        before, total_s = self.state(), self.total_s()
        pair = self.dice.choice(PAIRS) if one.kind in NEEDS_PAIR else None
        sends_again = one.row is not None and pair == (one.row.project_id, one.row.task_id)
        self.closing.answer(self.day, step, one, pair, "words")
        assert step.key not in self.steps(), (step.key, one.kind)
        if one.change_s is not None:
            assert self.total_s() - total_s == one.change_s, (step.key, one.kind)
        if one.kind is not AnswerKind.RETRY and not (one.kind is AnswerKind.MOVE and sends_again):
            self._undo_and_redo(before, step)
        return step, one

    def _undo_and_redo(self, before: tuple[object, ...], step: Step) -> None:
        after = self.state()
        assert self.tracker.history.undo().changed
        assert self.state() == before, step.key
        assert self.tracker.history.redo().changed
        assert self.state() == after, step.key


@pytest.mark.parametrize("number", range(12))
def test_a_day_is_closed_in_any_order(tracker: Tracker, closing: CloseDay, seed: int, number: int) -> None:
    evening = Evening(tracker, closing, seed * 1000 + number)
    before, total_s, first = evening.state(), evening.total_s(), tracker.history.last_id()
    answered = 0
    while evening.answer_one() is not None:
        answered += 1
        assert answered < 100, "answers open as much as they close"
    assert {one.kind for step in evening.steps().values() for one in step.answers} <= ELSEWHERE
    rows = evening.closing.review(evening.day).sheet.rows
    assert not any(row.running or row.state is EntryState.REJECTED for row in rows)
    while (found := tracker.history.preview()) and found.action_id > first:
        tracker.history.undo()
    assert (evening.state(), evening.total_s()) == (before, total_s), "all of it is undone"


def test_accepting_changes_no_entry_and_sends_nothing(tracker: Tracker, closing: CloseDay) -> None:
    add(tracker, "09:00", "10:00")
    add(tracker, "09:30", "11:00", comment="")
    add(tracker, "11:30", "11:45")
    before, queued = closing.review(DAY).sheet, tracker.queued()
    for kind in ACCEPTS:
        answer(closing, DAY, kind)
    assert (closing.review(DAY).sheet, tracker.queued(), closing.review(DAY).steps) == (before, queued, ())
    assert [tracker.history.undo().label for _ in ACCEPTS] == ["settle"] * 3
    assert [step.kind for step in closing.review(DAY).steps] == [StepKind.GAP, StepKind.OVERLAP, StepKind.COMMENT]
