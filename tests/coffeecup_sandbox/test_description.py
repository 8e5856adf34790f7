"""Random requests get only responses that the description allows, and no server error."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from coffeecup_sandbox import Sandbox
from tests.coffeecup_sandbox.client import FORM, sign_in
from tests.coffeecup_sandbox.conftest import MONDAY
from tests.coffeecup_sandbox.description_check import CheckedClient, DescriptionChecker

if TYPE_CHECKING:
    from coffeecup_sandbox.routes import Route

ROUNDS = 25
UNUSUAL_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    11,
    101,
    301,
    2**53,
    10**30,
    0.5,
    1e300,
    "",
    "0",
    "11",
    " 7 ",
    "2026-03-02",
    "2026-13-99",
    "09:00:00",
    "2026-03-02T09:00:00Z",
    "WORK",
    "'; DROP TABLE timeEntries; --",
    "../../etc/passwd",
    "\0",
    "\ud800",
    "ü\u202e" * 50,
    [],
    [1, "2", None],
    {},
    {">=": "2026-01-01"},
    {"$ne": 1},
)


class RequestGenerator:
    """Generates requests for routes from a seed."""

    def __init__(self, seed: int, document: dict[str, Any]) -> None:
        """Create a generator for the schemas of `document`."""
        self.rng = random.Random(seed)  # noqa: S311  # must be repeatable, not secret
        self.document = document

    def request(self, route: Route) -> tuple[str, Any, dict[str, str]]:
        """Return the path, body and headers of a request for a route."""
        operation = self.document["paths"][route.template][route.method.lower()]
        path = route.template
        query = []
        for parameter in operation["parameters"]:
            if parameter["in"] == "path":
                path = path.replace(
                    f"{{{parameter['name']}}}", quote(str(self.pick(1, 11, 101, 301, "x", 999)), safe="")
                )
            elif self.rng.random() < 0.15:
                query.append(
                    f"{quote(parameter['name'])}={quote(str(self.unusual_value()).encode('utf-8', 'replace'))}"
                )
        headers: dict[str, str] = {}
        body: Any = None
        for content_type, content in operation.get("requestBody", {}).get("content", {}).items():
            body = self.value_for(content["schema"])
            if content_type != "application/json":
                headers, body = (
                    FORM,
                    "&".join(f"{name}={value}" for name, value in body.items()).encode("utf-8", "replace"),
                )
        return path + ("?" + "&".join(query) if query else ""), body, headers

    def value_for(self, schema: dict[str, Any]) -> Any:
        """Return a value that matches the schema, or sometimes one that does not."""
        if self.rng.random() < 0.05:
            return self.unusual_value() if "properties" not in schema else {}
        if "$ref" in schema:
            return self.value_for(self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        if "properties" in schema:
            names = [name for name in schema["properties"] if name in schema["required"] or self.rng.random() < 0.5]
            return {name: self.value_for(schema["properties"][name]) for name in names}
        if "enum" in schema:
            return self.rng.choice(schema["enum"])
        type_name = schema.get("type", "string")
        type_name = self.rng.choice(type_name) if isinstance(type_name, list) else type_name
        return self.value_of_type(type_name, schema.get("format", ""))

    def value_of_type(self, type_name: str, form: str) -> Any:
        """Return a value of a JSON type, in a format for strings."""
        if type_name == "array":
            return [self.unusual_value(), self.unusual_value()]
        if type_name == "string":
            formats = {"date": "2026-03-0%d", "date-time": "2026-03-0%dT09:00:00Z"}
            return (
                formats[form] % self.rng.randint(1, 9)
                if form in formats
                else self.pick("a", "b c", "09:00:00", self.unusual_value())
            )
        numbers = (self.pick(1, 11, 12, 81, 101, 301, 3600), self.rng.uniform(-10, 1e6))
        return {"integer": numbers[0], "number": numbers[1], "boolean": self.pick(True, False)}.get(type_name)

    def unusual_value(self) -> Any:
        """Return an unusual value."""
        return self.rng.choice(UNUSUAL_VALUES)

    def pick(self, *values: Any) -> Any:
        """Return one of the values."""
        return self.rng.choice(values)


@pytest.mark.parametrize("role", ["user", "project manager", "admin"])
def test_random_requests_get_documented_responses(role: str, seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    sandbox = Sandbox(quirks={"throttle_max": 0})
    sandbox.clock.set(MONDAY)
    with sandbox:
        checker = DescriptionChecker(sandbox)
        generator = RequestGenerator(seed, checker.document)
        signed_in = sign_in(sandbox, role)
        client = CheckedClient(sandbox.url, signed_in.token, signed_in.refresh, checker=checker)
        client.kept = client.connect()
        for route in checker.routes.all:
            for _ in range(ROUNDS):
                path, body, headers = generator.request(route)
                client.call(route.method, path, body, headers)
        client.kept.close()
        assert "Traceback" not in capfd.readouterr().err
        assert {200, 400, 403, 404} <= {status for _, _, status in checker.seen}
