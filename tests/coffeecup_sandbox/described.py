"""A caller who holds every answer against the OpenAPI description: no undocumented answer passes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox.openapi import description
from tests.coffeecup_sandbox.caller import Caller
from tests.coffeecup_sandbox.schema import problems

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from coffeecup_sandbox.routes import Routes
    from tests.coffeecup_sandbox.caller import Answer


class Witness:
    """Knows the description of a sandbox, and which operations were seen with which status."""

    def __init__(self, box: Sandbox) -> None:
        """Read the description."""
        self.routes: Routes = box.service.routes
        self.document = description(self.routes)
        self.seen: set[tuple[str, str, int]] = set()

    def check(self, method: str, path: str, answer: Answer) -> None:
        """Fail when the answer is not described."""
        segments = tuple(part for part in path.partition("?")[0].split("/") if part)
        route, _ = self.routes.find(method, segments)
        operation = self.document["paths"][route.template][route.method.lower()]
        self.seen.add((route.method, route.template, answer.status))
        assert str(answer.status) in operation["responses"], (method, path, answer.status, answer.body[:500])
        content = operation["responses"][str(answer.status)]["content"]
        kind = answer.headers["content-type"].partition(";")[0]
        assert kind in content, (path, kind)
        if kind == "application/json":
            wrong = problems(answer.json, content[kind]["schema"], self.document)
            assert not wrong, (method, path, wrong[:5])


@dataclass
class DescribedCaller(Caller):
    """A caller with a witness."""

    witness: Witness | None = field(default=None)

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """Send one request and check the answer."""
        answer = super().call(method, path, body, headers)
        if self.witness:
            self.witness.check(method, path, answer)
        return answer
