"""`demitasse tasks` and `log`: what can be booked, and what became of each change.

Neither imports sync or logging, unless a search finds nothing.
"""

from datetime import date

from demitasse.cli import formats, lines, messages, output, serializers, text
from demitasse.cli.arguments import Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.durations import hours_minutes
from demitasse.domain.entries import Choice, EntryState
from demitasse.domain.errors import BadInput, NoMatch
from demitasse.domain.search import rank
from demitasse.domain.sync_log import KEPT_DAYS, LogStep
from demitasse.tracker.sync_log import LoggedChange

_STEPS = {
    LogStep.QUEUED: "saved here",
    LogStep.SENT: "sent",
    LogStep.UNCLEAR: "unconfirmed",
    LogStep.LOOKED_UP: "checking",
    LogStep.CONFIRMED: "arrived",
    LogStep.FOUND: "found there",
    LogStep.REFUSED: text.MARKS[EntryState.REJECTED],
    LogStep.ASKED: text.MARKS[EntryState.NEEDS_REVIEW],
    LogStep.UNDONE: "undone here",
    LogStep.SET_ASIDE: "version not chosen",
}
_USUAL = frozenset({LogStep.QUEUED, LogStep.SENT})


def tasks(context: Context) -> None:
    """List the bookable tasks; with a query only those that match, the best match first."""
    query = context.get("QUERY")
    choices = _listed(context, query)
    if not choices and context.online.refresh_facts(context):
        choices = _listed(context, query)
    if not choices:
        raise NoMatch(CliFault.NO_TASK_LISTED, text=(query or "")[:60])
    context.out.answer(serializers.tasks(choices))
    context.out.say(*output.table([(choice.project, choice.task, choice.client) for choice in choices]))


def log(context: Context) -> None:
    """Show what happened to each change of the last days. Never calls CoffeeCup."""
    days = _days(context.get("days"))
    records = context.profile.sync_log.changes(days)
    context.out.answer(serializers.sync_log(records, days))
    rows = [_log_row(record, context.profile.timesheets.today()) for record in records]
    context.out.say(*(output.table(rows, right=frozenset({2, 3}), flexible=5) or ["nothing was changed here"]))


COMMANDS = {
    "tasks": Command(tasks),
    "log": Command(log, Option("--days", "DAYS", "how far to look back, 1 to 30 (default: 30)")),
}


def _listed(context: Context, query: str | None) -> list[Choice]:
    """Return all tasks, or those that match `query`, the best first. Raises NotSignedIn, NoMatch if there are none."""
    choices = lines.choices(context)
    if query is None:
        return choices
    return [match.choice for match in rank(query, choices, context.profile.timesheets.recent())]


def _days(typed: str | None) -> int:
    if typed is None:
        return KEPT_DAYS
    if not (typed.isascii() and typed.isdecimal() and 1 <= int(typed[:9]) <= KEPT_DAYS):
        raise BadInput(CliFault.NOT_DAYS, text=typed[:40], most=KEPT_DAYS, field="days")
    return int(typed)


def _log_row(record: LoggedChange, today: date) -> tuple[str, ...]:
    about = record.subject
    duration = "" if about.day is None or about.running else hours_minutes(about.duration_s)
    booked = " · ".join(name for name in (about.project, about.task) if name)
    when = formats.stamp(record.events[-1].at, today)
    return when, record.kind.value, str(record.entry_id), duration, booked, about.comment, _steps(record)


def _steps(record: LoggedChange) -> str:
    """Return the unusual steps and the last one, with its reason."""
    steps = [event.step for event in record.events[:-1] if event.step not in _USUAL] + [record.state]
    chain = ", ".join(_STEPS[step] for step in steps)
    return f"{chain}: {messages.cause(record.reason)}" if record.reason else chain
