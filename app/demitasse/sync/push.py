"""Send what is queued. An operation is marked on disk before the first byte leaves, and ended by the response."""

import base64
import secrets
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import datetime, timedelta

from demitasse.api import endpoints, faults
from demitasse.api.client import ApiClient
from demitasse.domain.entries import Entry, RemoteEntry
from demitasse.domain.errors import LocalFault, NetworkFault, NotFound, NotSignedIn, Refused, Throttled, Unclear, Unsent
from demitasse.domain.merge import match_key, matches_sent
from demitasse.domain.operations import Operation, OpKind, OpState, concerns_timer, payload, required_kind, starts_timer
from demitasse.domain.ports import Clock
from demitasse.domain.user import User
from demitasse.store import settings
from demitasse.store.store import Store
from demitasse.sync.reconcile import Reconciler, affects_one_entry

POLL_COVERS_S = 60
"""A poll of the same cycle replaces reading an entry for so many seconds (reliability B.5)."""

RECENT_S = 30
"""Seconds after an action during which the user is probably watching."""

LAG_S = 30.0
"""Seconds until the next attempt if a stale replica does not show an entry that was confirmed a moment ago."""

CHECK_S, PATIENCE_S = 1.0, 60.0
"""Seconds between two checks for new actions while the queue waits for the throttle, and the longest wait in all."""


