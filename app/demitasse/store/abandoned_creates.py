"""Creates that were given up; a late arrival becomes a duplicate (reliability B.4.6)."""

from datetime import datetime
from typing import NamedTuple

from demitasse.domain.entries import Fields
from demitasse.store.database import Database
from demitasse.store.encoding import decode_fields, encode_datetime, encode_fields, required


class AbandonedCreate(NamedTuple):
    """The content of a create that was given up; the entry it makes has a server id above `high_water`."""

    id: int
    entry_id: int
    sent: Fields
    high_water: int


class AbandonedCreates:
    """The `stray` table. Writes require an open transaction."""

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
        rows = self._database.rows("SELECT * FROM stray ORDER BY id")
        return [
            AbandonedCreate(row["id"], row["entry_id"], required(decode_fields(row["sent"])), row["high_water"])
            for row in rows
        ]

    def remove(self, create_id: int) -> None:
        """Remove one after its entry was found."""
        self._database.write("DELETE FROM stray WHERE id = ?", (create_id,))

    def purge(self, before: datetime) -> None:
        """Remove those given up before this time, which no longer arrive."""
        self._database.write("DELETE FROM stray WHERE at < ?", (encode_datetime(before),))
