"""`demitasse week` and `export`: several days at once."""

from datetime import date
from pathlib import Path

from demitasse.cli import output, report, serializers, text
from demitasse.cli.arguments import Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.durations import hours_minutes
from demitasse.domain.errors import BadInput
from demitasse.domain.timesheet import Week
from demitasse.tracker.export import as_csv, write

_FIRST_DAY = {"saturday": 6, "sunday": 7}
_MAX_DAYS = 3700
"""The longest export: about ten years."""


def week(context: Context) -> None:
    """Show the totals of a week by day and by project, or print all its entries as CSV."""
    today = context.profile.timesheets.today()
    first = _FIRST_DAY.get(context.profile.settings.formats().week, 1)
    week = context.profile.timesheets.week(context.day("DATE") or today, first)
    if context.has("csv") and not context.out.as_json:
        context.out.document(as_csv(week.days))
        return
    context.out.answer(serializers.week(week, today))
    context.out.say(*_week_lines(week, today))


def export(context: Context) -> None:
    """Write the entries of some days to a CSV file."""
    first, last = _span(context)
    if not (name := context.get("csv")):
        raise BadInput(CliFault.NO_FILE, usage=context.parsed.parser.usage_line)
    days = report.fetch(context, context.profile.timesheets.days(first, last))
    write(Path(name), as_csv(days), force=context.has("force"))
    number, gaps = sum(len(sheet.rows) for sheet in days), text.incomplete(days, context.profile.timesheets.today())
    context.out.answer({"file": name, "from": first.isoformat(), "to": last.isoformat(), "entries": number,
                        "complete": not gaps})  # fmt: skip
    context.out.say(f"Wrote {number} {'entry' if number == 1 else 'entries'} to {name}")
    context.out.note(*gaps)


COMMANDS = {
    "week": Command(week, Option("--csv", "", "all its entries, as CSV")),
    "export": Command(
        export,
        Option("--csv", "FILE", "where to write it"),
        Option("--force", "", "replace a file that is there already"),
    ),
}


def _span(context: Context) -> tuple[date, date]:
    first, last = context.day("FROM"), context.day("TO")
    assert first is not None
    assert last is not None
    if not 0 <= (last - first).days < _MAX_DAYS:
        raise BadInput(CliFault.NOT_A_RANGE, first=first, last=last)
    return first, last


def _week_lines(week: Week, today: date) -> list[str]:
    days = [(text.day_title(sheet.day), *_total_and_target(sheet.total_s, sheet.target_s)) for sheet in week.days]
    projects = [(hours_minutes(part.seconds), part.project or "(unknown project)") for part in week.project_totals()]
    total, target = _total_and_target(week.total_s, week.target_s)
    balance = week.balance_s(today)
    return [
        f"Week {week.number}  {total} {target}".rstrip(),
        *output.table(days, right=frozenset({1})),
        *([""] if projects else []),
        *output.table(projects, right=frozenset({0})),
        *([] if balance is None else ["", f"Balance  {text.signed(balance)}"]),
        *text.incomplete(week.days, today),
    ]


def _total_and_target(total_s: int, target_s: int | None) -> tuple[str, str]:
    return hours_minutes(total_s), f"of {hours_minutes(target_s)}" if target_s else ""
