"""`demitasse edit ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import report, times
from demitasse.domain import time_ranges
from demitasse.domain.errors import BadInput

if TYPE_CHECKING:
    from typing import Any

    from demitasse.cli.context import Context
    from demitasse.domain.timesheet import TimesheetRow


def run(call: Context) -> int:
    """Change an entry."""
    row = call.profile.timesheets.entry(call.entry_id())
    changes = _times(call, row)
    if (duration := call.get("duration")) is not None:
        changes |= _span(duration, row)
    if (comment := call.get("comment")) is not None:
        changes["comment"] = comment
    if (day := call.day("day")) is not None:
        changes["day"] = day
    if (query := call.get("task")) is not None:
        choice = call.choice(query)
        changes |= {"project_id": choice.project_id, "task_id": choice.task_id}
    if not changes:
        raise BadInput("Nothing to change was named.", f"Usage: {call.parsed.command.usage}")
    return report.told(call, "Changed", call.profile.timesheets.edit(row.id, **changes))


def _times(call: Context, row: TimesheetRow) -> dict[str, Any]:
    """Start and end together give the duration; one alone takes the other from the entry."""
    named = {
        name: time_ranges.time_of_day(text, name) for name in ("start", "end") if (text := call.get(name)) is not None
    }
    if not named:
        return {}
    _require_end(row)
    start, end = named.get("start", row.start_time), named.get("end", row.end_time)
    if start is None or end is None:
        raise BadInput("This entry has no start and end yet.", "Name both, --start and --end.", field="start")
    return {"start_time": start, "end_time": end, "duration_s": times.seconds_between(start, end)}


def _span(text: str, row: TimesheetRow) -> dict[str, Any]:
    """A duration, or a start and an end that say how long."""
    span = time_ranges.read(text)
    if span.start is None:
        return {"duration_s": span.duration_s}
    _require_end(row)
    return {"duration_s": span.duration_s, "start_time": span.start, "end_time": span.end}


def _require_end(row: TimesheetRow) -> None:
    if row.running:
        raise BadInput("Its timer is running, so it has no end yet.", "Stop it first, or set it with --duration.")
