"""What `demitasse doctor` checks, what each check can find, and how bad that is. Each front end has the words."""

from enum import StrEnum
from typing import Any, NamedTuple


class CheckState(StrEnum):
    """How well a part works."""

    OK = "ok"
    OFF = "off"
    """Not switched on, or not in use; nothing is wrong."""
    LIMITED = "limited"
    """It works as far as this desktop allows."""
    BROKEN = "broken"


CHECKS = (
    "tray", "clicks", "placement", "notifications", "keyring", "login", "idle", "sleep", "shortcuts", "clock", "zone",
    "disk", "database", "server", "throttle", "installation",
)  # fmt: skip
"""The names of all checks, in the order in which they are shown."""


class Found:
    """What a check found. A check may also end with a FaultCode, which counts as broken."""

    NO_DESKTOP, NOT_RUNNING, TOO_SLOW, BUG = "no_desktop", "not_running", "check_too_slow", "check_bug"
    TRAY_SHOWN, TRAY_HOST, TRAY_NONE, TRAY_NOT_SHOWN = "tray_shown", "tray_host", "tray_none", "tray_not_shown"
    CLICKS_ARRIVE, CLICKS_NONE_YET, CLICKS_OPEN_MENU = "clicks_arrive", "clicks_none_yet", "clicks_open_menu"
    PLACED_AT_ICON, PLACED_AT_PANEL = "placed_at_icon", "placed_at_panel"
    PLACED_BY_DESKTOP, PLACED_AS_WINDOW = "placed_by_desktop", "placed_as_window"
    NOTES_WITH_BUTTONS, NOTES_WITHOUT_BUTTONS = "notes_with_buttons", "notes_without_buttons"
    NOTES_BY_SYSTEM, NOTES_NONE = "notes_by_system", "notes_none"
    KEYRING_OPEN, KEYRING_SHUT, KEYRING_ABSENT = "keyring_open", "keyring_shut", "keyring_absent"
    LOGIN_ON, LOGIN_OFF, LOGIN_BLOCKED = "login_on", "login_off", "login_blocked"
    IDLE_KNOWN, IDLE_UNKNOWN = "idle_known", "idle_unknown"
    SLEEP_ANNOUNCED, SLEEP_BY_CLOCK = "sleep_announced", "sleep_by_clock"
    SHORTCUTS_SET, SHORTCUTS_OFF, SHORTCUTS_NONE = "shortcuts_set", "shortcuts_off", "shortcuts_none"
    CLOCK_RIGHT, CLOCK_WRONG, CLOCK_UNCHECKED = "clock_right", "clock_wrong", "clock_unchecked"
    ZONE_SAME, ZONE_DIFFERS, ZONE_NOT_HERE = "zone_same", "zone_differs", "zone_not_here"
    DISK_ROOMY, DISK_LOW = "disk_roomy", "disk_low"
    DATABASE_SOUND = "database_sound"
    SERVER_ANSWERED, SERVER_UNSET = "server_answered", "server_unset"
    ONLY_MACOS = "only_macos"
    BUDGET_FREE, BUDGET_PAUSED, BUDGET_SPENT = "budget_free", "budget_paused", "budget_spent"
    INSTALLED, INSTALLED_PARTLY, INSTALLED_OTHER_RUNS = "installed", "installed_partly", "installed_other_runs"


