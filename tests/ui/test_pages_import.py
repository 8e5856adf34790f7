"""Importing in the window: what is booked is shown first, progress is shown, and it can be stopped and undone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from demitasse.ui.pages.destinations import Import, Settings
from demitasse.ui.pages.import_page import ImportPage
from demitasse.ui.pages.settings import SettingsPage
from tests.ui.stage import CONFIGURATOR, SUPPORT, TODAY, Stage
from tests.ui.user_input import click, focused, press, shown

if TYPE_CHECKING:
    from pathlib import Path

    from demitasse.ui.popover.popover import Popover

NUMBER, MANY, MOST_AT_ONCE = 5, 90, 20
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [f"{TODAY},{600 + n},Website relaunch,Coding,part {n}" for n in range(NUMBER)]
    lines += ["soon,600,Website relaunch,Coding,x", f"{TODAY},600,Website,Coding,x"]
    place = tmp_path / "times-2026.csv"
    place.write_text("\n".join(["day,seconds,project,task,comment", *lines]), encoding="utf-8")
    return place


def opened(stage: Stage, file: Path) -> tuple[Popover, ImportPage]:
    popover = stage.popover()
    popover.open(Import(str(file)))
    return popover, shown(popover, ImportPage)


def test_what_is_booked_is_shown_before(stage: Stage, file: Path) -> None:
    _popover, page = opened(stage, file)
    assert page.title.text() == "5 entries from times-2026.csv"
    assert page.figure.text() == "0:50 · Mon 23 Nov 2026"
    assert page.warning.words.text() == "2 lines were left out."
    assert page.lines.isHidden()
    assert page.warning.isAncestorOf(page.show_lines), "it stands in the warning"
    click(page.show_lines)
    assert page.lines.isVisible()
    assert stage.rows() == ()
    click(page.cancel)
    assert stage.rows() == ()


def test_an_import_shows_its_progress_and_ends(stage: Stage, file: Path) -> None:
    popover, page = opened(stage, file)
    press(popover, Qt.Key.Key_Return)
    assert len(stage.rows()) == NUMBER
    assert (page.share.text(), page.bar.value()) == ("0 of 5", 0)
    for number, row in enumerate(stage.rows(), 1):
        stage.sent(row.id)
        page._tick.timeout.emit()
        assert page.share.text() == f"{number} of 5"
        assert page.bar.value() == number * 20
    assert focused(popover).isVisible()
    click(page.done)
    assert popover.page is popover.day


def test_stopping_keeps_what_was_sent(stage: Stage, file: Path) -> None:
    _popover, page = opened(stage, file)
    click(page.book)
    stage.sent(stage.rows()[0].id)
    click(page.stop)
    assert len(stage.rows()) == 1
    assert page.share.text() == "1 of 1"
    assert page.done.isVisible()


def test_an_import_is_undone_as_a_whole_and_can_be_repeated(stage: Stage, file: Path) -> None:
    popover, page = opened(stage, file)
    click(page.book)
    press(popover, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage.rows() == ()
    popover.open(Import(str(file)))
    assert page.title.text() == "5 entries from times-2026.csv"
    click(page.book)
    popover.open(Import(str(file)))
    assert page.title.text() == "0 entries from times-2026.csv"
    assert not page.book.isEnabled()


def test_thousands_are_booked_in_short_portions_as_one_action(stage: Stage, tmp_path: Path) -> None:
    place = tmp_path / "many.csv"
    lines = [f"{TODAY},{60 + n},Website relaunch,Coding,part {n}" for n in range(MANY)]
    place.write_text("\n".join(["day,seconds,project,task,comment", *lines]), encoding="utf-8")
    popover, page = opened(stage, place)
    turns = [0]
    page.book.click()
    while page._booking is not None:
        turns.append(len(stage.rows()))
        assert page.share.text() == f"0 of {MANY}", "all are named from the beginning"
        QApplication.processEvents()
    assert len(stage.rows()) == MANY
    booked_at_once = {after - before for before, after in pairwise(turns)}
    assert max(booked_at_once) <= MOST_AT_ONCE
    assert popover.snackbar.text() == "Imported"
    click(popover.snackbar.buttons[0])
    assert not stage.rows(), "one undo takes all of it back"
    press(popover, Qt.Key.Key_Z, CTRL_SHIFT)
    assert len(stage.rows()) == MANY


@pytest.mark.parametrize("how", ["stop", "undo"])
def test_a_booking_that_is_taken_back_meanwhile_ends(stage: Stage, tmp_path: Path, how: str) -> None:
    place = tmp_path / "many.csv"
    lines = [f"{TODAY},{60 + n},Website relaunch,Coding,part {n}" for n in range(MANY)]
    place.write_text("\n".join(["day,seconds,project,task,comment", *lines]), encoding="utf-8")
    popover, page = opened(stage, place)
    page.book.click()
    other = stage.entry(CONFIGURATOR, SUPPORT, 30, "booked meanwhile")
    page._portions.timeout.emit()
    assert 0 < len(stage.rows()) < MANY
    if how == "stop":
        click(page.stop)
    else:
        with stage.store.reading():
            action_id = stage.store.settled_steps.last_action("import/")
        stage.profile.history.undo(action_id=action_id)
    for _ in range(3):
        QApplication.processEvents()
    assert page._booking is None
    assert [row.id for row in stage.rows()] == [other]
    popover.open(Import(str(place)))
    assert page.title.text() == f"{MANY} entries from many.csv", "what was taken back may be imported again"
    assert page.book.isEnabled()


def test_a_file_is_chosen_on_the_page_and_a_wrong_one_is_told(stage: Stage, file: Path, tmp_path: Path) -> None:
    popover = stage.popover()
    popover.open(Settings())
    shown(popover, SettingsPage).import_button.click()
    page = shown(popover, ImportPage)
    assert focused(popover) is page.choose
    page.read_file(str(tmp_path / "missing.csv"))
    assert "cannot be read" in popover.snackbar.text()
    page.read_file(str(file))
    assert popover.snackbar.isHidden()
    click(page.book)
    press(popover, Qt.Key.Key_Escape)
    popover.open(Import())
    assert page.share.text() == "0 of 5", "the import goes on"
    for row in stage.rows():
        stage.sent(row.id)
    press(popover, Qt.Key.Key_Escape)
    popover.open(Import())
    assert page.choose.isVisible()


def test_days_that_are_not_known_are_fetched_first(stage: Stage, tmp_path: Path) -> None:
    place = tmp_path / "old.csv"
    place.write_text("day,seconds,project,task\n2020-01-02,600,Website relaunch,Coding\n", encoding="utf-8")
    popover, page = opened(stage, place)
    assert page.title.text() == "0 entries from old.csv"
    assert stage.bridge._shown_days is not None
    day = stage.bridge._shown_days[0]
    with stage.store.transaction():
        stage.store.entries.mark_synced(day, day, stage.clock.now().wall)
    popover.refresh()
    assert page.title.text() == "1 entry from old.csv"
