"""Closing a day: what is still open on it, as steps in a fixed order, and the answers that each step has.

Pure functions of one day. `tracker.close_day` carries out the answers.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, time, tzinfo
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from demitasse.domain.absence import AbsenceAnswer, AbsenceQuestion
from demitasse.domain.entries import EntryState
from demitasse.domain.timesheet import Gap, SyncState, SyncStatus, Timesheet, TimesheetRow, second_of_day
from demitasse.domain.wall_time import DayClock, seconds_between

_DAY_S = 24 * 3600
_SHORTEST_S = 60
"""Entries that share less time than this do not overlap."""


class StepKind(StrEnum):
    """What is open, in the order in which it is asked about."""

    GAP = "gap"
    OVERLAP = "overlap"
    AWAY = "away"
    COMMENT = "comment"
    REJECTED = "rejected"
    REVIEW = "review"
    """Two versions of an entry of which only the user can choose one."""
    WAITING = "waiting"
    """Changes that do not reach CoffeeCup by themselves now: there is no connection, or nobody is signed in."""
    TIMER = "timer"


class AnswerKind(StrEnum):
    """What an answer does."""

    BREAK = "break"
    AS_BEFORE = "as_before"
    AS_AFTER = "as_after"
    BOOK_GAP = "book_gap"
    END_AT = "end_at"
    BEGIN_AT = "begin_at"
    DELETE = "delete"
    BOTH_RIGHT = "both_right"
    KEEP = "keep"
    DISCARD = "discard"
    STOP_THEN = "stop_then"
    BOOK_AWAY = "book_away"
    WRITE = "write"
    NOT_NEEDED = "not_needed"
    MOVE = "move"
    RETRY = "retry"
    COPY = "copy"
    DECIDE = "decide"
    SEND = "send"
    SIGN_IN = "sign_in"
    STOP = "stop"
    GO_ON = "go_on"


NEEDS_PAIR = frozenset({AnswerKind.BOOK_GAP, AnswerKind.BOOK_AWAY, AnswerKind.MOVE})
"""Answers for which the user picks a project and a task."""
ACCEPTS = frozenset({AnswerKind.BREAK, AnswerKind.BOTH_RIGHT, AnswerKind.NOT_NEEDED})
"""Answers that change no entry, but are remembered: the step does not come back."""
AWAY_ANSWERS = {
    AnswerKind.KEEP: AbsenceAnswer.KEEP,
    AnswerKind.DISCARD: AbsenceAnswer.DISCARD,
    AnswerKind.STOP_THEN: AbsenceAnswer.STOP,
    AnswerKind.BOOK_AWAY: AbsenceAnswer.BOOK,
}


class Answer(NamedTuple):
    """One answer to a step.

    `row` is the entry that it changes, or on whose project and task it books. `at` is the new start or end, and
    `change_s` is by how many seconds it changes the total of the day; None if that depends on when it is given.
    """

    kind: AnswerKind
    row: TimesheetRow | None = None
    at: time | None = None
    change_s: int | None = 0


class Step(NamedTuple):
    """One thing that is open. `key` names it on its day: the same step has the same key when it is read again.

    `rows` are the entries it is about, those of a gap before and after it. `seconds` is the length of the gap, the
    overlap or the absence; `start` and `end` are those of a gap or an overlap, and an end of 00:00 is that of the day.
    """

    kind: StepKind
    key: str
    answers: tuple[Answer, ...]
    rows: tuple[TimesheetRow, ...] = ()
    seconds: int = 0
    start: time | None = None
    end: time | None = None
    question: AbsenceQuestion | None = None


class DayFacts(NamedTuple):
    """What the steps of a day follow from.

    `settled` are the keys of steps that the user has accepted as they are, `undecided` the entries with a conflict,
    and `bookable` the (project id, task id) that can be booked.
    """

    sheet: Timesheet
    zone: tzinfo
    sync: SyncStatus
    questions: tuple[AbsenceQuestion, ...] = ()
    settled: frozenset[str] = frozenset()
    undecided: frozenset[int] = frozenset()
    bookable: Collection[tuple[int, int]] = ()
    comment_needed: bool = True


def open_steps(facts: DayFacts) -> tuple[Step, ...]:
    """Return what is open on a day, in the order in which it is asked about."""
    return tuple(step for find in _FINDERS for step in find(facts))


def _gaps(facts: DayFacts) -> Iterator[Step]:
    if not facts.sheet.fetched:  # an entry that is not known here may lie there
        return
    for gap in facts.sheet.gaps(_local(facts)):
        key = _span_key("gap", gap.start, gap.end)
        seconds = seconds_between(gap.start, gap.end, DayClock(facts.sheet.day, facts.zone))
        if seconds > 0 and not _is_settled(facts.settled, key):
            before, after = _row(facts, gap.previous_entry_id), _row(facts, gap.next_entry_id)
            answers = tuple(_gap_answers(facts, before, after, seconds))
            yield _gap_step(gap, key, answers, tuple(row for row in (before, after) if row), seconds)


def _gap_step(gap: Gap, key: str, answers: tuple[Answer, ...], rows: tuple[TimesheetRow, ...], seconds: int) -> Step:
    return Step(StepKind.GAP, key, answers, rows, seconds, gap.start, gap.end)


def _gap_answers(
    facts: DayFacts, before: TimesheetRow | None, after: TimesheetRow | None, seconds: int
) -> Iterator[Answer]:
    yield Answer(AnswerKind.BREAK)
    if before is not None and _pair(before) in facts.bookable:
        yield Answer(AnswerKind.AS_BEFORE, before, change_s=seconds)
    if after is not None and _pair(after) in facts.bookable and (before is None or _pair(after) != _pair(before)):
        yield Answer(AnswerKind.AS_AFTER, after, change_s=seconds)
    yield Answer(AnswerKind.BOOK_GAP, change_s=seconds)


def _overlaps(facts: DayFacts) -> Iterator[Step]:
    stretches = sorted(facts.sheet.stretches(_local(facts)))
    found: dict[tuple[int, int], tuple[int, int, int]] = {}
    for (_, end, first), (other_start, other_end, second) in combinations(stretches, 2):
        shared_s = min(end, other_end) - other_start
        if first != second and shared_s > 0:
            start, until, known_s = found.get((first, second), (other_start, 0, 0))
            found[first, second] = start, max(until, min(end, other_end)), known_s + shared_s
    for (first, second), (start, end, shared_s) in found.items():
        key = _span_key(f"overlap/{min(first, second)}+{max(first, second)}", _time(start), _time(end))
        rows = _row(facts, first), _row(facts, second)
        if shared_s >= _SHORTEST_S and not _is_settled(facts.settled, key) and rows[0] and rows[1]:
            answers = (*_overlap_answers(facts, rows[0], rows[1]), Answer(AnswerKind.BOTH_RIGHT))
            yield Step(StepKind.OVERLAP, key, answers, (rows[0], rows[1]), shared_s, _time(start), _time(end))


def _overlap_answers(facts: DayFacts, first: TimesheetRow, second: TimesheetRow) -> Iterator[Answer]:
    """Yield what takes the shared time, and no other, off one of two entries; the first begins earlier."""
    spans = [[(start, end) for start, end, row_id in facts.sheet.stretches(_local(facts)) if row_id == row.id]
             for row in (first, second)]  # fmt: skip
    if any(len(each) != 1 for each in spans):
        return  # an entry that was continued has no single start and end
    (start, end), (other_start, other_end) = spans[0][0], spans[1][0]
    if start < other_start and end <= other_end and not first.locked:
        yield from _shortened(facts, first, AnswerKind.END_AT, (start, other_start), other_start)
    if end < other_end and not second.locked:
        yield from _shortened(facts, second, AnswerKind.BEGIN_AT, (end, other_end), end)
    if other_end <= end and not second.locked and not second.running:
        yield Answer(AnswerKind.DELETE, second, change_s=-second.duration_s)
    if other_start <= start and end <= other_end and not first.locked and not first.running:
        yield Answer(AnswerKind.DELETE, first, change_s=-first.duration_s)


def _shortened(
    facts: DayFacts, row: TimesheetRow, kind: AnswerKind, left: tuple[int, int], at: int
) -> Iterator[Answer]:
    """Yield the answer that leaves an entry only the time `left` (seconds of the day), if time has passed in it."""
    seconds = seconds_between(_time(left[0]), _time(left[1]), DayClock(facts.sheet.day, facts.zone))
    if seconds > 0:
        yield Answer(kind, row, _time(at), None if row.running else seconds - row.duration_s)


def _absences(facts: DayFacts) -> Iterator[Step]:
    day, local = facts.sheet.day, _local(facts)
    for question in facts.questions:
        if question.ended_at is not None and day in {question.row.day, local(question.began_at).date()}:
            kinds = (kind for kind, answer in AWAY_ANSWERS.items() if answer in question.answers)
            answers = tuple(Answer(kind, question.row, change_s=None) for kind in kinds)
            key = f"away/{question.id}"
            yield Step(StepKind.AWAY, key, answers, (question.row,), question.away_s, question=question)


def _comments(facts: DayFacts) -> Iterator[Step]:
    for row in _by_start(facts.sheet.rows) if facts.comment_needed else ():
        key = f"comment/{row.id}"
        if not row.comment.strip() and not row.locked and key not in facts.settled:
            yield Step(StepKind.COMMENT, key, (Answer(AnswerKind.WRITE, row), Answer(AnswerKind.NOT_NEEDED)), (row,))


def _rejected(facts: DayFacts) -> Iterator[Step]:
    for row in _by_start(facts.sheet.rows):
        if row.state is EntryState.REJECTED:
            answers = (
                Answer(AnswerKind.MOVE, row), Answer(AnswerKind.RETRY, row), Answer(AnswerKind.COPY, row),
                Answer(AnswerKind.DELETE, row, change_s=None if row.running else -row.duration_s),
            )  # fmt: skip
            yield Step(StepKind.REJECTED, f"rejected/{row.id}", answers, (row,))


def _reviews(facts: DayFacts) -> Iterator[Step]:
    for row in _by_start(facts.sheet.rows):
        if row.state is EntryState.NEEDS_REVIEW or (row.id in facts.undecided and row.state is not EntryState.REJECTED):
            yield Step(StepKind.REVIEW, f"review/{row.id}", (Answer(AnswerKind.DECIDE, row),), (row,))


def _waiting(facts: DayFacts) -> Iterator[Step]:
    rows = tuple(row for row in facts.sheet.rows if row.state in {EntryState.WAITING, EntryState.CHECKING})
    remedy = {SyncState.OFFLINE: AnswerKind.SEND, SyncState.SIGNED_OUT: AnswerKind.SIGN_IN}.get(facts.sync.state)
    if rows and remedy:
        yield Step(StepKind.WAITING, "waiting", (Answer(remedy),), rows)


def _timers(facts: DayFacts) -> Iterator[Step]:
    for row in facts.sheet.rows:
        if row.running:
            answers = Answer(AnswerKind.STOP, row, change_s=None), Answer(AnswerKind.GO_ON, row)
            yield Step(StepKind.TIMER, f"timer/{row.id}", answers, (row,))


_FINDERS = (_gaps, _overlaps, _absences, _comments, _rejected, _reviews, _waiting, _timers)
"""The functions that find the steps, in the order of `StepKind`."""


def _local(facts: DayFacts) -> Callable[[datetime], datetime]:
    return lambda moment: moment.astimezone(facts.zone)


def _row(facts: DayFacts, row_id: int) -> TimesheetRow | None:
    return next((row for row in facts.sheet.rows if row.id == row_id), None)


def _pair(row: TimesheetRow) -> tuple[int, int]:
    return row.project_id or 0, row.task_id or 0


def _by_start(rows: Collection[TimesheetRow]) -> list[TimesheetRow]:
    return sorted(rows, key=lambda row: (row.start_time is None, row.start_time or time(), row.id))


def _time(seconds: int) -> time:
    """Return a second of the day as a time; the end of the day is 00:00."""
    return time(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)


def _span_key(name: str, start: time, end: time) -> str:
    first, last = (each.isoformat("seconds" if each.second else "minutes") for each in (start, end))
    return f"{name}/{first}-{last}"


def _is_settled(settled: Collection[str], key: str) -> bool:
    """Return whether a key with a span is settled: so is one whose span lies within a settled one."""
    name, start, end = _parts(key)
    return any(
        other == name and first <= start and end <= last for other, first, last in map(_parts, settled) if last > 0
    )


def _parts(key: str) -> tuple[str, int, int]:
    """Return the name of a key, and its span in seconds of the day; (name, 0, 0) if it has none."""
    name, _, span = key.rpartition("/")
    start, dash, end = span.partition("-")
    if not dash:
        return key, 0, 0
    first, last = second_of_day(time.fromisoformat(start)), second_of_day(time.fromisoformat(end))
    return name, first, last or _DAY_S
