"""The user's last actions, stored so that any process can undo and redo them, also after a restart."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from demitasse.domain.entries import Entry, Fields
from demitasse.domain.timer import Instant
from demitasse.store.checksummed import ChecksummedTable
from demitasse.store.database import Database
from demitasse.store.encoding import (
    decode_datetime,
    decode_fields,
    decode_instant,
    encode_datetime,
    encode_fields,
    encode_instant,
    required,
)

DEPTH = 100
"""Number of actions that can be undone."""
MIDNIGHT = "midnight"
"""The label of a timer's split at midnight, which is undone and redone together with the action before it."""


class EntryImage(NamedTuple):
    """The part of an entry that undo restores."""

    mine: Fields
    started: Instant | None
    deleted: bool
    started_here: bool
    active_at: datetime | None


class Change(NamedTuple):
    """The change of one entry by an action; `before` is None if the action created the entry."""

    entry_id: int
    before: EntryImage | None
    after: EntryImage


class LoggedAction(NamedTuple):
    """An action: its label, and the changed entries."""

    id: int
    label: str
    changes: tuple[Change, ...]

    @property
    def is_automatic(self) -> bool:
        """Whether the program did it by itself."""
        return self.label == MIDNIGHT

    @property
    def entry_ids(self) -> frozenset[int]:
        """The changed entries."""
        return frozenset([change.entry_id for change in self.changes])


class UndoneAction(NamedTuple):
    """An action that was undone.

    `number` counts the undos; actions that were undone together share it. `changes` are those that the undo made, and
    `absence_ids` the questions that it opened again.
    """

    action: LoggedAction
    number: int
    changes: tuple[Change, ...] = ()
    absence_ids: tuple[int, ...] = ()
    last_absence_id: int = 0


class UndoLog:
    """The `journal` table. Writes require an open transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._table = ChecksummedTable(database, "journal")

    def add(self, label: str, changes: Iterable[Change]) -> int:
        """Log an action and return its id.

        Remove the action `DEPTH` before it, and those that were undone, unless it is that of midnight.
        """
        action_id = self._table.insert({"label": label, "changes": _encoded(changes)})
        self._database.write(
            "DELETE FROM journal WHERE id <= ? OR (undone NOT NULL AND ?)", (action_id - DEPTH, label != MIDNIGHT)
        )
        return action_id

    def extend(self, action_id: int, changes: Iterable[Change]) -> bool:
        """Add changes to an action; return False if it was undone, or is too long ago."""
        rows = self._table.select("WHERE undone IS NULL AND id = ?", (action_id,))
        if rows:  # the text is not decoded: it may hold thousands of changes
            parts = rows[0]["changes"][1:-1], _encoded(changes)[1:-1]
            self._table.update(action_id, {"changes": f"[{', '.join(filter(None, parts))}]"})
        return bool(rows)

    def last(self) -> LoggedAction | None:
        """Return the last action of the user that can be undone."""
        rows = self._table.select("WHERE undone IS NULL AND label <> ? ORDER BY id DESC LIMIT 1", (MIDNIGHT,))
        return _action(rows[0]) if rows else None

    def get(self, action_id: int) -> LoggedAction | None:
        """Return an action that can be undone; None if it was undone, or is too long ago."""
        rows = self._table.select("WHERE undone IS NULL AND id = ?", (action_id,))
        return _action(rows[0]) if rows else None

    def actions(self) -> list[LoggedAction]:
        """Return the actions that can be undone, latest first."""
        return [_action(row) for row in self._table.select("WHERE undone IS NULL ORDER BY id DESC")]

    def undone(self) -> list[UndoneAction]:
        """Return the actions that were undone last, together, latest first."""
        found = [_undone(row) for row in self._table.select("WHERE undone NOT NULL ORDER BY id DESC")]
        last = max([one.number for one in found], default=0)
        return [one for one in found if one.number == last]

    def mark_undone(self, undone: UndoneAction) -> None:
        """Record that an action was undone."""
        content = [undone.number, _encoded(undone.changes), undone.absence_ids, undone.last_absence_id]
        self._table.update(undone.action.id, {"undone": json.dumps(content, ensure_ascii=False)})

    def mark_redone(self, action_id: int) -> None:
        """Record that an action was redone."""
        self._table.update(action_id, {"undone": None})

    def remove(self, action_id: int) -> None:
        """Remove an action that can be neither undone nor redone any more."""
        self._database.write("DELETE FROM journal WHERE id = ?", (action_id,))


def image(entry: Entry) -> EntryImage:
    """Return the part of `entry` that undo restores."""
    return EntryImage(entry.mine, entry.started, entry.deleted, entry.started_here, entry.active_at)


def _action(row: sqlite3.Row) -> LoggedAction:
    return LoggedAction(row["id"], row["label"], _decoded(row["changes"]))


def _undone(row: sqlite3.Row) -> UndoneAction:
    number, changes, absence_ids, last_absence_id = json.loads(row["undone"])
    return UndoneAction(_action(row), number, _decoded(changes), tuple(absence_ids), last_absence_id)


def _encoded(changes: Iterable[Change]) -> str:
    values = [[change.entry_id, _encoded_image(change.before), _encoded_image(change.after)] for change in changes]
    return json.dumps(values, ensure_ascii=False)


def _decoded(text: str) -> tuple[Change, ...]:
    values = json.loads(text)
    return tuple(
        [Change(one, before and _decoded_image(before), _decoded_image(after)) for one, before, after in values]
    )


def _encoded_image(of: EntryImage | None) -> list[Any] | None:
    if of is None:
        return None
    ends = of.started_here, encode_datetime(of.active_at)
    return [encode_fields(of.mine), encode_instant(of.started), of.deleted, *ends]


def _decoded_image(values: list[Any]) -> EntryImage:
    fields, started, deleted, *ends = values
    here, active_at = ends or (started is not None, None)  # older versions stored three values
    return EntryImage(
        required(decode_fields(fields)), decode_instant(started), bool(deleted), bool(here), decode_datetime(active_at)
    )
