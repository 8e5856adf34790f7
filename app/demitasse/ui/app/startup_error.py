"""What the user sees if the tray app cannot start: a message box."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from demitasse.desktop import macos
from demitasse.domain.errors import Fault
from demitasse.ui.app.shutdown import restore_signals
from demitasse.ui.text import messages, wording
from demitasse.ui.widgets import theme

translate = QCoreApplication.translate


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
