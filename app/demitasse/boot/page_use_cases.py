"""The use cases that only pages and a few commands need: the tray app loads them with its first page."""

from demitasse.boot.profile import Profile
from demitasse.store.store import Store
from demitasse.tracker.close_day import CloseDay, UseCasesOfDay
from demitasse.tracker.conflicts import Conflicts
from demitasse.tracker.imports import Imports
from demitasse.tracker.reports import Reports
from demitasse.tracker.suggestions import Suggestions
from demitasse.tracker.timer_edit import TimerEdit
from demitasse.tracker.typed_lines import TypedLines
from demitasse.tracker.undo import UndoManager


class PageUseCases:
    """Closing the day, imports, suggestions, typed lines and reports of one profile."""

    def __init__(
        self, profile: Profile, store: Store, actions: UndoManager, timer_edit: TimerEdit, conflicts: Conflicts
    ) -> None:
        """`store` and `actions` are those of `profile`."""
        clock, timer, timesheets = profile.clock, profile.timer, profile.timesheets
        doing = UseCasesOfDay(timesheets, timer, timer_edit, profile.absences, conflicts, profile.status)
        self.close_day = CloseDay(store, clock, actions, doing)
        self.imports = Imports(store, clock, actions)
        self.suggestions = Suggestions(store, clock)
        self.lines = TypedLines(store, clock, timer, timesheets, self.suggestions)
        self.reports = Reports(store, clock)
