"""How this computer and CoffeeCup stand to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain.timesheet import SyncState, SyncStatus
from demitasse.store import settings
from demitasse.store.encoding import decode_datetime

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from demitasse.domain.operations import Counts
    from demitasse.store.store import Store


class Status:
    """Answers from what is on disk, so that every process sees the same."""

    def __init__(self, store: Store, frozen_until: Callable[[], datetime | None]) -> None:
        """Read `store`; `frozen_until` tells when a pause that CoffeeCup asked for ends."""
        self._store = store
        self._frozen_until = frozen_until

    def sync(self) -> SyncStatus:
        """The present state. Raises LocalFault."""
        counts = self._store.outbox.counts()
        paused_until = self._frozen_until()
        offline_since = decode_datetime(self._store.settings.get(settings.OFFLINE_SINCE) or None)
        return SyncStatus(
            state=self._state(counts, paused=paused_until is not None, offline=offline_since is not None),
            pending=counts.pending,
            rejected=counts.rejected,
            needs_review=counts.needs_review,
            oldest_pending_at=counts.oldest_pending_at,
            paused_until=paused_until,
            last_synced_at=decode_datetime(self._store.settings.get(settings.LAST_SYNCED_AT) or None),
            offline_since=offline_since,
            conflicts=self._store.conflicts.count(),
        )

    def _state(self, counts: Counts, *, paused: bool, offline: bool) -> SyncState:
        if not self._store.settings.get(settings.SIGNED_IN):
            return SyncState.SIGNED_OUT
        if paused:
            return SyncState.PAUSED
        if offline:
            return SyncState.OFFLINE
        return SyncState.WAITING if counts.pending else SyncState.SYNCED
