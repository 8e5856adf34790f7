"""What the user sees if no tray icon appears: the popover of the app that runs already, or a message box."""

from threading import Event

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from demitasse.desktop import macos, session
from demitasse.desktop.ipc_client import ipc_address, show
from demitasse.domain.errors import Fault, FaultCode, LocalFault
from demitasse.support.paths import Paths
from demitasse.ui.app.shutdown import restore_signals
from demitasse.ui.text import messages, wording
from demitasse.ui.widgets import theme

_STARTING_MS = 4000
"""A tray app that is starting answers IPC messages within this time."""

translate = QCoreApplication.translate


def show_running(places: Paths) -> None:
    """Make the running tray app show its popover, waiting for one that is starting.

    Raises LocalFault after a time, or if it runs in another session of this user.
    """
    deadline, pause, asked = QDeadlineTimer(_STARTING_MS), Event(), session.request()
    while (place := show(ipc_address(places), asked)) is None:
        if deadline.hasExpired():
            raise LocalFault(FaultCode.NOT_ANSWERING)
        pause.wait(0.1)
    if place:
        raise LocalFault(FaultCode.RUNS_ELSEWHERE, place=place)


def show_startup_error(fault: Fault) -> None:
    """Show what happened, what is safe and what to do, until the user closes the box."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    wording.install(app)
    theme.apply(app, "system")
    restore_signals()
    box = QMessageBox(QMessageBox.Icon.Warning, "Demitasse", messages.title(fault))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(messages.whole(fault))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.addButton(translate("Trouble", "Quit"), QMessageBox.ButtonRole.AcceptRole)
    macos.activate()
    box.exec()
