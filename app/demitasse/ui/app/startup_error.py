"""The window that comes instead of the tray icon when this computer does not let the app start."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from demitasse.domain.errors import Fault
from demitasse.ui.app.shutdown import restore_signals
from demitasse.ui.text import messages, wording
from demitasse.ui.widgets import theme

translate = QCoreApplication.translate


def show_startup_error(fault: Fault) -> None:
    """Say what happened, what is safe and what to do, until the person has read it."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        wording.install(app)
        theme.apply(app, "system")
    restore_signals()
    create_box(fault).exec()


def create_box(fault: Fault) -> QMessageBox:
    """The window."""
    made = QMessageBox(QMessageBox.Icon.Warning, "Demitasse", messages.title(fault))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setInformativeText(messages.whole(fault))
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.addButton(translate("Trouble", "Quit"), QMessageBox.ButtonRole.AcceptRole)
    return made
