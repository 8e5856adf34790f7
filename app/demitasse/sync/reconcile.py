"""What a reply of CoffeeCup does to an entry and to its operation, in one transaction and without losing anything."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from demitasse.domain import entry_times
from demitasse.domain.entries import Entry, Fields, RemoteEntry
from demitasse.domain.errors import FaultCode, NetworkFault, Reason, Unclear, Unreadable
from demitasse.domain.merge import changed_fields, is_truncated, merge_remote, was_edited
from demitasse.domain.operations import (
    OUTCOME_UNKNOWN,
    ConflictKind,
    FieldConflict,
    Operation,
    OpKind,
    OpState,
    required_kind,
)
from demitasse.domain.ports import Clock
from demitasse.domain.timer import Instant
from demitasse.store import settings
from demitasse.store.store import Store

FRESH_S = 120
"""Seconds for which a confirmed write may be missing from a later response (reliability D13)."""

MAX_REFUSALS = 3
"""Server errors on one entry, while the server is reachable, that count as a refusal (reliability B.12)."""

REFUSED_S = (60, 300)
"""Seconds to wait after the first and the second server error on an entry (reliability B.12)."""


def affects_one_entry(fault: NetworkFault) -> bool:
    """True if CoffeeCup answers and fails on one entry only, so that others can go on."""
    return isinstance(fault, Unreadable) or (isinstance(fault, Unclear) and fault.alone)


class Reconciler:
    """Writes replies into the store, and what is still to be sent into the outbox."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def confirm(
        self, entry_id: int, op: Operation | None, sent: Fields, reply: RemoteEntry, *, compare: bool = False
    ) -> None:
        """End `op`: the server holds what was `sent` as `reply`. Edits made meanwhile stay and are queued.

        With `compare`, `reply` answers the attempt itself, and what the server did not keep is sent again or told.
        """
        now = self._clock.now()
        reply = reply._replace(fields=entry_times.with_kept_times(sent, reply.fields))
        with self._store.transaction():
            entry = self._store.entries.get(entry_id)
            if entry is None:
                return
            agreed = self._without_lost(entry, sent, reply.fields) if compare else sent
            # guard: edit-during-call-stays
            after = self._merged(entry, agreed, reply, now)._replace(server_id=reply.server_id)
            self.save(after, reply, confirmed_at=now.wall)
            self._store.outbox.finish_attempt(after, op, now)
            if reply.server_id > self._store.settings.get(settings.HIGH_WATER):
                self._store.settings.put(settings.HIGH_WATER, reply.server_id)

    def _without_lost(self, entry: Entry, sent: Fields, stored: Fields) -> Fields:
        """Return what both sides agree on after an attempt that sent `sent` and made the server store `stored`.

        A server that starts or stops a timer may set its times by its own clock; what was meant is then sent once more
        (api-facts 13.18). Any other value that it did not keep becomes a conflict.
        """
        names = set(changed_fields(entry.base, sent)) if entry.base else set(sent._fields)
        lost = sorted(entry_times.not_kept(sent, stored, names))
        if not lost:
            return sent
        was_running = entry.base.running if entry.base else False
        if sent.running == was_running:
            now = self._clock.now().wall
            self._store.conflicts.add(FieldConflict(0, entry.id, ConflictKind.NOT_KEPT, tuple(lost), sent, stored, now))
            return sent
        return sent._replace(**{name: getattr(stored, name) for name in lost})

    def save(self, entry: Entry, reply: RemoteEntry, *, confirmed_at: datetime | None = None) -> None:
        """Write `entry` back with the server's facts in `reply`; `confirmed_at` if that answers a write."""
        self._store.entries.save(
            entry, locked=reply.locked or "", updated_at=reply.updated_at, confirmed_at=confirmed_at
        )

    def merge(self, entry: Entry, theirs: RemoteEntry) -> None:
        """Merge an entry of the store with `theirs`, which a read has returned, unless that may be out of date."""
        with self._store.transaction():
            op = self._store.outbox.get(entry.id)
            if (op is not None and op.state in OUTCOME_UNKNOWN) or self.may_be_older(entry, theirs):
                return
            now = self._clock.now()
            theirs = theirs._replace(fields=entry_times.with_kept_times(entry.base, theirs.fields))
            after = self._merged(entry, entry.base or theirs.fields, theirs, now)
            if after != entry or self._has_new_facts(entry, theirs):
                self.save(after, theirs)
            if op is not None and (
                op.state is OpState.PENDING or (op.state is OpState.REJECTED and not required_kind(after))
            ):
                self._store.outbox.finish_attempt(after, op, now)

    def _doubt_continuations(self, entry: Entry, now: Instant) -> None:
        """Look for what continues a timer after midnight before it is sent: another computer may have sent the same.

        Both computers then made an entry of the next day without knowing of the other. No attempt of this computer
        counts (`tries` is 0), as an entry that it made would be found as well.
        """
        for later_id in self._store.absences.continuations(entry.id):
            later, op = self._store.entries.get(later_id), self._store.outbox.get(later_id)
            if later is None or op is None or op.kind is not OpKind.CREATE:
                continue
            if op.state in {OpState.PENDING, OpState.AMBIGUOUS}:
                self._store.outbox.transition(
                    later_id, OpState.AMBIGUOUS, sent=later.mine, high_water=entry.server_id, tries=0,
                    sent_at=now.wall, ended_at=now.wall,
                )  # fmt: skip

    def _has_new_facts(self, entry: Entry, theirs: RemoteEntry) -> bool:
        known = entry.locked, self._store.entries.updated_at(entry.id)
        return known != (theirs.locked or "", theirs.updated_at)

    def _merged(self, entry: Entry, agreed: Fields, reply: RemoteEntry, now: Instant) -> Entry:
        """Return `entry` merged with `reply`; where both changed a field, the losing value becomes a conflict."""
        entry = self._without_forbidden_changes(entry, agreed, reply)
        after, disputed = merge_remote(entry, agreed, reply.fields, now)
        if disputed and not entry.deleted:  # guard: conflict-keeps-both-versions
            cut_off = is_truncated(entry.mine.comment, reply.fields.comment)
            kind = ConflictKind.CUT_OFF if cut_off else ConflictKind.BOTH_CHANGED
            self._keep_conflict(entry, kind, disputed, reply)
        # guard: both-computers-split-at-midnight
        if agreed.running and not entry.mine.running and not reply.fields.running:
            self._doubt_continuations(entry, now)
        return after

    def _without_forbidden_changes(self, entry: Entry, agreed: Fields, theirs: RemoteEntry) -> Entry:
        """Return `entry` without the changes that `theirs` forbids; they are stored as a conflict."""
        if not theirs.locked and not entry.deleted:
            return entry
        names = changed_fields(agreed, theirs.fields if entry.deleted else entry.mine)
        if theirs.locked and (names or entry.deleted):
            kind = ConflictKind.LOCKED
        elif entry.deleted and was_edited(agreed, theirs.fields):
            kind = ConflictKind.EDITED_ELSEWHERE
        else:
            return entry
        self._keep_conflict(entry, kind, names, theirs)
        return entry._replace(mine=agreed, started=None, deleted=False)

    def _keep_conflict(self, entry: Entry, kind: ConflictKind, names: Iterable[str], theirs: RemoteEntry) -> None:
        now = self._clock.now()
        mine = entry.mine._replace(duration_s=entry.duration_at(now))
        reason = Reason(theirs.locked) if theirs.locked else None
        self._store.conflicts.add(FieldConflict(0, entry.id, kind, tuple(names), mine, theirs.fields, now.wall, reason))

    def postpone_or_reject(self, op: Operation, refusals: int, reason: Reason | None) -> None:
        """Postpone an operation on which a reachable server failed, ever longer; reject it after a few times."""
        if refusals >= MAX_REFUSALS:
            self.mark(op, OpState.REJECTED, refusals=refusals, reason=reason)
        else:
            later = self._clock.now().wall + timedelta(seconds=REFUSED_S[refusals - 1])
            self.mark(op, OpState.PENDING, refusals=refusals, not_before=later)

    def abandon(self, op: Operation) -> None:
        """Remember a create that seems never to have arrived, so that a late arrival is recognised."""
        if op.sent is not None:
            with self._store.transaction():
                self._store.abandoned_creates.add(op.entry_id, op.sent, op.high_water or 0, self._clock.now().wall)

    def confirm_delete(self, entry_id: int) -> None:
        """Record that the server no longer has an entry. Its row stays for undo, which creates it again."""
        with self._store.transaction():
            self._forget_server_copy(entry_id)

    def detach_gone(self, entry_id: int) -> None:
        """Record that an entry was deleted elsewhere. Local changes are kept until the user decides."""
        with self._store.transaction():
            self._forget_server_copy(entry_id)
            if self._store.outbox.get(entry_id):
                self._store.outbox.transition(entry_id, OpState.NEEDS_REVIEW, reason=Reason(FaultCode.DELETED_THERE))

    def is_fresh(self, entry: Entry) -> bool:
        """True if a write to this entry was confirmed so recently that a read may not show it yet."""
        confirmed = self._store.entries.confirmed_at(entry.id)
        # guard: stale-list-removes-nothing
        return confirmed is not None and timedelta(0) <= self._clock.now().wall - confirmed < timedelta(seconds=FRESH_S)

    def may_be_older(self, entry: Entry, reply: RemoteEntry) -> bool:
        """True if `reply` may be older than the last confirmed write.

        With the same second it may be what another device wrote right after that, which must not be missed.
        """
        known = self._store.entries.updated_at(entry.id)
        newer = reply.updated_at is not None and known is not None and reply.updated_at >= known
        return self.is_fresh(entry) and not newer

    def mark(self, op: Operation, state: OpState, **changes: object) -> None:
        """Move an operation to `state`."""
        with self._store.transaction():
            self._store.outbox.transition(op.entry_id, state, **changes)

    def _forget_server_copy(self, entry_id: int) -> None:
        """Detach an entry from the server; lists that lag behind never bring its id or tag back.

        Unless the entry is deleted here as well, sending it would create it again.
        """
        entry, now = self._store.entries.get(entry_id), self._clock.now()
        if entry is not None:
            if entry.server_id is not None:
                self._store.entries.tombstone(entry.server_id, now.wall)
            after = entry._replace(server_id=None, base=None)
            self._store.entries.save(after)
            self._store.entries.set_tag(entry_id, "")
            self._store.outbox.finish_attempt(after, self._store.outbox.get(entry_id), now)
