"""`demitasse log`: the sync log."""

from datetime import date

from demitasse.cli import exit_codes, messages, output, serializers
from demitasse.cli import text as words
from demitasse.cli.arguments import Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.durations import hours_minutes
from demitasse.domain.entries import EntryState
from demitasse.domain.errors import BadInput
from demitasse.domain.sync_log import KEPT_DAYS, LogStep
from demitasse.tracker.sync_log import LoggedChange

_COMMENT = 5
_STEPS = {
    LogStep.QUEUED: "saved here",
    LogStep.SENT: "sent",
    LogStep.UNCLEAR: "no clear answer",
    LogStep.LOOKED_UP: "looked for",
    LogStep.CONFIRMED: "arrived",
    LogStep.FOUND: "found there",
    LogStep.REFUSED: words.MARKS[EntryState.REJECTED],
    LogStep.ASKED: words.MARKS[EntryState.NEEDS_REVIEW],
    LogStep.UNDONE: "taken back here",
}
_USUAL = frozenset({LogStep.QUEUED, LogStep.SENT})


def log(context: Context) -> int:
    """Show what happened to each change of the last days. Never calls CoffeeCup."""
    days = _days(context.get("days"))
    records = context.profile.sync_log.changes(days)
    context.out.answer(serializers.sync_log(records, days))
    context.out.say(*(_lines(records, context.profile.clock.today()) or ["nothing was changed here"]))
    return exit_codes.DONE


COMMANDS = {"log": Command(log, Option("--days", "DAYS", "how far to look back, 1 to 30 (default: 30)"))}


def _days(text: str | None) -> int:
    if text is None:
        return KEPT_DAYS
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= KEPT_DAYS):
        raise BadInput(CliFault.NOT_DAYS, text=text[:40], most=KEPT_DAYS, field="days")
    return int(text)


def _lines(records: tuple[LoggedChange, ...], today: date) -> list[str]:
    rows = [_row(record, today) for record in records]
    return output.table(rows, right=frozenset({2, 3}), flexible=_COMMENT)


def _row(record: LoggedChange, today: date) -> tuple[str, ...]:
    about = record.subject
    duration = "" if about.day is None or about.running else hours_minutes(about.duration_s)
    booked = " · ".join(name for name in (about.project, about.task) if name)
    when = words.stamp(record.events[-1].at, today)
    return when, record.kind.value, str(record.entry_id), duration, booked, about.comment, _steps(record)


def _steps(record: LoggedChange) -> str:
    """Return the unusual steps and the last one, with its reason."""
    steps = [event.step for event in record.events[:-1] if event.step not in _USUAL] + [record.state]
    chain = ", ".join(_STEPS[step] for step in steps)
    return f"{chain}: {messages.cause(record.reason)}" if record.reason else chain
