"""The window that comes instead of the tray icon when the profile's files cannot be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from demitasse.ui import text, theme

if TYPE_CHECKING:
    from demitasse.domain.errors import Fault
    from demitasse.support.paths import Paths

translate = QCoreApplication.translate


def tell(fault: Fault, places: Paths) -> None:
    """Say what happened, what is safe and what to do, until the person has read it."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, "system")
    box(fault, places).exec()


def box(fault: Fault, places: Paths) -> QMessageBox:
    """The window."""
    made = QMessageBox(QMessageBox.Icon.Warning, "Demitasse", translate("Fault", fault.title))
    made.setTextFormat(Qt.TextFormat.PlainText)
    where = translate("Trouble", "Your timesheet is in {folder}.").format(folder=places.data)
    made.setInformativeText(f"{text.fault(fault)}\n\n{where}")
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.addButton(translate("Trouble", "Quit"), QMessageBox.ButtonRole.AcceptRole)
    return made
