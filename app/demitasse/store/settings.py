"""The `setting` table, and what the program stores in it beside the user's settings: facts, and messages to show."""

import json
from typing import Any

from demitasse.domain.errors import LocalFault, Reason
from demitasse.domain.settings import Setting, T
from demitasse.store.database import Database
from demitasse.store.encoding import checksum, decode_reason, encode_reason

SERVER = Setting("server", "")
COMPANY = Setting("company", "")
EMAIL = Setting("email", "")
USER: Setting[dict[str, Any]] = Setting("user", {})
TOKEN_STORE = Setting("token_store", "keyring")
SIGNED_IN = Setting("signed_in", False)  # noqa: FBT003 - a default
LAST_SYNCED_AT = Setting("last_synced_at", "")
OFFLINE_SINCE = Setting("offline_since", "")
CATALOG_AT = Setting("catalog_at", "")
"""When the facts of the account were read completely."""
RATE_LIMIT: Setting[dict[str, Any]] = Setting("rate_limit", {})
"""What CoffeeCup last said about its throttle, and when."""
REFRESHED: Setting[dict[str, Any]] = Setting("refreshed", {})
"""When the last refreshes of the facts began."""
CATALOG_REVISION = Setting("catalog_revision", 0)
HIGH_WATER = Setting("high_water", 0)
REMINDED: Setting[dict[str, Any]] = Setting("reminded", {})
"""The last occasion of each kind of reminder."""
TAGS = Setting("tags", "")
"""What CoffeeCup does with the tags of new entries: "kept", "dropped", or not known yet (empty)."""
ZONES_TOLD = Setting("zones_told", "")
EARLY_TOLD = Setting("early_told", 0)
"""The account's zone and this computer's that the user was told about because they differ."""
GENERATION = Setting("generation", 0)
USER_MESSAGES: Setting[dict[str, Any]] = Setting("news", {})


class SettingsTable:
    """Reads and writes settings; a row that does not fit its checksum counts as missing.

    All settings are read at once, and again only after something may have changed them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._revision = -1
        self._rows: dict[str, tuple[str, int]] = {}
        self._intact: dict[str, tuple[str, int]] = {}

    def get(self, setting: Setting[T]) -> T:
        """Return the current value, or the default. Raises LocalFault."""
        if not self._database.revision_known or self._database.known_revision != self._revision:
            self._read_again()
        row = self._rows.get(setting.name)
        if row is None or not (row is self._intact.get(setting.name) or self._is_intact(setting, row)):
            return setting.default
        value: T = json.loads(row[0])
        return value

    def _read_again(self) -> None:
        if (revision := self._database.revision()) != self._revision:
            rows = self._database.rows("SELECT name, value, crc FROM setting")
            self._rows = {name: (value, crc) for name, value, crc in rows}
            self._revision = revision

    def _is_intact(self, setting: Setting[Any], row: tuple[str, int]) -> bool:
        """Return whether `row` fits its checksum and holds a value that the setting accepts."""
        name, value = setting.name, row[0]
        intact = self._intact.get(name) == row or (
            row[1] == checksum({"name": name, "value": value}) and setting.accepts(json.loads(value))
        )
        if intact:
            self._intact[name] = row
        return intact

    def put(self, setting: Setting[T], value: T) -> None:
        """Store a value. Requires an open transaction. Raises LocalFault."""
        row = {"name": setting.name, "value": json.dumps(value, ensure_ascii=False)}  # as ChecksummedTable does
        self._database.write(
            """INSERT INTO setting VALUES (:name, :value, :crc)
               ON CONFLICT (name) DO UPDATE SET value = excluded.value, crc = excluded.crc""",
            row | {"crc": checksum(row)},
        )

    def reset(self, setting: Setting[Any]) -> None:
        """Reset to the default. Requires an open transaction. Raises LocalFault."""
        self._database.write("DELETE FROM setting WHERE name = ?", (setting.name,))


_KEPT = 5


class UserMessages:
    """The messages about the timesheet's file, kept until each front end has shown them once."""

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

    def remove(self, *codes: str) -> None:
        """Remove the messages with these codes, which are not true any more. Call inside a transaction."""
        decoded = [(decode_reason(item["reason"]), item) for item in self._items()]
        self._settings.put(
            USER_MESSAGES, {"items": [item for reason, item in decoded if reason and reason.code not in codes]}
        )

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
