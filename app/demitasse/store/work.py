"""Sums of entries by day, project and task, for weeks, months and reports.

They are added up by SQLite, so that a year costs no more than a day on the screen. The checksums of the rows are not
checked here, as that would need every row: a damaged one counts until a list or the daily check finds it.
"""

from datetime import date
from typing import Any

from demitasse.domain.period import Work
from demitasse.domain.text_matching import contains_folded
from demitasse.store.database import Database
from demitasse.store.entries import NO_COLOR, name_or_unknown

_SUMS = """
    SELECT sums.*, project.name AS project, project.color AS color, client.name AS client,
           task.label AS task
    FROM (SELECT day, project_id, task_id, {matched} AS matched, SUM(duration_s) AS seconds, COUNT(*) AS entries
          FROM entry WHERE day BETWEEN :first AND :last AND NOT deleted AND NOT running
          GROUP BY day, project_id, task_id, matched) AS sums
    LEFT JOIN project ON project.id = sums.project_id
    LEFT JOIN task ON task.id = sums.task_id
    LEFT JOIN client ON client.id = project.client_id
    ORDER BY day"""
_MATCHED = """
    CASE WHEN comment LIKE '%' || :word{0} || '%' THEN {1}
         WHEN length(CAST(comment AS BLOB)) > length(comment) AND contains_folded(comment, :word{0}) THEN {1}
         ELSE 0 END"""
"""LIKE knows the case of ASCII letters only; other comments are folded, which takes longer."""


def stopped_work(database: Database, first: date, last: date, words: tuple[str, ...] = ()) -> list[Work]:
    """Return the sums of entries whose timers do not run, of these days (inclusive), the earliest first.

    `matched` says which of the folded `words` occur in the comments. Raises LocalFault.
    """
    if words:
        database.define(contains_folded, 2)
    values: dict[str, Any] = {"first": first.isoformat(), "last": last.isoformat()}
    values |= {f"word{number}": word for number, word in enumerate(words)}
    matched = " + ".join([_MATCHED.format(number, 1 << number) for number in range(len(words))]) or "0"
    return [
        Work(
            date.fromisoformat(row["day"]), row["client"] or "",
            row["project_id"], name_or_unknown(row["project"], row["project_id"]),
            row["task_id"], name_or_unknown(row["task"], row["task_id"]),
            row["color"] or NO_COLOR, row["seconds"], row["entries"], row["matched"],
        )
        for row in database.rows(_SUMS.format(matched=matched), values)
    ]  # fmt: skip
