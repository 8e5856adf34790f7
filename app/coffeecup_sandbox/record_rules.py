"""Rules between records: what archiving also archives, what cannot be deleted, and valid values (api-facts 9)."""

from collections.abc import Callable
from typing import Any

from coffeecup_sandbox import timer
from coffeecup_sandbox.clock import timestamp
from coffeecup_sandbox.context import ADMIN, Context
from coffeecup_sandbox.entry_rules import rule_violation, validation_error
from coffeecup_sandbox.http_messages import ApiError
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.schema import Row
from coffeecup_sandbox.state import State


def archive_dependents(state: State, quirks: Quirks, plural: str, before: Row, after: Row) -> None:
    """Archive the dependents of a record that was archived by the change from `before` to `after`."""
    if before.get("status") == after.get("status") or after.get("status") != 0:
        return
    key = after["id"]
    for child, reference in CHILDREN.get(plural, ()):
        for row in state[child].where(**{reference: key}):
            archive(state, quirks, child, row)
    if plural in ("taskAssignments", "userAssignments"):
        other = "task" if plural == "taskAssignments" else "user"
        for row in state["timeEntries"].where(project=after["project"], **{other: after[other]}):
            archive(state, quirks, "timeEntries", row)


def archive(state: State, quirks: Quirks, plural: str, row: Row) -> None:
    """Archive a record and its dependents; a running entry is stopped first."""
    if row["status"] == 0:
        return
    if row.get("running"):
        timer.stop(row, state, quirks)
    values: Row = {"status": 0}
    if plural == "projects":
        values.update(completedAt=timestamp(state.clock.now()), projectState=3)
    after = state.change(plural, row["id"], values)
    archive_dependents(state, quirks, plural, row, after)


def before_delete(state: State, plural: str, row: Row) -> None:
    """Delete the assignments of a record that is about to be deleted. Raises ApiError (500) if others depend on it."""
    key = row["id"]
    dependents: dict[str, Callable[[], Any]] = {
        "clients": lambda: state["projects"].where(client=key),
        "projects": lambda: state["timeEntries"].where(project=key) or state["expenses"].where(project=key),
        "tasks": lambda: state["timeEntries"].where(task=key),
        "taskAssignments": lambda: state["timeEntries"].where(project=row["project"], task=row["task"]),
        "userAssignments": lambda: state["timeEntries"].where(project=row["project"], user=row["user"]),
    }
    if plural in dependents and dependents[plural]():
        raise ApiError(500, "Could not delete model: other records depend on it.")
    for child, reference in CHILDREN.get(plural, ()):
        if child != "projects":
            for assignment in state[child].where(**{reference: key}):
                state.remove(child, assignment["id"])


def before_write(context: Context, row: Row | None, values: Row) -> Row:
    """Check the values to write and return them completed; `row` is None on create. Raises ApiError."""
    rule = RULES.get(context.resource.plural)
    return rule(context, row, values) if rule else values


def _project(context: Context, row: Row | None, values: Row) -> Row:
    merged = {**(row or context.resource.defaults()), **values}
    client = context.state["clients"].get(merged["client"] or 0)
    if client is not None and client["status"] == 0 and (row is None or "client" in values):
        raise rule_violation(context.quirks, f"The client {client['name']} is archived.")
    completed = dict(values)
    if "projectState" in values and "status" not in values:
        completed["status"] = 0 if values["projectState"] in (None, 3) else 1
    elif values.get("status") == 1 and "projectState" not in values and merged["projectState"] in (None, 3):
        completed["projectState"] = 2
    elif values.get("status") == 0 and "projectState" not in values:
        completed["projectState"] = 3
    if completed.get("status", merged["status"]) != (row or {}).get("status", 1):
        completed["completedAt"] = timestamp(context.now()) if completed["status"] == 0 else None
    return completed


def _assignment(context: Context, row: Row | None, values: Row) -> Row:
    merged = {**(row or context.resource.defaults()), **values}
    if merged["status"] == 0:
        return values
    for plural, field, state in (("projects", "project", "completed"), ("tasks", "task", "archived")):
        target = context.state[plural].get(merged.get(field) or 0)
        if target is not None and target["status"] == 0:
            name = target.get("name") or target.get("label")
            raise rule_violation(context.quirks, f"The {field} {name} is {state}.")
    other = "task" if "task" in context.resource.by_name else "user"
    same = context.state[context.resource.plural].where(project=merged["project"], **{other: merged[other]})
    if any(found["id"] != merged["id"] for found in same):
        raise rule_violation(context.quirks, f"This {other} is already assigned to the project.")
    return values


def _user(context: Context, row: Row | None, values: Row) -> Row:
    if row is not None and context.role != ADMIN and values.get("status", row["status"]) != row["status"]:
        raise ApiError(403, "Only an admin may archive a user.")
    if row is not None and _is_active_admin(row) and not _is_active_admin({**row, **values}):
        others = [user for user in context.state["users"] if user["id"] != row["id"]]
        if not any(map(_is_active_admin, others)):
            raise rule_violation(context.quirks, "The last admin cannot be archived or get another role.")
    email = str(values.get("email", "")).strip().lower()
    if "email" in values:
        holders = [user for user in context.state["users"] if user["email"].lower() == email]
        if "@" not in email or (holders and (row is None or holders[0]["id"] != row["id"])):
            raise validation_error(
                "User", {"email": [("email", "`email` must be an e-mail address that no other user has")]}
            )
    return values


def _is_active_admin(user: Row) -> bool:
    return bool(user["role"] == ADMIN and user["status"] == 1)


def _absence(context: Context, row: Row | None, values: Row) -> Row:
    completed = dict(values)
    if row is None:
        completed.setdefault("user", context.user_id)
    merged = {**(row or {}), **completed}
    if merged["user"] is None and context.quirks["holidays"] == "own":
        raise validation_error("Absence", {"user": [("required", "`user` is required")]})
    if merged["endDate"] < merged["startDate"]:
        raise validation_error("Absence", {"endDate": [("after", "`endDate` must not be before `startDate`")]})
    if merged["rangeType"] == "ONE_DAY_HALF" and merged["endDate"] != merged["startDate"]:
        raise validation_error("Absence", {"endDate": [("in", "half a day starts and ends on the same day")]})
    absence_type = context.state["absenceTypes"].get(merged["absenceType"])
    if absence_type is not None and (row is None or row["absenceType"] != merged["absenceType"]):
        copied = ("countsAsVacation", "workHoursExpected", "remunerationActive", "reducesOvertime")
        completed.update({name: absence_type[f"default{name[0].upper()}{name[1:]}"] for name in copied})
    return completed


CHILDREN: dict[str, tuple[tuple[str, str], ...]] = {
    "clients": (("projects", "client"),),
    "projects": (("taskAssignments", "project"), ("userAssignments", "project")),
    "tasks": (("taskAssignments", "task"),),
}
RULES: dict[str, Callable[[Context, Row | None, Row], Row]] = {
    "projects": _project,
    "taskAssignments": _assignment,
    "userAssignments": _assignment,
    "users": _user,
    "absences": _absence,
}
