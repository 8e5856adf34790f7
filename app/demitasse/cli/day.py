"""`demitasse today` and `demitasse day DATE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, output, serializers, text
from demitasse.domain.durations import hours_minutes
from demitasse.domain.entries import EntryState

if TYPE_CHECKING:
    from demitasse.cli.context import Context
    from demitasse.domain.timesheet import Timesheet

_COMMENT = 4


def run(call: Context) -> int:
    """The entries of a day, as this computer knows them."""
    sheet = call.profile.timesheets.day(call.day("DATE"))
    call.out.answer(serializers.day(sheet))
    call.out.say(*_lines(sheet))
    return exit_codes.DONE


def _lines(sheet: Timesheet) -> list[str]:
    rows = [
        (str(row.id), text.span(row), hours_minutes(row.duration_s), text.booked(row), row.comment, text.mark(row))
        for row in sheet.rows
    ]
    troubled = [row for row in sheet.rows if row.state in {EntryState.REJECTED, EntryState.NEEDS_REVIEW}]
    return [
        f"{text.day_title(sheet.day)}  {text.total(sheet)}",
        *output.table(rows, right=frozenset({0, 2}), flexible=_COMMENT),
        *(["nothing yet"] if not rows else []),
        *(text.trouble(row) for row in troubled),
    ]
