"""The settings of a profile, and the facts about its person that decide days and formats."""

from datetime import tzinfo

from demitasse.domain import settings
from demitasse.domain.settings import Setting, T
from demitasse.domain.user import Formats, User, account_formats
from demitasse.store.settings import EMAIL, USER
from demitasse.store.store import Store


class Settings:
    """Reads and changes what `domain.settings` declares."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, setting: Setting[T]) -> T:
        """Return the current value of `setting`. Raises LocalFault."""
        return self._store.settings.get(setting)

    def put(self, setting: Setting[T], value: T) -> None:
        """Store `value` in a transaction of its own. Raises LocalFault."""
        with self._store.transaction():
            self._store.settings.put(setting, value)

    def zone(self) -> tzinfo:
        """Return the one zone of days and times of day. Raises LocalFault."""
        return self._store.zone()

    def note_zones(self) -> None:
        """Queue a message, once, if this computer's zone is another than the one in use. Raises LocalFault."""
        self._store.note_zones()

    def note_clock(self) -> None:
        """Queue a message, once, about an entry that was tracked while the clock was ahead. Raises LocalFault."""
        self._store.note_clock()

    def email(self) -> str:
        """Return the address of the last sign-in; empty before the first one. Raises LocalFault."""
        return self._store.settings.get(EMAIL)

    def formats(self) -> Formats:
        """Return the formats chosen here; those of the account where nothing was chosen. Raises LocalFault."""
        get = self._store.settings.get
        chosen = (settings.DATE_FORMAT, settings.CLOCK_FORMAT, settings.DURATION_FORMAT, settings.WEEK_START)
        return Formats(*(get(setting) for setting in chosen)).or_else(account_formats(user(self._store)))


def user(store: Store) -> User | None:
    """Return the person this profile belongs to, signed in or not; None before the first sign-in."""
    raw = store.settings.get(USER)
    return User(**raw) if raw else None
