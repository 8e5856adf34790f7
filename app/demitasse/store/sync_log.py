"""The sync log table: the steps of each operation of the last days, written in the same transaction as the outbox.

Repeated attempts while CoffeeCup is unreachable add no rows, and each operation that ends deletes some old rows, so the
table cannot grow without bound.
"""

import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from demitasse.domain.entries import Fields
from demitasse.domain.operations import OpKind, OpState
from demitasse.domain.ports import Clock
from demitasse.domain.sync_log import KEPT_DAYS, LogEvent, LogStep
from demitasse.store.database import Database
from demitasse.store.encoding import decode_fields, decode_reason, encode_datetime, encode_fields
from demitasse.support.clock import SystemClock

_PRUNED_AT_ONCE = 50
_STEPS = {
    OpState.PENDING: LogStep.QUEUED,
    OpState.IN_FLIGHT: LogStep.SENT,
    OpState.REJECTED: LogStep.REFUSED,
    OpState.NEEDS_REVIEW: LogStep.ASKED,
}


class SyncLogTable:
    """The `ledger` table. Writes require an open transaction."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        """Work on `database`; `clock` defaults to this machine's."""
        self._database = database
        self._clock = clock or SystemClock()

    def queued(self, entry_id: int, kind: OpKind, fields: Fields, *, fresh: bool) -> None:
        """Log that an operation was queued; `fresh` if the entry had none before."""
        if not fresh:
            self._remove_if_last(entry_id, LogStep.QUEUED)
        self._add(entry_id, LogStep.QUEUED, kind=kind, said=encode_fields(fields))

    def moved(self, entry_id: int, state: OpState, columns: Mapping[str, Any]) -> None:
        """Log that the operation of `entry_id` changed to `state`, with these columns of the outbox."""
        if state is OpState.PENDING and self._remove_if_last(entry_id, LogStep.SENT):
            return  # the attempt was not sent
        step_if_ambiguous = LogStep.UNCLEAR if "ended_at" in columns else LogStep.LOOKED_UP
        step = _STEPS.get(state, step_if_ambiguous)
        self._remove_if_last(entry_id, step)
        self._add(entry_id, step, columns.get("reason", ""), columns.get("kind"), columns.get("sent"))

    def ended(self, entry_id: int, step: LogStep) -> None:
        """Log the end of an operation, and delete some steps that are too old."""
        self._add(entry_id, step)
        before = encode_datetime(self._clock.now().wall - timedelta(days=KEPT_DAYS))
        self._database.write(
            "DELETE FROM ledger WHERE id IN (SELECT id FROM ledger ORDER BY id LIMIT ?) AND at < ?",
            (_PRUNED_AT_ONCE, before),
        )

    def set_aside(self, entry_id: int, version: Fields) -> None:
        """Log the version of an entry that was not chosen in a conflict."""
        self._add(entry_id, LogStep.SET_ASIDE, said=encode_fields(version))

    def queued_at(self, entry_id: int) -> datetime | None:
        """Return when the last change of an entry was queued; None if that is not in the log any more."""
        row = self._database.row(
            "SELECT at FROM ledger WHERE entry_id = ? AND step = ? ORDER BY id DESC LIMIT 1", (entry_id, LogStep.QUEUED)
        )
        return datetime.fromisoformat(row["at"]) if row else None

    def events(self, days: int = KEPT_DAYS) -> list[LogEvent]:
        """Return all steps of the last days, oldest first. Raises LocalFault."""
        since = encode_datetime(self._clock.now().wall - timedelta(days=days))
        rows = self._database.rows(
            """SELECT ledger.*, project.name AS project, project.color, task.label AS task FROM ledger
               LEFT JOIN project ON project.id = json_extract(said, '$.project_id')
               LEFT JOIN task ON task.id = json_extract(said, '$.task_id')
               WHERE at >= ? ORDER BY ledger.id""",
            (since,),
        )
        return [_event(row) for row in rows]

    def _add(self, entry_id: int, step: LogStep, words: str = "", kind: str | None = None, said: object = None) -> None:
        self._database.write(
            "INSERT INTO ledger (entry_id, at, step, words, kind, said) VALUES (?, ?, ?, ?, ?, ?)",
            (entry_id, encode_datetime(self._clock.now().wall), step, words, kind, said),
        )

    def _remove_if_last(self, entry_id: int, step: LogStep) -> bool:
        """Remove the last step of the entry if it is `step`; return whether it was."""
        last = self._database.row("SELECT * FROM ledger WHERE entry_id = ? ORDER BY id DESC LIMIT 1", (entry_id,))
        if last is None or last["step"] != step:
            return False
        self._database.write("DELETE FROM ledger WHERE id = ?", (last["id"],))
        return True


def _event(row: sqlite3.Row) -> LogEvent:
    at, kind = datetime.fromisoformat(row["at"]), OpKind(row["kind"]) if row["kind"] else None
    fields, names = decode_fields(row["said"]), (row["project"] or "", row["task"] or "", row["color"] or "")
    return LogEvent(row["entry_id"], at, LogStep(row["step"]), decode_reason(row["words"]), kind, fields, *names)
