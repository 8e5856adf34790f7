"""`demitasse away`: time that a timer ran while nobody used the computer."""

from demitasse.cli import exit_codes, report, serializers
from demitasse.cli import text as words
from demitasse.cli.arguments import Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.absence import AbsenceAnswer, AbsenceQuestion
from demitasse.domain.errors import BadInput, NoMatch


def away(context: Context) -> int:
    """List the open absence questions, or answer one of them."""
    text = context.get("ANSWER")
    if text is None:
        return _listed(context)
    answer = _answer(text)
    question, pair = _question(context), _pair(context, answer)
    row = context.profile.absences.answer(question.id, answer, pair)
    context.out.say(f"Settled  {words.line(row)}")
    context.out.flush()
    report.send(context)
    left = context.profile.absences.open_questions()
    context.out.answer({"answered": answer.value} | serializers.away(left))
    context.out.note(*(words.absence(question, context.profile.clock.today()) for question in left))
    return exit_codes.DONE


COMMANDS = {"away": Command(away, Option("-n --number", "NUMBER", "which one, where several are open"))}


def _listed(context: Context) -> int:
    questions = context.profile.absences.open_questions()
    context.out.answer(serializers.away(questions))
    today = context.profile.clock.today()
    lines = [words.absence(question, today) for question in questions]
    context.out.say(*lines, words.AWAY if questions else "Nothing is open.")
    return exit_codes.DONE


def _answer(text: str) -> AbsenceAnswer:
    try:
        return AbsenceAnswer(text)
    except ValueError:
        raise BadInput(CliFault.NOT_AN_ANSWER, text=text[:40], field="answer") from None


def _pair(context: Context, answer: AbsenceAnswer) -> tuple[int, int] | None:
    query = context.get("QUERY")
    if answer is AbsenceAnswer.BOOK and query is not None:
        choice = context.choice(query)
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
        today = context.profile.clock.today()
        lines = tuple(words.absence(question, today) for question in questions)
        raise NoMatch(CliFault.SEVERAL_QUESTIONS, number=len(questions), candidates=lines)
    return questions[0]
