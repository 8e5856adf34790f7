"""The description holds for requests nobody thought of: no server error, no undocumented answer."""

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
ODD: tuple[Any, ...] = (
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


class Dice:
    """Makes up requests for one route; everything comes from the seed."""

    def __init__(self, seed: int, document: dict[str, Any]) -> None:
        """Remember where the schemas are."""
        self.dice = random.Random(seed)  # noqa: S311  # repeatable is what counts
        self.document = document

    def request(self, route: Route) -> tuple[str, Any, dict[str, str]]:
        """Return a path, a body and headers."""
        operation = self.document["paths"][route.template][route.method.lower()]
        path = route.template
        query = []
        for each in operation["parameters"]:
            if each["in"] == "path":
                path = path.replace(f"{{{each['name']}}}", quote(str(self.pick(1, 11, 101, 301, "x", 999)), safe=""))
            elif self.dice.random() < 0.15:
                query.append(f"{quote(each['name'])}={quote(str(self.odd()).encode('utf-8', 'replace'))}")
        headers: dict[str, str] = {}
        body: Any = None
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            body = self.made(content["schema"])
            if kind != "application/json":
                headers, body = (
                    FORM,
                    "&".join(f"{name}={value}" for name, value in body.items()).encode("utf-8", "replace"),
                )
        return path + ("?" + "&".join(query) if query else ""), body, headers

    def made(self, schema: dict[str, Any]) -> Any:
        """Return a value that fits the schema, now and then one that does not."""
        if self.dice.random() < 0.05:
            return self.odd() if "properties" not in schema else {}
        if "$ref" in schema:
            return self.made(self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        if "properties" in schema:
            names = [name for name in schema["properties"] if name in schema["required"] or self.dice.random() < 0.5]
            return {name: self.made(schema["properties"][name]) for name in names}
        if "enum" in schema:
            return self.dice.choice(schema["enum"])
        kind = schema.get("type", "string")
        kind = self.dice.choice(kind) if isinstance(kind, list) else kind
        return self.simple(kind, schema.get("format", ""))

    def simple(self, kind: str, form: str) -> Any:
        """Return a simple value."""
        if kind == "array":
            return [self.odd(), self.odd()]
        if kind == "string":
            times = {"date": "2026-03-0%d", "date-time": "2026-03-0%dT09:00:00Z"}
            return (
                times[form] % self.dice.randint(1, 9)
                if form in times
                else self.pick("a", "b c", "09:00:00", self.odd())
            )
        numbers = (self.pick(1, 11, 12, 81, 101, 301, 3600), self.dice.uniform(-10, 1e6))
        return {"integer": numbers[0], "number": numbers[1], "boolean": self.pick(True, False)}.get(kind)

    def odd(self) -> Any:
        """Return something strange."""
        return self.dice.choice(ODD)

    def pick(self, *values: Any) -> Any:
        """Return one of these."""
        return self.dice.choice(values)


@pytest.mark.parametrize("role", ["user", "project manager", "admin"])
def test_no_request_breaks_the_service(role: str, seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    box = Sandbox(quirks={"throttle_max": 0})
    box.clock.set(MONDAY)
    with box:
        checker = DescriptionChecker(box)
        dice = Dice(seed, checker.document)
        signed = sign_in(box, role)
        client = CheckedClient(box.url, signed.token, signed.refresh, checker=checker)
        client.kept = client.connect()
        for route in checker.routes.all:
            for _ in range(ROUNDS):
                path, body, headers = dice.request(route)
                client.call(route.method, path, body, headers)
        client.kept.close()
        assert "Traceback" not in capfd.readouterr().err
        assert {200, 400, 403, 404} <= {status for _, _, status in checker.seen}
