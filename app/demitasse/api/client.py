"""A session of one account: calls pass the throttle, carry a token, and end in a value or a fault of the domain."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol
from urllib.parse import urlencode

from demitasse.api import faults
from demitasse.api.oauth import USER_AGENT
from demitasse.api.throttle import CallKind, Throttle
from demitasse.api.transport import LARGE, SMALL, Deadlines, NotJson, Request, Response, Transport, TransportError
from demitasse.domain.errors import NetworkFault, Throttled, Unclear, Unsent
from demitasse.domain.ports import Clock
from demitasse.support.secret import Secret

ME = "/v1/users/me"
"""The cheapest call that shows whether a session is valid (api-facts 7.6)."""

_DEFAULT = Deadlines()


class Tokens(Protocol):
    """The source of access tokens; `headers` name the company."""

    headers: dict[str, str]

    def access(self) -> Secret:
        """Return a token. Raises NotSignedIn, Unsent, Throttled, LocalFault."""

    def renew(self, rejected: Secret) -> Secret:
        """Return a token other than `rejected`. Raises as `access`."""


class ApiClient:
    """Calls CoffeeCup. Belongs to one thread; the first call opens the connection.

    Every call raises Unsent (no byte was sent), Unclear (a write may have arrived, or the server failed), Throttled,
    NotSignedIn, Refused or NotFound, NetworkFault (a read failed) and LocalFault (the tokens cannot be read).
    """

    def __init__(
        self, base_url: str, tokens: Tokens, throttle: Throttle, clock: Clock, *, deadlines: Deadlines = _DEFAULT
    ) -> None:
        """Use `base_url` in the form that `check_address` returns."""
        self.clock = clock
        self._tokens = tokens
        self._throttle = throttle
        self._transport = Transport(base_url, clock, deadlines)
        self._kind = CallKind.BACKGROUND

    @contextmanager
    def interactive(self) -> Iterator[None]:
        """Give the calls inside the block priority over background calls, because a person waits for them."""
        before, self._kind = self._kind, CallKind.INTERACTIVE
        try:
            yield
        finally:
            self._kind = before

    def wait_s(self, calls: int = 1) -> float:
        """Seconds that so many calls would have to wait for slots of the throttle now."""
        return self._throttle.wait_s(self._kind, calls)

    def half_open(self) -> bool:
        """True if a backoff has ended and the next call must be a read. A write sends that read itself."""
        return self._throttle.half_open()

    def lengthen_backoff(self, seconds: int) -> Throttled:
        """Record that the backoff goes on for so long, as CoffeeCup's own figures say; return the fault to raise."""
        return Throttled(self._throttle.back_off([str(seconds)]))

    def get(self, path: str, query: Mapping[str, object] | None = None, limit: int = LARGE) -> Any:
        """Return the JSON at `path`."""
        if query:
            path += "?" + urlencode({name: str(value) for name, value in query.items()})
        return self._call("GET", path, None, limit)

    def write(self, method: str, path: str, content: object = None) -> Any:
        """Send a POST, PUT or DELETE; return the JSON of the response, None if it is empty."""
        body = None if content is None else json.dumps(content, ensure_ascii=False).encode()
        return self._call(method, path, body, SMALL)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _call(self, method: str, path: str, body: bytes | None, limit: int) -> Any:
        token, write = self._tokens.access(), method != "GET"
        response = self._call_verified(method, path, body, limit, token)
        fault = faults.fault(response, write=write)
        if fault and faults.token_rejected(response):
            if write and faults.is_foreign(response):  # It may have been carried out; a read will renew the token.
                raise faults.not_coffeecup(response.status, write=True)
            response = self._call_verified(method, path, body, limit, self._tokens.renew(token))
            if faults.is_foreign(response):
                raise faults.not_coffeecup(response.status, write=write)
            if faults.token_rejected(response):
                raise faults.signed_out()
            fault = faults.fault(response, write=write)
        if fault:
            raise fault
        try:
            return response.json
        except NotJson:
            raise faults.not_coffeecup(response.status, write=write) from None

    def _call_verified(self, method: str, path: str, body: bytes | None, limit: int, token: Secret) -> Response:
        """Call, and verify the session if the response refuses vaguely, which need not come from CoffeeCup."""
        response, write = self._send(method, path, body, limit, token), method != "GET"
        if response.status < 400:
            return response
        if faults.is_foreign(response) and response.status != 401:  # guard: web-filter-refuses-nothing
            raise faults.not_coffeecup(response.status, write=write)
        if not faults.is_vague(response) or path == ME:
            return response
        try:
            probe = self._send("GET", ME, None, SMALL, token)
        except NetworkFault as failure:
            if not write:
                raise
            # The probe may not have been sent, but the write was.
            raise faults.not_coffeecup(response.status, write=True) from failure
        if faults.token_rejected(probe) or (probe.status == 403 and not write):
            return Response(401)  # A write is repeated only if CoffeeCup itself has rejected the token.
        if (fault := faults.fault(probe, write=False)) is not None or not faults.json_object(probe):
            raise faults.not_coffeecup(response.status, write=write) from fault
        return response

    def _send(self, method: str, path: str, body: bytes | None, limit: int, token: Secret) -> Response:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "Authorization": f"Bearer {token.reveal()}",
            "User-Agent": USER_AGENT,
            **self._tokens.headers,
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        write = method != "GET"
        if write and self.half_open():
            self._probe(token)
        with self._throttle.admitted(self._kind, reads=not write):
            try:
                response = self._transport.call(Request(method, path, headers, body, limit))
            except TransportError as error:
                raise faults.transport_fault(error, write=write) from error
            if faults.asks_for_backoff(response):
                self._back_off(response, write=write)
        return response

    def _probe(self, token: Secret) -> None:
        """Send the read that must precede a write after a backoff. Raises Unsent or Throttled: no write was sent."""
        try:
            self._send("GET", ME, None, SMALL, token)
        except (Unsent, Throttled):
            raise
        except NetworkFault as fault:
            raise Unsent(fault.code, **fault.params) from fault

    def _back_off(self, response: Response, *, write: bool) -> None:
        """Record the backoff and raise Throttled, or Unclear for a write that an outage may have cut short."""
        until = self._throttle.back_off(response.retry_after, response.date)
        outage = faults.fault(response, write=write)
        if write and not response.retry_after and isinstance(outage, Unclear):
            raise outage
        raise Throttled(until)
