"""Try what this desktop offers: tray, notifications, keyring, start at login, idle time and the signal of a sleep.

`report` is what a running tray app says about itself (`ipc_client.ask`); empty if none runs.
"""

import ctypes
import os
import sys
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from demitasse.desktop import keyring
from demitasse.desktop.autostart import AutostartState, autostart
from demitasse.desktop.dbus import SessionBus
from demitasse.desktop.idle import open_source
from demitasse.desktop.notifier import INTERFACE, NOTIFICATIONS_PATH
from demitasse.domain.doctor import Finding, Found
from demitasse.domain.errors import FaultCode, LocalFault

WATCHER = "org.kde.StatusNotifierWatcher"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_LOGIN = "org.freedesktop.login1"
_XEMBED = b"_NET_SYSTEM_TRAY_S0"
_AWAY_S = 300.0
_WAKE_S = 1.5
"""Seconds for a service that may have to be started first."""
_OPEN_COMMAND = "demitasse toggle"
"""What a shortcut of the desktop's own settings can start."""
_LOGIN_RESULTS = {
    AutostartState.ON: Found.LOGIN_ON,
    AutostartState.OFF: Found.LOGIN_OFF,
    AutostartState.BLOCKED: Found.LOGIN_BLOCKED,
}
_KEYRING_RESULTS = {
    FaultCode.KEYRING_MISSING: Found.KEYRING_ABSENT,
    FaultCode.KEYRING_SLOW: Found.TOO_SLOW,  # Within seconds, the keyring may be slow, or the computer.
}

Report = Mapping[str, Any]


def tray(report: Report) -> Finding:
    """Find out whether a panel takes icons, and whether the one of the running tray app is among them."""
    if not _has_desktop():
        return Finding("tray", Found.NO_DESKTOP)
    if sys.platform != "linux":
        return Finding("tray", Found.TRAY_SHOWN if report else Found.TRAY_HOST)
    shown = _notifier_shows(int(report.get("pid", 0)))
    if shown is None and not _has_xembed_tray():
        return Finding("tray", Found.TRAY_NONE)
    if not report:
        return Finding("tray", Found.TRAY_HOST)
    return Finding("tray", Found.TRAY_SHOWN if report.get("tray") and shown is not False else Found.TRAY_NOT_SHOWN)


def clicks(report: Report) -> Finding:
    """Say which clicks on the icon have arrived since the tray app started."""
    if not report:
        return Finding("clicks", Found.NOT_RUNNING)
    buttons = tuple(sorted(map(str, report.get("clicks", ()))))
    if buttons:
        return Finding("clicks", Found.CLICKS_ARRIVE, {"buttons": buttons})
    opens_menu = sys.platform == "linux" and "GNOME" in os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
    return Finding("clicks", Found.CLICKS_OPEN_MENU if opens_menu else Found.CLICKS_NONE_YET)


def placement(report: Report) -> Finding:
    """Say where the popover of the running tray app opens."""
    if not report:
        return Finding("placement", Found.NOT_RUNNING)
    if not report.get("tray"):
        return Finding("placement", Found.PLACED_AS_WINDOW)
    if str(report.get("platform", "")).startswith("wayland"):
        return Finding("placement", Found.PLACED_BY_DESKTOP)
    return Finding("placement", Found.PLACED_AT_ICON if report.get("place_known") else Found.PLACED_AT_PANEL)


def notifications() -> Finding:
    """Ask the notification service what it can show; nothing is shown."""
    if sys.platform != "linux":
        return Finding("notifications", Found.NOTES_BY_SYSTEM)
    if not _has_desktop():
        return Finding("notifications", Found.NO_DESKTOP)
    try:
        with closing(SessionBus()) as bus:
            (capabilities,) = bus.call(
                INTERFACE, NOTIFICATIONS_PATH, INTERFACE, "GetCapabilities", within_s=_WAKE_S, wake=True
            )
            name, *_ = bus.call(INTERFACE, NOTIFICATIONS_PATH, INTERFACE, "GetServerInformation")
    except OSError:
        return Finding("notifications", Found.NOTES_NONE)
    code = Found.NOTES_WITH_BUTTONS if "actions" in capabilities else Found.NOTES_WITHOUT_BUTTONS
    return Finding("notifications", code, {"service": str(name)})


