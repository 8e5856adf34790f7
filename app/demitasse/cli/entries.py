"""The commands that add or change one entry: `add`, `edit`, `delete`, `duplicate`, `split` and `retry`."""

from datetime import time
from typing import Any

from demitasse.cli import lines, report, serializers, text
from demitasse.cli.arguments import COMMENT, TASK, Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain import durations, time_ranges
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.line import Line, Verb
from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.timesheets import booked_times


def add(context: Context) -> None:
    """Add an entry with a duration, or with a start and an end; two entries if it goes over midnight."""
    index = lines.index_of_tasks(context)
    line = lines.read_line(context, Verb.ADD, index)
    choice, sheets = lines.find_task(context, line.query, index), context.profile.timesheets
    day = lines.day_of(context, line)
    if line.start is not None and line.end is not None:
        whole = sheets.span(line.start, line.end, day)
        context.out.say(*text.readings((line.start, whole.start), (line.end, whole.end)))
        times = sheets.parts(whole)
    else:
        times = booked_times(line, day or sheets.today())
    report.finish(context, "Added", *sheets.add_all(choice.project_id, choice.task_id, times, line.comment or ""))


def edit(context: Context) -> None:
    """Change those fields of an entry that the line and the options name."""
    row = context.profile.timesheets.entry(context.entry_id())
    index = lines.index_of_tasks(context) if context.get("LINE") or context.get("task") else None
    line = lines.read_line(context, Verb.EDIT, index, _given_times(context))
    changes = _times_to_change(line, row)
    if line.comment is not None:
        changes["comment"] = line.comment
    if (day := lines.day_of(context, line)) is not None:
        changes["day"] = day
    if line.query and index is not None:
        choice = lines.find_task(context, line.query, index)
        changes |= {"project_id": choice.project_id, "task_id": choice.task_id}
    if not changes:
        raise BadInput(CliFault.NOTHING_TO_CHANGE, usage=context.parsed.parser.usage_line)
    changed = context.profile.timesheets.edit(row.id, **changes)
    report.finish(context, "Changed", changed, said=text.moved(row, changed, changes))


def delete(context: Context) -> None:
    """Delete an entry; `undo` restores it."""
    report.finish(context, "Deleted", context.profile.timesheets.delete(context.entry_id()), checked=False)


def duplicate(context: Context) -> None:
    """Add a copy of an entry on the same day."""
    report.finish(context, "Added", context.profile.timesheets.duplicate(context.entry_id()))


def split(context: Context) -> None:
    """Split an entry in two; DURATION is the length of the first part."""
    duration_s = durations.parse(context.get("DURATION") or "", previewed=False)
    parts = context.profile.timesheets.split(context.entry_id(), duration_s)
    report.send(context, *(f"Split  {text.line(part)}" for part in parts))
    context.out.answer({"entries": [serializers.entry(context.profile.timesheets.entry(part.id)) for part in parts]})


def retry(context: Context) -> None:
    """Queue an entry again that CoffeeCup refused or that needs a decision."""
    report.finish(context, "Sent again", context.profile.timesheets.retry(context.entry_id()), checked=False)


_DAY = Option("--day", "DATE", "yesterday, friday, 27.11., 2026-11-27 or -1 (default: today)")
COMMANDS = {
    "add": Command(add, TASK, COMMENT, _DAY),
    "edit": Command(
        edit,
        TASK,
        COMMENT,
        Option("--duration", "DURATION", "like 1:30, 1.5h, 90m or 45; or like 9-10:30"),
        _DAY,
        Option("--start", "TIME", "when it began"),
        Option("--end", "TIME", "when it ended"),
    ),
    "delete": Command(delete),
    "duplicate": Command(duplicate),
    "split": Command(split),
    "retry": Command(retry),
}


def _given_times(context: Context) -> Line:
    """Return what --start, --end and --duration name. Raises BadInput."""
    given = Line(Verb.EDIT)
    if (typed := context.get("duration")) is not None:
        times = time_ranges.parse(typed, previewed=False)
        given = given._replace(start=times.start, end=times.end)
        given = given if times.start else given._replace(duration_s=times.duration_s)
    if (typed := context.get("start")) is not None:
        given = given._replace(start=_one_only(given.start, "--start", time_ranges.time_of_day(typed, "start")))
    if (typed := context.get("end")) is not None:
        given = given._replace(end=_one_only(given.end, "--end", time_ranges.end_of_day_or_time(typed, "end")))
    return given


def _one_only(before: time | None, option: str, found: time) -> time:
    """Return the time of an option. Raises BadInput if --duration has named it already."""
    if before is not None and before != found:
        raise BadInput(FaultCode.NOT_TOGETHER, first=f"{option} {found:%H:%M}", second=f"{before:%H:%M}")
    return found


def _times_to_change(line: Line, row: TimesheetRow) -> dict[str, Any]:
    """Return the changes of start, end and duration. Raises BadInput if the timer runs and has no end yet."""
    named = {"start_time": line.start, "end_time": line.end, "duration_s": line.duration_s}
    changes = {name: value for name, value in named.items() if value is not None}
    if row.running and changes.keys() & {"start_time", "end_time"}:
        raise BadInput(CliFault.NO_END_YET)
    return changes
