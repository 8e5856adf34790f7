"""The JSON of every answer. It is stable and documented in docs/command-line.md.

Instants are UTC and end in "Z"; durations are whole seconds.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from demitasse.cli import messages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from typing import Any

    from demitasse.domain.absence import AbsenceQuestion
    from demitasse.domain.entries import Choice
    from demitasse.domain.timesheet import SyncStatus, Timesheet, TimesheetRow, Week
    from demitasse.tracker.account import Identity
    from demitasse.tracker.conflicts import Conflict, Version
    from demitasse.tracker.sync_log import LoggedChange

_ENTRY = "id server_id day project_id project task_id task comment duration_s running started_at state".split()
_TASK = "project_id project task_id task client".split()
_IDENTITY = "server company email name".split()
_ABOUT = "project task comment duration_s running".split()
_COUNTS = "pending rejected needs_review conflicts".split()
_INSTANTS = "oldest_pending_at paused_until last_synced_at".split()


def instant(moment: datetime | None) -> str | None:
    """Return an aware instant as UTC, to the second."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entry(row: TimesheetRow) -> dict[str, Any]:
    """Return an entry."""
    told = {"day": row.day.isoformat(), "started_at": instant(row.started_at), "state": row.state.value}
    return {name: told[name] if name in told else getattr(row, name) for name in _ENTRY}


def day(sheet: Timesheet) -> dict[str, Any]:
    """Return a day with its entries."""
    return total(sheet) | {"entries": [entry(row) for row in sheet.rows]}


def total(sheet: Timesheet) -> dict[str, Any]:
    """Return the total of a day, without its entries."""
    return {"day": sheet.day.isoformat(), "total_s": sheet.total_s, "target_s": sheet.target_s}


def week(week: Week, today: date) -> dict[str, Any]:
    """Return a week with the totals of its days and projects."""
    return {
        "number": week.number,
        "total_s": week.total_s,
        "target_s": week.target_s,
        "balance_s": week.balance_s(today),
        "days": [total(one) for one in week.days],
        "projects": [
            {"project_id": one.project_id, "project": one.project, "duration_s": one.seconds}
            for one in week.project_totals()
        ],
    }


def sync(status: SyncStatus) -> dict[str, Any]:
    """Return the sync status."""
    counts = {name: getattr(status, name) for name in _COUNTS}
    return {"state": status.state.value} | counts | {name: instant(getattr(status, name)) for name in _INSTANTS}


def status(running: TimesheetRow | None, today: Timesheet, state: SyncStatus) -> dict[str, Any]:
    """Return the running entry, the total of today and the sync status."""
    return {"running": entry(running) if running else None, "today": total(today), "sync": sync(state)}


def away(questions: Iterable[AbsenceQuestion]) -> dict[str, Any]:
    """Return the open absence questions."""
    return {"away": [_question(one) for one in questions]}


def _question(one: AbsenceQuestion) -> dict[str, Any]:
    span = {"began_at": instant(one.began_at), "ended_at": instant(one.ended_at), "away_s": one.away_s}
    return {"number": one.id, "kind": one.kind.value} | span | {"entry": entry(one.row)}


def tasks(choices: Iterable[Choice]) -> dict[str, Any]:
    """Return the bookable tasks."""
    return {"tasks": [{name: getattr(one, name) for name in _TASK} for one in choices]}


def sync_log(records: Iterable[LoggedChange], days: int) -> dict[str, Any]:
    """Return the changes of the sync log."""
    return {"days": days, "operations": [operation(record) for record in records]}


def operation(record: LoggedChange) -> dict[str, Any]:
    """Return one change of the sync log, with its steps."""
    steps = [
        {"at": instant(event.at), "step": event.step.value, "words": messages.for_programs(event.reason)}
        for event in record.events
    ]
    day = record.subject.day.isoformat() if record.subject.day else None
    told = {"entry_id": record.entry_id, "kind": record.kind.value, "state": record.state.value, "day": day}
    about = {name: getattr(record.subject, name) for name in _ABOUT}
    return told | about | {"reason": messages.for_programs(record.reason), "undoable": record.undoable, "steps": steps}


def conflicts(found: Iterable[Conflict]) -> dict[str, Any]:
    """Return the open conflicts."""
    return {"conflicts": [_conflict(one) for one in found]}


def _conflict(one: Conflict) -> dict[str, Any]:
    told = {"id": one.entry_id, "why": one.kind.value, "fields": list(one.field_names), "at": instant(one.at)}
    sides = {"mine": _version(one.mine), "theirs": _version(one.theirs) if one.theirs else None}
    ways = {"ways": [way.value for way in one.resolutions], "stands": one.shown_side.value if one.shown_side else None}
    return told | sides | ways | {"reason": messages.for_programs(one.reason)}


def _version(one: Version) -> dict[str, Any]:
    fields = one.fields
    names = {"project_id": fields.project_id, "project": one.project, "task_id": fields.task_id, "task": one.task}
    return {"day": fields.day.isoformat()} | names | {"comment": fields.comment, "duration_s": fields.duration_s}


def identity(person: Identity) -> dict[str, Any]:
    """Return the account."""
    return {name: getattr(person, name) for name in _IDENTITY}
