"""Everything one profile has on disk, opened together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.store.absences import AbsenceTable
from demitasse.store.alive import Alive
from demitasse.store.catalog import CatalogTable
from demitasse.store.conflicts import Conflicts
from demitasse.store.database import Database
from demitasse.store.entries import Entries
from demitasse.store.journal import Journal
from demitasse.store.ledger import Ledger
from demitasse.store.migrations import migrate
from demitasse.store.outbox import Outbox
from demitasse.store.settings import CATALOG_AT, HIGH_WATER, LAST_SYNCED_AT, OFFLINE_SINCE, TAGS, Settings
from demitasse.store.strays import Strays

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from demitasse.domain.ports import Clock


_OF_THE_ACCOUNT = (
    "absence", "split", "outbox", "ledger", "stray", "conflict", "journal", "entry", "buried",
    "seen", "pair", "project", "task", "client", "favourite", "employment",
)  # fmt: skip


class Store:
    """One connection, for one thread."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        """Open and, if needed, migrate the database at `path`; `clock` dates the ledger. Raises LocalFault."""
        self.database = Database(path)
        try:
            migrate(self.database)
        except BaseException:
            self.database.close()
            raise
        self.settings = Settings(self.database)
        self.entries = Entries(self.database)
        self.ledger = Ledger(self.database, clock)
        self.outbox = Outbox(self.database, self.ledger)
        self.conflicts = Conflicts(self.database)
        self.strays = Strays(self.database)
        self.catalog = CatalogTable(self.database)
        self.journal = Journal(self.database)
        self.absences = AbsenceTable(self.database)
        self.alive = Alive(path.with_suffix(".alive"))

    def transaction(self) -> AbstractContextManager[None]:
        """Everything written inside is durable when the block ends, or nothing is."""
        return self.database.transaction()

    def forget_account(self) -> None:
        """Drop everything that belonged to the former account, inside a transaction: all of it is on its server."""
        for table in _OF_THE_ACCOUNT:
            self.database.write(f"DELETE FROM {table}")  # noqa: S608 - names are ours
        self.catalog.revise()
        for setting in (LAST_SYNCED_AT, OFFLINE_SINCE, CATALOG_AT, HIGH_WATER, TAGS):
            self.settings.forget(setting)

    def sizes(self) -> dict[str, int]:
        """How many rows each table of the account has. Raises LocalFault."""
        found = {}
        for table in _OF_THE_ACCOUNT:
            row = self.database.row(f"SELECT COUNT(*) AS number FROM {table}")  # noqa: S608 - names are ours
            found[table] = int(row["number"]) if row else 0
        return found

    def close(self) -> None:
        """Close the connection."""
        self.database.close()
