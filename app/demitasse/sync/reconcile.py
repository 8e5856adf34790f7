"""What becomes of an entry when CoffeeCup has said something about it: in one transaction, with nothing lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from demitasse.domain.conflicts import ConflictKind, FieldConflict
from demitasse.domain.errors import Unclear, Unreadable
from demitasse.domain.merge import changed_fields, is_truncated, merge_remote, was_edited
from demitasse.domain.operations import OUTCOME_UNKNOWN, OpState, required_kind
from demitasse.store import settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from demitasse.domain.entries import Entry, Fields, RemoteEntry
    from demitasse.domain.errors import NetworkFault
    from demitasse.domain.operations import Operation
    from demitasse.domain.ports import Clock
    from demitasse.domain.timer import Instant
    from demitasse.store.store import Store

FRESH_S = 120
"""What the server confirmed less than this ago may be missing or older in a later answer (reliability D13)."""

MAX_REFUSALS = 3
"""So many server errors after which the server could be reached: then it is a refusal (reliability B.12)."""

REFUSED_S = (60, 300)
"""How long to wait after the first and second time that the server failed on an entry (reliability B.12)."""

GONE = "This entry was deleted on CoffeeCup while it was changed here."
"""Why an entry needs a decision: create it again, or forget it."""


def concerns_one(trouble: NetworkFault) -> bool:
    """Whether CoffeeCup is there and fails on one entry, so that the others can go on."""
    return isinstance(trouble, Unreadable) or (isinstance(trouble, Unclear) and trouble.alone)


class Reconciler:
    """Writes the server's word into the store, and what is left to tell into the outbox."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Settle in `store`; `clock` says when."""
        self._store = store
        self._clock = clock

    def confirm(self, entry_id: int, op: Operation | None, sent: Fields, reply: RemoteEntry) -> None:
        """End `op`: the server holds what was `sent` as `reply`. Edits made meanwhile stay and are queued."""
        now = self._clock.now()
        with self._store.transaction():
            entry = self._store.entries.get(entry_id)
            if entry is None:
                return
            # guard: edit-during-call-stays
            after = self._agreed(entry, sent, reply, now)._replace(server_id=reply.server_id)
            self.save(after, reply, confirmed_at=now.wall)
            self._store.outbox.finish_attempt(after, op, now)
            if reply.server_id > self._store.settings.get(settings.HIGH_WATER):
                self._store.settings.put(settings.HIGH_WATER, reply.server_id)

    def save(self, entry: Entry, reply: RemoteEntry, *, confirmed_at: datetime | None = None) -> None:
        """Write `entry` back with the server's facts in `reply`; `confirmed_at` if that answers a write."""
        self._store.entries.save(entry, locked=reply.locked, updated_at=reply.updated_at, confirmed_at=confirmed_at)

    def absorb(self, entry: Entry, theirs: RemoteEntry) -> None:
        """A read shows an entry of ours as `theirs`: take over what others changed, unless that may be old news."""
        with self._store.transaction():
            op = self._store.outbox.get(entry.id)
            if (op is not None and op.state in OUTCOME_UNKNOWN) or self.is_older(entry, theirs):
                return
            now = self._clock.now()
            after = self._agreed(entry, entry.base or theirs.fields, theirs, now)
            if after != entry or self._is_news(entry, theirs):
                self.save(after, theirs)
            if op is not None and (
                op.state is OpState.PENDING or (op.state is OpState.REJECTED and not required_kind(after))
            ):
                self._store.outbox.finish_attempt(after, op, now)

    def _is_news(self, entry: Entry, theirs: RemoteEntry) -> bool:
        known = self._store.entries.locked(entry.id), self._store.entries.updated_at(entry.id)
        return known != (theirs.locked, theirs.updated_at)

    def _agreed(self, entry: Entry, agreed: Fields, reply: RemoteEntry, now: Instant) -> Entry:
        """`entry` after `reply`; of what both sides changed, the side that does not stand is kept for the person."""
        entry = self._given_way(entry, agreed, reply)
        after, disputed = merge_remote(entry, agreed, reply.fields, now)
        if disputed and not entry.deleted:  # guard: conflict-keeps-both-versions
            why = (
                ConflictKind.CUT_OFF
                if is_truncated(entry.mine.comment, reply.fields.comment)
                else ConflictKind.BOTH_CHANGED
            )
            self._dispute(entry, why, disputed, reply)
        return after

    def _given_way(self, entry: Entry, agreed: Fields, theirs: RemoteEntry) -> Entry:
        """What must not be sent over `theirs` is kept for the person instead."""
        if not theirs.locked and not entry.deleted:
            return entry
        names = changed_fields(agreed, theirs.fields if entry.deleted else entry.mine)
        if theirs.locked and (names or entry.deleted):
            why = ConflictKind.LOCKED
        elif entry.deleted and was_edited(agreed, theirs.fields):
            why = ConflictKind.EDITED_ELSEWHERE
        else:
            return entry
        self._dispute(entry, why, names, theirs)
        return entry._replace(mine=agreed, started=None, deleted=False)

    def _dispute(self, entry: Entry, why: ConflictKind, names: Iterable[str], theirs: RemoteEntry) -> None:
        now = self._clock.now()
        mine = entry.mine._replace(duration_s=entry.duration_at(now))
        both = mine, theirs.fields
        self._store.conflicts.add(FieldConflict(0, entry.id, why, tuple(names), *both, now.wall, theirs.locked))

    def again_or_never(self, op: Operation, refusals: int, reason: str) -> None:
        """The server failed on it although it could be reached: a few tries, ever further apart."""
        if refusals >= MAX_REFUSALS:
            self.mark(op, OpState.REJECTED, refusals=refusals, reason=reason)
        else:
            later = self._clock.now().wall + timedelta(seconds=REFUSED_S[refusals - 1])
            self.mark(op, OpState.PENDING, refusals=refusals, not_before=later)

    def give_up(self, op: Operation) -> None:
        """A create never arrived, as far as anybody can tell; if it does after all, it will be recognised."""
        if op.sent is not None:
            with self._store.transaction():
                self._store.abandoned_creates.add(op.entry_id, op.sent, op.high_water or 0, self._clock.now().wall)

    def deleted(self, entry_id: int) -> None:
        """The server no longer has it. The row stays for undo, which would create it again."""
        with self._store.transaction():
            self._forget_server_copy(entry_id)

    def gone(self, entry_id: int) -> None:
        """It was deleted elsewhere; what was changed here is kept until the person decides."""
        with self._store.transaction():
            self._forget_server_copy(entry_id)
            if self._store.outbox.get(entry_id):
                self._store.outbox.transition(entry_id, OpState.NEEDS_REVIEW, reason=GONE)

    def is_fresh(self, entry: Entry) -> bool:
        """Whether the server confirmed a write to this entry so recently that a read may not show it yet."""
        confirmed = self._store.entries.confirmed_at(entry.id)
        # guard: stale-list-removes-nothing
        return confirmed is not None and timedelta(0) <= self._clock.now().wall - confirmed < timedelta(seconds=FRESH_S)

    def is_older(self, entry: Entry, reply: RemoteEntry) -> bool:
        """Whether `reply` may tell of a time before the server confirmed what we know.

        Of the same second it may be what another device wrote right after us, which must not be overlooked.
        """
        known = self._store.entries.updated_at(entry.id)
        newer = reply.updated_at is not None and known is not None and reply.updated_at >= known
        return self.is_fresh(entry) and not newer

    def mark(self, op: Operation, state: OpState, **changes: object) -> None:
        """Move an operation on."""
        with self._store.transaction():
            self._store.outbox.transition(op.entry_id, state, **changes)

    def _forget_server_copy(self, entry_id: int) -> None:
        """Its number and its mark are never seen again, whatever a list that lags behind shows.

        Unless it is deleted here too, sending it would create it again.
        """
        entry, now = self._store.entries.get(entry_id), self._clock.now()
        if entry is not None:
            if entry.server_id is not None:
                self._store.entries.tombstone(entry.server_id, now.wall)
            after = entry._replace(server_id=None, base=None)
            self._store.entries.save(after)
            self._store.entries.set_tag(entry_id, "")
            self._store.outbox.finish_attempt(after, self._store.outbox.get(entry_id), now)
