"""After an unclear attempt: look whether it arrived before anything is sent again.

The service knows no idempotency key, so an entry is recognised by what it says and by being newer than all that was
known before the first attempt (reliability B.4). Looking proves absence only after a while (`QUIESCE_S`): a slow
server may still be carrying the request out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from demitasse.api import endpoints
from demitasse.domain.errors import NotFound
from demitasse.domain.merge import changes, fingerprint, kinship
from demitasse.domain.operations import Kind, OpState
from demitasse.sync.push import FRESH_S, MAX_REFUSALS, is_fresh

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from demitasse.api.client import Client
    from demitasse.domain.entries import Entry, Fields, RemoteEntry
    from demitasse.domain.operations import Operation
    from demitasse.domain.ports import Clock
    from demitasse.store.store import Store
    from demitasse.sync.push import Push

QUIESCE_S = 120
"""An entry that is not there so long after the attempt ended never arrived."""

LOOKS_S = (2, 30, QUIESCE_S)
"""When to look again, counted from the end of the attempt."""

REFUSED_S = (60, 300)
"""How long to wait after the first and second time that the server failed on an entry (reliability B.12)."""

_SEVERAL = "This entry may be on CoffeeCup already, and Demitasse cannot tell: {n} entries there look like it."


class ReadBack:
    """Finds out what became of unclear attempts."""

    def __init__(
        self,
        store: Store,
        client: Client,
        clock: Clock,
        push: Push,
        pull: Callable[[date, date], tuple[RemoteEntry, ...]],
    ) -> None:
        """Look with `pull`, which also takes over everything else it sees; settle with `push`."""
        self._store = store
        self._client = client
        self._clock = clock
        self._push = push
        self._pull = pull

    def run(self) -> None:
        """Look after every unclear operation that is due. Raises NetworkFault, NotSignedIn."""
        for op in self._store.outbox.live():
            if op.state is OpState.AMBIGUOUS and self._due(op):
                self._look(op)

    def _due(self, op: Operation) -> bool:
        return op.not_before is None or op.not_before <= self._clock.now().wall

    def _look(self, op: Operation) -> None:
        if op.sent is None or op.kind is not Kind.CREATE:
            self._look_at_known(op)
            return
        day = op.sent.day
        asked_at = self._clock.now().wall
        listing = self._pull(day - timedelta(days=1), day + timedelta(days=1))
        if self._still_unclear(op):
            self._judge(op, op.sent, listing, asked_at)

    def _look_at_known(self, op: Operation) -> None:
        """An update or delete: the entry itself tells; what still differs is queued again."""
        entry = self._store.entries.get(op.entry_id)
        if entry is None or entry.server_id is None:
            return
        try:
            reply = endpoints.entry(self._client, entry.server_id)
        except NotFound:
            self._missing(op, entry)
            return
        if not shows(op, entry, reply.fields) and self._look_later(op):
            return  # it may still be carried out, over what the person wants by then
        self._push.confirm(op.entry_id, acknowledged(entry.base or entry.mine, op.sent, reply.fields), reply)
        if op.refusals and self._store.outbox.get(op.entry_id):
            self._again_or_never(op)

    def _missing(self, op: Operation, entry: Entry) -> None:
        """Gone, unless the server's answers lag behind: that is known a while after its last confirmation."""
        now = self._clock.now()
        if is_fresh(self._store, entry, now):
            self._mark(op, OpState.AMBIGUOUS, not_before=now.wall + timedelta(seconds=FRESH_S))
        else:
            self._push.deleted(op.entry_id)

    def _again_or_never(self, op: Operation) -> None:
        """The server failed on it although it could be reached: a few tries, ever further apart."""
        if op.refusals >= MAX_REFUSALS:
            self._mark(op, OpState.REJECTED, refusals=op.refusals, reason=op.reason)
        else:
            later = self._clock.now().wall + timedelta(seconds=REFUSED_S[op.refusals - 1])
            self._mark(op, OpState.PENDING, refusals=op.refusals, not_before=later)

    def _judge(self, op: Operation, sent: Fields, listing: tuple[RemoteEntry, ...], asked_at: datetime) -> None:
        newer = [one for one in listing if self._may_be(op, one)]
        equal = [one for one in newer if fingerprint_like(sent, one.fields)]
        akin = [one for one in newer if kinship(one.fields) == kinship(sent) and not self._is_others(op, one)]
        if len(equal) == 1:
            self._push.confirm(op.entry_id, sent, equal[0])
        elif equal:
            self._ask(op, len(equal))
        else:
            self._absent(op, asked_at, len(akin))

    def _may_be(self, op: Operation, one: RemoteEntry) -> bool:
        return one.server_id > (op.high_water or 0) and self._store.entries.by_server_id(one.server_id) is None

    def _is_others(self, op: Operation, one: RemoteEntry) -> bool:
        """Whether it is what another unclear attempt said."""
        others = (other.sent for other in self._store.outbox.live() if other.entry_id != op.entry_id)
        return any(sent is not None and fingerprint_like(sent, one.fields) for sent in others)

    def _ask(self, op: Operation, number: int) -> None:
        self._mark(op, OpState.NEEDS_REVIEW, reason=_SEVERAL.format(n=number))

    def _absent(self, op: Operation, asked_at: datetime, akin: int) -> None:
        """Not there: look again later; after the last look, send it again, ask, or call it refused."""
        if self._look_later(op, asked_at):
            return
        if akin:  # edited elsewhere meanwhile, perhaps
            self._ask(op, akin)
        elif op.refusals:
            self._again_or_never(op)
        else:
            self._mark(op, OpState.PENDING, not_before=None)

    def _look_later(self, op: Operation, asked_at: datetime | None = None) -> bool:
        """Plan the next look after one at `asked_at` (now); False if that was the last."""
        asked_at = asked_at or self._clock.now().wall
        ended_at = op.ended_at or asked_at
        later = [seconds for seconds in LOOKS_S if seconds > (asked_at - ended_at).total_seconds()]
        if later:
            self._mark(op, OpState.AMBIGUOUS, not_before=ended_at + timedelta(seconds=later[0]))
        return bool(later)

    def _still_unclear(self, op: Operation) -> bool:
        now = self._store.outbox.get(op.entry_id)
        return now is not None and now.state is OpState.AMBIGUOUS

    def _mark(self, op: Operation, state: OpState, **changes: object) -> None:
        with self._store.transaction():
            self._store.outbox.mark(op.entry_id, state, **changes)


def shows(op: Operation, entry: Entry, found: Fields) -> bool:
    """Whether the server has carried the attempt out; a delete that was shows as nothing at all."""
    if op.kind is Kind.DELETE or op.sent is None or entry.base is None:
        return False
    return all(getattr(found, name) == value for name, value in changes(entry.base, op.sent).items())


def acknowledged(base: Fields, sent: Fields | None, found: Fields) -> Fields:
    """What both sides agreed on last: in each field what was `sent` if the server has it, else what it had before.

    A stop and its duration are one: a server that stopped the timer for another reason counted otherwise.
    """
    if sent is None:
        return base
    arrived = {name: value for name, value in sent._asdict().items() if value == getattr(found, name)}
    if base.running and not sent.running and "duration_s" not in arrived:
        arrived.pop("running", None)
    return base._replace(**arrived)


def fingerprint_like(sent: Fields, found: Fields) -> bool:
    """Whether `found` says what was `sent`; a timer's own figures are left out on both sides."""
    ours, theirs = fingerprint(sent), fingerprint(found)
    return ours[:-1] == theirs[:-1] if sent.running else ours == theirs
