"""`demitasse duplicate ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import report

if TYPE_CHECKING:
    from demitasse.cli.context import Call


def run(call: Call) -> int:
    """Book the same once more."""
    return report.told(call, "Added", call.profile.pieces.duplicate(call.entry_id()))
