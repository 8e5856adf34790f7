"""Run the tray app as a process: one for each profile."""

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from demitasse.domain.errors import LocalFault
from demitasse.support.locks import FileLock
from demitasse.support.paths import Paths, paths
from demitasse.ui.app.application import TrayApp
from demitasse.ui.app.qt_app import create_application
from demitasse.ui.app.shutdown import Shutdown
from demitasse.ui.app.upgrade import start_again


def run(profile: str = "default", *, show: bool = False) -> int:
    """Run the tray app of `profile` until it is quit, and return the exit code. `show` opens the popover at once.

    If it is running already, the running one shows its popover instead.

    Raises:
        BadInput: the profile's name.
        LocalFault: its files cannot be opened (a window has shown the fault), or the running one hangs.
    """
    try:
        return _run(profile, show=show)
    except LocalFault as fault:
        from demitasse.ui.app.startup_error import show_startup_error  # noqa: PLC0415 - used rarely

        if QApplication.instance() is None:
            create_application()
        show_startup_error(fault)
        raise


def _run(profile: str, *, show: bool) -> int:
    places = paths(profile)
    lock = FileLock(places.lock("app"))
    if not lock.try_acquire():
        from demitasse.ui.app.startup_error import show_running  # noqa: PLC0415 - no icon, so nothing else of Qt

        show_running(places)
        return 0
    try:
        return _run_until_quit(places, show=show)
    except BaseException:
        lock.release()  # otherwise the system does, when the process has ended: `demitasse quit` waits for that
        raise


def _run_until_quit(places: Paths, *, show: bool) -> int:
    app = create_application()
    ending = Shutdown(app)
    ending.requested.connect(app.quit)
    tray_app = TrayApp(places, ending)
    tray_app.start(show=show)
    code = app.exec()
    stopped = tray_app.stop()
    if tray_app.starts_again:
        start_again(places.profile)
    if not stopped:  # the worker is stuck in a call that cannot be interrupted; everything is saved
        sys.stdout.flush()
        os._exit(code)
    if tray_app.fault is not None:
        raise tray_app.fault
    return code


def render(profile: str, file: Path) -> None:
    """Draw the popover of `profile` into the PNG `file` without a display. Raises LocalFault."""
    from demitasse.ui.app.popover_controller import render_popover  # noqa: PLC0415 - only to draw

    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        create_application()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    render_popover(app, profile, file)
