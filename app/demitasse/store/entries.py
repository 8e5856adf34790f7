"""The entries of this account that this computer knows."""

import sqlite3
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from demitasse.domain.entries import Entry, EntryState, Fields, RemoteEntry
from demitasse.domain.operations import OpState
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import TimesheetRow
from demitasse.store.checksummed import ChecksummedTable
from demitasse.store.database import Database
from demitasse.store.encoding import (
    decode_datetime,
    decode_fields,
    decode_instant,
    decode_time,
    encode_datetime,
    encode_fields,
    encode_instant,
)

RECENT_DAYS = 60
"""How far back "recent" reaches; without a bound the question would cost more each year."""

_STATES: dict[str | None, EntryState] = {
    None: EntryState.SYNCED,
    OpState.PENDING: EntryState.WAITING,
    OpState.IN_FLIGHT: EntryState.WAITING,
    OpState.AMBIGUOUS: EntryState.CHECKING,
    OpState.REJECTED: EntryState.REJECTED,
    OpState.NEEDS_REVIEW: EntryState.NEEDS_REVIEW,
}
_ROWS = """
    SELECT entry.*, project.name AS project, project.color, task.label AS task, client.name AS client,
           outbox.state, outbox.reason, outbox.queued_at
    FROM entry
    LEFT JOIN project ON project.id = entry.project_id
    LEFT JOIN task ON task.id = entry.task_id
    LEFT JOIN client ON client.id = project.client_id
    LEFT JOIN outbox ON outbox.entry_id = entry.id"""
_NO_COLOR = "#8a8178"


class ServerCopy(NamedTuple):
    """What CoffeeCup last said of an entry, as it lies here; `quiet` if nothing waits to be told."""

    entry_id: int
    base: str | None
    locked: str
    updated_at: str | None
    tag: str | None
    no_operation: bool

    def matches(self, theirs: RemoteEntry) -> bool:
        """Whether `theirs` is that very copy."""
        told = encode_fields(theirs.fields), theirs.locked, encode_datetime(theirs.updated_at)
        return told == (self.base, self.locked, self.updated_at)


