"""The JSON of every answer. It is stable and documented in docs/command-line.md.

Instants are UTC and end in "Z"; durations are whole seconds.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from demitasse.cli import formats, messages
from demitasse.domain.absence import AbsenceQuestion
from demitasse.domain.entries import Choice
from demitasse.domain.timesheet import UNKNOWN_NAME, SyncStatus, Timesheet, TimesheetRow
from demitasse.tracker.account import Identity
from demitasse.tracker.conflicts import Conflict, Version
from demitasse.tracker.sync_log import LoggedChange

if TYPE_CHECKING:  # They bring modules that most commands do not need.
    from demitasse.domain.period import DayTotal, Period
    from demitasse.domain.report import Report


def instant(moment: datetime | None) -> str | None:
    """Return an aware instant as UTC, to the second."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entry(row: TimesheetRow) -> dict[str, Any]:
    """Return an entry."""
    about = _pick(row, "project_id project task_id task comment duration_s running")
    about |= {name: "" for name in ("project", "task") if about[name] == UNKNOWN_NAME}
    start, end = (None if moment is None else moment.strftime("%H:%M") for moment in row.start_and_end(formats.zone()))
    ends = {"start": start, "end": end, "started_at": instant(row.started_at), "state": row.state.value}
    return _pick(row, "id server_id") | {"day": row.day.isoformat()} | about | ends


def warning(row: TimesheetRow, other: TimesheetRow | None, seconds: int) -> dict[str, Any]:
    """Return that an entry overlaps another one, or that its day has more than 24 hours."""
    if other is None:
        return {"kind": "over_24_hours", "day": row.day.isoformat(), "total_s": seconds}
    return {"kind": "overlap", "entry_id": row.id, "other_id": other.id, "overlap_s": seconds}


def early(row: TimesheetRow) -> dict[str, Any]:
    """Return that an entry is of a time to come."""
    return {"kind": "in_the_future", "entry_id": row.id}


def day(sheet: Timesheet) -> dict[str, Any]:
    """Return a day with its entries."""
    return total(sheet) | {"entries": [entry(row) for row in sheet.rows]}


def export(days: Sequence[Timesheet]) -> str:
    """Return the text of a file with days and their entries."""
    complete = all(sheet.fetched for sheet in days)
    return (
        json.dumps({"complete": complete, "days": [day(sheet) for sheet in days]}, ensure_ascii=False, indent=1) + "\n"
    )


def total(sheet: "Timesheet | DayTotal") -> dict[str, Any]:
    """Return the total of a day, without its entries; a total that is not known is null."""
    absences = [{"name": one.name, "half_day": one.half_day} for one in sheet.time_off]
    return {
        "day": sheet.day.isoformat(),
        "total_s": sheet.total_s if sheet.is_known else None,
        "target_s": sheet.target_s,
        "absences": absences,
        "complete": sheet.fetched,
    }


def week(week: "Period", today: date) -> dict[str, Any]:
    """Return a week with the totals of its days and projects."""
    return {
        "number": week.week_number,
        "total_s": week.total_s if week.is_known else None,
        "target_s": week.target_s,
        "balance_s": week.balance_s(today),
        "complete": all(sheet.fetched for sheet in week.days),
        "days": [total(sheet) for sheet in week.days],
        "projects": [
            _pick(part, "project_id project") | {"duration_s": part.seconds} for part in week.project_totals()
        ],
    }


def report(report: "Report") -> dict[str, Any]:
    """Return a report; the names that its rows do not stand for are left out."""
    rows = []
    for row in report.rows:
        figures = {"duration_s": row.seconds, "entries": row.entries, "share": round(report.share(row), 4)}
        rows.append(row.names() | figures)
    return {
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "by": report.grouping.value,
        "total_s": report.total_s if report.is_known else None,
        "entries": report.entries if report.is_known else None,
        "complete": not report.missing,
        "rows": rows,
    }


def sync(status: SyncStatus) -> dict[str, Any]:
    """Return the sync status."""
    counts = _pick(status, "pending rejected needs_review conflicts")
    instants = _pick(status, "oldest_pending_at paused_until last_synced_at")
    return {"state": status.state.value} | counts | {name: instant(moment) for name, moment in instants.items()}


def status(running: Sequence[TimesheetRow], today: Timesheet, state: SyncStatus) -> dict[str, Any]:
    """Return the running entries (`running` is the one started last), the total of today and the sync status."""
    timers = [entry(row) for row in running]
    return {
        "running": timers[-1] if timers else None,
        "timers": timers,
        "today": total(today),
        "sync": sync(state),
    }


def away(questions: Iterable[AbsenceQuestion]) -> dict[str, Any]:
    """Return the open absence questions."""
    return {"away": [_question(question) for question in questions]}


def _question(question: AbsenceQuestion) -> dict[str, Any]:
    times = {"began_at": instant(question.began_at), "ended_at": instant(question.ended_at), "away_s": question.away_s}
    return {"number": question.id, "kind": question.kind.value} | times | {"entry": entry(question.row)}


def tasks(choices: Iterable[Choice]) -> dict[str, Any]:
    """Return the bookable tasks."""
    return {"tasks": [_pick(choice, "project_id project task_id task client") for choice in choices]}


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
    change = {"entry_id": record.entry_id, "kind": record.kind.value, "state": record.state.value, "day": day}
    about = _pick(record.subject, "project task comment duration_s running")
    reason = messages.for_programs(record.reason)
    return change | about | {"reason": reason, "undoable": record.undoable, "steps": steps}


def conflicts(conflicts: Iterable[Conflict]) -> dict[str, Any]:
    """Return the open conflicts."""
    return {"conflicts": [_conflict(conflict) for conflict in conflicts]}


def _conflict(conflict: Conflict) -> dict[str, Any]:
    about = {"id": conflict.entry_id, "why": conflict.kind.value, "fields": list(conflict.field_names)}
    sides = {"mine": _version(conflict.mine), "theirs": _version(conflict.theirs) if conflict.theirs else None}
    stands = conflict.shown_side.value if conflict.shown_side else None
    ways = {"ways": [resolution.value for resolution in conflict.resolutions], "stands": stands}
    reason = messages.for_programs(conflict.reason)
    return about | {"at": instant(conflict.at)} | sides | ways | {"reason": reason}


def _version(version: Version) -> dict[str, Any]:
    fields, project, task = version
    names = {"project_id": fields.project_id, "project": project, "task_id": fields.task_id, "task": task}
    return {"day": fields.day.isoformat()} | names | {"comment": fields.comment, "duration_s": fields.duration_s}


def identity(person: Identity) -> dict[str, Any]:
    """Return the account."""
    return _pick(person, "server company email name")


def _pick(value: object, names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names.split()}
