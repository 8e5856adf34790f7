"""A whole working day without a mouse: every key goes where the keyboard is, as a person's do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from demitasse.domain.entries import EntryState
from tests.ui.acts import CTRL, NO_KEY, focused, press, write

if TYPE_CHECKING:
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage

_SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def _at(popover: Popover, name: str) -> None:
    """Tab until what has this name has the keyboard."""
    for _ in range(40):
        if _called(focused(popover)).startswith(name):
            return
        press(popover, Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {name!r}")


def _called(widget: QWidget) -> str:
    return widget.accessibleName() or str(getattr(widget, "text", str)())


def _page(popover: Popover) -> str:
    return type(popover.page).__name__


def _running(stage: Stage) -> TimesheetRow | None:
    return stage.profile.timer.running()


def _track(popover: Popover, query: str, comment: str) -> None:
    press(popover, Key.Key_N, CTRL)
    write(popover, query)
    press(popover, Key.Key_Return)
    press(popover, Key.Key_A, CTRL)
    write(popover, comment)
    press(popover, Key.Key_Return)


def _choose(popover: Popover, word: str) -> None:
    """From the menu of the line that has the keyboard."""
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
    _mend(stage, popover)
    _look_around(popover)
    _leave(popover)


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


def _mend(stage: Stage, popover: Popover) -> None:
    """Edit, split, delete, and take the last one back."""
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


def _look_around(popover: Popover) -> None:
    """Yesterday and back, the calendar, the week, the keys, the settings; Esc leads back from each."""
    _at(popover, "Settings")
    today = popover.day.day
    press(popover, Key.Key_Left)
    assert popover.day.day < today
    press(popover, Key.Key_T)
    assert popover.day.day == today
    for key, modifiers, page in (
        (Key.Key_C, NO_KEY, "CalendarPage"),
        (Key.Key_W, NO_KEY, "WeekPage"),
        (Key.Key_Question, _SHIFT, "KeysPage"),
        (Key.Key_Comma, CTRL, "SettingsPage"),
    ):
        _at(popover, "Settings")
        press(popover, key, modifiers)
        assert _page(popover) == page
        press(popover, Key.Key_Escape)
        assert _page(popover) == "DayPage"


def _leave(popover: Popover) -> None:
    """Sign out, and close."""
    press(popover, Key.Key_Comma, CTRL)
    _at(popover, "Sign out")
    press(popover, Key.Key_Return)
    assert _page(popover) == "SignInPage"
    closed: list[bool] = []
    popover.close_requested.connect(lambda: closed.append(True))
    for _page_below in ("settings", "day", "none"):
        press(popover, Key.Key_Escape)
    assert closed
