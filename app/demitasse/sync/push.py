"""Sending what is queued: marked on disk before the first byte leaves, settled on disk by the answer."""

from __future__ import annotations

import base64
import secrets
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING

from demitasse.api import endpoints, faults
from demitasse.domain.errors import LocalFault, NetworkFault, NotFound, NotSignedIn, Refused, Throttled, Unclear, Unsent
from demitasse.domain.merge import match_key, matches_sent
from demitasse.domain.operations import OpKind, OpState, concerns_timer, payload, required_kind, starts_timer
from demitasse.store import settings
from demitasse.sync.reconcile import concerns_one

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from demitasse.api.client import ApiClient
    from demitasse.domain.entries import Entry, RemoteEntry
    from demitasse.domain.operations import Operation
    from demitasse.domain.ports import Clock
    from demitasse.domain.user import User
    from demitasse.store.store import Store
    from demitasse.sync.reconcile import Reconciler

KNOWN_S = 60
"""So long a look of the same cycle is as good as another one (reliability B.5)."""

JUST_NOW_S = 30
"""So long somebody may be looking at what an action does."""

LAG_S = 30.0
"""When to look again for an entry that was confirmed a moment ago, and that a copy which lags behind does not show."""

LOOK_UP_S, PATIENCE_S = 1.0, 60.0
"""While the queue waits for the throttle, how often to look whether somebody did something; and how long altogether."""


