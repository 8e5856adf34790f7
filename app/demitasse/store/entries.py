"""The entries of the account that are stored on this computer."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from demitasse.domain import entry_times
from demitasse.domain.entries import Entry, EntryState, Fields, RemoteEntry
from demitasse.domain.operations import OpState
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import UNKNOWN_NAME, TimesheetRow
from demitasse.store.checksummed import ChecksummedTable
from demitasse.store.database import Database
from demitasse.store.encoding import (
    decode_datetime,
    decode_fields,
    decode_instant,
    decode_reason,
    decode_time,
    encode_datetime,
    encode_fields,
    encode_instant,
)

_RECENT_DAYS, _MAX_RECENT = 60, 8
"""How many days `recent` looks back, so that its cost does not grow with the history, and how many pairs it returns."""
SUGGESTION_DAYS = 90
"""How many days suggestions look back."""
_STOPS = 20
"""On how many days `last_stops` looks."""
_MAX_WORKED = 800
_MAX_COMMENTS = 300

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
_CURRENT = f"""{_ROWS} WHERE NOT deleted AND entry.id IN (
    SELECT id FROM entry WHERE running = 1
    UNION SELECT id FROM entry WHERE day IN (?, ?)
    UNION SELECT entry_id FROM absence WHERE answered IS NULL)
    ORDER BY day, running DESC, entry.id DESC"""  # noqa: S608
_LAST_DAY = f"""{_ROWS} WHERE day = (SELECT MAX(day) FROM entry WHERE day < ? AND NOT deleted) AND NOT deleted
    ORDER BY running DESC, entry.id DESC"""  # noqa: S608
NO_COLOR = "#8a8178"
"""The colour of entries without a project."""


class ServerCopy(NamedTuple):
    """The last version received from CoffeeCup as stored, for comparing; `no_operation` if nothing is unsent."""

    entry_id: int
    base: str | None
    locked: str
    updated_at: str | None
    tag: str | None
    no_operation: bool

    def matches(self, theirs: RemoteEntry) -> bool:
        """Return whether `theirs` is the same version."""
        if (self.locked, self.updated_at) != (theirs.locked or "", encode_datetime(theirs.updated_at)):
            return False
        if encode_fields(theirs.fields) == self.base:
            return True
        try:
            known = decode_fields(self.base)
        except (ValueError, TypeError, KeyError):  # a damaged row, which is found when it is read as a whole
            return False
        kept = entry_times.with_kept_times(known, theirs.fields)
        return kept is not theirs.fields and encode_fields(kept) == self.base


class EntryTable:
    """The `entry` table and what belongs to it. Writes require an open transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._table = ChecksummedTable(database, "entry")
        self._current: dict[int, tuple[sqlite3.Row, TimesheetRow]] = {}

    def get(self, entry_id: int) -> Entry | None:
        """Return the entry with this local id, deleted or not."""
        return self._find("id = ?", entry_id)

    def by_server_id(self, server_id: int) -> Entry | None:
        """Return the entry with this id of CoffeeCup."""
        return self._find("server_id = ?", server_id)

    def running(self) -> list[Entry]:
        """Return all entries with a running timer, longest first."""
        entries = self._find_all("running = 1 AND NOT deleted ORDER BY id")
        return sorted(entries, key=lambda entry: entry.started.wall.timestamp() if entry.started else 0.0)

    def server_copies(self, first: date, last: date) -> dict[int, ServerCopy]:
        """Return what is stored of CoffeeCup's entries of these days (inclusive), deleted here or not, by server id."""
        rows = self._database.rows(
            """SELECT server_id, id AS entry_id, base, locked, updated_at, tag,
                      NOT EXISTS (SELECT 1 FROM outbox WHERE entry_id = entry.id) AS no_operation
               FROM entry WHERE server_id IS NOT NULL AND day BETWEEN ? AND ?""",
            (first.isoformat(), last.isoformat()),
        )
        return {row["server_id"]: ServerCopy(**{name: row[name] for name in ServerCopy._fields}) for row in rows}

    def all(self) -> list[Entry]:
        """Return every entry; takes a while."""
        return self._find_all("TRUE")

    def add(self, mine: Fields, *, started: Instant | None = None) -> Entry:
        """Insert a new local entry."""
        return self._insert(Entry(0, None, mine, started=started, started_here=started is not None))

    def restore(self, entry: Entry) -> None:
        """Insert an entry that was removed, with the id that it had."""
        self._insert(entry)

    def add_remote(self, server_id: int, theirs: Fields, started: Instant | None, locked: str | None) -> Entry:
        """Insert an entry received from CoffeeCup."""
        return self._insert(Entry(0, server_id, theirs, base=theirs, started=started, locked=locked or ""))

    def by_tag(self, tag: str) -> Entry | None:
        """Return the entry that was sent with this tag."""
        return self._find("tag = ?", tag)

    def stopped_after(self, moment: datetime) -> list[Entry]:
        """Return the entries whose timers were stopped here at a time that is still to come at `moment`."""
        day = (moment - timedelta(days=1)).date().isoformat()  # of any zone
        return self._find_all("day >= ? AND active > ? AND NOT deleted AND NOT running", day, encode_datetime(moment))

    def save(
        self,
        entry: Entry,
        *,
        locked: str | None = None,
        updated_at: datetime | None = None,
        confirmed_at: datetime | None = None,
    ) -> None:
        """Update all of `entry`; the other values only if a reply provided them."""
        columns = _columns(entry) | ({} if locked is None else {"locked": locked})
        moments = {"updated_at": updated_at, "confirmed_at": confirmed_at}
        columns |= {name: encode_datetime(at) for name, at in moments.items() if at is not None}
        self._table.update(entry.id, columns)

    def remove(self, entry_id: int) -> None:
        """Delete an entry that no longer exists on the server."""
        self._database.write("DELETE FROM entry WHERE id = ?", (entry_id,))

    def tag(self, entry_id: int) -> str:
        """Return the tag this entry is sent with; empty if it has none."""
        return self._text(entry_id, "tag") or ""

    def set_tag(self, entry_id: int, tag: str) -> None:
        """Set the tag this entry is sent with; empty for none."""
        self._table.update(entry_id, {"tag": tag or None})

    def updated_at(self, entry_id: int) -> datetime | None:
        """Return when the stored server copy was last changed on the server, if known."""
        return decode_datetime(self._text(entry_id, "updated_at"))

    def confirmed_at(self, entry_id: int) -> datetime | None:
        """Return when the server last answered a write to this entry; None if it never did."""
        return decode_datetime(self._text(entry_id, "confirmed_at"))

    def tombstone(self, server_id: int, at: datetime) -> None:
        """Record that CoffeeCup confirmed the deletion of an entry."""
        self._database.write("INSERT OR REPLACE INTO buried VALUES (?, ?)", (server_id, encode_datetime(at)))

    def is_tombstoned(self, server_id: int) -> bool:
        """Return whether the deletion of an entry was confirmed."""
        return self._database.row("SELECT 1 FROM buried WHERE server_id = ?", (server_id,)) is not None

    def purge(self, before: date) -> None:
        """Remove deleted entries and tombstones from before this day; undo no longer needs them."""
        self._database.write(
            """DELETE FROM entry WHERE day < ? AND deleted AND server_id IS NULL
               AND id NOT IN (SELECT entry_id FROM outbox)""",
            (before.isoformat(),),
        )
        self._database.write("DELETE FROM buried WHERE at < ?", (before.isoformat(),))

    def rows_between(self, first: date, last: date, now: Instant) -> tuple[TimesheetRow, ...]:
        """Return these days (inclusive), the earliest first; of each the running timer first, then the newest."""
        rows = self._database.rows(
            _ROWS + " WHERE day BETWEEN ? AND ? AND NOT deleted ORDER BY day, running DESC, entry.id DESC",
            (first.isoformat(), last.isoformat()),
        )
        return tuple(_row(row, now) for row in self._table.intact_rows(rows))

    def current(self, days: tuple[date, date], now: Instant) -> list[TimesheetRow]:
        """Return the entries of two days, those that run and those with open questions, ordered as `rows_between`.

        A row that has not changed since the last call is the same object.
        """
        current: dict[int, tuple[sqlite3.Row, TimesheetRow]] = {}
        for raw in self._database.rows(_CURRENT, (days[0].isoformat(), days[1].isoformat())):
            known = self._current.get(raw["id"])
            if known is not None and known[0] == raw and not raw["running"]:
                current[raw["id"]] = known
            elif self._table.intact_rows([raw]):
                current[raw["id"]] = raw, _row(raw, now)
        self._current = current
        return [row for _, row in current.values()]

    def running_rows(self, now: Instant) -> tuple[TimesheetRow, ...]:
        """Return all entries with a running timer, the newest first."""
        rows = self._database.rows(_ROWS + " WHERE running = 1 AND NOT deleted ORDER BY entry.id DESC")
        return tuple(_row(row, now) for row in self._table.intact_rows(rows))

    def last_day(self, before: date, now: Instant) -> tuple[TimesheetRow, ...]:
        """Return the entries of the last day before `before` that has any."""
        rows = self._database.rows(_LAST_DAY, (before.isoformat(),))
        return tuple([_row(row, now) for row in self._table.intact_rows(rows)])

    def mark_synced(self, first: date, last: date, at: datetime) -> None:
        """Record that all entries of these days (inclusive) were fetched from CoffeeCup."""
        for number in range((last - first).days + 1):
            day = (first + timedelta(days=number)).isoformat()
            self._database.write("INSERT OR REPLACE INTO seen VALUES (?, ?)", (day, encode_datetime(at)))

    def synced_at(self, day: date) -> datetime | None:
        """Return when all entries of this day were last fetched; None if they never were."""
        row = self._database.row("SELECT at FROM seen WHERE day = ?", (day.isoformat(),))
        return decode_datetime(row["at"]) if row else None

    def synced_days(self, first: date, last: date) -> frozenset[date]:
        """Return the days (inclusive) whose entries were fetched at least once."""
        rows = self._database.rows(
            "SELECT day FROM seen WHERE day BETWEEN ? AND ?", (first.isoformat(), last.isoformat())
        )
        return frozenset([date.fromisoformat(row["day"]) for row in rows])

    def row(self, entry_id: int, now: Instant) -> TimesheetRow | None:
        """Return one entry with all names."""
        rows = self._table.intact_rows(self._database.rows(_ROWS + " WHERE entry.id = ?", (entry_id,)))
        return _row(rows[0], now) if rows else None

    def rows_of(self, entry_ids: Iterable[int], now: Instant) -> list[TimesheetRow]:
        """Return those of these entries that are not deleted, with all names."""
        rows = self._database.rows(
            _ROWS + " WHERE entry.id IN (SELECT value FROM json_each(?)) AND NOT deleted",  # noqa: S608 - a constant
            (json.dumps([*entry_ids]),),
        )
        return [_row(row, now) for row in self._table.intact_rows(rows)]

    def rows_needing_review(self, now: Instant) -> tuple[TimesheetRow, ...]:
        """Return all entries, of any day, that wait for the user."""
        rows = self._database.rows(_ROWS + " WHERE outbox.state IN ('rejected', 'needs_review') ORDER BY outbox.seq")
        return tuple(_row(row, now) for row in self._table.intact_rows(rows))

    def recent(self, today: date) -> list[tuple[int, int]]:
        """Return the (project, task) pairs used last, latest first."""
        rows = self._database.rows(
            """SELECT project_id, task_id FROM entry
               WHERE day >= ? AND project_id NOT NULL AND task_id NOT NULL AND NOT deleted
               GROUP BY project_id, task_id ORDER BY MAX(day) DESC, MAX(id) DESC LIMIT ?""",
            ((today - timedelta(days=_RECENT_DAYS)).isoformat(), _MAX_RECENT),
        )
        return [(row["project_id"], row["task_id"]) for row in rows]

    def last_stops(self, before: date) -> list[time]:
        """Return when the work ended on each of the last days before `before` of which that is known."""
        rows = self._database.rows(
            """SELECT MAX(end_time) AS stop FROM entry WHERE day >= ? AND day < ? AND end_time NOT NULL AND NOT deleted
               GROUP BY day ORDER BY day DESC LIMIT ?""",
            ((before - timedelta(days=_RECENT_DAYS)).isoformat(), before.isoformat(), _STOPS),
        )
        return [stop for row in rows if (stop := decode_time(row["stop"]))]

    def _insert(self, entry: Entry) -> Entry:
        begun = encode_datetime(entry.started.wall) if entry.started else None
        columns = _columns(entry) | {"locked": entry.locked, "begun": begun} | ({"id": entry.id} if entry.id else {})
        return entry._replace(id=self._table.insert(columns))

    def _text(self, entry_id: int, column: str) -> str | None:
        row = self._database.row(f"SELECT {column} FROM entry WHERE id = ?", (entry_id,))  # noqa: S608
        return row[0] if row else None

    def _find(self, where: str, *values: object) -> Entry | None:
        entries = self._find_all(where, *values)
        return entries[0] if entries else None

    def _find_all(self, where: str, *values: object) -> list[Entry]:
        return [_entry(row) for row in self._table.select(f"WHERE {where}", values)]


