"""The catalogue of clients, projects and tasks, the user's favourites, and the target hours."""

import json
from collections.abc import Iterable
from datetime import date

from demitasse.domain.entries import Catalog, Choice
from demitasse.domain.user import Employment
from demitasse.store.database import Database
from demitasse.store.settings import CATALOG_REVISION, SettingsTable

_CHOICES = """
    SELECT project.id, project.name, task.id, task.label, COALESCE(client.name, ''), project.color, project.code
    FROM pair JOIN project ON project.id = pair.project_id JOIN task ON task.id = pair.task_id
    LEFT JOIN client ON client.id = project.client_id
    WHERE project.bookable AND task.bookable"""


class CatalogTable:
    """The catalogue tables. Writes require an open transaction."""

    def __init__(self, database: Database, settings: SettingsTable) -> None:
        self._database = database
        self._settings = settings
        self._read_at = -1
        self._picked: dict[tuple[int, int], Choice | None] = {}
        self._employments: list[Employment] | None = None

    def replace(self, catalog: Catalog) -> None:
        """Replace the catalogue; names that are no longer in it are kept for old entries."""
        write = self._database.write
        for client in catalog.clients:
            write("INSERT OR REPLACE INTO client VALUES (?, ?)", (client.id, client.name))
        write("UPDATE project SET bookable = 0")
        for project in catalog.projects:
            write(
                "INSERT OR REPLACE INTO project VALUES (?, ?, ?, ?, ?, ?)",
                (project.id, project.name, project.client_id, project.color, int(project.bookable), project.code),
            )
        write("UPDATE task SET bookable = 0")
        for task in catalog.tasks:
            write("INSERT OR REPLACE INTO task VALUES (?, ?, ?)", (task.id, task.label, int(task.bookable)))
        write("DELETE FROM pair")
        for pair in catalog.pairs:
            write("INSERT OR IGNORE INTO pair VALUES (?, ?)", pair)
        self.bump_revision()

    def bump_revision(self) -> None:
        """Invalidate whatever was read from the catalogue before."""
        self._settings.put(CATALOG_REVISION, self.revision() + 1)

    def revision(self) -> int:
        """Return a number that changes with every change of the catalogue, by any process."""
        return self._settings.get(CATALOG_REVISION)

    def choices(self) -> list[Choice]:
        """Return everything that this user may book on."""
        rows = self._database.rows(_CHOICES + " ORDER BY client.name, project.name, task.label")
        return [Choice._make(row) for row in rows]

    def choice(self, project_id: int, task_id: int) -> Choice | None:
        """Return a choice, or None if it may not be booked (any more)."""
        return self.pick([(project_id, task_id)])[0]

    def pick(self, pairs: list[tuple[int, int]]) -> list[Choice | None]:
        """Return the choices of several pairs, None where it may not be booked; cached while nothing changes."""
        self._forget_outdated()
        missing = [pair for pair in pairs if pair not in self._picked]
        if missing:
            places = ", ".join(["(?, ?)"] * len(missing))
            values = tuple([number for pair in missing for number in pair])
            rows = self._database.rows(f"{_CHOICES} AND (project.id, task.id) IN (VALUES {places})", values)
            self._picked |= dict.fromkeys(missing) | {(row[0], row[2]): Choice._make(row) for row in rows}
        return [self._picked[pair] for pair in pairs]

    def _forget_outdated(self) -> None:
        if (revision := self.revision()) != self._read_at:
            self._read_at, self._picked, self._employments = revision, {}, None

    def names(self, project_id: int | None, task_id: int | None) -> tuple[str, str]:
        """Return the names of a project and a task, bookable or not; empty if unknown."""
        rows = self._database.row(
            """SELECT COALESCE((SELECT name FROM project WHERE id = ?), '') AS project,
                      COALESCE((SELECT label FROM task WHERE id = ?), '') AS task""",
            (project_id, task_id),
        )
        return (rows["project"], rows["task"]) if rows else ("", "")

    def favourites(self) -> set[tuple[int, int]]:
        """Return the favourite (project, task) pairs."""
        return {(row["project_id"], row["task_id"]) for row in self._database.rows("SELECT * FROM favourite")}

    def set_favourite(self, project_id: int, task_id: int, *, on: bool) -> None:
        """Add a pair to the favourites, or remove it."""
        remove = "DELETE FROM favourite WHERE project_id = ? AND task_id = ?"
        self._database.write("INSERT OR IGNORE INTO favourite VALUES (?, ?)" if on else remove, (project_id, task_id))

    def replace_employments(self, employments: Iterable[Employment]) -> None:
        """Replace the target hours."""
        self._database.write("DELETE FROM employment")
        for employment in employments:
            self._database.write(
                "INSERT OR REPLACE INTO employment VALUES (?, ?)",
                (employment.valid_from.isoformat(), json.dumps(employment.target_s)),
            )
        self.bump_revision()

    def employments(self) -> list[Employment]:
        """Return the target hours, each with the day from which it is valid; cached while nothing changes."""
        self._forget_outdated()
        if self._employments is None:
            rows = self._database.rows("SELECT valid_from, target_s FROM employment")
            self._employments = [Employment(date.fromisoformat(day), tuple(json.loads(hours))) for day, hours in rows]
        return self._employments
