"""The keys: one table defines them, and they do what it says."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from demitasse.ui.pages.destinations import Day, EditEntry, Keys, Month, Report, Settings, Week
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.keys import KeysPage
from demitasse.ui.widgets import shortcuts
from demitasse.ui.widgets.shortcuts import spoken
from tests.ui import stage as s
from tests.ui.stage import TODAY
from tests.ui.translations import ROOT
from tests.ui.user_input import CTRL, press, shown, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage

ALT = Qt.KeyboardModifier.AltModifier
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
        assert {f"{line.words}: {spoken(line.keys)}" for line in part.values()} <= names


def test_f1_opens_the_keys_and_escape_returns(stage: Stage) -> None:
    entry = stage.entry(s.WEBSITE, s.CODING, 60)
    popover = stage.popover()
    popover.day.footer.gear.setFocus()
    press(popover, Qt.Key.Key_F1)
    shown(popover, KeysPage)
    press(popover, Qt.Key.Key_Escape)
    assert _page(popover) is popover.day
    popover.open(EditEntry(entry))
    editor = shown(popover, EditorPage)
    editor.comment.setFocus()
    write(popover, "Why?")
    press(popover, Qt.Key.Key_F1)
    shown(popover, KeysPage)
    press(popover, Qt.Key.Key_Escape)
    assert _page(popover) is editor
    assert editor.comment.toPlainText() == "Why?"


def test_letters_digits_and_signs_are_no_keys(stage: Stage) -> None:
    """They are for typing; only keys with a modifier, and keys that type nothing, do something."""
    typing = re.compile(r"(Shift\+)?.")
    assert not [key for line in shortcuts.TABLE.values() for each in line.values() for key in each.keys
                if typing.fullmatch(key)]  # fmt: skip
    stage.a_day()
    popover = stage.popover()
    for page in (Week(TODAY), Month(TODAY), Settings()):  # on the day they go to the line
        popover.open(page)
        before = popover.page
        for key in (Qt.Key.Key_T, Qt.Key.Key_C, Qt.Key.Key_W, Qt.Key.Key_Question):
            popover.page.setFocus()
            press(popover, key)
            assert popover.page is before, (page, key)


# --- the keys of the views (design 11)


def test_the_views_are_reached_by_key_from_any_page(stage: Stage) -> None:
    popover = stage.popover()
    kinds = []
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1):
        popover.open(Settings())
        press(popover, key, ALT)
        kinds.append(type(popover.navigator.destination))
    assert kinds == [Week, Month, Report, Day]


def test_the_keys_of_the_timer_work_on_every_view_and_on_no_other_page(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 30)
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    popover.open(Settings())
    press(popover, Qt.Key.Key_S, CTRL)
    assert stage.profile.timer.running() is not None
    for view in (Week(TODAY), Month(TODAY)):
        popover.open(view)
        press(popover, Qt.Key.Key_S, CTRL)
        assert stage.profile.timer.running() is None, view
        assert popover.snackbar.text().startswith("Stopped Website relaunch"), view
        press(popover, Qt.Key.Key_Z, CTRL)
        assert stage.profile.timer.running() is not None
    assert stage.profile.timesheets.entry(running).running


def test_the_days_change_by_key(stage: Stage) -> None:
    stage.a_day()
    popover = stage.popover()
    popover.day.footer.gear.setFocus()
    shown_days = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home):
        press(popover, key, ALT)
        shown_days.append((TODAY - popover.day.day).days)
    assert shown_days == [1, 2, 1, 0]
    press(popover, Qt.Key.Key_Left)
    assert popover.day.day == TODAY, "without Alt only within the block of the day and the list"
    popover.day.head.earlier.setFocus()
    press(popover, Qt.Key.Key_Left)
    assert popover.day.day == TODAY - timedelta(days=1)


def _page(popover: Popover) -> QWidget:
    return popover.page
