"""The rules for creating, changing and deleting time entries, and the texts of their errors."""

import unicodedata
from typing import Any

from coffeecup_sandbox import timer
from coffeecup_sandbox.clock import local
from coffeecup_sandbox.context import ADMIN, MANAGER, Context
from coffeecup_sandbox.http_messages import ApiError
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.schema import Row
from coffeecup_sandbox.state import State

TEAM = 402
TIMES = ("startTime", "endTime")
LOCK_ATTRIBUTES = frozenset(("lockedAt", "billedAt", "validationStatus", "approvedOn", "approvedBy"))


def rule_violation(quirks: Quirks, raw: str) -> ApiError:
    """Return the error of a business rule, whose `raw` is the text for people."""
    return ApiError(int(quirks["business_status"]), raw, "E_BUSINESS_RULE")


def before_create(context: Context, values: Row) -> Row:
    """Check the values of a new entry and return them completed. Raises ApiError."""
    values.setdefault("user", context.user_id)
    user = context.state["users"].get(values["user"]) or context.user
    return prepare_new(context.state, context.quirks, user, values)


def prepare_new(state: State, quirks: Quirks, user: Row, values: Row) -> Row:
    """Return the values to store for a new entry, and stop other timers if it runs. Raises ApiError."""
    values = {**values, "user": user["id"]}
    values["trackingType"] = values.get("trackingType") or "WORK"
    _require_project_and_task(quirks, values)
    require_bookable(state, quirks, values)
    _set_defaults(state, quirks, user, values)
    if "duration" not in values and not values.get("running") and timer.seconds_between_times(values) is not None:
        values["duration"] = timer.seconds_between_times(values)
    completed = timer.apply_timer_change(None, stored_values(quirks, values), state, quirks)
    if completed.get("running"):
        timer.stop_others(completed, state, quirks, user)
    return _with_derived_duration(quirks, completed, completed)


def before_update(context: Context, row: Row, values: Row) -> Row:
    """Check a change of an entry, also against the role, and return the values to store. Raises ApiError."""
    require_unlocked(context, row, values)
    if context.quirks["owner_only"] in values and row["user"] != context.user_id:
        raise ApiError(403, "Only the owner of an entry may change its comment.")
    if context.role != ADMIN and values.get("user", row["user"]) != row["user"]:
        raise ApiError(403, "Only an admin may hand an entry to somebody else.")
    return prepare_change(context.state, context.quirks, row, values)


def prepare_change(state: State, quirks: Quirks, row: Row, values: Row) -> Row:
    """Return the values to store for a change, and stop other timers if the entry starts. Raises ApiError."""
    merged = {**row, **values}
    require_bookable(state, quirks, row)
    _require_project_and_task(quirks, merged)
    require_bookable(state, quirks, merged)
    completed = timer.apply_timer_change(row, stored_values(quirks, values), state, quirks)
    completed = _with_derived_duration(quirks, {**row, **completed}, completed)
    if merged["running"] and not row["running"]:
        user = state["users"].get(merged["user"])
        timer.stop_others(row, state, quirks, user or {"id": 0}, resumed=True)
    return completed


def _with_derived_duration(quirks: Quirks, merged: Row, values: Row) -> Row:
    """Return `values` with the duration that the times of a finished entry give, if the quirk `timer_times` says so."""
    seconds = timer.seconds_between_times(merged)
    if quirks["timer_times"] != "derived" or merged.get("running") or seconds is None:
        return values
    return {**values, "duration": seconds}


def before_delete(context: Context, row: Row) -> None:
    """Raise ApiError if an entry cannot be deleted."""
    require_unlocked(context, row, {})
    project = context.state["projects"].get(row["project"] or 0)
    if project is not None and project["status"] == 0:
        _require_project_in_progress(context.quirks, project)
    if row["running"] and context.quirks["delete_running"] == "refused":
        raise rule_violation(context.quirks, "A running entry cannot be deleted.")


def require_unlocked(context: Context, row: Row, values: Row) -> None:
    """Raise ApiError for a locked, billed or approved entry, unless an admin or manager only changes that state."""
    if context.quirks["locks"] == "ignored":
        return
    unlocks = values and set(values) <= LOCK_ATTRIBUTES and context.role in (ADMIN, MANAGER)
    approved = row["validationStatus"] == "APPROVED" and context.quirks["approved"] == "locked"
    if unlocks or not (row["billedAt"] or row["lockedAt"] or approved):
        return
    name = (row["comment"] or "").split("\n")[0][:40]
    state = "billed" if row["billedAt"] else "locked" if row["lockedAt"] else "approved"
    title = f"The entry “{name}”" if name else "The entry"
    raise rule_violation(context.quirks, f"{title} of {row['day']} is {state} and cannot be changed.")


