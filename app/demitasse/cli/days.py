"""The commands that only read: `status`, `today`, `day` and `log`. They import neither sync nor logging."""

from datetime import date

from demitasse.cli import messages, output, serializers, text
from demitasse.cli.arguments import Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.durations import hours_minutes
from demitasse.domain.entries import EntryState
from demitasse.domain.errors import BadInput
from demitasse.domain.sync_log import KEPT_DAYS, LogStep
from demitasse.domain.timesheet import Timesheet
from demitasse.tracker.sync_log import LoggedChange

_STEPS = {
    LogStep.QUEUED: "saved here",
    LogStep.SENT: "sent",
    LogStep.UNCLEAR: "no clear answer",
    LogStep.LOOKED_UP: "looked for",
    LogStep.CONFIRMED: "arrived",
    LogStep.FOUND: "found there",
    LogStep.REFUSED: text.MARKS[EntryState.REJECTED],
    LogStep.ASKED: text.MARKS[EntryState.NEEDS_REVIEW],
    LogStep.UNDONE: "taken back here",
}
_USUAL = frozenset({LogStep.QUEUED, LogStep.SENT})


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


def log(context: Context) -> None:
    """Show what happened to each change of the last days. Never calls CoffeeCup."""
    days = _days(context.get("days"))
    records = context.profile.sync_log.changes(days)
    context.out.answer(serializers.sync_log(records, days))
    rows = [_log_row(record, context.profile.clock.today()) for record in records]
    context.out.say(*(output.table(rows, right=frozenset({2, 3}), flexible=5) or ["nothing was changed here"]))


COMMANDS = {
    "status": Command(status),
    "today": Command(day),
    "day": Command(day),
    "log": Command(log, Option("--days", "DAYS", "how far to look back, 1 to 30 (default: 30)")),
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
    when = text.stamp(record.events[-1].at, today)
    return when, record.kind.value, str(record.entry_id), duration, booked, about.comment, _steps(record)


def _steps(record: LoggedChange) -> str:
    """Return the unusual steps and the last one, with its reason."""
    steps = [event.step for event in record.events[:-1] if event.step not in _USUAL] + [record.state]
    chain = ", ".join(_STEPS[step] for step in steps)
    return f"{chain}: {messages.cause(record.reason)}" if record.reason else chain
