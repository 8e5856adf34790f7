"""The words of the checks of `demitasse doctor`: what was found, and one thing that helps."""

from datetime import datetime
from typing import Any

from demitasse.cli import messages
from demitasse.cli.formats import local_datetime
from demitasse.domain.doctor import RESULTS, Finding, Found
from demitasse.domain.errors import Reason

# fmt: off
_START = "Start Demitasse, then run demitasse doctor again."
_IN_SETTINGS = "Switch it on in the settings of Demitasse."
WORDS: dict[str, tuple[str, str]] = {
    Found.NO_DESKTOP: ("There is no desktop in this session.", "Run demitasse doctor in a terminal of the desktop."),
    Found.NOT_RUNNING: ("The tray app does not run.", _START),
    Found.TOO_SLOW: ("No answer in time.", "Run demitasse doctor again; if it stays like this, restart that part."),
    Found.BUG: ("This check has a bug ({kind}).", "Report it with the log."),
    Found.TRAY_SHOWN: ("Shown by the panel.", ""),
    Found.TRAY_HOST: ("The panel shows icons.", ""),
    Found.TRAY_NONE: ("No panel shows icons; Demitasse is a window here.",
        "On GNOME, install the extension AppIndicator."),
    Found.TRAY_NOT_SHOWN: ("The panel shows icons, but not this one.", "Quit Demitasse and start it again."),
    Found.CLICKS_ARRIVE: ("These have arrived: {buttons}.", ""),
    Found.CLICKS_NONE_YET: ("None has arrived since Demitasse started.", "Click the icon, then check again."),
    Found.CLICKS_OPEN_MENU: ("A click opens the menu on this desktop; none has arrived.",
        "Click twice, or choose Open Demitasse in the menu."),
    Found.PLACED_AT_ICON: ("Beside the icon.", ""),
    Found.PLACED_AT_PANEL: ("At the panel; the desktop does not say where the icon is.", ""),
    Found.PLACED_BY_DESKTOP: ("Where the desktop puts it: on Wayland no program chooses.", ""),
    Found.PLACED_AS_WINDOW: ("A window with a frame, as there is no tray.", ""),
    Found.NOTES_WITH_BUTTONS: ("Shown by {service}, with buttons.", ""),
    Found.NOTES_WITHOUT_BUTTONS: ("Shown by {service}, without buttons.", "Answer in the window of Demitasse."),
    Found.NOTES_BY_SYSTEM: ("Shown by the system.", ""),
    Found.NOTES_NONE: ("No program shows them.", "Install one, such as dunst or mako."),
    Found.KEYRING_OPEN: ("{backend}, unlocked.", ""),
    Found.KEYRING_SHUT: ("{backend}, locked.", "Unlock it in the system."),
    Found.KEYRING_ABSENT: ("There is none; the session is kept in a file, or until Demitasse quits.",
        "Install gnome-keyring or KWallet, then sign in again."),
    Found.LOGIN_ON: ("On.", ""),
    Found.LOGIN_OFF: ("Off.", _IN_SETTINGS),
    Found.LOGIN_BLOCKED: ("Switched off in the system's own settings.", "Switch it on there."),
    Found.IDLE_KNOWN: ("{source} reports how long nobody has been here.", ""),
    Found.IDLE_UNKNOWN: ("Only sleep is noticed; this desktop can't detect idle time.", ""),
    Found.SLEEP_ANNOUNCED: ("The system announces it.", ""),
    Found.SLEEP_BY_CLOCK: ("The clock shows it afterwards, within a minute.", ""),
    Found.SHORTCUTS_SET: ("{number} set.", ""),
    Found.SHORTCUTS_OFF: ("Off.", _IN_SETTINGS),
    Found.SHORTCUTS_NONE: ("Not for programs here.", "Bind “{command}” in the system's settings."),
    Found.CLOCK_RIGHT: ("{offset_ms} from CoffeeCup's, zone {zone}.", ""),
    Found.CLOCK_WRONG: ("{offset_ms} from CoffeeCup's, zone {zone}; times are booked wrongly.",
        "Have the system set its clock from the network."),
    Found.CLOCK_UNCHECKED: ("Not compared with CoffeeCup's, zone {zone}.", ""),
    Found.ZONE_SAME: ("{zone}, also on this computer.", ""),
    Found.ZONE_DIFFERS: ("Days and times are in {zone}; this computer is in {computer}.",
        "Choose with: demitasse settings time_zone computer"),
    Found.ZONE_NOT_HERE: ("CoffeeCup's zone {zone} is not known here; this computer's is used.",
        "Install the system's time zone data (tzdata)."),
    Found.DISK_ROOMY: ("{free_bytes} free, timesheet {size_bytes}.", ""),
    Found.DISK_LOW: ("{free_bytes} free, timesheet {size_bytes}.", "Make room, or nothing can be saved soon."),
    Found.DATABASE_SOUND: ("No damage found; entries: {entries}.", ""),
    Found.SERVER_ANSWERED: ("{host} answered in {took_ms}.", ""),
    Found.SERVER_UNSET: ("Nobody has signed in.", "Sign in with: demitasse login"),
    Found.ONLY_MACOS: ("Only macOS shows it.", ""),
    Found.BUDGET_FREE: ("{used} of {limit} used now, {today} today.", ""),
    Found.BUDGET_PAUSED: ("CoffeeCup asked for a pause until {until}.", "Nothing has to be done."),
    Found.BUDGET_SPENT: ("All calls of today are used up ({today}).", "Report it; this is a bug."),
    Found.INSTALLED: ("Demitasse {version} on Python {python}, complete.", ""),
    Found.INSTALLED_PARTLY: ("{part} is missing.", "Install Demitasse again."),
    Found.INSTALLED_OTHER_RUNS: ("This is version {version}, but {running} runs in the tray.",
        "Run demitasse quit, and start it again."),
}
"""What was found, and one thing that helps."""
# fmt: on


def said(finding: Finding) -> tuple[str, str]:
    """Return what was found, and what helps; empty if nothing has to be done."""
    if finding.code not in RESULTS:
        reason = Reason(finding.code, finding.params)
        return messages.what_happened(reason), messages.next_step(reason)
    figures = {name: _figure(name, value) for name, value in finding.params.items()}
    what, remedy = WORDS[finding.code]
    return what.format(**figures), remedy.format(**figures)


def _figure(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, datetime):
        return f"{local_datetime(value):%H:%M}"
    if name.endswith("_ms"):
        return f"{value / 1000:.1f} s"
    return size(value) if name.endswith("_bytes") else str(value)


def size(number: int) -> str:
    """Return bytes as "3 MB" or "12 GB"."""
    amount, units = float(number), iter(("B", "KB", "MB", "GB"))
    unit = next(units)
    while amount >= 1000 and (larger := next(units, "")):
        amount, unit = amount / 1000, larger
    return f"{amount:.0f} {unit}"
