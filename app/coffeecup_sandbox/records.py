"""List, get, create, update and delete of any resource, from its table of attributes."""

from typing import Any

from coffeecup_sandbox import cascades, entries, query, render, roles
from coffeecup_sandbox.call import ADMIN, MANAGER, Call
from coffeecup_sandbox.exchange import ENCODER, Refusal, Reply
from coffeecup_sandbox.fields import Field, Invalid, Row
from coffeecup_sandbox.quirks import Quirks

PARTIAL = ("id", "status", "updatedAt", "duration", "running")


def list_rows(call: Call) -> Reply:
    """Answer a list: filtered by the role, then by the request, sorted and paged."""
    resource = call.of
    scope = roles.readable(call, resource.plural)
    asked = query.parse(call.request, resource, call.quirks)
    rows = _found(call, scope, asked)
    _default_order(rows, call.quirks)
    page = asked.page(asked.arrange(rows))
    if page and call.quirks["doubled_rows"] == "yes":
        page.append(page[-1])
    others: dict[str, Any] = {}
    meta = asked.meta(len(rows))
    kept = {"full": meta, "sort_only": {"sort": meta["sort"]}, "total_only": {"total": meta["total"]}}
    if call.quirks["meta"] in kept:
        others["meta"] = kept[call.quirks["meta"]]
    if call.quirks["unknown_fields"] == "extra":
        others["linked"] = {"users": []}
    rows_text = ",".join([render.text(call, resource, row) for row in page])
    others_text = "".join(f',"{name}":{ENCODER.encode(value)}' for name, value in others.items())
    return Reply(200, text=f'{{"{resource.plural}":[{rows_text}]{others_text}}}')


def get_row(call: Call) -> Reply:
    """Answer one record by its id. Raises Refusal (404, or as the quirk `foreign_id` says)."""
    row = call.rows(call.of.plural).get(call.key())
    if row is None:
        raise Refusal(404, f"No {call.of.singular} has this id.")
    if not roles.readable(call, call.of.plural).allows(row):
        raise Refusal(int(call.quirks["foreign_id"]), f"No {call.of.singular} has this id.")
    return Reply(200, {call.of.singular: render.one(call, call.of, row)})


def create_row(call: Call) -> Reply:
    """Create a record; 201, or 200 for a running time entry (api-facts 3.3)."""
    values = read_values(call, _unwrapped(call), creating=True)
    is_entry = call.of.plural == "timeEntries"
    if is_entry or call.of.plural == "absences":
        values.setdefault("user", call.me)
    roles.require_write(call, call.of.plural, {"id": None, "user": None, **values})
    before = _running(call)
    if is_entry:
        values = entries.before_create(call, values)
    values = cascades.before_write(call, None, values)
    row = call.state.insert(call.of.plural, {**values, **_secret(call)})
    running = is_entry and row["running"]
    status = int(call.quirks["running_create_status" if running else "create_status"])
    return _with_stopped(call, _written(call, row, status, "create_reply"), before)


def update_row(call: Call) -> Reply:
    """Change the attributes that were sent, and only those."""
    row = _own_row(call)
    values = read_values(call, _unwrapped(call), creating=False)
    before = _running(call)
    if call.of.plural == "timeEntries":
        values = entries.before_update(call, row, values)
    values = cascades.before_write(call, row, values)
    after = call.state.change(call.of.plural, row["id"], {**values, **_secret(call)})
    cascades.archive_follows(call.state, call.quirks, call.of.plural, row, after)
    if after.get("_password") != row.get("_password") and call.quirks["password_change"] == "revokes":  # noqa: S105
        call.state.revoke(after["id"])
    return _with_stopped(call, _written(call, after, 200, "update_reply"), before - {after["id"]})


def batch_update(call: Call) -> Reply:
    """Change several entries, all or none; gone by default, as nobody has seen it work since 2024 (api-facts 6)."""
    if call.quirks["batch_update"] == "404":
        raise Refusal(404, "There is no such path.")
    body = call.request.json()
    wishes = body.get(call.of.plural) if isinstance(body, dict) else None
    if not isinstance(wishes, list) or not all(isinstance(each, dict) for each in wishes):
        raise Refusal(400, f"The body must be an object with the root “{call.of.plural}”, a list.")
    planned = []
    for wish in wishes:
        call.params["id"] = str(wish.get("id", ""))
        row = _own_row(call)
        planned.append((row["id"], entries.before_update(call, row, read_values(call, wish, creating=False))))
    rows = [call.state.change(call.of.plural, key, values) for key, values in planned]
    return Reply(200, {call.of.plural: [render.one(call, call.of, row) for row in rows]})


def delete_row(call: Call) -> Reply:
    """Delete a record; refused with 500 while others depend on it (api-facts 3.3)."""
    row = _own_row(call)
    if call.of.plural == "timeEntries":
        entries.before_delete(call, row)
    cascades.refuse_dependents(call.state, call.of.plural, row)
    call.state.remove(call.of.plural, row["id"])
    bodies: dict[str, Any] = {"object": {call.of.singular: render.one(call, call.of, row)}, "brackets": {}}
    if call.quirks["delete_reply"] in ("empty", "204"):
        return Reply(204 if call.quirks["delete_reply"] == "204" else 200, body=b"")
    return Reply(200, bodies.get(call.quirks["delete_reply"]))