def system_keyring(within_s: float) -> Finding:
    """Find the keyring and whether it can be read without a prompt."""
    try:
        found = keyring.probe(within_s)
    except LocalFault as fault:
        return Finding("keyring", _KEYRING_RESULTS.get(fault.code, fault.code), fault.params)
    return Finding(
        "keyring", Found.KEYRING_OPEN if found["unlocked"] else Found.KEYRING_SHUT, {"backend": found["name"]}
    )


def start_at_login(profile: str) -> Finding:
    """Read from the system what the next login will start."""
    return Finding("login", _LOGIN_RESULTS[autostart(profile).state()])


def idle() -> Finding:
    """Open the desktop's source of idle times, and read it."""
    try:
        source = open_source(_AWAY_S)
        if source is not None:
            with closing(source):
                source.idle_s()
                return Finding("idle", Found.IDLE_KNOWN, {"source": type(source).__name__})
    except OSError:
        pass
    return Finding("idle", Found.IDLE_UNKNOWN if _has_desktop() else Found.NO_DESKTOP)


def sleep() -> Finding:
    """Find out whether the system announces a sleep; else the clock shows it afterwards (desktop 4.6)."""
    try:
        with closing(SessionBus("SYSTEM")) as bus:
            manager = f"{_LOGIN}.Manager"
            bus.call(_LOGIN, "/org/freedesktop/login1", _PROPERTIES, "Get", "ss", manager, "PreparingForSleep")
    except OSError:
        return Finding("sleep", Found.SLEEP_BY_CLOCK)
    return Finding("sleep", Found.SLEEP_ANNOUNCED)


def shortcuts(report: Report) -> Finding:
    """Say which shortcuts the running tray app has with the system."""
    keys = report.get("shortcuts")
    if keys is None:
        return Finding("shortcuts", Found.SHORTCUTS_NONE, {"command": _OPEN_COMMAND})
    if not keys:
        return Finding("shortcuts", Found.SHORTCUTS_OFF)
    return Finding("shortcuts", Found.SHORTCUTS_SET, {"number": len(keys)})


def _has_desktop() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _notifier_shows(pid: int) -> bool | None:
    """Return whether a StatusNotifier host shows an icon of the process `pid` (0: of any); None without a host."""
    try:
        with closing(SessionBus()) as bus:
            get = (WATCHER, "/StatusNotifierWatcher", _PROPERTIES, "Get", "ss", WATCHER)
            ((_, hosted),) = bus.call(*get, "IsStatusNotifierHostRegistered")
            if not hosted:
                return None
            ((_, items),) = bus.call(*get, "RegisteredStatusNotifierItems")
            return not pid or any(_process(bus, str(item).partition("/")[0]) == pid for item in items)
    except (OSError, ValueError, TypeError):
        return None


def _process(bus: SessionBus, name: str) -> int:
    """Return the process that owns a name on the bus; 0 if it has ended."""
    daemon = "org.freedesktop.DBus"
    try:
        (pid,) = bus.call(daemon, "/org/freedesktop/DBus", daemon, "GetConnectionUnixProcessID", "s", name)
    except OSError:
        return 0
    return int(pid)


def _has_xembed_tray() -> bool:
    """Return whether an X11 tray exists, which every panel with one announces by a selection."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
        x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
        x11.XGetSelectionOwner.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
        display = x11.XOpenDisplay(None)
        if not display:
            return False
        owner = x11.XGetSelectionOwner(display, x11.XInternAtom(display, _XEMBED, 0))
        x11.XCloseDisplay(display)
    except OSError:
        return False
    return bool(owner)
