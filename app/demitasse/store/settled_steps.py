"""Steps of closing a day that the user has accepted as they are: a break, an overlap, an entry without a comment.

A step is named by its key (`domain.close_day`). Each belongs to an action, so that undo opens it again.
"""

from datetime import date

from demitasse.store.database import Database


class SettledSteps:
    """The `settled` table. Writes require an open transaction.

    `action` is the id of the action that settled the step, negative after that was undone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_day(self, day: date) -> frozenset[str]:
        """Return the keys of the settled steps of a day. Raises LocalFault."""
        rows = self._database.rows("SELECT key FROM settled WHERE day = ? AND action > 0", (day.isoformat(),))
        return frozenset([row["key"] for row in rows])

    def last_action(self, prefix: str) -> int:
        """Return the last action that has settled a key with this beginning and was not undone; 0 if there is none."""
        row = self._database.row(
            "SELECT COALESCE(MAX(action), 0) AS action FROM settled WHERE key >= ? AND key < ?", (prefix, f"{prefix}~")
        )
        return max(0, int(row["action"])) if row else 0

    def number_of(self, action_id: int) -> int:
        """Return how many steps an action has settled. Raises LocalFault."""
        row = self._database.row("SELECT COUNT(*) AS number FROM settled WHERE action = ?", (action_id,))
        return int(row["number"]) if row else 0

    def add(self, day: date, key: str, action_id: int) -> None:
        """Record that an action has settled a step, and delete those whose action cannot be redone any more."""
        self._database.write(
            "INSERT OR REPLACE INTO settled (day, key, action) VALUES (?, ?, ?)", (day.isoformat(), key, action_id)
        )
        self._database.write("DELETE FROM settled WHERE action < 0 AND -action NOT IN (SELECT id FROM journal)")

    def reopen(self, action_id: int) -> bool:
        """Open the steps again that an action has settled, because it was undone; return whether there were any."""
        rows = self._database.rows("SELECT key FROM settled WHERE action = ?", (action_id,))
        self._database.write("UPDATE settled SET action = -action WHERE action = ?", (action_id,))
        return bool(rows)

    def restore(self, action_id: int) -> bool:
        """Settle them again, because the action was redone; return whether there were any."""
        return self.reopen(-action_id)
