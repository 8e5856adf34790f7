"""The OpenAPI 3.1 description of the service with its default quirks, made from the table of routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coffeecup_sandbox.handlers import pdf_export, records
from coffeecup_sandbox.people_resources import EMPLOYMENT_FIELDS
from coffeecup_sandbox.resources import ALL

if TYPE_CHECKING:
    from coffeecup_sandbox.routes import Route, Routes
    from coffeecup_sandbox.schema import Field, Resource

Schema = dict[str, Any]

COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
TEXT: Schema = {"type": "string"}
_DATE, _TIME = "2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])", "T[01][0-9]:[0-5][0-9]:[0-5][0-9]Z"
DAY: Schema = {"type": "string", "pattern": f"^{_DATE}({_TIME})?$"}
PAGE_NUMBER: Schema = {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}
NUMERIC_STRING = r"^[0-9]{1,15}$"
NULLABLE_NUMBER: Schema = {"type": ["number", "null"]}
TOKEN: Schema = {"type": "string", "pattern": "^[0-9a-f]{40}$"}


def description(routes: Routes) -> Schema:
    """Return the OpenAPI document in plain JSON types."""
    paths: dict[str, Schema] = {}
    for route in routes.all:
        paths.setdefault(route.template, {})[route.method.lower()] = operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "CoffeeCup, as the sandbox serves it",
            "version": "1",
            "description": "The case of paths does not matter. Quirks have their defaults. "
            "The token can also be the query parameter `access_token`, but not both at once.",
        },
        "servers": [{"url": "http://127.0.0.1:8080"}],
        "security": [{"bearer": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {**SHARED_SCHEMAS, **{name.model: _record_schema(name) for name in ALL}, **_request_schemas()},
        },
    }


def operation(route: Route) -> Schema:
    """Return the operation object of a route."""
    document: Schema = {
        "summary": route.about,
        "operationId": _operation_id(route),
        "parameters": _parameters(route),
        "responses": {**_successes(route), **{str(code): _error_response(code) for code in _error_statuses(route)}},
        "x-confidence": route.mark,
    }
    body = _body(route)
    if body:
        document["requestBody"] = {"required": True, "content": body}
    if route.open:
        document["security"] = []
    return document


def _operation_id(route: Route) -> str:
    words = [part.strip("{}").replace(".", "-") for part in route.template.split("/") if part and part != "v1"]
    return "-".join([route.method.lower(), *words])


def _parameters(route: Route) -> list[Schema]:
    parameters: list[Schema] = []
    for part in route.template.split("/"):
        if part.startswith("{"):
            schema: Schema = {"type": "integer", "minimum": 1} if part == "{id}" and route.resource else TEXT
            parameters.append({"name": part[1:-1], "in": "path", "required": True, "schema": schema})
    query_schemas: dict[str, Schema] = {}
    if route.handler is records.list_rows and route.resource:
        query_schemas = {"limit": PAGE_NUMBER, "skip": PAGE_NUMBER, "sort": _sort_schema(route.resource)}
        parameters.append({"name": "where", "in": "query", "content": _json({"type": "object"})})
        for attribute in route.resource.fields:
            query_schemas |= {attribute.name: TEXT, f"{attribute.name}[]": {"type": "array", "items": TEXT}}
    query_schemas = query_schemas or QUERIES.get(route.template, {})
    return parameters + [
        {"name": name, "in": "query", "schema": schema, **({"required": True} if schema is DAY else {})}
        for name, schema in query_schemas.items()
    ]


def _sort_schema(resource: Resource) -> Schema:
    """Return the schema of `sort`: names of attributes, each with a direction (api-facts 3.1)."""
    key = f"({'|'.join(resource.by_name)})( ASC| DESC)?"
    return {"type": "string", "pattern": rf"^\s*({key}(,{key})*)?\s*$"}


def _successes(route: Route) -> Schema:
    template, resource = (route.method, route.template), route.resource
    if template in RESPONSES:
        return {"200": _response(RESPONSES[template])}
    if template in FILE_TYPES:
        return {
            "200": {"description": "The file.", "content": {kind: {"schema": TEXT} for kind in FILE_TYPES[template]}}
        }
    assert resource is not None
    return {str(code): _response(schema) for code, schema in _record_replies(route, resource).items()}


def _record_replies(route: Route, resource: Resource) -> dict[int, Schema]:
    """Return the schemas of successful replies of the five generic handlers, by status."""
    name = "Name" if resource.plural == "users" else resource.model  # users see only the names of others
    record_root = _root(resource.singular, _ref(resource.model))
    if route.handler is records.list_rows:
        return {200: _object({resource.plural: {"type": "array", "items": _ref(name)}, "meta": _ref("Meta")})}
    if route.handler is records.get_row:
        return {200: _root(resource.singular, _ref(name))}
    if route.handler is records.create_row:
        return {201: record_root, 200: record_root} if resource.plural == "timeEntries" else {201: record_root}
    return {200: {"type": "null"} if route.method == "DELETE" else record_root}


def _error_statuses(route: Route) -> list[int]:
    """Return the statuses of the errors that a route can answer."""
    statuses = {400, 503}
    if not route.open:
        statuses |= {401, 403}
    if "{" in route.template or route.template in {"/oauth2/token", "/v1/analytics/projects"} or route.mark == "C":
        statuses.add(404)
    if route.method in {"POST", "PUT"}:
        statuses |= {413, 415}
    if route.template == "/v1/admin/createAccount":
        statuses.add(409)
    if route.method == "DELETE":
        statuses.add(500)
    return sorted(statuses)


def _body(route: Route) -> Schema | None:
    if (route.method, route.template) in BODIES:
        return BODIES[route.method, route.template]
    if route.handler in {records.create_row, records.update_row} and route.resource:
        use = "Create" if route.handler is records.create_row else "Change"
        return _json(_root(route.resource.singular, _ref(f"{route.resource.model}{use}")))
    return None


def _record_schema(resource: Resource) -> Schema:
    """Return the schema of a record in replies, where all attributes are required and others allowed."""
    properties = {attribute.name: attribute.schema() for attribute in resource.fields}
    if resource.plural == "users":
        properties |= {
            attribute.name: {**attribute.schema(), "type": _nullable(attribute.schema()["type"])}
            for attribute in EMPLOYMENT_FIELDS
        }
        for attribute in EMPLOYMENT_FIELDS:
            properties[attribute.name].pop("enum", None)
    return _object(properties)


def _request_schemas() -> dict[str, Schema]:
    """Return the schemas of records in requests, `…Create` and `…Change` for each resource."""
    schemas = {}
    for resource in ALL:
        fields = [attribute for attribute in resource.fields if not attribute.readonly]
        schema = _object({attribute.name: _request_attribute(attribute) for attribute in fields})
        required = [attribute.name for attribute in fields if attribute.required and attribute.name != "user"]
        schemas[f"{resource.model}Create"] = {**schema, "required": required}
        schemas[f"{resource.model}Change"] = {**schema, "required": []}
    return schemas


def _request_attribute(attribute: Field) -> Schema:
    """Return the schema of an attribute in requests.

    Numbers and booleans may also be strings, and strings may be numbers (api-facts 3).
    """
    schema = {**attribute.schema(), **({"minLength": 1} if attribute.required and attribute.kind == "string" else {})}
    types = _as_list(schema.pop("type"))
    if attribute.kind == "bool":
        return {"enum": [True, False, 0, 1, "true", "false", "0", "1", *([None] if attribute.null else [])]}
    if attribute.kind in {"int", "ref", "number"} and attribute.choices:
        return {"enum": [*schema["enum"], *map(str, attribute.choices)]}
    if attribute.kind in {"int", "ref", "number"}:
        return {**schema, "type": [*types, "string"], "pattern": NUMERIC_STRING}
    return {**schema, "type": [*types, "number"] if attribute.kind == "string" and not attribute.choices else types}


def _as_list(type_name: Any) -> list[str]:
    return type_name if isinstance(type_name, list) else [type_name]


def _nullable(type_name: Any) -> list[str]:
    return type_name if isinstance(type_name, list) else [type_name, "null"]


def _object(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _root(name: str, schema: Schema) -> Schema:
    return _object({name: schema})


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _response(schema: Schema) -> Schema:
    return {"description": "Success.", "content": _json(schema)}


def _error_response(code: int) -> Schema:
    response: Schema = {"description": "Error.", "content": _json(_ref("Error"))}
    if code == 503:
        response["headers"] = {"Retry-After": {"schema": TEXT}}
    return response


HOURS = _object({"total": NUMBER, "spent": NUMBER, "nonBillable": NUMBER})
AMOUNT = _object({"spent": NUMBER})
MONTH = _object(
    {"date": {"type": "string", "format": "date-time"}, "timestamp": COUNT, "hours": HOURS, "amount": AMOUNT}
)
GROUP = _object({"id": {"type": ["integer", "null"]}, "hours": HOURS, "amount": AMOUNT})


def _extended(schema: Schema, **properties: Schema) -> Schema:
    return _object({**schema["properties"], **properties})


BUDGETED = {
    name: _extended(schema, budget=NULLABLE_NUMBER, outOfBudget=NULLABLE_NUMBER)
    for name, schema in (("hours", HOURS), ("amount", AMOUNT))
}
FIGURES = {
    "id": COUNT,
    "project": COUNT,
    **{name: _extended(schema, billed=NUMBER) for name, schema in BUDGETED.items()},
}
DETAILS = {"monthlyHistogram": MONTH, "users": GROUP, "tasks": _extended(GROUP, **BUDGETED)}
SHARED_SCHEMAS: dict[str, Schema] = {
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
    "Name": _object({"id": COUNT, "status": COUNT, "firstname": TEXT, "lastname": TEXT, "role": NULLABLE_NUMBER}),
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
FORGOT_PASSWORD = _root("passwordforgotrequest", _root("email", {"type": "string", "pattern": "@"}))
ENTRIES = _root("timeEntries", {"type": "array", "items": _ref("TimeEntry")})
RESPONSES: dict[tuple[str, str], Schema] = {
    ("POST", "/oauth2/token"): _ref("Tokens"),
    ("GET", "/account/rate_limit_status"): _ref("Limits"),
    ("GET", "/v1/users/me"): _root("user", _ref("User")),
    ("POST", "/v1/users/forgotPassword"): FORGOT_PASSWORD,
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
FILE_TYPES: dict[tuple[str, str], tuple[str, ...]] = {
    ("PUT", "/v1/admin/createAccount"): ("text/plain",),
    ("GET", "/v1/calendarFeeds/private/{token}/feed.ics"): ("text/calendar",),
    ("GET", "/v1/export/timeEntries"): ("application/pdf",),
    ("GET", "/v1/files/get/{kind}/{id}/{size}"): ("image/png", "image/jpeg"),
}
QUERIES: dict[str, dict[str, Schema]] = {
    "/oauth2/token": {"companyurl": TEXT},
    "/v1/analytics/projects": {"project": TEXT, "project[]": {"type": "array", "items": TEXT}},
    "/v1/export/timeEntries": {
        "start_date": DAY,
        "end_date": DAY,
        "title": TEXT,
        "format": {"enum": ["pdf"]},
        "group_by": {"enum": pdf_export.GROUPS},
    },
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
    ("POST", "/v1/users/forgotPassword"): _json(FORGOT_PASSWORD),
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
