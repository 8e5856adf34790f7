"""Sign in once with a password, then keep the session alive (api-facts 2, reliability A3).

The refresh token changes with every use, so only one process at a time may use it, and the new pair is stored before
it is used.
"""

import base64
import json
import logging
import os
import threading
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from demitasse import __version__
from demitasse.api import faults
from demitasse.api.throttle import CallKind, Throttle
from demitasse.api.transport import Deadlines, Request, Response, Transport, TransportError
from demitasse.domain.errors import Fault, FaultCode, LocalFault, NetworkFault, NotSignedIn, Refused, Throttled, Unsent
from demitasse.domain.ports import Clock, TokenStore
from demitasse.domain.timer import Instant, elapsed_s
from demitasse.support.address import company_url
from demitasse.support.locks import FileLock
from demitasse.support.secret import Secret

USER_AGENT = f"Demitasse/{__version__} (desktop time tracker)"
CLIENT_VARIABLE = "DEMITASSE_OAUTH_CLIENT"
"""`id:secret`, for companies whose CoffeeCup admits registered clients only."""

DEADLINES = Deadlines(connect_s=8.0, read_s=12.0, total_s=12.0)
RENEWAL_S = 75.0
"""How long one process waits for another to refresh the tokens: two requests, a pause, a slot of the throttle, DNS."""

_PATH = "/oauth2/token"
_DEFAULT_CLIENT = "demitasse:public"
_DEFAULT_LIFE_S, _MIN_LIFE_S, _MAX_LIFE_S = 3600.0, 60.0, 86400.0
_EXPIRY_MARGIN_S = 30
_SECOND_TRY_S = 2.0
_REJECTED = (400, 401, 403)

log = logging.getLogger(__name__)


class TokenPair(NamedTuple):
    """A session: `lifetime_s` counts from `received`; `client` is the OAuth client that it belongs to."""

    access: Secret
    refresh: Secret
    lifetime_s: float
    received: Instant
    client: Secret

    def to_json(self) -> str:
        """Return the pair as JSON, for the token store."""
        received = [self.received.wall.isoformat(), self.received.boot_id, self.received.boot_s]
        tokens = {"access": self.access.reveal(), "refresh": self.refresh.reveal(), "client": self.client.reveal()}
        return json.dumps({"version": 1, **tokens, "life_s": self.lifetime_s, "got": received})

    def is_expiring(self, now: Instant) -> bool:
        """True if the access token is about to expire. The server decides; this only avoids a call that would fail."""
        return elapsed_s(self.received, now) + _EXPIRY_MARGIN_S >= self.lifetime_s


def parse_pair(text: str | None) -> TokenPair | None:
    """Parse the result of `TokenPair.to_json`; None if `text` is anything else."""
    try:
        raw = json.loads(text or "")
        wall, boot_id, boot_s = raw["got"]
        access, refresh, client = (Secret(str(raw[name])) for name in ("access", "refresh", "client"))
        received = Instant(datetime.fromisoformat(wall), str(boot_id), float(boot_s))
        return TokenPair(access, refresh, float(raw["life_s"]), received, client)
    except (ValueError, TypeError, KeyError):
        return None


def company_headers(address: str, company: str) -> dict[str, str]:
    """Return the headers that name the company in every request (api-facts 1.2)."""
    url = company_url(address, company)
    return {"Origin": url, "companyurl": url} if url else {}


def sign_in(address: str, company: str, email: str, password: Secret, throttle: Throttle, clock: Clock) -> str:
    """Sign in with exactly one request; return the text for a TokenStore. The password is not kept.

    Raises:
        Refused: the person or the company is unknown.
        NetworkFault: nothing has changed.
    """
    grant = {"grant_type": "password", "username": email, "password": password.reveal()}
    endpoint = TokenEndpoint(address, company, throttle, clock)
    client = Secret(os.environ.get(CLIENT_VARIABLE) or _DEFAULT_CLIENT)
    response = endpoint.request_tokens(grant, client)
    if _is_foreign(response):
        raise faults.not_coffeecup(response.status, write=False)
    if 400 <= faults.status_of(response) < 500:
        raise _sign_in_refusal(response, address)
    if (fault := faults.fault(response, write=False)) is not None:
        raise fault
    return endpoint.pair(response, client).to_json()


def _sign_in_refusal(response: Response, address: str) -> Refused:
    status, text = faults.status_of(response), faults.message_of(response)
    if text and not faults.blames_credentials(response):
        return Refused(FaultCode.SIGN_IN_TEXT, text=text, status=status)
    if text or status in _REJECTED:
        return Refused(FaultCode.SIGN_IN_REFUSED, status=status)
    return Refused(FaultCode.NO_SUCH_COMPANY, url=address, status=status)


