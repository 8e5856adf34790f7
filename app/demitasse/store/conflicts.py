"""The words and figures that lost against others: kept until the person has seen them."""

import sqlite3

from demitasse.domain.conflicts import ConflictKind, FieldConflict
from demitasse.store.database import Database
from demitasse.store.encoding import decode_datetime, decode_fields, encode_datetime, encode_fields


class ConflictTable:
    """Reads and writes disputes; every write belongs inside a transaction of the database."""

    def __init__(self, database: Database) -> None:
        """Work on the conflict table of `database`."""
        self._database = database

    def add(self, one: FieldConflict) -> None:
        """Write down what both sides said; the dispute gets a number of its own."""
        both = encode_fields(one.mine), encode_fields(one.theirs)
        self._database.write(
            "INSERT INTO conflict (entry_id, why, names, mine, theirs, at, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (one.entry_id, one.kind, " ".join(one.field_names), *both, encode_datetime(one.at), one.reason),
        )

    def all(self) -> list[FieldConflict]:
        """What was not decided yet, oldest first."""
        return [_dispute(raw) for raw in self._database.rows("SELECT * FROM conflict ORDER BY id")]

    def count(self) -> int:
        """How many entries are in dispute."""
        row = self._database.row("SELECT COUNT(DISTINCT entry_id) AS n FROM conflict")
        return int(row["n"]) if row else 0

    def remove(self, entry_id: int) -> None:
        """The person has decided about this entry."""
        self._database.write("DELETE FROM conflict WHERE entry_id = ?", (entry_id,))


def _dispute(raw: sqlite3.Row) -> FieldConflict:
    mine, theirs, at = decode_fields(raw["mine"]), decode_fields(raw["theirs"]), decode_datetime(raw["at"])
    if mine is None or theirs is None or at is None:
        raise ValueError("a dispute without two sides")
    names = tuple(raw["names"].split())
    return FieldConflict(raw["id"], raw["entry_id"], ConflictKind(raw["why"]), names, mine, theirs, at, raw["reason"])
