"""Suggestions of what to work on and what to write about it, from past entries on this computer."""

from datetime import tzinfo

from demitasse.domain.ports import Clock
from demitasse.domain.search import Index
from demitasse.domain.suggestions import Suggestion, WorkedSlot, suggest
from demitasse.store.entries import RecentWork, WorkedEntry
from demitasse.store.store import Store

Pair = tuple[int, int]


class Suggestions:
    """Reads suggestions; writes nothing."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._history = RecentWork(store.database)
        self._index: tuple[int, Index] | None = None

    def index(self) -> Index:
        """Return the search index of the catalogue, rebuilt when that has changed. Raises LocalFault."""
        revision = self._store.catalog.revision()
        if self._index is None or self._index[0] != revision:
            self._index = (revision, Index(self._store.catalog.choices()).warm())
        return self._index[1]

    def likely(self) -> list[Suggestion]:
        """Return what is most likely started now, best first, with reasons."""
        worked, zone = self._history.entries(self._store.today()), self._store.zone()
        now = self._clock.now().wall.astimezone(zone)
        return suggest([_slot(entry, zone) for entry in worked], now, self.previous_pair(worked))

    def comments(self, pair: Pair | None) -> list[str]:
        """Return past one-line comments: of the pair, of its project, then others, each latest first."""
        return self._history.comments(self._store.today(), pair)

    def previous_pair(self, worked: list[WorkedEntry] | None = None) -> Pair | None:
        """Return the pair that is running, else the one worked on last today."""
        running = [entry.mine for entry in self._store.entries.running()]
        if running and running[-1].project_id and running[-1].task_id:
            return running[-1].project_id, running[-1].task_id
        today = self._store.today()
        worked = self._history.entries(today) if worked is None else worked
        pairs = [(entry.project_id, entry.task_id) for entry in worked if entry.day == today]
        return pairs[-1] if pairs else None


def _slot(entry: WorkedEntry, zone: tzinfo) -> WorkedSlot:
    """The slot of an entry in the account's time zone, which also decides its day."""
    begun = entry.start_time or (entry.begun_at.astimezone(zone).time() if entry.begun_at else None)
    return WorkedSlot(entry.day, begun.hour * 60 + begun.minute if begun else None, (entry.project_id, entry.task_id))
