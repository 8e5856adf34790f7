"""OAuth2 as the service speaks it: password and refresh grants, and what happens to bad tokens (api-facts 1.2, 2)."""

import base64
import binascii
import secrets
from typing import Any
from urllib.parse import urlsplit

from coffeecup_sandbox.exchange import Refusal, Reply, Request
from coffeecup_sandbox.fields import Row
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.state import State

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
PUBLIC_CLIENTS = {"ember": "public", "coffeecup-cli": "public"}
SERVER_CLIENT = ("server-admin", "server-secret")  # the vendor's own: may create accounts, and nothing else


class OAuth:
    """Issues and checks tokens, which live in the state so that a restarted service still knows them."""

    def __init__(self, state: State, quirks: Quirks) -> None:
        self._state = state
        self._quirks = quirks

    def token(self, request: Request) -> Reply:
        """Answer `POST /oauth2/token`. Raises Refusal (400) for everything that is not right."""
        if request.media_type() != "application/x-www-form-urlencoded":
            raise Refusal(400, "The token request must be a form.", "invalid_request")
        form = request.form()
        grant = form.get("grant_type", "")
        grants = {"password": self._password, "refresh_token": self._refresh, "client_credentials": self._server}
        if grant not in grants:
            raise Refusal(400, "grant_type must be password or refresh_token.", "invalid_request")
        client = self._client(request, form)
        return Reply(200, grants[grant](request, form, client), headers=dict(NO_STORE))

    def bearer(self, request: Request) -> Row:
        """Return the user (or the server admin) whose access token a request carries. Raises Refusal."""
        token = self._carried(request)
        if not token:
            raise self._dead("missing_token", "No access token was sent.")
        found = self._state.tokens.get(token)
        user = self._state["users"].get(found["user"]) if found else None
        if found is None or found["kind"] != "access" or (found["user"] and (user is None or user["status"] == 0)):
            raise self._dead("invalid_token", "The access token provided is invalid.")
        if found["until"] <= self._state.clock.now():
            raise self._dead("expired_token", "The access token provided has expired.")
        if self._quirks["company_needed"] == "everywhere":
            self._company(request)
        return user or {"id": 0, "role": 0}

    def _carried(self, request: Request) -> str | None:
        scheme, _, header = request.headers.get("authorization", "").partition(" ")
        query = request.asked("access_token")
        if query is not None and scheme.lower() == "bearer":
            raise Refusal(400, "Send the access token once, not twice.", "invalid_request")
        return query or (header.strip() if scheme.lower() == "bearer" else None)

    def _dead(self, quirk: str, text: str) -> Refusal:
        return Refusal(int(self._quirks[quirk]), text)

    def _client(self, request: Request, form: dict[str, str]) -> str:
        name, secret = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
        if not name:
            raise Refusal(400, "Missing client_id parameter.", "invalid_client")
        check = self._quirks["client_check"]
        known = {
            "secret": bool(secret),
            "any": True,
            "public": secret == "public",  # noqa: S105
            "registered": PUBLIC_CLIENTS.get(name) == secret,
        }
        if not known[check] and (name, secret) != SERVER_CLIENT:
            raise Refusal(400, "Client credentials are invalid.", "invalid_client")
        return name

    def _password(self, request: Request, form: dict[str, str], client: str) -> dict[str, Any]:
        self._company(request)
        if self._quirks["password_grant"] == "refused":  # noqa: S105
            raise Refusal(400, "Your company signs in by single sign-on only.", "unauthorized_client")
        if not form.get("username") or not form.get("password"):
            raise Refusal(400, 'Missing parameters. "username" and "password" are required.', "invalid_request")
        for user in self._state["users"]:
            named = user["status"] and user["email"].lower() == form["username"].strip().lower()
            if named and secrets.compare_digest(str(user.get("_password")).encode(), form["password"].encode()):
                return self._issue(user["id"], client)
        raise self._login_failure()

    def _login_failure(self) -> Refusal:
        refusal = Refusal(int(self._quirks["login_failure"]), None, "invalid_grant")
        refusal.body[self._quirks["login_text"]] = "User credentials are invalid."
        return refusal

    def _refresh(self, request: Request, form: dict[str, str], client: str) -> dict[str, Any]:
        if self._quirks["company_needed"] in ("refresh", "everywhere"):
            self._company(request)
        if not form.get("refresh_token"):
            raise Refusal(400, 'Missing "refresh_token" parameter.', "invalid_request")
        found = self._state.tokens.get(form["refresh_token"])
        user = self._state["users"].get(found["user"]) if found else None
        now = self._state.clock.now()
        if found is None or user is None or not user["status"] or found["kind"] != "refresh":
            raise Refusal(400, "Invalid refresh token.", "invalid_grant")
        if found["client"] != client or self._quirks["refresh"] == "dead":
            raise Refusal(400, "Invalid refresh token.", "invalid_grant")
        used_up = found["used"] is not None and now >= found["used"] + self._quirks.number("refresh_grace_s")
        if used_up or found["until"] <= now:
            raise Refusal(400, "Refresh token has expired.", "invalid_grant")
        if found["used"] is None:
            self._state.tokens[form["refresh_token"]] = {**found, "used": now}
        return self._issue(user["id"], client)

    def _server(self, _: Request, __: dict[str, str], client: str) -> dict[str, Any]:
        if client != SERVER_CLIENT[0]:
            raise Refusal(400, "This grant is for the service's own administration.", "unauthorized_client")
        return self._issue(0, client)

    def _issue(self, user: int, client: str) -> dict[str, Any]:
        now, life = self._state.clock.now(), self._quirks.number("token_life_s")
        access, refresh = secrets.token_hex(20), secrets.token_hex(20)
        forever = now + self._quirks.number("refresh_life_s")
        with self._state.lock:
            self._sweep(now)
            for token, kind, until in ((access, "access", now + life), (refresh, "refresh", forever)):
                self._state.tokens[token] = {"kind": kind, "user": user, "client": client, "until": until, "used": None}
            self._state.changed.set()
        spelled: dict[str, Any] = {"number": int(life), "string": str(int(life)), "ms": int(life * 1000)}
        spelled |= {"zero": 0, "negative": -1, "huge": 10**15}
        told = {"expires_in": spelled[self._quirks["expires_in"]]} if self._quirks["expires_in"] in spelled else {}
        return {"token_type": "bearer", "access_token": access, **told, "refresh_token": refresh}

    def _sweep(self, now: float) -> None:
        """Drop tokens dead or used up for a day, so that weeks of refreshing do not fill the memory."""
        long_ago = now - 86400 - self._quirks.number("refresh_grace_s")
        gone = [
            token
            for token, row in self._state.tokens.items()
            if row["until"] < long_ago or (row["used"] is not None and row["used"] < long_ago)
        ]
        for token in gone:
            del self._state.tokens[token]

    def _company(self, request: Request) -> None:
        """Check that the request names this company in one of the four ways (api-facts 1.2). Raises Refusal."""
        ways = {
            "origin": request.headers.get("origin"),
            "companyurl": request.headers.get("companyurl"),
            "query": request.asked("companyurl"),
            "host": request.headers.get("host"),
        }
        only = self._quirks["company_from"]
        labels = [_first_label(value) for way, value in ways.items() if value and only in ("any", way)]
        named = next((label for label in labels if label), None)
        if named is None and self._quirks["company_needed"] == "password" and only == "any":
            return  # a bare loopback address: this machine serves one company
        if named is None:
            raise Refusal(400, "The request does not name a company.", "E_UNKNOWN_COMPANY")
        if named != self._state.company:
            raise Refusal(404, f"The company {named[:60]} is unknown.", "E_UNKNOWN_COMPANY")


def _first_label(value: str) -> str | None:
    """Return the first label of the host in `value`, or None for an address or a host that serves every company."""
    try:
        host = (urlsplit(value if "//" in value else f"//{value}").hostname or "").lower()
    except ValueError:
        return value[:60]
    label = host.partition(".")[0]
    return None if label in ("", "localhost", "api") or ":" in host or host.replace(".", "").isdigit() else label


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(coded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal(400, "The Basic credentials cannot be read.", "invalid_request") from None
    return name, secret
