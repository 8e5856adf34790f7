"""The menu of an entry in a day's list."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from demitasse.domain.entries import EntryState
from demitasse.domain.timesheet import TimesheetRow
from demitasse.ui.text import wording
from demitasse.ui.widgets.frames import MENU_PX, Menu
from demitasse.ui.widgets.shortcuts import shortcut_for

translate = QCoreApplication.translate

_UNSENT = {EntryState.REJECTED, EntryState.NEEDS_REVIEW}
_LEAST_S = 120
"""Entries shorter than this cannot be split."""


def entry_menu(row: TimesheetRow, act: Callable[[str, int], None], parent: QWidget, *, browses: bool) -> Menu:
    """Create the menu of `row`. A chosen item calls `act` with the name of the action and the entry id.

    `browses` is whether the address of the timesheet is known.
    """
    menu = Menu(parent, wording.row_name(row), least_px=MENU_PX)
    if row.locked:
        menu.add(wording.entry_label(row), enabled=False)
        menu.addSeparator()
    for word, title, key, enabled in _actions(row, browses=browses):
        if word in {"retry", "delete"}:
            menu.addSeparator()
        doing = lambda _checked=False, word=word: act(word, row.id)  # noqa: E731
        menu.add(title, doing, key=key, enabled=enabled, danger=word == "delete")
    return menu


def _actions(row: TimesheetRow, *, browses: bool) -> list[tuple[str, str, str, bool]]:
    """Return the actions as (name, title, shortcut, enabled)."""
    free = not row.locked
    return [
        ("continue", translate("Menu", "Stop") if row.running else translate("Menu", "Continue"), "Space", True),
        ("edit", translate("Menu", "Edit…"), shortcut_for("edit"), free),
        ("duplicate", translate("Menu", "Duplicate"), shortcut_for("duplicate"), not row.running),
        ("split", translate("Menu", "Split…"), "", free and row.duration_s >= _LEAST_S),
        ("copy_text", translate("Menu", "Copy text"), shortcut_for("copy_text"), True),
        ("retry", translate("Menu", "Send again"), "", row.state in _UNSENT),
        ("browse", translate("Menu", "Open in browser"), "", browses),
        ("delete", translate("Menu", "Delete"), shortcut_for("delete"), free),
    ]
