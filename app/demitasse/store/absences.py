"""Unanswered absences, the heartbeat that reveals them, and the links between entries split at midnight."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from demitasse.domain.absence import Absence, AbsenceKind
from demitasse.domain.entries import Entry
from demitasse.domain.timer import Instant
from demitasse.store.database import Database
from demitasse.store.encoding import decode_instant, encode_instant, required
from demitasse.store.undo_log import DEPTH
from demitasse.support.paths import private_file


class AbsenceTable:
    """The `absence` and `split` tables. Writes require an open transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Absence]:
        """Return the unanswered absences of entries that are not deleted, oldest first."""
        rows = self._database.rows(
            """SELECT absence.* FROM absence JOIN entry ON entry.id = entry_id
               WHERE answered IS NULL AND NOT deleted ORDER BY absence.id"""
        )
        return [_absence(row) for row in rows]

    def for_entry(self, entry_id: int) -> list[Absence]:
        """Return the unanswered absences of one entry, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM absence WHERE entry_id = ? AND answered IS NULL ORDER BY id", (entry_id,)
        )
        return [_absence(row) for row in rows]

    def add(self, absence: Absence) -> None:
        """Insert an absence; its id is assigned."""
        self._database.write(
            """INSERT INTO absence (entry_id, kind, began, ended, earlier_id, earlier_s, last_action)
               VALUES (?, ?, ?, ?, ?, ?, (SELECT seq FROM sqlite_sequence WHERE name = 'journal'))""",
            (absence.entry_id, absence.kind, *_span(absence), absence.earlier_id, absence.earlier_s),
        )

    def save(self, absence: Absence) -> None:
        """Update the beginning and end of an absence."""
        self._database.write(
            "UPDATE absence SET began = ?, ended = ? WHERE id = ?",
            (*_span(absence), absence.id),
        )

    def delete(self, absence_id: int) -> None:
        """Delete an absence."""
        self._database.write("DELETE FROM absence WHERE id = ?", (absence_id,))

    def close(self, absence_id: int, action_id: int) -> None:
        """Mark an absence as answered by an action, and delete those that can no longer be undone."""
        self._database.write("UPDATE absence SET answered = ? WHERE id = ?", (action_id, absence_id))
        self._database.write("DELETE FROM absence WHERE answered BETWEEN 1 AND ?", (action_id - DEPTH,))

    def reopen(self, action_id: int) -> tuple[int, ...]:
        """Mark the absences answered by an action as unanswered, because it was undone, and return their ids."""
        rows = self._database.rows("SELECT id FROM absence WHERE answered = ?", (action_id,))
        self._database.write("UPDATE absence SET answered = NULL WHERE answered = ?", (action_id,))
        return tuple([row["id"] for row in rows])

    def last_id(self) -> int:
        """Return the id of the absence found last; 0 if there is none."""
        row = self._database.row("SELECT COALESCE(MAX(id), 0) AS id FROM absence")
        return int(row["id"]) if row else 0

    def hide(self, entry_id: int, answered: int, *, after_id: int = 0, after_action: int = 0) -> None:
        """Mark the questions about a run of a timer that was taken back; `reopen(answered)` asks them again.

        These are the questions of the entry that were found after the absence `after_id` or the action `after_action`.
        """
        self._database.write(
            """UPDATE absence SET answered = ?
               WHERE entry_id = ? AND answered IS NULL AND id > ? AND COALESCE(last_action, 0) >= ?""",
            (answered, entry_id, after_id, after_action),
        )

    def delete_hidden(self) -> None:
        """Delete the hidden questions about actions that cannot be redone any more."""
        self._database.write("DELETE FROM absence WHERE answered < 0 AND -answered NOT IN (SELECT id FROM journal)")

    def add_split(self, entry: Entry, later: Entry) -> None:
        """Record that the timer of `entry` continues as `later` after midnight."""
        self._database.write("INSERT OR REPLACE INTO split VALUES (?, ?)", (entry.id, later.id))

    def continuations(self, entry_id: int) -> Iterator[int]:
        """Yield the entries that continue the timer of this one, in order."""
        while row := self._database.row("SELECT next_id FROM split WHERE entry_id = ?", (entry_id,)):
            entry_id = int(row["next_id"])
            yield entry_id

    def predecessor(self, entry_id: int) -> int | None:
        """Return the entry whose timer this one continues."""
        row = self._database.row("SELECT entry_id FROM split WHERE next_id = ?", (entry_id,))
        return int(row["entry_id"]) if row else None


def _absence(row: sqlite3.Row) -> Absence:
    began, ended = required(decode_instant(row["began"])), decode_instant(row["ended"])
    kind, earlier = AbsenceKind(row["kind"]), (row["earlier_id"], row["earlier_s"])
    return Absence(row["id"], row["entry_id"], kind, began, ended, *earlier)


def _span(absence: Absence) -> tuple[str | None, str | None]:
    return encode_instant(absence.began), encode_instant(absence.ended)


_SIZE = 200
"""A constant length, so that overwriting never leaves bytes of a longer one."""


class Heartbeat(NamedTuple):
    """When the app last ran, the entries whose timers ran then, and whether it was this process."""

    at: Instant
    entry_ids: frozenset[int]
    ours: bool


class HeartbeatFile:
    """The heartbeat of the tray app: a few bytes beside the database, overwritten in place and never synced to disk.

    After a power cut an older one may be found, which shifts an absence by a minute. In return there is no commit every
    minute (reliability B.9).
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Heartbeat | None:
        """Return the last heartbeat, or None if there is none or it is unreadable."""
        try:
            pid, text, entry_ids = json.loads(self._path.read_bytes())
            at = decode_instant(text)
            return None if at is None else Heartbeat(at, frozenset(entry_ids), pid == os.getpid())
        except (OSError, ValueError, TypeError):
            return None

    def write(self, now: Instant, entry_ids: Iterable[int]) -> None:
        """Write a heartbeat. Disk errors are ignored."""
        text = json.dumps([os.getpid(), encode_instant(now), list(entry_ids)]).ljust(_SIZE).encode()
        with suppress(OSError), private_file(self._path).open("r+b", buffering=0) as file:
            file.write(text)
