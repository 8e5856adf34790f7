"""The profile with all use cases: for the tray app and a few commands. Talks to the network only to sign in."""

from functools import cached_property
from typing import TYPE_CHECKING

from demitasse.boot.profile import Profile
from demitasse.domain.ports import Clock
from demitasse.store.settings import SettingsTable
from demitasse.support.paths import Paths
from demitasse.tracker.account import Account, Credentials, Welcome
from demitasse.tracker.conflicts import Conflicts
from demitasse.tracker.overview import OverviewReader, Reminders
from demitasse.tracker.timer_edit import TimerEdit

if TYPE_CHECKING:  # They bring the HTTP library, and what only pages need.
    from demitasse.boot.api_session import ApiSession
    from demitasse.boot.page_use_cases import PageUseCases


class FullProfile(Profile):
    """All use cases of one profile. Importing them makes a command slower."""

    def __init__(self, name: str = "default", clock: Clock | None = None, *, thorough: bool = False) -> None:
        super().__init__(name, clock, thorough=thorough)
        store, clock, actions = self._store, self.clock, self._actions
        self.account = Account(store, _LazyApiSession(store.settings, self.paths, clock))
        self.timer_edit = TimerEdit(store, clock, actions)
        self.conflicts = Conflicts(store, clock, actions)
        self.reminders = Reminders(store)
        self.overview = OverviewReader(store, clock, self.status, self.conflicts)

    @cached_property
    def pages(self) -> "PageUseCases":
        """The use cases that only pages and a few commands need."""
        from demitasse.boot.page_use_cases import PageUseCases  # noqa: PLC0415 - loaded with the first page

        return PageUseCases(self, self._store, self._actions, self.timer_edit, self.conflicts)


class _LazyApiSession:
    """The connection to CoffeeCup's sign-in, made on first use: it brings the HTTP library."""

    def __init__(self, settings_table: SettingsTable, places: Paths, clock: Clock) -> None:
        self._needs = settings_table, places, clock

    def open_session(self, credentials: Credentials) -> Welcome:
        try:
            return self._session.open_session(credentials)
        finally:
            self._session.close()

    def keep_session(self, token_store: str) -> None:
        self._session.keep_session(token_store)

    def close_session(self) -> None:
        self._session.close_session()

    @cached_property
    def _session(self) -> "ApiSession":
        from demitasse.boot.api_session import ApiSession  # noqa: PLC0415 - brings requests

        return ApiSession(*self._needs)