class TokenHolder:
    """The session of one account on this machine, shared by threads and processes through `store` and `lock`."""

    def __init__(  # noqa: PLR0913 - what a session consists of
        self,
        store: TokenStore,
        lock: FileLock,
        address: str,
        company: str,
        throttle: Throttle,
        clock: Clock,
        *,
        patience_s: float = RENEWAL_S,
    ) -> None:
        """Wait at most `patience_s` while another process refreshes the tokens."""
        self.headers = company_headers(address, company)
        self._store = store
        self._lock = lock
        self._endpoint = TokenEndpoint(address, company, throttle, clock)
        self._clock = clock
        self._renewal = threading.Lock()
        self._pair: TokenPair | None = None
        self._unsaved = False
        self._patience_s = patience_s

    def access(self) -> Secret:
        """Return a token, refreshed if it is about to expire.

        Raises:
            NotSignedIn: there is no session.
            Unsent, Throttled: the refresh that it needed did not get through.
            LocalFault: it cannot be read.
        """
        pair = self._pair or self._load()
        self._store_pair(pair)
        return self.renew(pair.access) if pair.is_expiring(self._clock.now()) else pair.access

    def renew(self, rejected: Secret) -> Secret:
        """Return a token other than `rejected`: one that another process has stored, else a refreshed one.

        Raises as `access`.
        """
        with self._renewal, self._lock.held(self._patience_s):  # guard: one-token-refresh-at-a-time
            pair = self._pair if self._unsaved and self._pair else self._load()
            if pair.access != rejected and not pair.is_expiring(self._clock.now()):
                self._pair = pair
                return pair.access
            self._pair = self._refresh(pair)
            self._unsaved = True
            self._store_pair(self._pair)
            return self._pair.access

    def _load(self) -> TokenPair:
        pair = parse_pair(self._store.load())
        if pair is None:
            self._pair = None
            raise NotSignedIn(FaultCode.NO_SESSION)
        return pair

    def _store_pair(self, pair: TokenPair) -> None:
        """Store a new pair before it is used. If the keyring is locked now, the next call tries again."""
        self._pair = pair
        if not self._unsaved:
            return
        try:
            self._store.save(pair.to_json())
            self._unsaved = False
        except LocalFault:
            log.warning("the renewed session could not be stored; it is kept in memory until that works")

    def _refresh(self, pair: TokenPair) -> TokenPair:
        grant = {"grant_type": "refresh_token", "refresh_token": pair.refresh.reveal()}
        try:
            response = self._request_tokens_with_retry(grant, pair.client)
            if _is_foreign(response):
                raise faults.not_coffeecup(response.status, write=False)
            if faults.status_of(response) in _REJECTED:
                return self._pair_stored_meanwhile(pair)
            if (fault := faults.fault(response, write=False)) is not None:
                raise fault
            return self._endpoint.pair(response, pair.client, pair.refresh)
        except (NotSignedIn, LocalFault, Throttled):
            raise
        except Fault as fault:  # The call that needed the token was not sent.
            raise Unsent(fault.code, **fault.params) from fault

    def _request_tokens_with_retry(self, grant: dict[str, str], client: Secret) -> Response:
        """Request tokens, twice if the response is lost: the old token may work for another moment (reliability U7)."""
        try:
            return self._endpoint.request_tokens(grant, client)
        except (Unsent, Throttled):
            raise
        except NetworkFault:
            self._clock.pause(_SECOND_TRY_S)
            return self._endpoint.request_tokens(grant, client)

    def _pair_stored_meanwhile(self, rejected: TokenPair) -> TokenPair:
        """Return the pair that another process has stored. Raises NotSignedIn without one: the session has ended."""
        stored = parse_pair(self._store.load())
        if stored is not None and stored.refresh != rejected.refresh:
            return stored
        self._pair, self._unsaved = None, False
        self._store.clear()
        log.info("the session has ended")
        raise faults.signed_out()


class TokenEndpoint:
    """The address that issues tokens."""

    def __init__(self, address: str, company: str, throttle: Throttle, clock: Clock) -> None:
        self._address = address
        self._company = company
        self._throttle = throttle
        self._clock = clock

    def request_tokens(self, grant: dict[str, str], client: Secret) -> Response:
        """Send one request for tokens. Raises Unsent, Throttled, or NetworkFault if the response was lost."""
        transport = Transport(self._address, self._clock, DEADLINES)
        try:
            with self._throttle.admitted(CallKind.AUTH):
                response = transport.call(self._request(grant, client))
                if faults.asks_for_backoff(response):
                    raise Throttled(self._throttle.back_off(response.retry_after, response.date))
                return response
        except TransportError as fault:
            raise faults.transport_fault(fault, write=False) from fault
        finally:
            transport.close()

    def pair(self, response: Response, client: Secret, old_refresh: Secret | None = None) -> TokenPair:
        """Return the tokens of a response. Raises NetworkFault if it has none."""
        raw = faults.json_object(response)
        access, refresh = _token(raw.get("access_token")), _token(raw.get("refresh_token")) or old_refresh
        if access is None:
            raise faults.not_coffeecup(response.status, write=False)
        return TokenPair(access, refresh or Secret(""), _lifetime_s(raw.get("expires_in")), self._clock.now(), client)

    def _request(self, grant: dict[str, str], client: Secret) -> Request:
        company = company_headers(self._address, self._company)
        query = "?" + urlencode({"companyurl": company["companyurl"]}) if company else ""
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Authorization": "Basic " + base64.b64encode(client.reveal().encode()).decode("ascii"),
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": USER_AGENT,
            **company,
        }
        return Request("POST", _PATH + query, headers, urlencode(grant).encode("ascii"))


def _is_foreign(response: Response) -> bool:
    """True for a refusal by a proxy or filter, which says nothing about a token or password."""
    is_page = response.status == 403 and response.kind == "text/html" and faults.is_vague(response)
    return is_page or faults.is_foreign(response)


def _token(value: object) -> Secret | None:
    """Return `value` as a token if it fits into a header."""
    fits = isinstance(value, str) and value.isascii() and value.isprintable() and " " not in value
    return Secret(str(value)) if value and fits else None


def _lifetime_s(value: Any) -> float:
    """Return `expires_in` as seconds within bounds, an hour if it is nonsense (reliability U13)."""
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        return _DEFAULT_LIFE_S
    if seconds != seconds or seconds <= 0:  # noqa: PLR0124 - not a number
        return _DEFAULT_LIFE_S
    return min(max(seconds, _MIN_LIFE_S), _MAX_LIFE_S)
