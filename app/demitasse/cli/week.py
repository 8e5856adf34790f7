"""`demitasse week`, `report` and `export`: several days at once."""

from datetime import date, timedelta
from pathlib import Path

from demitasse.boot.full_profile import FullProfile
from demitasse.cli import formats, online, output, serializers, text
from demitasse.cli.arguments import STRICT, Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.durations import hours_minutes
from demitasse.domain.errors import BadInput
from demitasse.domain.period import DayTotal, Period, week_start
from demitasse.domain.report import NAME_COLUMNS, Grouping, Report, parse_span
from demitasse.tracker.export import (
    SEPARATORS,
    as_csv,
    as_markdown,
    report_as_csv,
    require_free,
    write,
)
from demitasse.tracker.reports import Query

_FIRST_DAY = {"saturday": 6, "sunday": 7}
STDOUT = "-"
"""The file name that stands for standard output."""
SEPARATOR = Option("--separator", "SIGN", "what is between the cells: , or ; or | or tab (default: ,)")
_MAX_DAYS = 3700
"""The longest export or report: about ten years."""
_FIGURES = ("Duration", "Share", "Entries")
"""The last columns of a report as a table."""


def week(context: Context) -> int:
    """Show the totals of a week by day and by project, or print all its entries as CSV."""
    separator = _separator(context)
    profile = context.open(FullProfile)
    today, first = profile.timesheets.today(), _first_weekday(context)
    since = week_start(context.day("DATE") or today, first)
    days = online.fetch(context, since, since + timedelta(days=6))
    if context.has("csv") and not context.out.as_json:
        context.out.document(as_csv(days, formats.zone(), separator))
        return text.report_missing(context, text.missing_days(days), context.out.note)
    week = profile.pages.reports.week(since, first)
    context.out.answer(serializers.week(week, today))
    context.out.say(*_week_lines(week, today))
    return text.report_missing(context, text.missing_days(week.days), context.out.say)


def report(context: Context) -> int:
    """Show the totals of a span of days by client, project, task or day, as a table, CSV, Markdown or JSON."""
    profile, separator, grouping = context.open(FullProfile), _separator(context), _grouping(context)
    today = profile.timesheets.today()
    span = parse_span(context.get("SPAN") or "this month", today, _first_weekday(context))
    _require_span(span.first, span.last)
    if span.first <= today:
        online.fetch(context, span.first, min(span.last, today), online.EXPORT_S)
    found = profile.pages.reports.report(Query(span.first, span.last, grouping, context.get("filter") or ""))
    context.out.answer(serializers.report(found))
    if context.has("csv") and not context.out.as_json:
        context.out.document(report_as_csv(found, separator))
    elif context.has("markdown") and not context.out.as_json:
        context.out.document(as_markdown(_report_cells(found), len(_FIGURES)))
    else:
        context.out.say(*_report_lines(found))
    return text.report_missing(context, found.missing, context.out.note)


def export(context: Context) -> int:
    """Write the entries of some days to a file, as CSV or JSON, or to standard output."""
    (first, last), separator = _span(context), _separator(context)
    table, shapes, force = context.get("csv"), context.get("json_file"), context.has("force")
    if not (name := table or shapes) or (table and shapes):
        raise BadInput(CliFault.NO_FILE, usage=context.parsed.parser.usage_line)
    if name != STDOUT:
        require_free(Path(name), force=force)  # before an hour of fetching
    days = online.fetch(context, first, last, online.EXPORT_S)
    content = as_csv(days, formats.zone(), separator) if table else serializers.export(days)
    if name == STDOUT:
        context.out.document(content)
        return text.report_missing(context, text.missing_days(days), context.out.note)
    write(Path(name), content, force=force, for_spreadsheets=bool(table))
    number, complete = sum(len(sheet.rows) for sheet in days), all(sheet.fetched for sheet in days)
    context.out.answer({"file": name, "from": first.isoformat(), "to": last.isoformat(), "entries": number,
                        "complete": complete})  # fmt: skip
    context.out.say(f"Wrote {text.counted(number, 'entry')} to {name}")
    return text.report_missing(context, text.missing_days(days), context.out.note)


COMMANDS = {
    "week": Command(week, Option("--csv", "", "all its entries, as CSV"), SEPARATOR, STRICT),
    "report": Command(
        report,
        Option("--by", "WHAT", "client, project, task or day (default: project)"),
        Option("--filter", "WORDS", "only entries with these words in client, project, task or comment"),
        Option("--csv", "", "as CSV"),
        Option("--markdown", "", "as a table in Markdown"),
        SEPARATOR,
        STRICT,
    ),
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
    _require_span(first, last)
    return first, last


def _require_span(first: date, last: date) -> None:
    if not 0 <= (last - first).days < _MAX_DAYS:
        raise BadInput(CliFault.NOT_A_RANGE, first=first, last=last)


def _first_weekday(context: Context) -> int:
    return _FIRST_DAY.get(context.profile.settings.formats().week, 1)


def _grouping(context: Context) -> Grouping:
    typed = context.get("by") or Grouping.PROJECT
    try:
        return Grouping(typed.lower())
    except ValueError:
        raise BadInput(CliFault.NOT_A_GROUPING, text=typed[:40], field="by") from None


def _report_lines(report: Report) -> list[str]:
    days = f"{report.first} to {report.last}" if report.first != report.last else f"{report.first}"
    if not report.is_known:
        return [f"{days}  {text.NOT_FETCHED}"]
    names, rows = len(NAME_COLUMNS[report.grouping]), _report_cells(report) if report.rows else []
    figures = frozenset(range(names, names + len(_FIGURES)))
    head = f"{days}  {hours_minutes(report.total_s)}  {text.counted(report.entries, 'entry')}"
    return [head, *output.table(rows, right=figures)]


def _report_cells(report: Report) -> list[list[str]]:
    """Return the head and the rows of a report as a table."""
    cells = [[*(name.capitalize() for name in NAME_COLUMNS[report.grouping]), *_FIGURES]]
    for row in report.rows:
        figures = [hours_minutes(row.seconds), f"{report.share(row):.0%}", str(row.entries)]
        cells.append([*row.names().values(), *figures])
    return cells


def _week_lines(week: Period, today: date) -> list[str]:
    days = [(formats.day_title(sheet.day), *_total_and_target(sheet), text.time_off(sheet)) for sheet in week.days]
    projects = [(hours_minutes(part.seconds), part.project or "(unknown project)") for part in week.project_totals()]
    total = hours_minutes(week.total_s) if week.is_known else text.NOT_FETCHED
    target = f"of {hours_minutes(week.target_s)}" if week.target_s else ""
    balance = week.balance_s(today)
    return [
        f"Week {week.week_number}  {total} {target}".rstrip(),
        *output.table(days, right=frozenset({1})),
        *([""] if projects else []),
        *output.table(projects, right=frozenset({0})),
        *([] if balance is None else ["", f"Balance  {formats.signed(balance)}"]),
    ]


def _total_and_target(sheet: DayTotal) -> tuple[str, str]:
    total = hours_minutes(sheet.total_s) if sheet.is_known else text.NOT_FETCHED
    return total, f"of {hours_minutes(sheet.target_s)}" if sheet.target_s else ""
