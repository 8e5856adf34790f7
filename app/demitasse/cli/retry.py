"""`demitasse retry ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import report

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Send an entry again that CoffeeCup did not take."""
    return report.told(call, "Sent again", call.profile.timesheets.retry(call.entry_id()))
