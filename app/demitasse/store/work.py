"""Sums of entries, for weeks, months and reports.

They are added up by SQLite, so that a year costs no more than a day on the screen. The checksums of the rows are not
checked here, as that would need every row: a damaged one counts until a list or the daily check finds it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from demitasse.domain.period import Work
from demitasse.domain.text_matching import SpecialParts, matched_words
from demitasse.store.database import Database
from demitasse.store.entries import NO_COLOR, name_or_unknown

Pair = tuple[int | None, int | None]
"""The ids of a project and a task."""

_WHERE = "FROM entry WHERE day BETWEEN :first AND :last AND NOT deleted AND NOT running"
_NAMES = f"""
    SELECT ids.project_id, ids.task_id, project.name AS project, project.color, client.name AS client,
           task.label AS task
    FROM (SELECT DISTINCT project_id, task_id {_WHERE}) AS ids
    LEFT JOIN project ON project.id = ids.project_id
    LEFT JOIN task ON task.id = ids.task_id
    LEFT JOIN client ON client.id = project.client_id"""  # noqa: S608 - the text is ours
_LIKE = "(comment LIKE '%' || :word{0} || '%') * {1}"
_NOT_ASCII = "length(CAST(comment AS BLOB)) > length(comment)"
"""LIKE knows the case of ASCII letters only; other parts of comments are read by `SpecialParts`, which takes longer."""


def names(database: Database, first: date, last: date) -> dict[Pair, Work]:
    """Return the names of all projects and tasks of entries of these days (inclusive), without figures."""
    rows = database.rows(_NAMES, _values(first, last, ()))
    return {
        (row["project_id"], row["task_id"]): Work(
            first, row["client"] or "", row["project_id"], name_or_unknown(row["project"], row["project_id"]),
            row["task_id"], name_or_unknown(row["task"], row["task_id"]), row["color"] or NO_COLOR, 0, 0,
        )
        for row in rows
    }  # fmt: skip


def last_day(database: Database, first: date, last: date) -> date | None:
    """Return the last of these days (inclusive) that has an entry."""
    query = "SELECT MAX(day) FROM entry WHERE day BETWEEN ? AND ? AND NOT deleted"
    found = database.rows(query, (first.isoformat(), last.isoformat()))[0][0]
    return date.fromisoformat(found) if found else None


def by_pair(database: Database, first: date, last: date, words: tuple[str, ...]) -> list[tuple[Pair, int, int, int]]:
    """Return pairs, the seconds and the number of entries that do not run, and which words are in their comments.

    The last value has a bit for each of the folded `words`; a pair has a row for each such value. Raises LocalFault.
    """
    query = f"""SELECT project_id, task_id, SUM(duration_s), COUNT(*), {_bits(database, words)} AS found {_WHERE}
                GROUP BY project_id, task_id, found"""
    rows = database.rows(query, _values(first, last, words))
    return [((project, task), seconds, number, found) for project, task, seconds, number, found in rows]


def by_day(
    database: Database, first: date, last: date, words: tuple[str, ...], matched: Mapping[Pair, int] | None
) -> list[tuple[date, int, int]]:
    """Return days, and the seconds and the number of their entries that do not run.

    Only entries count whose pair is in `matched`, if it is given, and in whose comment those of the folded `words`
    occur that did not occur in their names: `matched` has a bit for each that did. Raises LocalFault.
    """
    condition = ""
    if matched is not None:

        def names_match(project_id: int | None, task_id: int | None) -> int | None:
            return matched.get((project_id, task_id))

        database.define(names_match, 2)
        bits = _bits(database, words)
        condition = f"AND (names_match(project_id, task_id) | {bits}) = :every"
    query = f"SELECT day, SUM(duration_s), COUNT(*) {_WHERE} {condition} GROUP BY day"
    rows = database.rows(query, _values(first, last, words))
    return [(date.fromisoformat(day), seconds, number) for day, seconds, number in rows]


def by_day_and_project(database: Database, first: date, last: date) -> list[tuple[date, int | None, int]]:
    """Return days, projects, and the seconds of their entries that do not run. Raises LocalFault."""
    query = f"SELECT day, project_id, SUM(duration_s) {_WHERE} GROUP BY day, project_id"
    rows = database.rows(query, _values(first, last, ()))
    return [(date.fromisoformat(day), project, seconds) for day, project, seconds in rows]


def _bits(database: Database, words: tuple[str, ...]) -> str:
    """Return SQL for the words that occur in a comment, as a bit for each."""
    if not words:
        return "0"

    parts = SpecialParts(words)

    def words_in(comment: str) -> int:
        if "\0" in comment:  # where LIKE ends
            return matched_words(comment, words)
        return parts.matched(comment)

    database.define(words_in, 1)
    likes = " + ".join([_LIKE.format(number, 1 << number) for number in range(len(words))])
    return f"(({likes}) | CASE WHEN {_NOT_ASCII} THEN words_in(comment) ELSE 0 END)"


def _values(first: date, last: date, words: tuple[str, ...]) -> dict[str, Any]:
    texts = {f"word{number}": word for number, word in enumerate(words)}
    return {"first": first.isoformat(), "last": last.isoformat(), "every": (1 << len(words)) - 1} | texts
