"""A caller who holds every answer against the OpenAPI description: no undocumented answer passes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox.openapi import description
from tests.coffeecup_sandbox.client import Client
from tests.coffeecup_sandbox.json_schema import problems

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from coffeecup_sandbox.routes import Routes
    from tests.coffeecup_sandbox.client import Response


class DescriptionChecker:
    """Knows the description of a sandbox, and which operations were seen with which status."""

    def __init__(self, box: Sandbox) -> None:
        """Read the description."""
        self.routes: Routes = box.service.routes
        self.document = description(self.routes)
        self.seen: set[tuple[str, str, int]] = set()

    def check(self, method: str, path: str, response: Response) -> None:
        """Fail when the answer is not described."""
        segments = tuple(part for part in path.partition("?")[0].split("/") if part)
        route, _ = self.routes.find(method, segments)
        operation = self.document["paths"][route.template][route.method.lower()]
        self.seen.add((route.method, route.template, response.status))
        assert str(response.status) in operation["responses"], (method, path, response.status, response.body[:500])
        content = operation["responses"][str(response.status)]["content"]
        kind = response.headers["content-type"].partition(";")[0]
        assert kind in content, (path, kind)
        if kind == "application/json":
            wrong = problems(response.json, content[kind]["schema"], self.document)
            assert not wrong, (method, path, wrong[:5])


@dataclass
class CheckedClient(Client):
    """A caller with a witness."""

    checker: DescriptionChecker | None = field(default=None)

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Response:
        """Send one request and check the answer."""
        response = super().call(method, path, body, headers)
        if self.checker:
            self.checker.check(method, path, response)
        return response
