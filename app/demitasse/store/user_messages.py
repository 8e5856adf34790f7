"""Messages about the timesheet's file, kept until each front end has shown them once."""

from typing import Any

from demitasse.domain.errors import LocalFault, Reason
from demitasse.store.database import Database
from demitasse.store.encoding import decode_reason, encode_reason
from demitasse.store.settings import USER_MESSAGES, SettingsTable

_KEPT = 5


class UserMessages:
    """The queue of messages for the user, in the settings."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._settings = SettingsTable(database)

    def add(self, reason: Reason) -> None:
        """Queue a message for the user, once. Call inside a transaction."""
        items, text = self._items(), encode_reason(reason)
        if any(item["reason"] == text and len(item["told"]) < 2 for item in items):
            return
        items.append({"reason": text, "told": []})
        self._settings.put(USER_MESSAGES, {"items": items[-_KEPT:]})

    def take(self, front_end: str) -> tuple[LocalFault, ...]:
        """Return the messages that `front_end` ("window", "terminal") has not shown, and mark them as shown.

        Raises LocalFault.
        """
        items = self._items()
        fresh = [item for item in items if front_end not in item["told"]]
        if fresh:
            for item in fresh:
                item["told"].append(front_end)
            with self._database.transaction():
                self._settings.put(USER_MESSAGES, {"items": items})
        reasons = (decode_reason(item["reason"]) for item in fresh)
        return tuple(LocalFault(reason.code, **reason.params) for reason in reasons if reason)

    def _items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._settings.get(USER_MESSAGES).get("items", [])
        return items
