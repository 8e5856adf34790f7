"""The day field and its picker: by keyboard, by mouse, and for the ear."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from demitasse.ui.pages.destinations import AddEntry
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.widgets import focus
from demitasse.ui.widgets.days import DayField, DayPicker
from demitasse.ui.widgets.frames import global_rect
from tests.ui import stage as s
from tests.ui.stage import TODAY
from tests.ui.user_input import ALT, focused, press, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage

Key = Qt.Key
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def popover(stage: Stage) -> Popover:
    """The form of a new entry, with the focus on the day."""
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    _page(popover).day.setFocus(Qt.FocusReason.TabFocusReason)
    return popover


def _page(popover: Popover) -> EditorPage:
    assert isinstance(popover.page, EditorPage)
    return popover.page


@pytest.mark.parametrize(("key", "days"), [(Key.Key_Up, 1), (Key.Key_Down, -1), (Key.Key_Left, -1), (Key.Key_Right, 1)])
def test_arrow_keys_step_by_days(popover: Popover, key: Key, days: int) -> None:
    field = _page(popover).day
    for steps in (1, 2, 3):
        press(popover, key)
        assert field.day() == TODAY + timedelta(days=days * steps)
    assert focused(popover) is field


def test_left_and_right_are_mirrored_from_right_to_left(app: QApplication) -> None:  # noqa: ARG001
    field = DayField("Day", lambda: TODAY)
    field.set_day(TODAY)
    field.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QTest.keyClick(field, Key.Key_Left)
    assert field.day() == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("yesterday", YESTERDAY),
        ("gestern", YESTERDAY),
        ("-3", date(2026, 11, 20)),
        ("fri", date(2026, 11, 20)),
        ("last monday", date(2026, 11, 16)),
        ("2.11.", date(2026, 11, 2)),
        ("2026-10-31", date(2026, 10, 31)),
        ("Sun 22 Nov 2026", YESTERDAY),
        ("Mon 22 Nov 2026", YESTERDAY),
        ("22 Nov 2026", YESTERDAY),
    ],
)
def test_a_day_is_typed_as_people_write_it(popover: Popover, typed: str, day: date) -> None:
    page = _page(popover)
    write(popover, typed)
    shown = page.form.notes["day"].text()
    press(popover, Key.Key_Tab)
    assert page.day.day() == day
    assert shown == f"= {page.day.text()}", "what is typed is said before it is taken"
    assert page.day.text().endswith(str(day.year))


@pytest.mark.parametrize("typed", ["someday", "31.2.", "mon", "tomorrow", "9:30", ""])
def test_what_is_no_day_is_said_when_the_field_is_left(popover: Popover, typed: str) -> None:
    page = _page(popover)
    write(popover, typed or "\b")
    assert page.form.notes["day"].text() == ""
    press(popover, Key.Key_Tab)
    QApplication.processEvents()
    assert page.form.notes["day"].color == "danger"
    assert page.day.text() == typed, "it stays as it was typed"
    press(popover, Key.Key_Backtab)
    press(popover, Key.Key_Up)
    assert page.form.notes["day"].text() == "", "an arrow key mends it"
    assert page.day.day() == TODAY + timedelta(days=1)


def test_the_day_is_one_stop_of_tab_and_one_object(popover: Popover) -> None:
    page = _page(popover)
    press(popover, Key.Key_Tab)
    assert focused(popover) is page.duration
    press(popover, Key.Key_Backtab)
    assert focused(popover) is page.day
    one = QAccessible.queryAccessibleInterface(page.day)
    assert one.text(QAccessible.Text.Name) == "Day"
    assert one.text(QAccessible.Text.Value) == page.day.text() == "Mon 23 Nov 2026"
    assert (one.role(), one.childCount()) == (QAccessible.Role.EditableText, 0)
    box = QAccessible.queryAccessibleInterface(page.form.labelled["day"].field)
    assert [box.child(number).object() for number in range(box.childCount())] == [page.day]


def _picker(popover: Popover, app: QApplication) -> DayPicker:
    """Open the picker by keyboard."""
    press(popover, Key.Key_Down, ALT)
    return _open_picker(app)


def _open_picker(app: QApplication) -> DayPicker:
    picker = app.activePopupWidget()
    assert isinstance(picker, DayPicker), "a popup, so that the window knows that it is still in use"
    return picker


def _current(picker: DayPicker) -> date:
    (cell,) = (cell for cell in picker.cells if cell.hasFocus())
    return cell.day


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ([], TODAY),
        ([Key.Key_Left], YESTERDAY),
        ([Key.Key_Right], TODAY + timedelta(days=1)),
        ([Key.Key_Up], TODAY - timedelta(days=7)),
        ([Key.Key_Up] * 4, date(2026, 10, 26)),
        ([Key.Key_Down], date(2026, 11, 30)),
        ([Key.Key_Home], date(2026, 11, 23)),
        ([Key.Key_End], date(2026, 11, 29)),
        ([Key.Key_PageUp], date(2026, 10, 23)),
        ([Key.Key_PageDown, Key.Key_PageDown], date(2027, 1, 23)),
    ],
)
def test_a_day_is_picked_by_keyboard(popover: Popover, app: QApplication, keys: list[Key], day: date) -> None:
    picker = _picker(popover, app)
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or picker, key)
    assert _current(picker) == day
    QTest.keyClick(QApplication.focusWidget() or picker, Key.Key_Return)
    assert app.activePopupWidget() is None
    assert _page(popover).day.day() == day


def test_esc_closes_the_picker_only(popover: Popover, app: QApplication) -> None:
    picker = _picker(popover, app)
    box: Any = _page(popover).form.labelled["day"].field
    assert box.is_open, "the field keeps its ring"
    QTest.keyClick(QApplication.focusWidget() or picker, Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget() or picker, Key.Key_Escape)
    assert app.activePopupWidget() is None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not box.is_open
    assert _page(popover).day.day() == TODAY
    assert focused(popover) is _page(popover).day


def test_a_day_is_picked_by_mouse(popover: Popover, app: QApplication) -> None:
    box = _page(popover).form.labelled["day"].field
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 12, box.height() // 2))
    picker = _open_picker(app)
    frame = picker.geometry().marginsRemoved(picker.room)
    assert not frame.intersects(global_rect(box))
    assert frame.width() == 264
    assert picker.title.text() == "November 2026"
    picker.earlier.click()
    assert picker.title.text() == "October 2026"
    (cell,) = (cell for cell in picker.cells if cell.day == date(2026, 10, 31))
    assert cell.accessibleName().startswith("Saturday"), cell.accessibleName()
    cell.click()
    assert _page(popover).day.day() == date(2026, 10, 31)


def test_the_current_day_is_ringed_once_keys_are_used(popover: Popover, app: QApplication) -> None:
    focus.show(shown=False)
    _page(popover).form.labelled["day"].field.open_picker()  # type: ignore[attr-defined]
    picker = _open_picker(app)
    assert not focus.is_shown()
    QTest.keyClick(QApplication.focusWidget() or picker, Key.Key_Left)
    assert focus.is_shown()
    focus.show(shown=False)
    picker.close()


@pytest.mark.parametrize(("button", "day"), [("today_button", TODAY), ("yesterday_button", YESTERDAY)])
def test_the_links_of_the_picker(popover: Popover, app: QApplication, button: str, day: date) -> None:
    _page(popover).day.set_day(date(2026, 3, 3))
    picker = _picker(popover, app)
    getattr(picker, button).click()
    assert _page(popover).day.day() == day


def test_the_cells_are_named_for_the_ear(popover: Popover, app: QApplication) -> None:
    _page(popover).day.set_day(YESTERDAY)
    names = {cell.day: cell.accessibleName() for cell in _picker(popover, app).cells}
    assert names[TODAY] == "Monday, 23 November 2026, today"
    assert names[YESTERDAY] == "Sunday, 22 November 2026, chosen"
    assert len(set(names.values())) == 42


def test_a_locked_day_can_be_read_and_not_changed(stage: Stage, app: QApplication) -> None:
    popover = stage.popover()
    popover.open(AddEntry(TODAY))
    page = _page(popover)
    page.form.take_pair((s.MOBILE, s.DESIGN))
    page.form.set_locked(locked=True)
    page.day.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Key.Key_Up, Key.Key_A):
        press(popover, key)
    press(popover, Key.Key_Down, ALT)
    assert app.activePopupWidget() is None
    assert page.day.day() == TODAY
