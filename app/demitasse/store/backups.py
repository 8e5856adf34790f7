"""Copies of the database beside it: one a day, and one before every change of its form (reliability S14).

A copy counts only once it has been read through; only then older ones go.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from demitasse.store.checksummed import CHECKSUMMED
from demitasse.store.database import Damaged, Database
from demitasse.store.encoding import checksum
from demitasse.support.paths import private_folder

DAILY, BEFORE_CHANGES = 7, 3
"""How many of each kind are kept."""


class Backups:
    """The copies of one database."""

    def __init__(self, database: Database) -> None:
        """Copy `database`; nothing happens yet."""
        self._database = database
        self._folder = folder_of(database.path)

    def is_due(self, day: date) -> bool:
        """Whether there is no copy of this day yet."""
        return not self._place(day.isoformat()).exists()

    def daily(self, day: date) -> None:
        """Make the copy of this day. Raises LocalFault, OSError."""
        self._make(self._place(day.isoformat()), DAILY)

    def before_change(self, version: int) -> None:
        """Make the copy of a file of this version, before it becomes another. Raises LocalFault, OSError."""
        self._make(self._place(str(version), "version"), BEFORE_CHANGES)

    def delete_all(self) -> None:
        """Delete all copies: they are somebody else's. Raises OSError."""
        for copy in self._folder.glob("*-*.db"):
            copy.unlink()

    def _sweep(self) -> None:
        """Nothing is left of a copy that was not finished, nor of the look at one."""
        for rest in self._folder.glob("*.part*"):
            rest.unlink()

    def _place(self, name: str, kind: str = "day") -> Path:
        return self._folder / f"{kind}-{name}.db"

    def _make(self, copy: Path, kept: int) -> None:
        private_folder(self._folder)
        unproved = copy.with_suffix(".part")
        self._sweep()
        try:
            self._database.backup(unproved)
            _prove(unproved)
            unproved.replace(copy)
        finally:
            self._sweep()
        for old in sorted(self._folder.glob(f"{copy.stem.partition('-')[0]}-*.db"))[:-kept]:
            old.unlink()


def folder_of(path: Path) -> Path:
    """Where the copies of the database at `path` are."""
    return path.parent / "backups"


def copies_of(path: Path) -> Iterator[Path]:
    """The copies of the database at `path`, the latest first."""
    with suppress(OSError):
        found = [(copy.stat().st_mtime, copy) for copy in folder_of(path).glob("*-*.db")]
        yield from (copy for _, copy in sorted(found, reverse=True))


def _prove(copy: Path) -> None:
    """Raises Damaged unless every page and every sealed row is as it was written."""
    database = Database(copy)
    try:
        database.check()
        for table in CHECKSUMMED:
            if not all(intact(dict(row)) for row in database.rows(f"SELECT * FROM {table}")):  # noqa: S608
                raise Damaged
    finally:
        database.close()


def intact(row: dict[str, object]) -> bool:
    """Whether a row of a sealed table is as it was written."""
    return row.get("crc") == checksum({name: value for name, value in row.items() if name != "crc"})
