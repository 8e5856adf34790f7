"""The menu of an entry in a day's list."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from demitasse.domain.entries import EntryState
from demitasse.domain.timesheet import TimesheetRow
from demitasse.ui.text import wording
from demitasse.ui.widgets.frames import Menu
from demitasse.ui.widgets.shortcuts import shortcut_for

translate = QCoreApplication.translate

_MENU_PX = 232
_LEAST_S = 120
"""Entries shorter than this cannot be split."""


def entry_menu(row: TimesheetRow, act: Callable[[str, int], None], parent: QWidget) -> Menu:
    """Create the menu of `row`. A chosen item calls `act` with the name of the action and the entry id."""
    menu = Menu(parent, wording.row_name(row), least_px=_MENU_PX)
    if row.locked:
        menu.add(wording.entry_label(row), enabled=False)
        menu.addSeparator()
    for word, title, key, enabled in _actions(row):
        if word == "delete":
            menu.addSeparator()
        doing = lambda _checked=False, word=word: act(word, row.id)  # noqa: E731
        menu.add(title, doing, key=key, enabled=enabled, danger=word == "delete")
    return menu


def _actions(row: TimesheetRow) -> list[tuple[str, str, str, bool]]:
    """Return the actions as (name, title, shortcut, enabled)."""
    free = not row.locked
    actions = [
        ("continue", translate("Menu", "Stop") if row.running else translate("Menu", "Continue"), "Space", True),
        ("edit", translate("Menu", "Edit…"), "Return", free),
        ("duplicate", translate("Menu", "Duplicate"), shortcut_for("duplicate"), not row.running),
        ("split", translate("Menu", "Split…"), "", free and row.duration_s >= _LEAST_S),
    ]
    if row.state in {EntryState.REJECTED, EntryState.NEEDS_REVIEW}:
        actions.append(("retry", translate("Menu", "Send again"), "", True))
    return [*actions, ("delete", translate("Menu", "Delete"), "Del", free)]
