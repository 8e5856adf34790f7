"""The machinery of the table of statements: who asks, how a row is added, what a row may use."""

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
    """A company of its own and the three kinds of people in it, all with the same witness."""

    def __init__(self, box: Sandbox, checker: DescriptionChecker) -> None:
        """Sign in everybody."""
        self.box = box
        self.nobody = CheckedClient(box.url, checker=checker)
        self.jane, self.robin, self.alex = (
            CheckedClient(box.url, each.token, each.refresh, checker=checker)
            for each in (sign_in(box), sign_in(box, "project manager"), sign_in(box, "admin"))
        )

    def token(self, headers: dict[str, str] | None = None, *, query: str = "", **form: str) -> Response:
        """Ask for tokens as Jane."""
        full = {"grant_type": "password", "username": "jane@acme.example", "password": "ristretto", **form}
        body = "&".join(f"{name}={value}" for name, value in {"client_id": "c", "client_secret": "s", **full}.items())
        return self.nobody.call("POST", f"/oauth2/token{query}", body.encode(), {**FORM, **(headers or {})})

    def book(self, **values: Any) -> Response:
        """Send what the docs call the least of an entry, as Jane, on the company's Monday."""
        return self.jane.post("timeEntries", "timeEntry", **{**BOOKING, "day": "2026-03-02", **values})


Check = Callable[[People], Any]
TABLE: list[tuple[str, str, Check]] = []


def states(source: str, statement: str) -> Callable[[Check], Check]:
    """Add a row to the table."""

    def add(check: Check) -> Check:
        TABLE.append((source, statement, check))
        return check

    return add


def row(response: Response, status: int = 200) -> dict[str, Any]:
    """The one record in a reply that must have this status."""
    assert response.status == status, response.body
    (found,) = response.json.values()
    assert isinstance(found, dict)
    return found
