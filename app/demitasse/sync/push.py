"""Sending what is queued: marked on disk before the first byte leaves, settled on disk by the answer."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from demitasse.api import endpoints
from demitasse.domain.errors import LocalFault, NetworkFault, NotFound, NotSignedIn, Refused, Throttled, Unclear, Unsent
from demitasse.domain.merge import fingerprint, merged
from demitasse.domain.operations import Kind, OpState, needed, payload
from demitasse.store import settings

if TYPE_CHECKING:
    from demitasse.api.client import Client
    from demitasse.domain.entries import Entry, Fields, RemoteEntry, User
    from demitasse.domain.operations import Operation
    from demitasse.domain.ports import Clock
    from demitasse.domain.timer import Instant
    from demitasse.store.store import Store

MAX_REFUSALS = 3
"""So many server errors after which the server could be reached: then it is a refusal (reliability B.12)."""

POISON = 500
"""The one server error that may concern only this entry; with any other going on would be pointless."""

FRESH_S = 120
"""What the server confirmed less than this ago may be missing or older in a later answer (reliability D13)."""

JUST_NOW_S = 30
"""So long somebody may be looking at what an action does."""

GONE = "This entry was deleted on CoffeeCup while it was changed here."
"""Why an entry needs a decision: retry creates it again, delete forgets it."""


class Push:
    """Sends operations, oldest first."""

    def __init__(self, store: Store, client: Client, clock: Clock, user: User) -> None:
        """Send what `store` holds for `user`."""
        self._store = store
        self._client = client
        self._clock = clock
        self._user = user

    def recover(self) -> None:
        """An attempt that nobody is making any more was cut off: nobody knows whether it arrived."""
        stranded = [op for op in self._store.outbox.live() if op.state is OpState.IN_FLIGHT]
        if stranded:
            with self._store.transaction():
                for op in stranded:
                    self._store.outbox.mark(op.entry_id, OpState.AMBIGUOUS, ended_at=self._clock.now().wall)

    def run(self) -> int:
        """Send all that may be sent now; how many were settled.

        Raises NetworkFault or NotSignedIn when going on would be pointless; what was not sent stays queued.
        """
        settled = 0
        waiting: list[Operation] = []
        for op in self._store.outbox.live():
            if self._must_wait(op, waiting):
                waiting.append(op)
            elif self._sent_by(op):
                settled += 1
            else:
                waiting.append(op)
        return settled

    def _must_wait(self, op: Operation, waiting: list[Operation]) -> bool:
        """Unclear ones wait for the read-back; their equals and the timers behind them wait with them."""
        if op.state is not OpState.PENDING or (op.not_before and op.not_before > self._clock.now().wall):
            return True
        entry = self._store.entries.get(op.entry_id)
        if entry is None or op.kind is not Kind.CREATE or not waiting:
            return False
        twin = any(one.sent and fingerprint(one.sent) == fingerprint(entry.mine) for one in waiting)
        return twin or entry.mine.running

    def _sent_by(self, op: Operation) -> bool:
        """What somebody did just now goes before the queue of offline days, also at the throttle."""
        waited_s = (self._clock.now().wall - op.queued_at).total_seconds()
        with self._client.interactive() if 0 <= waited_s < JUST_NOW_S else nullcontext():
            return self._send(op)

    def _send(self, op: Operation) -> bool:
        """One operation; False if its fate is unclear and it does not concern the others."""
        entry = self._mark(op)
        if entry is None:
            return True
        try:
            reply = self._tell(entry)
        except (Unsent, Throttled, NotSignedIn, LocalFault):  # nothing has left; a locked keyring, say
            self._set(op, OpState.PENDING, tries=op.tries, high_water=op.high_water)
            raise
        except NotFound:
            self._gone(op)
        except Refused as refusal:
            self._set(op, OpState.REJECTED, reason=str(refusal.message))
        except Unclear as trouble:
            self._doubt(op, trouble)
            if trouble.status != POISON:
                raise
            return False
        else:
            self._settle(op, entry, reply)
        return True

    def _mark(self, op: Operation) -> Entry | None:
        """Write down that it is about to leave, and what it says; None if there is nothing to say any more."""
        now = self._clock.now()
        with self._store.transaction():
            entry = self._store.entries.get(op.entry_id)
            kind = needed(entry) if entry else None
            if entry is None or kind is None:
                self._store.outbox.drop(op.entry_id)
                return None
            water = op.high_water if op.tries else self._store.settings.get(settings.HIGH_WATER)
            self._store.outbox.mark(
                op.entry_id, OpState.IN_FLIGHT, kind=kind, sent=entry.mine, tries=op.tries + 1,
                high_water=water, sent_at=now.wall, ended_at=None, not_before=None,
            )  # fmt: skip
        return entry

    def _tell(self, entry: Entry) -> RemoteEntry | None:
        """Make the call that brings the server up to date; what it holds now, None if that is nothing."""
        told = payload(entry, self._clock.now())
        if entry.server_id is None:
            reply = endpoints.create(self._client, self._user.id, told)
            if self._store.entries.by_server_id(reply.server_id) is not None:
                raise Unclear("CoffeeCup answered with another entry.", status=200)
            return reply
        if entry.deleted:
            endpoints.delete(self._client, entry.server_id)
            return None
        answer = endpoints.update(self._client, entry.server_id, told)
        return answer or endpoints.entry(self._client, entry.server_id)

    def _settle(self, op: Operation, entry: Entry, reply: RemoteEntry | None) -> None:
        """It arrived. If that cannot be written down (a full disk), it stays in flight: the read-back will find it."""
        if reply is None:
            self.deleted(op.entry_id)
        else:
            self.confirm(op.entry_id, entry.mine, reply)

    def confirm(self, entry_id: int, sent: Fields, reply: RemoteEntry) -> None:
        """The server holds what was `sent` as `reply`; edits made meanwhile stay and are queued."""
        now = self._clock.now()
        with self._store.transaction():
            entry = self._store.entries.get(entry_id)
            if entry is None:
                return
            after = merged(entry, sent, reply.fields, now)._replace(server_id=reply.server_id)
            self._store.entries.save(after, locked=reply.locked, confirmed_at=now.wall)
            self._store.outbox.settle(after, now)
            water = self._store.settings.get(settings.HIGH_WATER)
            self._store.settings.put(settings.HIGH_WATER, max(water, reply.server_id))

    def deleted(self, entry_id: int) -> None:
        """The server no longer has it. The row stays for undo, which would create it again."""
        with self._store.transaction():
            self._bury(entry_id)
            forget_server_copy(self._store, entry_id, self._clock.now())

    def _bury(self, entry_id: int) -> None:
        """Its number is never seen again, whatever a list that lags behind shows."""
        entry = self._store.entries.get(entry_id)
        if entry is not None and entry.server_id is not None:
            self._store.entries.bury(entry.server_id, self._clock.now().wall)

    def _gone(self, op: Operation) -> None:
        """It was deleted elsewhere; what was changed here is kept until the person decides."""
        with self._store.transaction():
            self._bury(op.entry_id)
            forget_server_copy(self._store, op.entry_id, self._clock.now())
            self._store.outbox.mark(op.entry_id, OpState.NEEDS_REVIEW, reason=GONE)

    def _doubt(self, op: Operation, trouble: NetworkFault) -> None:
        failed = isinstance(trouble, Unclear) and trouble.status >= 500
        refusals = op.refusals + int(failed)
        self._set(op, OpState.AMBIGUOUS, ended_at=self._clock.now().wall, refusals=refusals, reason=trouble.message)

    def _set(self, op: Operation, state: OpState, **changes: object) -> None:
        with self._store.transaction():
            self._store.outbox.mark(op.entry_id, state, **changes)


def forget_server_copy(store: Store, entry_id: int, now: Instant) -> None:
    """The server has no such entry any more: unless it is deleted here too, sending it would create it again."""
    entry = store.entries.get(entry_id)
    if entry is not None:
        after = entry._replace(server_id=None, base=None)
        store.entries.save(after)
        store.outbox.settle(after, now)


def is_fresh(store: Store, entry: Entry, now: Instant) -> bool:
    """Whether the server confirmed a write to this entry so recently that a read may not show it yet."""
    confirmed = store.entries.confirmed_at(entry.id)
    return confirmed is not None and 0 <= (now.wall - confirmed).total_seconds() < FRESH_S