class Push:
    """Sends operations, oldest first."""

    def __init__(self, store: Store, client: ApiClient, clock: Clock, user: User, reconciler: Reconciler) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self._user = user
        self._reconciler = reconciler
        self._polled_since = clock.now().wall
        self.on_sent: Callable[[], None] | None = None
        """Called after each operation that was sent, whatever became of it."""
        self.was_refused = False
        """Whether CoffeeCup refused a write in the last run, perhaps because a project was archived."""

    def recover(self) -> None:
        """Mark attempts that were cut off as ambiguous: nobody waits for their responses any more."""
        stranded = [op for op in self._store.outbox.active() if op.state is OpState.IN_FLIGHT]
        if stranded:
            with self._store.transaction():
                for op in stranded:
                    # guard: cut-off-attempt-is-ambiguous
                    self._store.outbox.transition(op.entry_id, OpState.AMBIGUOUS, ended_at=self._clock.now().wall)

    def run(self, polled_since: datetime) -> bool:
        """Send all that is due; what the user did just now goes before a backlog of offline days.

        An entry that a poll since `polled_since` has covered is not read again before it is overwritten.

        Return False if it stopped early because something was queued while it waited for the throttle. Raises
        NetworkFault or NotSignedIn if continuing is pointless; what was not sent stays queued.
        """
        self._polled_since, self.was_refused = polled_since, False
        live, newest = self._store.outbox.active(), self._store.outbox.last_seq()
        live.sort(key=self._send_order)
        waiting = {op.entry_id: op for op in live if not self._due(op)}
        for op in live:
            if op.entry_id in waiting:
                continue
            recent = self._is_recent(op)
            if not recent and self._is_preempted(newest):
                return False
            with self._client.interactive() if recent else nullcontext():
                if self._is_held_up(op, waiting.values()) or not self._send(op):
                    waiting[op.entry_id] = self._store.outbox.get(op.entry_id) or op
            if self.on_sent is not None:
                self.on_sent()
        return True

    def has_recent(self) -> bool:
        """True if something that the user did just now is due."""
        return any(self._is_recent(op) for op in self._store.outbox.active() if self._due(op))

    def _due(self, op: Operation) -> bool:
        return op.state is OpState.PENDING and not op.wait_s(self._clock.now().wall)

    def _is_held_up(self, op: Operation, waiting: Iterable[Operation]) -> bool:
        """True if an operation has to wait for an unclear one to be verified.

        A create waits for an equal one, as nobody could tell which of the two arrived. A timer waits for every unclear
        operation that concerns timers: if carried out late, it would stop the new timer or start before it.
        """
        entry = self._store.entries.get(op.entry_id)
        if entry is None:
            return False
        # guard: equal-create-waits
        if op.kind is OpKind.CREATE and any(other.sent and matches_sent(other.sent, entry.mine) for other in waiting):
            return True
        entries = self._store.entries
        return starts_timer(entry) and any(concerns_timer(other, entries.get(other.entry_id)) for other in waiting)

    def _send_order(self, op: Operation) -> tuple[bool, bool]:
        """Sort timers and recent actions first and, among those, starts of timers last.

        If a start went before the stop of another timer, CoffeeCup would end that one at a wrong time.
        """
        entry = self._store.entries.get(op.entry_id)
        first = self._is_recent(op) or concerns_timer(op, entry)
        return not first, first and entry is not None and starts_timer(entry)  # guard: start-follows-stop

    def _is_preempted(self, newest: int) -> bool:
        """Wait for the throttle; return True if something was queued meanwhile or the program is closing."""
        started_s = self._clock.now().boot_s
        while self._store.outbox.last_seq() <= newest:
            before_s, wait_s = self._clock.now().boot_s, min(self._client.wait_s(), CHECK_S)
            if wait_s <= 0 or before_s - started_s > PATIENCE_S:
                return False
            self._clock.pause(wait_s)
            if self._clock.now().boot_s - before_s < wait_s / 2:
                return True
        return True

    def _is_recent(self, op: Operation) -> bool:
        return 0 <= (self._clock.now().wall - op.queued_at).total_seconds() < RECENT_S

    def _send(self, waiting: Operation) -> bool:
        """Send one operation; return False if its outcome is unclear and others may go on."""
        if not self._merge_remote_first(waiting):  # guard: read-before-overwrite
            return False
        marked = self._mark_in_flight(waiting)
        if marked is None:
            return True
        entry, op = marked
        try:
            reply = self._call(entry)
        except (Unsent, Throttled, NotSignedIn, LocalFault):  # Nothing was sent, for example for a locked keyring.
            self._reconciler.mark(op, OpState.PENDING, tries=waiting.tries, high_water=waiting.high_water)
            raise
        except NotFound:
            self._reconciler.detach_gone(op.entry_id)
        except Refused as refusal:
            self.was_refused = True
            self._reconciler.mark(op, OpState.REJECTED, reason=refusal.reason)
        except Unclear as fault:
            self._mark_ambiguous(op, fault)
            if not affects_one_entry(fault):  # guard: server-error-blocks-one-entry
                raise
            return False
        else:
            # If a full disk prevents this, the operation stays in flight and is verified later.
            if reply is None:
                self._reconciler.confirm_delete(op.entry_id)
            else:
                self._reconciler.confirm(op.entry_id, op, entry.mine, reply, compare=True)
        return True

    def _merge_remote_first(self, op: Operation) -> bool:
        """Merge remote changes before updating. Return False if that is not possible now.

        There is no ETag, so a gap of one round trip remains (reliability B.5).
        """
        entry = self._store.entries.get(op.entry_id)
        if entry is None or entry.server_id is None or self._is_covered_by_poll(entry):
            return True
        try:
            self._reconciler.merge(entry, endpoints.entry(self._client, entry.server_id))
        except Refused as refusal:
            return refusal.status != 404 or self._may_send_anyway(op, entry)
        except NetworkFault as fault:
            if not affects_one_entry(fault):
                raise
            self._reconciler.postpone_or_reject(op, op.refusals + 1, fault.reason)
            return False
        return True

    def _is_covered_by_poll(self, entry: Entry) -> bool:
        """True if a poll of this cycle covered the entry a short time ago."""
        synced_at = self._store.entries.synced_at(entry.base.day) if entry.base else None
        if synced_at is None or synced_at < self._polled_since:
            return False
        return 0 <= (self._clock.now().wall - synced_at).total_seconds() <= POLL_COVERS_S

    def _may_send_anyway(self, op: Operation, entry: Entry) -> bool:
        """True unless a stale replica may hide the entry. Then the operation is postponed."""
        if not self._reconciler.is_fresh(entry):
            return True
        later = self._clock.now().wall + timedelta(seconds=LAG_S)
        self._reconciler.mark(op, OpState.PENDING, not_before=later)
        return False

    def _mark_in_flight(self, op: Operation) -> tuple[Entry, Operation] | None:
        """Store that an operation is about to be sent, and with which content; None if nothing is left to send."""
        now = self._clock.now()
        with self._store.transaction():
            entry, current = self._store.entries.get(op.entry_id), self._store.outbox.get(op.entry_id)
            kind = required_kind(entry) if entry else None
            if entry is None or kind is None:
                self._store.outbox.remove(op.entry_id)
                return None
            if current is None or current.state is not OpState.PENDING:
                return None  # Changed by the user in another process.
            high_water = op.high_water if op.tries else self._store.settings.get(settings.HIGH_WATER)
            self._assign_tag(entry)
            marked = self._store.outbox.transition(
                op.entry_id, OpState.IN_FLIGHT, kind=kind, sent=entry.mine, tries=op.tries + 1,
                high_water=high_water, sent_at=now.wall, ended_at=None, not_before=None,
            )  # fmt: skip
        return entry, marked

    def _assign_tag(self, entry: Entry) -> None:
        """Give a new entry a tag that identifies it for certain, if CoffeeCup keeps tags (reliability B.4.1)."""
        entries = self._store.entries
        if entry.server_id is None and not entries.tag(entry.id) and self._tags_are_sent():
            entries.set_tag(entry.id, "dm:" + base64.b32encode(secrets.token_bytes(8)).decode().rstrip("="))

    def _tags_are_sent(self) -> bool:
        return self._store.settings.get(settings.TAGS) != "dropped"

    def _call(self, entry: Entry) -> RemoteEntry | None:
        """Make the call that updates the server; return what it holds now, None if that is nothing."""
        fields = payload(entry, self._clock.now())
        if entry.server_id is None:
            tag = self._store.entries.tag(entry.id) if self._tags_are_sent() else ""
            reply = endpoints.create(self._client, self._user.id, fields, tag)
            known = self._store.entries.by_server_id(reply.server_id)
            if known is not None or match_key(reply.fields) != match_key(entry.mine):
                raise faults.other_entry()
            return reply
        if entry.deleted:
            endpoints.delete(self._client, entry.server_id)
            return None
        return endpoints.update(self._client, entry.server_id, fields, running=entry.mine.running)

    def _mark_ambiguous(self, op: Operation, fault: NetworkFault) -> None:
        failed = isinstance(fault, Unclear) and (fault.status >= 500 or fault.alone)
        refusals, ended_at = op.refusals + int(failed), self._clock.now().wall
        # guard: unclear-answer-is-ambiguous
        self._reconciler.mark(op, OpState.AMBIGUOUS, ended_at=ended_at, refusals=refusals, reason=fault.reason)
