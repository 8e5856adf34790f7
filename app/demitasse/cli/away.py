"""`demitasse away [ANSWER] [QUERY...]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, report, serializers
from demitasse.cli import text as words
from demitasse.cli.arguments import Command, Option
from demitasse.cli.messages import CliFault
from demitasse.domain.absence import AbsenceAnswer
from demitasse.domain.errors import BadInput, NoMatch

if TYPE_CHECKING:
    from demitasse.cli.context import Context
    from demitasse.domain.absence import AbsenceQuestion


def away(context: Context) -> int:
    """Tell when a timer ran and nobody was there, or settle one of those times."""
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
    context.out.note(*(words.absence(one, context.profile.clock.today()) for one in left))
    return exit_codes.DONE


COMMANDS = {"away": Command(away, Option("-n --number", "NUMBER", "which one, where several are open"))}


def _listed(context: Context) -> int:
    found = context.profile.absences.open_questions()
    context.out.answer(serializers.away(found))
    today = context.profile.clock.today()
    context.out.say(*(words.absence(one, today) for one in found), words.AWAY if found else "Nothing is open.")
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
    """The one that is meant: by its number, or the only one there is."""
    found, number = context.profile.absences.open_questions(), context.get("number")
    meant = [one for one in found if number in {None, str(one.id)}]
    if not meant:
        raise NoMatch(CliFault.NO_SUCH_QUESTION if number else CliFault.NO_QUESTION)
    if len(meant) > 1:
        today = context.profile.clock.today()
        told = tuple(words.absence(one, today) for one in meant)
        raise NoMatch(CliFault.SEVERAL_QUESTIONS, number=len(meant), candidates=told)
    return meant[0]
