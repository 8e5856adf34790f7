"""The keys: one table defines them, and they do what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from demitasse.ui.pages.destinations import EditEntry, Keys
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.keys import KeysPage
from demitasse.ui.widgets import shortcuts
from demitasse.ui.widgets.shortcuts import native_text
from tests.ui import stage as s
from tests.ui.translations import ROOT
from tests.ui.user_input import press, shown, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage

UI = ROOT / "app" / "demitasse" / "ui"


def test_no_key_has_two_meanings_on_one_page() -> None:
    for part in shortcuts.TABLE.values():
        keys = [one for line in ({**shortcuts.ANYWHERE, **part}).values() for one in line.keys]
        assert len(keys) == len(set(keys)), keys
    words = [word for part in shortcuts.TABLE.values() for word in part]
    assert len(words) == len(set(words))


def test_pages_name_no_key_themselves() -> None:
    """Tool tips and bindings take their keys from the table."""
    own = re.compile(r"""shortcut="|\((Ctrl|Alt|Esc|Shift|F\d)[^"]*\)"|QShortcut\(""")
    for file in UI.rglob("*.py"):
        if file.name != "shortcuts.py":
            assert not own.search(file.read_text(encoding="utf-8")), file.name


def test_every_key_is_on_the_page(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(Keys())
    names = {one.accessibleName() for one in popover.page.findChildren(QWidget)}
    for part in shortcuts.TABLE.values():
        assert {f"{line.words}: {', '.join(map(native_text, line.keys))}" for line in part.values()} <= names


def test_a_question_mark_opens_the_keys_and_escape_returns(stage: Stage) -> None:
    entry = stage.entry(s.WEBSITE, s.CODING, 60)
    popover = stage.popover()
    popover.day.footer.gear.setFocus()
    press(popover, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    shown(popover, KeysPage)
    press(popover, Qt.Key.Key_Escape)
    assert _page(popover) is popover.day
    popover.open(EditEntry(entry))
    editor = shown(popover, EditorPage)
    editor.comment.setFocus()
    write(popover, "Why?")
    assert editor.comment.toPlainText() == "Why?"
    press(popover, Qt.Key.Key_F1)
    shown(popover, KeysPage)
    press(popover, Qt.Key.Key_Escape)
    assert _page(popover) is editor
    assert editor.comment.toPlainText() == "Why?"


def _page(popover: Popover) -> QWidget:
    return popover.page
