"""Taking over what CoffeeCup has: entries of a span of days, the catalogue, the target hours."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from demitasse.api import endpoints
from demitasse.domain.merge import kinship, merged, overtaken
from demitasse.domain.operations import Kind, OpState
from demitasse.store import settings
from demitasse.store.encoding import moment, moment_text
from demitasse.sync.push import GONE, forget_server_copy, is_fresh

if TYPE_CHECKING:
    from datetime import date

    from demitasse.api.client import Client
    from demitasse.api.endpoints import Listing
    from demitasse.domain.entries import Entry, RemoteEntry, User
    from demitasse.domain.ports import Clock
    from demitasse.domain.timer import Instant
    from demitasse.store.store import Store

DAYS_BACK, DAYS_AHEAD = 7, 1
"""The span of the regular look: far enough back for a timer somebody forgot, and for last week's corrections."""

FIRST_DAYS_BACK = 30
"""The span of the first look after sign-in, for recents and the week view."""

CATALOG_S = 6 * 3600
"""How long the catalogue is believed."""

MASS = 10
"""If more than this would vanish at once, the server has to say so twice (reliability D8)."""


class Pull:
    """Reads from CoffeeCup into the store."""

    def __init__(self, store: Store, client: Client, clock: Clock, user: User) -> None:
        """Read what belongs to `user`."""
        self._store = store
        self._client = client
        self._clock = clock
        self._user = user
        self._doubted: frozenset[int] = frozenset()

    def regular(self, today: date) -> None:
        """The days around today. Raises NetworkFault, NotSignedIn."""
        first_time = not self._store.settings.get(settings.LAST_SYNCED_AT)
        back = FIRST_DAYS_BACK if first_time else DAYS_BACK
        self.days(today - timedelta(days=back), today + timedelta(days=DAYS_AHEAD))
        with self._store.transaction():
            self._one_timer()
            self._store.entries.purge(today - timedelta(days=FIRST_DAYS_BACK))
            self._store.settings.put(settings.LAST_SYNCED_AT, moment_text(self._clock.now().wall) or "")

    def days(self, first: date, last: date) -> Listing:
        """Take over all own entries of these days (inclusive); what the server said. Raises NetworkFault."""
        listing = endpoints.entries(self._client, self._user.id, first, last)
        now = self._clock.now()
        with self._store.transaction():
            for one in listing:
                self._absorb(one, now)
            self._vanish(listing, first, last, now)
            self._store.entries.saw(first, last, now.wall)
            highest = max((one.server_id for one in listing), default=0)
            water = self._store.settings.get(settings.HIGH_WATER)
            self._store.settings.put(settings.HIGH_WATER, max(water, highest))
        return listing

    def catalog(self) -> bool:
        """Take over what can be booked, if what is here is old; True if it was. Raises NetworkFault."""
        now = self._clock.now().wall
        last = moment(self._store.settings.get(settings.CATALOG_AT) or None)
        if last is not None and 0 <= (now - last).total_seconds() < CATALOG_S:
            return False
        catalog = endpoints.catalog(self._client, self._user.id)
        employments = endpoints.employments(self._client, self._user.id)
        with self._store.transaction():
            self._store.catalog.replace(catalog)
            if employments:
                self._store.catalog.employ(employments)
            self._store.settings.put(settings.CATALOG_AT, moment_text(now) or "")
        return True

    def _absorb(self, theirs: RemoteEntry, now: Instant) -> None:
        entry = self._store.entries.by_server_id(theirs.server_id)
        if entry is None:
            if not self._may_be_ours(theirs) and not self._store.entries.is_buried(theirs.server_id):
                self._adopt(theirs, now)
            return
        op = self._store.outbox.get(entry.id)
        if op is not None and op.state in (OpState.IN_FLIGHT, OpState.AMBIGUOUS):
            return  # the read-back settles it
        if is_fresh(self._store, entry, now):
            return  # the list may be older than what we know
        after = merged(entry, entry.base or theirs.fields, theirs.fields, now)
        if after != entry or theirs.locked != self._store.entries.locked(entry.id):
            self._store.entries.save(after, locked=theirs.locked)
        if op is not None and op.state is OpState.PENDING:
            self._store.outbox.settle(after, now)

    def _may_be_ours(self, theirs: RemoteEntry) -> bool:
        """Whether it looks like an entry of ours whose sending ended unclear: then the read-back decides."""
        unclear = [op for op in self._store.outbox.live() if op.state is OpState.AMBIGUOUS and op.kind is Kind.CREATE]
        return any(op.sent and kinship(op.sent) == kinship(theirs.fields) for op in unclear)

    def _adopt(self, theirs: RemoteEntry, now: Instant) -> None:
        blank = self._store.entries.adopt(theirs.server_id, theirs.fields, None, theirs.locked)
        if theirs.fields.running:
            self._store.entries.save(merged(blank, theirs.fields, theirs.fields, now))

    def _vanish(self, listing: Listing, first: date, last: date, now: Instant) -> None:
        """What the server no longer has goes here too, unless something was changed here."""
        here = self._store.entries.between(first, last)
        gone = [one for one in here if not listing.may_hold(one.server_id or 0) and not is_fresh(self._store, one, now)]
        ids = frozenset(one.id for one in gone)
        if len(gone) > MASS and not ids <= self._doubted:
            self._doubted = ids
            return
        self._doubted = frozenset()
        for entry in gone:
            self._drop(entry)

    def _drop(self, entry: Entry) -> None:
        op = self._store.outbox.get(entry.id)
        if op is not None and op.state in (OpState.IN_FLIGHT, OpState.AMBIGUOUS):
            return  # the read-back settles it
        if op is None or op.kind is Kind.DELETE:
            self._store.outbox.drop(entry.id)
            self._store.entries.remove(entry.id)
        elif op.state is not OpState.NEEDS_REVIEW:
            forget_server_copy(self._store, entry.id, self._clock.now())
            self._store.outbox.mark(entry.id, OpState.NEEDS_REVIEW, reason=GONE)

    def _one_timer(self) -> None:
        """A timer started elsewhere: the newest runs on, the others end where the next began (reliability B.11)."""
        if self._user.allow_concurrent:
            return
        now = self._clock.now()
        for stopped in overtaken(self._store.entries.running()):
            self._store.entries.save(stopped)
            self._store.outbox.record(stopped, now)
