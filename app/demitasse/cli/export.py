"""`demitasse export FROM TO --csv FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, text
from demitasse.domain.errors import BadInput
from demitasse.tracker.export import as_csv, write

if TYPE_CHECKING:
    from datetime import date

    from demitasse.cli.context import Context

_MOST = 3700
"""Days in one file: ten years and a bit."""


def run(call: Context) -> int:
    """The entries of some days, as a file."""
    first, last = _span(call)
    if not (name := call.get("csv")):
        raise BadInput("Where to write is missing.", f"Usage: {call.parsed.command.usage}")
    days = call.fetch(call.profile.timesheets.days(first, last))
    write(Path(name), as_csv(days), force=call.get("force") is not None)
    number, gaps = sum(len(one.rows) for one in days), text.incomplete(days, call.profile.timesheets.today())
    call.out.answer({"file": name, "from": first.isoformat(), "to": last.isoformat(), "entries": number,
                     "complete": not gaps})  # fmt: skip
    call.out.say(f"Wrote {number} {'entry' if number == 1 else 'entries'} to {name}")
    call.out.note(*gaps)
    return exit_codes.DONE


def _span(call: Context) -> tuple[date, date]:
    first, last = call.day("FROM"), call.day("TO")
    assert first is not None
    assert last is not None
    if not 0 <= (last - first).days < _MOST:
        raise BadInput(f"{first} to {last} is no span of days.", "Name the earlier day first; at most ten years.")
    return first, last
