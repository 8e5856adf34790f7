"""`demitasse start`, `stop` and `continue`: the timer; `away`: time that it ran while nobody used the computer."""

import re

from demitasse.cli import lines, report, serializers, text
from demitasse.cli.arguments import COMMENT, TASK, Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.absence import AbsenceAnswer, AbsenceQuestion
from demitasse.domain.errors import BadInput, NoMatch
from demitasse.domain.line import Line, Verb
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import TimesheetRow


def start(context: Context) -> None:
    """Start a timer, and say which one that stopped."""
    index = lines.index_of_tasks(context)
    line = lines.read_line(context, Verb.START, index)
    choice, at = lines.find_task(context, line.query, index), _moment(context, line)
    comment, whole = line.comment or "", context.has("all")
    row = context.profile.timer.start(
        choice.project_id, choice.task_id, comment, at, whole=whole, beside=context.has("beside")
    )
    _say_stopped(context, row)
    report.finish(context, "Started", row)


def stop(context: Context) -> None:
    """Stop the timer, that of the entry ID, or all of them."""
    words = f"{context.get('ID') or ''} {context.get('WHEN') or ''}".strip()
    number, _, when = words.partition(" ")
    entry_id = int(number) if re.fullmatch(r"[0-9]{1,18}", number) else None
    at = _moment(context, lines.read_stop(context, words if entry_id is None else when), stops=True)
    timer = context.profile.timer
    if context.has("all") and entry_id is None and len(timer.all_running()) > 1:
        stopped = timer.stop_all(at)
        report.send(context, *(f"Stopped  {text.line(row)}" for row in timer.last_changed()))
        rows = [context.profile.timesheets.entry(row.id) for row in stopped]
        context.out.answer({"entries": [serializers.entry(row) for row in rows]})
        return
    timer.stop(at, entry_id=entry_id, whole=context.has("all"))
    report.finish(context, "Stopped", *timer.last_changed())


def continue_(context: Context) -> None:
    """Start a timer on an entry, by default on what was worked on last."""
    entry_id = context.entry_id() if context.get("ID") is not None else None
    whole, beside = context.has("all"), context.has("beside")
    row = context.profile.timer.continue_entry(entry_id, whole=whole, beside=beside)
    _say_stopped(context, row)
    report.finish(context, "Started", row)


def away(context: Context) -> None:
    """List the open absence questions, or answer one of them."""
    typed, today = context.get("ANSWER"), context.profile.timesheets.today()
    if typed is None:
        questions = context.profile.absences.open_questions()
        context.out.answer(serializers.away(questions))
        context.out.say(*(text.absences(questions, today) or ["Nothing is open."]))
        return
    answer = _answer(typed)
    question, pair = _question(context), _pair(context, answer)
    row = context.profile.absences.answer(question.id, answer, pair)
    rows = context.profile.timer.last_changed() or (row,)
    report.send(context, *(f"Settled  {text.line(each)}" for each in rows))
    left = context.profile.absences.open_questions()
    context.out.answer({"answered": answer.value} | serializers.away(left))
    context.out.note(*(text.absence(question, today) for question in left))


_BESIDE = Option("--beside", "", "let the running timers run on, if your account allows several")
_AT = Option("--at", "WHEN", "as of a time that has passed: 9:05, friday 17:30, 15m ago")
_ALL = Option("--all", "", "book all of a timer that ran longer than a working day")
COMMANDS = {
    "start": Command(start, TASK, COMMENT, _AT, _ALL, _BESIDE),
    "stop": Command(stop, _AT, Option("--all", "", "stop all timers; book all of one that ran longer than a day")),
    "continue": Command(continue_, _ALL, _BESIDE),
    "away": Command(away, Option("-n --number", "NUMBER", "which one, where several are open")),
}


def _say_stopped(context: Context, started: TimesheetRow) -> None:
    """Print each entry that starting another one has stopped."""
    stopped = (row for row in context.profile.timer.last_changed() if row.id != started.id)
    context.out.say(*(f"Stopped  {text.line(row)}" for row in stopped))


def _moment(context: Context, line: Line, *, stops: bool = False) -> Instant | None:
    """Return the moment that a line names; None if it names none. Raises BadInput."""
    if line.ago_s is not None:
        return Instant(context.profile.clock.now().shifted(-line.ago_s).wall)
    if line.start is None:
        return None
    found = context.profile.timer.when(line.start, lines.day_of(context, line), stops=stops)
    context.out.say(*text.readings((line.start, found)))
    return Instant(found.utc)


def _answer(typed: str) -> AbsenceAnswer:
    try:
        return AbsenceAnswer(typed)
    except ValueError:
        raise BadInput(CliFault.NOT_AN_ANSWER, text=typed[:40], field="answer") from None


def _pair(context: Context, answer: AbsenceAnswer) -> tuple[int, int] | None:
    query = context.get("QUERY")
    if answer is AbsenceAnswer.BOOK and query is not None:
        choice = lines.find_task(context, query)
        return choice.project_id, choice.task_id
    if query is not None:
        raise BadInput(CliFault.QUERY_NOT_WANTED, text=query[:40], field="query")
    return None


def _question(context: Context) -> AbsenceQuestion:
    """Return the question with the number of --number, or the only open one. Raises NoMatch."""
    number = context.get("number")
    open_questions = context.profile.absences.open_questions()
    questions = [question for question in open_questions if number in {None, str(question.id)}]
    if not questions:
        raise NoMatch(CliFault.NO_SUCH_QUESTION if number else CliFault.NO_QUESTION)
    if len(questions) > 1:
        today = context.profile.timesheets.today()
        lines = tuple(text.absence(question, today) for question in questions)
        raise NoMatch(CliFault.SEVERAL_QUESTIONS, number=len(questions), candidates=lines)
    return questions[0]
