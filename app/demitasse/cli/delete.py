"""`demitasse delete ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import report

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Delete an entry."""
    return report.told(call, "Deleted", call.profile.timesheets.delete(call.entry_id()))
