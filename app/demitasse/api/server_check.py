"""Ask CoffeeCup one harmless question: does it answer, how fast, and what time is it there."""

from datetime import timedelta
from typing import NamedTuple

from demitasse.api import faults
from demitasse.api.client import ME
from demitasse.api.oauth import USER_AGENT, company_headers
from demitasse.api.throttle import CallKind, Throttle, moment_of
from demitasse.api.transport import Deadlines, Request, Transport, TransportError
from demitasse.domain.errors import Throttled
from demitasse.domain.ports import Clock

_HALF_A_SECOND = timedelta(seconds=0.5)
"""The `Date` header is cut to whole seconds."""


class ServerCheck(NamedTuple):
    """How long the answer took, and how far this computer's clock is ahead of the server's; None if it named no time.

    The offset is exact to half a second and half the time of the answer.
    """

    took_ms: int
    offset_ms: int | None


def check_server(address: str, company: str, throttle: Throttle, clock: Clock, deadlines: Deadlines) -> ServerCheck:
    """Ask without a session, so that CoffeeCup refuses; that it does shows that it is there.

    Raises Throttled, Unsent if no slot was free, and NetworkFault.
    """
    headers = {"Accept": "application/json", "User-Agent": USER_AGENT, **company_headers(address, company)}
    transport = Transport(address, clock, deadlines)
    try:
        with throttle.admitted(CallKind.INTERACTIVE):
            sent = clock.now()
            response = transport.call(Request("GET", ME, headers))
            if faults.asks_for_backoff(response):
                raise Throttled(throttle.back_off(response.retry_after, response.date))
        took_s = clock.now().boot_s - sent.boot_s
    except TransportError as error:
        raise faults.transport_fault(error, write=False) from error
    finally:
        transport.close()
    if not faults.token_rejected(response) or faults.is_foreign(response):
        raise faults.fault(response, write=False) or faults.not_coffeecup(response.status, write=False)
    there = moment_of(response.date)
    here = sent.wall + timedelta(seconds=took_s / 2) - _HALF_A_SECOND
    offset_ms = None if there is None else round((here - there) / timedelta(milliseconds=1))
    return ServerCheck(round(took_s * 1000), offset_ms)
