"""The commands that only read: `status`, `today`, `day` and `tasks`. They import neither sync nor logging."""

from demitasse.cli import exit_codes, output, serializers, text
from demitasse.cli.arguments import Command
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.durations import hours_minutes
from demitasse.domain.entries import EntryState
from demitasse.domain.errors import NoMatch
from demitasse.domain.timesheet import Timesheet

_COMMENT = 4
"""The column that is cut on a narrow terminal."""


def status(context: Context) -> int:
    """Show the running timer, today's total and the state of the sync. Never calls CoffeeCup."""
    profile = context.profile
    running, today, sync = profile.timer.running(), profile.timesheets.day(), profile.status.sync()
    questions = profile.absences.open_questions()
    context.out.answer(serializers.status(running, today, sync) | serializers.away(questions))
    context.out.say(
        f"Running    {text.line(running) if running else 'nothing'}",
        f"Today      {text.total(today)}",
        f"CoffeeCup  {text.synced(sync, profile.clock.today())}",
    )
    if questions:
        context.out.say(*(text.absence(question, profile.clock.today()) for question in questions), text.AWAY)
    if sync.rejected or sync.needs_review:
        context.out.say(*(text.trouble(row) for row in profile.timesheets.attention()))
    if sync.conflicts or sync.needs_review:
        context.out.say("demitasse conflicts shows what only you can decide.")
    return exit_codes.DONE


def day(context: Context) -> int:
    """Show the entries of a day, by default today, as far as this computer has them."""
    sheet = context.profile.timesheets.day(context.day("DATE"))
    context.out.answer(serializers.day(sheet))
    context.out.say(*_day_lines(sheet))
    return exit_codes.DONE


def _day_lines(sheet: Timesheet) -> list[str]:
    rows = [
        (str(row.id), text.span(row), hours_minutes(row.duration_s), text.booked(row), row.comment, text.mark(row))
        for row in sheet.rows
    ]
    troubled = [row for row in sheet.rows if row.state in {EntryState.REJECTED, EntryState.NEEDS_REVIEW}]
    return [
        f"{text.day_title(sheet.day)}  {text.total(sheet)}",
        *output.table(rows, right=frozenset({0, 2}), flexible=_COMMENT),
        *(["nothing yet"] if not rows else []),
        *(text.trouble(row) for row in troubled),
    ]


def tasks(context: Context) -> int:
    """List the bookable tasks; with a query only those that match, the best match first."""
    context.require_account()
    query = context.get("QUERY")
    if query is None:
        choices = context.profile.timesheets.choices()
    else:
        choices = [match.choice for match in context.profile.timesheets.search(query)]
    if not choices:
        raise NoMatch(CliFault.NO_TASK_LISTED, text=(query or "")[:60])
    context.out.answer(serializers.tasks(choices))
    context.out.say(*output.table([(choice.project, choice.task, choice.client) for choice in choices]))
    return exit_codes.DONE


COMMANDS = {"status": Command(status), "today": Command(day), "day": Command(day), "tasks": Command(tasks)}
