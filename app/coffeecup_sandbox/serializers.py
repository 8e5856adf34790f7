"""Records as replies show them, with the changes that quirks make to their format."""

import hashlib
from datetime import datetime
from typing import Any

from coffeecup_sandbox import permissions, timer
from coffeecup_sandbox.clock import local, timestamp
from coffeecup_sandbox.context import Context
from coffeecup_sandbox.http_messages import ENCODER
from coffeecup_sandbox.people_resources import EMPLOYMENT_FIELDS, WEEKDAYS
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.schema import Resource, Row
from coffeecup_sandbox.state import State

HIDDEN = ("_started", "_password")
HOURS = tuple(f"hours{name}" for name in WEEKDAYS)
BOOLEANS: dict[str, dict[bool, Any]] = {
    "null": {True: True, False: None},
    "strings": {True: "true", False: "false"},
    "numbers": {True: 1, False: 0},
}


def for_user(context: Context, resource: Resource, row: Row) -> Row:
    """Return a record as the user of this request may see it."""
    if resource.plural == "users" and permissions.sees_name_only(context, row):
        return with_quirks(context.quirks, resource, {name: row[name] for name in permissions.NAMES_ONLY})
    return in_full(context.state, context.quirks, resource, row)


def for_user_json(context: Context, resource: Resource, row: Row) -> str:
    """Return a record as JSON, as the user of this request may see it.

    JSON that depends on the row alone is cached.
    """
    if row.get("running") or resource.plural == "users" or context.quirks.changes_records or context.lag_s:
        return ENCODER.encode(for_user(context, resource, row))
    cache = context.state[resource.plural].json_cache
    if row["id"] not in cache:
        cache[row["id"]] = ENCODER.encode(for_user(context, resource, row))
    return cache[row["id"]]


def in_full(state: State, quirks: Quirks, resource: Resource, row: Row) -> Row:
    """Return a record without hidden attributes and with computed ones, whoever reads it."""
    record = dict(row)
    for name in HIDDEN:
        record.pop(name, None)
    if resource.plural == "timeEntries":
        _add_entry_values(state, quirks, row, record)
    elif resource.plural == "users":
        _add_user_values(state, row, record)
    elif resource.plural == "clients":
        record["idHashed"] = opaque(row["id"])
    return with_quirks(quirks, resource, record)


def opaque(value: object) -> str:
    """Return a stable opaque text for `value`, in place of the hashed ids of the service."""
    return hashlib.sha256(f"sandbox {value}".encode()).hexdigest()


def _add_entry_values(state: State, quirks: Quirks, row: Row, record: Row) -> None:
    now = state.clock.now()
    if row["running"]:
        record["duration"] = timer.duration_at(row, now, quirks) if quirks["duration"] == "live" else row["duration"]
        if quirks["updated_at"] == "ticks":
            record["updatedAt"] = timestamp(now)
    override = row["durationRoundedOverride"]
    record["durationRounded"] = record["duration"] if override is None else override
    if quirks["durations"] == "fractional":
        record["duration"] += 0.5
    if quirks["updated_at"] == "still":
        record["updatedAt"] = row["createdAt"]
    if quirks["start_mark"] != "none":
        record["startedAt"] = timestamp(row["_started"]) if row.get("_started") else None


def _add_user_values(state: State, row: Row, record: Row) -> None:
    """Add the hashes and the attributes of the employment that is valid today (api-facts 7.6)."""
    record["idHashed"] = opaque(row["id"])
    record["emailHmacHash"] = opaque(row["email"])
    today = local(state.clock.now(), row["timezone"]).date().isoformat()
    employments = [
        employment
        for employment in state["userEmployments"].where(user=row["id"])
        if (employment["validFrom"] or "") <= today
    ]
    latest = max(employments, key=lambda employment: employment["validFrom"] or "", default=None)
    for field in EMPLOYMENT_FIELDS:
        record[field.name] = latest[field.name] if latest else None


def with_quirks(quirks: Quirks, resource: Resource, record: Row) -> Row:
    """Return a record in the format that the quirks choose."""
    if not quirks.changes_records:
        return record
    if resource.plural == "timeEntries":
        _apply_times_casing(quirks, record)
        if quirks["entry_status"] == "absent":
            record.pop("status", None)
        if quirks["comments"] == "null":
            record["comment"] = record["comment"] or None
    elif resource.plural == "projects":
        _apply_project_state(quirks, record)
    elif resource.plural == "absences" and quirks["absence_end"] == "null":
        record["endDate"] = record["endDate"] if record["endDate"] != record["startDate"] else None
    elif "hoursWeekly" in record and quirks["contract"] != "daily":
        record.update(dict.fromkeys(HOURS, None if quirks["contract"] == "weekly_null" else 0))
    field_kinds = {field.name: field.kind for field in resource.fields}
    record = {name: _formatted(quirks, field_kinds.get(name, ""), value) for name, value in record.items()}
    if quirks["unknown_fields"] == "extra":
        record.update(aerionBeta={"rank": 1}, links=[], legacy=None)
    if quirks["nulls"] == "omitted":
        record = {name: value for name, value in record.items() if value is not None}
    return record


def _apply_project_state(quirks: Quirks, record: Row) -> None:
    if quirks["project_state"] == "absent":
        record.pop("projectState", None)
    elif quirks["project_state"] == "null":
        record["projectState"] = None


def _apply_times_casing(quirks: Quirks, record: Row) -> None:
    for camel in ("startTime", "endTime"):
        if quirks["times_casing"] in ("lower", "both"):
            record[camel.lower()] = record[camel]
        if quirks["times_casing"] == "lower":
            del record[camel]


def _formatted(quirks: Quirks, field_kind: str, value: Any) -> Any:
    if isinstance(value, bool):
        return BOOLEANS[quirks["booleans"]][value] if quirks["booleans"] != "plain" else value
    if isinstance(value, int | float) and quirks["numbers"] != "plain":
        return str(value) if quirks["numbers"] == "strings" else float(value)
    if field_kind == "datetime" and isinstance(value, str):
        return _formatted_instant(quirks["timestamps"], value)
    return value


def _formatted_instant(format_name: str, value: str) -> str:
    if format_name == "offset":
        return value.removesuffix("Z") + "+00:00"
    if format_name == "naive":
        return datetime.fromisoformat(value).strftime("%Y-%m-%d %H:%M:%S")
    return value[:19] + "Z" if format_name == "seconds" else value
