"""After a command has written: print the entry, send the change, print how far it got. Also the log of a crash."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from demitasse.boot import cli_sync
from demitasse.cli import serializers, text
from demitasse.cli.context import Context
from demitasse.cli.formats import local_datetime, zone
from demitasse.domain.durations import MAX_S
from demitasse.domain.entries import EntryState
from demitasse.domain.errors import Fault, NoMatch
from demitasse.domain.timer import exact_s
from demitasse.domain.timesheet import SyncStatus, TimesheetRow
from demitasse.domain.wall_time import span
from demitasse.support.log import log_to
from demitasse.support.paths import paths


def finish(context: Context, verb: str, *rows: TimesheetRow, said: Sequence[str] = (), checked: bool = True) -> None:
    """Print and send the entries that were just saved. A refused change is no fault: it is safe on this computer.

    `checked` says if they overlap others, if their day has more than 24 hours, and if they are in the future.
    """
    warnings = [warning for row in rows for warning in _warnings(context, row)] if checked else []
    early = [row for row in rows if _is_in_the_future(context, row)] if checked else []
    said = [*said, *(text.warning(row, other, seconds) for row, other, seconds in warnings), *map(text.early, early)]
    send(context, *(f"{verb}  {text.line(row)}" for row in rows), *said)
    rows = tuple(_anew(context, row) for row in rows)
    shapes = [serializers.entry(row) for row in rows]
    told = [*(serializers.warning(*warning) for warning in warnings), *map(serializers.early, early)]
    more = {"warnings": told} if checked else {}
    context.out.answer(shapes[-1] | ({"entries": shapes} if len(shapes) > 1 else {}) | more)
    context.out.note(*(text.trouble(row) for row in rows if row.state in text.TROUBLED))
    if any(row.state not in {EntryState.SYNCED, *text.TROUBLED} for row in rows):
        context.out.say(text.waiting(context.profile.status.sync()))
    context.out.note(*text.absences(context.profile.absences.open_questions(), context.profile.timesheets.today()))


def _anew(context: Context, row: TimesheetRow) -> TimesheetRow:
    """Return the row as it is now; as it was if the entry has been deleted."""
    with suppress(NoMatch):
        return context.profile.timesheets.entry(row.id)
    return row


def _warnings(context: Context, row: TimesheetRow) -> list[tuple[TimesheetRow, TimesheetRow | None, int]]:
    """Return (row, other, seconds) for each entry that it overlaps, and (row, None, total) if the day is too long."""
    sheet = context.profile.timesheets.day(row.day)
    total = [(row, None, sheet.total_s)] if sheet.total_s > MAX_S else []
    return [*((row, other, seconds) for other, seconds in sheet.overlaps(row.id, local_datetime)), *total]


def _is_in_the_future(context: Context, row: TimesheetRow) -> bool:
    """Return whether an entry is of a coming day, or has an end that has not come yet."""
    now, times = context.profile.clock.now().wall, row.times_in(zone())
    if row.day > local_datetime(now).date():
        return True
    return times is not None and row.duration_s > 0 and span(row.day, *times, zone()).end.utc > now


def send(context: Context, *lines: str) -> None:
    """Print `lines`, and send what was written, through the tray app if it runs; what cannot be sent stays queued."""
    try:
        context.out.say(*lines)
        context.out.flush()
    finally:  # also if nobody can read the output
        open_log(context)
        with _Sending(context) as sending:
            cli_sync.send_changes(context.profile, on_sent=sending.show)


def sync_now(context: Context, wait_s: float) -> SyncStatus:
    """Send and fetch for at most `wait_s`. Raises NotSignedIn, NetworkFault, LocalFault."""
    open_log(context)
    with _Sending(context) as sending:
        return cli_sync.sync_now(context.profile, wait_s, sending.show)


class _Sending:
    """One line on the terminal while several changes are sent: how many, the share, and the time left."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._all = context.profile.status.sync().pending if context.out.shows_progress else 0
        self._began = context.profile.clock.now()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._context.out.progress("")

    def show(self) -> None:
        """Show how many have been sent; nothing if there was at most one."""
        if self._all <= 1:
            return
        profile = self._context.profile
        sent = max(0, self._all - profile.status.sync().pending)
        left = text.time_left(exact_s(self._began, profile.clock.now()), sent / self._all)
        parts = [f"Sending to CoffeeCup, {sent} of {self._all}", f"{sent / self._all:.0%}", left]
        self._context.out.progress(", ".join(filter(None, parts)))


def record_bug(error: Exception, profile_name: str) -> Path | str:
    """Write the traceback to the log of the profile, never to the terminal; return the file."""
    try:
        file = paths(profile_name).log
        log_to(file)
    except (OSError, Fault):
        return "no log, because none could be opened"
    logging.getLogger("demitasse.cli").critical("a bug", exc_info=error)
    return file


def open_log(context: Context) -> None:
    """Send the messages of the sync to the log file instead of the terminal."""
    with suppress(OSError):  # a log that cannot be written must not stop tracking
        log_to(context.profile.paths.log)
