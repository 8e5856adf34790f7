"""The snackbar: its place, how long it stays, its keys, and that it moves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.ui.pages.destinations import (
    About,
    Accounts,
    AddEntry,
    CloseDay,
    Day,
    EditEntry,
    Import,
    Keys,
    Month,
    Report,
    Settings,
    SplitEntry,
    SyncLog,
    Week,
)
from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.popover.snackbar import ROOM
from demitasse.ui.text import messages
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.scroll import ScrollColumn
from tests.ui import stage as s
from tests.ui.stage import TODAY, Stage
from tests.ui.user_input import CTRL, at_line, click, focused, press

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover

_LONG = "Deleted Relaunch of the customer portal · Acceptance of interfaces"
_LONGER = "The disk is full. What you track now would be lost, so nothing is changed. Free some space and try again."


_PAGES = (About(), Accounts(), AddEntry(), CloseDay(TODAY), Day(), Import(), Keys(), Month(TODAY), Report(TODAY),
          Settings(), SyncLog(), Week(TODAY))  # fmt: skip


@pytest.fixture
def popover(stage: Stage) -> Popover:
    """The popover on a day with entries."""
    stage.a_day()
    return stage.popover()


def _say(popover: Popover, words: str = "Deleted Internal · Meeting", **how: Any) -> list[str]:
    """Show a message with one button; return the list to which a press on it adds."""
    pressed: list[str] = []
    popover.navigator.say(Message(words, (Offer("Undo", lambda: pressed.append("Undo")),), **how))
    QApplication.processEvents()
    popover.snackbar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)  # wherever the pointer of this machine is
    return pressed


def _place(popover: Popover, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(popover, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize(("words", "high"), [("Deleted Internal · Meeting", 40), (_LONG, 52), (_LONGER, 68)])
def test_it_stands_above_the_footer_and_moves_nothing(popover: Popover, words: str, high: int) -> None:
    before = {id(one): _place(popover, one) for one in popover.day.findChildren(QWidget)}
    _say(popover, words)
    bar = _place(popover, popover.snackbar)
    assert (bar.left(), bar.width(), bar.height()) == (8, theme.WIDTH - 16, high)
    assert bar.bottom() + 1 == theme.HEIGHT - theme.FOOTER - 8
    assert popover.snackbar.text() == words
    assert {id(one): _place(popover, one) for one in popover.day.findChildren(QWidget)} == before


@pytest.mark.parametrize("words", [_LONG, _LONGER])
def test_its_words_are_complete_where_they_can_be_read(popover: Popover, words: str) -> None:
    _say(popover, words)
    assert " ".join(popover.snackbar._words.lines) == words
    assert popover.snackbar.accessibleName() == words


def test_the_list_scrolls_further_while_it_shows(stage: Stage) -> None:
    for minutes in range(12):
        stage.entry(s.INTERNAL, s.MEETING, minutes + 1)
    popover = stage.popover()
    bar = popover.day.list._bar
    reach = bar.maximum()
    _say(popover)
    assert bar.maximum() == reach + ROOM
    popover.snackbar.dismiss()
    QApplication.processEvents()
    assert bar.maximum() == reach


def test_it_goes_after_ten_seconds_or_as_long_as_the_message_says(popover: Popover) -> None:
    _say(popover)
    assert popover.snackbar._time.interval() == 10_000
    _say(popover, lasts_s=60)
    assert popover.snackbar._time.interval() == 60_000
    popover.snackbar._time.timeout.emit()
    assert popover.snackbar.text() == ""
    _say(popover, lasts_s=None)
    assert not popover.snackbar._time.isActive()


def test_a_message_that_stays_goes_with_its_page(popover: Popover) -> None:
    popover.open(Settings())
    popover.page.show_fault(LocalFault(FaultCode.DISK_FULL))
    assert popover.snackbar.text() == messages.whole(LocalFault(FaultCode.DISK_FULL))
    popover.navigator.back()
    assert popover.snackbar.text() == ""


def test_the_focus_holds_it_and_returns_where_it_was(popover: Popover) -> None:
    popover.day.footer.gear.setFocus()
    _say(popover)
    popover.snackbar.buttons[0].setFocus()
    popover.snackbar._time.timeout.emit()
    assert popover.snackbar.text(), "it has the focus"
    popover.day.footer.add.setFocus()
    assert popover.snackbar._time.isActive(), "it goes soon"
    popover.snackbar.buttons[0].setFocus()
    press(popover, Qt.Key.Key_Escape)
    assert popover.snackbar.text() == ""
    assert focused(popover) is popover.day.footer.add


def test_the_pointer_holds_it(popover: Popover, app: QApplication) -> None:
    _say(popover)
    bar = popover.snackbar
    inside = QPoint(20, 20)
    bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    app.sendEvent(bar, QEnterEvent(inside, inside, bar.mapToGlobal(inside)))
    bar._time.timeout.emit()
    assert bar.text()
    bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    app.sendEvent(bar, QEvent(QEvent.Type.Leave))
    bar._time.timeout.emit()
    assert not bar.text()


def test_a_button_acts_once_and_a_new_message_replaces_it(popover: Popover) -> None:
    first = _say(popover)
    second = _say(popover, "Another")
    assert [button.text() for button in popover.snackbar.buttons] == ["Undo"]
    click(popover.snackbar.buttons[0])
    assert (first, second) == ([], ["Undo"])
    assert popover.snackbar.text() == ""


def test_tab_reaches_it_after_the_list_and_the_cross_last(popover: Popover) -> None:
    _say(popover)
    at_line(popover, popover.day.timer.running.entry_id or 0)
    reached = []
    for _ in range(3):
        press(popover, Qt.Key.Key_Tab)
        reached.append(focused(popover))
    assert reached == [popover.snackbar.buttons[0], popover.snackbar.close_button, popover.day.footer.status]


def test_it_stays_above_the_last_line_of_each_page(stage: Stage, popover: Popover) -> None:
    entry = stage.rows()[0].id
    _say(popover, lasts_s=60)
    for destination in (Week(TODAY), Settings(), EditEntry(entry)):
        popover.open(destination)
        QApplication.processEvents()
        bar = _place(popover, popover.snackbar)
        assert bar.bottom() + 1 == theme.HEIGHT - popover.page.foot_px - 8, destination
        assert popover.childAt(bar.center()) in {popover.snackbar, *popover.snackbar.findChildren(QWidget)}


def test_it_covers_no_button_and_no_field_of_a_page(stage: Stage, popover: Popover) -> None:
    entry = stage.rows()[-1].id
    _say(popover, _LONG, lasts_s=60)
    for destination in (*_PAGES, EditEntry(entry), SplitEntry(entry)):
        popover.open(destination)
        QApplication.processEvents()
        bar = _place(popover, popover.snackbar)
        for one in popover.page.findChildren(QWidget):
            if isinstance(one, (QAbstractButton, QLineEdit)) and one.isVisible() and not _scrolls(one):
                assert not _place(popover, one).intersects(bar), (destination, one.accessibleName())


def _scrolls(widget: QWidget) -> bool:
    """Whether the widget is in a list that may be scrolled from below a message."""
    above = widget.parentWidget()
    return above is not None and (type(above) is ScrollColumn or _scrolls(above))


# --- undo on any page


def test_undo_works_on_every_page_and_always_says_what_it_does(stage: Stage, popover: Popover) -> None:
    gone = stage.rows()[1].id
    popover.day.delete(gone)
    popover.open(Week(TODAY))
    before = popover.page.figure.text()  # type: ignore[attr-defined]
    press(popover, Qt.Key.Key_Z, CTRL)
    assert popover.snackbar.text().startswith("Undone: delete")
    assert popover.page.figure.text() != before  # type: ignore[attr-defined]
    click(popover.snackbar.buttons[0])
    assert popover.snackbar.text().startswith("Redone: delete")
    popover.open(Settings())
    press(popover, Qt.Key.Key_Z, CTRL)
    assert popover.snackbar.text().startswith("Undone: delete")


def test_with_nothing_left_it_says_so(stage: Stage) -> None:
    popover = stage.popover()
    popover.day.footer.gear.setFocus()
    press(popover, Qt.Key.Key_Z, CTRL)
    assert (popover.snackbar.text(), popover.snackbar.buttons) == ("Nothing to undo", [])


def test_undo_in_a_text_field_is_the_texts_alone(stage: Stage, popover: Popover) -> None:
    gone = stage.rows()[1].id
    popover.day.delete(gone)
    popover.day.timer.running.comment.setFocus()
    for _ in range(3):
        press(popover, Qt.Key.Key_Z, CTRL)
    assert popover.snackbar.text().startswith("Deleted")
    assert gone not in [row.id for row in stage.rows()]


def test_an_entry_on_another_day_can_be_shown(stage: Stage, popover: Popover) -> None:
    yesterday = TODAY.replace(day=TODAY.day - 1)
    stage.entry(s.INTERNAL, s.MEETING, 90, day=yesterday)
    popover.navigator.offer_undo("add")
    assert popover.snackbar.text() == "Added 1:30 on Sun 22 Nov"
    assert [button.text() for button in popover.snackbar.buttons] == ["Show", "Undo"]
    click(popover.snackbar.buttons[0])
    assert popover.day.day == yesterday