def require_bookable(state: State, quirks: Quirks, entry: Row) -> None:
    """Raise ApiError for a completed project, an archived task, and a missing or archived assignment."""
    project = state["projects"].get(entry.get("project") or 0)
    task = state["tasks"].get(entry.get("task") or 0)
    if project is not None:
        _require_project_in_progress(quirks, project)
        _require_user_assignment(state, quirks, entry, project)
    if task is not None and task["status"] == 0:
        raise rule_violation(quirks, f"The task {task['label']} is archived.")
    if project is None or task is None:
        return
    assignments = state["taskAssignments"].where(project=project["id"], task=task["id"])
    if not assignments:
        raise rule_violation(quirks, f"The task {task['label']} is not assigned to the project {project['name']}.")
    if not any(row["status"] for row in assignments):
        raise rule_violation(
            quirks, f"The task {task['label']} is no longer assigned to the project {project['name']}."
        )


def _require_project_in_progress(quirks: Quirks, project: Row) -> None:
    if project["status"] == 0:
        status = "archived" if project["projectState"] is None else "completed"
        raise rule_violation(quirks, f"The project {project['name']} is {status}.")
    if project["projectState"] not in (None, 2):
        raise rule_violation(quirks, f"The project {project['name']} is not in progress.")


def _require_user_assignment(state: State, quirks: Quirks, entry: Row, project: Row) -> None:
    assignments = state["userAssignments"].where(user=entry["user"], project=project["id"])
    if any(row["status"] for row in assignments):
        return
    user = state["users"].get(entry["user"])
    name = f"{user['firstname']} {user['lastname']}" if user else "This user"
    status = "no longer" if assignments else "not"
    raise rule_violation(quirks, f"{name} is {status} assigned to the project {project['name']}.")


def _require_project_and_task(quirks: Quirks, values: Row) -> None:
    required = {"both": ("project", "task"), "project": ("project",), "nothing": ()}[quirks["booking_needs"]]
    if values["trackingType"] == quirks["break_word"]:
        required = ()
    missing = [name for name in required if values.get(name) is None]
    if missing:
        raise validation_error("TimeEntry", {name: [("required", f"`{name}` is required")] for name in missing})


def validation_error(model: str, violations: dict[str, list[tuple[str, str]]]) -> ApiError:
    """Return a validation error: E_VALIDATION with `invalidAttributes`, without `raw` (api-facts 4).

    `violations` maps names of attributes to pairs of a rule and a text.
    """
    attributes = {name: [{"rule": rule, "message": text} for rule, text in rules] for name, rules in violations.items()}
    summary = f"{len(violations)} attribute{'s are' if len(violations) > 1 else ' is'} invalid"
    return ApiError(400, None, "E_VALIDATION", summary=summary, model=model, invalidAttributes=attributes)


def _set_defaults(state: State, quirks: Quirks, user: Row, values: Row) -> None:
    if values.get("day") is None and quirks["day_default"] != "null":
        zone = user["timezone"] if quirks["day_default"] == "user" else "UTC"
        values["day"] = local(state.clock.now(), zone).date().isoformat()
    if values.get("team") is None and quirks["team"] == "filled":
        values["team"] = TEAM
    if values.get("team") is None and quirks["team"] == "required":
        raise validation_error("TimeEntry", {"team": [("required", "`team` is required")]})
    if values.get("team") not in (None, TEAM) and quirks["team"] == "checked":
        raise validation_error("TimeEntry", {"team": [("in", "`team` must be one of the user's teams")]})
    same_day = state["timeEntries"].where(user=user["id"], day=values.get("day"))
    if quirks["sorting_kept"] == "no":
        values["sorting"] = len(same_day) + 1
    taken = values.get("sorting") in [row["sorting"] for row in same_day]
    if quirks["sorting"] != "optional" and (values.get("sorting") is None or (taken and quirks["sorting"] == "unique")):
        raise validation_error("TimeEntry", {"sorting": [(quirks["sorting"], "`sorting` is missing or taken")]})
    task = state["tasks"].get(values.get("task") or 0)
    if "billable" not in values and task is not None:
        values["billable"] = task["billable"]


def stored_values(quirks: Quirks, values: Row) -> Row:
    """Return values as the service stores them, after the quirks on texts, times and `externalId`."""
    stored = dict(values)
    if quirks["entry_times"] == "refused":
        for name in TIMES:
            if stored.get(name) is not None:
                raise validation_error("TimeEntry", {name: [("forbidden", f"`{name}` is not recorded here")]})
    if quirks["entry_times"] == "dropped":
        stored = {name: value for name, value in stored.items() if name not in TIMES}
    if quirks["external_id"] == "refused" and stored.get("externalId") is not None:
        raise validation_error("TimeEntry", {"externalId": [("forbidden", "`externalId` cannot be set")]})
    if quirks["external_id"] == "dropped":
        stored.pop("externalId", None)
    if isinstance(stored.get("comment"), str):
        stored["comment"] = TEXT_REWRITES[quirks["rewrite_text"]](stored["comment"])
    return stored


TEXT_REWRITES: dict[str, Any] = {
    "none": lambda text: text,
    "trim": lambda text: text.strip(),
    "nfc": lambda text: unicodedata.normalize("NFC", text),
    "crlf": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "cut255": lambda text: text[:255],
}
