"""The tray app: one process a profile, its icon first, everything else after it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from demitasse.boot.profile import open_profile
from demitasse.desktop.instance import FileLock, ring
from demitasse.domain.errors import Fault, LocalFault, NoMatch
from demitasse.support.paths import paths
from demitasse.ui import text
from demitasse.ui.bridge import Bridge
from demitasse.ui.glance import glance, minute_is_over_in_s
from demitasse.ui.session import Ending, log_what_nobody_caught
from demitasse.ui.tray import Tray
from demitasse.ui.tray_host import TrayHost

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QRect

    from demitasse.boot.profile import Profile
    from demitasse.support.paths import Paths
    from demitasse.sync.events import Event
    from demitasse.ui.bell import Bell
    from demitasse.ui.window import PopoverWindow

DESKTOP_FILE = "app.demitasse.Demitasse"
"""The program's name among desktops: of its .desktop file, and on Wayland of its windows."""
STOP_S = 2.0
"""How long the end waits for a call that is under way."""

_AFTER_ICON_MS = 150
"""By then the panel has drawn the icon; only now come the bell, the HTTP library and the first call."""
_RINGS = 25
_SETTLED_MS = 400


def run(profile: str = "default", *, show: bool = False) -> int:
    """Be the tray app of `profile` until somebody quits it; the exit code. `show` opens the popover at once.

    If one runs already, that one shows its popover instead.

    Raises:
        BadInput: the profile's name.
        LocalFault: its files cannot be opened (the person has been told in a window), or the running one hangs.
    """
    places = paths(profile)
    lock = FileLock(places.lock("app"))
    if not lock.try_acquire():
        return _show_running(places)
    app = _qt()
    ending = Ending(app)
    ending.wanted.connect(app.quit)
    try:
        tray_app = TrayApp(_opened(profile, places), ending)
        tray_app.start(show=show)
        code = app.exec()
        ended = tray_app.stop()
    finally:
        lock.release()
    if not ended:  # the worker is held up in a call that nothing can interrupt; all there is to save is saved
        sys.stdout.flush()
        os._exit(code)
    return code


def render(profile: str, file: Path) -> None:
    """Draw the popover of `profile` into the PNG `file`, without a display. Raises LocalFault."""
    if not isinstance(QApplication.instance(), QApplication):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _qt()
    opened = open_profile(profile)
    try:
        _draw(opened, file)
    finally:
        opened.close()


