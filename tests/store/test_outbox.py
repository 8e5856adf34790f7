"""The outbox."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from demitasse.domain.entries import Entry, EntryState, Fields
from demitasse.domain.errors import FaultCode, Reason
from demitasse.domain.operations import OpKind, OpState
from demitasse.domain.timer import Instant

if TYPE_CHECKING:
    from demitasse.store.store import Store

NOW = Instant(datetime(2026, 3, 2, 12, tzinfo=UTC), "boot", 50_000.0)
WHY = Reason(FaultCode.SERVER_TEXT, {"text": "why"})
FIELDS = Fields(date(2026, 3, 2), 1, 2, "words", 3600)


def add(store: Store, fields: Fields = FIELDS, now: Instant = NOW) -> Entry:
    """Add an entry and its operation."""
    with store.transaction():
        entry = store.entries.add(fields)
        store.outbox.record_change(entry, now)
    return entry


def record(store: Store, entry: Entry) -> None:
    """Record a local change."""
    with store.transaction():
        store.entries.save(entry)
        store.outbox.record_change(entry, NOW)


def mark(store: Store, entry: Entry, state: OpState) -> None:
    """Change the state of an operation."""
    before = store.outbox.get(entry.id)
    if state is OpState.AMBIGUOUS and before is not None and before.state is OpState.PENDING:
        mark(store, entry, OpState.IN_FLIGHT)
    with store.transaction():
        store.outbox.transition(entry.id, state, sent=entry.mine, high_water=7, reason=WHY)


def test_ten_edits_are_one_operation(store: Store) -> None:
    entry = add(store)
    for n in range(10):
        record(store, entry._replace(mine=FIELDS._replace(comment=str(n))))
    (op,) = store.outbox.active()
    assert (op.kind, op.state) == (OpKind.CREATE, OpState.PENDING)


def test_a_create_deleted_before_it_was_sent_is_cancelled(store: Store) -> None:
    entry = add(store)
    record(store, entry._replace(deleted=True))
    assert store.outbox.active() == []


def test_a_reverted_edit_is_no_operation(store: Store) -> None:
    with store.transaction():
        entry = store.entries.add_remote(10, FIELDS, None, None)
    record(store, entry._replace(mine=FIELDS._replace(comment="x")))
    assert [op.kind for op in store.outbox.active()] == [OpKind.UPDATE]
    record(store, entry)
    assert store.outbox.active() == []


def test_an_edit_does_not_change_an_attempt_in_flight(store: Store) -> None:
    entry = add(store)
    for state in (OpState.IN_FLIGHT, OpState.AMBIGUOUS):
        mark(store, entry, state)
        record(store, entry._replace(mine=FIELDS._replace(comment="later")))
        op = store.outbox.get(entry.id)
        assert op is not None
        assert (op.state, op.sent, op.high_water) == (state, FIELDS, 7)


def test_editing_a_rejected_entry_queues_it_again(store: Store) -> None:
    entry = add(store)
    mark(store, entry, OpState.REJECTED)
    record(store, entry._replace(mine=FIELDS._replace(project_id=9)))
    op = store.outbox.get(entry.id)
    assert op is not None
    assert (op.state, op.reason) == (OpState.PENDING, None)


def test_an_operation_in_review_waits_for_the_user(store: Store) -> None:
    entry = add(store)
    mark(store, entry, OpState.NEEDS_REVIEW)
    record(store, entry._replace(mine=FIELDS._replace(comment="x")))
    op = store.outbox.get(entry.id)
    assert op is not None
    assert op.state is OpState.NEEDS_REVIEW


def test_the_order_of_actions_is_kept(store: Store) -> None:
    first, second = add(store), add(store)
    record(store, first._replace(mine=FIELDS._replace(comment="edited last")))
    assert [op.entry_id for op in store.outbox.active()] == [first.id, second.id]


def test_counts_include_the_age_of_the_oldest(store: Store) -> None:
    add(store)
    add(store, now=Instant(NOW.wall + timedelta(hours=1)))
    refused = add(store, now=Instant(NOW.wall - timedelta(days=1)))
    mark(store, refused, OpState.REJECTED)
    counts = store.outbox.counts()
    assert (counts.pending, counts.rejected, counts.needs_review) == (2, 1, 0)
    assert counts.oldest_pending_at == NOW.wall


def test_a_row_has_the_state_of_its_entry(store: Store) -> None:
    entry = add(store)
    for state, shown in (
        (OpState.IN_FLIGHT, EntryState.WAITING),
        (OpState.AMBIGUOUS, EntryState.CHECKING),
        (OpState.REJECTED, EntryState.REJECTED),
        (OpState.PENDING, EntryState.WAITING),
        (OpState.NEEDS_REVIEW, EntryState.NEEDS_REVIEW),
    ):
        mark(store, entry, state)
        row = store.entries.row(entry.id, NOW)
        assert row is not None
        assert (row.state, row.reason) == (shown, WHY)
    with store.transaction():
        store.outbox.remove(entry.id)
    row = store.entries.row(entry.id, NOW)
    assert row is not None
    assert row.state is EntryState.SYNCED
