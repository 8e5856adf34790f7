"""A call without a socket ends as the same call over one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse.api.transport import Deadlines, Request, Transport, TransportError
from tests.clocks import ManualClock
from tests.sync.inside import InProcessTransport

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox

FAULTS = (
    ("drop_before", ""), ("drop_after", ""), ("reset", ""), ("truncate", ""), ("garble", ""), ("wrong_type", ""),
    ("html_type", ""), ("late", ""), ("portal", ""), ("redirect", ""), ("status", "120"),
)  # fmt: skip


def told(line: Transport) -> dict[str, object] | tuple[str, bool]:
    """How a call ends: what is in the answer, or how it broke."""
    try:
        return vars(line.call(Request("GET", "/v1/account/rate_limit_status", {"Accept-Encoding": "identity"})))
    except TransportError as trouble:
        return trouble.reason, trouble.request_sent


@pytest.mark.parametrize(("kind", "pause"), FAULTS)
def test_each_fault_strikes_alike(kind: str, pause: str, box: Sandbox) -> None:
    clock = ManualClock()
    box.clock.set(clock.now().wall.timestamp())
    near, far = InProcessTransport(box, clock), Transport(box.url, clock, Deadlines())
    assert told(near) == told(far)
    ends = []
    for line in (near, far):
        box.faults.add(kind, retry_after=pause or None)
        ends.append(told(line))
    far.close()
    assert ends[0] == ends[1] != told(near)


def test_nobody_answers_when_nothing_listens(box: Sandbox) -> None:
    line = InProcessTransport(box, ManualClock())
    box.stop()
    assert told(line) == ("connect", False)
    box.start()
    assert isinstance(told(line), dict)
