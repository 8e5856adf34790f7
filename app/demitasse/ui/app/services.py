"""What a running tray app has behind its icon: profile, sync worker, IPC server, presence, tray availability."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QGuiApplication

from demitasse import __version__
from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.autostart import autostart
from demitasse.desktop.ipc_client import ipc_address
from demitasse.desktop.launcher import install_launcher
from demitasse.domain import settings
from demitasse.domain.errors import FaultCode, LocalFault, NoMatch
from demitasse.domain.hotkeys import HotkeyState
from demitasse.support.log import log_to
from demitasse.support.paths import Paths
from demitasse.ui.app import preferences
from demitasse.ui.app.bridge import Bridge
from demitasse.ui.app.global_shortcuts import GlobalShortcuts
from demitasse.ui.app.ipc_server import SocketIpcServer
from demitasse.ui.app.notifications import Notifications
from demitasse.ui.app.presence import PresenceMonitor
from demitasse.ui.app.shutdown import log_uncaught_exceptions
from demitasse.ui.text import formats
from demitasse.ui.tray.tray_availability import TrayAvailability
from demitasse.ui.tray.tray_icon import TrayIcon, TrayState
from demitasse.ui.tray.tray_state import changes_in_s, timesheet_url, tray_state

if TYPE_CHECKING or sys.platform == "win32":
    from demitasse.ui.app.ipc_server_windows import QtIpcServer

STOP_TIMEOUT_S = 2.0
"""How long closing waits for a request in progress."""


class Services:
    """Creates, starts and stops the services of the tray app. Lives in the GUI thread."""

    def __init__(self, profile_name: str, parent: QObject) -> None:
        """Open the profile without starting anything. Raises LocalFault."""
        self.profile = FullProfile(profile_name, thorough=True)
        self.bridge = Bridge(profile_name, parent)
        self.ipc_server = create_ipc_server(ipc_address(self.profile.paths), parent)
        self.tray_availability = TrayAvailability(parent)
        self.presence = PresenceMonitor(self.profile, parent)
        self.notifications = Notifications(self.profile, self.bridge.wake, parent)
        self.presence.notice_due.connect(self.notifications.post)
        self.shortcuts = GlobalShortcuts(self.profile, parent)

    def open(self) -> None:
        """Start the IPC server, the tray checks and the sync worker, and renew the start at login."""
        self.ipc_server.listen()
        with suppress(LocalFault):  # the settings page shows what the next login does
            autostart(self.profile.name).renew()
        with suppress(LocalFault):  # without it, a desktop shows a general picture
            install_launcher()
        self.tray_availability.start()
        self.shortcuts.apply()
        self.bridge.start()

    def close(self) -> bool:
        """Stop everything, with a last heartbeat; return False if the worker thread still runs."""
        self.ipc_server.close()
        self.presence.close()
        self.notifications.close()
        self.shortcuts.close()
        with suppress(LocalFault):
            self.profile.absences.heartbeat()
        ended = self.bridge.stop(STOP_TIMEOUT_S)
        self.profile.close()
        return ended

    def is_new(self) -> bool:
        """Return whether nobody has ever signed in, so that the window opens by itself."""
        with suppress(LocalFault):  # the popover shows the disk's fault
            return not self.profile.account.identity().email
        return False

    def heartbeat(self) -> bool:
        """Write a heartbeat, and wake the worker and return True if catching up changed entries. Raises LocalFault."""
        changed = self.profile.absences.heartbeat()
        if changed:
            self.bridge.wake()
        return changed

    def update(self) -> tuple[TrayState, int]:
        """Update presence; return the tray's state and the seconds until it changes with time. Raises LocalFault."""
        self.profile.settings.note_zones()
        self.profile.settings.note_clock()
        overview = self.profile.overview.read()
        formats.use_zone(overview.zone)  # which changes with that of the computer
        self.presence.update(overview)
        if not self.profile.overview.is_current(overview):  # an absence ended, or a reminder was recorded
            overview = self.profile.overview.read()
        self.notifications.refresh(overview)
        state = tray_state(overview, self.profile.name)
        if not self.profile.settings.get(settings.MENU_BAR_TIME):
            state = state._replace(title="")
        return state, changes_in_s(overview)

    def apply_preferences(self) -> None:
        """Apply language and formats of the profile. Raises LocalFault."""
        preferences.apply(self.profile)

    def shortcuts_report(self) -> list[str] | None:
        """Return the global shortcuts that work; None if the desktop gives programs none."""
        states = self.shortcuts.states
        if HotkeyState.UNSUPPORTED in states.values():
            return None
        return [str(action) for action, state in states.items() if state is HotkeyState.ON]

    def report(self, tray: TrayIcon) -> dict[str, Any]:
        """Return what `desktop.diagnosis` asks a running tray app."""
        return {
            "pid": os.getpid(),
            "version": __version__,
            "platform": QGuiApplication.platformName(),
            "tray": self.tray_availability.is_available,
            "place_known": tray.geometry(clicked=False) is not None,
            "clicks": sorted(tray.clicks),
            "shortcuts": self.shortcuts_report(),
            "shortcut_states": {str(action): str(state) for action, state in self.shortcuts.states.items()},
        }

    def timesheet_url(self) -> QUrl | None:
        """Return the URL of the user's timesheet, if the account has web pages."""
        return timesheet_url(self.profile.account.identity())

    def start_or_stop(self, shown: TrayState) -> None:
        """Stop the timer that was shown, or continue the entry that was offered.

        Raises NoMatch if there is none or several timers run, Overtaken if that has changed since, LocalFault.
        """
        if len(shown.timers) > 1:
            raise NoMatch(FaultCode.SEVERAL_TIMERS, number=len(shown.timers))
        if shown.timers:
            self.profile.timer.stop(entry_id=shown.timers[0])
        elif shown.continue_id is None:
            raise NoMatch(FaultCode.NOTHING_TO_CONTINUE)
        else:
            self.profile.timer.continue_entry(shown.continue_id, shown=())
        self.bridge.wake()

    def stop(self, entry_id: int) -> None:
        """Stop the timer of an entry. Raises Overtaken if it does not run any more, LocalFault."""
        self.profile.timer.stop(entry_id=entry_id)
        self.bridge.wake()

    def start(self, project_id: int, task_id: int, shown: tuple[int, ...]) -> None:
        """Start a timer, stopping those that were shown. Raises Overtaken if others run by now, LocalFault."""
        self.profile.timer.begin(project_id, task_id, shown=shown)
        self.bridge.wake()


def start_log(places: Paths) -> None:
    """Write the log of this process, uncaught exceptions too; an unwritable log stops nothing."""
    with suppress(OSError):
        log_to(places.log)
    log_uncaught_exceptions()


def create_ipc_server(address: str, parent: QObject) -> "SocketIpcServer | QtIpcServer":
    """Return the IPC server of this system for `address` (`desktop.ipc_client`)."""
    if sys.platform == "win32":
        return QtIpcServer(address, parent)
    return SocketIpcServer(address, parent)
