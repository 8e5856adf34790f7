"""What follows from a write: archive cascades, refused deletes and the rules between records (api-facts 9)."""

from collections.abc import Callable
from typing import Any

from coffeecup_sandbox import timer
from coffeecup_sandbox.call import ADMIN, Call
from coffeecup_sandbox.clock import timestamp
from coffeecup_sandbox.entries import invalid, refuse
from coffeecup_sandbox.exchange import Refusal
from coffeecup_sandbox.fields import Row
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.state import State


def archive_follows(state: State, quirks: Quirks, plural: str, before: Row, after: Row) -> None:
    """Carry an archived record's fate on to what hangs on it."""
    if before.get("status") == after.get("status") or after.get("status") != 0:
        return
    key = after["id"]
    for child, field in CHILDREN.get(plural, ()):
        for row in state[child].where(**{field: key}):
            archive(state, quirks, child, row)
    if plural in ("taskAssignments", "userAssignments"):
        other = "task" if plural == "taskAssignments" else "user"
        for row in state["timeEntries"].where(project=after["project"], **{other: after[other]}):
            archive(state, quirks, "timeEntries", row)


def archive(state: State, quirks: Quirks, plural: str, row: Row) -> None:
    """Archive a record and everything below it; a running entry is stopped first."""
    if row["status"] == 0:
        return
    if row.get("running"):
        timer.stop(row, state, quirks)
    values: Row = {"status": 0}
    if plural == "projects":
        values.update(completedAt=timestamp(state.clock.now()), projectState=3)
    after = state.change(plural, row["id"], values)
    archive_follows(state, quirks, plural, row, after)


def refuse_dependents(state: State, plural: str, row: Row) -> None:
    """Refuse (500) to delete a record others depend on, and delete the assignments of one nobody books on."""
    key = row["id"]
    held: dict[str, Callable[[], Any]] = {
        "clients": lambda: state["projects"].where(client=key),
        "projects": lambda: state["timeEntries"].where(project=key) or state["expenses"].where(project=key),
        "tasks": lambda: state["timeEntries"].where(task=key),
        "taskAssignments": lambda: state["timeEntries"].where(project=row["project"], task=row["task"]),
        "userAssignments": lambda: state["timeEntries"].where(project=row["project"], user=row["user"]),
    }
    if plural in held and held[plural]():
        raise Refusal(500, "Could not delete model: other records depend on it.")
    for child, field in CHILDREN.get(plural, ()):
        if child != "projects":
            for assignment in state[child].where(**{field: key}):
                state.remove(child, assignment["id"])


def before_write(call: Call, row: Row | None, values: Row) -> Row:
    """Check and complete a write of a resource with rules of its own; `row` is None on create. Raises Refusal."""
    rule = RULES.get(call.of.plural)
    return rule(call, row, values) if rule else values


def _project(call: Call, row: Row | None, values: Row) -> Row:
    merged = {**(row or call.of.blank()), **values}
    client = call.state["clients"].get(merged["client"] or 0)
    if client is not None and client["status"] == 0 and (row is None or "client" in values):
        raise refuse(call.quirks, f"The client {client['name']} is archived.")
    done = dict(values)
    if "projectState" in values and "status" not in values:
        done["status"] = 0 if values["projectState"] in (None, 3) else 1
    elif values.get("status") == 1 and "projectState" not in values and merged["projectState"] in (None, 3):
        done["projectState"] = 2
    elif values.get("status") == 0 and "projectState" not in values:
        done["projectState"] = 3
    if done.get("status", merged["status"]) != (row or {}).get("status", 1):
        done["completedAt"] = timestamp(call.now()) if done["status"] == 0 else None
    return done


def _assignment(call: Call, row: Row | None, values: Row) -> Row:
    merged = {**(row or call.of.blank()), **values}
    if merged["status"] == 0:
        return values
    for plural, field, word in (("projects", "project", "completed"), ("tasks", "task", "archived")):
        target = call.state[plural].get(merged.get(field) or 0)
        if target is not None and target["status"] == 0:
            name = target.get("name") or target.get("label")
            raise refuse(call.quirks, f"The {field} {name} is {word}.")
    if row is None:
        other = "task" if "task" in call.of.by_name else "user"
        if call.state[call.of.plural].where(project=values["project"], **{other: values[other]}):
            raise refuse(call.quirks, f"This {other} is already assigned to the project.")
    return values


def _user(call: Call, row: Row | None, values: Row) -> Row:
    if row is not None and call.role != ADMIN and values.get("status", row["status"]) != row["status"]:
        raise Refusal(403, "Only an admin may archive a user.")
    email = str(values.get("email", "")).strip().lower()
    if "email" in values:
        taken = [each for each in call.state["users"] if each["email"].lower() == email]
        if "@" not in email or (taken and (row is None or taken[0]["id"] != row["id"])):
            raise invalid("User", {"email": [("email", "`email` must be an e-mail address nobody else has")]})
    return values


def _absence(call: Call, row: Row | None, values: Row) -> Row:
    done = dict(values)
    if row is None:
        done.setdefault("user", call.me)
    merged = {**(row or {}), **done}
    if merged["endDate"] < merged["startDate"]:
        raise invalid("Absence", {"endDate": [("after", "`endDate` must not be before `startDate`")]})
    if merged["rangeType"] == "ONE_DAY_HALF" and merged["endDate"] != merged["startDate"]:
        raise invalid("Absence", {"endDate": [("in", "half a day starts and ends on the same day")]})
    kind = call.state["absenceTypes"].get(merged["absenceType"])
    if kind is not None and (row is None or "absenceType" in values):
        copies = ("countsAsVacation", "workHoursExpected", "remunerationActive", "reducesOvertime")
        done.update({name: kind[f"default{name[0].upper()}{name[1:]}"] for name in copies})
    return done


CHILDREN: dict[str, tuple[tuple[str, str], ...]] = {
    "clients": (("projects", "client"),),
    "projects": (("taskAssignments", "project"), ("userAssignments", "project")),
    "tasks": (("taskAssignments", "task"),),
}
RULES: dict[str, Callable[[Call, Row | None, Row], Row]] = {
    "projects": _project,
    "taskAssignments": _assignment,
    "userAssignments": _assignment,
    "users": _user,
    "absences": _absence,
}
