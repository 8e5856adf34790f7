"""The context of one request: who makes it, on which resource, and what its reads see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coffeecup_sandbox.http_messages import ApiError, Request

if TYPE_CHECKING:
    from coffeecup_sandbox.quirks import Quirks
    from coffeecup_sandbox.schema import Resource, Row
    from coffeecup_sandbox.state import State

ADMIN, MANAGER, USER = 1, 2, 3  # an assumption; the values of `role` are not documented (api-facts 7.6)
ROLE_NAMES = {ADMIN: "admin", MANAGER: "project manager", USER: "user"}


@dataclass
class Context:
    """A request with its signed-in user. Reads see the state as it was `lag_s` seconds ago (the fault `lag`)."""

    request: Request
    state: State
    quirks: Quirks
    user: Row
    route_resource: Resource | None = None
    params: dict[str, str] = field(default_factory=dict)
    lag_s: float = 0.0

    @property
    def role(self) -> int:
        """The role of the user, one of ADMIN, MANAGER, USER."""
        return int(self.user["role"] or USER)

    @property
    def user_id(self) -> int:
        """The id of the user, 0 for the server administration."""
        return int(self.user["id"])

    @property
    def resource(self) -> Resource:
        """The resource of the route; only for routes that have one."""
        assert self.route_resource is not None
        return self.route_resource

    def now(self) -> float:
        """Return the current instant of the sandbox clock, in epoch seconds."""
        return self.state.clock.now()

    def record_id(self) -> int:
        """Return the id in the path. Raises ApiError (404) if it is not a positive number of at most 15 digits."""
        raw = self.params.get("id", "")
        if not raw.isascii() or not raw.isdigit() or len(raw) > 15:
            raise ApiError(404, f"No {self.resource.singular} has this id.")
        return int(raw)

    def rows(self, plural: str) -> dict[int, Row]:
        """Return the rows of a table by id, as of `lag_s` seconds ago."""
        if self.lag_s:
            return self.state.as_of(plural, self.now() - self.lag_s)
        return self.state[plural].rows
