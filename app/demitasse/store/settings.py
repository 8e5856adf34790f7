"""Every setting and every small fact, declared once with its default."""

import json
from typing import Any

from demitasse.domain.settings import Setting, T
from demitasse.store.database import Database
from demitasse.store.encoding import checksum

SERVER = Setting("server", "")
COMPANY = Setting("company", "")
EMAIL = Setting("email", "")
USER: Setting[dict[str, Any]] = Setting("user", {})
TOKEN_STORE = Setting("token_store", "keyring")
SIGNED_IN = Setting("signed_in", False)  # noqa: FBT003 - a default
LAST_SYNCED_AT = Setting("last_synced_at", "")
OFFLINE_SINCE = Setting("offline_since", "")
CATALOG_AT = Setting("catalog_at", "")
CATALOG_REVISION = Setting("catalog_revision", 0)
HIGH_WATER = Setting("high_water", 0)
REMINDED: Setting[dict[str, Any]] = Setting("reminded", {})
"""The last occasion of each kind of reminder."""
TAGS = Setting("tags", "")
"""What CoffeeCup does with the marks of ours on entries: "kept", "dropped", or not known yet (empty)."""
GENERATION = Setting("generation", 0)
NEWS: Setting[dict[str, Any]] = Setting("news", {})


class SettingsTable:
    """Reads and writes settings; one that its disk has damaged counts as the default."""

    def __init__(self, database: Database) -> None:
        """Work on the setting table of `database`."""
        self._database = database

    def get(self, setting: Setting[T]) -> T:
        """The present value. Raises LocalFault."""
        row = self._database.row("SELECT * FROM setting WHERE name = ?", (setting.name,))
        if row is None or row["crc"] != checksum({"name": setting.name, "value": row["value"]}):
            return setting.default
        value: Any = json.loads(row["value"])
        found: T = value if setting.takes(value) else setting.default
        return found

    def put(self, setting: Setting[T], value: T) -> None:
        """Store a value, inside a transaction. Raises LocalFault."""
        row = {"name": setting.name, "value": json.dumps(value, ensure_ascii=False)}  # a row as store.sealed writes it
        self._database.write(
            """INSERT INTO setting VALUES (:name, :value, :crc)
               ON CONFLICT (name) DO UPDATE SET value = excluded.value, crc = excluded.crc""",
            row | {"crc": checksum(row)},
        )

    def forget(self, setting: Setting[Any]) -> None:
        """Go back to the default, inside a transaction. Raises LocalFault."""
        self._database.write("DELETE FROM setting WHERE name = ?", (setting.name,))
