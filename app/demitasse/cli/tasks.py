"""`demitasse tasks`, and the task that the query of another command names."""

from demitasse.cli import output, serializers
from demitasse.cli.arguments import Command
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.entries import Choice
from demitasse.domain.errors import NoMatch, NotSignedIn
from demitasse.domain.search import rank, resolve


def tasks(context: Context) -> None:
    """List the bookable tasks; with a query only those that match, the best match first."""
    choices, query = _choices(context), context.get("QUERY")
    if query is not None:
        choices = [match.choice for match in rank(query, choices, context.profile.timesheets.recent())]
    if not choices:
        raise NoMatch(CliFault.NO_TASK_LISTED, text=(query or "")[:60])
    context.out.answer(serializers.tasks(choices))
    context.out.say(*output.table([(choice.project, choice.task, choice.client) for choice in choices]))


COMMANDS = {"tasks": Command(tasks)}


def find(context: Context, query: str) -> Choice:
    """Return the only project and task that match `query`. Raises NoMatch; NotSignedIn before the first sign-in."""
    return resolve(query, _choices(context), context.profile.timesheets.recent())


def _choices(context: Context) -> list[Choice]:
    """Return all bookable tasks. Raises NoMatch if there are none; NotSignedIn before the first sign-in."""
    if not context.profile.settings.email():
        raise NotSignedIn(CliFault.NEVER_SIGNED_IN)
    choices = context.profile.timesheets.choices()
    if not choices:
        raise NoMatch(CliFault.NO_TASKS_YET)
    return choices
