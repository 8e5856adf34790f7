"""The commands that only read days: `status`, `today` and `day`.

They import neither search, sync nor logging, unless a day was never fetched.
"""

from demitasse.cli import formats, output, serializers, text
from demitasse.cli.arguments import STRICT, Command
from demitasse.cli.context import Context
from demitasse.domain.durations import hours_minutes


def status(context: Context) -> None:
    """Show the running timers, today's total and the state of the sync. Never calls CoffeeCup."""
    profile = context.profile
    profile.settings.note_zones()
    profile.settings.note_clock()
    running, today, sync = profile.timer.all_running(), profile.timesheets.day(), profile.status.sync()
    questions, now = profile.absences.open_questions(), profile.timesheets.today()
    context.out.answer(serializers.status(running, today, sync) | serializers.away(questions))
    context.out.say(
        *([f"Running    {text.line(row)}" for row in running] or ["Running    nothing"]),
        f"Today      {text.total(today)}",
        f"CoffeeCup  {text.synced(sync, now)}",
    )
    context.out.say(*text.absences(questions, now))
    if sync.rejected or sync.needs_review:
        context.out.say(*(text.trouble(row) for row in profile.timesheets.attention()))
    if sync.conflicts or sync.needs_review:
        context.out.say("demitasse conflicts shows what only you can decide.")


def day(context: Context) -> int:
    """Show the entries of a day, by default today, after fetching them if that was never done."""
    sheet = context.profile.timesheets.day(context.day("DATE"))
    if not sheet.fetched:
        (sheet,) = context.online.fetch(context, sheet.day, sheet.day)
    context.out.answer(serializers.day(sheet))
    rows = [
        (str(row.id), text.span(row), hours_minutes(row.duration_s), text.booked(row), row.comment, text.mark(row))
        for row in sheet.rows
    ]
    context.out.say(f"{formats.day_title(sheet.day)}  {text.total(sheet)}")
    table = output.table(rows, right=frozenset({0, 2}), flexible=4)
    context.out.say(*(table or ["nothing yet"] if sheet.fetched else table))
    context.out.say(*(text.trouble(row) for row in sheet.rows if row.state in text.TROUBLED))
    return text.report_missing(context, text.missing_days([sheet]), None)


COMMANDS = {"status": Command(status), "today": Command(day, STRICT), "day": Command(day, STRICT)}
