"""Everything that one profile stores on disk."""

from contextlib import suppress
from datetime import date, tzinfo
from pathlib import Path

from demitasse.domain.errors import FaultCode, Reason
from demitasse.domain.ports import Clock
from demitasse.domain.settings import TIME_ZONE
from demitasse.domain.timer import Instant, follow_wall_clock
from demitasse.domain.wall_time import day_of, same_clock, zone_label
from demitasse.store import file_identity
from demitasse.store.absences import AbsenceTable, HeartbeatFile
from demitasse.store.backups import Backups
from demitasse.store.catalog import CatalogTable
from demitasse.store.checksummed import ChecksummedTable
from demitasse.store.database import Damaged, Database, damage_mark, is_empty
from demitasse.store.entries import EntryTable
from demitasse.store.migrations import migrate
from demitasse.store.outbox import AbandonedCreates, ConflictTable, Outbox
from demitasse.store.recovery import recover
from demitasse.store.settings import (
    CATALOG_AT,
    EARLY_TOLD,
    HIGH_WATER,
    LAST_SYNCED_AT,
    OFFLINE_SINCE,
    REFRESHED,
    TAGS,
    USER,
    ZONES_TOLD,
    SettingsTable,
    UserMessages,
)
from demitasse.store.settled_steps import SettledSteps
from demitasse.store.sync_log import SyncLogTable
from demitasse.store.undo_log import UndoLog
from demitasse.support.clock import SystemClock

_ACCOUNT_TABLES = (
    "absence", "split", "outbox", "ledger", "stray", "conflict", "journal", "settled", "entry", "damaged", "buried",
    "seen", "pair", "project", "task", "client", "favourite", "employment", "time_off",
)  # fmt: skip


