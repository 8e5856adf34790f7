"""A call without a socket ends like the same call over one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse.api.transport import Deadlines, Request, Transport, TransportError
from tests.clocks import ManualClock
from tests.sync.in_process import InProcessTransport

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox

FAULTS = (
    ("drop_before", ""), ("drop_after", ""), ("reset", ""), ("truncate", ""), ("garble", ""), ("wrong_type", ""),
    ("html_type", ""), ("late", ""), ("portal", ""), ("redirect", ""), ("status", "120"),
)  # fmt: skip


def outcome(transport: Transport) -> dict[str, object] | tuple[str, bool]:
    """Return the content of the response, or how the call failed."""
    try:
        return vars(transport.call(Request("GET", "/v1/account/rate_limit_status", {"Accept-Encoding": "identity"})))
    except TransportError as error:
        return error.reason, error.request_sent


@pytest.mark.parametrize(("kind", "pause"), FAULTS)
def test_each_fault_has_the_same_effect(kind: str, pause: str, sandbox: Sandbox) -> None:
    clock = ManualClock()
    sandbox.clock.set(clock.now().wall.timestamp())
    near, far = InProcessTransport(sandbox, clock), Transport(sandbox.url, clock, Deadlines())
    assert outcome(near) == outcome(far)
    ends = []
    for transport in (near, far):
        sandbox.faults.add(kind, retry_after=pause or None)
        ends.append(outcome(transport))
    far.close()
    assert ends[0] == ends[1] != outcome(near)


def test_without_a_server_the_connection_fails(sandbox: Sandbox) -> None:
    transport = InProcessTransport(sandbox, ManualClock())
    sandbox.stop()
    assert outcome(transport) == ("connect", False)
    sandbox.start()
    assert isinstance(outcome(transport), dict)
