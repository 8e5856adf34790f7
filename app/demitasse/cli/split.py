"""`demitasse split ID DURATION`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, serializers, text
from demitasse.domain import durations

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Cut an entry in two."""
    parts = call.profile.entry_split.split(call.entry_id(), durations.parse(call.get("DURATION") or ""))
    call.out.say(*(f"Split  {text.line(part)}" for part in parts))
    call.out.flush()
    call.hand_over()
    call.out.answer({"entries": [serializers.entry(call.profile.timesheets.entry(part.id)) for part in parts]})
    return exit_codes.DONE
