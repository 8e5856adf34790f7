"""Lines for people: an entry in one line, its sync state, and the sync status."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, time
from typing import TYPE_CHECKING

from demitasse.cli import messages
from demitasse.cli.commands import DONE, INCOMPLETE
from demitasse.cli.context import Context
from demitasse.cli.formats import clock_time, day_title, local_datetime, stamp, zone
from demitasse.domain.absence import AbsenceKind, AbsenceQuestion
from demitasse.domain.durations import hours_minutes
from demitasse.domain.entries import EntryState
from demitasse.domain.timesheet import SyncState, SyncStatus, Timesheet, TimesheetRow
from demitasse.domain.wall_time import Occurrence, Reading

if TYPE_CHECKING:
    from demitasse.domain.period import DayTotal

_MAX_COMMENT = 80
_MEASURED_S = 3.0
"""Seconds after which the time left is estimated."""
NOT_FETCHED = "not fetched"
MARKS = {
    EntryState.SYNCED: "",
    EntryState.WAITING: "not sent yet",
    EntryState.CHECKING: "checking",
    EntryState.REJECTED: "rejected",
    EntryState.NEEDS_REVIEW: "needs attention",
}
TROUBLED = frozenset({EntryState.REJECTED, EntryState.NEEDS_REVIEW})
_WHY = {
    AbsenceKind.OFF: "Demitasse did not run",
    AbsenceKind.ASLEEP: "the computer slept",
    AbsenceKind.IDLE: "nobody touched the computer",
}
_WAITING = {
    SyncState.SYNCED: "Saved here; it is on its way.",
    SyncState.WAITING: "Saved here; it is on its way.",
    SyncState.OFFLINE: "Saved here; it will be sent when CoffeeCup answers again.",
    SyncState.SIGNED_OUT: "Saved here; it will be sent when you sign in (demitasse login).",
}


def line(row: TimesheetRow, *, with_day: bool = True) -> str:
    """Return an entry in one line: "12  1:30  Website · Coding  Fix login  09:00-10:30  Mon 2026-11-23"."""
    times, day = span(row), f"{row.day:%a} {row.day}" if with_day else ""
    if row.running and (since := row.since(zone())):
        began = local_datetime(since)
        times = f"since {clock_time(since)}" if began.date() == row.day else f"since {began:%Y-%m-%d %H:%M}"
    parts = [str(row.id), hours_minutes(row.duration_s), booked(row), cut(row.comment), times, day]
    return "  ".join(part for part in parts if part)


def cut(comment: str) -> str:
    """Return a comment, cut to 80 characters."""
    return comment if len(comment) <= _MAX_COMMENT else f"{comment[:_MAX_COMMENT]}…"


def booked(row: TimesheetRow) -> str:
    """Return the project and the task, as far as they are known."""
    return " · ".join(name for name in (row.project, row.task) if name) or "(unknown project)"


def span(row: TimesheetRow) -> str:
    """Return when the entry began and ended; empty if it has a duration only."""
    if row.running and (since := row.since(zone())):
        return f"{clock_time(since)}-     "
    times = row.times_in(zone())
    if times is None:
        return ""
    start, end = times
    return f"{start:%H:%M}-{'24:00' if end == time() else f'{end:%H:%M}'}"


def moved(row: TimesheetRow, now: TimesheetRow, named: Collection[str]) -> list[str]:
    """Return which of start, end and duration an edit changed without naming it."""
    lines = []
    if now.start_time and now.start_time != row.start_time and "start_time" not in named:
        lines.append(f"The start is now {now.start_time:%H:%M}.")
    if now.end_time and now.end_time != row.end_time and "end_time" not in named:
        lines.append(f"The end is now {now.end_time:%H:%M}.")
    if not now.running and now.duration_s != row.duration_s and "duration_s" not in named:
        lines.append(f"The duration is now {hours_minutes(now.duration_s)}.")
    return lines


def warning(row: TimesheetRow, other: TimesheetRow | None, seconds: int) -> str:
    """Return that an entry overlaps another one for so long, or without `other` that its day has so many hours."""
    if other is None:
        return f"{day_title(row.day)} now has {hours_minutes(seconds)}, which is more than 24 hours."
    return f"Entry {row.id} overlaps {line(other, with_day=False)} by {hours_minutes(seconds)}."


def early(row: TimesheetRow) -> str:
    """Return that an entry is of a time to come."""
    return f"Entry {row.id} is in the future ({' '.join(filter(None, [f'{row.day:%a} {row.day}', span(row)]))})."


def mark(row: TimesheetRow) -> str:
    """Return the note beside an entry in a list, such as "running" or "not sent yet"; mostly empty."""
    return ", ".join(word for word in ("running" if row.running else "", MARKS[row.state]) if word)


def waiting(sync: SyncStatus) -> str:
    """Return why a change that was just made is not sent yet."""
    if sync.state is SyncState.PAUSED and sync.paused_until:
        return f"Saved here; CoffeeCup asks for a pause until {clock_time(sync.paused_until)}, then it is sent."
    return _WAITING[sync.state]


def trouble(row: TimesheetRow) -> str:
    """Return why an entry was refused or needs a decision, and the commands that help."""
    reason = messages.cause(row.reason).rstrip(".") or "no reason given"
    if row.state is EntryState.REJECTED:
        ways = f"Change it with demitasse edit {row.id}, or send it again with demitasse retry {row.id}."
        return f"Entry {row.id} is safe here, but CoffeeCup rejected it: {reason}. {ways}"
    ways = f"demitasse retry {row.id} sends what is here, demitasse delete {row.id} deletes it."
    return f"Entry {row.id} is safe here and needs attention: {reason}. {ways}"


def absence(question: AbsenceQuestion, today: date) -> str:
    """Return an absence question in one line: "Away 3  18:02 - 08:02  14:00  Website  (…)"."""
    until = stamp(question.ended_at, today) if question.ended_at else "now"
    times = f"{stamp(question.began_at, today)} - {until}  {hours_minutes(question.away_s)}"
    return f"Away {question.id}  {times}  {booked(question.row)}  ({_WHY[question.kind]})"


def absences(questions: Iterable[AbsenceQuestion], today: date) -> list[str]:
    """Return a line for each question, and how to answer; no line if there are none."""
    lines = [absence(question, today) for question in questions]
    return [*lines, "It counts until you decide: demitasse away keep, stop, discard, or book QUERY."] if lines else []


def total(sheet: Timesheet) -> str:
    """Return the total and the target of a day, and an absence: "6:12 of 8:00", "0:00  Vacation".

    A day that was never fetched says so.
    """
    total = hours_minutes(sheet.total_s) if sheet.is_known else NOT_FETCHED
    away = time_off(sheet)
    target = "" if sheet.target_s is None or (away and not sheet.target_s) else f" of {hours_minutes(sheet.target_s)}"
    gap = f", {NOT_FETCHED}" if sheet.is_known and not sheet.fetched else ""
    return f"{total}{target}{gap}  {away}".rstrip()


def time_off(sheet: "Timesheet | DayTotal") -> str:
    """Return the absences of a day as CoffeeCup names them: "Vacation", "Sick leave (half day)"; mostly empty."""
    names = (f"{one.name or 'Absent'}{' (half day)' if one.half_day else ''}" for one in sheet.time_off)
    return ", ".join(dict.fromkeys(names))


def synced(sync: SyncStatus, today: date) -> str:
    """Return the sync status in one line."""
    unsent = queued = "nothing waits"
    if sync.pending:
        changes = counted(sync.pending, "change")
        unsent = f"{changes} saved here since {stamp(sync.oldest_pending_at, today)}"
        queued = f"{changes} {'waits' if sync.pending == 1 else 'wait'}, nothing is lost"  # so no action is needed
    seen = f", last seen {stamp(sync.last_synced_at, today)}" if sync.last_synced_at else ""
    return {
        SyncState.SYNCED: f"all sent{seen}",
        SyncState.WAITING: f"{unsent}, on the way",
        SyncState.OFFLINE: f"no answer; {unsent}{', sent when it answers again' if sync.pending else ''}",
        SyncState.PAUSED: f"asks for a pause until {stamp(sync.paused_until, today)}; {queued}",
        SyncState.SIGNED_OUT: f"nobody is signed in (demitasse login); {unsent}",
    }[sync.state]


def counted(number: int, thing: str) -> str:
    """Return a number with its noun: "1 change", "2 changes", "2 entries"."""
    things = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number} {thing if number == 1 else things}"


def time_left(passed_s: float, done: float) -> str:
    """Return how long the rest takes if the share `done` took `passed_s`; empty as long as that says nothing."""
    if not done or passed_s < _MEASURED_S:
        return ""
    minutes = round(passed_s * (1 / done - 1) / 60)
    return f"about {counted(minutes, 'minute')} left" if minutes else "less than a minute left"


def readings(*typed: tuple[time, Reading]) -> list[str]:
    """Return a line for each typed time that the clock skipped or showed twice: which one is meant."""
    lines = []
    for clock, found in typed:
        day, meant = found.at.date(), f"{found.at:%H:%M}"
        if found.occurrence is Occurrence.SKIPPED:
            lines.append(f"The clock skipped {clock:%H:%M} on {day}; {meant} is meant, when it was set forward.")
        elif found.occurrence is not Occurrence.ONCE:
            which = found.occurrence.value
            lines.append(f"{clock:%H:%M} came twice on {day}; the {which} one is meant, {found.at:%Z}.")
    return lines


def report_missing(context: Context, missing: Sequence[date], say: Callable[..., None] | None) -> int:
    """Say which days could not be fetched, unless `say` is None; return the exit code of a command that read them."""
    if not missing:
        return DONE
    which = missing[0].isoformat() if len(missing) == 1 else f"{len(missing)} days from {missing[0]} to {missing[-1]}"
    if say is not None:
        say(f"Not fetched from CoffeeCup: {which}.", "It may have more entries.")
    return INCOMPLETE if context.has("strict") else DONE


def missing_days(days: "Iterable[Timesheet | DayTotal]") -> list[date]:
    """Return the days that were never fetched."""
    return [sheet.day for sheet in days if not sheet.fetched]
