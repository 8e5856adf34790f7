"""One account's session: admitted by the throttle, signed with a token, every outcome a value or a domain fault."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

from demitasse.api import faults
from demitasse.api.oauth import USER_AGENT, check_address
from demitasse.api.throttle import CallKind
from demitasse.api.transport import LARGE, SMALL, Deadlines, NotJson, Request, Response, Transport, TransportError
from demitasse.domain.errors import NetworkFault, Throttled, Unclear, Unsent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from demitasse.api.throttle import Throttle
    from demitasse.domain.ports import Clock
    from demitasse.support.secret import Secret

__all__ = ["ME", "ApiClient", "Deadlines", "Tokens", "check_address"]

ME = "/v1/users/me"
"""The cheapest way to find out whether a session is alive (api-facts 7.6)."""

_DEFAULT = Deadlines()


class Tokens(Protocol):
    """Where the session's access token comes from; `headers` name the company."""

    headers: dict[str, str]

    def access(self) -> Secret:
        """A token to call with. Raises NotSignedIn, Unsent, Throttled, LocalFault."""
        ...

    def renew(self, stale: Secret) -> Secret:
        """Another token than `stale`. Raises as `access`."""
        ...


class ApiClient:
    """Calls CoffeeCup. Owned by one thread; opened by its first call.

    All calls raise Unsent (no byte left), Unclear (a write may have arrived; or a server error), Throttled,
    NotSignedIn, Refused or NotFound, NetworkFault (a read that failed) and LocalFault (no access to the tokens).
    """

    def __init__(
        self, base_url: str, tokens: Tokens, throttle: Throttle, clock: Clock, *, deadlines: Deadlines = _DEFAULT
    ) -> None:
        """Talk to `base_url`, as `check_address` returns it."""
        self.clock = clock
        self._tokens = tokens
        self._throttle = throttle
        self._line = Transport(base_url, clock, deadlines)
        self._kind = CallKind.BACKGROUND

    @contextmanager
    def interactive(self) -> Iterator[None]:
        """Somebody waits for the calls of the block: they go before background calls."""
        before, self._kind = self._kind, CallKind.INTERACTIVE
        try:
            yield
        finally:
            self._kind = before

    def wait_s(self) -> float:
        """How long a call would have to wait now, because of the others."""
        return self._throttle.wait_s(self._kind)

    def half_open(self) -> bool:
        """Whether a silence is over and the next call has to be a read; a write brings one of its own."""
        return self._throttle.half_open()

    def get(self, path: str, query: Mapping[str, object] | None = None, limit: int = LARGE) -> Any:
        """Read JSON from `path`."""
        asked = f"{path}?{urlencode({name: str(value) for name, value in query.items()})}" if query else path
        answer = self._carried_out("GET", asked, None, limit)
        try:
            return answer.json()
        except NotJson:
            raise faults.not_coffeecup(answer.status, write=False) from None

    def write(self, method: str, path: str, content: object = None) -> Any:
        """Carry out a POST, PUT or DELETE; the JSON of the answer, None if it is empty."""
        body = None if content is None else json.dumps(content, ensure_ascii=False).encode()
        answer = self._carried_out(method, path, body, SMALL)
        try:
            return answer.json()
        except NotJson:
            raise faults.not_coffeecup(answer.status, write=True) from None

    def close(self) -> None:
        """Close the connections."""
        self._line.close()

    def _carried_out(self, method: str, path: str, body: bytes | None, limit: int) -> Response:
        token = self._tokens.access()
        answer = self._genuine(method, path, body, limit, token)
        if 200 <= faults.status_of(answer) < 300:
            return answer
        if faults.token_rejected(answer):
            answer = self._genuine(method, path, body, limit, self._tokens.renew(token))
            if faults.token_rejected(answer):
                raise faults.signed_out()
        if (trouble := faults.fault(answer, write=method != "GET")) is not None:
            raise trouble
        return answer

    def _genuine(self, method: str, path: str, body: bytes | None, limit: int, token: Secret) -> Response:
        """The answer to a call; a bare 403 or 404 is believed only if CoffeeCup still knows us."""
        answer = self._once(method, path, body, limit, token)
        if not faults.is_vague(answer) or path == ME:
            return answer
        write = method != "GET"
        try:
            probe = self._once("GET", ME, None, SMALL, token)
        except NetworkFault as trouble:
            if not write:
                raise
            raise faults.not_coffeecup(
                answer.status, write=True
            ) from trouble  # this call may not have left, that one has
        if faults.token_rejected(probe) or (probe.status == 403 and not write):
            return Response(401)  # a write is repeated only if CoffeeCup itself says that it was not let in
        if (found := faults.fault(probe, write=False)) is not None or not _is_object(probe):
            raise faults.not_coffeecup(answer.status, write=write) from found
        return answer

    def _once(self, method: str, path: str, body: bytes | None, limit: int, token: Secret) -> Response:
        request = Request(method, path, self._headers(token, has_body=body is not None), body, limit)
        write = method != "GET"
        if write and self.half_open():
            self._probe(token)
        with self._throttle.admitted(self._kind, reads=not write):
            try:
                answer = self._line.call(request)
            except TransportError as trouble:
                raise faults.transport_fault(trouble, write=write) from trouble
            if faults.asks_for_backoff(answer):
                self._fall_silent(answer, write=write)
        return answer

    def _probe(self, token: Secret) -> None:
        """After a silence a read finds out whether it is over. Raises Throttled, Unsent: the write has not left."""
        try:
            self._once("GET", ME, None, SMALL, token)
        except (Unsent, Throttled):
            raise
        except NetworkFault as trouble:
            raise Unsent(trouble.message, trouble.next_step) from trouble

    def _fall_silent(self, answer: Response, *, write: bool) -> None:
        """Raises Throttled; Unclear for a write that met an outage, which may have begun after it was carried out."""
        until = self._throttle.froze(answer.retry_after, answer.date)
        outage = faults.fault(answer, write=write)
        if write and not answer.retry_after and isinstance(outage, Unclear):
            raise outage
        raise Throttled(until)

    def _headers(self, token: Secret, *, has_body: bool) -> dict[str, str]:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "Authorization": f"Bearer {token.reveal()}",
            "User-Agent": USER_AGENT,
            **self._tokens.headers,
        }
        return headers | {"Content-Type": "application/json"} if has_body else headers


def _is_object(answer: Response) -> bool:
    try:
        return isinstance(answer.json(), dict)
    except NotJson:
        return False
