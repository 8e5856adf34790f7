"""The open questions about time when nobody was there: in rows, so that they survive any restart."""

import sqlite3
from collections.abc import Iterator

from demitasse.domain.absence import Absence, AbsenceKind
from demitasse.domain.entries import Entry
from demitasse.store.database import Database
from demitasse.store.encoding import decode_instant, encode_instant
from demitasse.store.undo_log import DEPTH


class AbsenceTable:
    """Reads and writes questions, and what was split off what; every write belongs inside a transaction."""

    def __init__(self, database: Database) -> None:
        """Work on the absence and split tables of `database`."""
        self._database = database

    def all(self) -> list[Absence]:
        """Every question that is not answered, oldest first; what was deleted raises none."""
        found = self._database.rows(
            """SELECT absence.* FROM absence JOIN entry ON entry.id = entry_id
               WHERE answered IS NULL AND NOT deleted ORDER BY absence.id"""
        )
        return [_absence(raw) for raw in found]

    def for_entry(self, entry_id: int) -> list[Absence]:
        """The questions about one entry, oldest first."""
        found = self._database.rows(
            "SELECT * FROM absence WHERE entry_id = ? AND answered IS NULL ORDER BY id", (entry_id,)
        )
        return [_absence(raw) for raw in found]

    def add(self, one: Absence) -> None:
        """Ask something new; its id is given."""
        self._database.write(
            "INSERT INTO absence (entry_id, kind, began, ended, earlier_id, earlier_s) VALUES (?, ?, ?, ?, ?, ?)",
            (
                one.entry_id,
                one.kind,
                encode_instant(one.began),
                encode_instant(one.ended),
                one.earlier_id,
                one.earlier_s,
            ),
        )

    def save(self, one: Absence) -> None:
        """More became known about an absence: when it really began, or that it is over."""
        self._database.write(
            "UPDATE absence SET began = ?, ended = ? WHERE id = ?",
            (encode_instant(one.began), encode_instant(one.ended), one.id),
        )

    def close(self, absence_id: int, action_id: int) -> None:
        """It is answered by an action; what can no longer be undone is forgotten."""
        self._database.write("UPDATE absence SET answered = ? WHERE id = ?", (action_id, absence_id))
        self._database.write("DELETE FROM absence WHERE answered <= ?", (action_id - DEPTH,))

    def reopen(self, action_id: int) -> None:
        """The action that answered it was undone."""
        self._database.write("UPDATE absence SET answered = NULL WHERE answered = ?", (action_id,))

    def add_split(self, entry: Entry, later: Entry) -> None:
        """The timer of `entry` went on as `later` at midnight."""
        self._database.write("INSERT OR REPLACE INTO split VALUES (?, ?)", (entry.id, later.id))

    def continuations(self, entry_id: int) -> Iterator[int]:
        """The entries that the timer of this one went on as, one midnight after the other."""
        while row := self._database.row("SELECT next_id FROM split WHERE entry_id = ?", (entry_id,)):
            entry_id = int(row["next_id"])
            yield entry_id

    def predecessor(self, entry_id: int) -> int | None:
        """The entry whose timer went on as this one."""
        row = self._database.row("SELECT entry_id FROM split WHERE next_id = ?", (entry_id,))
        return int(row["entry_id"]) if row else None


def _absence(raw: sqlite3.Row) -> Absence:
    began = decode_instant(raw["began"])
    if began is None:
        raise ValueError("an absence without a beginning")
    return Absence(
        id=raw["id"],
        entry_id=raw["entry_id"],
        kind=AbsenceKind(raw["kind"]),
        began=began,
        ended=decode_instant(raw["ended"]),
        earlier_id=raw["earlier_id"],
        earlier_s=raw["earlier_s"],
    )
