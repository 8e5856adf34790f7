"""The tray app: one process a profile, its icon first, everything else after it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QTimer, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from demitasse.desktop.ipc_client import send
from demitasse.domain.errors import Fault, FaultCode, LocalFault, NoMatch
from demitasse.support.ipc_address import ipc_address
from demitasse.support.locks import FileLock
from demitasse.support.paths import paths
from demitasse.ui.app.shutdown import Shutdown, log_uncaught_exceptions
from demitasse.ui.pages.destinations import AddEntry, Settings
from demitasse.ui.tray.tray_icon import TrayIcon

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from demitasse.boot.profile import Profile
    from demitasse.domain.events import SyncEvent
    from demitasse.support.paths import Paths
    from demitasse.ui.app.popover_controller import PopoverController
    from demitasse.ui.app.services import Services
    from demitasse.ui.popover.popover import Popover

DESKTOP_FILE = "app.demitasse.Demitasse"
"""The program's name among desktops: of its .desktop file, and on Wayland of its windows."""
BUG_CODE = 1
"""The exit code of the command line for this."""

_PAINTED_MS = 15
"""By then the panel has drawn the icon; only now come database, menu and words."""
_SETTLED_MS = 150
"""And only now the HTTP library and the first call; a popover that is opened at once finds its icon placed."""
_STARTING_MS = 4000
"""An app that is just starting answers its bell within this."""


def run(profile: str = "default", *, show: bool = False) -> int:
    """Be the tray app of `profile` until somebody quits it; the exit code. `show` opens the popover at once.

    If one runs already, that one shows its popover instead.

    Raises:
        BadInput: the profile's name.
        LocalFault: its files cannot be opened (the person has been told in a window), or the running one hangs.
    """
    try:
        return _run(profile, show=show)
    except LocalFault as fault:
        from demitasse.ui.app.startup_error import show_startup_error  # noqa: PLC0415 - hardly ever

        if not isinstance(QApplication.instance(), QApplication):
            _qt()
        show_startup_error(fault)
        raise


def _run(profile: str, *, show: bool) -> int:
    places = paths(profile)
    lock = FileLock(places.lock("app"))
    if not lock.try_acquire():
        return _show_running(places)
    app = _qt()
    ending = Shutdown(app)
    ending.requested.connect(app.quit)
    try:
        tray_app = TrayApp(profile, places, ending)
        tray_app.start(show=show)
        code = app.exec()
        ended = tray_app.stop()
    finally:
        lock.release()
    if not ended:  # the worker is held up in a call that nothing can interrupt; all there is to save is saved
        sys.stdout.flush()
        os._exit(code)
    if tray_app.fault is not None:
        raise tray_app.fault
    return code


def render(profile: str, file: Path) -> None:
    """Draw the popover of `profile` into the PNG `file`, without a display. Raises LocalFault."""
    from demitasse.boot.profile import open_profile  # noqa: PLC0415 - the tray app brings it after its icon
    from demitasse.ui.app import preferences  # noqa: PLC0415

    if not isinstance(QApplication.instance(), QApplication):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _qt()
    opened = open_profile(profile)
    try:
        preferences.apply(_app(), opened)
        _draw(opened, file)
    finally:
        opened.close()


