"""After an unclear attempt: look whether it arrived before anything is sent again.

The service knows no idempotency key, so an entry is recognised by what it says and by being newer than all that was
known before the first attempt (reliability B.4). Looking proves absence only after a while (`QUIESCE_S`): a slow
server may still be carrying the request out; and only if what is there could be read.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from demitasse.api import endpoints
from demitasse.domain.errors import NetworkFault, NotFound, Refused, Unreadable
from demitasse.domain.merge import changed_fields, match_key, matches_sent
from demitasse.domain.operations import OpKind, OpState
from demitasse.store import settings
from demitasse.sync.reconcile import FRESH_S, concerns_one

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from demitasse.api.client import ApiClient
    from demitasse.api.endpoints import Listing
    from demitasse.domain.entries import Entry, Fields, RemoteEntry
    from demitasse.domain.operations import Operation
    from demitasse.domain.ports import Clock
    from demitasse.store.store import Store
    from demitasse.sync.reconcile import Reconciler

QUIESCE_S = 120
"""An entry that is not there so long after the attempt ended never arrived."""

LOOKS_S = (2, 30, QUIESCE_S)
"""When to look again, counted from the end of the attempt."""

DARK_S = 300
"""How often to look for what CoffeeCup does not show in a way that can be read."""

_CLOCK = {"running", "duration_s"}
"""What a timer changes by itself."""

_SEVERAL = "This entry may be on CoffeeCup already, and Demitasse cannot tell: {n} entries there look like it."


class SentVerifier:
    """Finds out what became of unclear attempts."""

    def __init__(
        self,
        store: Store,
        client: ApiClient,
        clock: Clock,
        settlement: Reconciler,
        pull: Callable[[date, date], Listing],
    ) -> None:
        """Look with `pull`, which also takes over everything else it sees; what comes of it goes into `settlement`."""
        self._store = store
        self._client = client
        self._clock = clock
        self._settlement = settlement
        self._pull = pull

    def run(self) -> None:
        """Look after every unclear operation that is due. Raises NetworkFault, NotSignedIn."""
        for each in self._store.outbox.active():
            op = self._store.outbox.get(each.entry_id)  # as a look for another one has left it
            if op is not None and op.state is OpState.AMBIGUOUS and self._due(op):
                self._look_alone(op)

    def _look_alone(self, op: Operation) -> None:
        try:
            self._look(op)
        except (NetworkFault, Refused) as trouble:
            if isinstance(trouble, NetworkFault) and not concerns_one(trouble):
                raise
            self._look_on(op)

    def _look_on(self, op: Operation) -> None:
        """CoffeeCup does not show how this one stands: nothing is sent for it, and no other waits, until it does."""
        if not self._look_later(op):
            later = self._clock.now().wall + timedelta(seconds=DARK_S)
            self._settlement.mark(op, OpState.AMBIGUOUS, not_before=later)

    def _due(self, op: Operation) -> bool:
        return not op.wait_s(self._clock.now().wall)

    def _look(self, op: Operation) -> None:
        if op.sent is None or op.kind is not OpKind.CREATE:
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
        except (NotFound, Unreadable) as nothing:
            if isinstance(nothing, Unreadable) and self._is_listed(entry):
                raise
            self._missing(op, entry)
            return
        if not shows(op, entry, reply.fields) and self._look_later(op):
            return  # it may still be carried out, over what the person wants by then
        self._settlement.confirm(op.entry_id, op, acknowledged(entry, op.sent, reply.fields), reply)
        if op.refusals and self._store.outbox.get(op.entry_id):
            self._settlement.again_or_never(op, op.refusals, op.reason)

    def _is_listed(self, entry: Entry) -> bool:
        """Whether a list may hold what cannot be had alone: some services say nothing instead of "not found"."""
        day = (entry.base or entry.mine).day
        return self._pull(day - timedelta(days=1), day + timedelta(days=1)).may_contain(entry.server_id or 0)

    def _missing(self, op: Operation, entry: Entry) -> None:
        """Gone, unless the server's answers lag behind: that is known a while after its last confirmation."""
        now = self._clock.now()
        if self._settlement.is_fresh(entry):
            self._settlement.mark(op, OpState.AMBIGUOUS, not_before=now.wall + timedelta(seconds=FRESH_S))
        elif op.kind is OpKind.DELETE:
            self._settlement.deleted(op.entry_id)
        else:
            self._settlement.gone(op.entry_id)

    def _judge(self, op: Operation, sent: Fields, listing: Listing, asked_at: datetime) -> None:
        tag = self._store.entries.tag(op.entry_id)
        newer = [one for one in listing if self._may_be(op, one, tag)]
        if tag and self._store.settings.get(settings.TAGS) == "kept":
            found, akin = [one for one in newer if one.tag == tag], []
        else:
            found = [one for one in newer if matches_sent(sent, one.fields)]
            akin = [one for one in newer if _was_rewritten(sent, one) and not self._is_others(op, one)]
        if found and len(found) <= op.tries:  # the others are our copies; whoever pulls them asks about them
            self._settlement.confirm(op.entry_id, op, sent, found[0])
        elif found:
            self._ask(op, len(found))
        elif self._is_hidden(op, listing):  # guard: unreadable-entry-is-not-missing
            self._look_on(op)
        else:
            self._absent(op, asked_at, len(akin))

    def _may_be(self, op: Operation, one: RemoteEntry, tag: str) -> bool:
        """Whether it was born after the first attempt, belongs to no other entry here, and bears no other mark."""
        known = self._store.entries.by_server_id(one.server_id)
        return one.server_id > (op.high_water or 0) and known is None and one.tag in (None, tag)

    def _is_hidden(self, op: Operation, listing: Listing) -> bool:
        """Whether it may be what the server shows in a way that cannot be read."""
        unknown = (one for one in listing.unreadable if self._store.entries.by_server_id(one) is None)
        return listing.has_unknown_ids or any(one > (op.high_water or 0) for one in unknown)

    def _is_others(self, op: Operation, one: RemoteEntry) -> bool:
        """Whether it is what another unclear attempt said."""
        others = (other.sent for other in self._store.outbox.active() if other.entry_id != op.entry_id)
        return any(sent is not None and matches_sent(sent, one.fields) for sent in others)

    def _ask(self, op: Operation, number: int) -> None:
        self._settlement.mark(op, OpState.NEEDS_REVIEW, reason=_SEVERAL.format(n=number))

    def _absent(self, op: Operation, asked_at: datetime, akin: int) -> None:
        """Not there: look again later; after the last look, send it again, ask, or call it refused."""
        if self._look_later(op, asked_at):
            return
        self._settlement.give_up(op)
        # guard: ask-about-remote-edit
        if akin:  # edited elsewhere meanwhile, perhaps
            self._ask(op, akin)
        elif op.refusals:
            self._settlement.again_or_never(op, op.refusals, op.reason)
        else:
            self._settlement.mark(op, OpState.PENDING, not_before=None)

    def _look_later(self, op: Operation, asked_at: datetime | None = None) -> bool:
        """Plan the next look after one at `asked_at` (now); False if that was the last."""
        asked_at = asked_at or self._clock.now().wall
        ended_at = op.ended_at or asked_at
        moved = {"ended_at": asked_at} if ended_at > asked_at else {}  # the wall clock was set back since
        ended_at = min(ended_at, asked_at)
        later = [seconds for seconds in LOOKS_S if seconds > (asked_at - ended_at).total_seconds()]
        if later:
            not_before = ended_at + timedelta(seconds=later[0])
            self._settlement.mark(op, OpState.AMBIGUOUS, not_before=not_before, **moved)
        return bool(later)  # guard: absence-needs-time

    def _still_unclear(self, op: Operation) -> bool:
        now = self._store.outbox.get(op.entry_id)
        return now is not None and now.state is OpState.AMBIGUOUS


