"""OAuth2: the grants, the company in a token request, and the errors of tokens (api-facts 1.2, 2)."""

import base64
import binascii
import secrets
from typing import Any
from urllib.parse import urlsplit

from coffeecup_sandbox.http_messages import ApiError, Request, Response
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.schema import Row
from coffeecup_sandbox.state import State

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
PUBLIC_CLIENTS = {"ember": "public", "coffeecup-cli": "public"}
SERVER_CLIENT = ("server-admin", "server-secret")  # the vendor's administration, which may only create accounts


class OAuth:
    """Issues and checks tokens. They are stored in the state, so that sessions outlive a restart."""

    def __init__(self, state: State, quirks: Quirks) -> None:
        self._state = state
        self._quirks = quirks

    def token(self, request: Request) -> Response:
        """Answer `POST /oauth2/token`. Raises ApiError (400, or as the quirks say) for an invalid request."""
        if request.media_type() != "application/x-www-form-urlencoded":
            raise ApiError(400, "The token request must be a form.", "invalid_request")
        form = request.form()
        grant = form.get("grant_type", "")
        grants = {
            "password": self._password,
            "refresh_token": self._refresh,
            "client_credentials": self._administration,
        }
        if grant not in grants:
            raise ApiError(400, "grant_type must be password or refresh_token.", "invalid_request")
        client = self._client(request, form)
        return Response(200, grants[grant](request, form, client), headers=dict(NO_STORE))

    def authenticate(self, request: Request) -> Row:
        """Return the user, or the server administration, of the access token in a request. Raises ApiError."""
        token = self._sent_token(request)
        if not token:
            raise self._token_error("missing_token", "No access token was sent.")
        session = self._state.tokens.get(token)
        user = self._state["users"].get(session["user"]) if session else None
        if (
            session is None
            or session["kind"] != "access"
            or (session["user"] and (user is None or user["status"] == 0))
        ):
            raise self._token_error("invalid_token", "The access token provided is invalid.")
        if session["until"] <= self._state.clock.now():
            raise self._token_error("expired_token", "The access token provided has expired.")
        if self._quirks["company_needed"] == "everywhere":
            self._require_company(request)
        return user or {"id": 0, "role": 0}

    def _sent_token(self, request: Request) -> str | None:
        scheme, _, header = request.headers.get("authorization", "").partition(" ")
        query = request.query_value("access_token")
        if query is not None and scheme.lower() == "bearer":
            raise ApiError(400, "Send the access token once, not twice.", "invalid_request")
        return query or (header.strip() if scheme.lower() == "bearer" else None)

    def _token_error(self, quirk: str, text: str) -> ApiError:
        return ApiError(int(self._quirks[quirk]), text)

    def _client(self, request: Request, form: dict[str, str]) -> str:
        name, secret = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
        if not name:
            raise ApiError(400, "Missing client_id parameter.", "invalid_client")
        check = self._quirks["client_check"]
        accepted = {
            "secret": bool(secret),
            "any": True,
            "public": secret == "public",  # noqa: S105
            "registered": PUBLIC_CLIENTS.get(name) == secret,
        }
        if not accepted[check] and (name, secret) != SERVER_CLIENT:
            raise ApiError(400, "Client credentials are invalid.", "invalid_client")
        return name

    def _password(self, request: Request, form: dict[str, str], client: str) -> dict[str, Any]:
        self._require_company(request)
        if self._quirks["password_grant"] == "refused":  # noqa: S105
            raise ApiError(400, "Your company signs in by single sign-on only.", "unauthorized_client")
        if not form.get("username") or not form.get("password"):
            raise ApiError(400, 'Missing parameters. "username" and "password" are required.', "invalid_request")
        for user in self._state["users"]:
            password = user.get("_password") or ""  # somebody who was imported has none, and cannot sign in
            has_email = user["status"] and password and user["email"].lower() == form["username"].strip().lower()
            if has_email and secrets.compare_digest(password.encode(), form["password"].encode()):
                return self._issue_tokens(user["id"], client)
        raise self._login_failure()

    def _login_failure(self) -> ApiError:
        error = ApiError(int(self._quirks["login_failure"]), None, "invalid_grant")
        error.body[self._quirks["login_text"]] = "User credentials are invalid."
        return error

    def _refresh(self, request: Request, form: dict[str, str], client: str) -> dict[str, Any]:
        if self._quirks["company_needed"] in ("refresh", "everywhere"):
            self._require_company(request)
        if not form.get("refresh_token"):
            raise ApiError(400, 'Missing "refresh_token" parameter.', "invalid_request")
        session = self._state.tokens.get(form["refresh_token"])
        now = self._state.clock.now()
        if session is None or session["kind"] != "refresh" or not self._is_active(session["user"]):
            raise ApiError(400, "Invalid refresh token.", "invalid_grant")
        if session["client"] != client or self._quirks["refresh"] == "dead":
            raise ApiError(400, "Invalid refresh token.", "invalid_grant")
        used_up = session["used"] is not None and now >= session["used"] + self._quirks.number("refresh_grace_s")
        if used_up or session["until"] <= now:
            raise ApiError(400, "Refresh token has expired.", "invalid_grant")
        if session["used"] is None:
            self._state.tokens[form["refresh_token"]] = {**session, "used": now}
        return self._issue_tokens(session["user"], client)

    def _is_active(self, user_id: int) -> bool:
        """Return whether a user may have a session; 0 is the service's own administration."""
        user = self._state["users"].get(user_id)
        return user_id == 0 or bool(user and user["status"])

    def _administration(self, _: Request, __: dict[str, str], client: str) -> dict[str, Any]:
        if client != SERVER_CLIENT[0]:
            raise ApiError(400, "This grant is for the service's own administration.", "unauthorized_client")
        return self._issue_tokens(0, client)

    def _issue_tokens(self, user: int, client: str) -> dict[str, Any]:
        now, life_s = self._state.clock.now(), self._quirks.number("token_life_s")
        access, refresh = secrets.token_hex(20), secrets.token_hex(20)
        refresh_until = now + self._quirks.number("refresh_life_s")
        with self._state.lock:
            self._delete_old_tokens(now)
            for token, kind, until in ((access, "access", now + life_s), (refresh, "refresh", refresh_until)):
                self._state.tokens[token] = {"kind": kind, "user": user, "client": client, "until": until, "used": None}
            self._state.changed.set()
        formats: dict[str, Any] = {"number": int(life_s), "string": str(int(life_s)), "ms": int(life_s * 1000)}
        formats |= {"zero": 0, "negative": -1, "huge": 10**15}
        expiry = {"expires_in": formats[self._quirks["expires_in"]]} if self._quirks["expires_in"] in formats else {}
        return {"token_type": "bearer", "access_token": access, **expiry, "refresh_token": refresh}

    def _delete_old_tokens(self, now: float) -> None:
        """Delete tokens that were expired or used a day ago, so that weeks of refreshing do not fill the memory."""
        long_ago = now - 86400 - self._quirks.number("refresh_grace_s")
        old = [
            token
            for token, row in self._state.tokens.items()
            if row["until"] < long_ago or (row["used"] is not None and row["used"] < long_ago)
        ]
        for token in old:
            del self._state.tokens[token]

    def _require_company(self, request: Request) -> None:
        """Check that the request names this company in one of the four ways (api-facts 1.2). Raises ApiError."""
        values = {
            "origin": request.headers.get("origin"),
            "companyurl": request.headers.get("companyurl"),
            "query": request.query_value("companyurl"),
            "host": request.headers.get("host"),
        }
        required_source = self._quirks["company_from"]
        labels = [
            _first_label(value) for source, value in values.items() if value and required_source in ("any", source)
        ]
        company = next((label for label in labels if label), None)
        if company is None and self._quirks["company_needed"] == "password" and required_source == "any":
            return  # a loopback address alone is enough, because the sandbox serves one company
        if company is None:
            raise ApiError(400, "The request does not name a company.", "E_UNKNOWN_COMPANY")
        if company != self._state.company:
            raise ApiError(404, f"The company {company[:60]} is unknown.", "E_UNKNOWN_COMPANY")


def _first_label(value: str) -> str | None:
    """Return the first label of the host in `value`; None for an IP address and for a host of all companies."""
    try:
        host = (urlsplit(value if "//" in value else f"//{value}").hostname or "").lower()
    except ValueError:
        return value[:60]
    label = host.partition(".")[0]
    return None if label in ("", "localhost", "api") or ":" in host or host.replace(".", "").isdigit() else label


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise ApiError(400, "The Basic credentials cannot be read.", "invalid_request") from None
    return name, secret
