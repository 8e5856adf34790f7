"""Ask a web address, which is not CoffeeCup's, for the newest version of Demitasse."""

from contextlib import suppress
from urllib.parse import urlsplit

from demitasse.api.transport import Deadlines, NotJson, Request, Transport, TransportError
from demitasse.domain.errors import FaultCode, NetworkFault, Unclear, Unsent
from demitasse.domain.ports import Clock
from demitasse.domain.releases import Release, newest
from demitasse.support.address import check_address

_DEADLINES = Deadlines(connect_s=5.0, read_s=10.0, total_s=15.0)
_HEADERS = {"User-Agent": "Demitasse", "Accept": "application/json"}
"""The same for everybody: no version, no system, no language, no cookie."""


def fetch_newest(address: str, clock: Clock, deadlines: Deadlines = _DEADLINES) -> Release:
    """Return the newest release that the document at `address` names, with one anonymous GET request.

    Raises:
        BadInput: `address` is not https (except on this machine), or contains a password.
        Unsent: no byte of the request left this machine.
        NetworkFault: there was no answer, or none that names a version.
    """
    parts, host = urlsplit(address), urlsplit(check_address(address)).hostname or ""
    path = f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"
    transport = Transport(check_address(address), clock, deadlines)
    try:
        response = transport.call(Request("GET", path, _HEADERS))
    except TransportError as error:
        kind = Unclear if error.request_sent else Unsent
        raise kind(FaultCode.UPDATES_UNREACHABLE, host=host) from error
    finally:
        transport.close()
    if response.status != 200:
        raise NetworkFault(FaultCode.UPDATES_REFUSED, host=host, status=response.status)
    release = None
    with suppress(NotJson):
        release = newest(response.json)
    if release is None:
        raise NetworkFault(FaultCode.UPDATES_UNREADABLE, host=host)
    return release
