"""Every setting and every small fact, declared once with its default."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from demitasse.store.database import Database

T = TypeVar("T", str, bool, int, dict[str, Any])


class Setting(Generic[T]):
    """A name, and the value it has until somebody changes it."""

    __slots__ = ("default", "name")

    def __init__(self, name: str, default: T) -> None:
        """Declare a setting; its default also says its type."""
        self.name = name
        self.default: T = default


SERVER = Setting("server", "")
COMPANY = Setting("company", "")
EMAIL = Setting("email", "")
USER: Setting[dict[str, Any]] = Setting("user", {})
TOKEN_STORE = Setting("token_store", "keyring")
SIGNED_IN = Setting("signed_in", False)  # noqa: FBT003 - a default
LAST_SYNCED_AT = Setting("last_synced_at", "")
OFFLINE_SINCE = Setting("offline_since", "")
CATALOG_AT = Setting("catalog_at", "")
HIGH_WATER = Setting("high_water", 0)
THEME = Setting("theme", "system")


class Settings:
    """Reads and writes settings; an unreadable value counts as the default."""

    def __init__(self, database: Database) -> None:
        """Work on the setting table of `database`."""
        self._database = database

    def get(self, setting: Setting[T]) -> T:
        """The present value. Raises LocalFault."""
        row = self._database.row("SELECT value FROM setting WHERE name = ?", (setting.name,))
        if row is None:
            return setting.default
        value: Any = json.loads(row["value"])
        found: T = value if isinstance(value, type(setting.default)) else setting.default
        return found

    def put(self, setting: Setting[T], value: T) -> None:
        """Store a value, inside a transaction. Raises LocalFault."""
        self._database.write(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (setting.name, json.dumps(value, ensure_ascii=False)),
        )

    def forget(self, setting: Setting[Any]) -> None:
        """Go back to the default, inside a transaction. Raises LocalFault."""
        self._database.write("DELETE FROM setting WHERE name = ?", (setting.name,))