class TrayApp(QObject):
    """What one tray app consists of: first the icon, then what it needs, and the popover when it is opened."""

    def __init__(self, name: str, places: Paths, ending: Shutdown) -> None:
        """Will work for the profile `name`; nothing is shown yet."""
        super().__init__()
        self.fault: LocalFault | None = None
        self._name = name
        self._places = places
        self._desk: Services | None = None
        self._front: PopoverController | None = None
        self._show = False
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.timeout.connect(self._on_minute)
        self._tray = tray = TrayIcon(_panel_scheme(), self)
        tray.toggle_requested.connect(self._on_toggle_wanted)
        tray.open_requested.connect(self._on_open_wanted)
        tray.start_stop_requested.connect(self._on_start_stop_wanted)
        tray.start_requested.connect(self._on_start_wanted)
        tray.web_requested.connect(self._on_web_wanted)
        tray.add_requested.connect(self._on_add_wanted)
        tray.settings_requested.connect(self._on_settings_wanted)
        tray.quit_requested.connect(self._on_quit_wanted)
        ending.session_ending.connect(self._on_session_ends)

    def start(self, *, show: bool) -> None:
        """Show the icon; the rest comes when it is there."""
        self._show = show
        self._tray.show()
        QTimer.singleShot(_PAINTED_MS, self, self._on_icon_there)

    def stop(self) -> bool:
        """Let go of everything; False if the worker thread still runs. A timer that runs, runs on: it is on disk."""
        if self._front is not None:
            self._front.close()
        self._tray.hide()
        self._minute.stop()
        desk, self._desk = self._desk, None
        return desk is None or desk.close()

    @Slot()
    def _on_icon_there(self) -> None:
        """A log that cannot be written must not stop tracking; a profile that cannot be opened ends it here."""
        from demitasse.support.log import log_to  # noqa: PLC0415 - what is not needed for the icon comes after it
        from demitasse.ui.app import preferences  # noqa: PLC0415
        from demitasse.ui.app.services import Services  # noqa: PLC0415

        with suppress(OSError):
            log_to(self._places.log)
        log_uncaught_exceptions()
        try:
            self._desk = Services(self._name, self)
            preferences.apply(_app(), self._desk.profile)
        except LocalFault as fault:
            self.fault = fault
            QCoreApplication.exit()
            return
        finally:
            if self._desk is None and self.fault is None:  # a bug; an icon with nothing behind it helps nobody
                QCoreApplication.exit(BUG_CODE)
        self._desk.ipc_server.message_received.connect(self._on_rung)
        self._desk.bridge.happened.connect(self._on_happened)
        self._desk.bridge.written.connect(self._on_changed)
        self._desk.presence.changed.connect(self._on_changed)
        self._desk.presence.came_back.connect(self._on_came_back)
        self._desk.presence.spoke.connect(self._tray.notify)
        self._desk.host.appeared.connect(self._on_tray_appeared)
        self._desk.host.vanished.connect(self._on_tray_vanished)
        self._desk.host.outdated.connect(self._tray.recreate)
        self._tray.build_menu()
        self._on_minute()
        QTimer.singleShot(_SETTLED_MS, self, self._on_settled)

    @Slot()
    def _on_settled(self) -> None:
        if self._desk is None:  # quit in the meantime
            return
        self._desk.open()
        if self._show:
            self._on_open_wanted()

    # --- the popover

    def _built_front(self, desk: Services) -> PopoverController:
        if self._front is None:
            from demitasse.ui.app.popover_controller import PopoverController  # noqa: PLC0415 - not before somebody wants to see it

            self._front = PopoverController(desk, self)
            self._front.quit_requested.connect(self._on_quit_wanted)
            self._front.setting_changed.connect(self._on_setting_changed)
            _app().styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        return self._front

    def _open(self) -> Popover | None:
        """Open the popover; None while the profile is still being opened, then it opens after that."""
        if self._desk is None:
            self._show = True
            return None
        return self._built_front(self._desk).open(self._tray.geometry(clicked=False))

    @Slot()
    def _on_toggle_wanted(self) -> None:
        if self._desk is None:
            self._show = True
        else:
            self._built_front(self._desk).toggle(self._tray.geometry(clicked=True))

    @Slot()
    def _on_open_wanted(self) -> None:
        self._open()

    @Slot()
    def _on_add_wanted(self) -> None:
        if popover := self._open():
            popover.open(AddEntry())

    @Slot()
    def _on_settings_wanted(self) -> None:
        if popover := self._open():
            popover.open(Settings())

    @Slot()
    def _on_start_stop_wanted(self) -> None:
        if self._desk is not None:
            self._do(self._desk.start_or_stop)

    @Slot(int, int)
    def _on_start_wanted(self, project_id: int, task_id: int) -> None:
        if self._desk is not None:
            self._do(partial(self._desk.start, project_id, task_id))

    def _do(self, what: Callable[[], None]) -> None:
        """Without opening anything, unless a choice or a sentence is needed."""
        try:
            what()
        except NoMatch:
            if popover := self._open():
                popover.day.pick()
        except Fault as fault:
            if popover := self._open():
                popover.page.show_fault(fault)
        else:
            self._refresh_popover()

    @Slot()
    def _on_web_wanted(self) -> None:
        from demitasse.ui.tray.web_links import timesheet_url  # noqa: PLC0415 - only for who wants it

        if self._desk is not None and (url := timesheet_url(self._desk.profile.account.identity())):
            QDesktopServices.openUrl(url)

    # --- what happened

    @Slot(object)
    def _on_happened(self, event: SyncEvent) -> None:
        self._on_changed()
        if self._front is not None:
            self._front.handle(event)

    @Slot()
    def _on_minute(self) -> None:
        """The shown minute or the day is over, or the app starts: whatever the clock alone has changed."""
        with suppress(LocalFault):  # the disk; the popover tells whoever opens it
            if self._desk is not None and self._desk.tick():
                self._refresh_popover()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        """Bring the tray up to date, and again when the shown minute is over, or the day."""
        if self._desk is None:
            return
        try:
            look, seconds = self._desk.glance()
        except LocalFault:  # the disk; the popover tells whoever opens it
            return
        self._tray.update_state(look)
        self._minute.start(seconds * 1000)

    @Slot()
    def _on_came_back(self) -> None:
        if self._desk is not None:
            self._built_front(self._desk).show_away_question(self._tray.geometry(clicked=False))

    @Slot(str)
    def _on_rung(self, verb: str) -> None:
        if verb == "show":
            self._on_open_wanted()
        elif verb == "quit":
            self._on_quit_wanted()
        elif self._desk is not None:
            from demitasse.ui.app import preferences  # noqa: PLC0415 - the first icon does without it

            with suppress(LocalFault):  # the disk; whoever does something next is told
                preferences.apply(_app(), self._desk.profile)
            self._tray.build_menu()
            self._desk.bridge.wake()
            self._refresh_popover()

    def _refresh_popover(self) -> None:
        if self._front is not None:
            self._front.refresh()

    @Slot()
    def _on_tray_appeared(self) -> None:
        if self._front is not None:
            self._front.set_windowed(free=False)

    @Slot()
    def _on_tray_vanished(self) -> None:
        """An icon that nobody sees would leave a program that nobody can reach."""
        if self._desk is not None:
            self._built_front(self._desk).set_windowed(free=True)

    @Slot()
    def _on_scheme_changed(self) -> None:
        self._tray.set_scheme(_panel_scheme())

    @Slot(str)
    def _on_setting_changed(self, _name: str) -> None:
        """The menu speaks another language, perhaps; and what is asked and reminded of changes at once."""
        self._tray.build_menu()
        self._on_changed()

    @Slot()
    def _on_session_ends(self) -> None:
        """What is being typed is saved when the popover closes."""
        if self._front is not None:
            self._front.window.hide()

    @Slot()
    def _on_quit_wanted(self) -> None:
        QCoreApplication.quit()


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _qt() -> QApplication:
    QApplication.setDesktopFileName(DESKTOP_FILE)
    QApplication.setApplicationName("Demitasse")
    app = QApplication(["demitasse", "-style", "Fusion"])
    app.setQuitOnLastWindowClosed(False)
    QCoreApplication.setQuitLockEnabled(False)
    return app


