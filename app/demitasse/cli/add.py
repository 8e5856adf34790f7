"""`demitasse add QUERY DURATION`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import report
from demitasse.domain import time_ranges

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Book time by hand."""
    span, day = time_ranges.read(call.get("DURATION") or ""), call.day("day")
    choice = call.choice(call.get("QUERY") or "")
    row = call.profile.timesheets.add(
        choice.project_id, choice.task_id, span.duration_s, comment=call.get("comment") or "", day=day,
        start_time=span.start, end_time=span.end,
    )  # fmt: skip
    return report.told(call, "Added", row)
