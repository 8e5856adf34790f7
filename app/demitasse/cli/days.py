"""The commands that only read days: `status`, `today` and `day`. They import neither search, sync nor logging."""

from demitasse.cli import output, serializers, text
from demitasse.cli.arguments import Command
from demitasse.cli.context import Context
from demitasse.domain.durations import hours_minutes
from demitasse.domain.timesheet import Timesheet


def status(context: Context) -> None:
    """Show the running timer, today's total and the state of the sync. Never calls CoffeeCup."""
    profile = context.profile
    running, today, sync = profile.timer.running(), profile.timesheets.day(), profile.status.sync()
    questions, now = profile.absences.open_questions(), profile.clock.today()
    context.out.answer(serializers.status(running, today, sync) | serializers.away(questions))
    context.out.say(
        f"Running    {text.line(running) if running else 'nothing'}",
        f"Today      {text.total(today)}",
        f"CoffeeCup  {text.synced(sync, now)}",
    )
    context.out.say(*text.absences(questions, now))
    if sync.rejected or sync.needs_review:
        context.out.say(*(text.trouble(row) for row in profile.timesheets.attention()))
    if sync.conflicts or sync.needs_review:
        context.out.say("demitasse conflicts shows what only you can decide.")


def day(context: Context) -> None:
    """Show the entries of a day, by default today, as far as this computer has them."""
    sheet = context.profile.timesheets.day(context.day("DATE"))
    context.out.answer(serializers.day(sheet))
    context.out.say(*_day_lines(sheet))


COMMANDS = {
    "status": Command(status),
    "today": Command(day),
    "day": Command(day),
}


def _day_lines(sheet: Timesheet) -> list[str]:
    rows = [
        (str(row.id), text.span(row), hours_minutes(row.duration_s), text.booked(row), row.comment, text.mark(row))
        for row in sheet.rows
    ]
    troubled = [row for row in sheet.rows if row.state in text.TROUBLED]
    return [
        f"{text.day_title(sheet.day)}  {text.total(sheet)}",
        *output.table(rows, right=frozenset({0, 2}), flexible=4),
        *(["nothing yet"] if not rows else []),
        *(text.trouble(row) for row in troubled),
    ]
