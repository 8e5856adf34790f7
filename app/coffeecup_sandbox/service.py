"""The service without its sockets: one request in, one response out, through throttle, token, route and rules."""

from __future__ import annotations

import re
import sys
import threading
import traceback
from typing import TYPE_CHECKING

from coffeecup_sandbox import faults, routes, timer
from coffeecup_sandbox.context import Context
from coffeecup_sandbox.http_messages import HTML_ERROR_PAGE, ApiError, Request, Response
from coffeecup_sandbox.oauth import OAuth
from coffeecup_sandbox.throttle import Throttle

if TYPE_CHECKING:
    from coffeecup_sandbox.faults import Faults
    from coffeecup_sandbox.quirks import Quirks
    from coffeecup_sandbox.routes import Route
    from coffeecup_sandbox.schema import Row
    from coffeecup_sandbox.state import State

ANONYMOUS: Row = {"id": 0, "role": 0}
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, companyurl",
    "Access-Control-Expose-Headers": "Retry-After",
}


class Service:
    """The documented behaviour, with quirks and faults. `answer` may be called from any thread."""

    def __init__(self, state: State, quirks: Quirks, faults: Faults) -> None:
        self.state = state
        self.quirks = quirks
        self.faults = faults
        self.oauth = OAuth(state, quirks)
        self.throttle = Throttle(state.clock, quirks)
        self.routes = routes.build(self.oauth, self.throttle)
        self.stopping = threading.Event()

    def answer(self, request: Request) -> Response:
        """Return the response to a request, after the planned faults that apply to it."""
        response = self._answer(request)
        if self.quirks["cors"] == "yes":
            response.headers.update(CORS)
        return response

    def _answer(self, request: Request) -> Response:
        taken = self.faults.take(request)
        if "delay" in taken:
            self.stopping.wait(taken["delay"].seconds)
        response = faults.response_before_call(taken) or preflight_or_redirect(request, self.quirks)
        if response is not None:
            return response
        if "late" in taken:
            fault = taken["late"]
            self.state.schedule(self.state.clock.now() + fault.seconds, lambda: self._process(request))
            return Response(0) if fault.status < 0 else faults.error_response(fault)
        lag_s = taken["lag"].seconds if "lag" in taken else 0.0
        return faults.damaged(self._process(request, lag_s), taken)

    def _process(self, request: Request, lag_s: float = 0.0) -> Response:
        try:
            with self.state.lock:
                self.state.run_scheduled()
                timer.handle_midnight(self.state, self.quirks)
                return self._dispatch(request, lag_s)
        except ApiError as error:
            return self._error_response(error)
        except Exception:  # noqa: BLE001  # a bug of the sandbox must not leave the client without a response
            traceback.print_exc(file=sys.stderr)
            return self._error_response(ApiError(500, "The sandbox has a bug; its terminal shows where."))

    def _dispatch(self, request: Request, lag_s: float) -> Response:
        match: tuple[Route, dict[str, str]] | ApiError
        try:
            match = self.routes.find(request.method, request.segments)
        except ApiError as error:
            match = error
        context = Context(request, self.state, self.quirks, self._probable_user(request), lag_s=lag_s)
        if isinstance(match, ApiError) or match[0].counted or self.quirks["status_counted"] == "yes":
            self.throttle.admit(self.throttle.account_of(context))
        if isinstance(match, ApiError):
            raise match
        route, context.params = match
        context.route_resource = route.resource
        if not route.open and not (route.open_if and route.open_if(context)):
            context.user = self.oauth.authenticate(request)
        return route.handler(context)

    def _probable_user(self, request: Request) -> Row:
        """Return the user of the access token without checking it, because the throttle counts invalid calls too."""
        token = request.headers.get("authorization", "").rpartition(" ")[2]
        session = self.state.tokens.get(token)
        return (self.state["users"].get(session["user"]) if session else None) or ANONYMOUS

    def _error_response(self, error: ApiError) -> Response:
        """Return an error in the form that the quirks choose (api-facts 4 and 13.2)."""
        form = self.quirks["error_body"]
        status = 200 if self.quirks["error_status"] == "200" else error.status
        text = str(error.body.get("raw") or error.body["summary"])
        response = Response(status, error.body, headers=error.headers)
        if form == "empty" or (error.status == 404 and self.quirks["unknown_id"] == "empty"):
            response.body = b""
        elif form == "html":
            page = HTML_ERROR_PAGE.format(error.status, error.body["summary"])
            response.body, response.content_type = page.encode(), "text/html"
        elif form == "text":
            response.body, response.content_type = text.encode(), "text/plain; charset=utf-8"
        elif form == "oauth":
            code = str(error.body["error"]).removeprefix("E_").lower()
            response.payload = {"code": error.status, "error": code, "error_description": text}
        return response


def preflight_or_redirect(request: Request, quirks: Quirks) -> Response | None:
    """Return the response to a CORS preflight, or that of an old host (quirk `old_hosts`); None for all others."""
    if request.method == "OPTIONS" and quirks["cors"] == "yes":
        return Response(204, body=b"")
    if quirks["old_hosts"] == "serve":
        return None
    host = request.headers.get("host", "localhost")
    name = re.sub(":[0-9]+$", "", host)
    if name == "localhost" or name.endswith(".aerion.app"):
        return None
    if quirks["old_hosts"] == "410":
        return Response(410, ApiError(410, "This host is gone.").body)
    location = f"http://localhost{host.removeprefix(name)}{request.target}"
    return Response(int(quirks["old_hosts"]), body=b"", headers={"Location": location})
