"""One call on its way through the service: who asks, for what, and what it may look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coffeecup_sandbox.exchange import Refusal, Request

if TYPE_CHECKING:
    from coffeecup_sandbox.fields import Row
    from coffeecup_sandbox.quirks import Quirks
    from coffeecup_sandbox.resources import Resource
    from coffeecup_sandbox.state import State

ADMIN, MANAGER, PERSON = 1, 2, 3
ROLE_NAMES = {ADMIN: "admin", MANAGER: "project manager", PERSON: "user"}


@dataclass
class Call:
    """A request with its signed-in user. `lag` (s) is how far this call's reads are behind (a fault)."""

    request: Request
    state: State
    quirks: Quirks
    user: Row
    resource: Resource | None = None
    params: dict[str, str] = field(default_factory=dict)
    lag: float = 0.0

    @property
    def role(self) -> int:
        """The role of the user, one of ADMIN, MANAGER, PERSON."""
        return int(self.user["role"] or PERSON)

    @property
    def me(self) -> int:
        """The id of the user."""
        return int(self.user["id"])

    @property
    def of(self) -> Resource:
        """The resource the route is about."""
        assert self.resource is not None
        return self.resource

    def now(self) -> float:
        """Return the instant on the sandbox clock."""
        return self.state.clock.now()

    def key(self) -> int:
        """Return the id in the path. Raises Refusal (404) when it is not one."""
        raw = self.params.get("id", "")
        if not raw.isascii() or not raw.isdigit() or len(raw) > 15:
            raise Refusal(404, f"No {self.of.singular} has this id.")
        return int(raw)

    def rows(self, plural: str) -> dict[int, Row]:
        """Return a table as this call sees it: as it is, or as it was `lag` seconds ago."""
        if self.lag:
            return self.state.as_of(plural, self.now() - self.lag)
        return self.state[plural].rows
