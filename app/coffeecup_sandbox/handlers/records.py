"""List, get, create, update and delete for all resources."""

from typing import Any

from coffeecup_sandbox import entry_rules, permissions, query, record_rules, serializers
from coffeecup_sandbox.context import ADMIN, Context
from coffeecup_sandbox.http_messages import ENCODER, ApiError, Response
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.schema import Field, InvalidValue, Row

PASSWORD_SET = 2
PARTIAL = ("id", "status", "updatedAt", "duration", "running")


def list_rows(context: Context) -> Response:
    """Answer a list, filtered by the role and the request, sorted and paged."""
    resource = context.resource
    scope = permissions.readable_scope(context, resource.plural)
    list_query = query.parse(context.request, resource, context.quirks)
    rows = _matching_rows(context, scope, list_query)
    _default_order(rows, context.quirks)
    page = list_query.page(list_query.sort_rows(rows, lambda row: permissions.visible(context, resource.plural, row)))
    if page and context.quirks["doubled_rows"] == "yes":
        page.append(page[-1])
    extra_roots: dict[str, Any] = {}
    meta = list_query.meta(len(rows))
    variants = {"full": meta, "sort_only": {"sort": meta["sort"]}, "total_only": {"total": meta["total"]}}
    if context.quirks["meta"] in variants:
        extra_roots["meta"] = variants[context.quirks["meta"]]
    if context.quirks["unknown_fields"] == "extra":
        extra_roots["linked"] = {"users": []}
    rows_json = ",".join([serializers.for_user_json(context, resource, row) for row in page])
    extra_json = "".join(f',"{name}":{ENCODER.encode(value)}' for name, value in extra_roots.items())
    return Response(200, text=f'{{"{resource.plural}":[{rows_json}]{extra_json}}}')


def get_row(context: Context) -> Response:
    """Answer one record. Raises ApiError (404, or as the quirk `foreign_id` says)."""
    row = context.rows(context.resource.plural).get(context.record_id())
    if row is None:
        raise ApiError(404, f"No {context.resource.singular} has this id.")
    if not permissions.readable_scope(context, context.resource.plural).allows(row):
        raise ApiError(int(context.quirks["foreign_id"]), f"No {context.resource.singular} has this id.")
    return Response(200, {context.resource.singular: serializers.for_user(context, context.resource, row)})


def create_row(context: Context) -> Response:
    """Create a record; the status is 201, or 200 for a running time entry (api-facts 3.3)."""
    values = read_values(context, _body_object(context), stored=None)
    is_entry = context.resource.plural == "timeEntries"
    if is_entry or context.resource.plural == "absences":
        values.setdefault("user", context.user_id)
    permissions.require_write(context, context.resource.plural, {"id": None, "user": None, **values})
    running_before = _running_ids(context)
    if is_entry:
        values = entry_rules.before_create(context, values)
    values = record_rules.before_write(context, None, values)
    row = context.state.insert(context.resource.plural, {**values, **_password(context)})
    running = is_entry and row["running"]
    status = int(context.quirks["running_create_status" if running else "create_status"])
    return _with_stopped(context, _write_response(context, row, status, "create_reply"), running_before)


def update_row(context: Context) -> Response:
    """Change only the attributes that the request holds."""
    row = _writable_row(context)
    values = read_values(context, _body_object(context), stored=row)
    permissions.require_write(context, context.resource.plural, {**row, **values})
    running_before = _running_ids(context)
    if context.resource.plural == "timeEntries":
        values.pop(context.quirks["put_ignored"], None)
        values = entry_rules.before_update(context, row, values)
    values = record_rules.before_write(context, row, values)
    after = context.state.change(context.resource.plural, row["id"], {**values, **_password(context)})
    record_rules.archive_dependents(context.state, context.quirks, context.resource.plural, row, after)
    if after.get("_password") != row.get("_password") and context.quirks["password_change"] == "revokes":  # noqa: S105
        context.state.revoke(after["id"])
    return _with_stopped(context, _write_response(context, after, 200, "update_reply"), running_before - {after["id"]})


