"""`demitasse delete ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import written

if TYPE_CHECKING:
    from demitasse.cli.call import Call


def run(call: Call) -> int:
    """Delete an entry."""
    return written.told(call, "Deleted", call.profile.timesheets.delete(call.entry_id()))
