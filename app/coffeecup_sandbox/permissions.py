"""What each role may read and write, checked on every call (api-facts 9, "Sandbox default")."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coffeecup_sandbox.context import ADMIN, MANAGER, Context
from coffeecup_sandbox.http_messages import ApiError
from coffeecup_sandbox.schema import Resource, Row

NAMES_ONLY = ("id", "status", "firstname", "lastname", "role")
ADMIN_ONLY = frozenset(("clients", "tasks", "users", "userEmployments", "absenceTypes"))
MANAGED = frozenset(("projects", "taskAssignments", "userAssignments"))
OWNED = frozenset(("timeEntries", "absences", "calendarFeeds"))


@dataclass
class Scope:
    """The rows of a table that a user may read: allowed values of attributes, which can use an index, and a test."""

    equal: dict[str, list[Any]]
    test: Callable[[Row], bool] | None = None

    def allows(self, row: Row) -> bool:
        """Return whether the user may read a row."""
        return all(row[name] in values for name, values in self.equal.items()) and (self.test is None or self.test(row))


ALL_ROWS = Scope({})


def project_ids_of_user(context: Context, *, managed: bool = False) -> set[int]:
    """Return the ids of the projects with an active assignment of the user, or only of those they manage."""
    return {
        row["project"]
        for row in context.state["userAssignments"].where(user=context.user_id, status=1)
        if row["isProjectManager"] or not managed
    }


def readable_scope(context: Context, plural: str) -> Scope:
    """Return the rows of a table that the user may read. Raises ApiError (403) if a quirk forbids the table."""
    if context.role == ADMIN:
        return ALL_ROWS
    rule = context.quirks[f"rows_{plural}"] if plural in ROW_QUIRKS else "filtered"
    if rule == "forbidden":
        raise ApiError(403, f"Your role may not read {plural}.")
    make_scope = SCOPES.get(plural)
    return ALL_ROWS if make_scope is None or rule == "all" else make_scope(context)


def require_write(context: Context, plural: str, row: Row | None) -> None:
    """Raise ApiError (403) if the role may not write `row`, which is the stored record or the one to create."""
    if context.role == ADMIN or row is None:
        return
    if plural in OWNED and row.get("user") in (None, context.user_id):
        return
    if _manages(context, plural, row):
        return
    if plural == "users" and row.get("id") == context.user_id:
        return
    raise ApiError(403, f"Your role may not change {plural}.")


def without_office_fields(context: Context, resource: Resource, *, stored: Row | None, values: Row) -> Row:
    """Return `values` without those that only the office writes, if the user is not the office of this record.

    The office is an admin, and for a record of a project its manager, both before and after the change.
    """
    changed = {**(stored or {"id": None}), **values}
    managed = all(_manages(context, resource.plural, row) for row in (stored or changed, changed))
    if context.role == ADMIN or managed:
        return values
    return {name: value for name, value in values.items() if not resource.by_name[name].office}


def _manages(context: Context, plural: str, row: Row) -> bool:
    """Return whether the user is the manager of the project that a record belongs to."""
    if context.role != MANAGER or plural not in MANAGED | {"timeEntries"}:
        return False
    project = row["id"] if plural == "projects" else row.get("project")
    return project in project_ids_of_user(context, managed=True)


def visible(context: Context, plural: str, row: Row) -> Row:
    """Return a row with null for what the user may not see, so that filters and sorting do not tell it either."""
    if plural != "users" or not sees_name_only(context, row):
        return row
    return {name: value if name in NAMES_ONLY else None for name, value in row.items()}


def sees_name_only(context: Context, row: Row) -> bool:
    """Return whether the caller may see only the name of this user."""
    return context.role != ADMIN and row["id"] != context.user_id and context.quirks["rows_users"] == "filtered"


def _entries(context: Context) -> Scope:
    if context.role != MANAGER:
        return Scope({"user": [context.user_id]})
    managed = project_ids_of_user(context, managed=True)
    return Scope({}, lambda row: row["user"] == context.user_id or row["project"] in managed)


def _projects(context: Context) -> Scope:
    project_ids = project_ids_of_user(context)
    return Scope({}, lambda row: row["id"] in project_ids and (row["status"] == 1 or context.role == MANAGER))


def _in_own_projects(context: Context) -> Scope:
    return Scope({"project": sorted(project_ids_of_user(context))})


def _clients(context: Context) -> Scope:
    projects = context.state["projects"].rows
    client_ids = {projects[key]["client"] for key in project_ids_of_user(context) if key in projects}
    return Scope({}, lambda row: row["id"] in client_ids)


def _own(context: Context) -> Scope:
    return Scope({"user": [context.user_id]})


def _absences(context: Context) -> Scope:
    nobody = [None] if context.quirks["holidays"] == "shared" else []
    return Scope({"user": [context.user_id, *nobody]})


def _absence_requests(context: Context) -> Scope:
    return Scope({}, lambda row: context.user_id in (row["sender"], row["receiver"]))


SCOPES: dict[str, Callable[[Context], Scope]] = {
    "timeEntries": _entries,
    "projects": _projects,
    "taskAssignments": _in_own_projects,
    "userAssignments": _in_own_projects,
    "clients": _clients,
    "userEmployments": _own,
    "absences": _absences,
    "vacationBudgets": _own,
    "calendarFeeds": _own,
    "absenceRequests": _absence_requests,
    "expenses": _in_own_projects,
}
ROW_QUIRKS = frozenset((
    "projects", "taskAssignments", "userAssignments", "users", "userEmployments", "clients", "absences", "absenceTypes",
))  # fmt: skip
