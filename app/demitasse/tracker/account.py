"""Signing in and out, and who is signed in."""

from typing import NamedTuple, Protocol

from demitasse.domain.errors import BadInput, FaultCode, Refused
from demitasse.domain.user import Employment, User
from demitasse.store import settings
from demitasse.store.store import Store
from demitasse.support.secret import Secret


class Credentials(NamedTuple):
    """What a user enters to sign in. The password is used for one request and not stored.

    `token_store` is where the session's tokens are kept: "keyring", "file" or "memory" (until the program ends).
    """

    server: str
    company: str
    email: str
    password: Secret
    token_store: str = "keyring"  # noqa: S105 - the name of a place


class Welcome(NamedTuple):
    """What CoffeeCup returns for a user who has signed in."""

    server: str
    company: str
    user: User
    employments: tuple[Employment, ...]


class Identity(NamedTuple):
    """Who uses this profile; all empty before the first sign-in."""

    server: str
    company: str
    email: str
    name: str
    signed_in: bool


class AccountGateway(Protocol):
    """Connection to CoffeeCup's sign-in and the token stores; implemented in boot."""

    def open_session(self, credentials: Credentials) -> Welcome:
        """Sign in without storing anything. Raises BadInput, Refused, NetworkFault, LocalFault."""

    def keep_session(self, token_store: str) -> None:
        """Store the tokens of the opened session in a `Credentials.token_store`. Raises LocalFault."""

    def close_session(self) -> None:
        """Delete the tokens, if there are any."""


class Account:
    """Signing in and out of one profile."""

    def __init__(self, store: Store, gateway: AccountGateway) -> None:
        self._store = store
        self._gateway = gateway

    def identity(self) -> Identity:
        """Return who uses this profile. Raises LocalFault."""
        return identity(self._store)

    def sign_in(self, credentials: Credentials) -> Identity:
        """Sign in with one request; a refused password is not sent again.

        Raises BadInput if the address is not https or a field is empty, Refused if CoffeeCup refuses the credentials
        or this profile holds unsent changes of another user, and NetworkFault.
        """
        if not credentials.email.strip() or not credentials.password:
            raise BadInput(FaultCode.CREDENTIALS_MISSING, field="email")
        welcome = self._gateway.open_session(credentials)
        self._check_owner(welcome)
        self._gateway.keep_session(credentials.token_store)
        with self._store.transaction():
            if not self._check_owner(welcome):
                self._store.delete_account_data()
            self._remember(welcome, credentials)
        return self.identity()

    def sign_out(self) -> None:
        """Delete the session; unsent changes stay and are sent after the same user signs in again."""
        with self._store.transaction():
            self._store.settings.put(settings.SIGNED_IN, False)  # noqa: FBT003
        self._gateway.close_session()

    def _check_owner(self, welcome: Welcome) -> bool:
        """Return whether the user is the one of before. Raises Refused if entries of another wait (reliability U15)."""
        user_id = self._store.settings.get(settings.USER).get("id")
        if user_id is None or (user_id, self._store.settings.get(settings.SERVER)) == (welcome.user.id, welcome.server):
            return True
        waiting = self._store.outbox.counts()
        if waiting.pending or waiting.rejected or waiting.needs_review or waiting.conflicts:
            raise Refused(FaultCode.UNSENT_OF_OTHER, email=self._store.settings.get(settings.EMAIL))
        return False

    def _remember(self, welcome: Welcome, credentials: Credentials) -> None:
        put = self._store.settings.put
        put(settings.SERVER, welcome.server)
        put(settings.COMPANY, welcome.company)
        put(settings.EMAIL, credentials.email.strip())
        put(settings.USER, welcome.user._asdict())
        put(settings.TOKEN_STORE, credentials.token_store)
        put(settings.SIGNED_IN, True)  # noqa: FBT003
        for setting in (settings.CATALOG_AT, settings.REFRESHED):
            self._store.settings.reset(setting)
        self._store.catalog.replace_employments(welcome.employments)


def identity(store: Store) -> Identity:
    """Return who uses the profile of `store`."""
    get = store.settings.get
    name = str(get(settings.USER).get("name", ""))
    return Identity(get(settings.SERVER), get(settings.COMPANY), get(settings.EMAIL), name, get(settings.SIGNED_IN))
