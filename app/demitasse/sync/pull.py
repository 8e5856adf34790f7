"""Taking over what CoffeeCup has: entries of a span of days, the catalogue, the target hours."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from demitasse.api import endpoints
from demitasse.domain.errors import Unsent
from demitasse.domain.merge import match_key, matches_sent, merge_remote, superseded
from demitasse.domain.operations import OUTCOME_UNKNOWN, OpKind, OpState
from demitasse.store import settings
from demitasse.store.encoding import decode_datetime, encode_datetime
from demitasse.sync.reconcile import FRESH_S

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from demitasse.api.client import ApiClient
    from demitasse.api.endpoints import Listing
    from demitasse.domain.entries import Entry, RemoteEntry
    from demitasse.domain.ports import Clock
    from demitasse.domain.timer import Instant
    from demitasse.domain.user import User
    from demitasse.store.entries import ServerCopy
    from demitasse.store.store import Store
    from demitasse.sync.reconcile import Reconciler

DAYS_BACK, DAYS_AHEAD = 7, 1
"""The span of the regular look: far enough back for a timer somebody forgot, and for last week's corrections."""

FIRST_DAYS_BACK = 30
"""The span of the first look after sign-in, for recents and the week view."""

CATALOG_S = 6 * 3600
"""How long the catalogue is believed."""

STRAY_DAYS = 7
"""So long an attempt that was given up may still arrive."""

UNCLEAR_AGE = timedelta(days=1)
"""As old counts a look that could not read every row: nothing is written over what it did not show."""

MASS = 10
"""If more than this would vanish at once, the server has to say so twice (reliability D8)."""


