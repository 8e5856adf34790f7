"""`demitasse start QUERY`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import report, text

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Start a timer; tell which one that stopped."""
    choice, at = call.choice(call.get("QUERY") or ""), call.moment()
    before = call.profile.timer.running()
    row = call.profile.timer.start(choice.project_id, choice.task_id, call.get("comment") or "", at)
    if before is not None:
        call.out.say(f"Stopped  {text.line(call.profile.timesheets.entry(before.id))}")
    return report.told(call, "Started", row)
