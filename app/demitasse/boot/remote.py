"""The way from one profile to CoffeeCup: address, tokens, throttle and session, built when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.api import endpoints, oauth
from demitasse.api.client import Client, Deadlines
from demitasse.api.throttle import Throttle
from demitasse.boot.profile import account_key
from demitasse.domain.errors import NotSignedIn
from demitasse.store import settings
from demitasse.store.throttle import CallLog
from demitasse.support.locks import FileLock
from demitasse.tracker.account import Welcome

if TYPE_CHECKING:
    from demitasse.boot.profile import Profile
    from demitasse.domain.ports import Clock, TokenStore
    from demitasse.tracker.account import Credentials

_NOBODY = "Nobody is signed in. What you track is saved here."
_SIGN_IN = "Sign in, then it is sent."


class Remote:
    """Belongs to one thread. Is the `Door` of the tracker's account."""

    def __init__(
        self,
        profile: Profile,
        *,
        clock: Clock | None = None,
        deadlines: Deadlines | None = None,
    ) -> None:
        """Serve `profile`; who is in a hurry brings a `clock` that does not pause for long, and shorter `deadlines`."""
        self._profile = profile
        self._clock = clock or profile.clock
        self._deadlines = deadlines or Deadlines()
        self._memory: TokenStore | None = None
        self._client: Client | None = None
        self._log: CallLog | None = None

    def client(self) -> Client:
        """The session of the signed-in person. Raises NotSignedIn, LocalFault (a locked keyring)."""
        if self._client is None:
            get = self._profile.store.settings.get
            if not get(settings.SIGNED_IN):
                raise NotSignedIn(_NOBODY, _SIGN_IN)
            tokens = self._tokens(get(settings.TOKEN_STORE))
            if tokens.load() is None:
                raise NotSignedIn(_NOBODY, _SIGN_IN)
            self._client = self._open(get(settings.SERVER), get(settings.COMPANY), tokens)
        return self._client

    def enter(self, credentials: Credentials) -> Welcome:
        """Sign in and keep the tokens. Raises BadInput, Refused, NetworkFault, LocalFault."""
        self.close()
        server = oauth.check_address(credentials.server)
        company = credentials.company.strip()
        throttle = self._throttle(server, company)
        pair = oauth.sign_in(server, company, credentials.email.strip(), credentials.password, throttle, self._clock)
        tokens = self._tokens(credentials.token_store)
        tokens.save(pair)
        self._client = self._open(server, company, tokens)
        with self._client.interactive():
            user = endpoints.me(self._client)
            return Welcome(server, company, user, endpoints.employments(self._client, user.id))

    def leave(self) -> None:
        """Forget the tokens; harmless if there are none."""
        self.close()
        self._tokens(self._profile.store.settings.get(settings.TOKEN_STORE)).clear()

    def close(self) -> None:
        """Let go of the session; the next use opens another."""
        if self._client is not None:
            self._client.close()
        if self._log is not None:
            self._log.close()
        self._client = self._log = None

    def _open(self, server: str, company: str, tokens: TokenStore) -> Client:
        throttle = self._throttle(server, company)
        lock = FileLock(self._profile.paths.lock("tokens"))
        holder = oauth.TokenHolder(tokens, lock, server, company, throttle, self._clock)
        return Client(server, holder, throttle, self._clock, deadlines=self._deadlines)

    def _throttle(self, server: str, company: str) -> Throttle:
        if self._log is None:
            self._log = CallLog(self._profile.paths.calls(account_key(server, company)))
        return Throttle(self._log, self._clock)

    def _tokens(self, kind: str) -> TokenStore:
        if kind == "file":
            from demitasse.desktop.tokenfile import FileStore  # noqa: PLC0415 - one of the three is needed

            return FileStore(self._profile.paths.tokens)
        if kind == "keyring":
            from demitasse.desktop.keyring import KeyringStore  # noqa: PLC0415

            return KeyringStore(self._profile.paths.key)
        if self._memory is None:
            from demitasse.desktop.tokenfile import MemoryStore  # noqa: PLC0415

            self._memory = MemoryStore()
        return self._memory
