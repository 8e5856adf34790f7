"""Signing in and out, and who is signed in."""

from typing import NamedTuple, Protocol

from demitasse.domain.errors import BadInput, FaultCode, Refused
from demitasse.domain.user import Employment, User
from demitasse.store import settings
from demitasse.store.store import Store
from demitasse.support.secret import Secret


class Credentials(NamedTuple):
    """What a person types to sign in. The password is used for one request and kept nowhere.

    `token_store` is where the session's tokens go: "keyring", "file" or "memory" (until the program ends).
    """

    server: str
    company: str
    email: str
    password: Secret
    token_store: str = "keyring"  # noqa: S105 - the name of a place


class Welcome(NamedTuple):
    """What CoffeeCup says to a person who has signed in."""

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
    """The way to CoffeeCup's sign-in and back; boot builds it from the api and desktop floors."""

    def open_session(self, credentials: Credentials) -> Welcome:
        """Sign in; nothing is kept yet. Raises BadInput, Refused, NetworkFault, LocalFault."""
        ...

    def keep_session(self, token_store: str) -> None:
        """Keep the session of who has entered, at a place of `Credentials.token_store`. Raises LocalFault."""
        ...

    def close_session(self) -> None:
        """Forget the tokens; harmless if there are none."""
        ...


class Account:
    """Signing in and out of one profile."""

    def __init__(self, store: Store, door: AccountGateway) -> None:
        """Write what is known about the account to `store`."""
        self._store = store
        self._door = door

    def identity(self) -> Identity:
        """Return who uses this profile. Raises LocalFault."""
        return identity(self._store)

    def sign_in(self, credentials: Credentials) -> Identity:
        """Sign in, once: a refused password is never sent again by itself.

        Raises:
            BadInput: the address or email cannot be meant (an http address, an empty field).
            Refused: CoffeeCup does not know this person or company; or this profile belongs to somebody else and
                holds changes that were not sent yet.
            NetworkFault, LocalFault: nothing has changed.
        """
        if not credentials.email.strip() or not credentials.password:
            raise BadInput(FaultCode.CREDENTIALS_MISSING, field="email")
        welcome = self._door.open_session(credentials)
        self._check_owner(welcome)
        self._door.keep_session(credentials.token_store)
        with self._store.transaction():
            if not self._check_owner(welcome):
                self._store.delete_account_data()
            self._remember(welcome, credentials)
        return self.identity()

    def sign_out(self) -> None:
        """Forget the session; what is tracked here stays, and is sent after the same person signs in again."""
        with self._store.transaction():
            self._store.settings.put(settings.SIGNED_IN, False)  # noqa: FBT003
        self._door.close_session()

    def _check_owner(self, welcome: Welcome) -> bool:
        """Return whether the user is the one of before. Raises Refused if entries of another wait (reliability U15)."""
        known = self._store.settings.get(settings.USER).get("id")
        if known is None or (known, self._store.settings.get(settings.SERVER)) == (welcome.user.id, welcome.server):
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
        self._store.settings.reset(settings.CATALOG_AT)
        self._store.catalog.replace_employments(welcome.employments)


def identity(store: Store) -> Identity:
    """Return who uses the profile of `store`."""
    get = store.settings.get
    name = str(get(settings.USER).get("name", ""))
    return Identity(
        get(settings.SERVER), get(settings.COMPANY), get(settings.EMAIL), name, signed_in=get(settings.SIGNED_IN)
    )
