"""`demitasse sync`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, serializers
from demitasse.cli import text as words
from demitasse.domain.errors import BadInput

if TYPE_CHECKING:
    from demitasse.cli.context import Context

DEFAULT_S = 30.0
_MAX_S = 3600.0


def run(call: Context) -> int:
    """Send what waits and fetch what is new."""
    wait_s = _wait_s(call.get("wait"))
    status = call.sync_now(wait_s)
    call.out.answer({"sync": serializers.sync(status)})
    call.out.say(f"CoffeeCup  {words.synced(status, call.profile.clock.today())}")
    call.out.note(*(words.trouble(row) for row in call.profile.timesheets.attention()))
    if status.pending:
        call.out.note("Not everything could be sent yet. It is saved here; try demitasse sync again in a while.")
        return exit_codes.NETWORK
    return exit_codes.DONE


def _wait_s(text: str | None) -> float:
    try:
        wait_s = DEFAULT_S if text is None else float(text)
    except ValueError:
        wait_s = math.nan
    if not 0 <= wait_s <= _MAX_S:
        message = f"“{(text or '')[:40]}” is no number of seconds."
        raise BadInput(message, "Write it like 10; at most 3600.", field="wait")
    return wait_s
