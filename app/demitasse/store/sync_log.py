"""What happened to each operation of the last days: written with the outbox, in the same transactions.

A row is a step. What waits at an unreachable CoffeeCup adds none however often it is tried, and whenever an operation
ends a few rows that are too old go: the table cannot grow.
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
from demitasse.store.encoding import decode_datetime, decode_fields, encode_datetime, encode_fields
from demitasse.support.clock import SystemClock

_AT_A_TIME = 50
_STEPS = {
    OpState.PENDING: LogStep.QUEUED,
    OpState.IN_FLIGHT: LogStep.SENT,
    OpState.REJECTED: LogStep.REFUSED,
    OpState.NEEDS_REVIEW: LogStep.ASKED,
}


class SyncLogTable:
    """Notes steps, inside transactions of the database; tells them."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        """Work on the ledger table of `database`; `clock` says when (this machine's if not given)."""
        self._database = database
        self._clock = clock or SystemClock()

    def queued(self, entry_id: int, kind: OpKind, said: Fields, *, fresh: bool) -> None:
        """Something has to be told; `fresh` if the entry had no operation before."""
        if not fresh:
            self._forget_if(entry_id, LogStep.QUEUED)
        self._note(entry_id, self._clock.now().wall, LogStep.QUEUED, kind=kind, said=encode_fields(said))

    def moved(self, entry_id: int, state: OpState, columns: Mapping[str, Any]) -> None:
        """The operation of `entry_id` came to `state`, with these columns of the outbox."""
        if state is OpState.PENDING and self._forget_if(entry_id, LogStep.SENT):
            return  # it never left
        doubt = LogStep.UNCLEAR if "ended_at" in columns else LogStep.LOOKED_UP
        step = _STEPS.get(state, doubt)
        self._forget_if(entry_id, step)
        now = self._clock.now().wall
        self._note(entry_id, now, step, columns.get("reason", ""), columns.get("kind"), columns.get("sent"))

    def ended(self, entry_id: int, step: LogStep) -> None:
        """There is nothing left to tell about the entry."""
        now = self._clock.now().wall
        self._note(entry_id, now, step)
        self._prune(now)

    def events(self, days: int = KEPT_DAYS) -> list[LogEvent]:
        """All steps of the last days, oldest first. Raises LocalFault."""
        since = encode_datetime(self._clock.now().wall - timedelta(days=days))
        found = self._database.rows(
            """SELECT ledger.*, project.name AS project, task.label AS task FROM ledger
               LEFT JOIN project ON project.id = json_extract(said, '$.project_id')
               LEFT JOIN task ON task.id = json_extract(said, '$.task_id')
               WHERE at >= ? ORDER BY ledger.id""",
            (since,),
        )
        return [_event(raw) for raw in found]

    def _note(
        self,
        entry_id: int,
        at: datetime,
        step: LogStep,
        words: str = "",
        kind: str | None = None,
        said: str | None = None,
    ) -> None:
        self._database.write(
            "INSERT INTO ledger (entry_id, at, step, words, kind, said) VALUES (?, ?, ?, ?, ?, ?)",
            (entry_id, encode_datetime(at), step, words, kind, said),
        )

    def _forget_if(self, entry_id: int, step: LogStep) -> bool:
        """Take the entry's last step out again if it is this one; whether it was."""
        last = self._database.row(
            "SELECT id, step FROM ledger WHERE entry_id = ? ORDER BY id DESC LIMIT 1", (entry_id,)
        )
        if last is None or last["step"] != step:
            return False
        self._database.write("DELETE FROM ledger WHERE id = ?", (last["id"],))
        return True

    def _prune(self, now: datetime) -> None:
        self._database.write(
            "DELETE FROM ledger WHERE id IN (SELECT id FROM ledger ORDER BY id LIMIT ?) AND at < ?",
            (_AT_A_TIME, encode_datetime(now - timedelta(days=KEPT_DAYS))),
        )


def _event(raw: sqlite3.Row) -> LogEvent:
    at = decode_datetime(raw["at"])
    if at is None:
        raise ValueError("a step without a time")
    kind = OpKind(raw["kind"]) if raw["kind"] else None
    said, names = decode_fields(raw["said"]), (raw["project"] or "", raw["task"] or "")
    return LogEvent(raw["entry_id"], at, LogStep(raw["step"]), raw["words"], kind, said, *names)
