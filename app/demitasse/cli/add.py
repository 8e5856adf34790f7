"""`demitasse add QUERY DURATION`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import written
from demitasse.domain import spans

if TYPE_CHECKING:
    from demitasse.cli.call import Call


def run(call: Call) -> int:
    """Book time by hand."""
    span, day = spans.read(call.get("DURATION") or ""), call.day("day")
    choice = call.choice(call.get("QUERY") or "")
    row = call.profile.timesheets.add(
        choice.project_id, choice.task_id, span.duration_s, comment=call.get("comment") or "", day=day,
        start_time=span.start, end_time=span.end,
    )  # fmt: skip
    return written.told(call, "Added", row)
