"""The outbox, with at most one pending operation per entry (see domain.operations).

Beside it are the creates that were given up, and the conflicts that only the user can resolve.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from demitasse.domain.entries import Entry, Fields
from demitasse.domain.errors import Reason
from demitasse.domain.operations import (
    OUTCOME_UNKNOWN,
    ConflictKind,
    Counts,
    FieldConflict,
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
from demitasse.store.encoding import (
    decode_datetime,
    decode_fields,
    decode_reason,
    encode_datetime,
    encode_fields,
    encode_reason,
    required,
)
from demitasse.store.entries import EntryTable
from demitasse.store.sync_log import SyncLogTable

_ACTIVE = (OpState.PENDING, *OUTCOME_UNKNOWN)


class Outbox:
    """The `outbox` table. Writes require an open transaction, and are logged in the sync log."""

    def __init__(self, database: Database, entries: EntryTable, sync_log: SyncLogTable, clock: Clock) -> None:
        self._database = database
        self._entries = entries
        self._sync_log = sync_log
        self._clock = clock
        self._table = ChecksummedTable(database, "outbox", self._recreate)

    def repair(self, *, thorough: bool = False) -> None:
        """Recreate missing or damaged operations, which follow from their entries.

        `thorough` checks all entries; otherwise only those that CoffeeCup has never received are checked.
        """
        self._table.select()
        unseen = "server_id IS NULL AND NOT deleted AND id NOT IN (SELECT entry_id FROM outbox)"
        ids = [row["id"] for row in self._database.rows(f"SELECT id FROM entry WHERE {unseen}")]  # noqa: S608
        if thorough:
            ids += [entry.id for entry in self._entries.all() if required_kind(entry) and self.get(entry.id) is None]
        if ids:
            with self._database.transaction():
                for entry_id in ids:
                    self._recreate(entry_id)

    def _recreate(self, entry_id: int) -> None:
        """Recreate the lost operation of an entry. As its state is lost, too, it may have been sent."""
        entry = self._entries.get(entry_id)
        if entry is not None:
            self._queue(entry, None, self._clock.now(), LogStep.UNDONE)
            self.mark_ambiguous(entry)

    def mark_ambiguous(self, entry: Entry) -> None:
        """Mark a create as possibly sent, so that it is looked up before it is sent (reliability B.13).

        There is no high water mark: any remote entry that belongs to no other local one may be it.
        """
        op = self.get(entry.id)
        if op is not None and op.kind is OpKind.CREATE and op.state in _ACTIVE:
            ended_at = self._clock.now().wall
            self.transition(entry.id, OpState.AMBIGUOUS, sent=entry.mine, high_water=None, tries=1, ended_at=ended_at)

    def mark_all_ambiguous(self) -> None:
        """Mark all creates as possibly sent, because this file is a copy or a restored backup."""
        for op in self.active():
            if entry := self._entries.get(op.entry_id):
                self.mark_ambiguous(entry)

    def record_new(self, entry: Entry, now: Instant) -> None:
        """Queue the creation of an entry that was added in this transaction."""
        self._queue(entry, None, now, LogStep.UNDONE)

    def record_change(self, entry: Entry, now: Instant) -> None:
        """Queue what a local change of `entry` requires, or cancel what it no longer requires.

        While the outcome of an attempt is unknown nothing is queued; `finish_attempt` does it later.
        """
        op = self.get(entry.id)
        waits_for_user = op is not None and op.state is OpState.NEEDS_REVIEW and not entry.deleted
        if not waits_for_user and not (op is not None and op.state in OUTCOME_UNKNOWN):
            self._queue(entry, op, now, LogStep.UNDONE)

    def finish_attempt(self, entry: Entry, op: Operation | None, now: Instant) -> None:
        """End `op`, whose outcome is in `entry`, and queue what is still to be sent, if anything."""
        checked = op is not None and op.state is OpState.AMBIGUOUS
        self._queue(entry, op, now, LogStep.FOUND if checked else LogStep.CONFIRMED)

    def _queue(self, entry: Entry, op: Operation | None, now: Instant, end: LogStep) -> None:
        kind = required_kind(entry)
        if kind is None:
            self._end(op, end)
            return
        if op is not None and op.state is OpState.PENDING and op.kind is kind:
            return  # its content is computed when it is sent
        self._insert(entry, op, kind, OpState.PENDING, now)
        if op is not None and op.state in OUTCOME_UNKNOWN and op.kind is not OpKind.UPDATE and kind is not op.kind:
            self._sync_log.ended(entry.id, end)  # the sent operation is over; later changes make another one
        self._sync_log.queued(entry.id, kind, entry.mine, fresh=op is None)

    def queue_decision(self, entry: Entry, now: Instant) -> None:
        """Queue the version in `entry` that the user chose, if it differs from the server's."""
        self._queue(entry, self.get(entry.id), now, LogStep.UNDONE)

    def queue_review(self, entry: Entry, kind: OpKind, now: Instant) -> None:
        """Queue an operation of `kind` that is sent only if the user agrees."""
        self._insert(entry, self.get(entry.id), kind, OpState.NEEDS_REVIEW, now)
        self._sync_log.moved(entry.id, OpState.NEEDS_REVIEW, {"kind": kind})

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
            self._sync_log.ended(op.entry_id, end)

    def get(self, entry_id: int) -> Operation | None:
        """Return the operation of this entry, if it has one."""
        rows = self._table.select("WHERE entry_id = ?", (entry_id,))
        return _operation(rows[0]) if rows else None

    def active(self) -> list[Operation]:
        """Return all operations that do not wait for the user, oldest first."""
        rows = self._table.select("WHERE state IN ('pending', 'in_flight', 'ambiguous') ORDER BY seq")
        return [_operation(row) for row in rows]

    def last_seq(self) -> int:
        """Return the `seq` of the operation queued last; 0 if there is none."""
        row = self._database.row("SELECT COALESCE(MAX(seq), 0) AS seq FROM outbox")
        return int(row["seq"]) if row else 0

    def transition(self, entry_id: int, state: OpState, **changes: Any) -> Operation:
        """Move an operation to `state`. `changes` are columns of the table, in their domain types.

        Raises ValueError if the transition is not allowed.
        """
        op = self.get(entry_id)
        check_transition(op.state if op else None, state)
        if op is None:
            raise ValueError(f"entry {entry_id} has no operation")
        columns = {name: _encoded(value) for name, value in changes.items()} | {"state": state}
        self._table.update(entry_id, columns)
        self._sync_log.moved(entry_id, state, columns)
        return op._replace(state=state, **changes)

    def remove(self, entry_id: int) -> None:
        """Remove the operation of an entry that was deleted on the server or is unchanged again."""
        op = self.get(entry_id)
        self._end(op, LogStep.CONFIRMED if op is not None and op.kind is OpKind.DELETE else LogStep.UNDONE)

    def needing_review(self) -> list[Operation]:
        """Return all operations that wait for the user, oldest first."""
        rows = self._database.rows("SELECT * FROM outbox WHERE state IN ('rejected', 'needs_review') ORDER BY seq")
        return [_operation(row) for row in rows]

    def sent_among(self, entry_ids: Sequence[int]) -> tuple[int, int]:
        """Return how many of these entries are there, and how many of them have nothing to send."""
        row = self._database.row(
            """SELECT COUNT(*) AS there, COUNT(*) - COUNT(outbox.entry_id) AS sent
               FROM entry LEFT JOIN outbox ON entry_id = entry.id AND state IN ('pending', 'in_flight', 'ambiguous')
               WHERE entry.id IN (SELECT value FROM json_each(?)) AND NOT deleted""",
            (json.dumps(entry_ids),),
        )
        return (int(row["there"]), int(row["sent"])) if row else (0, 0)

    def counts(self) -> Counts:
        """Return how many operations are in which state, and how many entries have a conflict."""
        rows = self._database.rows(
            """SELECT state, COUNT(*), MIN(queued_at) FROM outbox GROUP BY state
               UNION ALL SELECT '', COUNT(DISTINCT entry_id), NULL FROM conflict"""
        )
        number = {state: count for state, count, _ in rows}
        oldest = [queued_at for state, _, queued_at in rows if state in _ACTIVE]
        return Counts(
            pending=sum([number.get(state, 0) for state in _ACTIVE]),
            rejected=number.get(OpState.REJECTED, 0),
            needs_review=number.get(OpState.NEEDS_REVIEW, 0),
            oldest_pending_at=decode_datetime(min(oldest)) if oldest else None,
            conflicts=number[""],
        )


