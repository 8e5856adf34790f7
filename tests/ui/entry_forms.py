"""Helpers of the tests of the form of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from demitasse.ui.pages.destinations import EditEntry
from demitasse.ui.pages.editor import EditorPage
from tests.ui.user_input import CTRL, press, write

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage


def editor_of(popover: Popover) -> EditorPage:
    """Return the form that is shown."""
    assert isinstance(popover.page, EditorPage)
    return popover.page


def edit(stage: Stage, entry: int) -> tuple[Popover, EditorPage]:
    """Open the form of an entry."""
    popover = stage.popover()
    popover.open(EditEntry(entry))
    return popover, editor_of(popover)


def retype(popover: Popover, field: QWidget, words: str) -> None:
    """Replace the text of a field."""
    field.setFocus(Qt.FocusReason.TabFocusReason)
    press(popover, Qt.Key.Key_A, CTRL)
    write(popover, words)


def change_elsewhere(stage: Stage, entry_id: int, **changes: object) -> None:
    """Change an entry as a poll does."""
    entry = stage.existing(entry_id)
    mine = entry.mine._replace(**changes)  # type: ignore[arg-type]
    with stage.store.transaction():
        stage.store.entries.save(entry._replace(mine=mine, base=mine))


def focus_of(page: EditorPage, field: str) -> QWidget:
    """Return the editor of a field."""
    widget = page.form.labelled[field].field
    return widget.focusProxy() or widget