def _columns(entry: Entry) -> dict[str, Any]:
    mine = entry.mine
    return mine._asdict() | {
        "server_id": entry.server_id,
        "day": mine.day.isoformat(),
        "running": int(mine.running),
        "start_time": mine.start_time and mine.start_time.isoformat(),
        "end_time": mine.end_time and mine.end_time.isoformat(),
        "base": encode_fields(entry.base),
        "started": encode_instant(entry.started),
        "deleted": int(entry.deleted),
        "here": int(entry.started_here),
        "active": encode_datetime(entry.active_at),
    }


def _entry(row: sqlite3.Row) -> Entry:
    mine = Fields(
        date.fromisoformat(row["day"]), row["project_id"], row["task_id"], row["comment"], row["duration_s"],
        bool(row["running"]), decode_time(row["start_time"]), decode_time(row["end_time"]),
    )  # fmt: skip
    base, started = decode_fields(row["base"]), decode_instant(row["started"])
    flags, active_at = (bool(row["deleted"]), bool(row["here"])), decode_datetime(row["active"])
    return Entry(row["id"], row["server_id"], mine, base, started, *flags, active_at, row["locked"] or "")


def _row(row: sqlite3.Row, now: Instant) -> TimesheetRow:
    entry = _entry(row)
    mine = entry.mine
    return TimesheetRow(
        id=entry.id, server_id=entry.server_id, day=mine.day,
        project_id=mine.project_id, project=name_or_unknown(row["project"], mine.project_id),
        task_id=mine.task_id, task=name_or_unknown(row["task"], mine.task_id),
        client=row["client"] or "", color=row["color"] or NO_COLOR, comment=mine.comment,
        duration_s=entry.duration_at(now), running=mine.running,
        started_at=entry.started.wall if entry.started else None,
        start_time=mine.start_time, end_time=mine.end_time,
        state=_STATES[row["state"]], reason=decode_reason(row["reason"]),
        unsent_since=decode_datetime(row["queued_at"]), locked=entry.locked or None, earlier_s=mine.duration_s,
        active_at=entry.active_at or (None if row["confirmed_at"] else decode_datetime(row["updated_at"])),
    )  # fmt: skip


