"""Sync status, and diagnostics for a problem report."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime

from demitasse import __version__
from demitasse.domain.settings import USER_SETTINGS
from demitasse.domain.timesheet import SyncState, SyncStatus
from demitasse.store import settings
from demitasse.store.encoding import decode_datetime
from demitasse.store.store import Store


class Status:
    """Reads the sync status from disk, so that every process shows the same.

    `paused_until` returns when the pause that CoffeeCup asked for ends.
    """

    def __init__(self, store: Store, paused_until: Callable[[], datetime | None]) -> None:
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

    def unsent(self) -> tuple[int, ...]:
        """Return the ids of entries with a change that has not reached CoffeeCup, oldest change first."""
        waiting = (*self._store.outbox.active(), *self._store.outbox.needing_review())
        return tuple(dict.fromkeys(op.entry_id for op in waiting))

    def diagnostics(self, system: str) -> Iterator[str]:
        """Yield versions and counts, one fact a line, without names, addresses or contents. Raises LocalFault.

        `system` describes the operating system.
        """
        yield f"demitasse {__version__}"
        yield f"python {sys.version.split()[0]} on {system}"
        yield f"bundle: {'yes' if getattr(sys, 'frozen', False) else 'no'}"
        sync = self.sync()
        counts = f"{sync.pending} pending, {sync.rejected} rejected, {sync.needs_review} to review"
        yield f"sync: {sync.state.value}, {counts}"
        yield f"last synced: {sync.last_synced_at or 'never'}; offline since: {sync.offline_since or 'never'}"
        yield ", ".join(f"{table}: {number}" for table, number in self._store.row_counts().items() if number)
        yield self._rate_limit()
        yield f"tokens: {self._store.settings.get(settings.TOKEN_STORE)}"
        for setting in USER_SETTINGS:
            value: object = self._store.settings.get(setting)  # type: ignore[misc]
            if value != setting.default:
                yield f"{setting.name}: {'set' if setting.pattern else value}"  # a text may name a company

    def _rate_limit(self) -> str:
        figures = self._store.settings.get(settings.RATE_LIMIT)
        if not figures:
            return "rate limit: CoffeeCup was not asked yet"
        names = ("count", "max_calls", "timeframe_limit", "lockout_seconds")
        return "rate limit: " + ", ".join(f"{name} {figures[name]}" for name in ("at", *names) if name in figures)
