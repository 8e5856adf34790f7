"""`demitasse resolve ID WAY`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, serializers
from demitasse.domain.conflicts import Resolution
from demitasse.domain.errors import BadInput

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Settle what `conflicts` tells of an entry."""
    call.profile.conflicts.resolve(call.entry_id(), _way(call.get("WAY") or ""))
    call.out.say("Settled.")
    call.out.flush()
    call.hand_over()
    call.out.answer(serializers.conflicts(call.profile.conflicts.all()))
    return exit_codes.DONE


def _way(text: str) -> Resolution:
    try:
        return Resolution(text)
    except ValueError:
        raise BadInput(f"“{text[:40]}” settles nothing.", "Say mine, theirs or both.", field="way") from None
