"""`demitasse start`, `stop` and `continue`: the timer; `away`: time that it ran while nobody used the computer."""

from demitasse.cli import lists, report, serializers, text
from demitasse.cli.arguments import COMMENT, Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain import time_ranges
from demitasse.domain.absence import AbsenceAnswer, AbsenceQuestion
from demitasse.domain.errors import BadInput, NoMatch
from demitasse.domain.timer import Instant


def start(context: Context) -> None:
    """Start a timer, and say which one that stopped."""
    choice, at = lists.find_task(context, context.get("QUERY") or ""), _moment(context)
    before = context.profile.timer.running()
    row = context.profile.timer.start(choice.project_id, choice.task_id, context.get("comment") or "", at)
    if before is not None:
        context.out.say(f"Stopped  {text.line(context.profile.timesheets.entry(before.id))}")
    report.finish(context, "Started", row)


def stop(context: Context) -> None:
    """Stop the timer."""
    report.finish(context, "Stopped", context.profile.timer.stop(_moment(context, stops=True)))


def continue_(context: Context) -> None:
    """Start a timer on an entry, by default the last one."""
    entry_id = context.entry_id() if context.get("ID") is not None else None
    report.finish(context, "Started", context.profile.timer.continue_entry(entry_id))


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
    report.send(context, f"Settled  {text.line(row)}")
    left = context.profile.absences.open_questions()
    context.out.answer({"answered": answer.value} | serializers.away(left))
    context.out.note(*(text.absence(question, today) for question in left))


_AT = Option("--at", "HH:MM", "as of this time of day, which has passed")
COMMANDS = {
    "start": Command(start, COMMENT, _AT),
    "stop": Command(stop, _AT),
    "continue": Command(continue_),
    "away": Command(away, Option("-n --number", "NUMBER", "which one, where several are open")),
}


def _moment(context: Context, *, stops: bool = False) -> Instant | None:
    """Return the moment of --at; None if not given. Raises BadInput."""
    if (typed := context.get("at")) is None:
        return None
    return Instant(context.profile.timer.when(time_ranges.time_of_day(typed, "at"), stops=stops).utc)


def _answer(typed: str) -> AbsenceAnswer:
    try:
        return AbsenceAnswer(typed)
    except ValueError:
        raise BadInput(CliFault.NOT_AN_ANSWER, text=typed[:40], field="answer") from None


def _pair(context: Context, answer: AbsenceAnswer) -> tuple[int, int] | None:
    query = context.get("QUERY")
    if answer is AbsenceAnswer.BOOK and query is not None:
        choice = lists.find_task(context, query)
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
