"""Every setting and every small fact, declared once with its default."""

import json
from typing import Any, Generic, TypeVar

from demitasse.domain.user import CLOCK_FORMATS, DATE_FORMATS, DURATION_FORMATS, WEEK_STARTS
from demitasse.store.database import Database
from demitasse.store.encoding import checksum

T = TypeVar("T", str, bool, int, dict[str, Any])


class Setting(Generic[T]):
    """A name, the value it has until somebody changes it, and the values it may have (empty: any of its type)."""

    __slots__ = ("choices", "default", "name")

    def __init__(self, name: str, default: T, choices: tuple[T, ...] = ()) -> None:
        """Declare a setting; its default also says its type."""
        self.name = name
        self.default: T = default
        self.choices: tuple[T, ...] = choices

    def takes(self, value: object) -> bool:
        """Whether it may have this value."""
        return type(value) is type(self.default) and (not self.choices or value in self.choices)


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

# What a person chooses; an empty text follows the account, the language or the desktop.
THEME = Setting("theme", "system", ("system", "light", "dark"))
LANGUAGE = Setting("language", "", ("", "en", "de"))
DATE_FORMAT = Setting("date_format", "", ("", *DATE_FORMATS))
CLOCK_FORMAT = Setting("clock_format", "", ("", *CLOCK_FORMATS))
DURATION_FORMAT = Setting("duration_format", "", ("", *DURATION_FORMATS))
WEEK_START = Setting("week_start", "", ("", *WEEK_STARTS))
ASK_AWAY = Setting("ask_away", True)  # noqa: FBT003
AWAY_S = Setting("away_s", 300, (180, 300, 600, 900, 1200, 1800, 3600))
"""An absence shorter than this is not asked about."""
REMIND_NO_TIMER = Setting("remind_no_timer", False)  # noqa: FBT003
WORK_BEGINS = Setting("work_begins", 9, tuple(range(5, 15)))
WARN_LONG = Setting("warn_long", True)  # noqa: FBT003
LONG_HOURS = Setting("long_hours", 10, (2, 3, 4, 6, 8, 10, 12))
REMIND_END = Setting("remind_end", False)  # noqa: FBT003
SPLIT_AT_MIDNIGHT = Setting("split_at_midnight", True)  # noqa: FBT003

CHOSEN: tuple[Setting[str] | Setting[int] | Setting[bool], ...] = (
    THEME, LANGUAGE, DATE_FORMAT, CLOCK_FORMAT, DURATION_FORMAT, WEEK_START, ASK_AWAY, AWAY_S, REMIND_NO_TIMER,
    WORK_BEGINS, WARN_LONG, LONG_HOURS, REMIND_END, SPLIT_AT_MIDNIGHT,
)  # fmt: skip
"""What a person may change, on the settings page and by `demitasse settings`."""


class Settings:
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
