"""Who may see and write what; checked on every call (api-facts 9, "Sandbox default")."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coffeecup_sandbox.call import ADMIN, MANAGER, Call
from coffeecup_sandbox.exchange import Refusal
from coffeecup_sandbox.fields import Row

NAMES_ONLY = ("id", "status", "firstname", "lastname", "role")
ADMIN_ONLY = frozenset(("clients", "tasks", "users", "userEmployments", "absenceTypes"))
MANAGED = frozenset(("projects", "taskAssignments", "userAssignments"))
OWNED = frozenset(("timeEntries", "absences", "calendarFeeds"))


@dataclass
class Scope:
    """The part of a table that a call may read: equal attributes (an index helps) and a test."""

    equal: dict[str, list[Any]]
    test: Callable[[Row], bool] | None = None

    def allows(self, row: Row) -> bool:
        """Say whether a row is inside."""
        return all(row[name] in values for name, values in self.equal.items()) and (self.test is None or self.test(row))


EVERYTHING = Scope({})


def my_projects(call: Call, *, managed: bool = False) -> set[int]:
    """Return the ids of the projects the user is actively assigned to, or manages."""
    return {
        row["project"]
        for row in call.state["userAssignments"].where(user=call.me, status=1)
        if row["isProjectManager"] or not managed
    }


def readable(call: Call, plural: str) -> Scope:
    """Return what of a table the user may read. Raises Refusal (403) where the company forbids it."""
    if call.role == ADMIN:
        return EVERYTHING
    rule = call.quirks[f"rows_{plural}"] if plural in ROW_QUIRKS else "filtered"
    if rule == "forbidden":
        raise Refusal(403, f"Your role may not read {plural}.")
    narrow = SCOPES.get(plural)
    return EVERYTHING if narrow is None or rule == "all" else narrow(call)


def require_write(call: Call, plural: str, row: Row | None) -> None:
    """Refuse (403) a write that the role does not allow; `row` is the record as stored, or as it would be created."""
    if call.role == ADMIN or row is None:
        return
    if plural in OWNED and row.get("user") in (None, call.me):
        return
    if call.role == MANAGER and plural in MANAGED | {"timeEntries"}:
        project = row["id"] if plural == "projects" else row.get("project")
        if project in my_projects(call, managed=True):
            return
    if plural == "users" and row.get("id") == call.me:
        return
    raise Refusal(403, f"Your role may not change {plural}.")


def is_name_only(call: Call, row: Row) -> bool:
    """Say whether of this user only the name may be shown."""
    return call.role != ADMIN and row["id"] != call.me and call.quirks["rows_users"] == "filtered"


def _entries(call: Call) -> Scope:
    if call.role != MANAGER:
        return Scope({"user": [call.me]})
    managed = my_projects(call, managed=True)
    return Scope({}, lambda row: row["user"] == call.me or row["project"] in managed)


def _projects(call: Call) -> Scope:
    mine = my_projects(call)
    return Scope({}, lambda row: row["id"] in mine and (row["status"] == 1 or call.role == MANAGER))


def _of_my_projects(call: Call) -> Scope:
    return Scope({"project": sorted(my_projects(call))})


def _clients(call: Call) -> Scope:
    projects = call.state["projects"].rows
    mine = {projects[key]["client"] for key in my_projects(call) if key in projects}
    return Scope({}, lambda row: row["id"] in mine)


def _own(call: Call) -> Scope:
    return Scope({"user": [call.me]})


def _requests(call: Call) -> Scope:
    return Scope({}, lambda row: call.me in (row["sender"], row["receiver"]))


SCOPES: dict[str, Callable[[Call], Scope]] = {
    "timeEntries": _entries,
    "projects": _projects,
    "taskAssignments": _of_my_projects,
    "userAssignments": _of_my_projects,
    "clients": _clients,
    "userEmployments": _own,
    "absences": _own,
    "vacationBudgets": _own,
    "calendarFeeds": _own,
    "absenceRequests": _requests,
    "expenses": _of_my_projects,
}
ROW_QUIRKS = frozenset(("projects", "taskAssignments", "userAssignments", "users", "userEmployments", "clients"))
