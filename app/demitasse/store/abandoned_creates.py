"""Attempts that were given up: they may arrive after all, and then there is an entry too many (reliability B.4.6)."""

from datetime import datetime
from typing import NamedTuple

from demitasse.domain.entries import Fields
from demitasse.store.database import Database
from demitasse.store.encoding import decode_fields, encode_datetime, encode_fields


class AbandonedCreate(NamedTuple):
    """What an attempt said; what it creates has a server id above `high_water`."""

    id: int
    entry_id: int
    sent: Fields
    high_water: int


class AbandonedCreates:
    """Reads and writes strays; every write belongs inside a transaction of the database."""

    def __init__(self, database: Database) -> None:
        """Work on the stray table of `database`."""
        self._database = database

    def add(self, entry_id: int, sent: Fields, high_water: int, at: datetime) -> None:
        """An attempt is given up."""
        self._database.write(
            "INSERT INTO stray (entry_id, sent, high_water, at) VALUES (?, ?, ?, ?)",
            (entry_id, encode_fields(sent), high_water, encode_datetime(at)),
        )

    def all(self) -> list[AbandonedCreate]:
        """All that may still arrive, oldest first."""
        found = self._database.rows("SELECT * FROM stray ORDER BY id")
        return [
            AbandonedCreate(raw["id"], raw["entry_id"], _sure(decode_fields(raw["sent"])), raw["high_water"])
            for raw in found
        ]

    def remove(self, stray_id: int) -> None:
        """It has arrived."""
        self._database.write("DELETE FROM stray WHERE id = ?", (stray_id,))

    def purge(self, before: datetime) -> None:
        """What was given up before then never arrives any more."""
        self._database.write("DELETE FROM stray WHERE at < ?", (encode_datetime(before),))


def _sure(sent: Fields | None) -> Fields:
    if sent is None:
        raise ValueError("an attempt that said nothing")
    return sent
