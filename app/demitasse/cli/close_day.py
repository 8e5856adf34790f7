"""`demitasse close`: what is still open on a day, and the commands that answer it."""

import shlex
from collections.abc import Iterator
from datetime import date, time

from demitasse.boot.full_profile import FullProfile
from demitasse.cli import formats, output, report, serializers, text
from demitasse.cli.arguments import Command, Option
from demitasse.cli.context import Context
from demitasse.domain.close_day import ACCEPTS, Answer, AnswerKind, Step, StepKind
from demitasse.domain.durations import hours_minutes
from demitasse.domain.errors import FaultCode, NoMatch
from demitasse.domain.timesheet import TimesheetRow

_TITLES = {
    StepKind.GAP: "A gap",
    StepKind.OVERLAP: "Two entries overlap",
    StepKind.AWAY: "Time away",
    StepKind.COMMENT: "An entry without a comment",
    StepKind.REJECTED: "CoffeeCup rejected an entry",
    StepKind.REVIEW: "An entry has two versions",
    StepKind.WAITING: "Not sent yet",
    StepKind.TIMER: "The timer is running",
}
_WORDS = {
    AnswerKind.BREAK: "it was a break",
    AnswerKind.AS_BEFORE: "as before",
    AnswerKind.AS_AFTER: "as after",
    AnswerKind.BOOK_GAP: "something else",
    AnswerKind.END_AT: "it ended then",
    AnswerKind.BEGIN_AT: "it began then",
    AnswerKind.DELETE: "delete it",
    AnswerKind.BOTH_RIGHT: "both are right",
    AnswerKind.KEEP: "it was work",
    AnswerKind.DISCARD: "it was a break",
    AnswerKind.STOP_THEN: "the work ended then",
    AnswerKind.BOOK_AWAY: "it was other work",
    AnswerKind.WRITE: "write one",
    AnswerKind.NOT_NEEDED: "it needs none",
    AnswerKind.MOVE: "book it on another task",
    AnswerKind.RETRY: "send it again",
    AnswerKind.DECIDE: "choose one",
    AnswerKind.SEND: "try now",
    AnswerKind.SIGN_IN: "sign in",
    AnswerKind.STOP: "stop it",
}
"""What an answer means; answers without a command are missing."""


def close(context: Context) -> None:
    """List what is open on a day, with a command for each answer, or accept one step as it is.

    A day that was never fetched is fetched first.
    """
    closing, day = context.open(FullProfile).pages.close_day, context.day("DAY")
    if not (sheet := closing.review(day).sheet).fetched:
        context.online.fetch(context, sheet.day, sheet.day)
    if (key := context.get("settle")) is not None:
        review = closing.review(day)
        step, answer = _to_settle(review.steps, key)
        closing.answer(review.sheet.day, step, answer)
        report.send(context, f"Settled: {_TITLES[step.kind]}.")
    review = closing.review(day)
    day = review.sheet.day
    context.out.answer(
        serializers.total(review.sheet)
        | {"open": [_shape(step, day) for step in review.steps], "sync": serializers.sync(review.sync)}
    )
    context.out.say(f"{formats.day_title(day)}  {text.total(review.sheet)}")
    for number, step in enumerate(review.steps, 1):
        commands = [
            [f"     {command}", _WORDS[answer.kind], _change(answer)] for answer, command in _commands(step, day)
        ]
        context.out.say(
            f"{number:>3}  {_about(step)}", *(f"     {text.line(row, with_day=False)}" for row in step.rows)
        )
        context.out.say(*output.table(commands, right=frozenset({2})))
    if not review.steps:
        context.out.say("Nothing is open." if review.sheet.fetched else "Nothing that is known here is open.")
    context.out.say(f"CoffeeCup  {text.synced(review.sync, context.profile.timesheets.today())}")


COMMANDS = {"close": Command(close, Option("--settle", "KEY", "accept this as it is: a break, an overlap, no comment"))}


def _to_settle(steps: tuple[Step, ...], key: str) -> tuple[Step, Answer]:
    """Return the step of that key and the answer that accepts it. Raises NoMatch."""
    found = [(step, one) for step in steps for one in step.answers if one.kind in ACCEPTS]
    for step, one in found:
        if step.key == key:
            return step, one
    raise NoMatch(FaultCode.QUESTION_CLOSED, candidates=tuple(step.key for step, _ in found))


def _shape(step: Step, day: date) -> dict[str, object]:
    start, end = (f"{each:%H:%M}" if each else None for each in (step.start, step.end))
    answers = [
        {"kind": answer.kind.value, "command": command, "change_s": answer.change_s}
        for answer, command in _commands(step, day)
    ]
    about = {"kind": step.kind.value, "key": step.key, "seconds": step.seconds, "start": start, "end": end}
    return about | {"entries": [row.id for row in step.rows], "answers": answers}


def _about(step: Step) -> str:
    """Return what is open, when, and for how long."""
    span = _span(step) if step.start is not None else ""
    return "  ".join(filter(None, (_TITLES[step.kind], span, hours_minutes(step.seconds) if step.seconds else "")))


def _change(answer: Answer) -> str:
    if not answer.change_s:
        return ""
    return f"{'+' if answer.change_s > 0 else '-'}{hours_minutes(abs(answer.change_s))}"


def _commands(step: Step, day: date) -> Iterator[tuple[Answer, str]]:
    """Yield the answers that have a command, and the command."""
    for answer in step.answers:
        if answer.kind in _WORDS:
            yield answer, f"demitasse {_command(step, answer, day)}"


def _command(step: Step, answer: Answer, day: date) -> str:
    row, at = answer.row, f"{answer.at:%H:%M}" if answer.at else ""
    number = row.id if row else 0
    running = row is not None and row.running
    booked = shlex.quote(_query(row)) if row else ""
    away = f"-n {step.question.id}" if step.question else ""
    return {
        AnswerKind.AS_BEFORE: f"add {day} {_span(step)} --task {booked}",
        AnswerKind.AS_AFTER: f"add {day} {_span(step)} --task {booked}",
        AnswerKind.BOOK_GAP: f"add {day} {_span(step)} QUERY",
        AnswerKind.END_AT: f"stop {number} --at {at}" if running else f"edit {number} --end {at}",
        AnswerKind.BEGIN_AT: f"edit {number} --start {at}",
        AnswerKind.DELETE: f"delete {number}",
        AnswerKind.KEEP: f"away keep {away}",
        AnswerKind.DISCARD: f"away discard {away}",
        AnswerKind.STOP_THEN: f"away stop {away}",
        AnswerKind.BOOK_AWAY: f"away book QUERY {away}",
        AnswerKind.WRITE: f"edit {number} -c COMMENT",
        AnswerKind.MOVE: f"edit {number} --task QUERY",
        AnswerKind.RETRY: f"retry {number}",
        AnswerKind.DECIDE: "conflicts",
        AnswerKind.SEND: "sync",
        AnswerKind.SIGN_IN: "login",
        AnswerKind.STOP: f"stop {number}",
    }.get(answer.kind, f"close {day} --settle {step.key}")


def _query(row: TimesheetRow) -> str:
    return " ".join(filter(None, (row.project, row.task)))


def _span(step: Step) -> str:
    start, end = step.start or time(), step.end or time()
    return f"{start:%H:%M}-{'24:00' if end == time() else f'{end:%H:%M}'}"