class Store:
    """One connection and its tables, for one thread."""

    def __init__(self, path: Path, clock: Clock | None = None, *, thorough: bool = False) -> None:
        """Open the database at `path`, migrated to the current version and, if it is damaged, recovered.

        `thorough` checks every page first. `clock` dates what is written. Raises LocalFault.
        """
        self._clock = clock = clock or SystemClock()
        try:
            self._open(path, clock, thorough=thorough)
        except Damaged:  # found while reading, and marked; opening it again recovers it
            self._open(path, clock, thorough=thorough)

    def _open(self, path: Path, clock: Clock, *, thorough: bool) -> None:
        self.database = _opened(path, clock, thorough=thorough)
        self.transaction, self.reading = self.database.transaction, self.database.reading
        self._seen: Instant | None = None
        self.settings = SettingsTable(self.database)
        self.user_messages = UserMessages(self.database)
        self.entries = EntryTable(self.database)
        self.sync_log = SyncLogTable(self.database, clock)
        self.outbox = Outbox(self.database, self.entries, self.sync_log, clock)
        self.conflicts = ConflictTable(self.database)
        self.abandoned_creates = AbandonedCreates(self.database)
        self.catalog = CatalogTable(self.database, self.settings)
        self.undo_log = UndoLog(self.database)
        self.absences = AbsenceTable(self.database)
        self.settled_steps = SettledSteps(self.database)
        self.heartbeat = HeartbeatFile(path.with_suffix(".alive"))
        try:
            self.outbox.repair()
            file_identity.verify(self.database, self.outbox)
        except BaseException:
            self.close()
            raise

    def zone(self) -> tzinfo:
        """Return the one zone of days and times of day: the account's, or this computer's if so chosen.

        Before the first sign-in, and if the account's zone is unknown here, it is this computer's.
        """
        return self._clock.zone(self.zone_name())

    def zone_name(self) -> str:
        """Return the name of that zone; empty for this computer's."""
        if self.settings.get(TIME_ZONE) == "computer":
            return ""
        return str(self.settings.get(USER).get("timezone", ""))

    def note_zones(self) -> None:
        """Queue a message, once, if this computer's zone is another than the one in use. Raises LocalFault."""
        name, used, here = self.zone_name(), self.zone(), self._clock.zone()
        now, unknown = self._clock.now().wall, bool(name) and str(used) != name
        differ = unknown or not (str(used) == str(here) or same_clock(used, here, now))
        pair = f"{name} {here}" if differ else ""
        if self.settings.get(ZONES_TOLD) == pair:
            return
        with self.transaction():
            self.settings.put(ZONES_TOLD, pair)
            self.user_messages.remove(FaultCode.ZONES_DIFFER, FaultCode.ZONE_UNKNOWN)
            if unknown:
                self.user_messages.add(Reason(FaultCode.ZONE_UNKNOWN, {"zone": name}))
            elif differ:
                city, computer = zone_label(used, now), zone_label(here, now)
                self.user_messages.add(Reason(FaultCode.ZONES_DIFFER, {"zone": city, "computer": computer}))

    def note_clock(self) -> None:
        """Queue a message, once each, about an entry that was tracked while the clock was ahead. Raises LocalFault.

        Looks when called first, and when the wall clock was set since the last call.
        """
        now, before = self._clock.now(), self._seen
        self._seen = now
        if before is not None and follow_wall_clock(before, now) is before:
            return
        told, zone = self.settings.get(EARLY_TOLD), self.zone()
        found = [entry for entry in self.entries.stopped_after(now.wall) if entry.id > told and entry.active_at]
        early = next((entry for entry in found if entry.mine.day == day_of(entry.active_at or now.wall, zone)), None)
        if early is None:  # or it was given another day since
            return
        with self.transaction():
            self.settings.put(EARLY_TOLD, early.id)
            self.user_messages.remove(FaultCode.CLOCK_WAS_AHEAD)
            self.user_messages.add(Reason(FaultCode.CLOCK_WAS_AHEAD, {"number": early.id, "day": str(early.mine.day)}))

    def today(self) -> date:
        """Return the current day in that zone."""
        return day_of(self._clock.now().wall, self.zone())

    def back_up(self, day: date) -> None:
        """Make the backup of `day` unless there is one. Raises LocalFault, OSError.

        The generation is increased, so that a restored backup is recognized as old.
        """
        backups = Backups(self.database)
        if backups.is_due(day):
            self.database.check()
            self.outbox.repair(thorough=True)
            for name in ("setting", "journal"):
                ChecksummedTable(self.database, name).select()
            backups.daily(day)
            file_identity.bump_generation(self.database, self.outbox)

    def delete_account_data(self) -> None:
        """Delete all data of the account, which remain on its server, and all backups. Call inside a transaction."""
        for table in _ACCOUNT_TABLES:
            self.database.write(f"DELETE FROM {table}")  # noqa: S608 - names are ours
        self.catalog.bump_revision()
        with suppress(OSError):
            Backups(self.database).delete_all()
        for setting in (LAST_SYNCED_AT, OFFLINE_SINCE, CATALOG_AT, REFRESHED, HIGH_WATER, TAGS):
            self.settings.reset(setting)

    def row_counts(self) -> dict[str, int]:
        """Return the number of rows of each table of the account. Raises LocalFault."""
        number = "SELECT COUNT(*) FROM"
        return {table: self.database.rows(f"{number} {table}")[0][0] for table in _ACCOUNT_TABLES}

    def close(self) -> None:
        """Close the connection; committed data stays."""
        self.database.close()


def _opened(path: Path, clock: Clock, *, thorough: bool) -> Database:
    """Open the database at `path` and migrate it; recover it first if it is damaged, empty or missing.

    Without `thorough`, only files that cannot be read, or are marked, count as damaged. Raises LocalFault.
    """
    if not (damage_mark(path).exists() or _is_lost(path)):
        with suppress(Damaged):
            return _open_migrated(path, thorough=thorough)
    recover(path, clock, lambda: _is_broken(path))
    return _open_migrated(path, thorough=False)


def _open_migrated(path: Path, *, thorough: bool) -> Database:
    database = Database(path)
    try:
        migrate(database)
        if thorough:
            database.check()
    except BaseException:
        database.close()
        raise
    return database


def _is_broken(path: Path) -> bool:
    """Return whether the database is still damaged; another process may have recovered it."""
    if _is_lost(path):
        return True
    try:
        _open_migrated(path, thorough=True).close()
    except Damaged:
        return True
    return False


def _is_lost(path: Path) -> bool:
    """Return whether the database is empty although there were data."""
    return file_identity.read_marker(path) is not None and is_empty(path)