class AbandonedCreate(NamedTuple):
    """The content of a create that was given up; the entry it makes has a server id above `high_water`."""

    id: int
    entry_id: int
    sent: Fields
    high_water: int


class AbandonedCreates:
    """The `stray` table of creates that were given up; a late arrival becomes a duplicate (reliability B.4.6).

    Writes require an open transaction.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, entry_id: int, sent: Fields, high_water: int, at: datetime) -> None:
        """Record a create that was given up at `at`."""
        self._database.write(
            "INSERT INTO stray (entry_id, sent, high_water, at) VALUES (?, ?, ?, ?)",
            (entry_id, encode_fields(sent), high_water, encode_datetime(at)),
        )

    def all(self) -> list[AbandonedCreate]:
        """Return all creates that may still arrive, oldest first."""
        rows = self._database.rows("SELECT id, entry_id, sent, high_water FROM stray ORDER BY id")
        return [AbandonedCreate(id_, entry, required(decode_fields(sent)), mark) for id_, entry, sent, mark in rows]

    def remove(self, create_id: int) -> None:
        """Remove one after its entry was found."""
        self._database.write("DELETE FROM stray WHERE id = ?", (create_id,))

    def purge(self, before: datetime) -> None:
        """Remove those given up before this time, which no longer arrive."""
        self._database.write("DELETE FROM stray WHERE at < ?", (encode_datetime(before),))


def _encoded(value: Any) -> Any:
    if isinstance(value, Reason):
        return encode_reason(value)
    if isinstance(value, Fields):
        return encode_fields(value)
    return encode_datetime(value) if isinstance(value, datetime) else value


def _operation(row: sqlite3.Row) -> Operation:
    return Operation(
        entry_id=row["entry_id"], kind=OpKind(row["kind"]), state=OpState(row["state"]), seq=row["seq"],
        queued_at=required(decode_datetime(row["queued_at"])), sent=decode_fields(row["sent"]),
        tries=row["tries"], refusals=row["refusals"], high_water=row["high_water"],
        sent_at=decode_datetime(row["sent_at"]), ended_at=decode_datetime(row["ended_at"]),
        not_before=decode_datetime(row["not_before"]), reason=decode_reason(row["reason"]),
    )  # fmt: skip


class ConflictTable:
    """The `conflict` table: versions that lost in a merge. Writes require an open transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, conflict: FieldConflict) -> None:
        """Insert a conflict; its id is assigned."""
        versions = encode_fields(conflict.mine), encode_fields(conflict.theirs)
        names, at, reason = " ".join(conflict.field_names), encode_datetime(conflict.at), encode_reason(conflict.reason)
        self._database.write(
            "INSERT INTO conflict (entry_id, why, names, mine, theirs, at, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (conflict.entry_id, conflict.kind, names, *versions, at, reason),
        )

    def all(self) -> list[FieldConflict]:
        """Return the unresolved conflicts, oldest first."""
        return [_conflict(row) for row in self._database.rows("SELECT * FROM conflict ORDER BY id")]

    def remove(self, entry_id: int) -> None:
        """Remove the conflicts of an entry after the user has decided."""
        self._database.write("DELETE FROM conflict WHERE entry_id = ?", (entry_id,))


def _conflict(row: sqlite3.Row) -> FieldConflict:
    mine, theirs = required(decode_fields(row["mine"])), required(decode_fields(row["theirs"]))
    at = required(decode_datetime(row["at"]))
    names, reason = tuple(row["names"].split()), decode_reason(row["reason"])
    return FieldConflict(row["id"], row["entry_id"], ConflictKind(row["why"]), names, mine, theirs, at, reason)
