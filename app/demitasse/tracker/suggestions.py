"""What may be meant before it is typed: what to work on, and what to write about it. All of it from this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain.search import Index
from demitasse.domain.suggestions import Suggestion, WorkedSlot, suggest
from demitasse.store.recent_work import RecentWork
from demitasse.tracker.settings import timezone

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from demitasse.domain.ports import Clock
    from demitasse.store.recent_work import WorkedEntry
    from demitasse.store.store import Store

Pair = tuple[int, int]


class Suggestions:
    """Guesses; nothing is written."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Read `store`; `clock` says when."""
        self._store = store
        self._clock = clock
        self._history = RecentWork(store.database)
        self._index: tuple[int, Index] | None = None

    def index(self) -> Index:
        """What can be booked, ready to be searched; made anew only when it was replaced. Raises LocalFault."""
        revision = self._store.catalog.revision()
        if self._index is None or self._index[0] != revision:
            self._index = (revision, Index(self._store.catalog.choices()).warm())
        return self._index[1]

    def likely(self) -> list[Suggestion]:
        """What is most likely started now, best first, and why."""
        worked, zone = self._history.entries(self._today()), self._clock.zone(timezone(self._store))
        now = self._clock.now().wall.astimezone(zone)
        return suggest([_past(one, zone) for one in worked], now, self.before(worked))

    def comments(self, pair: Pair | None) -> list[str]:
        """Past comments on one line: those of the pair first, then those of its project, then others, latest first."""
        return self._history.comments(self._today(), pair)

    def before(self, worked: list[WorkedEntry] | None = None) -> Pair | None:
        """What runs, or else what was worked on last today."""
        running = [entry.mine for entry in self._store.entries.running()]
        if running and running[-1].project_id and running[-1].task_id:
            return running[-1].project_id, running[-1].task_id
        today = self._today()
        lately = self._history.entries(today) if worked is None else worked
        done = [(one.project_id, one.task_id) for one in lately if one.day == today]
        return done[-1] if done else None

    def _today(self) -> date:
        return self._clock.today(timezone(self._store))


def _past(one: WorkedEntry, zone: tzinfo | None) -> WorkedSlot:
    """In the wall time of the account, as its days are."""
    begun = one.start_time or (one.begun_at.astimezone(zone).time() if one.begun_at else None)
    return WorkedSlot(one.day, begun.hour * 60 + begun.minute if begun else None, (one.project_id, one.task_id))
