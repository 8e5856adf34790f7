"""Sync status: how many changes wait to be sent, and what keeps them waiting."""

from collections.abc import Callable
from datetime import datetime

from demitasse.domain.timesheet import SyncState, SyncStatus
from demitasse.store import settings
from demitasse.store.encoding import decode_datetime
from demitasse.store.store import Store


class Status:
    """Reads the sync status from disk, so that every process shows the same."""

    def __init__(self, store: Store, paused_until: Callable[[], datetime | None]) -> None:
        """Use `store`; `paused_until` returns when the pause that CoffeeCup asked for ends."""
        self._store = store
        self._paused_until = paused_until

    def sync(self) -> SyncStatus:
        """Return the present status. Raises LocalFault."""
        get, counts, paused_until = self._store.settings.get, self._store.outbox.counts(), self._paused_until()
        offline_since = get(settings.OFFLINE_SINCE)
        if not get(settings.SIGNED_IN):
            state = SyncState.SIGNED_OUT
        elif paused_until is not None:
            state = SyncState.PAUSED
        elif offline_since:
            state = SyncState.OFFLINE
        else:
            state = SyncState.WAITING if counts.pending else SyncState.SYNCED
        return SyncStatus(
            state=state,
            pending=counts.pending,
            rejected=counts.rejected,
            needs_review=counts.needs_review,
            oldest_pending_at=counts.oldest_pending_at,
            paused_until=paused_until,
            last_synced_at=decode_datetime(get(settings.LAST_SYNCED_AT) or None),
            offline_since=decode_datetime(offline_since) if offline_since else None,
            conflicts=counts.conflicts,
        )