class Pull:
    """Reads from CoffeeCup into the store."""

    def __init__(self, store: Store, client: ApiClient, clock: Clock, user: User, settlement: Reconciler) -> None:
        """Read what belongs to `user`; what becomes of what is known here goes into `settlement`."""
        self._store = store
        self._client = client
        self._clock = clock
        self._user = user
        self._settlement = settlement
        self._doubted: frozenset[int] = frozenset()

    def regular(self, today: date) -> None:
        """The days around today. Raises NetworkFault, NotSignedIn."""
        first_time = not self._store.settings.get(settings.LAST_SYNCED_AT)
        back = FIRST_DAYS_BACK if first_time else DAYS_BACK
        self.days(today - timedelta(days=back), today + timedelta(days=DAYS_AHEAD))
        with self._taking_over():
            self._one_timer()
            self._store.entries.purge(today - timedelta(days=FIRST_DAYS_BACK))
            self._store.abandoned_creates.purge(self._clock.now().wall - timedelta(days=STRAY_DAYS))
            self._store.settings.put(settings.LAST_SYNCED_AT, encode_datetime(self._clock.now().wall) or "")

    def days(self, first: date, last: date) -> Listing:
        """Take over all own entries of these days (inclusive); what the server said. Raises NetworkFault."""
        listing = endpoints.entries(self._client, self._user.id, first, last)
        now = self._clock.now()
        with self._taking_over():
            known = self._store.entries.server_copies(first, last)
            for one in self._news(listing, known):
                self._absorb(one, now)
            self._vanish(copy.entry_id for server_id, copy in known.items() if not listing.may_contain(server_id))
            self._store.entries.mark_synced(first, last, now.wall if listing.is_complete else now.wall - UNCLEAR_AGE)
            highest = max((one.server_id for one in listing), default=0)
            water = self._store.settings.get(settings.HIGH_WATER)
            self._store.settings.put(settings.HIGH_WATER, max(water, highest))
        return listing

    def catalog(self) -> bool:
        """Take over what can be booked, if what is here is old; True if it was. Raises NetworkFault."""
        now = self._clock.now().wall
        last = decode_datetime(self._store.settings.get(settings.CATALOG_AT) or None)
        if last is not None and 0 <= (now - last).total_seconds() < CATALOG_S:
            return False
        catalog = endpoints.catalog(self._client, self._user.id)
        employments = endpoints.employments(self._client, self._user.id)
        with self._taking_over():
            self._store.catalog.replace(catalog)
            if employments:
                self._store.catalog.replace_employments(employments)
            self._store.settings.put(settings.CATALOG_AT, encode_datetime(now) or "")
        return True

    @contextmanager
    def _taking_over(self) -> Iterator[None]:
        """A transaction; raises Unsent if another person has signed in since this one's data was asked for."""
        with self._store.transaction():
            if self._store.settings.get(settings.USER).get("id") != self._user.id:
                raise Unsent("Somebody else has signed in meanwhile. What you track is saved here.")
            yield

    def _news(self, listing: Listing, known: Mapping[int, ServerCopy]) -> list[RemoteEntry]:
        """What has to be looked at: most of a list says for the hundredth time what nobody has touched since."""
        tags = self._store.settings.get(settings.TAGS)
        copies = [(theirs, known.get(theirs.server_id)) for theirs in listing]
        return [theirs for theirs, copy in copies if copy is None or not _is_stale_news(theirs, copy, tags)]

    def _absorb(self, theirs: RemoteEntry, now: Instant) -> None:
        entry = self._store.entries.by_server_id(theirs.server_id)
        owner = self._store.entries.by_tag(theirs.tag) if theirs.tag else None
        if entry is not None:
            self._learn(entry, theirs)
            self._settlement.absorb(entry, theirs)
        elif self._store.entries.is_tombstoned(theirs.server_id):  # guard: deleted-entry-stays-deleted
            return
        elif owner is not None:
            self._come_home(owner, theirs, now)
        elif theirs.tag or not self._may_be_ours(theirs):
            self._adopt(theirs, now)

    def _learn(self, entry: Entry, theirs: RemoteEntry) -> None:
        """Whether CoffeeCup keeps our marks shows in a list, not in an echo (reliability B.4.1)."""
        told = _fate(self._store.entries.tag(entry.id), theirs)
        if told and told != self._store.settings.get(settings.TAGS):
            self._store.settings.put(settings.TAGS, told)

    def _come_home(self, owner: Entry, theirs: RemoteEntry, now: Instant) -> None:
        """It bears the mark of an entry here: what was unclear is clear now, or it is a second copy that goes."""
        op = self._store.outbox.get(owner.id)
        if owner.server_id is None:
            if op is None or op.state is not OpState.IN_FLIGHT:
                self._settlement.confirm(owner.id, op, (op and op.sent) or theirs.fields, theirs)
            return
        copy = self._store.entries.add_remote(theirs.server_id, theirs.fields, None, theirs.locked)
        if theirs.created_at == theirs.updated_at:  # guard: tagged-duplicate-is-deleted
            self._store.entries.save(copy._replace(deleted=True))
            self._store.outbox.record_change(copy._replace(deleted=True), now)
        else:  # somebody wrote into it
            self._store.outbox.queue_review(copy, OpKind.DELETE, now)

    def _may_be_ours(self, theirs: RemoteEntry) -> bool:
        """Whether it looks like an entry of ours whose sending ended unclear: then the read-back decides."""
        unclear = [
            op for op in self._store.outbox.active() if op.state is OpState.AMBIGUOUS and op.kind is OpKind.CREATE
        ]
        return any(op.sent and match_key(op.sent) == match_key(theirs.fields) for op in unclear)

    def _adopt(self, theirs: RemoteEntry, now: Instant) -> None:
        made = self._store.entries.add_remote(theirs.server_id, theirs.fields, None, theirs.locked)
        if theirs.fields.running:
            made = merge_remote(made, theirs.fields, theirs.fields, now).entry
        self._settlement.save(made, theirs, confirmed_at=now.wall if _is_new(theirs, now) else None)
        self._recognise(made, theirs, now)

    def _recognise(self, made: Entry, theirs: RemoteEntry, now: Instant) -> None:
        """An attempt that was given up may have arrived late: only the person can tell (reliability B.4.6)."""
        if theirs.tag:
            return
        for stray in self._store.abandoned_creates.all():  # guard: late-duplicate-is-found
            if theirs.server_id > stray.high_water and matches_sent(stray.sent, theirs.fields):
                self._store.abandoned_creates.remove(stray.id)
                self._store.outbox.queue_review(made, OpKind.DELETE, now)
                return

    def _vanish(self, missing: Iterable[int]) -> None:
        """What the server no longer has goes here too, unless something was changed here."""
        found = [entry for entry_id in missing if (entry := self._store.entries.get(entry_id)) is not None]
        gone = [entry for entry in found if not self._settlement.is_fresh(entry)]
        ids = frozenset(one.id for one in gone)
        if len(gone) > MASS and not ids <= self._doubted:  # guard: mass-removal-needs-two-polls
            self._doubted = ids
            return
        self._doubted = frozenset()
        for entry in gone:
            self._drop(entry)

    def _drop(self, entry: Entry) -> None:
        op = self._store.outbox.get(entry.id)
        if op is not None and op.state in OUTCOME_UNKNOWN:
            return  # the read-back settles it
        if op is None or op.kind is OpKind.DELETE:  # guard: local-edit-survives-remote-delete
            self._store.outbox.remove(entry.id)
            self._store.entries.remove(entry.id)
        elif op.state is not OpState.NEEDS_REVIEW:
            self._settlement.gone(entry.id)

    def _one_timer(self) -> None:
        """A timer started elsewhere: the newest runs on, the others end where the next began (reliability B.11)."""
        if self._user.allow_concurrent:
            return
        now = self._clock.now()
        for stopped in superseded(self._store.entries.running()):
            self._store.entries.save(stopped)
            self._store.outbox.record_change(stopped, now)


def _is_new(theirs: RemoteEntry, now: Instant) -> bool:
    """Whether it was made so recently that the next list may come from a copy that does not have it yet."""
    age = now.wall - theirs.created_at if theirs.created_at else timedelta(seconds=FRESH_S)
    return abs(age) < timedelta(seconds=FRESH_S)


def _is_stale_news(theirs: RemoteEntry, copy: ServerCopy, tags: str) -> bool:
    """Whether `theirs` would change nothing: it is what CoffeeCup said before, and nothing was done here since."""
    return copy.no_operation and copy.matches(theirs) and _fate(copy.tag, theirs) in {"", tags}


def _fate(tag: str | None, theirs: RemoteEntry) -> str:
    """What became of our mark on an entry: "kept", "dropped", or nothing, as it was sent without one."""
    return "" if not tag else "kept" if theirs.tag == tag else "dropped"
