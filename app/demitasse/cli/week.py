"""`demitasse week` and `export`: several days at once."""

from datetime import date, timedelta
from pathlib import Path

from demitasse.cli import online, output, serializers, text
from demitasse.cli.arguments import STRICT, Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.durations import hours_minutes
from demitasse.domain.errors import BadInput
from demitasse.domain.timesheet import Timesheet, Week, week_start
from demitasse.tracker.export import SEPARATORS, as_csv, require_free, write

_FIRST_DAY = {"saturday": 6, "sunday": 7}
STDOUT = "-"
"""The file name that stands for standard output."""
SEPARATOR = Option("--separator", "SIGN", "what is between the cells: , or ; or | or tab (default: ,)")
_MAX_DAYS = 3700
"""The longest export: about ten years."""


def week(context: Context) -> int:
    """Show the totals of a week by day and by project, or print all its entries as CSV."""
    separator = _separator(context)
    today = context.profile.timesheets.today()
    first = _FIRST_DAY.get(context.profile.settings.formats().week, 1)
    since = week_start(context.day("DATE") or today, first)
    week = Week(online.fetch(context, since, since + timedelta(days=6)))
    if context.has("csv") and not context.out.as_json:
        context.out.document(as_csv(week.days, separator))
        return text.report_missing(context, week.days, context.out.note)
    context.out.answer(serializers.week(week, today))
    context.out.say(*_week_lines(week, today))
    return text.report_missing(context, week.days, context.out.say)


def export(context: Context) -> int:
    """Write the entries of some days to a file, as CSV or JSON, or to standard output."""
    (first, last), separator = _span(context), _separator(context)
    table, shapes, force = context.get("csv"), context.get("json_file"), context.has("force")
    if not (name := table or shapes) or (table and shapes):
        raise BadInput(CliFault.NO_FILE, usage=context.parsed.parser.usage_line)
    if name != STDOUT:
        require_free(Path(name), force=force)  # before an hour of fetching
    days = online.fetch(context, first, last, online.EXPORT_S)
    content = as_csv(days, separator) if table else serializers.export(days)
    if name == STDOUT:
        context.out.document(content)
        return text.report_missing(context, days, context.out.note)
    write(Path(name), content, force=force, for_spreadsheets=bool(table))
    number, complete = sum(len(sheet.rows) for sheet in days), all(sheet.fetched for sheet in days)
    context.out.answer({"file": name, "from": first.isoformat(), "to": last.isoformat(), "entries": number,
                        "complete": complete})  # fmt: skip
    context.out.say(f"Wrote {number} {'entry' if number == 1 else 'entries'} to {name}")
    return text.report_missing(context, days, context.out.note)


COMMANDS = {
    "week": Command(week, Option("--csv", "", "all its entries, as CSV"), SEPARATOR, STRICT),
    "export": Command(
        export,
        Option("--csv", "FILE", "where to write it; - is standard output"),
        Option("--json-file", "FILE", "write JSON instead; - is standard output"),
        SEPARATOR,
        Option("--force", "", "replace a file that is there already"),
        STRICT,
    ),
}


def _separator(context: Context) -> str:
    typed = context.get("separator") or ","
    separator = {"tab": "\t", "\\t": "\t"}.get(typed, typed)
    if separator not in SEPARATORS:
        raise BadInput(CliFault.NOT_A_SEPARATOR, text=typed[:40], field="separator")
    return separator


def _span(context: Context) -> tuple[date, date]:
    first, last = context.day("FROM"), context.day("TO")
    assert first is not None
    assert last is not None
    if not 0 <= (last - first).days < _MAX_DAYS:
        raise BadInput(CliFault.NOT_A_RANGE, first=first, last=last)
    return first, last


def _week_lines(week: Week, today: date) -> list[str]:
    days = [(text.day_title(sheet.day), *_total_and_target(sheet), text.time_off(sheet)) for sheet in week.days]
    projects = [(hours_minutes(part.seconds), part.project or "(unknown project)") for part in week.project_totals()]
    total = hours_minutes(week.total_s) if week.is_known else text.NOT_FETCHED
    target = f"of {hours_minutes(week.target_s)}" if week.target_s else ""
    balance = week.balance_s(today)
    return [
        f"Week {week.number}  {total} {target}".rstrip(),
        *output.table(days, right=frozenset({1})),
        *([""] if projects else []),
        *output.table(projects, right=frozenset({0})),
        *([] if balance is None else ["", f"Balance  {text.signed(balance)}"]),
    ]


def _total_and_target(sheet: Timesheet) -> tuple[str, str]:
    total = hours_minutes(sheet.total_s) if sheet.is_known else text.NOT_FETCHED
    return total, f"of {hours_minutes(sheet.target_s)}" if sheet.target_s else ""