def batch_update(context: Context) -> Response:
    """Change several entries, all or none; 404 by default, because a client gave it up in 2024 (api-facts 6)."""
    if context.quirks["batch_update"] == "404":
        raise ApiError(404, "There is no such path.")
    body = context.request.json()
    items = body.get(context.resource.plural) if isinstance(body, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ApiError(400, f"The body must be an object with the root “{context.resource.plural}”, a list.")
    planned = []
    for item in items:
        context.params["id"] = str(item.get("id", ""))
        row = _writable_row(context)
        values = read_values(context, item, stored=row)
        permissions.require_write(context, context.resource.plural, {**row, **values})
        planned.append((row["id"], entry_rules.before_update(context, row, values)))
    rows = [context.state.change(context.resource.plural, key, values) for key, values in planned]
    return Response(
        200, {context.resource.plural: [serializers.for_user(context, context.resource, row) for row in rows]}
    )


def delete_row(context: Context) -> Response:
    """Delete a record. Raises ApiError (500) if others depend on it (api-facts 3.3)."""
    row = _writable_row(context)
    if context.resource.plural == "timeEntries":
        entry_rules.before_delete(context, row)
    record_rules.before_delete(context.state, context.resource.plural, row)
    context.state.remove(context.resource.plural, row["id"])
    bodies: dict[str, Any] = {
        "object": {context.resource.singular: serializers.for_user(context, context.resource, row)},
        "brackets": {},
    }
    if context.quirks["delete_reply"] in ("empty", "204"):
        return Response(204 if context.quirks["delete_reply"] == "204" else 200, body=b"")
    return Response(200, bodies.get(context.quirks["delete_reply"]))


def read_values(context: Context, body: Row, *, stored: Row | None) -> Row:
    """Return the converted attributes of a request body that the user may write; `stored` is None on create.

    Raises ApiError, which lists all invalid attributes.
    """
    values: Row = {}
    violations: dict[str, list[tuple[str, str]]] = {}
    for field in context.resource.fields:
        name = _name_in_body(context.quirks, field.name, body)
        if field.readonly:
            continue
        try:
            if name in body:
                values[field.name] = _converted(context, field, body[name])
            if (
                stored is None
                and field.required
                and not _is_optional(context, field)
                and values.get(field.name) in (None, "")
            ):
                raise InvalidValue("required", f"`{field.name}` is required")
        except InvalidValue as error:
            violations[field.name] = [(error.rule, str(error))]
    if violations:
        raise entry_rules.validation_error(context.resource.model, violations)
    return permissions.without_office_fields(context, context.resource, stored=stored, values=values)


def _converted(context: Context, field: Field, value: Any) -> Any:
    if field.name == "duration" and isinstance(value, float) and context.quirks["durations"] == "fractional":
        value = value // 1
    converted = field.read(value)
    if field.table and converted is not None and context.state[field.table].get(converted) is None:
        raise InvalidValue("exists", f"`{field.name}` names a record that does not exist")
    if field.required and converted in (None, "") and not _is_optional(context, field):
        raise InvalidValue("required", f"`{field.name}` is required")
    return converted


def _is_optional(context: Context, field: Field) -> bool:
    """Return whether a required attribute may be missing: the owner has a default, and breaks need no task."""
    return context.resource.plural == "timeEntries" or (field.name == "user" and context.resource.plural == "absences")


def _name_in_body(quirks: Quirks, name: str, body: Row) -> str:
    """Return the name of an attribute in a request, because start and end times have two (api-facts 11.2)."""
    if name not in ("startTime", "endTime"):
        return name
    lower = name.lower()
    if quirks["times_written"] == "same":
        return lower if quirks["times_casing"] == "lower" else name
    return lower if lower in body else name


def _body_object(context: Context) -> Row:
    body = context.request.json()
    record = body.get(context.resource.singular) if isinstance(body, dict) else None
    if not isinstance(record, dict):
        raise ApiError(400, f"The body must be an object with the root “{context.resource.singular}”.")
    return record


def _writable_row(context: Context) -> Row:
    """Return the record in the path if the role may change it. Raises ApiError (404, 403)."""
    row = context.state[context.resource.plural].get(context.record_id())
    if row is None:
        raise ApiError(404, f"No {context.resource.singular} has this id.")
    permissions.require_write(context, context.resource.plural, row)
    return row


def _password(context: Context) -> Row:
    """Return the password of a user that an admin sets, which is stored but never in replies, and its status."""
    if context.resource.plural != "users" or context.role != ADMIN:
        return {}
    body = _body_object(context)
    password = body.get("password")
    if isinstance(password, str) and password:
        return {"_password": password, **({} if "passwordStatus" in body else {"passwordStatus": PASSWORD_SET})}
    return {}


def _write_response(context: Context, row: Row, status: int, quirk: str) -> Response:
    record = serializers.for_user(context, context.resource, row)
    form = context.quirks[quirk]
    if form == "empty":
        return Response(status, body=b"")
    if form == "null":
        return Response(status, None)
    if form in ("partial", "id"):
        record = {name: record[name] for name in (PARTIAL if form == "partial" else ("id",)) if name in record}
    return Response(status, {context.resource.singular: record})


def _running_ids(context: Context) -> set[int]:
    """Return the ids of running entries if replies list the stopped ones (quirk `second_timer_told`), else none."""
    if context.resource.plural != "timeEntries" or context.quirks["second_timer_told"] == "no":
        return set()
    return {row["id"] for row in context.state["timeEntries"].where(running=True)}


def _with_stopped(context: Context, response: Response, running_before: set[int]) -> Response:
    stopped = sorted(running_before - _running_ids(context))
    if stopped and isinstance(response.payload, dict):
        rows = [context.state["timeEntries"].rows[key] for key in stopped]
        response.payload["timeEntries"] = [serializers.for_user(context, context.resource, row) for row in rows]
    return response


def _matching_rows(context: Context, scope: permissions.Scope, list_query: query.Query) -> list[Row]:
    """Return the rows that the role may read and that match the request."""
    if context.resource.plural == "users":
        users = [row for row in context.rows("users").values() if scope.allows(row)]
        return [row for row in users if list_query.matches(permissions.visible(context, "users", row))]
    equal = {
        name: [value for value in values if value in scope.equal.get(name, values)]
        for name, values in {**scope.equal, **list_query.equal}.items()
    }
    if context.lag_s:
        past = context.rows(context.resource.plural).values()
        rows = [row for row in past if all(row[name] in values for name, values in equal.items())]
    else:
        rows = context.state[context.resource.plural].select({**_indexed_values(context, list_query), **equal})
    tests = [*list_query.tests, *([scope.test] if scope.test else [])]
    return [row for row in rows if all(test(row) for test in tests)] if tests else rows


def _indexed_values(context: Context, list_query: query.Query) -> dict[str, list[Any]]:
    """Return the values within the bounds of the request, for attributes that have an index."""
    indexed = {name: context.state[context.resource.plural].values(name) for name in list_query.bounds}
    return {
        name: [value for value in values if all(test({name: value}) for test in list_query.bounds[name])]
        for name, values in indexed.items()
        if values is not None
    }


def _default_order(rows: list[Row], quirks: Quirks) -> None:
    if quirks["order"] == "newest":
        rows.reverse()
    elif quirks["order"] == "shuffled":
        rows.sort(key=lambda row: serializers.opaque(row["id"]))
