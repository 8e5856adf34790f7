"""An OpenAPI 3.1 description of the service with its default quirks, made from the table of routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coffeecup_sandbox import records
from coffeecup_sandbox.people import EMPLOYMENT_FIELDS
from coffeecup_sandbox.sundries import ALL

if TYPE_CHECKING:
    from coffeecup_sandbox.fields import Field
    from coffeecup_sandbox.resources import Resource
    from coffeecup_sandbox.routes import Route, Routes

Schema = dict[str, Any]

COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
TEXT: Schema = {"type": "string"}
_DATE, _TIME = "2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])", "T[01][0-9]:[0-5][0-9]:[0-5][0-9]Z"
DAY: Schema = {"type": "string", "pattern": f"^{_DATE}({_TIME})?$"}
PLACE: Schema = {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}
NUMERAL = r"^[0-9]{1,15}$"
MAYBE: Schema = {"type": ["number", "null"]}
TOKEN: Schema = {"type": "string", "pattern": "^[0-9a-f]{40}$"}


def description(routes: Routes) -> Schema:
    """Return the whole document in plain JSON types."""
    paths: dict[str, Schema] = {}
    for route in routes.all:
        paths.setdefault(route.template, {})[route.method.lower()] = operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "CoffeeCup, as the sandbox understands it",
            "version": "1",
            "description": "Paths are matched without regard to case. Every open question is answered by its default. "
            "The token may also travel as `access_token` in the query, but not in both places.",
        },
        "servers": [{"url": "http://127.0.0.1:8080"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {**SHARED, **{each.model: _record(each) for each in ALL}, **_written()},
        },
    }


def operation(route: Route) -> Schema:
    """Describe one route."""
    found: Schema = {
        "summary": route.about,
        "operationId": _name(route),
        "parameters": _parameters(route),
        "responses": {**_success(route), **{str(code): _failure(code) for code in _failures(route)}},
        "x-confidence": route.mark,
    }
    body = _body(route)
    if body:
        found["requestBody"] = {"required": True, "content": body}
    if route.open:
        found["security"] = []
    return found


def _name(route: Route) -> str:
    words = [part.strip("{}").replace(".", "-") for part in route.template.split("/") if part and part != "v1"]
    return "-".join([route.method.lower(), *words])


def _parameters(route: Route) -> list[Schema]:
    found: list[Schema] = []
    for part in route.template.split("/"):
        if part.startswith("{"):
            schema: Schema = {"type": "integer", "minimum": 1} if part == "{id}" and route.resource else TEXT
            found.append({"name": part[1:-1], "in": "path", "required": True, "schema": schema})
    queries: dict[str, Schema] = {}
    if route.handler is records.list_rows and route.resource:
        queries = {"limit": PLACE, "skip": PLACE, "sort": _sorts(route.resource)}
        found.append({"name": "where", "in": "query", "content": _json({"type": "object"})})
        for each in route.resource.fields:
            queries |= {each.name: TEXT, f"{each.name}[]": {"type": "array", "items": TEXT}}
    queries = queries or QUERIES.get(route.template, {})
    return found + [
        {"name": name, "in": "query", "schema": schema, **({"required": True} if schema is DAY else {})}
        for name, schema in queries.items()
    ]


def _sorts(resource: Resource) -> Schema:
    """Describe `sort`: names of attributes with a direction, one after the other (api-facts 3.1)."""
    one = f"({'|'.join(resource.by_name)})( ASC| DESC)?"
    return {"type": "string", "pattern": rf"^\s*({one}(,{one})*)?\s*$"}


def _success(route: Route) -> Schema:
    template, resource = (route.method, route.template), route.resource
    if template in REPLIES:
        return {"200": _reply(REPLIES[template])}
    if template in FILES:
        return {"200": {"description": "The file.", "content": {kind: {"schema": TEXT} for kind in FILES[template]}}}
    assert resource is not None
    return {str(code): _reply(schema) for code, schema in _of_record(route, resource).items()}


def _of_record(route: Route, resource: Resource) -> dict[int, Schema]:
    """Return what the five verbs on a record answer, by status."""
    name = "Name" if resource.plural == "users" else resource.model  # of colleagues only the name is told
    one = _root(resource.singular, _ref(resource.model))
    if route.handler is records.list_rows:
        return {200: _object({resource.plural: {"type": "array", "items": _ref(name)}, "meta": _ref("Meta")})}
    if route.handler is records.get_row:
        return {200: _root(resource.singular, _ref(name))}
    if route.handler is records.create_row:
        return {201: one, 200: one} if resource.plural == "timeEntries" else {201: one}
    return {200: {"type": "null"} if route.method == "DELETE" else one}


def _failures(route: Route) -> list[int]:
    """Return the statuses of the errors a route may answer."""
    found = {400, 503}
    if not route.open:
        found |= {401, 403}
    if "{" in route.template or route.template in {"/oauth2/token", "/v1/analytics/projects"} or route.mark == "C":
        found.add(404)
    if route.method in {"POST", "PUT"}:
        found |= {413, 415}
    if route.template == "/v1/admin/createAccount":
        found.add(409)
    if route.method == "DELETE":
        found.add(500)
    return sorted(found)


def _body(route: Route) -> Schema | None:
    if (route.method, route.template) in BODIES:
        return BODIES[route.method, route.template]
    if route.handler in {records.create_row, records.update_row} and route.resource:
        use = "Create" if route.handler is records.create_row else "Change"
        return _json(_root(route.resource.singular, _ref(f"{route.resource.model}{use}")))
    return None


def _record(resource: Resource) -> Schema:
    """Describe a record as it is answered: every attribute is there, more may come."""
    found = {each.name: each.schema() for each in resource.fields}
    if resource.plural == "users":
        found |= {each.name: {**each.schema(), "type": _nullable(each.schema()["type"])} for each in EMPLOYMENT_FIELDS}
        for each in EMPLOYMENT_FIELDS:
            found[each.name].pop("enum", None)
    return _object(found)


def _written() -> dict[str, Schema]:
    """Describe what may be written; numbers and ids may also be text (api-facts 3)."""
    found = {}
    for resource in ALL:
        fields = [each for each in resource.fields if not each.readonly]
        schema = _object({each.name: _accepted(each) for each in fields})
        needed = [each.name for each in fields if each.required and each.name != "user"]
        found[f"{resource.model}Create"] = {**schema, "required": needed}
        found[f"{resource.model}Change"] = {**schema, "required": []}
    return found


def _accepted(attribute: Field) -> Schema:
    """Describe what is taken for an attribute: numbers and flags also as text, texts also as numbers (api-facts 3)."""
    schema = {**attribute.schema(), **({"minLength": 1} if attribute.required and attribute.kind == "string" else {})}
    kinds = _listed(schema.pop("type"))
    if attribute.kind == "bool":
        return {"enum": [True, False, 0, 1, "true", "false", "0", "1", *([None] if attribute.null else [])]}
    if attribute.kind in {"int", "ref", "number"} and attribute.choices:
        return {"enum": [*schema["enum"], *map(str, attribute.choices)]}
    if attribute.kind in {"int", "ref", "number"}:
        return {**schema, "type": [*kinds, "string"], "pattern": NUMERAL}
    return {**schema, "type": [*kinds, "number"] if attribute.kind == "string" and not attribute.choices else kinds}


def _listed(kind: Any) -> list[str]:
    return kind if isinstance(kind, list) else [kind]


def _nullable(kind: Any) -> list[str]:
    return kind if isinstance(kind, list) else [kind, "null"]


def _object(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _root(name: str, schema: Schema) -> Schema:
    return _object({name: schema})


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _reply(schema: Schema) -> Schema:
    return {"description": "As asked.", "content": _json(schema)}


def _failure(code: int) -> Schema:
    found: Schema = {"description": "Refused.", "content": _json(_ref("Error"))}
    if code == 503:
        found["headers"] = {"Retry-After": {"schema": TEXT}}
    return found


HOURS = _object({"total": NUMBER, "spent": NUMBER, "nonBillable": NUMBER})
AMOUNT = _object({"spent": NUMBER})
MONTH = _object(
    {"date": {"type": "string", "format": "date-time"}, "timestamp": COUNT, "hours": HOURS, "amount": AMOUNT}
)
PART = _object({"id": {"type": ["integer", "null"]}, "hours": HOURS, "amount": AMOUNT})


def _more(schema: Schema, **properties: Schema) -> Schema:
    return _object({**schema["properties"], **properties})


BUDGETED = {
    each: _more(schema, budget=MAYBE, outOfBudget=MAYBE) for each, schema in (("hours", HOURS), ("amount", AMOUNT))
}
FIGURES = {"id": COUNT, "project": COUNT, **{each: _more(schema, billed=NUMBER) for each, schema in BUDGETED.items()}}
DETAILS = {"monthlyHistogram": MONTH, "users": PART, "tasks": _more(PART, **BUDGETED)}
SHARED: dict[str, Schema] = {
    "Error": {
        "type": "object",
        "properties": {"error": TEXT, "status": {"type": "integer", "minimum": 400}, "summary": TEXT, "raw": TEXT},
        "required": ["error", "status", "summary"],
    },
    "Meta": _object(
        {
            "skip": COUNT,
            "limit": COUNT,
            "total": COUNT,
            "sort": {"type": "array", "items": TEXT},
            "criteria": {"type": "object"},
        }
    ),
    "Name": _object({"id": COUNT, "status": COUNT, "firstname": TEXT, "lastname": TEXT, "role": MAYBE}),
    "Tokens": _object(
        {"token_type": {"enum": ["bearer"]}, "access_token": TOKEN, "expires_in": COUNT, "refresh_token": TOKEN}
    ),
    "Limits": _object(
        {
            "last_access_at": {"type": "string", "format": "date-time"},
            "count": COUNT,
            "timeframe_limit": COUNT,
            "max_calls": COUNT,
            "lockout_seconds": COUNT,
        }
    ),
    "AnalyticsProject": _object(
        {**FIGURES, **{name: {"type": "array", "items": items} for name, items in DETAILS.items()}}
    ),
    "AnalyticsSparse": _object(FIGURES),
    "AnalyticsTimeEntries": _object({"startTimestamp": NUMBER, "endTimestamp": NUMBER, **BUDGETED}),
}
FORGOTTEN = _root("passwordforgotrequest", _root("email", {"type": "string", "pattern": "@"}))
ENTRIES = _root("timeEntries", {"type": "array", "items": _ref("TimeEntry")})
REPLIES: dict[tuple[str, str], Schema] = {
    ("POST", "/oauth2/token"): _ref("Tokens"),
    ("GET", "/account/rate_limit_status"): _ref("Limits"),
    ("GET", "/v1/users/me"): _root("user", _ref("User")),
    ("POST", "/v1/users/forgotPassword"): FORGOTTEN,
    ("POST", "/v1/timeEntries/batchUpdate"): ENTRIES,
    ("POST", "/v1/calendarFeeds"): _root("calendarFeed", _ref("CalendarFeed")),
    ("GET", "/v1/analytics/projects"): {
        "oneOf": [
            _root("analyticsProject", _ref("AnalyticsProject")),
            _root("analyticsProjects", {"type": "array", "items": _ref("AnalyticsSparse")}),
        ]
    },
    ("GET", "/v1/analytics/time-entries"): _root("analyticsTimeEntries", _ref("AnalyticsTimeEntries")),
    ("POST", "/v1/files/upload/{kind}/{id}"): _root("imageFileToken", TEXT),
}
FILES: dict[tuple[str, str], tuple[str, ...]] = {
    ("PUT", "/v1/admin/createAccount"): ("text/plain",),
    ("GET", "/v1/calendarFeeds/private/{token}/feed.ics"): ("text/calendar",),
    ("GET", "/v1/export/timeEntries"): ("application/pdf",),
    ("GET", "/v1/files/get/{kind}/{id}/{size}"): ("image/png", "image/jpeg"),
}
QUERIES: dict[str, dict[str, Schema]] = {
    "/oauth2/token": {"companyurl": TEXT},
    "/v1/analytics/projects": {"project": TEXT, "project[]": {"type": "array", "items": TEXT}},
    "/v1/export/timeEntries": {"start_date": DAY, "end_date": DAY, "title": TEXT, "format": {"enum": ["pdf"]}},
    "/v1/analytics/time-entries": {
        "start_date": DAY,
        "end_date": DAY,
        **{name: {"type": "array", "items": TEXT} for name in ("user[]", "project[]", "task[]", "project.client[]")},
    },
}
GRANTS = ("password", "refresh_token", "client_credentials")
GRANT = _object(dict.fromkeys(("grant_type", "client_id", "client_secret", "username", "password"), TEXT))
GRANT["properties"] |= {"refresh_token": TEXT, "grant_type": {"enum": list(GRANTS)}}
GRANT["required"] = ["grant_type"]
UPLOAD = _root("upload", {"type": "string", "format": "binary"})
BODIES: dict[tuple[str, str], Schema] = {
    ("POST", "/oauth2/token"): {"application/x-www-form-urlencoded": {"schema": GRANT}},
    ("POST", "/v1/users/forgotPassword"): _json(FORGOTTEN),
    ("POST", "/v1/timeEntries/batchUpdate"): _json(
        _root("timeEntries", {"type": "array", "items": {"type": "object"}})
    ),
    ("POST", "/v1/files/upload/{kind}/{id}"): {"multipart/form-data": {"schema": UPLOAD}},
    ("PUT", "/v1/admin/createAccount"): {
        "application/x-www-form-urlencoded": {
            "schema": _object(dict.fromkeys(("email", "firstname", "lastname", "domain"), TEXT))
        }
    },
}
