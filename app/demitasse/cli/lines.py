"""Read the line behind a command, with the options that say the same in other words, and find its task."""

from datetime import date

from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain import days
from demitasse.domain.entries import Choice
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, NotSignedIn
from demitasse.domain.line import Line, Verb
from demitasse.domain.line_reader import read, read_when
from demitasse.domain.search import Index, resolve


def read_line(context: Context, verb: Verb, index: Index | None = None, given: Line | None = None) -> Line:
    """Read LINE with --task, --comment, --day and --at, and with the other options in `given`.

    Raises BadInput, also if an option contradicts the line.
    """
    given = (given or Line(verb))._replace(query=context.get("task") or "", comment=context.get("comment"))
    if (day := context.get("day")) is not None:
        given = given._replace(day=days.parse(day))
    return read(context.get("LINE") or "", verb, index, _with_at(context, given))


def read_stop(context: Context, words: str) -> Line:
    """Read `words` and --at of `stop`. Raises BadInput."""
    line = read(words, Verb.STOP, given=_with_at(context, Line(Verb.STOP)))
    if line.query or line.comment is not None:
        usage = context.parsed.parser.usage_line
        raise BadInput(CliFault.WORD_TOO_MANY, text=(line.query or line.comment or ":")[:40], usage=usage)
    return line


def day_of(context: Context, line: Line) -> date | None:
    """Return the day of a line; None if it names none. Raises BadInput if that is not sure."""
    return None if line.day is None else days.resolve(line.day, context.profile.timesheets.today())


def index_of_tasks(context: Context) -> Index:
    """Return what can be booked. Raises NoMatch if that is nothing; NotSignedIn before the first sign-in."""
    index = Index(choices(context))
    index.prefer(context.profile.timesheets.recent())
    return index


def find_task(context: Context, query: str, index: Index | None = None) -> Choice:
    """Return the only project and task that match `query`. Raises NoMatch; NotSignedIn before the first sign-in.

    If none does, CoffeeCup is asked whether there is a new one.
    """
    try:
        return resolve(query, index or index_of_tasks(context))
    except NoMatch as fault:
        if fault.code == FaultCode.SEVERAL_TASKS or not context.online.refresh_facts(context):
            raise
    return resolve(query, index_of_tasks(context))


def choices(context: Context) -> list[Choice]:
    """Return all bookable tasks. Raises NoMatch if there are none; NotSignedIn before the first sign-in."""
    if not context.profile.settings.email():
        raise NotSignedIn(CliFault.NEVER_SIGNED_IN)
    found = context.profile.timesheets.choices()
    if not found:
        raise NoMatch(CliFault.NO_TASKS_YET)
    return found


def _with_at(context: Context, given: Line) -> Line:
    if (at := context.get("at")) is None:
        return given
    when = read_when(at, "at")
    return given._replace(day=when.day or given.day, start=when.start, ago_s=when.ago_s)
