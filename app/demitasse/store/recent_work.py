"""What was worked on lately, as far back as habits reach: read only, and never more than a bounded part of it."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from demitasse.store.database import Database
from demitasse.store.encoding import decode_datetime, decode_time

DAYS = 90
"""How far back habits reach."""
_MOST = 800
_COMMENTS = 300


class WorkedEntry(NamedTuple):
    """One entry: its wall-clock start if CoffeeCup records one, and when its timer was first started (aware UTC)."""

    day: date
    project_id: int
    task_id: int
    start_time: time | None
    begun_at: datetime | None


class RecentWork:
    """Reads the entry table."""

    def __init__(self, database: Database) -> None:
        """Work on `database`."""
        self._database = database

    def entries(self, today: date) -> list[WorkedEntry]:
        """The latest entries with a project and a task, day by day, the latest day first."""
        found = self._database.rows(
            """SELECT day, project_id, task_id, start_time, begun FROM entry
               WHERE day >= ? AND NOT deleted AND project_id NOT NULL AND task_id NOT NULL
               ORDER BY day DESC, id LIMIT ?""",
            ((today - timedelta(days=DAYS)).isoformat(), _MOST),
        )
        return [
            WorkedEntry(
                date.fromisoformat(raw["day"]), raw["project_id"], raw["task_id"], decode_time(raw["start_time"]),
                decode_datetime(raw["begun"]),
            )
            for raw in found
        ]  # fmt: skip

    def comments(self, today: date, pair: tuple[int, int] | None) -> list[str]:
        """Different short comments of one line: of the pair, then of its project, then others, latest first each."""
        project, task = pair or (None, None)
        found = self._database.rows(
            """SELECT comment, MAX((project_id IS :project) + (project_id IS :project AND task_id IS :task)) AS near
               FROM (SELECT * FROM entry
                     WHERE day >= :since AND NOT deleted AND length(comment) BETWEEN 1 AND 200
                           AND instr(comment, char(10)) = 0
                     ORDER BY day DESC, id DESC LIMIT :most)
               GROUP BY comment ORDER BY near DESC, MAX(day) DESC, MAX(id) DESC LIMIT :comments""",
            {
                "project": project, "task": task, "since": (today - timedelta(days=2 * DAYS)).isoformat(),
                "most": 5 * _MOST, "comments": _COMMENTS,
            },
        )  # fmt: skip
        return [raw["comment"] for raw in found]
