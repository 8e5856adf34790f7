"""The commands that add or change one entry: `add`, `edit`, `delete`, `duplicate`, `split`, `retry` and `undo`."""

from typing import Any

from demitasse.cli import lists, report, serializers, text
from demitasse.cli.arguments import COMMENT, Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain import durations, time_ranges
from demitasse.domain.errors import BadInput
from demitasse.domain.timesheet import TimesheetRow


def add(context: Context) -> None:
    """Add an entry with a duration, or with a start and an end."""
    span, day = time_ranges.parse(context.get("DURATION") or ""), context.day("day")
    choice = lists.find_task(context, context.get("QUERY") or "")
    row = context.profile.timesheets.add(
        choice.project_id, choice.task_id, span.duration_s, comment=context.get("comment") or "", day=day,
        start_time=span.start, end_time=span.end,
    )  # fmt: skip
    report.finish(context, "Added", row)


def edit(context: Context) -> None:
    """Change those fields of an entry that the options name."""
    row = context.profile.timesheets.entry(context.entry_id())
    changes = _start_and_end(context, row)
    if (duration := context.get("duration")) is not None:
        changes |= _duration(duration, row)
    if (comment := context.get("comment")) is not None:
        changes["comment"] = comment
    if (day := context.day("day")) is not None:
        changes["day"] = day
    if (query := context.get("task")) is not None:
        choice = lists.find_task(context, query)
        changes |= {"project_id": choice.project_id, "task_id": choice.task_id}
    if not changes:
        raise BadInput(CliFault.NOTHING_TO_CHANGE, usage=context.parsed.parser.usage_line)
    report.finish(context, "Changed", context.profile.timesheets.edit(row.id, **changes))


def delete(context: Context) -> None:
    """Delete an entry; `undo` restores it."""
    report.finish(context, "Deleted", context.profile.timesheets.delete(context.entry_id()))


def duplicate(context: Context) -> None:
    """Add a copy of an entry on the same day."""
    report.finish(context, "Added", context.profile.timesheets.duplicate(context.entry_id()))


def split(context: Context) -> None:
    """Split an entry in two; DURATION is the length of the first part."""
    duration_s = durations.parse(context.get("DURATION") or "")
    parts = context.profile.timesheets.split(context.entry_id(), duration_s)
    report.send(context, *(f"Split  {text.line(part)}" for part in parts))
    context.out.answer({"entries": [serializers.entry(context.profile.timesheets.entry(part.id)) for part in parts]})


def retry(context: Context) -> None:
    """Queue an entry again that CoffeeCup refused or that needs a decision."""
    report.finish(context, "Sent again", context.profile.timesheets.retry(context.entry_id()))


def undo(context: Context) -> None:
    """Undo the last action, or the last one on the entry ID."""
    label = context.profile.timesheets.undo(None if context.get("ID") is None else context.entry_id())
    report.send(context, f"Taken back: {label}")
    context.out.answer({"undone": label})


COMMANDS = {
    "add": Command(add, COMMENT, Option("--day", "DATE", "YYYY-MM-DD, today, yesterday or -1 (default: today)")),
    "edit": Command(
        edit,
        Option("--task", "QUERY", "another project and task"),
        COMMENT,
        Option("--duration", "DURATION", "like 1:30, 1.5h, 90m or 45"),
        Option("--day", "DATE", "YYYY-MM-DD, today, yesterday or -1"),
        Option("--start", "HH:MM", "when it began"),
        Option("--end", "HH:MM", "when it ended"),
    ),
    "delete": Command(delete),
    "duplicate": Command(duplicate),
    "split": Command(split),
    "retry": Command(retry),
    "undo": Command(undo),
}


def _start_and_end(context: Context, row: TimesheetRow) -> dict[str, Any]:
    """Return the changes that --start and --end ask for; if only one is given, the entry has the other."""
    named = {
        name: time_ranges.time_of_day(typed, name)
        for name in ("start", "end")
        if (typed := context.get(name)) is not None
    }
    if not named:
        return {}
    _require_end(row)
    start, end = named.get("start", row.start_time), named.get("end", row.end_time)
    if start is None or end is None:
        raise BadInput(CliFault.NO_TIMES_YET, field="start")
    if end <= start:
        raise BadInput(CliFault.END_NOT_AFTER_START, start=f"{start:%H:%M}", end=f"{end:%H:%M}", field="end")
    return {"start_time": start, "end_time": end, "duration_s": time_ranges.seconds_between(start, end)}


def _duration(typed: str, row: TimesheetRow) -> dict[str, Any]:
    """Return the changes that --duration asks for: a duration, or a start and an end."""
    span = time_ranges.parse(typed)
    if span.start is None:
        return {"duration_s": span.duration_s}
    _require_end(row)
    return {"duration_s": span.duration_s, "start_time": span.start, "end_time": span.end}


def _require_end(row: TimesheetRow) -> None:
    if row.running:
        raise BadInput(CliFault.NO_END_YET)
