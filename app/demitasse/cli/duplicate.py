"""`demitasse duplicate ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import written

if TYPE_CHECKING:
    from demitasse.cli.call import Call


def run(call: Call) -> int:
    """Book the same once more."""
    return written.told(call, "Added", call.profile.pieces.duplicate(call.entry_id()))
