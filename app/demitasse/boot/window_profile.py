"""The profile with the use cases that only the tray app needs. Commands start faster without importing them."""

from demitasse.boot.profile import Profile
from demitasse.domain.ports import Clock
from demitasse.tracker.overview import OverviewReader, Reminders
from demitasse.tracker.suggestions import Suggestions
from demitasse.tracker.timer_edit import TimerEdit


class WindowProfile(Profile):
    """A profile as the tray app uses it."""

    def __init__(self, name: str = "default", clock: Clock | None = None, *, thorough: bool = False) -> None:
        """Open the profile as `Profile` does. Raises BadInput, LocalFault."""
        super().__init__(name, clock, thorough=thorough)
        store, clock = self._store, self.clock
        self.timer_edit = TimerEdit(store, clock, self._actions)
        self.suggestions = Suggestions(store, clock)
        self.reminders = Reminders(store)
        self.overview = OverviewReader(store, clock, self.status, self.conflicts)
