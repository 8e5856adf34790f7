"""What every command that writes does afterwards: say it, have it sent, say how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, serializers, text
from demitasse.domain.entries import EntryState
from demitasse.domain.errors import NoMatch

if TYPE_CHECKING:
    from demitasse.cli.context import Context
    from demitasse.domain.timesheet import TimesheetRow


def told(call: Context, verb: str, row: TimesheetRow) -> int:
    """`row` was written and is safe; the exit code says that much, whatever CoffeeCup says to it later."""
    call.out.say(f"{verb}  {text.line(row)}")
    call.out.flush()
    call.hand_over()
    row = _now(call, row)
    call.out.answer(serializers.entry(row))
    sentence = text.delivery(row, call.profile.status.sync())
    if row.state in {EntryState.REJECTED, EntryState.NEEDS_REVIEW}:
        call.out.note(sentence)
    elif sentence:
        call.out.say(sentence)
    if questions := call.profile.absences.open_questions():
        call.out.note(*(text.absence(one, call.profile.clock.today()) for one in questions), text.AWAY)
    return exit_codes.DONE


def _now(call: Context, row: TimesheetRow) -> TimesheetRow:
    """The entry after it was sent; as it was, if sending it took it away."""
    try:
        return call.profile.timesheets.entry(row.id)
    except NoMatch:
        return row