def read_values(call: Call, body: Row, *, creating: bool) -> Row:
    """Return the attributes of a request body in their own types. Raises Refusal with every invalid attribute."""
    values: Row = {}
    wrong: dict[str, list[tuple[str, str]]] = {}
    for field in call.of.fields:
        name = _sent_as(call.quirks, field.name, body)
        if field.readonly or (field.office and call.role not in (ADMIN, MANAGER)):
            continue
        try:
            if name in body:
                values[field.name] = _read(call, field, body[name])
            if creating and field.required and not _optional(call, field) and values.get(field.name) in (None, ""):
                raise Invalid("required", f"`{field.name}` is required")
        except Invalid as error:
            wrong[field.name] = [(error.rule, str(error))]
    if wrong:
        raise entries.invalid(call.of.model, wrong)
    return values


def _read(call: Call, field: Field, value: Any) -> Any:
    if field.name == "duration" and isinstance(value, float) and call.quirks["durations"] == "fractional":
        value = value // 1
    found = field.read(value)
    if field.table and found is not None and call.state[field.table].get(found) is None:
        raise Invalid("exists", f"`{field.name}` names a record that does not exist")
    if field.required and found in (None, "") and not _optional(call, field):
        raise Invalid("required", f"`{field.name}` is required")
    return found


def _optional(call: Call, field: Field) -> bool:
    """Say whether a required attribute may be missing here: the owner defaults to oneself, breaks need no task."""
    return call.of.plural == "timeEntries" or (field.name == "user" and call.of.plural == "absences")


def _sent_as(quirks: Quirks, name: str, body: Row) -> str:
    """Return the spelling of an attribute in a request: start and end times have two (api-facts 11.2)."""
    if name not in ("startTime", "endTime"):
        return name
    lower = name.lower()
    if quirks["times_written"] == "same":
        return lower if quirks["times_casing"] == "lower" else name
    return lower if lower in body else name


def _unwrapped(call: Call) -> Row:
    body = call.request.json()
    inner = body.get(call.of.singular) if isinstance(body, dict) else None
    if not isinstance(inner, dict):
        raise Refusal(400, f"The body must be an object with the root “{call.of.singular}”.")
    return inner


def _own_row(call: Call) -> Row:
    """Return the record in the path if the role may change it. Raises Refusal (404, 403)."""
    row = call.state[call.of.plural].get(call.key())
    if row is None:
        raise Refusal(404, f"No {call.of.singular} has this id.")
    roles.require_write(call, call.of.plural, row)
    return row


def _secret(call: Call) -> Row:
    """Return what is stored with a user but never shown: the password an admin sets."""
    if call.of.plural != "users" or call.role != ADMIN:
        return {}
    password = _unwrapped(call).get("password")
    return {"_password": password} if isinstance(password, str) and password else {}


def _written(call: Call, row: Row, status: int, quirk: str) -> Reply:
    shown = render.one(call, call.of, row)
    answer = call.quirks[quirk]
    if answer == "empty":
        return Reply(status, body=b"")
    if answer == "null":
        return Reply(status, None)
    if answer in ("partial", "id"):
        shown = {name: shown[name] for name in (PARTIAL if answer == "partial" else ("id",)) if name in shown}
    return Reply(status, {call.of.singular: shown})


def _running(call: Call) -> set[int]:
    """Return the ids of the running entries, where the reply shall tell which of them a start has stopped."""
    if call.of.plural != "timeEntries" or call.quirks["second_timer_told"] == "no":
        return set()
    return {row["id"] for row in call.state["timeEntries"].where(running=True)}


def _with_stopped(call: Call, reply: Reply, before: set[int]) -> Reply:
    stopped = sorted(before - _running(call))
    if stopped and isinstance(reply.payload, dict):
        rows = [call.state["timeEntries"].rows[key] for key in stopped]
        reply.payload["timeEntries"] = [render.one(call, call.of, row) for row in rows]
    return reply


def _found(call: Call, scope: roles.Scope, asked: query.Query) -> list[Row]:
    """Return the rows that the role may read and the request asks for."""
    equal = {
        name: [value for value in values if value in scope.equal.get(name, values)]
        for name, values in {**scope.equal, **asked.equal}.items()
    }
    if call.lag:
        past = call.rows(call.of.plural).values()
        rows = [row for row in past if all(row[name] in values for name, values in equal.items())]
    else:
        rows = call.state[call.of.plural].select({**_bounded(call, asked), **equal})
    tests = [*asked.tests, *([scope.test] if scope.test else [])]
    return [row for row in rows if all(test(row) for test in tests)] if tests else rows


def _bounded(call: Call, asked: query.Query) -> dict[str, list[Any]]:
    """Return what the attributes with an index may be, of those that the request sets bounds to."""
    indexed = {name: call.state[call.of.plural].values(name) for name in asked.bounds}
    return {
        name: [value for value in values if all(test({name: value}) for test in asked.bounds[name])]
        for name, values in indexed.items()
        if values is not None
    }


def _default_order(rows: list[Row], quirks: Quirks) -> None:
    if quirks["order"] == "newest":
        rows.reverse()
    elif quirks["order"] == "shuffled":
        rows.sort(key=lambda row: render.hashed(row["id"]))
