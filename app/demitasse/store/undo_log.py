"""The user's last actions, stored so that any process can undo them, also after a restart."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from demitasse.domain.entries import Entry, Fields
from demitasse.domain.timer import Instant
from demitasse.store.checksummed import ChecksummedTable
from demitasse.store.database import Database
from demitasse.store.encoding import decode_fields, decode_instant, encode_fields, encode_instant, required

DEPTH = 50
"""Number of actions that can be undone."""


class EntryImage(NamedTuple):
    """The part of an entry that undo restores."""

    mine: Fields
    started: Instant | None
    deleted: bool


class Change(NamedTuple):
    """The change of one entry by an action; `before` is None if the action created the entry."""

    entry_id: int
    before: EntryImage | None
    after: EntryImage


class LoggedAction(NamedTuple):
    """An action of the user: a label, and the changed entries."""

    id: int
    label: str
    changes: tuple[Change, ...]


class UndoLog:
    """The `journal` table. Writes require an open transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._table = ChecksummedTable(database, "journal")

    def add(self, label: str, changes: Iterable[Change]) -> int:
        """Log an action and return its id. The action `DEPTH` before it is deleted."""
        encoded = [[change.entry_id, _encoded(change.before), _encoded(change.after)] for change in changes]
        text = json.dumps(encoded, ensure_ascii=False)
        action_id = self._table.insert({"label": label, "changes": text})
        self._database.write("DELETE FROM journal WHERE id <= ?", (action_id - DEPTH,))
        return action_id

    def last(self) -> LoggedAction | None:
        """Return the action that undo would revert."""
        return next(iter(self.actions(1)), None)

    def actions(self, limit: int = DEPTH) -> list[LoggedAction]:
        """Return the actions that can be undone, latest first."""
        return [_action(row) for row in self._table.select("ORDER BY id DESC LIMIT ?", (limit,))]

    def remove(self, action_id: int) -> None:
        """Remove an action after it was undone."""
        self._database.write("DELETE FROM journal WHERE id = ?", (action_id,))


def image(entry: Entry) -> EntryImage:
    """Return the part of `entry` that undo restores."""
    return EntryImage(entry.mine, entry.started, entry.deleted)


def _action(row: sqlite3.Row) -> LoggedAction:
    changes = json.loads(row["changes"])
    decoded = (Change(entry_id, before and _decoded(before), _decoded(after)) for entry_id, before, after in changes)
    return LoggedAction(row["id"], row["label"], tuple(decoded))


def _encoded(version: EntryImage | None) -> list[object] | None:
    return version and [encode_fields(version.mine), encode_instant(version.started), version.deleted]


def _decoded(values: list[str]) -> EntryImage:
    return EntryImage(required(decode_fields(values[0])), decode_instant(values[1]), bool(values[2]))
