"""Calls to the local CoffeeCup without a socket, for runs whose subject is not the network.

The service and its faults behave as over sockets (`test_inside` compares the two).
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
    """Passes each request to the service of `box` while that is listening."""

    def __init__(self, box: Sandbox, clock: Clock) -> None:
        """Open nothing."""
        super().__init__(box.url, clock, Deadlines())
        self._box = box

    def call(self, request: Request) -> Response:
        """Send `request` once and return the response. Raises TransportError."""
        if self._box._server is None:
            raise TransportError("connect", request_sent=False)
        headers = {name.lower(): value for name, value in request.headers.items()}
        reply = self._box._answer(http_messages.Request(request.method, request.path, headers, request.body or b""))
        if reply.status == 0 or reply.delivery_faults.keys() & {"reset", "truncate"}:
            raise TransportError("cut", request_sent=True)
        return Response(
            reply.status,
            reply.content(),
            kind="" if reply.status == 204 else reply.content_type.partition(";")[0],
            date=formatdate(int(self._box.clock.now()), usegmt=True),
            retry_after=tuple(value for name, value in reply.headers.items() if name == "Retry-After"),
            location=reply.headers.get("Location", ""),
        )
