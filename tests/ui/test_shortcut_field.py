"""Choosing a global shortcut: press, keep, clear, or see why it does not work."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from demitasse.domain.hotkeys import SETTINGS, HotkeyAction, HotkeyState
from demitasse.ui.pages.destinations import Settings
from demitasse.ui.pages.settings_schema import SHORTCUT_STATES
from tests.ui.user_input import click, press

if TYPE_CHECKING:
    from demitasse.ui.pages.settings import SettingsPage
    from demitasse.ui.popover.popover import Popover
    from demitasse.ui.widgets.shortcut_field import ShortcutField
    from tests.ui.stage import Stage

_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_SWITCH = SETTINGS[HotkeyAction.SWITCH]


def _field(stage: Stage) -> tuple[Popover, SettingsPage, ShortcutField]:
    popover = stage.popover()
    popover.open(Settings())
    page = cast("SettingsPage", popover.page)
    return popover, page, page.shortcuts[_SWITCH.name]


@pytest.mark.parametrize(
    ("key", "held", "chosen"),
    [
        (Qt.Key.Key_W, _CTRL | _ALT, "Ctrl+Alt+W"),
        (Qt.Key.Key_F9, _NONE, "F9"),
        (Qt.Key.Key_N, _CTRL, "Ctrl+N"),
        (Qt.Key.Key_Space, _CTRL | _SHIFT, "Ctrl+Shift+Space"),
        (Qt.Key.Key_W, _NONE, ""),
        (Qt.Key.Key_W, _SHIFT, ""),
        (Qt.Key.Key_Control, _CTRL, ""),
    ],
)
def test_what_is_pressed_is_taken_if_no_program_needs_it(
    stage: Stage, key: Qt.Key, held: Qt.KeyboardModifier, chosen: str
) -> None:
    popover, page, field = _field(stage)
    click(field)
    assert page.notes[_SWITCH.name].text() == "Esc leaves it, Delete clears it."
    QTest.keyClick(field, key, held)
    assert stage.store.settings.get(_SWITCH) == chosen
    assert field.is_recording is not bool(chosen), "what is none goes on"
    assert popover.page is page, "no key is a shortcut of the window meanwhile"


@pytest.mark.parametrize(("key", "left"), [(Qt.Key.Key_Escape, "Ctrl+Alt+W"), (Qt.Key.Key_Delete, "")])
def test_escape_leaves_it_and_delete_clears_it(stage: Stage, key: Qt.Key, left: str) -> None:
    stage.profile.settings.put(_SWITCH, "Ctrl+Alt+W")
    popover, page, field = _field(stage)
    click(field)
    QTest.keyClick(field, key)
    assert stage.store.settings.get(_SWITCH) == left
    assert (popover.page, field.is_recording) == (page, False)


@pytest.mark.parametrize("by_key", [True, False])
def test_leaving_the_field_ends_the_recording(stage: Stage, *, by_key: bool) -> None:
    popover, page, field = _field(stage)
    click(field)
    if by_key:
        press(popover, Qt.Key.Key_Tab)
    else:
        page.start.setFocus()
    assert not field.hasFocus()
    assert not field.is_recording
    assert stage.store.settings.get(_SWITCH) == ""


def test_a_choice_can_be_undone(stage: Stage) -> None:
    popover, _, field = _field(stage)
    click(field)
    QTest.keyClick(field, Qt.Key.Key_W, _CTRL | _ALT)
    assert popover.snackbar.text() == "Changed Switch"
    click(popover.snackbar.buttons[0])
    assert stage.store.settings.get(_SWITCH) == ""


@pytest.mark.parametrize("state", [state for state in HotkeyState if state is not HotkeyState.ON])
def test_why_it_does_not_work_is_said(stage: Stage, state: HotkeyState) -> None:
    stage.profile.settings.put(_SWITCH, "Ctrl+Alt+W")
    _, page, field = _field(stage)
    page._on_obstacles({}, {HotkeyAction.SWITCH: state})
    note = page.notes[_SWITCH.name]
    assert (note.isVisible(), note.text()) == (True, SHORTCUT_STATES[state].format(keys="Ctrl Alt W"))
    assert ("Choose…" in field.accessibleName()) is (state is HotkeyState.TAKEN)
    page._on_obstacles({}, {HotkeyAction.SWITCH: HotkeyState.ON})
    assert not note.isVisible()
    assert field.accessibleName() == "Switch: Ctrl+Alt+W"
