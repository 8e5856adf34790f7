"""The profile with all use cases: for the tray app and a few commands. Talks to the network only to sign in."""

from functools import cached_property
from typing import TYPE_CHECKING

from demitasse.boot.profile import Profile
from demitasse.domain.ports import Clock
from demitasse.store.settings import SettingsTable
from demitasse.support.paths import Paths
from demitasse.tracker.account import Account, Credentials, Welcome
from demitasse.tracker.close_day import CloseDay, UseCasesOfDay
from demitasse.tracker.conflicts import Conflicts
from demitasse.tracker.imports import Imports
from demitasse.tracker.overview import OverviewReader, Reminders
from demitasse.tracker.reports import Reports
from demitasse.tracker.suggestions import Suggestions
from demitasse.tracker.timer_edit import TimerEdit
from demitasse.tracker.typed_lines import TypedLines

if TYPE_CHECKING:  # It brings the HTTP library.
    from demitasse.boot.api_session import ApiSession


class FullProfile(Profile):
    """All use cases of one profile. Importing them makes a command slower."""

    def __init__(self, name: str = "default", clock: Clock | None = None, *, thorough: bool = False) -> None:
        super().__init__(name, clock, thorough=thorough)
        store, clock, actions = self._store, self.clock, self._actions
        self.account = Account(store, _LazyApiSession(store.settings, self.paths, clock))
        self.timer_edit = TimerEdit(store, clock, actions)
        self.conflicts = Conflicts(store, clock, actions)
        doing = UseCasesOfDay(self.timesheets, self.timer, self.timer_edit, self.absences, self.conflicts, self.status)
        self.close_day = CloseDay(store, clock, actions, doing)
        self.imports = Imports(store, clock, actions)
        self.suggestions = Suggestions(store, clock)
        self.lines = TypedLines(store, clock, self.timer, self.timesheets, self.suggestions)
        self.reminders = Reminders(store)
        self.reports = Reports(store, clock)
        self.overview = OverviewReader(store, clock, self.status, self.conflicts)


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