_O, _F, _L, _B = CheckState.OK, CheckState.OFF, CheckState.LIMITED, CheckState.BROKEN
RESULTS: dict[str, tuple[CheckState, tuple[str, ...]]] = {
    Found.NO_DESKTOP: (_F, ()),
    Found.NOT_RUNNING: (_F, ()),
    Found.TOO_SLOW: (_B, ()),
    Found.BUG: (_B, ("kind",)),
    Found.TRAY_SHOWN: (_O, ()),
    Found.TRAY_HOST: (_O, ()),
    Found.TRAY_NONE: (_L, ()),
    Found.TRAY_NOT_SHOWN: (_B, ()),
    Found.CLICKS_ARRIVE: (_O, ("buttons",)),
    Found.CLICKS_NONE_YET: (_F, ()),
    Found.CLICKS_OPEN_MENU: (_L, ()),
    Found.PLACED_AT_ICON: (_O, ()),
    Found.PLACED_AT_PANEL: (_L, ()),
    Found.PLACED_BY_DESKTOP: (_L, ()),
    Found.PLACED_AS_WINDOW: (_L, ()),
    Found.NOTES_WITH_BUTTONS: (_O, ("service",)),
    Found.NOTES_WITHOUT_BUTTONS: (_L, ("service",)),
    Found.NOTES_BY_SYSTEM: (_O, ()),
    Found.NOTES_NONE: (_B, ()),
    Found.KEYRING_OPEN: (_O, ("backend",)),
    Found.KEYRING_SHUT: (_L, ("backend",)),
    Found.KEYRING_ABSENT: (_L, ()),
    Found.LOGIN_ON: (_O, ()),
    Found.LOGIN_OFF: (_F, ()),
    Found.LOGIN_BLOCKED: (_L, ()),
    Found.IDLE_KNOWN: (_O, ("source",)),
    Found.IDLE_UNKNOWN: (_L, ()),
    Found.SLEEP_ANNOUNCED: (_O, ()),
    Found.SLEEP_BY_CLOCK: (_L, ()),
    Found.SHORTCUTS_SET: (_O, ("number",)),
    Found.SHORTCUTS_OFF: (_F, ()),
    Found.SHORTCUTS_NONE: (_L, ("command",)),
    Found.CLOCK_RIGHT: (_O, ("offset_ms", "zone")),
    Found.CLOCK_WRONG: (_B, ("offset_ms", "zone")),
    Found.CLOCK_UNCHECKED: (_F, ("zone",)),
    Found.ZONE_SAME: (_O, ("zone",)),
    Found.ZONE_DIFFERS: (_L, ("zone", "computer")),
    Found.ZONE_NOT_HERE: (_B, ("zone",)),
    Found.DISK_ROOMY: (_O, ("free_bytes", "size_bytes")),
    Found.DISK_LOW: (_B, ("free_bytes", "size_bytes")),
    Found.DATABASE_SOUND: (_O, ("entries",)),
    Found.SERVER_ANSWERED: (_O, ("host", "took_ms")),
    Found.SERVER_UNSET: (_F, ()),
    Found.ONLY_MACOS: (_L, ()),
    Found.BUDGET_FREE: (_O, ("used", "limit", "today")),
    Found.BUDGET_PAUSED: (_L, ("until",)),
    Found.BUDGET_SPENT: (_B, ("today",)),
    Found.INSTALLED: (_O, ("version", "python")),
    Found.INSTALLED_PARTLY: (_B, ("part",)),
    Found.INSTALLED_OTHER_RUNS: (_L, ("version", "running")),
}
"""The state and the figures of each result; names of figures end in their unit."""

PRIVATE = frozenset({"host"})
"""Figures that may name a person, a company or a folder: they are left out of a support bundle."""


class Finding(NamedTuple):
    """The result of one check: a code of `Found` or a FaultCode, with its figures."""

    check: str
    code: str
    params: dict[str, Any] = {}  # noqa: RUF012 - never changed

    @property
    def state(self) -> CheckState:
        """How well the part works."""
        return RESULTS.get(self.code, (CheckState.BROKEN, ()))[0]

    def without_names(self) -> "Finding":
        """Return the finding without what may name a person, a company or a folder.

        Of a fault only numbers are left: its words may be the server's, or the name of a file.
        """
        known = set(RESULTS.get(self.code, (_B, ()))[1]) - PRIVATE
        kept = {name: value for name, value in self.params.items() if name in known or isinstance(value, int)}
        return self._replace(params=kept)


def worst(findings: tuple[Finding, ...]) -> CheckState:
    """Return the worst state; parts that are off count as fine."""
    return max((finding.state for finding in findings), key=[_O, _F, _L, _B].index, default=_O)
