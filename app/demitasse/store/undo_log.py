"""What the person did last, so that it can be undone, in this process or another, now or after a restart."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from demitasse.domain.entries import Entry, Fields
from demitasse.domain.timer import Instant
from demitasse.store.checksummed import ChecksummedTable
from demitasse.store.database import Database
from demitasse.store.encoding import decode_fields, decode_instant, encode_fields, encode_instant

DEPTH = 50
"""How many actions can be undone."""


class EntryImage(NamedTuple):
    """What of an entry undo brings back."""

    mine: Fields
    started: Instant | None
    deleted: bool


class Change(NamedTuple):
    """One entry's part in an action: `before` is None if the action made the entry."""

    entry_id: int
    before: EntryImage | None
    after: EntryImage


class LoggedAction(NamedTuple):
    """Something the person did: a few words, and the entries it touched."""

    id: int
    label: str
    changes: tuple[Change, ...]


class UndoLog:
    """Reads and writes actions; every write belongs inside a transaction of the database."""

    def __init__(self, database: Database) -> None:
        """Work on the journal table of `database`."""
        self._database = database
        self._table = ChecksummedTable(database, "journal")

    def add(self, label: str, changes: Iterable[Change]) -> int:
        """Write down an action, forgetting the one `DEPTH` actions ago."""
        text = json.dumps([[c.entry_id, _raw(c.before), _raw(c.after)] for c in changes], ensure_ascii=False)
        made = self._table.insert({"label": label, "changes": text})
        self._database.write("DELETE FROM journal WHERE id <= ?", (made - DEPTH,))
        return made

    def last(self) -> LoggedAction | None:
        """The action that undo would take back."""
        return next(iter(self.actions(1)), None)

    def actions(self, limit: int = DEPTH) -> list[LoggedAction]:
        """The actions that can be undone, latest first."""
        return [_action(raw) for raw in self._table.select("ORDER BY id DESC LIMIT ?", (limit,))]

    def remove(self, action_id: int) -> None:
        """The action was undone."""
        self._database.write("DELETE FROM journal WHERE id = ?", (action_id,))


def image(entry: Entry) -> EntryImage:
    """What of `entry` undo would bring back."""
    return EntryImage(entry.mine, entry.started, entry.deleted)


def _action(raw: sqlite3.Row) -> LoggedAction:
    found = json.loads(raw["changes"])
    changes = (Change(entry_id, _image(before), _sure(after)) for entry_id, before, after in found)
    return LoggedAction(raw["id"], raw["label"], tuple(changes))


def _raw(one: EntryImage | None) -> list[object] | None:
    return None if one is None else [encode_fields(one.mine), encode_instant(one.started), one.deleted]


def _image(raw: list[str] | None) -> EntryImage | None:
    return None if raw is None else _sure(raw)


def _sure(raw: list[str]) -> EntryImage:
    mine = decode_fields(raw[0])
    if mine is None:
        raise ValueError("an action without fields")
    return EntryImage(mine, decode_instant(raw[1]), bool(raw[2]))
