"""`demitasse duplicate ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import report

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Book the same once more."""
    return report.told(call, "Added", call.profile.entry_split.duplicate(call.entry_id()))
