"""What happened to the timesheet's file, kept until the person was told: once in the window, once in a terminal."""

from typing import Any

from demitasse.domain.errors import LocalFault
from demitasse.store.database import Database
from demitasse.store.settings import USER_MESSAGES, SettingsTable

_KEPT = 5


class UserMessages:
    """Sentences of the store to the person."""

    def __init__(self, database: Database) -> None:
        """Keep them in the settings of `database`."""
        self._database = database
        self._settings = SettingsTable(database)

    def add(self, message: str, next_step: str) -> None:
        """Have this told, inside a transaction; what waits to be told already is not told twice."""
        items = self._items()
        if any(one["message"] == message and len(one["told"]) < 2 for one in items):
            return
        items.append({"message": message, "next_step": next_step, "told": []})
        self._settings.put(USER_MESSAGES, {"items": items[-_KEPT:]})

    def take(self, face: str) -> tuple[LocalFault, ...]:
        """What `face` ("window", "terminal") has not told yet; from now on it has. Raises LocalFault."""
        items = self._items()
        fresh = [one for one in items if face not in one["told"]]
        if fresh:
            for one in fresh:
                one["told"].append(face)
            with self._database.transaction():
                self._settings.put(USER_MESSAGES, {"items": items})
        return tuple(LocalFault(one["message"], one["next_step"]) for one in fresh)

    def _items(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._settings.get(USER_MESSAGES).get("items", [])
        return found