class Push:
    """Sends operations, oldest first."""

    def __init__(self, store: Store, client: ApiClient, clock: Clock, user: User, settlement: Reconciler) -> None:
        """Send what `store` holds for `user`; what comes of it goes into `settlement`."""
        self._store = store
        self._client = client
        self._clock = clock
        self._user = user
        self._settlement = settlement
        self._known_since = clock.now().wall

    def recover(self) -> None:
        """An attempt that nobody is making any more was cut off: nobody knows whether it arrived."""
        stranded = [op for op in self._store.outbox.active() if op.state is OpState.IN_FLIGHT]
        if stranded:
            with self._store.transaction():
                for op in stranded:
                    # guard: cut-off-attempt-is-ambiguous
                    self._store.outbox.transition(op.entry_id, OpState.AMBIGUOUS, ended_at=self._clock.now().wall)

    def run(self, known_since: datetime) -> bool:
        """Send all that may be sent now; what somebody did just now goes before the queue of offline days.

        What was looked at since `known_since` is not looked at again.

        False if it ended early, because something was queued while it waited for the throttle. Raises NetworkFault or
        NotSignedIn when going on would be pointless; what was not sent stays queued.
        """
        self._known_since = known_since
        live, newest = self._store.outbox.active(), self._store.outbox.last_seq()
        live.sort(key=self._turn)
        waiting = {op.entry_id: op for op in live if not self._due(op)}
        for op in live:
            if op.entry_id not in waiting and not self._just_now(op) and self._overtaken(newest):
                return False
            if op.entry_id not in waiting and (self._is_held_up(op, waiting.values()) or not self._sent_by(op)):
                waiting[op.entry_id] = self._store.outbox.get(op.entry_id) or op
        return True

    def urgent(self) -> bool:
        """Whether something waits that somebody did just now."""
        return any(self._just_now(op) for op in self._store.outbox.active() if self._due(op))

    def _due(self, op: Operation) -> bool:
        return op.state is OpState.PENDING and not op.wait_s(self._clock.now().wall)

    def _is_held_up(self, op: Operation, waiting: Iterable[Operation]) -> bool:
        """Equals of what is unclear wait for the read-back, or nobody could tell which of them arrived.

        A timer waits for all that is unclear about timers: what is carried out late would stop it, or begin before it.
        """
        entry = self._store.entries.get(op.entry_id)
        if entry is None:
            return False
        # guard: equal-create-waits
        if op.kind is OpKind.CREATE and any(one.sent and matches_sent(one.sent, entry.mine) for one in waiting):
            return True
        return starts_timer(entry) and any(
            concerns_timer(one, self._store.entries.get(one.entry_id)) for one in waiting
        )

    def _turn(self, op: Operation) -> tuple[bool, bool]:
        """Timers and what somebody did just now go first; of those, what starts a timer goes last.

        A start that went before the stop of another timer would end that one over there, at a time nobody meant.
        """
        entry = self._store.entries.get(op.entry_id)
        first = self._just_now(op) or concerns_timer(op, entry)
        return not first, first and entry is not None and starts_timer(entry)  # guard: start-follows-stop

    def _overtaken(self, newest: int) -> bool:
        """Wait for the throttle, a while; whether something was queued meanwhile, or the program is about to end."""
        began_s = self._clock.now().boot_s
        while self._store.outbox.last_seq() <= newest:
            before_s, wait_s = self._clock.now().boot_s, min(self._client.wait_s(), LOOK_UP_S)
            if wait_s <= 0 or before_s - began_s > PATIENCE_S:
                return False
            self._clock.pause(wait_s)
            if self._clock.now().boot_s - before_s < wait_s / 2:
                return True
        return True

    def _just_now(self, op: Operation) -> bool:
        return 0 <= (self._clock.now().wall - op.queued_at).total_seconds() < JUST_NOW_S

    def _sent_by(self, op: Operation) -> bool:
        """What somebody did just now goes before the queue of offline days, also at the throttle."""
        with self._client.interactive() if self._just_now(op) else nullcontext():
            return self._send(op)

    def _send(self, waiting: Operation) -> bool:
        """One operation; False if its fate is unclear and it does not concern the others."""
        if not self._look_first(waiting):  # guard: read-before-overwrite
            return False
        marked = self._mark(waiting)
        if marked is None:
            return True
        entry, op = marked
        try:
            reply = self._tell(entry)
        except (Unsent, Throttled, NotSignedIn, LocalFault):  # nothing has left; a locked keyring, say
            self._settlement.mark(op, OpState.PENDING, tries=waiting.tries, high_water=waiting.high_water)
            raise
        except NotFound:
            self._settlement.gone(op.entry_id)
        except Refused as refusal:
            self._settlement.mark(op, OpState.REJECTED, reason=str(refusal.message))
        except Unclear as trouble:
            self._doubt(op, trouble)
            if not concerns_one(trouble):  # guard: server-error-blocks-one-entry
                raise
            return False
        else:
            # If a full disk prevents this, the operation stays in flight and the read-back finds it.
            if reply is None:
                self._settlement.deleted(op.entry_id)
            else:
                self._settlement.confirm(op.entry_id, op, entry.mine, reply)
        return True

    def _look_first(self, op: Operation) -> bool:
        """Nobody's words are overwritten unseen: take over what others did to the entry; False if that has to wait.

        There is no ETag, so a gap of one round trip remains (reliability B.5).
        """
        entry = self._store.entries.get(op.entry_id)
        if entry is None or entry.server_id is None or self._is_known(entry):
            return True
        try:
            self._settlement.absorb(entry, endpoints.entry(self._client, entry.server_id))
        except Refused as refusal:
            return refusal.status != 404 or self._is_gone(op, entry)
        except NetworkFault as trouble:
            if not concerns_one(trouble):
                raise
            self._settlement.again_or_never(op, op.refusals + 1, trouble.message)
            return False
        return True

    def _is_known(self, entry: Entry) -> bool:
        """Whether the look of this cycle has told about it, not long ago."""
        seen_at = self._store.entries.synced_at(entry.base.day) if entry.base else None
        if seen_at is None or seen_at < self._known_since:
            return False
        return 0 <= (self._clock.now().wall - seen_at).total_seconds() <= KNOWN_S

    def _is_gone(self, op: Operation, entry: Entry) -> bool:
        """Whether the write may tell: a copy that lags behind does not show yet what is there, or what others wrote."""
        if not self._settlement.is_fresh(entry):
            return True
        later = self._clock.now().wall + timedelta(seconds=LAG_S)
        self._settlement.mark(op, OpState.PENDING, not_before=later)
        return False

    def _mark(self, op: Operation) -> tuple[Entry, Operation] | None:
        """Write down that it is about to leave, and what it says; None if there is nothing to say any more."""
        now = self._clock.now()
        with self._store.transaction():
            entry, current = self._store.entries.get(op.entry_id), self._store.outbox.get(op.entry_id)
            kind = required_kind(entry) if entry else None
            if entry is None or kind is None:
                self._store.outbox.remove(op.entry_id)
                return None
            if current is None or current.state is not OpState.PENDING:
                return None  # the person, in another process, was faster
            water = op.high_water if op.tries else self._store.settings.get(settings.HIGH_WATER)
            self._tag(entry)
            marked = self._store.outbox.transition(
                op.entry_id, OpState.IN_FLIGHT, kind=kind, sent=entry.mine, tries=op.tries + 1,
                high_water=water, sent_at=now.wall, ended_at=None, not_before=None,
            )  # fmt: skip
        return entry, marked

    def _tag(self, entry: Entry) -> None:
        """A mark by which it is recognised for certain, where CoffeeCup keeps marks (reliability B.4.1)."""
        entries = self._store.entries
        if entry.server_id is None and not entries.tag(entry.id) and self._tags_are_sent():
            entries.set_tag(entry.id, "dm:" + base64.b32encode(secrets.token_bytes(8)).decode().rstrip("="))

    def _tags_are_sent(self) -> bool:
        return self._store.settings.get(settings.TAGS) != "dropped"

    def _tell(self, entry: Entry) -> RemoteEntry | None:
        """Make the call that brings the server up to date; what it holds now, None if that is nothing."""
        told = payload(entry, self._clock.now())
        if entry.server_id is None:
            tag = self._store.entries.tag(entry.id) if self._tags_are_sent() else ""
            reply = endpoints.create(self._client, self._user.id, told, tag)
            known = self._store.entries.by_server_id(reply.server_id)
            if known is not None or match_key(reply.fields) != match_key(entry.mine):
                raise Unclear("CoffeeCup answered with another entry.", status=200, alone=True)
            return reply
        if entry.deleted:
            endpoints.delete(self._client, entry.server_id)
            return None
        return endpoints.update(self._client, entry.server_id, told, running=entry.mine.running)

    def _doubt(self, op: Operation, trouble: NetworkFault) -> None:
        failed = isinstance(trouble, Unclear) and (trouble.status >= 500 or faults.is_not_coffeecup(trouble))
        refusals, ended_at = op.refusals + int(failed), self._clock.now().wall
        # guard: unclear-answer-is-ambiguous
        self._settlement.mark(op, OpState.AMBIGUOUS, ended_at=ended_at, refusals=refusals, reason=trouble.message)