def _was_rewritten(sent: Fields, one: RemoteEntry) -> bool:
    """Whether somebody may have changed what was sent since it arrived."""
    return match_key(one.fields) == match_key(sent) and (one.updated_at is None or one.updated_at != one.created_at)


def shows(op: Operation, entry: Entry, found: Fields) -> bool:
    """Whether the server has carried the attempt out; a delete that was shows as nothing at all."""
    if op.kind is OpKind.DELETE or op.sent is None or entry.base is None:
        return False
    return all(getattr(found, name) == value for name, value in changed_fields(entry.base, op.sent).items())


def acknowledged(entry: Entry, sent: Fields | None, found: Fields) -> Fields:
    """What both sides agreed on last: in each field what was `sent` if the server has it, else what it had before.

    A stop and its duration are one: a server that stopped the timer for another reason counted otherwise. What was
    undone here and is something else again there, somebody may have written over what was sent: both are kept then.
    """
    base = entry.base or entry.mine
    if sent is None:
        return base
    arrived = {name: value for name, value in sent._asdict().items() if value == getattr(found, name)}
    if base.running and not sent.running and "duration_s" not in arrived:
        arrived.pop("running", None)
    undone = {name for name in changed_fields(base, sent) if getattr(entry.mine, name) == getattr(base, name)}
    written_over = undone & changed_fields(base, found).keys() - (_CLOCK if base.running else set())
    arrived |= {name: getattr(sent, name) for name in written_over}  # guard: undo-keeps-remote-edit
    return base._replace(**arrived)
