"""Backups of the database beside it: one a day, and one before every migration (reliability S14).

Older backups are deleted only after a new one was read and found intact.
"""

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from demitasse.store.checksummed import CHECKSUMMED
from demitasse.store.database import Damaged, Database
from demitasse.store.encoding import checksum
from demitasse.support import files
from demitasse.support.paths import private_folder

DAILY, MIGRATIONS = 7, 3
"""Number of backups of each kind to keep."""


class Backups:
    """The backups of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = folder_of(database.path)

    def is_due(self, day: date) -> bool:
        """Return whether this day has no backup yet."""
        return not self._place(day.isoformat()).exists()

    def daily(self, day: date) -> None:
        """Make the backup of this day. Raises LocalFault, OSError."""
        self._make(self._place(day.isoformat()), DAILY)

    def before_migration(self, version: int) -> None:
        """Make a backup before a file of this version is migrated. Raises LocalFault, OSError."""
        self._make(self._place(str(version), "version"), MIGRATIONS)

    def delete_all(self) -> None:
        """Delete all backups. Raises OSError."""
        for copy in self._folder.glob("*-*.db"):
            files.remove(copy)

    def _clean_up(self) -> None:
        """Delete unfinished backups, and what SQLite left beside them."""
        for rest in self._folder.glob("*.part*"):
            files.remove(rest)

    def _place(self, name: str, kind: str = "day") -> Path:
        return self._folder / f"{kind}-{name}.db"

    def _make(self, copy: Path, kept: int) -> None:
        private_folder(self._folder)
        unverified = copy.with_suffix(".part")
        self._clean_up()
        try:
            self._database.backup(unverified)
            _verify(unverified)
            files.replace(unverified, copy)
        finally:
            self._clean_up()
        for old in sorted(self._folder.glob(f"{copy.stem.partition('-')[0]}-*.db"))[:-kept]:
            files.remove(old)


def folder_of(path: Path) -> Path:
    """Return the backup folder of the database at `path`."""
    return path.parent / "backups"


def copies_of(path: Path) -> Iterator[Path]:
    """Yield the backups of the database at `path`, the latest first."""
    with suppress(OSError):
        copies = [(copy.stat().st_mtime, copy) for copy in folder_of(path).glob("*-*.db")]
        yield from (copy for _, copy in sorted(copies, reverse=True))


def _verify(copy: Path) -> None:
    """Raise Damaged unless every page and every checksummed row is intact."""
    with closing(Database(copy)) as database:
        database.check()
        for table in CHECKSUMMED:
            if not all(intact(dict(row)) for row in database.rows(f"SELECT * FROM {table}")):  # noqa: S608
                raise Damaged


def intact(row: dict[str, object]) -> bool:
    """Return whether a row of a checksummed table fits its checksum."""
    return row.get("crc") == checksum(row)
