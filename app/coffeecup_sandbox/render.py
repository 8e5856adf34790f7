"""How records look in replies, including every way the quirks may spell them."""

import hashlib
from datetime import datetime
from typing import Any

from coffeecup_sandbox import roles, timer
from coffeecup_sandbox.call import Call
from coffeecup_sandbox.clock import local, timestamp
from coffeecup_sandbox.exchange import ENCODER
from coffeecup_sandbox.fields import Row
from coffeecup_sandbox.people import EMPLOYMENT_FIELDS
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.resources import Resource
from coffeecup_sandbox.state import State

HIDDEN = ("_started", "_password")
BOOLEANS: dict[str, dict[bool, Any]] = {
    "null": {True: True, False: None},
    "strings": {True: "true", False: "false"},
    "numbers": {True: 1, False: 0},
}


def one(call: Call, resource: Resource, row: Row) -> Row:
    """Return a record as this caller gets to see it."""
    if resource.plural == "users" and roles.is_name_only(call, row):
        return rewritten(call.quirks, resource, {name: row[name] for name in roles.NAMES_ONLY})
    return plain(call.state, call.quirks, resource, row)


def text(call: Call, resource: Resource, row: Row) -> str:
    """Return a record as this caller gets to see it, as JSON; what depends on nothing but the row is remembered."""
    if row.get("running") or resource.plural == "users" or call.quirks.respell or call.lag:
        return ENCODER.encode(one(call, resource, row))
    texts = call.state[resource.plural].texts
    if row["id"] not in texts:
        texts[row["id"]] = ENCODER.encode(one(call, resource, row))
    return texts[row["id"]]


def plain(state: State, quirks: Quirks, resource: Resource, row: Row) -> Row:
    """Return a record without its hidden parts and with its computed ones."""
    shown = dict(row)
    for name in HIDDEN:
        shown.pop(name, None)
    if resource.plural == "timeEntries":
        _entry(state, quirks, row, shown)
    elif resource.plural == "users":
        _user(state, row, shown)
    elif resource.plural == "clients":
        shown["idHashed"] = hashed(row["id"])
    return rewritten(quirks, resource, shown)


def hashed(value: object) -> str:
    """Return a stable opaque text for `value`, as the service's hashed ids are."""
    return hashlib.sha256(f"sandbox {value}".encode()).hexdigest()


def _entry(state: State, quirks: Quirks, row: Row, shown: Row) -> None:
    now = state.clock.now()
    if row["running"]:
        shown["duration"] = timer.measured(row, now, quirks) if quirks["duration"] == "live" else row["duration"]
        if quirks["updated_at"] == "ticks":
            shown["updatedAt"] = timestamp(now)
    override = row["durationRoundedOverride"]
    shown["durationRounded"] = shown["duration"] if override is None else override
    if quirks["durations"] == "fractional":
        shown["duration"] += 0.5
    if quirks["updated_at"] == "still":
        shown["updatedAt"] = row["createdAt"]
    if quirks["start_mark"] != "none":
        shown["startedAt"] = timestamp(row["_started"]) if row.get("_started") else None


def _user(state: State, row: Row, shown: Row) -> None:
    """Add the hashes and the fields of the employment that is valid today (api-facts 7.6)."""
    shown["idHashed"] = hashed(row["id"])
    shown["emailHmacHash"] = hashed(row["email"])
    today = local(state.clock.now(), row["timezone"]).date().isoformat()
    valid = [each for each in state["userEmployments"].where(user=row["id"]) if (each["validFrom"] or "") <= today]
    latest = max(valid, key=lambda each: each["validFrom"] or "", default=None)
    for field in EMPLOYMENT_FIELDS:
        shown[field.name] = latest[field.name] if latest else None


def rewritten(quirks: Quirks, resource: Resource, shown: Row) -> Row:
    """Spell a record as the quirks want it."""
    if not quirks.respell:
        return shown
    if resource.plural == "timeEntries":
        _casing(quirks, shown)
        if quirks["entry_status"] == "absent":
            shown.pop("status", None)
        if quirks["comments"] == "null":
            shown["comment"] = shown["comment"] or None
    if resource.plural == "projects" and quirks["project_state"] == "absent":
        shown.pop("projectState", None)
    elif resource.plural == "projects" and quirks["project_state"] == "null":
        shown["projectState"] = None
    kinds = {field.name: field.kind for field in resource.fields}
    shown = {name: _spelled(quirks, kinds.get(name, ""), value) for name, value in shown.items()}
    if quirks["unknown_fields"] == "extra":
        shown.update(aerionBeta={"rank": 1}, links=[], legacy=None)
    if quirks["nulls"] == "omitted":
        shown = {name: value for name, value in shown.items() if value is not None}
    return shown


def _casing(quirks: Quirks, shown: Row) -> None:
    for camel in ("startTime", "endTime"):
        if quirks["times_casing"] in ("lower", "both"):
            shown[camel.lower()] = shown[camel]
        if quirks["times_casing"] == "lower":
            del shown[camel]


def _spelled(quirks: Quirks, kind: str, value: Any) -> Any:
    if isinstance(value, bool):
        return BOOLEANS[quirks["booleans"]][value] if quirks["booleans"] != "plain" else value
    if isinstance(value, int | float) and quirks["numbers"] != "plain":
        return str(value) if quirks["numbers"] == "strings" else float(value)
    if kind == "datetime" and isinstance(value, str):
        return _instant(quirks["timestamps"], value)
    return value


def _instant(spelling: str, value: str) -> str:
    if spelling == "offset":
        return value.removesuffix("Z") + "+00:00"
    if spelling == "naive":
        return datetime.fromisoformat(value).strftime("%Y-%m-%d %H:%M:%S")
    return value[:19] + "Z" if spelling == "seconds" else value
