"""Access to CoffeeCup for one profile: address, tokens, throttle and client, created when first needed."""

import logging
from contextlib import closing, suppress

from demitasse.api import endpoints, oauth
from demitasse.api.client import ApiClient
from demitasse.api.server_check import ServerCheck, check_server
from demitasse.api.throttle import Throttle
from demitasse.api.transport import Deadlines
from demitasse.desktop.ipc_client import profile_key
from demitasse.desktop.keyring import DEADLINE_S, KeyringStore
from demitasse.desktop.token_stores import FileStore, MemoryStore, OwnedStore
from demitasse.domain.errors import FaultCode, LocalFault, NotSignedIn
from demitasse.domain.ports import Clock, TokenStore
from demitasse.store import settings
from demitasse.store.settings import SettingsTable
from demitasse.store.throttle import CallLog
from demitasse.support.address import check_address
from demitasse.support.locks import FileLock
from demitasse.support.paths import Paths
from demitasse.tracker.account import Credentials, Welcome

log = logging.getLogger(__name__)

_CHECK_DEADLINES = Deadlines(connect_s=2.0, read_s=2.0, total_s=2.0)


class ApiSession:
    """A session for one thread, which the tracker's account signs in and out."""

    def __init__(
        self, settings_table: SettingsTable, places: Paths, clock: Clock, deadlines: Deadlines | None = None
    ) -> None:
        """A caller that must not wait long passes a `clock` with bounded pauses and shorter `deadlines`."""
        self._settings = settings_table
        self._paths = places
        self._clock = clock
        self._deadlines = deadlines or Deadlines()
        self._memory: TokenStore | None = None
        self._signed_in: tuple[str, str] | None = None
        self._client: ApiClient | None = None
        self._log: CallLog | None = None

    def client(self) -> ApiClient:
        """Return the client of the signed-in person. Raises NotSignedIn, LocalFault (a locked keyring)."""
        if self._client is None:
            get = self._settings.get
            if not get(settings.SIGNED_IN):
                raise NotSignedIn(FaultCode.NO_SESSION)
            owner = owner_of(get(settings.SERVER), get(settings.COMPANY), get(settings.USER).get("id"))
            tokens = OwnedStore(self._tokens(get(settings.TOKEN_STORE)), owner)
            if tokens.load() is None:
                raise NotSignedIn(FaultCode.NO_SESSION)
            self._client = self._open(get(settings.SERVER), get(settings.COMPANY), tokens)
        return self._client

    def open_session(self, credentials: Credentials) -> Welcome:
        """Sign in; `keep_session` stores the tokens. Raises BadInput, Refused, NetworkFault."""
        self.close()
        server, company = check_address(credentials.server), credentials.company.strip()
        throttle = self._throttle(server, company)
        pair = oauth.sign_in(server, company, credentials.email.strip(), credentials.password, throttle, self._clock)
        tokens = MemoryStore()
        tokens.save(pair)
        self._client = self._open(server, company, tokens)
        with self._client.interactive():
            user = endpoints.me(self._client)
            welcome = Welcome(server, company, user, endpoints.employments(self._client, user.id))
        self._signed_in = (owner_of(server, company, user.id), tokens.load() or pair)
        return welcome

    def keep_session(self, token_store: str) -> None:
        """Store the tokens of the person who has just signed in, and delete any others. Raises LocalFault."""
        owner, text = self._signed_in or ("", "{}")
        self._signed_in = None
        OwnedStore(self._tokens(token_store), owner).save(text)
        former = self._settings.get(settings.TOKEN_STORE)
        if former != token_store:
            with suppress(LocalFault):  # What is left there is a session that is no longer used.
                self._tokens(former).clear()
        self.close()

    def close_session(self) -> None:
        """Delete the tokens if there are any."""
        self.close()
        self._tokens(self._settings.get(settings.TOKEN_STORE)).clear()

    def close(self) -> None:
        """Close the connections; the next use opens new ones."""
        if self._client is not None:
            self._client.close()
        if self._log is not None:
            self._log.close()
        self._client = self._log = None

    def _open(self, server: str, company: str, tokens: TokenStore) -> ApiClient:
        throttle = self._throttle(server, company)
        lock = FileLock(self._paths.lock("tokens"))
        patience_s = min(oauth.RENEWAL_S, 2 * self._deadlines.total_s)
        holder = oauth.TokenHolder(tokens, lock, server, company, throttle, self._clock, patience_s=patience_s)
        return ApiClient(server, holder, throttle, self._clock, deadlines=self._deadlines)

    def _throttle(self, server: str, company: str) -> Throttle:
        if self._log is None:
            self._log = CallLog(self._paths.call_log(server, company), log.warning)
        return Throttle(self._log, self._clock)

    def _tokens(self, kind: str) -> TokenStore:
        if kind == "file":
            return FileStore(self._paths.tokens)
        if kind == "keyring":
            return KeyringStore(profile_key(self._paths), load_s=min(DEADLINE_S, self._deadlines.total_s))
        self._memory = self._memory or MemoryStore()
        return self._memory


def ask_server(places: Paths, server: str, company: str, clock: Clock) -> ServerCheck:
    """Ask CoffeeCup, without a session, whether it answers. Raises BadInput, Throttled, NetworkFault."""
    with closing(CallLog(places.call_log(server, company), log.warning)) as calls:
        return check_server(server, company, Throttle(calls, clock), clock, _CHECK_DEADLINES)


def owner_of(server: str, company: str, user_id: object) -> str:
    """Return the key under which OwnedStore keeps the session of a person."""
    return f"{server}|{company}|{user_id}"
