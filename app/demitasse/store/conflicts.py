"""Versions that lost in a merge, kept until the user has decided."""

import sqlite3

from demitasse.domain.conflicts import ConflictKind, FieldConflict
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


class ConflictTable:
    """The `conflict` table. Writes require an open transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, conflict: FieldConflict) -> None:
        """Insert a conflict; its id is assigned."""
        versions = encode_fields(conflict.mine), encode_fields(conflict.theirs), encode_datetime(conflict.at)
        self._database.write(
            "INSERT INTO conflict (entry_id, why, names, mine, theirs, at, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                conflict.entry_id,
                conflict.kind,
                " ".join(conflict.field_names),
                *versions,
                encode_reason(conflict.reason),
            ),
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
