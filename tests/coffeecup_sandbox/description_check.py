"""A client that checks every response against the OpenAPI description."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox.openapi import description
from tests.coffeecup_sandbox import json_schema
from tests.coffeecup_sandbox.client import Client

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from coffeecup_sandbox.routes import Routes
    from tests.coffeecup_sandbox.client import Response


class DescriptionChecker:
    """Checks responses against the description of a sandbox. `seen` collects methods, templates and statuses."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Generate the description."""
        self.routes: Routes = sandbox.service.routes
        self.document = description(self.routes)
        self.seen: set[tuple[str, str, int]] = set()

    def check(self, method: str, path: str, response: Response) -> None:
        """Fail if the description does not allow a response."""
        segments = tuple(part for part in path.partition("?")[0].split("/") if part)
        route, _ = self.routes.find(method, segments)
        operation = self.document["paths"][route.template][route.method.lower()]
        self.seen.add((route.method, route.template, response.status))
        assert str(response.status) in operation["responses"], (method, path, response.status, response.body[:500])
        content = operation["responses"][str(response.status)]["content"]
        content_type = response.headers["content-type"].partition(";")[0]
        assert content_type in content, (path, content_type)
        if content_type == "application/json":
            violations = json_schema.violations(response.json, content[content_type]["schema"], self.document)
            assert not violations, (method, path, violations[:5])


@dataclass
class CheckedClient(Client):
    """A client that checks each response, if it has a checker."""

    checker: DescriptionChecker | None = field(default=None)

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Response:
        """Send one request and check the response."""
        response = super().call(method, path, body, headers)
        if self.checker:
            self.checker.check(method, path, response)
        return response
