"""How many keys a job of an entry takes, from the moment when the window opens; typed text does not count."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.widgets.line_field import LineInput
from tests.ui import stage as s
from tests.ui.user_input import CTRL, NO_KEY, focused, press, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage

_MOST = 4
Key = Qt.Key


class _Keys:
    """Presses keys and counts them."""

    def __init__(self, popover: Popover) -> None:
        self.popover = popover
        self.number = 0

    def press(self, key: Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        self.number += 1
        press(self.popover, key, modifiers)

    def to_the_entry(self) -> None:
        """Go to the finished entry: Down leads into the list, but in the line to what can be started."""
        if isinstance(focused(self.popover), LineInput):
            self.press(Key.Key_Tab)
        self.press(Key.Key_Down)
        assert focused(self.popover) is self.popover.day.list
        line = self.popover.day.list.current_line()
        if line is not None and line.name.startswith("Website"):
            self.press(Key.Key_Down)


@pytest.fixture(params=["stopped", "running"])
def popover(request: pytest.FixtureRequest, stage: Stage) -> Popover:
    """A day with one finished entry, just opened; the timer, if it runs, began when that ended."""
    stage.entry(s.MOBILE, s.DESIGN, 45, "Icons", start=time(13, 8))
    if request.param == "running":
        stage.running(s.WEBSITE, s.CODING, 600)
    return stage.popover()


def test_a_duration_is_corrected_with_four_keys_and_its_text(popover: Popover, stage: Stage) -> None:
    keys = _Keys(popover)
    keys.to_the_entry()
    keys.press(Key.Key_Return)
    assert isinstance(popover.page, EditorPage)
    write(popover, "1:30")
    keys.press(Key.Key_Return)
    assert keys.number <= _MOST
    assert [row.duration_s for row in stage.rows() if row.task == "Design"] == [5400]


def test_an_entry_is_deleted_and_brought_back_with_four_keys(popover: Popover, stage: Stage) -> None:
    keys = _Keys(popover)
    keys.to_the_entry()
    keys.press(Key.Key_Delete)
    assert not [row for row in stage.rows() if row.task == "Design"]
    keys.press(Key.Key_Z, CTRL)
    assert keys.number <= _MOST
    assert [row.duration_s for row in stage.rows() if row.task == "Design"] == [2700]