def name_or_unknown(name: str | None, row_id: int | None) -> str:
    """Return the name of a project or task; "…" if it has an id but no name here yet, empty without an id."""
    return name or (UNKNOWN_NAME if name is None and row_id is not None else "")


class WorkedEntry(NamedTuple):
    """An entry: its wall-clock start if CoffeeCup records one, and when its timer was first started (aware UTC)."""

    day: date
    project_id: int
    task_id: int
    start_time: time | None
    begun_at: datetime | None


class RecentWork:
    """Recent entries and comments, for suggestions; the queries are bounded, whatever the size of the history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, today: date) -> list[WorkedEntry]:
        """Return the latest entries with a project and a task, day by day, the latest day first."""
        rows = self._database.rows(
            """SELECT day, project_id, task_id, start_time, begun FROM entry
               WHERE day >= ? AND NOT deleted AND project_id NOT NULL AND task_id NOT NULL
               ORDER BY day DESC, id LIMIT ?""",
            ((today - timedelta(days=SUGGESTION_DAYS)).isoformat(), _MAX_WORKED),
        )
        return [
            WorkedEntry(date.fromisoformat(day), project_id, task_id, decode_time(start), decode_datetime(begun))
            for day, project_id, task_id, start, begun in rows
        ]

    def comments(self, today: date, pair: tuple[int, int] | None) -> list[str]:
        """Return different one-line comments, the latest first: of the pair, of its project, then of others."""
        project, task = pair or (None, None)
        since = (today - timedelta(days=2 * SUGGESTION_DAYS)).isoformat()
        rows = self._database.rows(
            """SELECT comment, MAX((project_id IS :project) + (project_id IS :project AND task_id IS :task)) AS near
               FROM (SELECT * FROM entry
                     WHERE day >= :since AND NOT deleted AND length(comment) BETWEEN 1 AND 200
                           AND instr(comment, char(10)) = 0
                     ORDER BY day DESC, id DESC LIMIT :most)
               GROUP BY comment ORDER BY near DESC, MAX(day) DESC, MAX(id) DESC LIMIT :comments""",
            {"project": project, "task": task, "since": since, "most": 5 * _MAX_WORKED, "comments": _MAX_COMMENTS},
        )
        return [row["comment"] for row in rows]
