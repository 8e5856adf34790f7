"""Rows that carry a checksum: a disk that flips a bit goes unnoticed by SQLite, but must not be booked to anybody.

What no longer fits its checksum is put aside, never shown and never sent, and the person is told once.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from demitasse.store.database import Database
from demitasse.store.encoding import checksum_of
from demitasse.store.user_messages import UserMessages

_ASIDE = (
    "Something in the timesheet on this computer was damaged by its disk; it was put aside and is not sent.",
    "Look whether today's entries are complete: what CoffeeCup has comes back by itself.",
)

CHECKSUMMED = {"entry": "id", "outbox": "entry_id", "setting": "name", "journal": "id"}
"""The tables whose rows carry a checksum, and their keys, the most precious first."""


class ChecksummedTable:
    """A table with a column `crc` over all the others; nothing else writes to its rows.

    Every write belongs inside a transaction of the database.
    """

    def __init__(self, database: Database, name: str, on_damage: Callable[[int], None] = lambda _key: None) -> None:
        """Watch over table `name`; `on_damage` is given the key of a row that was put aside."""
        self._database = database
        self._name, self._key = name, CHECKSUMMED[name]
        self._on_damage = on_damage
        self._columns: tuple[str, ...] = ()
        self._order: tuple[tuple[str, int], ...] = ()

    def select(self, rest: str = "", values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """The rows of `SELECT * FROM table` + `rest` that are as they were written."""
        return self.sound(self._database.rows(f"SELECT * FROM {self._name} {rest}", values))  # noqa: S608

    def sound(self, rows: Iterable[sqlite3.Row]) -> list[sqlite3.Row]:
        """Those of `rows` (which may have more columns after the table's) that are as they were written."""
        good = []
        for row in rows:
            if row["crc"] == self._checksum(row):  # guard: damaged-row-is-not-sent
                good.append(row)
            else:
                self._put_aside(row)
        return good

    def insert(self, columns: dict[str, Any], *, replace: bool = False) -> int:
        """Add a row, if wanted in the place of one that has the same key; its rowid."""
        verb = "INSERT OR REPLACE" if replace else "INSERT"
        names, holes = ", ".join(columns), ", ".join([f":{name}" for name in columns])
        return self._seal(f"{verb} INTO {self._name} ({names}) VALUES ({holes})", columns)

    def update(self, key: int, columns: dict[str, Any]) -> None:
        """Change some columns of row `key`."""
        assignments = ", ".join([f"{name} = :{name}" for name in columns])
        where = f"WHERE {self._key} = :_key"
        self._seal(f"UPDATE {self._name} SET {assignments} {where}", columns | {"_key": key})  # noqa: S608

    def _seal(self, statement: str, values: dict[str, Any]) -> int:
        """Write one row, and the checksum over all its columns; its key, 0 if there is no such row."""
        row = self._database.write_returning(f"{statement} RETURNING *", values)
        if row is None:
            return 0
        key, where = row[self._key], f"WHERE {self._key} = ?"
        self._database.write(f"UPDATE {self._name} SET crc = ? {where}", (self._checksum(row), key))  # noqa: S608
        return int(key)

    def _checksum(self, row: sqlite3.Row) -> int:
        if not self._columns:
            found = self._database.rows(f"PRAGMA table_info({self._name})")
            self._columns = tuple(raw["name"] for raw in found if raw["name"] != "crc")
            self._order = tuple(sorted((raw["name"], raw["cid"]) for raw in found if raw["name"] != "crc"))
        values = tuple(row)
        return checksum_of([(name, values[place]) for name, place in self._order if values[place] is not None])

    def _put_aside(self, row: sqlite3.Row) -> None:
        key, content = row[self._key], repr([row[name] for name in self._columns])
        with self._database.transaction():
            if self._name == "entry":
                self._database.write("DELETE FROM outbox WHERE entry_id = ?", (key,))
            self._database.write("INSERT OR IGNORE INTO damaged VALUES (?, ?)", (self._name, content))
            self._database.write(f"DELETE FROM {self._name} WHERE {self._key} = ?", (key,))  # noqa: S608
            UserMessages(self._database).add(*_ASIDE)
            self._on_damage(key)
