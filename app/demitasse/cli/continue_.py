"""`demitasse continue [ID]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import report

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Go on with an entry."""
    entry_id = call.entry_id() if call.get("ID") is not None else None
    return report.told(call, "Started", call.profile.timer.continue_entry(entry_id))
