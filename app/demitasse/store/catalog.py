"""The catalogue of clients, projects and tasks, the user's favourites, the target hours and the absences."""

import json
from collections.abc import Iterable
from datetime import date

from demitasse.domain.entries import Catalog, Choice, Project, Task
from demitasse.domain.user import Employment
from demitasse.domain.workplan import TimeOff, TimeOffKind, Workday, workday
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
        self._read_at = self._checked_at = -1
        self._picked: dict[tuple[int, int], Choice | None] = {}
        self._employments: list[Employment] | None = None
        self._time_off: list[TimeOff] | None = None
        self._workdays: dict[date, Workday] = {}

    def replace(self, catalog: Catalog) -> None:
        """Replace the catalogue; names that are no longer in it are kept for old entries."""
        write = self._database.write
        write("DELETE FROM project WHERE name = '#' || id AND NOT bookable")  # to look them up again
        write("DELETE FROM task WHERE label = '#' || id AND NOT bookable")
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

    def unknown_ids(self, first: date, last: date) -> tuple[list[int], list[int]]:
        """Return the ids of projects and of tasks of entries of these days (inclusive) that have no name here."""
        rows = self._database.rows(
            """SELECT DISTINCT 0, project_id FROM entry WHERE day BETWEEN :first AND :last AND NOT deleted
                   AND project_id NOT NULL AND project_id NOT IN (SELECT id FROM project)
               UNION SELECT DISTINCT 1, task_id FROM entry WHERE day BETWEEN :first AND :last AND NOT deleted
                   AND task_id NOT NULL AND task_id NOT IN (SELECT id FROM task)""",
            {"first": first.isoformat(), "last": last.isoformat()},
        )
        return [number for kind, number in rows if kind == 0], [number for kind, number in rows if kind == 1]

    def add_names(self, projects: Iterable[Project], tasks: Iterable[Task]) -> None:
        """Add projects and tasks that cannot be booked; one without a name is named by its number."""
        for project in projects:
            values = (project.id, project.name or f"#{project.id}", project.client_id, project.color, project.code)
            self._database.write("INSERT OR IGNORE INTO project VALUES (?, ?, ?, ?, 0, ?)", values)
        for task in tasks:
            self._database.write("INSERT OR IGNORE INTO task VALUES (?, ?, 0)", (task.id, task.label or f"#{task.id}"))
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
        database = self._database
        if database.revision_known and database.known_revision == self._checked_at:
            return
        self._checked_at = database.revision()
        if (revision := self.revision()) != self._read_at:
            self._read_at, self._picked, self._employments, self._time_off = revision, {}, None, None
            self._workdays = {}

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

    def replace_time_off(self, time_off: Iterable[TimeOff]) -> None:
        """Replace the absences."""
        self._database.write("DELETE FROM time_off")
        for one in time_off:
            days = (one.first.isoformat(), one.last.isoformat())
            flags = (int(one.half_day), int(one.works), int(one.from_overtime))
            self._database.write(
                "INSERT INTO time_off VALUES (?, ?, ?, ?, ?, ?, ?)", (*days, one.name, *flags, one.kind)
            )
        self.bump_revision()

    def time_off(self) -> list[TimeOff]:
        """Return the absences, the earliest first; cached while nothing changes."""
        self._forget_outdated()
        if self._time_off is None:
            rows = self._database.rows("SELECT * FROM time_off ORDER BY first_day, last_day, name")
            self._time_off = [
                TimeOff(
                    date.fromisoformat(first), date.fromisoformat(last), name,
                    bool(half_day), bool(works), bool(from_overtime), TimeOffKind(kind),
                )
                for first, last, name, half_day, works, from_overtime, kind in rows
            ]  # fmt: skip
        return self._time_off

    def workday(self, day: date) -> Workday:
        """Return what is expected on `day`; cached while nothing changes."""
        self._forget_outdated()
        if day not in self._workdays:
            self._workdays[day] = workday(self.employments(), self.time_off(), day)
        return self._workdays[day]