class EntryTable:
    """Reads and writes entries; every write belongs inside a transaction of the database."""

    def __init__(self, database: Database) -> None:
        """Work on the entry table of `database`."""
        self._database = database
        self._table = ChecksummedTable(database, "entry")

    def get(self, entry_id: int) -> Entry | None:
        """The entry with this id of ours, deleted or not."""
        return self._one("id = ?", entry_id)

    def by_server_id(self, server_id: int) -> Entry | None:
        """The entry that CoffeeCup knows by this id."""
        return self._one("server_id = ?", server_id)

    def running(self) -> list[Entry]:
        """All entries whose timer runs, longest first."""
        found = self._many("running = 1 AND NOT deleted ORDER BY id")
        return sorted(found, key=lambda entry: entry.started.wall.timestamp() if entry.started else 0.0)

    def server_copies(self, first: date, last: date) -> dict[int, ServerCopy]:
        """What is known here of all that CoffeeCup has on these days (inclusive), deleted here or not, by its ids."""
        found = self._database.rows(
            """SELECT server_id, id AS entry_id, base, locked, updated_at, tag,
                      NOT EXISTS (SELECT 1 FROM outbox WHERE entry_id = entry.id) AS no_operation
               FROM entry WHERE server_id IS NOT NULL AND day BETWEEN ? AND ?""",
            (first.isoformat(), last.isoformat()),
        )
        return {raw["server_id"]: ServerCopy(**{name: raw[name] for name in ServerCopy._fields}) for raw in found}

    def all(self) -> list[Entry]:
        """All there is; takes a while."""
        return self._many("TRUE")

    def add(self, mine: Fields, *, started: Instant | None = None) -> Entry:
        """A new entry that only this computer knows."""
        return self._insert(Entry(0, None, mine, started=started, started_here=started is not None), "")

    def add_remote(self, server_id: int, theirs: Fields, started: Instant | None, locked: str) -> Entry:
        """A new entry that CoffeeCup told us about."""
        return self._insert(Entry(0, server_id, theirs, base=theirs, started=started), locked)

    def by_tag(self, tag: str) -> Entry | None:
        """The entry that was sent with this mark of ours."""
        return self._one("tag = ?", tag)

    def save(
        self,
        entry: Entry,
        *,
        locked: str | None = None,
        updated_at: datetime | None = None,
        confirmed_at: datetime | None = None,
    ) -> None:
        """Write back all of `entry`; the rest only if the server just said so, or confirmed what was sent."""
        columns = _columns(entry) | ({} if locked is None else {"locked": locked})
        moments = {"updated_at": updated_at, "confirmed_at": confirmed_at}
        columns |= {name: encode_datetime(at) for name, at in moments.items() if at is not None}
        self._table.update(entry.id, columns)

    def remove(self, entry_id: int) -> None:
        """Forget an entry for good: it is gone on the server."""
        self._database.write("DELETE FROM entry WHERE id = ?", (entry_id,))

    def locked(self, entry_id: int) -> str:
        """Why the server will not let this entry be changed; empty if it will."""
        row = self._database.row("SELECT locked FROM entry WHERE id = ?", (entry_id,))
        return str(row["locked"]) if row else ""

    def tag(self, entry_id: int) -> str:
        """The mark this entry was sent with; empty if it was sent without one."""
        row = self._database.row("SELECT tag FROM entry WHERE id = ?", (entry_id,))
        return str(row["tag"] or "") if row else ""

    def set_tag(self, entry_id: int, tag: str) -> None:
        """From now on this entry is sent with a mark; empty: without one."""
        self._table.update(entry_id, {"tag": tag or None})

    def updated_at(self, entry_id: int) -> datetime | None:
        """When the server's copy that is known here was last changed there, as far as the server said so."""
        row = self._database.row("SELECT updated_at FROM entry WHERE id = ?", (entry_id,))
        return decode_datetime(row["updated_at"]) if row else None

    def confirmed_at(self, entry_id: int) -> datetime | None:
        """When the server last answered a write to this entry; None if it never did."""
        row = self._database.row("SELECT confirmed_at FROM entry WHERE id = ?", (entry_id,))
        return decode_datetime(row["confirmed_at"]) if row else None

    def tombstone(self, server_id: int, at: datetime) -> None:
        """CoffeeCup confirmed that it has no entry of this number any more."""
        self._database.write("INSERT OR REPLACE INTO buried VALUES (?, ?)", (server_id, encode_datetime(at)))

    def is_tombstoned(self, server_id: int) -> bool:
        """Whether an entry of this number was deleted for good."""
        return self._database.row("SELECT 1 FROM buried WHERE server_id = ?", (server_id,)) is not None

    def purge(self, before: date) -> None:
        """Forget deleted entries of old days that nobody can undo any more."""
        self._database.write(
            """DELETE FROM entry WHERE day < ? AND deleted AND server_id IS NULL
               AND id NOT IN (SELECT entry_id FROM outbox)""",
            (before.isoformat(),),
        )
        self._database.write("DELETE FROM buried WHERE at < ?", (before.isoformat(),))

    def rows(self, day: date, now: Instant) -> tuple[TimesheetRow, ...]:
        """A day with all names, the running timer first, then as on a list that grows at the top."""
        return self.rows_between(day, day, now)

    def rows_between(self, first: date, last: date, now: Instant) -> tuple[TimesheetRow, ...]:
        """Several days (inclusive), the earliest first, each in the order of `rows`."""
        found = self._database.rows(
            _ROWS + " WHERE day BETWEEN ? AND ? AND NOT deleted ORDER BY day, running DESC, entry.id DESC",
            (first.isoformat(), last.isoformat()),
        )
        return tuple(_row(raw, now) for raw in self._table.intact_rows(found))

    def mark_synced(self, first: date, last: date, at: datetime) -> None:
        """CoffeeCup told all it has of these days (inclusive)."""
        for number in range((last - first).days + 1):
            day = (first + timedelta(days=number)).isoformat()
            self._database.write("INSERT OR REPLACE INTO seen VALUES (?, ?)", (day, encode_datetime(at)))

    def synced_at(self, day: date) -> datetime | None:
        """When CoffeeCup last told all it has of this day; None if it never did."""
        row = self._database.row("SELECT at FROM seen WHERE day = ?", (day.isoformat(),))
        return decode_datetime(row["at"]) if row else None

    def synced_days(self, first: date, last: date) -> frozenset[date]:
        """The days of this span (inclusive) that CoffeeCup ever told us about."""
        found = self._database.rows(
            "SELECT day FROM seen WHERE day BETWEEN ? AND ?", (first.isoformat(), last.isoformat())
        )
        return frozenset(date.fromisoformat(raw["day"]) for raw in found)

    def row(self, entry_id: int, now: Instant) -> TimesheetRow | None:
        """One entry with all names."""
        found = self._table.intact_rows(self._database.rows(_ROWS + " WHERE entry.id = ?", (entry_id,)))
        return _row(found[0], now) if found else None

    def rows_needing_review(self, now: Instant) -> tuple[TimesheetRow, ...]:
        """All entries, of any day, that wait for the person."""
        found = self._database.rows(_ROWS + " WHERE outbox.state IN ('rejected', 'needs_review') ORDER BY outbox.seq")
        return tuple(_row(raw, now) for raw in self._table.intact_rows(found))

    def recent(self, today: date, limit: int = 8) -> list[tuple[int, int]]:
        """The (project, task) pairs used last, latest first."""
        found = self._database.rows(
            """SELECT project_id, task_id FROM entry
               WHERE day >= ? AND project_id NOT NULL AND task_id NOT NULL AND NOT deleted
               GROUP BY project_id, task_id ORDER BY MAX(day) DESC, MAX(id) DESC LIMIT ?""",
            ((today - timedelta(days=RECENT_DAYS)).isoformat(), limit),
        )
        return [(raw["project_id"], raw["task_id"]) for raw in found]

    def last_day_before(self, today: date) -> date | None:
        """The last day before `today` on which something was tracked."""
        found = self._many("day < ? AND NOT deleted ORDER BY day DESC LIMIT 5", today.isoformat())
        return found[0].mine.day if found else None

    def _insert(self, entry: Entry, locked: str) -> Entry:
        begun = encode_datetime(entry.started.wall) if entry.started else None
        columns = _columns(entry) | {"locked": locked, "begun": begun}
        return entry._replace(id=self._table.insert(columns))

    def _one(self, where: str, *values: object) -> Entry | None:
        found = self._many(where, *values)
        return found[0] if found else None

    def _many(self, where: str, *values: object) -> list[Entry]:
        return [_entry(raw) for raw in self._table.select(f"WHERE {where}", values)]


