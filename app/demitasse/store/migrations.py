"""Numbered schema migrations, each applied and recorded in one transaction.

A file of a newer version is refused and left alone. An older file is backed up before it is changed. In the header,
`application_id` is a checksum of the version and the schema: a mismatch means that the file is damaged.

Some SQL names are older than the terms of the code. They stay, so that recovery can read files of any version by one
set of names: `ledger` is the sync log, `journal` the undo log, `stray` holds abandoned creates, `buried` tombstones,
and `seen` the synced days; `silence` in the call log is the backoff.
"""

import zlib
from collections.abc import Callable

from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.store.backups import Backups
from demitasse.store.database import Damaged, Database
from demitasse.store.stored_sentences import use_codes

Step = tuple[str | Callable[[Database], None], ...]
"""SQL statements, and functions for what SQL cannot express."""

STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL, crc INTEGER)
            STRICT, WITHOUT ROWID""",
        """CREATE TABLE entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT, server_id INTEGER UNIQUE,
            day TEXT NOT NULL, project_id INTEGER, task_id INTEGER, comment TEXT NOT NULL, duration_s INTEGER NOT NULL,
            running INTEGER NOT NULL, start_time TEXT, end_time TEXT,
            base TEXT, started TEXT, confirmed_at TEXT, updated_at TEXT, locked TEXT NOT NULL DEFAULT '',
            here INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0, tag TEXT,
            begun TEXT, crc INTEGER) STRICT""",
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
            reason TEXT NOT NULL DEFAULT '', crc INTEGER) STRICT""",
        """CREATE TABLE ledger (id INTEGER PRIMARY KEY AUTOINCREMENT, entry_id INTEGER NOT NULL, at TEXT NOT NULL,
            step TEXT NOT NULL, words TEXT NOT NULL, kind TEXT, said TEXT) STRICT""",
        """CREATE TABLE stray (id INTEGER PRIMARY KEY AUTOINCREMENT, entry_id INTEGER NOT NULL, sent TEXT NOT NULL,
            high_water INTEGER NOT NULL, at TEXT NOT NULL) STRICT""",
        """CREATE TABLE conflict (id INTEGER PRIMARY KEY AUTOINCREMENT, entry_id INTEGER NOT NULL, why TEXT NOT NULL,
            names TEXT NOT NULL, mine TEXT NOT NULL, theirs TEXT NOT NULL, at TEXT NOT NULL,
            reason TEXT NOT NULL) STRICT""",
        """CREATE TABLE journal (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL,
            changes TEXT NOT NULL, crc INTEGER) STRICT""",
        "CREATE TABLE damaged (kind TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (kind, content)) STRICT",
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
    (use_codes,),
    (
        """CREATE TABLE time_off (first_day TEXT NOT NULL, last_day TEXT NOT NULL, name TEXT NOT NULL,
            half_day INTEGER NOT NULL, works INTEGER NOT NULL, from_overtime INTEGER NOT NULL) STRICT""",
    ),
    (
        "ALTER TABLE entry ADD COLUMN active TEXT",
        "ALTER TABLE journal ADD COLUMN undone TEXT",
        "ALTER TABLE absence ADD COLUMN last_action INTEGER",
    ),
    (
        """CREATE TABLE settled (day TEXT NOT NULL, key TEXT NOT NULL, action INTEGER NOT NULL,
            PRIMARY KEY (day, key)) STRICT, WITHOUT ROWID""",
    ),
    (
        "ALTER TABLE time_off ADD COLUMN kind TEXT NOT NULL DEFAULT 'other'",
        """CREATE INDEX entry_sums ON entry (day, project_id, task_id, duration_s)
            WHERE NOT deleted AND NOT running""",
    ),
)
_HEADER = """
    SELECT user_version, application_id,
           (SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master ORDER BY rowid))
    FROM pragma_user_version, pragma_application_id"""


def migrate(database: Database, steps: tuple[Step, ...] = STEPS) -> None:
    """Migrate `database` to the newest version. Raises LocalFault for a newer file, Damaged."""
    version = known_version(database)
    if version > len(steps):  # guard: newer-file-is-refused
        raise LocalFault(FaultCode.DATABASE_NEWER, file=str(database.path))
    if 0 < version < len(steps):
        Backups(database).before_migration(version)
    while version < len(steps):
        with database.transaction():
            version = known_version(database)  # another process may have been faster
            for statement in steps[version] if version < len(steps) else ():
                statement(database) if callable(statement) else database.write(statement)
            version = min(version + 1, len(steps))
            stamp(database, version)
    database.version = version


def known_version(database: Database) -> int:
    """Return the schema version of the file; 0 if it is new. Raises Damaged if header and schema disagree."""
    version, found, schema = _header(database)
    if (version, found, schema) == (0, 0, ""):
        return 0
    if found != _checksum(version, schema):
        raise Damaged
    return version


def stamp(database: Database, version: int) -> None:
    """Record the version and the checksum of the schema in the header. Call inside a transaction."""
    database.write(f"PRAGMA user_version={version}")
    database.write(f"PRAGMA application_id={_checksum(version, _header(database)[2])}")


def _checksum(version: int, schema: str) -> int:
    return zlib.crc32(f"{version} {schema}".encode()) & 0x7FFFFFFF


def _header(database: Database) -> tuple[int, int, str]:
    """Read version, checksum and schema in one statement, so that no other process can change them in between."""
    row = database.row(_HEADER)
    return (row[0], row[1], row[2] or "") if row else (0, 0, "")
