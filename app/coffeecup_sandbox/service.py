"""One request in, one reply out: the throttle, the token, the route, the rules, and the shape of errors."""

from __future__ import annotations

import sys
import threading
import traceback
from typing import TYPE_CHECKING

from coffeecup_sandbox import delivery, routes, timer
from coffeecup_sandbox.call import Call
from coffeecup_sandbox.exchange import Refusal, Reply, Request
from coffeecup_sandbox.oauth import OAuth
from coffeecup_sandbox.resources import COLOR
from coffeecup_sandbox.throttle import Throttle

if TYPE_CHECKING:
    from coffeecup_sandbox.faults import Faults
    from coffeecup_sandbox.fields import Row
    from coffeecup_sandbox.quirks import Quirks
    from coffeecup_sandbox.routes import Route
    from coffeecup_sandbox.state import State

NOBODY: Row = {"id": 0, "role": 0}


class Service:
    """The documented behaviour, free of sockets. `answer` may be called from any thread."""

    def __init__(self, state: State, quirks: Quirks, faults: Faults) -> None:
        self.state = state
        self.quirks = quirks
        self.faults = faults
        self.oauth = OAuth(state, quirks)
        self.throttle = Throttle(state.clock, quirks)
        self.routes = routes.build(self.oauth, self.throttle)
        self.leaving = threading.Event()

    def answer(self, request: Request) -> Reply:
        """Return the reply to a request, with the planned faults that hit it."""
        reply = self._answered(request)
        if self.quirks["cors"] == "yes":
            reply.headers.update(delivery.CORS)
        return reply

    def _answered(self, request: Request) -> Reply:
        struck = self.faults.strike(request)
        if "delay" in struck:
            self.leaving.wait(struck["delay"].seconds)
        reply = delivery.instead(struck) or delivery.elsewhere(request, self.quirks)
        if reply is not None:
            return reply
        if "late" in struck:
            fault = struck["late"]
            self.state.later(self.state.clock.now() + fault.seconds, lambda: self._process(request))
            return Reply(0) if fault.status < 0 else delivery.error(fault)
        lag = struck["lag"].seconds if "lag" in struck else 0.0
        return delivery.spoilt(self._process(request, lag), struck)

    def _process(self, request: Request, lag: float = 0.0) -> Reply:
        try:
            with self.state.lock:
                self.state.settle()
                timer.pass_midnight(self.state, self.quirks)
                return self._dispatch(request, lag)
        except Refusal as refusal:
            return self._refused(refusal)
        except Exception:  # noqa: BLE001  # whatever it is, the client gets an answer
            traceback.print_exc(file=sys.stderr)
            return self._refused(Refusal(500, "The sandbox has a bug; its terminal shows where."))

    def _dispatch(self, request: Request, lag: float) -> Reply:
        found: tuple[Route, dict[str, str]] | Refusal
        try:
            found = self.routes.find(request.method, request.segments)
        except Refusal as refusal:
            found = refusal
        call = Call(request, self.state, self.quirks, self._whoever(request), lag=lag)
        if isinstance(found, Refusal) or found[0].counted or self.quirks["status_counted"] == "yes":
            self.throttle.admit(self.throttle.key_of(call))
        if isinstance(found, Refusal):
            raise found
        route, call.params = found
        call.resource = route.resource
        if not route.open and not (route.resource is COLOR and self.quirks["open_reads"] == "yes"):
            call.user = self.oauth.bearer(request)
        return route.handler(call)

    def _whoever(self, request: Request) -> Row:
        """Return the user the token seems to belong to, dead or alive: blocked callers count too."""
        token = request.headers.get("authorization", "").rpartition(" ")[2]
        found = self.state.tokens.get(token)
        return (self.state["users"].get(found["user"]) if found else None) or NOBODY

    def _refused(self, refusal: Refusal) -> Reply:
        """Return an error as the quirks spell it (api-facts 4 and 13.2)."""
        shape = self.quirks["error_body"]
        status = 200 if self.quirks["error_status"] == "200" else refusal.status
        text = str(refusal.body.get("raw") or refusal.body["summary"])
        reply = Reply(status, refusal.body, headers=refusal.headers)
        if shape == "empty" or (refusal.status == 404 and self.quirks["unknown_id"] == "empty"):
            reply.body = b""
        elif shape == "html":
            page = delivery.GATEWAY.format(refusal.status, refusal.body["summary"])
            reply.body, reply.kind = page.encode(), "text/html"
        elif shape == "text":
            reply.body, reply.kind = text.encode(), "text/plain; charset=utf-8"
        elif shape == "oauth":
            code = str(refusal.body["error"]).removeprefix("E_").lower()
            reply.payload = {"code": refusal.status, "error": code, "error_description": text}
        return reply
