"""`demitasse undo`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Take the last action back, or the last one on an entry."""
    label = call.profile.timesheets.undo(None if call.get("ID") is None else call.entry_id())
    call.out.say(f"Taken back: {label}")
    call.out.flush()
    call.hand_over()
    call.out.answer({"undone": label})
    return exit_codes.DONE
