"""The words of the checks of `demitasse doctor`: what was found, and one thing that helps."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLocale

from demitasse.domain.doctor import CHECKS, RESULTS, CheckState, Finding, Found
from demitasse.domain.errors import Reason
from demitasse.ui.text import formats, messages
from demitasse.ui.text.wording import plain, translate

T = QT_TRANSLATE_NOOP
# fmt: off
TITLES: dict[str, Any] = dict(zip(CHECKS, (
    T("Doctor", "Tray icon"), T("Doctor", "Clicks on the icon"), T("Doctor", "Place of the window"),
    T("Doctor", "Notifications"), T("Doctor", "Keyring"), T("Doctor", "Start at login"), T("Doctor", "Away"),
    T("Doctor", "Sleep"), T("Doctor", "Global shortcuts"), T("Doctor", "Clock"), T("Doctor", "Time zone"),
    T("Doctor", "Disk"), T("Doctor", "Timesheet"), T("Doctor", "Server"), T("Doctor", "Calls to CoffeeCup"),
    T("Doctor", "Installation"),
), strict=True))
STATES: dict[CheckState, Any] = {
    CheckState.OK: T("Doctor", "works"),
    CheckState.OFF: T("Doctor", "off"),
    CheckState.LIMITED: T("Doctor", "limited"),
    CheckState.BROKEN: T("Doctor", "broken"),
}
_AGAIN = T("Doctor", "Start Demitasse, then check again.")
WORDS: dict[str, tuple[Any, Any]] = {
    Found.NO_DESKTOP: (T("Doctor", "There is no desktop in this session."), ""),
    Found.NOT_RUNNING: (T("Doctor", "The tray app does not answer."), _AGAIN),
    Found.TOO_SLOW: (T("Doctor", "No answer in time."),
        T("Doctor", "Check again; if it stays like this, restart that part.")),
    Found.BUG: (T("Doctor", "This check has a bug ({kind})."), T("Doctor", "Report it with the log.")),
    Found.TRAY_SHOWN: (T("Doctor", "Shown by the panel"), ""),
    Found.TRAY_HOST: (T("Doctor", "The panel shows icons"), ""),
    Found.TRAY_NONE: (T("Doctor", "No panel shows it; Demitasse is a window here"),
        T("Doctor", "On GNOME, install the extension AppIndicator.")),
    Found.TRAY_NOT_SHOWN: (T("Doctor", "The panel shows icons, but not this one."),
        T("Doctor", "Quit Demitasse and start it again.")),
    Found.CLICKS_ARRIVE: (T("Doctor", "These have arrived: {buttons}"), ""),
    Found.CLICKS_NONE_YET: (T("Doctor", "None has arrived since Demitasse started."),
        T("Doctor", "Click the icon, then check again.")),
    Found.CLICKS_OPEN_MENU: (T("Doctor", "A click opens the menu on this desktop."),
        T("Doctor", "Click twice, or choose Open Demitasse in the menu.")),
    Found.PLACED_AT_ICON: (T("Doctor", "Beside the icon"), ""),
    Found.PLACED_AT_PANEL: (T("Doctor", "At the panel; the desktop does not say where the icon is"), ""),
    Found.PLACED_BY_DESKTOP: (T("Doctor", "Where the desktop puts it: on Wayland no program chooses"), ""),
    Found.PLACED_AS_WINDOW: (T("Doctor", "A window with a frame, as there is no tray"), ""),
    Found.NOTES_WITH_BUTTONS: (T("Doctor", "Shown, with buttons"), ""),
    Found.NOTES_WITHOUT_BUTTONS: (T("Doctor", "Shown, without buttons"), T("Doctor", "Answer in this window.")),
    Found.NOTES_BY_SYSTEM: (T("Doctor", "Shown by the system"), ""),
    Found.NOTES_NONE: (T("Doctor", "No program shows them."), T("Doctor", "Install one, such as dunst or mako.")),
    Found.KEYRING_OPEN: (T("Doctor", "{backend}, unlocked"), ""),
    Found.KEYRING_SHUT: (T("Doctor", "{backend}, locked; unlock it in the system"), ""),
    Found.KEYRING_ABSENT: (T("Doctor", "There is none; the session is kept in a file, or until Demitasse quits."),
        T("Doctor", "Install gnome-keyring or KWallet, then sign in again.")),
    Found.LOGIN_ON: (T("Doctor", "On"), ""),
    Found.LOGIN_OFF: (T("Doctor", "Off"), ""),
    Found.LOGIN_BLOCKED: (T("Doctor", "Switched off in the system's own settings."),
        T("Doctor", "Switch it on there.")),
    Found.IDLE_KNOWN: (T("Doctor", "{source} reports how long nobody has been here"), ""),
    Found.IDLE_UNKNOWN: (T("Doctor", "Only sleep is noticed; this desktop can’t detect idle time"), ""),
    Found.SLEEP_ANNOUNCED: (T("Doctor", "The system announces it"), ""),
    Found.SLEEP_BY_CLOCK: (T("Doctor", "The clock shows it afterwards, within a minute"), ""),
    Found.SHORTCUTS_SET: (T("Doctor", "{number} set"), ""),
    Found.SHORTCUTS_OFF: (T("Doctor", "Off"), ""),
    Found.SHORTCUTS_NONE: (T("Doctor", "Not for programs here. Bind “{command}” in the system’s settings"), ""),
    Found.CLOCK_RIGHT: (T("Doctor", "{offset_ms} from CoffeeCup’s, zone {zone}"), ""),
    Found.CLOCK_WRONG: (T("Doctor", "{offset_ms} from CoffeeCup’s, zone {zone}; times are booked wrongly."),
        T("Doctor", "Have the system set its clock from the network.")),
    Found.CLOCK_UNCHECKED: (T("Doctor", "Not compared with CoffeeCup’s, zone {zone}"), ""),
    Found.ZONE_SAME: (T("Doctor", "{zone}, also on this computer"), ""),
    Found.ZONE_DIFFERS: (T("Doctor", "Days and times are in {zone}; this computer is in {computer}."),
        T("Doctor", "Choose in the settings.")),
    Found.ZONE_NOT_HERE: (T("Doctor", "CoffeeCup’s zone {zone} is not known here; this computer’s is used."),
        T("Doctor", "Install the system’s time zone data (tzdata).")),
    Found.DISK_ROOMY: (T("Doctor", "{free_bytes} free, timesheet {size_bytes}"), ""),
    Found.DISK_LOW: (T("Doctor", "{free_bytes} free, timesheet {size_bytes}"),
        T("Doctor", "Make room, or nothing can be saved soon.")),
    Found.DATABASE_SOUND: (T("Doctor", "No damage found; entries: {entries}"), ""),
    Found.SERVER_ANSWERED: (T("Doctor", "{host} answered in {took_ms}"), ""),
    Found.SERVER_UNSET: (T("Doctor", "Nobody has signed in."), ""),
    Found.ONLY_MACOS: (T("Doctor", "Only macOS shows it."), ""),
    Found.BUDGET_FREE: (T("Doctor", "{used} of {limit} used now, {today} today"), ""),
    Found.BUDGET_PAUSED: (T("Doctor", "CoffeeCup asked for a pause until {until}."), ""),
    Found.BUDGET_SPENT: (T("Doctor", "All calls of today are used up ({today})."),
        T("Doctor", "Report it; this is a bug.")),
    Found.INSTALLED: (T("Doctor", "Demitasse {version} on Python {python}, complete"), ""),
    Found.INSTALLED_PARTLY: (T("Doctor", "{part} is missing."), T("Doctor", "Install Demitasse again.")),
    Found.INSTALLED_OTHER_RUNS: (T("Doctor", "This is version {version}, but {running} runs in the tray."),
        T("Doctor", "Quit Demitasse and start it again.")),
}
"""What was found, and one thing that helps."""
_BUTTONS = {"left": T("Doctor", "left"), "middle": T("Doctor", "middle"), "right": T("Doctor", "right")}
# fmt: on


def title(check: str) -> str:
    """Return the name of a check."""
    return translate("Doctor", str(TITLES[check]))


def said(finding: Finding) -> str:
    """Return what was found and what helps."""
    if finding.code not in RESULTS:
        return messages.whole(Reason(finding.code, finding.params))
    figures = {name: _figure(name, value) for name, value in finding.params.items()}
    sentences = (translate("Doctor", str(words)).format(**figures) for words in WORDS[finding.code] if words)
    return plain(" ".join(sentences))


def _figure(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(translate("Doctor", str(_BUTTONS.get(one, one))) for one in value)
    if isinstance(value, datetime):
        return formats.time_of_day(formats.local_datetime(value).time())
    if name.endswith("_ms"):
        return f"{QLocale().toString(value / 1000, 'f', 1)} s"
    if name.endswith("_bytes"):
        return QLocale().formattedDataSize(value, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
    return QLocale().toString(value) if isinstance(value, int) else str(value)
