"""`demitasse continue [ID]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import written

if TYPE_CHECKING:
    from demitasse.cli.call import Call


def run(call: Call) -> int:
    """Go on with an entry."""
    entry_id = call.entry_id() if call.get("ID") is not None else None
    return written.told(call, "Started", call.profile.timer.resume(entry_id))
