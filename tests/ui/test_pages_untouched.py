"""Random changes that arrive meanwhile never replace what is typed or selected."""

from __future__ import annotations

import random
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from demitasse.ui.pages.destinations import EditEntry, Picker
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.picker import PickerPage
from tests.ui import stage as s
from tests.ui.user_input import press, write

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage

STEPS = 80
_KEYS = "0123456789:-.,hm ab\b"


class Meanwhile:
    """Changes the same entry, the catalogue or the clock at random while the user types."""

    def __init__(self, stage: Stage, dice: random.Random, entry_id: int) -> None:
        self._stage = stage
        self._dice = dice
        self._entry_id = entry_id

    def change_something(self) -> None:
        """Do one thing that a poll, another device or the desktop may do."""
        self._dice.choice([self._change, self._change, self._replace_catalogue, self._move_clock, self._other_entry])()

    def _change(self) -> None:
        entry = self._stage.existing(self._entry_id)
        dice = self._dice
        values: dict[str, Any] = {
            "comment": dice.choice(["", "From the phone", "Line\nand line"]),
            "day": s.TODAY - timedelta(days=dice.randrange(3)),
            "duration_s": dice.randrange(0, 30000),
            "task_id": dice.choice([s.CODING, s.TESTING, None]),
            "start_time": dice.choice([None, time(8, 30), time(23, 59)]),
        }
        name = dice.choice(list(values))
        mine = entry.mine._replace(**{name: values[name]})
        with self._stage.store.transaction():
            self._stage.store.entries.save(entry._replace(mine=mine, base=mine))

    def _replace_catalogue(self) -> None:
        pairs = tuple(pair for pair in s.CATALOG.pairs if self._dice.random() < 0.8)
        with self._stage.store.transaction():
            self._stage.store.catalog.replace(s.CATALOG._replace(pairs=pairs))

    def _move_clock(self) -> None:
        if self._dice.random() < 0.5:
            self._stage.clock.advance(self._dice.randrange(90))
        else:
            minutes = self._dice.randrange(-90, 30)
            self._stage.clock.set_wall(self._stage.clock.now().wall + timedelta(minutes=minutes))

    def _other_entry(self) -> None:
        self._stage.entry(s.INTERNAL, s.MEETING, self._dice.randrange(1, 90))


def _text(widget: QWidget) -> tuple[str, int]:
    """Return the text of a field and the position of its cursor."""
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText(), widget.textCursor().position()
    if isinstance(widget, QLineEdit):
        return widget.text(), widget.cursorPosition()
    return str(widget.property("date")), 0


def _type(popover: Popover, dice: random.Random, keys: str = _KEYS) -> None:
    letter = dice.choice(keys)
    if letter == "\b":
        press(popover, Qt.Key.Key_Backspace)
    else:
        write(popover, letter)


def _arrives(popover: Popover) -> None:
    """Let a poll end and a second pass."""
    popover.refresh()
    popover.day._on_tick()
    QApplication.processEvents()


def test_the_editor_keeps_what_is_typed(stage: Stage, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    entry = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons", start=time(10, 15))
    meanwhile = Meanwhile(stage, dice, entry)
    popover = stage.popover()
    popover.open(EditEntry(entry))
    page = popover.page
    assert isinstance(page, EditorPage)
    form = page.form
    for step in range(STEPS):
        if step % 12 == 0:
            page.leave()
            popover.open(EditEntry(entry))
        field = dice.choice([form.comment, form.day, form.duration, form.start, form.end])
        field.setFocus(Qt.FocusReason.TabFocusReason)
        if dice.random() < 0.4:
            _type(popover, dice)
        meanwhile.change_something()
        before, typed = _text(field), {name: form.values()[name] for name in form.touched}
        _arrives(popover)
        assert _text(field) == before
        assert {name: form.values()[name] for name in typed} == typed


def test_the_timer_block_keeps_what_is_typed(stage: Stage, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    running = stage.running(s.WEBSITE, s.CODING, 3600, "Icons")
    meanwhile = Meanwhile(stage, dice, running)
    popover = stage.popover()
    block = popover.day.timer.running
    for _ in range(STEPS):
        if not block.clock_edit.opened or dice.random() < 0.1:
            block.open_clock()
        field = dice.choice([block.comment, block.clock_edit.start, block.clock_edit.total])
        field.setFocus(Qt.FocusReason.TabFocusReason)
        if dice.random() < 0.5:
            _type(popover, dice)
        meanwhile.change_something()
        before, kept = _text(field), field is not block.comment or block.comment.typed
        typed = block.clock_edit._typed_in or field
        words = _text(typed)
        _arrives(popover)
        assert _text(typed) == words or not kept
        assert _text(field) == before or not kept, "a field in which nothing is typed shows the newest comment"


def test_the_picker_keeps_what_is_typed_and_its_highlight(stage: Stage, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    meanwhile = Meanwhile(stage, dice, stage.entry(s.MOBILE, s.DESIGN, 45))
    popover = stage.popover()
    popover.open(Picker(lambda *_: None))
    page = popover.page
    assert isinstance(page, PickerPage)
    for _ in range(STEPS):
        if dice.random() < 0.3:
            _type(popover, dice, "webcod\b\b\b")
        press(popover, dice.choice([Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown]))
        before, chosen = _text(page.field), page.list.choice()
        meanwhile.change_something()
        _arrives(popover)
        assert _text(page.field) == before
        offered = {item.key for item in page.list.model_.items}
        if chosen is not None and (chosen.project_id, chosen.task_id) in offered:
            assert page.list.choice() == chosen
        assert offered - {None} <= set(stage.profile.pages.suggestions.index()._numbers)
