"""Take over the entries of a span of days from CoffeeCup."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from demitasse.api import endpoints
from demitasse.api.client import ApiClient
from demitasse.api.endpoints import Listing
from demitasse.domain import entry_times
from demitasse.domain.entries import Entry, RemoteEntry
from demitasse.domain.merge import match_key, matches_sent, merge_remote, superseded
from demitasse.domain.operations import OUTCOME_UNKNOWN, OpKind, OpState
from demitasse.domain.ports import Clock, SyncProgress, SyncStep
from demitasse.domain.timer import Instant
from demitasse.store import settings
from demitasse.store.encoding import encode_datetime
from demitasse.store.entries import ServerCopy
from demitasse.store.store import Store
from demitasse.sync.account_facts import FACTS_SHARE, AccountFacts, user_transaction
from demitasse.sync.reconcile import FRESH_S, Reconciler

DAYS_BACK, DAYS_AHEAD = 7, 1
"""The days of a regular poll, relative to today: enough for a forgotten timer and for corrections of last week."""

FIRST_DAYS_BACK = 90
"""The days of the first poll after sign-in, for recent projects, comments and the views."""

_FIRST_SPAN_DAYS = 31
"""The days that the first poll takes over at a time, the latest first, so that today is soon complete."""

ABANDONED_DAYS = 7
"""Days for which an abandoned create may still arrive."""

UNREADABLE_AGE = timedelta(days=1)
"""The age that is recorded for a poll with unreadable rows, so that nothing is overwritten on its account."""

MASS = 10
"""If more entries than this would vanish at once, two polls in a row must show it (reliability D8)."""


class Pull:
    """Reads from CoffeeCup into the store."""

    def __init__(
        self, store: Store, client: ApiClient, clock: Clock, facts: AccountFacts, reconciler: Reconciler
    ) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self._facts = facts
        self._reconciler = reconciler
        self._missing_before: frozenset[int] = frozenset()

    def regular(self, today: date, report: Callable[[SyncProgress], None] = lambda _progress: None) -> None:
        """Poll the days around `today`. Raises NetworkFault, NotSignedIn.

        `report` is called whenever the first poll of an account has come further.
        """
        if self._store.settings.get(settings.LAST_SYNCED_AT):
            self.days(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))
        else:
            self._first(today, report)
        with user_transaction(self._store, self._facts.user_id):
            self._stop_superseded_timers()
            self._store.entries.purge(today - timedelta(days=FIRST_DAYS_BACK))
            self._store.abandoned_creates.purge(self._clock.now().wall - timedelta(days=ABANDONED_DAYS))
            self._store.settings.put(settings.LAST_SYNCED_AT, encode_datetime(self._clock.now().wall) or "")

    def _first(self, today: date, report: Callable[[SyncProgress], None]) -> None:
        oldest, last, number, comments = today - timedelta(days=FIRST_DAYS_BACK), today, 0, set[str]()
        last += timedelta(days=DAYS_AHEAD)
        all_days = (last - oldest).days + 1
        while last >= oldest:
            first = max(oldest, last - timedelta(days=_FIRST_SPAN_DAYS - 1))
            listing = self.days(first, last)
            number += len(listing)
            comments |= {theirs.fields.comment for theirs in listing if theirs.fields.comment}
            done = 1 - (first - oldest).days / all_days
            report(SyncProgress(SyncStep.ENTRIES, number, FACTS_SHARE + (1 - FACTS_SHARE) * done, first == oldest))
            last = first - timedelta(days=1)
        report(SyncProgress(SyncStep.COMMENTS, len(comments), 1.0))

    def days(self, first: date, last: date) -> Listing:
        """Take over all entries of the user from `first` to `last` and return them. Raises NetworkFault."""
        listing = endpoints.entries(self._client, self._facts.user_id, first, last)
        now = self._clock.now()
        with user_transaction(self._store, self._facts.user_id):
            known, tags = self._store.entries.server_copies(first, last), self._store.settings.get(settings.TAGS)
            for theirs in listing:
                copy = known.get(theirs.server_id)
                if copy is None or not _is_unchanged(theirs, copy, tags):  # Usually almost all are unchanged.
                    self._take_over(theirs, now)
            self._remove_missing(
                copy.entry_id for server_id, copy in known.items() if not listing.may_contain(server_id)
            )
            self._store.entries.mark_synced(first, last, now.wall if listing.is_complete else now.wall - UNREADABLE_AGE)
            highest = max((theirs.server_id for theirs in listing), default=0)
            if highest > self._store.settings.get(settings.HIGH_WATER):
                self._store.settings.put(settings.HIGH_WATER, highest)
        return listing

    def _take_over(self, theirs: RemoteEntry, now: Instant) -> None:
        entry = self._store.entries.by_server_id(theirs.server_id)
        owner = self._store.entries.by_tag(theirs.tag) if theirs.tag else None
        if entry is not None:
            self._record_tag_support(entry, theirs)
            self._reconciler.merge(entry, theirs)
        elif self._store.entries.is_tombstoned(theirs.server_id):  # guard: deleted-entry-stays-deleted
            return
        elif owner is not None:
            self._match_tag(owner, theirs, now)
        elif not self._may_be_unclear_create(theirs):
            self._add(theirs, now)

    def _record_tag_support(self, entry: Entry, theirs: RemoteEntry) -> None:
        """Record whether CoffeeCup keeps tags; a list shows it, the reply to a write does not (reliability B.4.1)."""
        outcome = _tag_outcome(self._store.entries.tag(entry.id), theirs)
        if outcome and outcome != self._store.settings.get(settings.TAGS):
            self._store.settings.put(settings.TAGS, outcome)

    def _match_tag(self, owner: Entry, theirs: RemoteEntry, now: Instant) -> None:
        """Handle an entry that has the tag of an entry here: an unclear create that arrived, or a duplicate."""
        op = self._store.outbox.get(owner.id)
        if owner.server_id is None:
            if op is None or op.state is not OpState.IN_FLIGHT:
                self._reconciler.confirm(owner.id, op, (op and op.sent) or theirs.fields, theirs)
            return
        copy = self._store.entries.add_remote(theirs.server_id, theirs.fields, None, theirs.locked)
        if theirs.created_at == theirs.updated_at:  # guard: tagged-duplicate-is-deleted
            self._store.entries.save(copy._replace(deleted=True))
            self._store.outbox.record_change(copy._replace(deleted=True), now)
        else:  # It was edited since, so the user has to decide.
            self._store.outbox.queue_review(copy, OpKind.DELETE, now)

    def _may_be_unclear_create(self, theirs: RemoteEntry) -> bool:
        """True if it resembles an unclear create, which the verifier then decides on."""
        creates = [op for op in self._store.outbox.active() if op.kind is OpKind.CREATE and op.sent]
        unclear = [op for op in creates if op.state is OpState.AMBIGUOUS and not (op.tries and theirs.tag)]
        return any(op.sent and match_key(op.sent) == match_key(theirs.fields) for op in unclear)

    def _add(self, theirs: RemoteEntry, now: Instant) -> None:
        adopted = self._store.entries.add_remote(theirs.server_id, theirs.fields, None, theirs.locked)
        if theirs.fields.running:
            adopted = merge_remote(adopted, theirs.fields, theirs.fields, now).entry
        self._reconciler.save(adopted, theirs, confirmed_at=now.wall if _is_new(theirs, now) else None)
        self._find_abandoned_create(adopted, theirs, now)

    def _find_abandoned_create(self, adopted: Entry, theirs: RemoteEntry, now: Instant) -> None:
        """Ask the user whether a late arrival of an abandoned create is a duplicate (reliability B.4.6)."""
        if theirs.tag:
            return
        for create in self._store.abandoned_creates.all():  # guard: late-duplicate-is-found
            if theirs.server_id > create.high_water and matches_sent(create.sent, theirs.fields):
                self._store.abandoned_creates.remove(create.id)
                self._store.outbox.queue_review(adopted, OpKind.DELETE, now)
                return

    def _remove_missing(self, missing: Iterable[int]) -> None:
        """Remove entries that the server no longer has, unless they were changed here."""
        entries = [entry for entry_id in missing if (entry := self._store.entries.get(entry_id)) is not None]
        gone = [entry for entry in entries if not self._reconciler.is_fresh(entry)]
        ids = frozenset(entry.id for entry in gone)
        if len(gone) > MASS and not ids <= self._missing_before:  # guard: mass-removal-needs-two-polls
            self._missing_before = ids
            return
        self._missing_before = frozenset()
        for entry in gone:
            self._remove(entry)

    def _remove(self, entry: Entry) -> None:
        op = self._store.outbox.get(entry.id)
        if op is not None and op.state in OUTCOME_UNKNOWN:
            return  # The verifier decides.
        if op is None or op.kind is OpKind.DELETE:  # guard: local-edit-survives-remote-delete
            self._store.outbox.remove(entry.id)
            self._store.entries.remove(entry.id)
        elif op.state is not OpState.NEEDS_REVIEW:
            self._reconciler.detach_gone(entry.id)

    def _stop_superseded_timers(self) -> None:
        """Let only the newest timer run; each of the others ends where the next began (reliability B.11)."""
        if self._facts.allow_concurrent:
            return
        now = self._clock.now()
        running = self._store.entries.running()
        before = {entry.id: entry for entry in running}
        for each in superseded(running):
            stopped = entry_times.changed(before[each.id], each, self._store.zone())
            self._store.entries.save(stopped)
            self._store.outbox.record_change(stopped, now)


def _is_new(theirs: RemoteEntry, now: Instant) -> bool:
    """True if it was created so recently that the next list may come from a replica that lacks it."""
    age = now.wall - theirs.created_at if theirs.created_at else timedelta(seconds=FRESH_S)
    return abs(age) < timedelta(seconds=FRESH_S)


def _is_unchanged(theirs: RemoteEntry, copy: ServerCopy, tags: str) -> bool:
    """True if the server's copy and ours are the same and nothing waits to be sent."""
    return copy.no_operation and copy.matches(theirs) and _tag_outcome(copy.tag, theirs) in {"", tags}


def _tag_outcome(tag: str | None, theirs: RemoteEntry) -> str:
    """Return "kept" or "dropped" for the tag of an entry, empty if it was sent without one."""
    return "" if not tag else "kept" if theirs.tag == tag else "dropped"
