"""Rows with a checksum, as SQLite does not notice flipped bits and a damaged row must not be booked.

A row that does not fit its checksum is quarantined: neither shown nor sent, and reported to the user once.
"""

import sqlite3
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from demitasse.domain.errors import FaultCode, Reason
from demitasse.store.database import Database
from demitasse.store.encoding import checksum_of
from demitasse.store.settings import UserMessages

CHECKSUMMED = {"entry": "id", "outbox": "entry_id", "setting": "name", "journal": "id"}
"""The tables whose rows carry a checksum and their keys, the most important first."""


class ChecksummedTable:
    """A table with a column `crc` over all others. All writes to its rows go through here.

    Writes require an open transaction.
    """

    def __init__(self, database: Database, name: str, on_damage: Callable[[int], None] = lambda _key: None) -> None:
        """Open table `name`; `on_damage` is called with the key of each quarantined row."""
        self._database = database
        self._name, self._key = name, CHECKSUMMED[name]
        self._on_damage = on_damage
        self._statements: dict[tuple[object, ...], str] = {}

    def select(self, rest: str = "", values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """Return the intact rows of `SELECT * FROM table` + `rest`."""
        return self.intact_rows(self._database.rows(f"SELECT * FROM {self._name} {rest}", values))  # noqa: S608

    def intact_rows(self, rows: Iterable[sqlite3.Row]) -> list[sqlite3.Row]:
        """Filter `rows`, which may have more columns after the table's, and quarantine the damaged ones."""
        intact = []
        for row in rows:
            if row["crc"] == self._checksum(row):  # guard: damaged-row-is-not-sent
                intact.append(row)
            else:
                self._quarantine(row)
        return intact

    def insert(self, columns: dict[str, Any], *, replace: bool = False, numbered: str = "") -> int:
        """Add a row with its checksum, replacing one with the same key if `replace`, and return its key.

        The column `numbered` gets the number after the greatest one in the table.
        """
        key = replace, numbered, *columns
        statement = self._statements.get(key) or self._insert_sql(columns, replace=replace, numbered=numbered)
        self._statements[key] = statement
        return self._database.write(statement, columns)

    def update(self, key: int, columns: dict[str, Any]) -> None:
        """Change some columns of row `key`, and its checksum."""
        statement = self._statements.get(tuple(columns)) or self._update_sql(columns)
        self._statements[tuple(columns)] = statement
        self._database.write(statement, columns | {"_key": key})

    def _insert_sql(self, columns: dict[str, Any], *, replace: bool, numbered: str) -> str:
        cells = self._defaults() | {name: f":{name}" for name in columns}
        if numbered:
            cells[numbered] = f"(SELECT COALESCE(MAX({numbered}), 0) + 1 FROM {self._name})"  # noqa: S608
        verb = "INSERT OR REPLACE" if replace else "INSERT"
        places = f"({', '.join(cells)}, crc) VALUES ({', '.join(cells.values())}, {self._checksum_sql(cells)})"
        return f"{verb} INTO {self._name} {places}"

    def _update_sql(self, columns: dict[str, Any]) -> str:
        changed = {name: f":{name}" for name in columns}
        cells = ", ".join([f"{name} = {cell}" for name, cell in changed.items()])
        crc = self._checksum_sql({name: name for name, _ in self._order} | changed)
        return f"UPDATE {self._name} SET {cells}, crc = {crc} WHERE {self._key} = :_key"  # noqa: S608

    def _defaults(self) -> dict[str, str]:
        """Return the default of each column as SQL; the key is numbered like AUTOINCREMENT does."""
        number = f"(SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = '{self._name}')"  # noqa: S608
        return {row["name"]: row["dflt_value"] or "NULL" for row in self._columns} | {self._key: number}

    def _checksum_sql(self, cells: dict[str, str]) -> str:
        """Return the checksum of `cells` as SQL."""
        texts = {row["name"] for row in self._columns if row["type"] == "TEXT"}
        values = [f"CAST({cells[name]} AS BLOB)" if name in texts else cells[name] for name, _ in self._order]
        return f"row_checksum('{' '.join([name for name, _ in self._order])}', {', '.join(values)})"

    @cached_property
    def _columns(self) -> list[sqlite3.Row]:
        """Name, type, default and place of each column except `crc`."""
        return [row for row in self._database.rows(f"PRAGMA table_info({self._name})") if row["name"] != "crc"]

    @cached_property
    def _order(self) -> list[tuple[str, int]]:
        """Name and place of each column except `crc`, sorted by name."""
        return sorted([(row["name"], row["cid"]) for row in self._columns])

    def _checksum(self, row: sqlite3.Row) -> int:
        values = tuple(row)
        return checksum_of([(name, values[place]) for name, place in self._order if values[place] is not None])

    def _quarantine(self, row: sqlite3.Row) -> None:
        key, content = row[self._key], repr([row[column["name"]] for column in self._columns])
        with self._database.transaction():
            if self._name == "entry":
                self._database.write("DELETE FROM outbox WHERE entry_id = ?", (key,))
            self._database.write("INSERT OR IGNORE INTO damaged VALUES (?, ?)", (self._name, content))
            self._database.write(f"DELETE FROM {self._name} WHERE {self._key} = ?", (key,))  # noqa: S608
            UserMessages(self._database).add(Reason(FaultCode.ROWS_PUT_ASIDE))
            self._on_damage(key)
