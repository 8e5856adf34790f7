"""Signing in once with a password, and keeping the session alive ever after (api-facts 2, reliability A3).

The refresh token changes with every use, so only one process at a time may use it, and the new pair is stored before
anything is done with it.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from demitasse import __version__
from demitasse.api import faults
from demitasse.api.address import check_address, company_url
from demitasse.api.throttle import CallKind
from demitasse.api.transport import Deadlines, NotJson, Request, Response, Transport, TransportError
from demitasse.domain.errors import Fault, LocalFault, NetworkFault, NotSignedIn, Refused, Throttled, Unsent
from demitasse.domain.timer import Instant, elapsed_s
from demitasse.support.secret import Secret

if TYPE_CHECKING:
    from demitasse.api.throttle import Throttle
    from demitasse.domain.ports import Clock, Lock, TokenStore

__all__ = ["TokenHolder", "TokenPair", "check_address", "company_headers", "pair_of", "sign_in"]

USER_AGENT = f"Demitasse/{__version__} (desktop time tracker)"
CLIENT_VARIABLE = "DEMITASSE_OAUTH_CLIENT"
"""`id:secret`, for a company whose CoffeeCup lets only registered clients in."""

DEADLINES = Deadlines(connect_s=8.0, read_s=12.0, total_s=12.0)
"""Shorter than other processes wait for their turn to refresh."""

_PATH = "/oauth2/token"
_DEFAULT_CLIENT = "demitasse:public"
_DEFAULT_LIFE_S, _MIN_LIFE_S, _MAX_LIFE_S = 3600.0, 60.0, 86400.0
_EARLY_S = 30
_SECOND_TRY_S = 2.0
_DEAD = (400, 401, 403)
_NOT_KNOWN = "CoffeeCup does not accept this email and password."

log = logging.getLogger(__name__)


class TokenPair(NamedTuple):
    """A session: `life_s` counts from `got`; `client` is the OAuth client it belongs to."""

    access: Secret
    refresh: Secret
    life_s: float
    got: Instant
    client: Secret

    def text(self) -> str:
        """For the token store."""
        got = [self.got.wall.isoformat(), self.got.boot_id, self.got.boot_s]
        tokens = {"access": self.access.reveal(), "refresh": self.refresh.reveal(), "client": self.client.reveal()}
        return json.dumps({"version": 1, **tokens, "life_s": self.life_s, "got": got})

    def worn(self, now: Instant) -> bool:
        """Whether the access token is about to expire; the server decides, this only saves a call."""
        return elapsed_s(self.got, now) + _EARLY_S >= self.life_s


def pair_of(text: str | None) -> TokenPair | None:
    """The pair of `TokenPair.text`; None if it is not one."""
    try:
        raw = json.loads(text or "")
        wall, boot_id, boot_s = raw["got"]
        access, refresh, client = (Secret(str(raw[name])) for name in ("access", "refresh", "client"))
        got = Instant(datetime.fromisoformat(wall), str(boot_id), float(boot_s))
        return TokenPair(access, refresh, float(raw["life_s"]), got, client)
    except (ValueError, TypeError, KeyError):
        return None


def company_headers(address: str, company: str) -> dict[str, str]:
    """How every request names the company: in both attested headers (api-facts 1.2)."""
    url = company_url(address, company)
    return {"Origin": url, "companyurl": url} if url else {}


def sign_in(address: str, company: str, email: str, password: Secret, throttle: Throttle, clock: Clock) -> str:
    """Sign in, with exactly one request; what a TokenStore keeps. The password is kept nowhere.

    Raises:
        Refused: CoffeeCup does not know this person or company; its own words.
        NetworkFault: nothing has changed.
    """
    grant = {"grant_type": "password", "username": email, "password": password.reveal()}
    door = TokenEndpoint(address, company, throttle, clock)
    client = _client()
    answer = door.ask(grant, client)
    if 400 <= faults.status_of(answer) < 500:
        raise _turned_away(answer, address)
    if (trouble := faults.fault(answer, write=False)) is not None:
        raise trouble
    return door.pair(answer, client).text()


def _turned_away(answer: Response, address: str) -> Refused:
    status, told = faults.status_of(answer), faults.words(answer)
    if status in _DEAD or told:
        return Refused(told or _NOT_KNOWN, "Check the address, the company, the email and the password.", status=status)
    return Refused(f"There is no CoffeeCup at {address}, or not this company.", "Check the address.", status=status)


class TokenHolder:
    """The session of one account on this machine; threads and processes share it through `store` and `lock`."""

    def __init__(
        self, store: TokenStore, lock: Lock, address: str, company: str, throttle: Throttle, clock: Clock
    ) -> None:
        """Nothing is read yet."""
        self.headers = company_headers(address, company)
        self._store = store
        self._lock = lock
        self._door = TokenEndpoint(address, company, throttle, clock)
        self._clock = clock
        self._turn = threading.Lock()
        self._pair: TokenPair | None = None
        self._unsaved = False

    def access(self) -> Secret:
        """A token to call with, refreshed if it is about to expire.

        Raises:
            NotSignedIn: there is no session.
            Unsent, Throttled: it had to be refreshed, and that did not get through.
            LocalFault: it cannot be read.
        """
        pair = self._pair or self._load()
        self._keep(pair)
        return self.renew(pair.access) if pair.worn(self._clock.now()) else pair.access

    def renew(self, stale: Secret) -> Secret:
        """A token other than `stale`: another process's new one if there is one, else a refreshed one.

        Raises as `access`.
        """
        with self._turn, self._lock.held():  # guard: one-token-refresh-at-a-time
            pair = self._pair if self._unsaved and self._pair else self._load()
            if pair.access != stale and not pair.worn(self._clock.now()):
                self._pair = pair
                return pair.access
            self._pair = self._refreshed(pair)
            self._unsaved = True
            self._keep(self._pair)
            return self._pair.access

    def _load(self) -> TokenPair:
        pair = pair_of(self._store.load())
        if pair is None:
            self._pair = None
            raise NotSignedIn(f"Nobody is signed in. {faults.SAFE}.", "Sign in, then it is sent.")
        return pair

    def _keep(self, pair: TokenPair) -> None:
        """Store a new pair before it is used; a keyring that is locked just now gets it later."""
        self._pair = pair
        if not self._unsaved:
            return
        try:
            self._store.save(pair.text())
            self._unsaved = False
        except LocalFault:
            log.warning("the renewed session could not be stored; it is kept in memory until that works")

    def _refreshed(self, pair: TokenPair) -> TokenPair:
        grant = {"grant_type": "refresh_token", "refresh_token": pair.refresh.reveal()}
        try:
            answer = self._ask_twice(grant, pair.client)
            if faults.status_of(answer) in _DEAD and not _is_wall(answer):
                return self._other_than(pair)
            if (trouble := faults.fault(answer, write=False)) is not None:
                raise trouble
            return self._door.pair(answer, pair.client, pair.refresh)
        except (NotSignedIn, LocalFault, Throttled):
            raise
        except Fault as trouble:  # nothing of the call that needed the token has left
            raise Unsent(trouble.message, trouble.next_step) from trouble

    def _ask_twice(self, grant: dict[str, str], client: Secret) -> Response:
        """If the answer got lost, the old token may still work for a moment: once more, soon (reliability U7)."""
        try:
            return self._door.ask(grant, client)
        except (Unsent, Throttled):
            raise
        except NetworkFault:
            self._clock.pause(_SECOND_TRY_S)
            return self._door.ask(grant, client)

    def _other_than(self, dead: TokenPair) -> TokenPair:
        """CoffeeCup refuses this refresh token; unless somebody has just stored another, the session is over."""
        found = pair_of(self._store.load())
        if found is not None and found.refresh != dead.refresh:
            return found
        self._pair, self._unsaved = None, False
        self._store.clear()
        log.info("the session has ended")
        raise faults.signed_out()


class TokenEndpoint:
    """Where tokens are handed out."""

    def __init__(self, address: str, company: str, throttle: Throttle, clock: Clock) -> None:
        self._address = address
        self._company = company
        self._throttle = throttle
        self._clock = clock

    def ask(self, grant: dict[str, str], client: Secret) -> Response:
        """One request for tokens. Raises Unsent, Throttled, or NetworkFault if the answer got lost."""
        line = Transport(self._address, self._clock, DEADLINES)
        try:
            with self._throttle.admitted(CallKind.AUTH):
                answer = line.call(self._request(grant, client))
                if faults.asks_for_backoff(answer):
                    raise Throttled(self._throttle.froze(answer.retry_after, answer.date))
                return answer
        except TransportError as trouble:
            raise faults.transport_fault(trouble, write=False) from trouble
        finally:
            line.close()

    def pair(self, answer: Response, client: Secret, old_refresh: Secret | None = None) -> TokenPair:
        """The tokens of an answer. Raises NetworkFault if there are none in it."""
        try:
            raw = answer.json()
        except NotJson:
            raw = None
        raw = raw if isinstance(raw, dict) else {}
        access, refresh = _token(raw.get("access_token")), _token(raw.get("refresh_token")) or old_refresh
        if access is None:
            raise faults.not_coffeecup(answer.status, write=False)
        return TokenPair(access, refresh or Secret(""), _life_s(raw.get("expires_in")), self._clock.now(), client)

    def _request(self, grant: dict[str, str], client: Secret) -> Request:
        named = company_headers(self._address, self._company)
        query = "?" + urlencode({"companyurl": named["companyurl"]}) if named else ""
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Authorization": "Basic " + base64.b64encode(client.reveal().encode()).decode("ascii"),
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": USER_AGENT,
            **named,
        }
        return Request("POST", _PATH + query, headers, urlencode(grant).encode("ascii"))


def _is_wall(answer: Response) -> bool:
    """A page for people that forbids everything is a firewall's; it says nothing about a token."""
    return answer.status == 403 and answer.kind == "text/html" and faults.is_vague(answer)


def _client() -> Secret:
    return Secret(os.environ.get(CLIENT_VARIABLE) or _DEFAULT_CLIENT)


def _token(told: object) -> Secret | None:
    """A token that fits into a header."""
    fits = isinstance(told, str) and told.isascii() and told.isprintable() and " " not in told
    return Secret(str(told)) if told and fits else None


def _life_s(told: Any) -> float:
    """Return `expires_in` in seconds, within bounds; an hour if it is not a number (reliability U13)."""
    try:
        seconds = float(told)
    except (TypeError, ValueError, OverflowError):
        return _DEFAULT_LIFE_S
    if seconds != seconds or seconds <= 0:  # noqa: PLR0124 - not a number
        return _DEFAULT_LIFE_S
    return min(max(seconds, _MIN_LIFE_S), _MAX_LIFE_S)
