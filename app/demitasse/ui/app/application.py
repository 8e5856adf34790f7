"""The tray app: one process for each profile. The icon is shown first, everything else is loaded after it."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from demitasse.desktop import session
from demitasse.domain.errors import Fault, FaultCode, LocalFault, NoMatch
from demitasse.domain.ports import SyncEvent
from demitasse.support.paths import Paths
from demitasse.ui.app.qt_app import panel_scheme
from demitasse.ui.app.shutdown import Shutdown
from demitasse.ui.app.upgrade import UpgradeWatch
from demitasse.ui.tray.tray_icon import TrayIcon, TrayState

if TYPE_CHECKING:
    from demitasse.ui.app.notifications import Notifications
    from demitasse.ui.app.popover_controller import PopoverController
    from demitasse.ui.app.quit_question import QuitQuestion
    from demitasse.ui.app.services import Services
    from demitasse.ui.popover.popover import Popover

BUG_CODE = 1
"""The exit code after a bug, as in the command line."""

_PAINTED_MS = 15
"""Delay until database, menu and translations are loaded, so that the panel draws the icon first."""
_SETTLED_MS = 150
"""Delay until the sync worker starts, and until the panel has placed the icon for a popover opened at once."""


class TrayApp(QObject):
    """Connects tray icon, services and popover. The services are made after the icon, the popover on first use."""

    def __init__(self, places: Paths, ending: Shutdown) -> None:
        super().__init__()
        self.fault: LocalFault | None = None
        self.starts_again = False
        self._paths = places
        self._services: Services | None = None
        self._controller: PopoverController | None = None
        self._show = self._is_opening = False
        self._verbs: dict[str, Callable[[], None]] = {
            "show": self._on_open_wanted, "quit": QCoreApplication.quit, "toggle": self._on_shortcut_pressed,
            "start_or_stop": self._on_start_stop_pressed, "switch": self._on_switch_wanted, "add": self._on_add_wanted,
        }  # fmt: skip
        self._question: QuitQuestion | None = None
        self._minute = QTimer(self, singleShot=True)
        self._minute.timeout.connect(self._on_minute)
        self._tray = tray = TrayIcon(panel_scheme(), self)
        tray.toggle_requested.connect(self._on_toggle_wanted)
        tray.open_requested.connect(self._on_open_wanted)
        tray.start_stop_requested.connect(self._on_start_stop_wanted)
        tray.start_requested.connect(self._on_start_wanted)
        tray.stop_requested.connect(self._on_stop_wanted)
        tray.web_requested.connect(self._on_web_wanted)
        tray.add_requested.connect(self._on_add_wanted)
        tray.switch_requested.connect(self._on_switch_wanted)
        tray.close_day_requested.connect(self._on_close_day_wanted)
        tray.settings_requested.connect(self._on_settings_wanted)
        tray.quit_requested.connect(self._on_quit_wanted)
        ending.session_ending.connect(self._on_session_ending)
        self._upgrade = UpgradeWatch(self)
        self._upgrade.replaced.connect(self._on_replaced)
        self._upgrade.removed.connect(QCoreApplication.quit)

    def start(self, *, show: bool) -> None:
        """Show the icon, and schedule the rest."""
        self._show = show
        if not show:  # the token of a launcher is for a window that opens now
            session.drop_token()
        self._tray.show()
        QTimer.singleShot(_PAINTED_MS, self, self._on_icon_shown)

    def stop(self) -> bool:
        """Stop everything; return False if the worker thread still runs. A running timer continues."""
        if self._question is not None:
            self._question.close()
        if self._controller is not None:
            self._controller.close()
        self._tray.hide()
        self._minute.stop()
        services, self._services = self._services, None
        return services is None or services.close()

    @Slot()
    def _on_icon_shown(self) -> None:
        """Open the profile and connect the services. A missing profile ends the program, a missing log does not."""
        from demitasse.ui.app.services import Services, start_log  # noqa: PLC0415 - not before the icon is shown

        start_log(self._paths)
        try:
            self._services = Services(self._paths.profile, self)
            self._services.apply_preferences()
        except LocalFault as fault:
            self.fault = fault
            QCoreApplication.exit()
            return
        finally:
            if self._services is None and self.fault is None:  # a bug: an icon without function must not stay
                QCoreApplication.exit(BUG_CODE)
        services = self._services
        services.ipc_server.report = self._report
        services.ipc_server.message_received.connect(self._on_message)
        services.bridge.happened.connect(self._on_event)
        services.bridge.written.connect(self._on_changed)
        services.presence.changed.connect(self._on_changed)
        services.presence.question_due.connect(self._on_question_due)
        self._connect_notifications(services.notifications)
        services.shortcuts.pressed.connect(self._on_message)
        services.tray_availability.appeared.connect(self._on_tray_appeared)
        services.tray_availability.vanished.connect(self._on_tray_vanished)
        services.tray_availability.outdated.connect(self._tray.recreate)
        self._tray.build_menu()
        self._on_minute()
        QTimer.singleShot(_SETTLED_MS, self, self._on_settled)

    def _connect_notifications(self, notifications: "Notifications") -> None:
        notifications.message_requested.connect(self._tray.message)
        notifications.open_requested.connect(self._on_open_wanted)
        notifications.start_requested.connect(self._on_switch_wanted)
        notifications.close_day_requested.connect(self._on_close_day_wanted)
        notifications.command_requested.connect(self._run_command)
        notifications.is_question_shown = lambda: self._controller is not None and self._controller.is_asking

    def _report(self) -> dict[str, Any]:
        """Return what another process may ask about this one."""
        assert self._services is not None
        window = self._controller.window_state if self._controller is not None else "closed"
        return self._services.report(self._tray) | {"window": window}

    @Slot()
    def _on_settled(self) -> None:
        if self._services is None:  # quit in the meantime
            return
        self._services.open()
        self._upgrade.start()
        if self._show or self._services.is_new():
            self._on_open_wanted()

    # --- the popover

    def _ensure_controller(self, services: "Services") -> "PopoverController":
        if self._controller is None:
            from demitasse.ui.app.popover_controller import PopoverController  # noqa: PLC0415 - built on first use

            self._controller = PopoverController(services, self)
            self._controller.quit_requested.connect(self._on_quit_wanted)
            self._controller.setting_changed.connect(self._on_setting_changed)
            _app().styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        return self._controller

    def _open(self) -> "Popover | None":
        """Open the popover. While the profile is being opened, return None and open it afterwards."""
        if self._services is None:
            self._show = True
            return None
        self._is_opening = True
        self._services.tray_availability.check_now()
        self._is_opening = False
        return self._ensure_controller(self._services).open(self._tray.geometry(clicked=False))

    @Slot()
    def _on_toggle_wanted(self) -> None:
        if self._services is None:
            self._show = True
        else:
            self._ensure_controller(self._services).window.toggle(self._tray.geometry(clicked=True))

    @Slot()
    def _on_open_wanted(self) -> None:
        self._open()

    @Slot()
    def _on_shortcut_pressed(self) -> None:
        """Open or close the popover for a key, which says nothing about where the icon is."""
        window = self._controller.window if self._controller is not None else None
        if window is not None and window.isActiveWindow():
            window.popover.close_requested.emit()
        else:
            self._open()

    @Slot()
    def _on_start_stop_pressed(self) -> None:
        self._on_start_stop_wanted(self._tray.aim())

    @Slot()
    def _on_switch_wanted(self) -> None:
        if popover := self._open():
            popover.day.timer.pick()

    @Slot()
    def _on_close_day_wanted(self) -> None:
        if popover := self._open():
            popover.close_day()

    @Slot()
    def _on_add_wanted(self) -> None:
        if popover := self._open():
            popover.add_entry()

    @Slot()
    def _on_settings_wanted(self) -> None:
        if popover := self._open():
            popover.open_settings()

    @Slot(object)
    def _on_start_stop_wanted(self, shown: TrayState) -> None:
        if self._services is not None:
            self._run_command(partial(self._services.start_or_stop, shown))

    @Slot(int)
    def _on_stop_wanted(self, entry_id: int) -> None:
        if self._services is not None:
            self._run_command(partial(self._services.stop, entry_id))

    @Slot(int, int, object)
    def _on_start_wanted(self, project_id: int, task_id: int, shown: tuple[int, ...]) -> None:
        if self._services is not None:
            self._run_command(partial(self._services.start, project_id, task_id, shown))

    @Slot(object)
    def _run_command(self, command: Callable[[], None]) -> None:
        """Run a command from the tray; the popover opens only for a choice or a fault."""
        self._tray.expect_change()
        try:
            command()
        except NoMatch as fault:
            if not (popover := self._open()):
                return
            if fault.code == FaultCode.NOTHING_TO_CONTINUE:
                popover.day.timer.pick()
            else:
                popover.page.show_fault(fault)
        except Fault as fault:
            if popover := self._open():
                show = popover.day.show_fault if fault.code == FaultCode.TIMER_FORGOTTEN else popover.page.show_fault
                show(fault)
        else:
            self._refresh_popover()

    @Slot()
    def _on_web_wanted(self) -> None:
        if self._services is not None and (url := self._services.timesheet_url()):
            QDesktopServices.openUrl(url)

    # --- what happened

    @Slot(object)
    def _on_event(self, event: SyncEvent) -> None:
        if self._services is not None:
            with suppress(LocalFault):  # the popover shows the disk's fault
                self._services.apply_preferences()  # the account's formats may have changed
        self._on_changed()
        if self._controller is not None:
            self._controller.handle(event)

    @Slot()
    def _on_minute(self) -> None:
        """Handle the passing of time: the end of the shown minute or of the day, and the start of the app."""
        with suppress(LocalFault):  # the popover shows the disk's fault
            if self._services is not None and self._services.heartbeat():
                self._refresh_popover()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        """Update the tray, and schedule the next update for the end of the shown minute or of the day."""
        if self._services is None:
            return
        try:
            state, seconds = self._services.update()
        except LocalFault:  # the popover shows the disk's fault
            return
        self._tray.update_state(state)
        self._minute.start(seconds * 1000)

    @Slot()
    def _on_question_due(self) -> None:
        if self._services is not None:
            self._ensure_controller(self._services).show_away_question(self._tray.geometry(clicked=False))

    @Slot(str)
    def _on_message(self, verb: str) -> None:
        if verb in self._verbs:
            self._verbs[verb]()
        elif self._services is not None:
            with suppress(LocalFault):  # the next command reports the disk's fault
                self._services.apply_preferences()
                self._services.shortcuts.apply()
            self._tray.build_menu()
            self._services.bridge.wake()
            self._refresh_popover()

    def _refresh_popover(self) -> None:
        if self._controller is not None:
            self._controller.refresh()

    @Slot()
    def _on_tray_appeared(self) -> None:
        if self._controller is not None:
            self._controller.set_windowed(free=False)

    @Slot()
    def _on_tray_vanished(self) -> None:
        """Open a normal window, since without a tray the program could not be reached."""
        if self._services is None:
            return
        controller = self._ensure_controller(self._services)
        if self._is_opening:
            controller.window.set_free(free=True)
        else:
            controller.set_windowed(free=True)

    @Slot()
    def _on_scheme_changed(self) -> None:
        self._tray.set_scheme(panel_scheme())

    @Slot(str)
    def _on_setting_changed(self, _name: str) -> None:
        """Translate the menu and apply changed presence settings at once."""
        self._tray.build_menu()
        if self._services is not None:
            with suppress(LocalFault):  # the page has just read the same
                self._services.shortcuts.apply()
        self._on_changed()

    @Slot()
    def _on_session_ending(self) -> None:
        """Hide the popover, which saves what is being typed."""
        if self._controller is not None:
            self._controller.window.hide()

    @Slot()
    def _on_quit_wanted(self) -> None:
        """Quit as the person wants, after a question if something is going on."""
        from demitasse.ui.app.quit_question import QuitQuestion, quit_reasons  # noqa: PLC0415 - used once

        reasons = None
        with suppress(LocalFault):  # a broken disk must not keep the program running
            reasons = quit_reasons(self._services.profile) if self._services is not None else None
        if not reasons:
            QCoreApplication.quit()
            return
        if self._question is None:
            self._question = QuitQuestion(self)
            self._question.quit_chosen.connect(QCoreApplication.quit)
            self._question.stop_chosen.connect(self._on_stop_and_quit_wanted)
            self._question.stay_chosen.connect(self._on_stay_wanted)
        self._question.ask(reasons)

    @Slot(object)
    def _on_stop_and_quit_wanted(self, timers: tuple[int, ...]) -> None:
        if self._services is None:
            return
        try:
            for entry_id in timers:
                self._services.stop(entry_id)
        except Fault as fault:
            if popover := self._open():
                popover.page.show_fault(fault)
        else:
            QCoreApplication.quit()

    @Slot()
    def _on_stay_wanted(self) -> None:
        """Show a normal window again that the person has closed: without a tray nothing else leads back to it."""
        if self._services is not None and not self._services.tray_availability.is_available:
            self._open()

    @Slot()
    def _on_replaced(self) -> None:
        """Start the new version, but not while the user looks at the popover."""
        if self._controller is not None and self._controller.window.isVisible():
            self._upgrade.retry()
            return
        self.starts_again = True
        QCoreApplication.quit()


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
