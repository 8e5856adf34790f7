"""The context menu of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu

from demitasse.domain.entries import EntryState
from demitasse.ui.text import wording
from demitasse.ui.widgets.buttons import native_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from demitasse.domain.timesheet import TimesheetRow

translate = QCoreApplication.translate

_LEAST_S = 120
"""Entries shorter than this cannot be split."""


def entry_menu(row: TimesheetRow, act: Callable[[str, int], None], parent: QWidget) -> QMenu:
    """Create the menu of `row`. A chosen item calls `act` with the name of the action and the entry id."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if row.locked:
        menu.addAction(wording.lock_reason(row)).setEnabled(False)
        menu.addSeparator()
    for word, title, key, enabled in _actions(row):
        if word == "delete":
            menu.addSeparator()
        action = menu.addAction(f"{title}\t{native_text(key)}" if key else title)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _checked=False, word=word: act(word, row.id))
    return menu


def _actions(row: TimesheetRow) -> list[tuple[str, str, str, bool]]:
    """Return the actions as (name, title, shortcut, enabled)."""
    free = not row.locked
    told = [
        ("continue", translate("Menu", "Stop") if row.running else translate("Menu", "Continue"), "Space", True),
        ("edit", translate("Menu", "Edit…"), "Return", free),
        ("duplicate", translate("Menu", "Duplicate"), "", not row.running),
        ("split", translate("Menu", "Split…"), "", free and row.duration_s >= _LEAST_S),
    ]
    if row.state in {EntryState.REJECTED, EntryState.NEEDS_REVIEW}:
        told.append(("retry", translate("Menu", "Send again"), "", True))
    return [*told, ("delete", translate("Menu", "Delete"), "Del", free)]
