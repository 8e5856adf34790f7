"""What can be booked: projects, tasks, clients and which belong together; and the person's target hours."""

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
    """Reads and replaces the catalogue; every write belongs inside a transaction of the database."""

    def __init__(self, database: Database) -> None:
        """Work on the catalogue tables of `database`."""
        self._database = database
        self._settings = SettingsTable(database)

    def replace(self, catalog: Catalog) -> None:
        """Take over what CoffeeCup has now; names of things that are gone stay, for old entries."""
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
        """What was read from here before is out of date."""
        self._settings.put(CATALOG_REVISION, self.revision() + 1)

    def revision(self) -> int:
        """A number that changes whenever what can be booked is replaced, by whatever process."""
        return self._settings.get(CATALOG_REVISION)

    def choices(self) -> list[Choice]:
        """Everything this person may book on."""
        found = self._database.rows(_CHOICES + " ORDER BY client.name, project.name, task.label")
        return [Choice._make(raw) for raw in found]

    def choice(self, project_id: int, task_id: int) -> Choice | None:
        """One of them, or None if it may not be booked (any more)."""
        found = self._database.row(_CHOICES + " AND project.id = ? AND task.id = ?", (project_id, task_id))
        return Choice._make(found) if found else None

    def names(self, project_id: int | None, task_id: int | None) -> tuple[str, str]:
        """What a project and a task are called, bookable or not; empty where that is not known."""
        found = self._database.row(
            """SELECT COALESCE((SELECT name FROM project WHERE id = ?), '') AS project,
                      COALESCE((SELECT label FROM task WHERE id = ?), '') AS task""",
            (project_id, task_id),
        )
        return (found["project"], found["task"]) if found else ("", "")

    def favourites(self) -> set[tuple[int, int]]:
        """The starred (project, task) pairs."""
        return {(raw["project_id"], raw["task_id"]) for raw in self._database.rows("SELECT * FROM favourite")}

    def set_favourite(self, project_id: int, task_id: int, *, on: bool) -> None:
        """Star a pair, or take the star away."""
        forget = "DELETE FROM favourite WHERE project_id = ? AND task_id = ?"
        self._database.write("INSERT OR IGNORE INTO favourite VALUES (?, ?)" if on else forget, (project_id, task_id))

    def replace_employments(self, employments: Iterable[Employment]) -> None:
        """Take over the target hours."""
        self._database.write("DELETE FROM employment")
        for one in employments:
            self._database.write(
                "INSERT OR REPLACE INTO employment VALUES (?, ?)",
                (one.valid_from.isoformat(), json.dumps(one.target_s)),
            )

    def employments(self) -> list[Employment]:
        """The target hours, and from when on they hold."""
        found = self._database.rows("SELECT * FROM employment")
        return [Employment(date.fromisoformat(raw["valid_from"]), tuple(json.loads(raw["target_s"]))) for raw in found]
