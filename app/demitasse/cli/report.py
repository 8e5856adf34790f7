"""After a command has written: print the entry, send the change, print how far it got. Also the log of a crash."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from demitasse.boot import cli_sync
from demitasse.cli import serializers, text
from demitasse.cli.context import Context
from demitasse.domain.entries import EntryState
from demitasse.domain.errors import Fault, NoMatch
from demitasse.domain.timesheet import SyncStatus, Timesheet, TimesheetRow
from demitasse.support.log import log_to
from demitasse.support.paths import paths

_FETCH_S = 20.0
"""The longest that fetching missing days may take."""


def finish(context: Context, verb: str, row: TimesheetRow) -> None:
    """Print and send the entry that was just saved. A refused change is no fault: it is safe on this computer."""
    send(context, f"{verb}  {text.line(row)}")
    with suppress(NoMatch):  # It may have been deleted.
        row = context.profile.timesheets.entry(row.id)
    context.out.answer(serializers.entry(row))
    if row.state in text.TROUBLED:
        context.out.note(text.trouble(row))
    elif row.state is not EntryState.SYNCED:
        context.out.say(text.waiting(context.profile.status.sync()))
    context.out.note(*text.absences(context.profile.absences.open_questions(), context.profile.timesheets.today()))


def send(context: Context, *lines: str) -> None:
    """Print `lines`, then send what was written, through the tray app if it runs; what cannot be sent stays queued."""
    context.out.say(*lines)
    context.out.flush()
    _open_log(context)
    cli_sync.send_changes(context.profile)


def sync_now(context: Context, wait_s: float) -> SyncStatus:
    """Send and fetch for at most `wait_s`. Raises NotSignedIn, NetworkFault, LocalFault."""
    _open_log(context)
    return cli_sync.sync_now(context.profile, wait_s)


def fetch(context: Context, days: Sequence[Timesheet]) -> Sequence[Timesheet]:
    """Fetch those of these days that were never fetched, if CoffeeCup answers, and return all of them anew."""
    timesheets = context.profile.timesheets
    unknown = [sheet.day for sheet in days if not sheet.fetched and sheet.day <= timesheets.today()]
    if not unknown:
        return days
    _open_log(context)
    cli_sync.fetch(context.profile, unknown[0], unknown[-1], _FETCH_S)
    return timesheets.days(days[0].day, days[-1].day)


def record_bug(error: Exception, profile_name: str) -> Path | str:
    """Write the traceback to the log of the profile, never to the terminal; return the file."""
    try:
        file = paths(profile_name).log
        log_to(file)
    except (OSError, Fault):
        return "no log, because none could be opened"
    logging.getLogger("demitasse.cli").critical("a bug", exc_info=error)
    return file


def _open_log(context: Context) -> None:
    """Send the messages of the sync to the log file instead of the terminal."""
    with suppress(OSError):  # a log that cannot be written must not stop tracking
        log_to(context.profile.paths.log)
