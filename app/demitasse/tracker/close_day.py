"""Closing a day: reading what is open on it, and carrying out the answers (`domain.close_day`)."""

from datetime import date, time
from typing import NamedTuple

from demitasse.domain import settings
from demitasse.domain.close_day import ACCEPTS, AWAY_ANSWERS, NEEDS_PAIR, Answer, AnswerKind, DayFacts, Step, open_steps
from demitasse.domain.errors import BadInput, FaultCode, Overtaken
from demitasse.domain.operations import ConflictKind
from demitasse.domain.ports import Clock
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import SyncStatus, Timesheet, TimesheetRow
from demitasse.domain.wall_time import readings
from demitasse.store.store import Store
from demitasse.tracker.absence import Absences
from demitasse.tracker.conflicts import Conflicts
from demitasse.tracker.status import Status
from demitasse.tracker.timer import Timer
from demitasse.tracker.timer_edit import TimerEdit
from demitasse.tracker.timesheets import Timesheets
from demitasse.tracker.undo import UndoManager, UseCases

Pair = tuple[int, int]

SETTLE = "settle"
"""The undo label of an answer that accepts a step as it is."""


class DayReview(NamedTuple):
    """A day as it is now, what is open on it, and the state of the sync."""

    sheet: Timesheet
    steps: tuple[Step, ...]
    sync: SyncStatus


class UseCasesOfDay(NamedTuple):
    """The use cases that carry out the answers."""

    timesheets: Timesheets
    timer: Timer
    timer_edit: TimerEdit
    absences: Absences
    conflicts: Conflicts
    status: Status


class CloseDay(UseCases):
    """Lists what is open on a day and carries out the answers, each of which can be undone."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager, use_cases: UseCasesOfDay) -> None:
        super().__init__(store, clock, actions)
        self._do = use_cases

    def review(self, day: date | None = None) -> DayReview:
        """Return what is open on a day, today by default. Raises LocalFault."""
        with self._store.reading():
            sheet, sync = self._do.timesheets.day(day), self._do.status.sync()
            facts = DayFacts(
                sheet, self._store.zone(), sync, self._do.absences.open_questions(),
                settled=self._store.settled_steps.of_day(sheet.day), undecided=self._undecided(sync),
                bookable=self._bookable(sheet), comment_needed=self._store.settings.get(settings.COMMENT_NEEDED),
            )  # fmt: skip
        return DayReview(sheet, open_steps(facts), sync)

    def answer(self, day: date, step: Step, answer: Answer, pair: Pair | None = None, text: str = "") -> None:
        """Carry out an answer; `pair` and `text` are the project and task, or the comment, that it asks for.

        Raises Overtaken if the step is not open any more or the entry has changed since, BadInput without a pair or
        text that is needed, Refused if CoffeeCup has locked the entry, LocalFault; and what stopping a timer raises.
        ValueError for an answer that only a front end can give (`COPY`, `DECIDE`, `SEND`, `SIGN_IN`).
        """
        if step.key not in {each.key for each in self.review(day).steps}:
            raise Overtaken(FaultCode.QUESTION_CHANGED)
        if answer.kind in NEEDS_PAIR and pair is None:
            raise BadInput(FaultCode.PAIR_MISSING, field="query")
        if answer.kind in ACCEPTS:
            with self._actions.action(SETTLE) as action:
                action.settled.append((day, step.key))
        elif answer.kind in AWAY_ANSWERS and step.question is not None:
            self._do.absences.answer(step.question.id, AWAY_ANSWERS[answer.kind], pair, step.question)
        elif answer.kind in _BOOKS and step.start is not None and step.end is not None:
            project_id, task_id = pair or (_pair(answer.row) if answer.row else (0, 0))
            span = self._do.timesheets.span(step.start, step.end, day)
            comment = answer.row.comment if answer.row else ""  # the same work as before or after
            self._do.timesheets.add_span(project_id, task_id, span, comment)
        elif answer.row is not None:
            self._change(day, answer, answer.row, pair, text)
        else:
            raise ValueError(answer.kind)

    def _change(self, day: date, answer: Answer, row: TimesheetRow, pair: Pair | None, text: str) -> None:
        timesheets = self._do.timesheets
        match answer.kind:
            case AnswerKind.END_AT | AnswerKind.BEGIN_AT if answer.at is not None:
                self._retime(day, row, answer)
            case AnswerKind.DELETE:
                timesheets.delete(row.id, row)
            case AnswerKind.WRITE:
                if not text.strip():
                    raise BadInput(FaultCode.COMMENT_MISSING, field="comment")
                timesheets.comment(row.id, text, row.comment)
            case AnswerKind.MOVE if pair is not None and pair != _pair(row):
                timesheets.edit(row.id, project_id=pair[0], task_id=pair[1])
            case AnswerKind.MOVE | AnswerKind.RETRY:
                timesheets.retry(row.id)
            case AnswerKind.STOP:
                self._do.timer.stop(entry_id=row.id)
            case AnswerKind.GO_ON:
                pass
            case _:
                raise ValueError(answer.kind)

    def _retime(self, day: date, row: TimesheetRow, answer: Answer) -> None:
        """Let an entry end or begin at another time; raise Overtaken if its times have changed since."""
        at, now = answer.at or time(), self._do.timesheets.entry(row.id)
        if (now.running, now.start_time, now.end_time) != (row.running, row.start_time, row.end_time):
            raise Overtaken(FaultCode.ENTRY_CHANGED, number=row.id)
        ends = answer.kind is AnswerKind.END_AT
        if row.running and ends:
            (reading, *_) = readings(day, at, self._store.zone())
            self._do.timer.stop(Instant(reading.utc), entry_id=row.id)
        elif row.running:
            self._do.timer_edit.apply(self._do.timer_edit.plan(at, entry_id=row.id))
        else:
            start, end = row.start_time, row.end_time
            if end is None:
                end = next(_clock(end) for _, end, one in self._stretches(day) if one == row.id)
            times = {"start_time": start if ends else at, "end_time": at if ends else end}
            self._do.timesheets.edit(row.id, **times)

    def _stretches(self, day: date) -> list[tuple[int, int, int]]:
        zone = self._store.zone()
        return self._do.timesheets.day(day).stretches(lambda moment: moment.astimezone(zone))

    def _undecided(self, sync: SyncStatus) -> frozenset[int]:
        """Return the entries with two versions; a rejected entry has a step of its own."""
        if not (sync.conflicts or sync.needs_review):
            return frozenset()
        conflicts = self._do.conflicts.all()
        return frozenset(one.entry_id for one in conflicts if one.kind is not ConflictKind.REFUSED)

    def _bookable(self, sheet: Timesheet) -> frozenset[Pair]:
        pairs = list({_pair(row) for row in sheet.rows})
        found = self._store.catalog.pick(pairs) if pairs else []
        return frozenset(pair for pair, choice in zip(pairs, found, strict=True) if choice)


_BOOKS = frozenset({AnswerKind.AS_BEFORE, AnswerKind.AS_AFTER, AnswerKind.BOOK_GAP})


def _pair(row: TimesheetRow) -> Pair:
    return row.project_id or 0, row.task_id or 0


def _clock(seconds: int) -> time:
    return time(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
