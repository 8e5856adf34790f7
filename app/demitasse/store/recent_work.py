"""Recent entries and comments, for suggestions. All queries are bounded, whatever the size of the history."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from demitasse.store.database import Database
from demitasse.store.encoding import decode_datetime, decode_time

DAYS = 90
"""How many days suggestions look back."""
_MAX_ENTRIES = 800
_MAX_COMMENTS = 300


class WorkedEntry(NamedTuple):
    """An entry: its wall-clock start if CoffeeCup records one, and when its timer was first started (aware UTC)."""

    day: date
    project_id: int
    task_id: int
    start_time: time | None
    begun_at: datetime | None


class RecentWork:
    """Queries of the entry table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, today: date) -> list[WorkedEntry]:
        """Return the latest entries with a project and a task, day by day, the latest day first."""
        rows = self._database.rows(
            """SELECT day, project_id, task_id, start_time, begun FROM entry
               WHERE day >= ? AND NOT deleted AND project_id NOT NULL AND task_id NOT NULL
               ORDER BY day DESC, id LIMIT ?""",
            ((today - timedelta(days=DAYS)).isoformat(), _MAX_ENTRIES),
        )
        return [
            WorkedEntry(
                date.fromisoformat(row["day"]), row["project_id"], row["task_id"], decode_time(row["start_time"]),
                decode_datetime(row["begun"]),
            )
            for row in rows
        ]  # fmt: skip

    def comments(self, today: date, pair: tuple[int, int] | None) -> list[str]:
        """Return different one-line comments, the latest first: of the pair, of its project, then of others."""
        project, task = pair or (None, None)
        rows = self._database.rows(
            """SELECT comment, MAX((project_id IS :project) + (project_id IS :project AND task_id IS :task)) AS near
               FROM (SELECT * FROM entry
                     WHERE day >= :since AND NOT deleted AND length(comment) BETWEEN 1 AND 200
                           AND instr(comment, char(10)) = 0
                     ORDER BY day DESC, id DESC LIMIT :most)
               GROUP BY comment ORDER BY near DESC, MAX(day) DESC, MAX(id) DESC LIMIT :comments""",
            {
                "project": project, "task": task, "since": (today - timedelta(days=2 * DAYS)).isoformat(),
                "most": 5 * _MAX_ENTRIES, "comments": _MAX_COMMENTS,
            },
        )  # fmt: skip
        return [row["comment"] for row in rows]
