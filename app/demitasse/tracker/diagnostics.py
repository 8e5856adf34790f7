"""Facts for a problem report: versions and counts, no names, addresses or contents of entries."""

import sys
from collections.abc import Iterator

from demitasse import __version__
from demitasse.domain import settings
from demitasse.store.settings import TOKEN_STORE
from demitasse.store.store import Store
from demitasse.tracker.status import Status


def lines(store: Store, status: Status, system: str) -> Iterator[str]:
    """Yield the facts, one a line; `system` describes the operating system. Raises LocalFault."""
    yield f"demitasse {__version__}"
    yield f"python {sys.version.split()[0]} on {system}"
    yield f"bundle: {'yes' if getattr(sys, 'frozen', False) else 'no'}"
    sync = status.sync()
    yield f"sync: {sync.state.value}, {sync.pending} pending, {sync.rejected} rejected, {sync.needs_review} to review"
    yield f"last synced: {sync.last_synced_at or 'never'}; offline since: {sync.offline_since or 'never'}"
    yield ", ".join(f"{table}: {number}" for table, number in store.row_counts().items() if number)
    yield f"tokens: {store.settings.get(TOKEN_STORE)}"
    for setting in settings.USER_SETTINGS:
        value: object = store.settings.get(setting)  # type: ignore[misc]
        if value != setting.default:
            yield f"{setting.name}: {value}"
