"""How the database became what it is: numbered steps, each applied and recorded in one transaction.

A file from a newer version is refused and left alone. Before an older file is changed, it is copied aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain.errors import LocalFault

if TYPE_CHECKING:
    from demitasse.store.database import Database

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID""",
        """CREATE TABLE entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT, server_id INTEGER UNIQUE,
            day TEXT NOT NULL, project_id INTEGER, task_id INTEGER, comment TEXT NOT NULL, duration_s INTEGER NOT NULL,
            running INTEGER NOT NULL, start_time TEXT, end_time TEXT,
            base TEXT, started TEXT, confirmed_at TEXT, updated_at TEXT, locked TEXT NOT NULL DEFAULT '',
            here INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0, tag TEXT,
            begun TEXT) STRICT""",
        "CREATE INDEX entry_by_day ON entry (day)",
        "CREATE UNIQUE INDEX entry_by_tag ON entry (tag) WHERE tag NOT NULL",
        "CREATE INDEX entry_running ON entry (id) WHERE running = 1",
        """CREATE TABLE absence (
            id INTEGER PRIMARY KEY AUTOINCREMENT, entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
            kind TEXT NOT NULL, began TEXT NOT NULL, ended TEXT, earlier_id INTEGER,
            earlier_s INTEGER NOT NULL DEFAULT 0, answered INTEGER) STRICT""",
        "CREATE INDEX absence_of ON absence (entry_id)",
        """CREATE TABLE split (entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
            next_id INTEGER NOT NULL UNIQUE REFERENCES entry (id) ON DELETE CASCADE) STRICT""",
        "CREATE TABLE seen (day TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE TABLE buried (server_id INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT",
        """CREATE TABLE outbox (
            entry_id INTEGER PRIMARY KEY REFERENCES entry (id), kind TEXT NOT NULL, state TEXT NOT NULL,
            seq INTEGER NOT NULL, queued_at TEXT NOT NULL, sent TEXT, tries INTEGER NOT NULL DEFAULT 0,
            refusals INTEGER NOT NULL DEFAULT 0, high_water INTEGER, sent_at TEXT, ended_at TEXT, not_before TEXT,
            reason TEXT NOT NULL DEFAULT '') STRICT""",
        """CREATE TABLE ledger (id INTEGER PRIMARY KEY AUTOINCREMENT, entry_id INTEGER NOT NULL, at TEXT NOT NULL,
            step TEXT NOT NULL, words TEXT NOT NULL, kind TEXT, said TEXT) STRICT""",
        """CREATE TABLE stray (id INTEGER PRIMARY KEY AUTOINCREMENT, entry_id INTEGER NOT NULL, sent TEXT NOT NULL,
            high_water INTEGER NOT NULL, at TEXT NOT NULL) STRICT""",
        """CREATE TABLE conflict (id INTEGER PRIMARY KEY AUTOINCREMENT, entry_id INTEGER NOT NULL, why TEXT NOT NULL,
            names TEXT NOT NULL, mine TEXT NOT NULL, theirs TEXT NOT NULL, at TEXT NOT NULL,
            reason TEXT NOT NULL) STRICT""",
        """CREATE TABLE journal (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL,
            changes TEXT NOT NULL) STRICT""",
        """CREATE TABLE client (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT""",
        """CREATE TABLE project (id INTEGER PRIMARY KEY, name TEXT NOT NULL, client_id INTEGER, color TEXT NOT NULL,
            bookable INTEGER NOT NULL, code TEXT NOT NULL) STRICT""",
        """CREATE TABLE task (id INTEGER PRIMARY KEY, label TEXT NOT NULL, bookable INTEGER NOT NULL) STRICT""",
        """CREATE TABLE pair (project_id INTEGER NOT NULL, task_id INTEGER NOT NULL,
            PRIMARY KEY (project_id, task_id)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE favourite (project_id INTEGER NOT NULL, task_id INTEGER NOT NULL,
            PRIMARY KEY (project_id, task_id)) STRICT, WITHOUT ROWID""",
        "CREATE TABLE employment (valid_from TEXT PRIMARY KEY, target_s TEXT NOT NULL) STRICT, WITHOUT ROWID",
    ),
)


def migrate(database: Database, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """Bring `database` to the newest version. Raises LocalFault for a file of the future."""
    version = _version(database)
    if version > len(steps):
        raise LocalFault(
            f"The timesheet in {database.path} was made by a newer Demitasse; nothing was changed in it.",
            "Install the newer version again, or use another profile.",
        )
    if 0 < version < len(steps):
        database.backup(database.path.with_suffix(f".v{version}.bak"))
    while _version(database) < len(steps):
        with database.transaction():
            done = _version(database)  # another process may have been faster
            for statement in steps[done] if done < len(steps) else ():
                database.write(statement)
            database.write(f"PRAGMA user_version={min(done + 1, len(steps))}")


def _version(database: Database) -> int:
    row = database.row("PRAGMA user_version")
    return int(row[0]) if row else 0
