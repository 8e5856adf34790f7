"""Calls to the local CoffeeCup without a socket, for runs whose subject is not the network.

The service and its faults behave as over sockets (`test_in_process` compares the two).
"""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING

from coffeecup_sandbox import http_messages
from demitasse.api.transport import Deadlines, Response, Transport, TransportError

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from demitasse.api.transport import Request
    from demitasse.domain.ports import Clock


class InProcessTransport(Transport):
    """Passes each request to the service of `sandbox` while that is listening."""

    def __init__(self, sandbox: Sandbox, clock: Clock) -> None:
        """Open nothing."""
        super().__init__(sandbox.url, clock, Deadlines())
        self._sandbox = sandbox

    def call(self, request: Request) -> Response:
        """Send `request` once and return the response. Raises TransportError."""
        if self._sandbox._server is None:
            raise TransportError("connect", request_sent=False)
        headers = {name.lower(): value for name, value in request.headers.items()}
        reply = self._sandbox._answer(http_messages.Request(request.method, request.path, headers, request.body or b""))
        if reply.status == 0 or reply.delivery_faults.keys() & {"reset", "truncate"}:
            raise TransportError("cut", request_sent=True)
        return Response(
            reply.status,
            reply.content(),
            kind="" if reply.status == 204 else reply.content_type.partition(";")[0],
            date=formatdate(int(self._sandbox.clock.now()), usegmt=True),
            retry_after=tuple(value for name, value in reply.headers.items() if name == "Retry-After"),
            location=reply.headers.get("Location", ""),
        )
