"""A stranger's client for the local CoffeeCup: the standard library, one connection, no mercy."""

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
    """A reply."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The decoded body."""
        return json.loads(self.body)


@dataclass
class Client:
    """Calls one sandbox as one user (or as nobody). `token` and `refresh` are what the sign-in brought."""

    url: str
    token: str = ""
    refresh: str = ""
    timeout_s: float = PATIENCE_S
    headers: dict[str, str] = field(default_factory=dict)
    kept: http.client.HTTPConnection | None = None

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Response:
        """Send one request, on a connection of its own unless `kept`; bytes go as they are, the rest as JSON."""
        connection = self.kept or self.connect()
        found = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            found["Content-Type"] = "application/json"
        try:
            connection.request(method, path, body, {**found, **self.headers, **(headers or {})})
            reply = connection.getresponse()
            content = reply.read()
            return Response(reply.status, {name.lower(): value for name, value in reply.getheaders()}, content)
        finally:
            if not self.kept:
                connection.close()

    def connect(self) -> http.client.HTTPConnection:
        """Return a connection, not yet open."""
        place = urlsplit(self.url)
        assert place.hostname is not None
        return http.client.HTTPConnection(place.hostname, place.port, timeout=self.timeout_s)

    def get(self, path: str, **query: Any) -> Response:
        """GET a path with query parameters; lists repeat the name."""
        return self.call("GET", f"{path}?{urlencode(query, doseq=True)}" if query else path)

    def rows(self, plural: str, **query: Any) -> list[dict[str, Any]]:
        """The rows of a list that must succeed."""
        response = self.get(f"/v1/{plural}", **{"limit": 10000, **query})
        assert response.status == 200, response.body
        found: list[dict[str, Any]] = response.json[plural]
        return found

    def post(self, plural: str, root: str, **values: Any) -> Response:
        """Create a record."""
        return self.call("POST", f"/v1/{plural}", {root: values})

    def put(self, plural: str, root: str, key: int, **values: Any) -> Response:
        """Change a record."""
        return self.call("PUT", f"/v1/{plural}/{key}", {root: values})

    def delete(self, plural: str, key: int) -> Response:
        """Delete a record."""
        return self.call("DELETE", f"/v1/{plural}/{key}")

    def entry(self, **values: Any) -> dict[str, Any]:
        """Create a time entry that must be taken; project, task and day are chosen if they are not given."""
        response = self.post("timeEntries", "timeEntry", **{"project": 101, "task": 301, "day": "2026-03-02", **values})
        assert response.status in {200, 201}, response.body
        found: dict[str, Any] = response.json["timeEntry"]
        return found

    def ask_token(self, headers: dict[str, str] | None = None, *, query: str = "", **form: Any) -> Response:
        """Ask for tokens."""
        body = urlencode({"client_id": "tests", "client_secret": "public", **form}).encode()
        return Client(self.url).call("POST", f"/oauth2/token{query}", body, {**FORM, **(headers or {})})


def sign_in(box: Sandbox, role: str = "user", place: int = 0) -> Client:
    """Sign in one of the people of the company: the first (or a later) one with this role."""
    user = [each for each in box.users if each["role"] == role][place]
    client = Client(box.url)
    response = client.ask_token(COMPANY, grant_type="password", username=user["email"], password=user["password"])
    assert response.status == 200, response.body
    client.token, client.refresh = response.json["access_token"], response.json["refresh_token"]
    return client


def basic(name: str, secret: str) -> dict[str, str]:
    """The header that names a client."""
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}
