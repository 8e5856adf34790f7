"""The table of statements about the service, and what its checks use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.coffeecup_sandbox.client import FORM, sign_in
from tests.coffeecup_sandbox.description_check import CheckedClient

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.coffeecup_sandbox.client import Response
    from tests.coffeecup_sandbox.description_check import DescriptionChecker

BOOKING: dict[str, Any] = {"user": 11, "project": 101, "task": 301, "comment": ""}


class People:
    """A sandbox and clients for its three roles, all with the same checker."""

    def __init__(self, sandbox: Sandbox, checker: DescriptionChecker) -> None:
        """Sign in a user of each role."""
        self.sandbox = sandbox
        self.nobody = CheckedClient(sandbox.url, checker=checker)
        self.jane, self.robin, self.alex = (
            CheckedClient(sandbox.url, client.token, client.refresh, checker=checker)
            for client in (sign_in(sandbox), sign_in(sandbox, "project manager"), sign_in(sandbox, "admin"))
        )

    def token(self, headers: dict[str, str] | None = None, *, query: str = "", **form: str) -> Response:
        """Request tokens as Jane."""
        values = {"grant_type": "password", "username": "jane@acme.example", "password": "ristretto", **form}
        body = "&".join(f"{name}={value}" for name, value in {"client_id": "c", "client_secret": "s", **values}.items())
        return self.nobody.call("POST", f"/oauth2/token{query}", body.encode(), {**FORM, **(headers or {})})

    def book(self, **values: Any) -> Response:
        """Create an entry as Jane with the attributes that the documentation requires, on the current day."""
        return self.jane.post("timeEntries", "timeEntry", **{**BOOKING, "day": "2026-03-02", **values})


Check = Callable[[People], Any]
TABLE: list[tuple[str, str, Check]] = []


def states(source: str, statement: str) -> Callable[[Check], Check]:
    """Add the decorated check to TABLE, with its section of api-facts and the statement."""

    def add(check: Check) -> Check:
        TABLE.append((source, statement, check))
        return check

    return add


def row(response: Response, status: int = 200) -> dict[str, Any]:
    """Return the record in a response. Fails unless it has this status and one root."""
    assert response.status == status, response.body
    (record,) = response.json.values()
    assert isinstance(record, dict)
    return record
