"""Everything one profile has on disk, opened together."""

from contextlib import AbstractContextManager, suppress
from datetime import date
from pathlib import Path

from demitasse.domain.ports import Clock
from demitasse.store import file_identity
from demitasse.store.abandoned_creates import AbandonedCreates
from demitasse.store.absences import AbsenceTable
from demitasse.store.backups import Backups
from demitasse.store.catalog import CatalogTable
from demitasse.store.checksummed import ChecksummedTable
from demitasse.store.conflicts import ConflictTable
from demitasse.store.database import Damaged, Database, damage_mark, is_empty
from demitasse.store.entries import EntryTable
from demitasse.store.heartbeat import HeartbeatFile
from demitasse.store.migrations import migrate
from demitasse.store.outbox import Outbox
from demitasse.store.recovery import recover
from demitasse.store.settings import CATALOG_AT, HIGH_WATER, LAST_SYNCED_AT, OFFLINE_SINCE, TAGS, SettingsTable
from demitasse.store.sync_log import SyncLogTable
from demitasse.store.undo_log import UndoLog
from demitasse.store.user_messages import UserMessages
from demitasse.support.clock import SystemClock

_OF_THE_ACCOUNT = (
    "absence", "split", "outbox", "ledger", "stray", "conflict", "journal", "entry", "damaged", "buried",
    "seen", "pair", "project", "task", "client", "favourite", "employment",
)  # fmt: skip


class Store:
    """One connection, for one thread."""

    def __init__(self, path: Path, clock: Clock | None = None, *, thorough: bool = False) -> None:
        """Open the database at `path`, brought up to date and, if it was damaged, mended.

        `clock` dates what is written. Raises LocalFault.
        """
        clock = clock or SystemClock()
        try:
            self._open(path, clock, thorough=thorough)
        except Damaged:  # seen only when it was read; now that is known
            self._open(path, clock, thorough=thorough)

    def _open(self, path: Path, clock: Clock, *, thorough: bool) -> None:
        self.database = _opened(path, clock, thorough=thorough)
        self.settings = SettingsTable(self.database)
        self.user_messages = UserMessages(self.database)
        self.entries = EntryTable(self.database)
        self.sync_log = SyncLogTable(self.database, clock)
        self.outbox = Outbox(self.database, self.entries, self.sync_log, clock)
        self.conflicts = ConflictTable(self.database)
        self.abandoned_creates = AbandonedCreates(self.database)
        self.catalog = CatalogTable(self.database)
        self.undo_log = UndoLog(self.database)
        self.absences = AbsenceTable(self.database)
        self.heartbeat = HeartbeatFile(path.with_suffix(".alive"))
        try:
            self.outbox.repair()
            file_identity.verify(self.database, self.outbox)
        except BaseException:
            self.close()
            raise

    def back_up(self, day: date) -> None:
        """A copy of `day`, if none is there; restored later, it is known to be old. Raises LocalFault, OSError."""
        backups = Backups(self.database)
        if backups.is_due(day):
            self.database.check()
            self.outbox.repair(thorough=True)
            for name in ("setting", "journal"):
                ChecksummedTable(self.database, name).select()
            backups.daily(day)
            file_identity.bump_generation(self.database, self.outbox)

    def transaction(self) -> AbstractContextManager[None]:
        """Everything written inside is durable when the block ends, or nothing is."""
        return self.database.transaction()

    def reading(self) -> AbstractContextManager[None]:
        """All that is read inside is of one moment, and read faster; short, as nobody can write meanwhile."""
        return self.database.reading()

    def delete_account_data(self) -> None:
        """Drop everything of the former account, inside a transaction, and all copies: it is on its server."""
        for table in _OF_THE_ACCOUNT:
            self.database.write(f"DELETE FROM {table}")  # noqa: S608 - names are ours
        self.catalog.bump_revision()
        with suppress(OSError):
            Backups(self.database).delete_all()
        for setting in (LAST_SYNCED_AT, OFFLINE_SINCE, CATALOG_AT, HIGH_WATER, TAGS):
            self.settings.reset(setting)

    def row_counts(self) -> dict[str, int]:
        """How many rows each table of the account has. Raises LocalFault."""
        found = {}
        for table in _OF_THE_ACCOUNT:
            row = self.database.row(f"SELECT COUNT(*) AS number FROM {table}")  # noqa: S608 - names are ours
            found[table] = int(row["number"]) if row else 0
        return found

    def close(self) -> None:
        """Close the connection."""
        self.database.close()


def _opened(path: Path, clock: Clock, *, thorough: bool) -> Database:
    """The database at `path`, brought up to date; a damaged, emptied or vanished one is mended first.

    `thorough` looks at every page before; otherwise only what was found damaged before, or cannot be read at all,
    counts as damaged. Raises LocalFault.
    """
    if not _is_suspect(path):
        try:
            return _up_to_date(path, thorough=thorough)
        except Damaged:
            pass
    recover(path, clock, lambda: _is_broken(path))
    return _up_to_date(path, thorough=False)


def _up_to_date(path: Path, *, thorough: bool) -> Database:
    database = Database(path)
    try:
        migrate(database)
        if thorough:
            database.check()
    except BaseException:
        database.close()
        raise
    return database


def _is_suspect(path: Path) -> bool:
    """Whether somebody found it damaged, or it is empty although there was data."""
    return damage_mark(path).exists() or _is_lost(path)


def _is_broken(path: Path) -> bool:
    """Whether it still is: another process may have been faster."""
    if _is_lost(path):
        return True
    try:
        _up_to_date(path, thorough=True).close()
    except Damaged:
        return True
    return False


def _is_lost(path: Path) -> bool:
    return file_identity.read_marker(path) is not None and is_empty(path)
