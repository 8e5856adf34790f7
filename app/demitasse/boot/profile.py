"""An open profile: the use cases that most commands call, on one store. It never talks to the network."""

from datetime import datetime
from typing import TYPE_CHECKING

from demitasse.domain.errors import LocalFault
from demitasse.domain.ports import Clock
from demitasse.store import settings
from demitasse.store.store import Store
from demitasse.store.throttle import CallLog
from demitasse.support.clock import SystemClock
from demitasse.support.paths import paths
from demitasse.tracker.absence import Absences
from demitasse.tracker.history import History
from demitasse.tracker.settings import Settings
from demitasse.tracker.status import Status
from demitasse.tracker.sync_log import SyncLog
from demitasse.tracker.timer import Timer
from demitasse.tracker.timesheets import Timesheets
from demitasse.tracker.undo import UndoManager

if TYPE_CHECKING:
    from pathlib import Path


class Profile:
    """The use cases of one profile that most commands need. Belongs to one thread."""

    def __init__(self, name: str = "default", clock: Clock | None = None, *, thorough: bool = False) -> None:
        """Open the profile `name`, creating it if it is new; `thorough` checks the whole database.

        Raises BadInput for the name, LocalFault for its files.
        """
        self.paths = paths(name)
        self.name = self.paths.profile
        self.clock = clock = clock or SystemClock()
        self._store = store = Store(self.paths.database, clock, thorough=thorough)
        self._calls: tuple[tuple[str, str], Path, CallLog] | None = None
        self._actions = actions = UndoManager(store, clock)
        self.settings = Settings(store)
        self.timer = Timer(store, clock, actions)
        self.absences = Absences(store, clock, actions)
        self.timesheets = Timesheets(store, clock, actions)
        self.history = History(store, clock, actions)
        self.sync_log = SyncLog(store, clock, actions)
        self.status = Status(store, self._paused_until)

    def take_messages(self, front_end: str) -> tuple[LocalFault, ...]:
        """Return the messages that `front_end` ("window", "terminal") has not shown yet, once. Raises LocalFault."""
        return self._store.user_messages.take(front_end)

    def close(self) -> None:
        """Close the files."""
        self._close_calls()
        self._store.close()

    def _paused_until(self) -> datetime | None:
        """When the pause that CoffeeCup asked for ends; None if there is none."""
        get = self._store.settings.get
        account = get(settings.SERVER), get(settings.COMPANY)
        if self._calls is None or self._calls[0] != account:
            self._close_calls()
            path = self.paths.call_log(*account)
            self._calls = account, path, CallLog(path)
        _, path, calls = self._calls
        return calls.backoff_until(self.clock.now()) if path.exists() else None

    def _close_calls(self) -> None:
        if self._calls is not None:
            self._calls[2].close()
            self._calls = None


def store_of(profile: Profile) -> Store:
    """Return the store of `profile`, for the other modules of boot; front ends use the use cases of the tracker."""
    return profile._store  # noqa: SLF001


def open_profile(name: str = "default", *, clock: Clock | None = None, thorough: bool = False) -> Profile:
    """Open the profile `name`, creating it if it is new. Raises BadInput, LocalFault."""
    return Profile(name, clock, thorough=thorough)