def _columns(entry: Entry) -> dict[str, Any]:
    mine = entry.mine
    return {
        "server_id": entry.server_id,
        "day": mine.day.isoformat(),
        "project_id": mine.project_id,
        "task_id": mine.task_id,
        "comment": mine.comment,
        "duration_s": mine.duration_s,
        "running": int(mine.running),
        "start_time": mine.start_time and mine.start_time.isoformat(),
        "end_time": mine.end_time and mine.end_time.isoformat(),
        "base": encode_fields(entry.base),
        "started": encode_instant(entry.started),
        "deleted": int(entry.deleted),
        "here": int(entry.started_here),
    }


def _fields(raw: sqlite3.Row) -> Fields:
    return Fields(
        day=date.fromisoformat(raw["day"]),
        project_id=raw["project_id"],
        task_id=raw["task_id"],
        comment=raw["comment"],
        duration_s=raw["duration_s"],
        running=bool(raw["running"]),
        start_time=decode_time(raw["start_time"]),
        end_time=decode_time(raw["end_time"]),
    )


def _entry(raw: sqlite3.Row) -> Entry:
    return Entry(
        id=raw["id"],
        server_id=raw["server_id"],
        mine=_fields(raw),
        base=decode_fields(raw["base"]),
        started=decode_instant(raw["started"]),
        deleted=bool(raw["deleted"]),
        started_here=bool(raw["here"]),
    )


def _row(raw: sqlite3.Row, now: Instant) -> TimesheetRow:
    entry = _entry(raw)
    mine = entry.mine
    return TimesheetRow(
        id=entry.id,
        server_id=entry.server_id,
        day=mine.day,
        project_id=mine.project_id,
        project=raw["project"] or "",
        task_id=mine.task_id,
        task=raw["task"] or "",
        client=raw["client"] or "",
        color=raw["color"] or _NO_COLOR,
        comment=mine.comment,
        duration_s=entry.duration_at(now),
        running=mine.running,
        started_at=entry.started.wall if entry.started else None,
        start_time=mine.start_time,
        end_time=mine.end_time,
        state=_STATES[raw["state"]],
        reason=raw["reason"] or "",
        unsent_since=decode_datetime(raw["queued_at"]),
        locked=raw["locked"],
    )