class TrayApp(QObject):
    """What one tray app consists of. The popover is built when it is first opened."""

    def __init__(self, profile: Profile, ending: Ending) -> None:
        """Take over `profile`; nothing is shown yet. Raises LocalFault."""
        super().__init__()
        self._profile = profile
        self._bridge = Bridge(profile.name, self)
        self._host = TrayHost(self)
        self._tray = Tray(glance(profile), _panel_scheme(), self)
        self._window: PopoverWindow | None = None
        self._bell: Bell | None = None
        self._show = False
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.timeout.connect(self._on_changed)
        ending.session_ends.connect(self._on_session_ends)
        self._connect()

    def _connect(self) -> None:
        tray, host, bridge = self._tray, self._host, self._bridge
        tray.toggle_wanted.connect(self._on_toggle_wanted)
        tray.open_wanted.connect(self._on_open_wanted)
        tray.start_stop_wanted.connect(self._on_start_stop_wanted)
        tray.add_wanted.connect(self._on_add_wanted)
        tray.settings_wanted.connect(self._on_settings_wanted)
        tray.quit_wanted.connect(self._on_quit_wanted)
        host.appeared.connect(self._on_tray_appeared)
        host.vanished.connect(self._on_tray_vanished)
        host.outdated.connect(tray.renew)
        bridge.happened.connect(self._on_happened)
        bridge.written.connect(self._on_changed)

    def start(self, *, show: bool) -> None:
        """Show the icon; the rest comes when it is there."""
        self._show = show
        self._tray.show()
        QTimer.singleShot(_AFTER_ICON_MS, self, self._on_icon_there)

    def stop(self) -> bool:
        """Let go of everything; False if the worker thread still runs. A timer that runs, runs on: it is on disk."""
        if self._bell is not None:
            self._bell.close()
        if self._window is not None:
            self._window.hide()
            self._window.deleteLater()
        self._tray.hide()
        ended = self._bridge.stop(STOP_S)
        self._profile.close()
        return ended

    @Slot()
    def _on_icon_there(self) -> None:
        from demitasse.support.log import log_to  # noqa: PLC0415 - what is not needed for the icon comes after it
        from demitasse.ui.bell import Bell  # noqa: PLC0415

        with suppress(OSError):  # a log that cannot be written must not stop tracking
            log_to(self._profile.paths.log)
        log_what_nobody_caught()
        self._bell = Bell(self._profile.paths.socket, self)
        self._bell.rung.connect(self._on_rung)
        self._bell.listen()
        self._host.start()
        self._on_changed()
        self._bridge.start()
        if self._show:
            QTimer.singleShot(_SETTLED_MS, self, self._on_open_wanted)

    # --- the popover

    def _built_window(self) -> PopoverWindow:
        if self._window is None:
            from demitasse.ui import theme  # noqa: PLC0415 - not before somebody wants to see it
            from demitasse.ui.popover.popover import Popover, chosen_theme  # noqa: PLC0415
            from demitasse.ui.window import PopoverWindow  # noqa: PLC0415

            app = QApplication.instance()
            assert isinstance(app, QApplication)
            theme.apply(app, chosen_theme(self._profile))
            app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
            popover = Popover(self._profile, self._bridge)
            popover.quit_requested.connect(self._on_quit_wanted)
            self._window = PopoverWindow(popover)
            self._window.set_free(free=not self._host.there)
            self._window.closed.connect(self._on_quit_wanted)
        return self._window

    def _open(self, anchor: QRect | None) -> PopoverWindow:
        window = self._built_window()
        window.open(anchor)
        return window

    @Slot()
    def _on_toggle_wanted(self) -> None:
        self._built_window().toggle(self._tray.place(clicked=True))

    @Slot()
    def _on_open_wanted(self) -> None:
        self._open(self._tray.place(clicked=False))

    @Slot()
    def _on_add_wanted(self) -> None:
        self._open(self._tray.place(clicked=False)).popover.open_add()

    @Slot()
    def _on_settings_wanted(self) -> None:
        self._open(self._tray.place(clicked=False)).popover.open_settings()

    @Slot()
    def _on_start_stop_wanted(self) -> None:
        """Without opening anything, unless a choice or a sentence is needed."""
        timer = self._profile.timer
        try:
            if timer.running():
                timer.stop()
            else:
                timer.resume()
        except NoMatch:
            self._open(self._tray.place(clicked=False)).popover.open_picker()
        except Fault as fault:
            self._open(self._tray.place(clicked=False)).popover.page.say(fault)
        else:
            self._bridge.poke()
            self._refresh_popover()

    # --- what happened

    @Slot(object)
    def _on_happened(self, event: Event) -> None:
        self._on_changed()
        if self._window is not None:
            self._window.popover.handle(event)

    @Slot()
    def _on_changed(self) -> None:
        """Bring the tray up to date; while a timer runs, again when the shown minute is over."""
        try:
            self._tray.update_look(glance(self._profile))
            seconds = minute_is_over_in_s(self._profile)
        except LocalFault:  # the disk; the popover tells whoever opens it
            seconds = 60
        if seconds is None:
            self._minute.stop()
        else:
            self._minute.start(seconds * 1000)

    @Slot(str)
    def _on_rung(self, verb: str) -> None:
        if verb == "show":
            self._on_open_wanted()
        elif verb == "quit":
            self._on_quit_wanted()
        else:
            self._bridge.poke()
            self._refresh_popover()

    def _refresh_popover(self) -> None:
        if self._window is not None and self._window.isVisible():
            self._window.popover.refresh()

    @Slot()
    def _on_tray_appeared(self) -> None:
        if self._window is not None:
            self._window.set_free(free=False)

    @Slot()
    def _on_tray_vanished(self) -> None:
        """An icon that nobody sees would leave a program that nobody can reach."""
        window = self._built_window()
        window.set_free(free=True)
        window.open(None)

    @Slot()
    def _on_scheme_changed(self) -> None:
        from demitasse.ui import theme  # noqa: PLC0415 - the popover has brought it
        from demitasse.ui.popover.popover import chosen_theme  # noqa: PLC0415

        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, chosen_theme(self._profile))
        self._tray.set_scheme(_panel_scheme())

    @Slot()
    def _on_session_ends(self) -> None:
        """What is being typed is saved when the popover closes."""
        if self._window is not None:
            self._window.hide()

    @Slot()
    def _on_quit_wanted(self) -> None:
        QCoreApplication.quit()


def _qt() -> QApplication:
    QApplication.setDesktopFileName(DESKTOP_FILE)
    QApplication.setApplicationName("Demitasse")
    app = QApplication(["demitasse"])
    app.setQuitOnLastWindowClosed(False)
    QCoreApplication.setQuitLockEnabled(False)
    text.install(app)
    return app


def _opened(name: str, places: Paths) -> Profile:
    """The profile; or a window that says why not, and then the fault."""
    try:
        return open_profile(name)
    except LocalFault as fault:
        from demitasse.ui.trouble import tell  # noqa: PLC0415 - hardly ever

        tell(fault, places)
        raise


def _show_running(places: Paths) -> int:
    """Have the running tray app show itself; it may just be starting. Raises LocalFault if it never answers."""
    from threading import Event  # noqa: PLC0415 - only its bounded wait is wanted

    rest = Event()
    for _ in range(_RINGS):
        if ring(places.socket, "show"):
            return 0
        rest.wait(0.1)
    raise LocalFault(
        "Demitasse is running already, but it does not answer. What you tracked is saved.",
        "End it in your system's list of programs, then start it again.",
    )


def _panel_scheme() -> str:
    """Which colours can be seen on the panel behind the icon."""
    if sys.platform == "darwin":
        return "mask"
    if sys.platform == "win32":
        from demitasse.desktop.taskbar import is_light  # noqa: PLC0415 - Windows only

        return "light" if is_light() else "dark"
    return "unknown"


def _draw(profile: Profile, file: Path) -> None:
    from demitasse.ui import theme  # noqa: PLC0415 - only to draw
    from demitasse.ui.popover.popover import Popover, chosen_theme  # noqa: PLC0415

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, chosen_theme(profile))
    bridge = Bridge(profile.name)
    popover = Popover(profile, bridge)
    popover.resize(popover.sizeHint())
    if not popover.grab().save(str(file), "PNG"):
        raise LocalFault(f"{file} cannot be written.", "Name a folder that is yours and has room.")
