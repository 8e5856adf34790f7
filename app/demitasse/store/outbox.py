"""What still has to be sent: at most one operation an entry, oldest first (see domain.operations)."""

import sqlite3
from datetime import datetime
from typing import Any

from demitasse.domain.entries import Entry
from demitasse.domain.operations import (
    OUTCOME_UNKNOWN,
    Counts,
    Operation,
    OpKind,
    OpState,
    check_transition,
    required_kind,
)
from demitasse.domain.ports import Clock
from demitasse.domain.sync_log import LogStep
from demitasse.domain.timer import Instant
from demitasse.store.checksummed import ChecksummedTable
from demitasse.store.database import Database
from demitasse.store.encoding import decode_datetime, decode_fields, encode_datetime, encode_fields
from demitasse.store.entries import EntryTable
from demitasse.store.sync_log import SyncLogTable

_LIVE = (OpState.PENDING, *OUTCOME_UNKNOWN)


class Outbox:
    """Reads and writes operations; every write belongs inside a transaction of the database."""

    def __init__(self, database: Database, entries: EntryTable, ledger: SyncLogTable, clock: Clock) -> None:
        """Work on the outbox table of `database`, for its `entries`; every move is told to the `ledger`."""
        self._database = database
        self._entries = entries
        self._ledger = ledger
        self._clock = clock
        self._table = ChecksummedTable(database, "outbox", self._renew)

    def repair(self, *, thorough: bool = False) -> None:
        """See to it that every operation is there, as it was written: what its entry needs is known without it.

        `thorough` looks at every entry; otherwise at those that CoffeeCup has never seen.
        """
        self._table.select()
        unseen = "server_id IS NULL AND NOT deleted AND id NOT IN (SELECT entry_id FROM outbox)"
        ids = [raw["id"] for raw in self._database.rows(f"SELECT id FROM entry WHERE {unseen}")]  # noqa: S608
        if thorough:
            ids += [entry.id for entry in self._entries.all() if required_kind(entry) and self.get(entry.id) is None]
        if ids:
            with self._database.transaction():
                for entry_id in ids:
                    self._renew(entry_id)

    def _renew(self, entry_id: int) -> None:
        """The operation of an entry is gone, and with it whether it was sent."""
        entry = self._entries.get(entry_id)
        if entry is not None:
            self._queue(entry, None, self._clock.now(), LogStep.UNDONE)
            self.mark_ambiguous(entry)

    def mark_ambiguous(self, entry: Entry) -> None:
        """Nobody knows whether CoffeeCup has been told of this new entry: look before it is sent (reliability B.13).

        No high water: whatever is there and belongs to no other entry here may be it.
        """
        op = self.get(entry.id)
        if op is not None and op.kind is OpKind.CREATE and op.state in _LIVE:
            ended_at = self._clock.now().wall
            self.transition(entry.id, OpState.AMBIGUOUS, sent=entry.mine, high_water=None, tries=1, ended_at=ended_at)

    def mark_all_ambiguous(self) -> None:
        """The same for all: this file is older than what was sent from it, or a copy."""
        for op in self.active():
            if entry := self._entries.get(op.entry_id):
                self.mark_ambiguous(entry)

    def record_new(self, entry: Entry, now: Instant) -> None:
        """Queue the creation of an entry that was added in this transaction."""
        self._queue(entry, None, now, LogStep.UNDONE)

    def record_change(self, entry: Entry, now: Instant) -> None:
        """A person changed `entry`: queue what the server must be told now, or nothing any more.

        While an attempt is under way or unclear nothing is touched: `settle` looks again when its fate is known.
        """
        op = self.get(entry.id)
        if op is not None and op.state in OUTCOME_UNKNOWN:
            return
        if op is not None and op.state is OpState.NEEDS_REVIEW and not entry.deleted:
            return
        self._queue(entry, op, now, LogStep.UNDONE)

    def finish_attempt(self, entry: Entry, op: Operation | None, now: Instant) -> None:
        """End `op`, whose outcome is in `entry`, and queue what is still to be sent, if anything."""
        looked = op is not None and op.state is OpState.AMBIGUOUS
        self._queue(entry, op, now, LogStep.FOUND if looked else LogStep.CONFIRMED)

    def _queue(self, entry: Entry, op: Operation | None, now: Instant, end: LogStep) -> None:
        kind = required_kind(entry)
        if kind is None:
            self._end(op, end)
            return
        if op is not None and op.state is OpState.PENDING and op.kind is kind:
            return  # what it must say is computed when it leaves
        self._insert(entry, op, kind, OpState.PENDING, now)
        if op is not None and op.state in OUTCOME_UNKNOWN and op.kind is not OpKind.UPDATE and kind is not op.kind:
            self._ledger.ended(entry.id, end)  # what was sent is there; what was done meanwhile is another operation
        self._ledger.queued(entry.id, kind, entry.mine, fresh=op is None)

    def queue_decision(self, entry: Entry, now: Instant) -> None:
        """The person said that what is in `entry` shall be told, if there is anything to tell."""
        self._queue(entry, self.get(entry.id), now, LogStep.UNDONE)

    def queue_review(self, entry: Entry, kind: OpKind, now: Instant) -> None:
        """Only a person can tell whether the server must be told `kind` of an entry that has nothing else to tell."""
        self._insert(entry, self.get(entry.id), kind, OpState.NEEDS_REVIEW, now)
        self._ledger.moved(entry.id, OpState.NEEDS_REVIEW, {"kind": kind})

    def _insert(self, entry: Entry, op: Operation | None, kind: OpKind, state: OpState, now: Instant) -> None:
        check_transition(op.state if op else None, state)
        columns = {"entry_id": entry.id, "kind": kind, "state": state}
        if op is None:
            self._table.insert(columns | {"queued_at": encode_datetime(now.wall)}, replace=True, numbered="seq")
        else:
            self._table.insert(columns | {"queued_at": encode_datetime(op.queued_at), "seq": op.seq}, replace=True)

    def _end(self, op: Operation | None, end: LogStep) -> None:
        if op is not None:
            check_transition(op.state, None)
            self._database.write("DELETE FROM outbox WHERE entry_id = ?", (op.entry_id,))
            self._ledger.ended(op.entry_id, end)

    def get(self, entry_id: int) -> Operation | None:
        """The operation of this entry, if it has one."""
        found = self._table.select("WHERE entry_id = ?", (entry_id,))
        return _operation(found[0]) if found else None

    def active(self) -> list[Operation]:
        """All operations that the worker still has to do something about, oldest first."""
        found = self._table.select("WHERE state IN ('pending', 'in_flight', 'ambiguous') ORDER BY seq")
        return [_operation(raw) for raw in found]

    def last_seq(self) -> int:
        """The `seq` of what was queued last; 0 if nothing waits."""
        row = self._database.row("SELECT COALESCE(MAX(seq), 0) AS seq FROM outbox")
        return int(row["seq"]) if row else 0

    def transition(self, entry_id: int, state: OpState, **changes: Any) -> Operation:
        """Move an operation to `state`. `changes` are columns of the table, in their domain types.

        Raises ValueError if it does not go there from where it stands.
        """
        op = self.get(entry_id)
        check_transition(op.state if op else None, state)
        if op is None:
            raise ValueError(f"entry {entry_id} has no operation")
        columns = {name: _stored(value) for name, value in changes.items()} | {"state": state}
        self._table.update(entry_id, columns)
        self._ledger.moved(entry_id, state, columns)
        return op._replace(state=state, **changes)

    def remove(self, entry_id: int) -> None:
        """There is nothing to tell about this entry any more: it is gone there, or as it was."""
        op = self.get(entry_id)
        self._end(op, LogStep.CONFIRMED if op is not None and op.kind is OpKind.DELETE else LogStep.UNDONE)

    def needing_review(self) -> list[Operation]:
        """All operations that wait for the person, oldest first."""
        found = self._database.rows("SELECT * FROM outbox WHERE state IN ('rejected', 'needs_review') ORDER BY seq")
        return [_operation(raw) for raw in found]

    def counts(self) -> Counts:
        """How it stands, for the footer and `status`."""
        found = self._database.rows("SELECT state, COUNT(*) AS n, MIN(queued_at) AS oldest FROM outbox GROUP BY state")
        number = {OpState(raw["state"]): raw["n"] for raw in found}
        oldest = [raw["oldest"] for raw in found if OpState(raw["state"]) in _LIVE]
        return Counts(
            pending=sum(number.get(state, 0) for state in _LIVE),
            rejected=number.get(OpState.REJECTED, 0),
            needs_review=number.get(OpState.NEEDS_REVIEW, 0),
            oldest_pending_at=decode_datetime(min(oldest)) if oldest else None,
        )


def _stored(value: Any) -> Any:
    if hasattr(value, "project_id"):
        return encode_fields(value)
    return encode_datetime(value) if hasattr(value, "isoformat") else value


def _operation(raw: sqlite3.Row) -> Operation:
    return Operation(
        entry_id=raw["entry_id"],
        kind=OpKind(raw["kind"]),
        state=OpState(raw["state"]),
        seq=raw["seq"],
        queued_at=_must(decode_datetime(raw["queued_at"])),
        sent=decode_fields(raw["sent"]),
        tries=raw["tries"],
        refusals=raw["refusals"],
        high_water=raw["high_water"],
        sent_at=decode_datetime(raw["sent_at"]),
        ended_at=decode_datetime(raw["ended_at"]),
        not_before=decode_datetime(raw["not_before"]),
        reason=raw["reason"],
    )


def _must(value: datetime | None) -> datetime:
    if value is None:
        raise ValueError("a time that every operation has is missing")
    return value