def _show_running(places: Paths) -> int:
    """Have the running tray app show itself; it may just be starting. Raises LocalFault if it never answers."""
    from threading import Event  # noqa: PLC0415 - only its bounded wait is wanted

    rest, waiting = Event(), QElapsedTimer()
    waiting.start()
    while not waiting.hasExpired(_STARTING_MS):
        if send(ipc_address(places), "show"):
            return 0
        rest.wait(0.1)
    raise LocalFault(FaultCode.NOT_ANSWERING)


def _panel_scheme() -> str:
    """Which colours can be seen on the panel behind the icon."""
    if sys.platform == "darwin":
        return "mask"
    if sys.platform == "win32":
        from demitasse.desktop.taskbar import is_light  # noqa: PLC0415 - Windows only

        return "light" if is_light() else "dark"
    return "unknown"


def _draw(profile: Profile, file: Path) -> None:
    from demitasse.ui.app.bridge import Bridge  # noqa: PLC0415
    from demitasse.ui.popover.popover import Popover, chosen_theme  # noqa: PLC0415
    from demitasse.ui.widgets import theme  # noqa: PLC0415 - only to draw

    theme.apply(_app(), chosen_theme(profile))
    popover = Popover(profile, Bridge(profile.name))
    popover.resize(popover.sizeHint())
    if not popover.grab().save(str(file), "PNG"):
        raise LocalFault(FaultCode.EXPORT_UNWRITABLE, file=str(file))
