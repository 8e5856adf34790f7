"""A minimal HTTP client for the sandbox, written with the standard library only."""

from __future__ import annotations

import base64
import http.client
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
COMPANY = {"companyurl": "https://acme.aerion.app"}


@dataclass
class Response:
    """A response with header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The decoded body."""
        return json.loads(self.body)


@dataclass
class Client:
    """Calls a sandbox as one user, or without a `token`. `refresh` is the refresh token."""

    url: str
    token: str = ""
    refresh: str = ""
    timeout_s: float = PATIENCE_S
    headers: dict[str, str] = field(default_factory=dict)
    kept: http.client.HTTPConnection | None = None

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Response:
        """Send one request, on a new connection unless `kept` is set. A body that is not bytes is sent as JSON."""
        connection = self.kept or self.connect()
        all_headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            all_headers["Content-Type"] = "application/json"
        try:
            connection.request(method, path, body, {**all_headers, **self.headers, **(headers or {})})
            reply = connection.getresponse()
            content = reply.read()
            return Response(reply.status, {name.lower(): value for name, value in reply.getheaders()}, content)
        finally:
            if not self.kept:
                connection.close()

    def connect(self) -> http.client.HTTPConnection:
        """Return a connection that opens with the first request."""
        address = urlsplit(self.url)
        assert address.hostname is not None
        return http.client.HTTPConnection(address.hostname, address.port, timeout=self.timeout_s)

    def get(self, path: str, **query: Any) -> Response:
        """GET a path with query parameters; a list repeats its name."""
        return self.call("GET", f"{path}?{urlencode(query, doseq=True)}" if query else path)

    def rows(self, plural: str, **query: Any) -> list[dict[str, Any]]:
        """Return the records of a list. Fails unless the status is 200."""
        response = self.get(f"/v1/{plural}", **{"limit": 10000, **query})
        assert response.status == 200, response.body
        records: list[dict[str, Any]] = response.json[plural]
        return records

    def post(self, plural: str, root: str, **values: Any) -> Response:
        """Create a record, wrapped in `root`."""
        return self.call("POST", f"/v1/{plural}", {root: values})

    def put(self, plural: str, root: str, key: int, **values: Any) -> Response:
        """Change a record, wrapped in `root`."""
        return self.call("PUT", f"/v1/{plural}/{key}", {root: values})

    def delete(self, plural: str, key: int) -> Response:
        """Delete a record."""
        return self.call("DELETE", f"/v1/{plural}/{key}")

    def entry(self, **values: Any) -> dict[str, Any]:
        """Create a time entry and return it. Project, task and day have defaults. Fails if it is refused."""
        response = self.post("timeEntries", "timeEntry", **{"project": 101, "task": 301, "day": "2026-03-02", **values})
        assert response.status in {200, 201}, response.body
        record: dict[str, Any] = response.json["timeEntry"]
        return record

    def ask_token(self, headers: dict[str, str] | None = None, *, query: str = "", **form: Any) -> Response:
        """Request tokens, with a client id and secret unless `form` has others."""
        body = urlencode({"client_id": "tests", "client_secret": "public", **form}).encode()
        return Client(self.url).call("POST", f"/oauth2/token{query}", body, {**FORM, **(headers or {})})


def sign_in(sandbox: Sandbox, role: str = "user", position: int = 0) -> Client:
    """Sign in the first user with this role, or the one at `place`, and return the client."""
    user = [user for user in sandbox.users if user["role"] == role][position]
    client = Client(sandbox.url)
    response = client.ask_token(COMPANY, grant_type="password", username=user["email"], password=user["password"])
    assert response.status == 200, response.body
    client.token, client.refresh = response.json["access_token"], response.json["refresh_token"]
    return client


def basic(name: str, secret: str) -> dict[str, str]:
    """Return the Basic header of an OAuth client."""
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}
