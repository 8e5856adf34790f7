"""A whole working day without a mouse: every key goes to the widget with the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from demitasse.domain.entries import EntryState
from tests.ui.user_input import ALT, CTRL, NO_KEY, focused, press, write

if TYPE_CHECKING:
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage

_SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def _at(popover: Popover, name: str) -> None:
    """Press Tab until the widget with this name has the focus; in the list, Down until its line is reached."""
    for _ in range(40):
        if _named(focused(popover)).startswith(name) or (
            focused(popover) is popover.day.list and _down_to(popover, name)
        ):
            return
        press(popover, Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {name!r}")


def _down_to(popover: Popover, name: str) -> bool:
    press(popover, Key.Key_Home)
    for _ in popover.day.list.lines():
        line = popover.day.list.current_line()
        if line is not None and line.name.startswith(name):
            return True
        press(popover, Key.Key_Down)
    return False


def _named(widget: QWidget) -> str:
    return widget.accessibleName() or str(getattr(widget, "text", str)())


def _page(popover: Popover) -> str:
    return type(popover.page).__name__


def _running(stage: Stage) -> TimesheetRow | None:
    return stage.profile.timer.running()


def _track(popover: Popover, query: str, comment: str) -> None:
    press(popover, Key.Key_N, CTRL)
    write(popover, query)
    press(popover, Key.Key_Return)
    write(popover, ":")
    write(popover, comment)
    press(popover, Key.Key_Return)


def _choose(popover: Popover, word: str) -> None:
    """Choose an action from the menu of the focused line."""
    press(popover, Key.Key_F10, _SHIFT)
    menu = next(one for one in popover.findChildren(QMenu) if one.isVisible())
    for _ in menu.actions():
        if menu.activeAction().text().startswith(word):
            break
        _press_in(menu, Key.Key_Down)
    _press_in(menu, Key.Key_Return)


def _press_in(menu: QMenu, key: Key) -> None:
    QTest.keyClick(menu, key, NO_KEY)


def test_a_working_day(stage: Stage) -> None:
    popover = stage.popover()
    _track(popover, "web cod", "Login form")
    stage.clock.advance(3600)
    _track(popover, "int meet", "Planning")
    stage.clock.advance(1800)
    press(popover, Key.Key_S, CTRL)
    assert _running(stage) is None
    assert {row.comment: row.duration_s for row in stage.rows()} == {"Login form": 3600, "Planning": 1800}

    _by_hand(stage, popover)
    _edit_split_delete(stage, popover)
    _visit_pages(popover)
    _sign_out(popover)


def _by_hand(stage: Stage, popover: Popover) -> None:
    press(popover, Key.Key_N, CTRL | _SHIFT)
    _at(popover, "Project and task")
    press(popover, Key.Key_Return)
    write(popover, "mob des")
    press(popover, Key.Key_Return)
    _at(popover, "Duration")
    press(popover, Key.Key_A, CTRL)
    write(popover, "45m")
    press(popover, Key.Key_Return, CTRL)
    assert _page(popover) == "DayPage"
    assert sorted(row.duration_s for row in stage.rows()) == [1800, 2700, 3600]


def _edit_split_delete(stage: Stage, popover: Popover) -> None:
    """Edit, split and delete an entry, and undo the deletion."""
    _at(popover, "Mobile app")
    press(popover, Key.Key_Return)
    _at(popover, "Comment")
    write(popover, "Icons")
    press(popover, Key.Key_Return, CTRL)
    assert "Icons" in {row.comment for row in stage.rows()}
    _at(popover, "Mobile app")
    _choose(popover, "Split")
    assert _page(popover) == "SplitPage"
    press(popover, Key.Key_Return, CTRL)
    assert len(stage.rows()) == 4
    _at(popover, "Mobile app")
    press(popover, Key.Key_Delete)
    assert len(stage.rows()) == 3
    press(popover, Key.Key_Z, CTRL)
    assert len(stage.rows()) == 4
    assert not any(row.state is EntryState.REJECTED for row in stage.rows())


def _visit_pages(popover: Popover) -> None:
    """Open yesterday, the calendar, the week, the keys and the settings; return from each with Esc."""
    _at(popover, "Settings")
    today = popover.day.day
    press(popover, Key.Key_Left, ALT)
    assert popover.day.day < today
    press(popover, Key.Key_Home, ALT)
    assert popover.day.day == today
    for key, modifiers, page in (
        (Key.Key_3, ALT, "MonthPage"),
        (Key.Key_2, ALT, "WeekPage"),
        (Key.Key_F1, NO_KEY, "KeysPage"),
        (Key.Key_Comma, CTRL, "SettingsPage"),
    ):
        _at(popover, "Settings")
        press(popover, key, modifiers)
        assert _page(popover) == page
        press(popover, Key.Key_Escape)
        assert _page(popover) == "DayPage"


def _sign_out(popover: Popover) -> None:
    """Sign out and close the popover."""
    press(popover, Key.Key_Comma, CTRL)
    _at(popover, "Sign out…")
    press(popover, Key.Key_Return)
    assert _page(popover) == "SettingsPage", "it asks first"
    _at(popover, "Sign out now")
    press(popover, Key.Key_Return)
    assert _page(popover) == "SignInPage"
    closed: list[bool] = []
    popover.close_requested.connect(lambda: closed.append(True))
    for _page_below in ("settings", "day", "none"):
        press(popover, Key.Key_Escape)
    assert closed
