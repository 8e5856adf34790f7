"""The commands that only read days: `status`, `today` and `day`. They import neither search, sync nor logging."""

from demitasse.cli import output, serializers, text
from demitasse.cli.arguments import Command
from demitasse.cli.context import Context
from demitasse.domain.durations import hours_minutes


def status(context: Context) -> None:
    """Show the running timer, today's total and the state of the sync. Never calls CoffeeCup."""
    profile = context.profile
    running, today, sync = profile.timer.running(), profile.timesheets.day(), profile.status.sync()
    questions, now = profile.absences.open_questions(), profile.timesheets.today()
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
    rows = [
        (str(row.id), text.span(row), hours_minutes(row.duration_s), text.booked(row), row.comment, text.mark(row))
        for row in sheet.rows
    ]
    context.out.say(f"{text.day_title(sheet.day)}  {text.total(sheet)}")
    context.out.say(*(output.table(rows, right=frozenset({0, 2}), flexible=4) or ["nothing yet"]))
    context.out.say(*(text.trouble(row) for row in sheet.rows if row.state in text.TROUBLED))


COMMANDS = {"status": Command(status), "today": Command(day), "day": Command(day)}
