"""After an unclear attempt: find out whether it arrived before anything is sent again.

The service has no idempotency key. An entry is recognised by its content, and by an id greater than all that were
known before the first attempt (reliability B.4). Its absence counts only after `QUIESCE_S`, because a slow server may
still be carrying the request out, and only if every row could be read.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from demitasse.api import endpoints
from demitasse.api.client import ApiClient
from demitasse.api.endpoints import Listing
from demitasse.domain.entries import Entry, Fields, RemoteEntry
from demitasse.domain.errors import FaultCode, NetworkFault, NotFound, Reason, Refused, Unreadable
from demitasse.domain.merge import STOP_TOLERANCE_S, changed_fields, match_key, matches_sent, same_comment
from demitasse.domain.operations import Operation, OpKind, OpState
from demitasse.domain.ports import Clock
from demitasse.store import settings
from demitasse.store.store import Store
from demitasse.sync.reconcile import FRESH_S, Reconciler, affects_one_entry

QUIESCE_S = 120
"""Seconds after the end of an attempt from which a missing entry counts as never arrived."""

CHECKS_S = (2, 30, QUIESCE_S)
"""When to check again, in seconds after the end of the attempt."""

UNREADABLE_CHECK_S = 300
"""Seconds between two checks for an entry that CoffeeCup may show in a row that cannot be read."""

FetchDays = Callable[[date, date], Listing]

_TIMER_FIELDS = {"running", "duration_s"}
"""Fields that a running timer changes by itself."""


class SentVerifier:
    """Finds out what became of unclear attempts."""

    def __init__(self, store: Store, client: ApiClient, clock: Clock, reconciler: Reconciler, pull: FetchDays) -> None:
        """Read with `pull`, which also takes over everything else that it reads; `reconciler` records the outcome."""
        self._store = store
        self._client = client
        self._clock = clock
        self._reconciler = reconciler
        self._pull = pull

    def run(self) -> None:
        """Check every unclear operation that is due. Raises NetworkFault, NotSignedIn."""
        for queued in self._store.outbox.active():
            op = self._store.outbox.get(queued.entry_id)  # The check of another one may have changed it.
            if op is None or op.state is not OpState.AMBIGUOUS or op.wait_s(self._clock.now().wall):
                continue
            try:
                self._check(op)
            except (NetworkFault, Refused) as fault:
                if isinstance(fault, NetworkFault) and not affects_one_entry(fault):
                    raise
                self._keep_checking(op)

    def _keep_checking(self, op: Operation) -> None:
        """Keep checking until CoffeeCup shows the outcome. The operation is not sent and blocks no other meanwhile."""
        if not self._check_later(op):
            later = self._clock.now().wall + timedelta(seconds=UNREADABLE_CHECK_S)
            self._reconciler.mark(op, OpState.AMBIGUOUS, not_before=later)

    def _check(self, op: Operation) -> None:
        if op.sent is None or op.kind is not OpKind.CREATE:
            self._check_known(op)
            return
        day = op.sent.day
        checked_at = self._clock.now().wall
        listing = self._pull(day - timedelta(days=1), day + timedelta(days=1))
        current = self._store.outbox.get(op.entry_id)
        if current is not None and current.state is OpState.AMBIGUOUS:
            self._decide(op, op.sent, listing, checked_at)

    def _check_known(self, op: Operation) -> None:
        """Check an update or delete by reading the entry; what still differs is queued again."""
        entry = self._store.entries.get(op.entry_id)
        if entry is None or entry.server_id is None:
            return
        try:
            reply = endpoints.entry(self._client, entry.server_id)
        except (NotFound, Unreadable) as nothing:
            if isinstance(nothing, Unreadable) and self._is_listed(entry):
                raise
            self._handle_missing(op, entry)
            return
        if not is_carried_out(op, entry, reply.fields) and self._check_later(op):
            return  # It may still be carried out, over a later edit.
        self._reconciler.confirm(op.entry_id, op, acknowledged(entry, op.sent, reply.fields), reply)
        if op.refusals and self._store.outbox.get(op.entry_id):
            self._reconciler.postpone_or_reject(op, op.refusals, op.reason)

    def _is_listed(self, entry: Entry) -> bool:
        """True if a list may have the entry; some services send an empty reply instead of "not found"."""
        day = (entry.base or entry.mine).day
        return self._pull(day - timedelta(days=1), day + timedelta(days=1)).may_contain(entry.server_id or 0)

    def _handle_missing(self, op: Operation, entry: Entry) -> None:
        """Accept that the entry is gone, unless a stale replica may hide it because it was confirmed recently."""
        now = self._clock.now()
        if self._reconciler.is_fresh(entry):
            self._reconciler.mark(op, OpState.AMBIGUOUS, not_before=now.wall + timedelta(seconds=FRESH_S))
        elif op.kind is OpKind.DELETE:
            self._reconciler.confirm_delete(op.entry_id)
        else:
            self._reconciler.detach_gone(op.entry_id)

    def _decide(self, op: Operation, sent: Fields, listing: Listing, checked_at: datetime) -> None:
        tag = self._store.entries.tag(op.entry_id)
        if not op.tries:
            self._decide_unsent(op, sent, listing, checked_at)
            return
        newer = [theirs for theirs in listing if self._may_match(op, theirs, tag)]
        if tag and self._store.settings.get(settings.TAGS) == "kept":
            matches, edited = [theirs for theirs in newer if theirs.tag == tag], []
        else:
            matches = [theirs for theirs in newer if matches_sent(sent, theirs.fields)]
            edited = [
                theirs for theirs in newer if _may_be_edited(sent, theirs) and not self._matches_another(op, theirs)
            ]
        if matches and len(matches) <= op.tries:  # Duplicates of our own attempts are handled by the next pull.
            self._reconciler.confirm(op.entry_id, op, sent, matches[0])
        elif matches:
            self._ask_user(op, len(matches))
        elif self._may_be_unreadable(op, listing):  # guard: unreadable-entry-is-not-missing
            self._keep_checking(op)
        else:
            self._handle_absence(op, checked_at, len(edited))

    def _decide_unsent(self, op: Operation, sent: Fields, listing: Listing, checked_at: datetime) -> None:
        """Decide on an entry that was not sent, as another computer may have booked the same time (`Reconciler`)."""
        known, high_water = self._store.entries.by_server_id, op.high_water or 0
        newer = [theirs for theirs in listing if theirs.server_id > high_water]
        alike = [theirs for theirs in newer if _may_be_same_work(sent, theirs.fields)]
        same = [theirs for theirs in alike if same_comment(sent.comment, theirs.fields.comment)]
        if len(alike) == len(same) == 1 and known(same[0].server_id) is None and _is_same_time(sent, same[0].fields):
            self._reconciler.confirm(op.entry_id, op, sent, same[0])
        elif alike:
            self._ask_user(op, len(alike))
        elif not self._check_later(op, checked_at):
            self._reconciler.mark(op, OpState.PENDING, not_before=None)

    def _may_match(self, op: Operation, theirs: RemoteEntry, tag: str) -> bool:
        """True if it was created after the first attempt, is no entry known here, and has no other tag."""
        known = self._store.entries.by_server_id(theirs.server_id)
        return theirs.server_id > (op.high_water or 0) and known is None and theirs.tag in (None, tag)

    def _may_be_unreadable(self, op: Operation, listing: Listing) -> bool:
        """True if it may be among the rows that cannot be read."""
        unknown = (row_id for row_id in listing.unreadable if self._store.entries.by_server_id(row_id) is None)
        return listing.has_unknown_ids or any(row_id > (op.high_water or 0) for row_id in unknown)

    def _matches_another(self, op: Operation, theirs: RemoteEntry) -> bool:
        """True if it is what another unclear attempt sent."""
        others = (other.sent for other in self._store.outbox.active() if other.entry_id != op.entry_id)
        return any(sent is not None and matches_sent(sent, theirs.fields) for sent in others)

    def _ask_user(self, op: Operation, number: int) -> None:
        self._reconciler.mark(op, OpState.NEEDS_REVIEW, reason=Reason(FaultCode.SEVERAL_ALIKE, {"number": number}))

    def _handle_absence(self, op: Operation, checked_at: datetime, edited: int) -> None:
        """Handle a missing entry: check again later; after the last check send it again, ask, or reject it."""
        if self._check_later(op, checked_at):
            return
        self._reconciler.abandon(op)
        # guard: ask-about-remote-edit
        if edited:  # It may have been edited elsewhere meanwhile.
            self._ask_user(op, edited)
        elif op.refusals:
            self._reconciler.postpone_or_reject(op, op.refusals, op.reason)
        else:
            self._reconciler.mark(op, OpState.PENDING, not_before=None)

    def _check_later(self, op: Operation, checked_at: datetime | None = None) -> bool:
        """Schedule the check after one at `checked_at` (default now); return False if that was the last."""
        checked_at = checked_at or self._clock.now().wall
        ended_at = op.ended_at or checked_at
        moved = {"ended_at": checked_at} if ended_at > checked_at else {}  # The wall clock was set back since.
        ended_at = min(ended_at, checked_at)
        later = [seconds for seconds in CHECKS_S if seconds > (checked_at - ended_at).total_seconds()]
        if later:
            not_before = ended_at + timedelta(seconds=later[0])
            self._reconciler.mark(op, OpState.AMBIGUOUS, not_before=not_before, **moved)
        return bool(later)  # guard: absence-needs-time


def _may_be_same_work(sent: Fields, theirs: Fields) -> bool:
    """Return whether two computers may have booked the same; one may have written another comment meanwhile."""
    if match_key(sent) != match_key(theirs):
        return False
    return same_comment(sent.comment, theirs.comment) or _is_same_time(sent, theirs)


def _is_same_time(sent: Fields, theirs: Fields) -> bool:
    """Return whether two computers have booked the same, as far as the seconds of two stops go."""
    return sent.running or abs(theirs.duration_s - sent.duration_s) <= STOP_TOLERANCE_S


def _may_be_edited(sent: Fields, theirs: RemoteEntry) -> bool:
    """True if what was sent may have been edited since it arrived."""
    was_edited = theirs.updated_at is None or theirs.updated_at != theirs.created_at
    return was_edited and match_key(theirs.fields) == match_key(sent)


def is_carried_out(op: Operation, entry: Entry, theirs: Fields) -> bool:
    """True if the server has carried out the attempt. A delete that was carried out shows no entry at all."""
    if op.kind is OpKind.DELETE or op.sent is None or entry.base is None:
        return False
    return all(getattr(theirs, name) == value for name, value in changed_fields(entry.base, op.sent).items())


def acknowledged(entry: Entry, sent: Fields | None, theirs: Fields) -> Fields:
    """Return the fields that both sides agree on: what was `sent` where the server has it, else the previous value.

    A stop and its duration belong together: if the server counted otherwise, it stopped the timer for another reason.
    A field that was undone here and has a third value there was edited by somebody else; then both are kept.
    """
    base = entry.base or entry.mine
    if sent is None:
        return base
    arrived = {name: value for name, value in sent._asdict().items() if value == getattr(theirs, name)}
    if base.running and not sent.running and "duration_s" not in arrived:
        arrived.pop("running", None)
    undone = {name for name in changed_fields(base, sent) if getattr(entry.mine, name) == getattr(base, name)}
    written_over = undone & changed_fields(base, theirs).keys() - (_TIMER_FIELDS if base.running else set())
    arrived |= {name: getattr(sent, name) for name in written_over}  # guard: undo-keeps-remote-edit
    return base._replace(**arrived)
