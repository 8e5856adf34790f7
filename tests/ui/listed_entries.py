"""A list of a day on the screen, by itself."""

from __future__ import annotations

from datetime import UTC, time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.domain.timesheet import Gap
from demitasse.ui.widgets.entry_list import EntryList
from demitasse.ui.widgets.frames import Menu
from tests.domain.test_timesheet import AT, row, running

if TYPE_CHECKING:
    from demitasse.domain.timesheet import TimesheetRow

NONE = Qt.KeyboardModifier.NoModifier
WIDTH, HEIGHT = 378, 304
GAP = Gap(time(11), time(11, 30), 2)


def entries() -> list[TimesheetRow | Gap]:
    """Return a running entry, one with times, a gap, and one without."""
    return [
        running(1, 60)._replace(project="Website", task="Coding", comment="Login"),
        row(2, 60, "11:30", "12:30", project="Mobile app", task="Design", comment="Icons"),
        GAP,
        row(3, 30, project="Internal", task="Meeting", client="Acme"),
    ]


class Listed:
    """A list on the screen, and what it asked for."""

    def __init__(self, items: list[TimesheetRow | Gap]) -> None:
        self.asked: list[object] = []
        self.view = EntryList()
        self.view.action_requested.connect(lambda word, number: self.asked.append((word, number)))
        self.view.add_requested.connect(self.asked.append)
        self.view.resize(WIDTH, HEIGHT)
        self.show(items)
        self.view.show()
        self.view.activateWindow()
        QApplication.processEvents()

    def show(self, items: list[TimesheetRow | Gap]) -> None:
        """Show other entries."""
        self.view.show_items(items, UTC, AT.wall)

    def taken(self) -> object:
        """Return the only thing that was asked for since the last call; None if there was nothing."""
        assert len(self.asked) <= 1, self.asked
        return self.asked.pop() if self.asked else None

    def focus(self) -> None:
        """Come by Tab."""
        self.view.clearFocus()
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key."""
        QTest.keyClick(self.view, key, modifiers)

    def click(self, place: int, button: int = -1) -> None:
        """Click a line or a button of it."""
        rect = self.view.line_rect(place) if button < 0 else self.view.button_rect(place, button)
        point = rect.center() if button >= 0 else rect.topLeft() + QPoint(60, rect.height() // 2)
        QTest.mouseClick(self.view, Qt.MouseButton.LeftButton, NONE, point)

    def close_menu(self) -> list[str]:
        """Close the open menu, and return its words; empty if none is open."""
        menus = [menu for menu in self.view.findChildren(Menu) if menu.isVisible()]
        words = [action.text() for menu in menus for action in menu.actions() if action.text()]
        for menu in menus:
            menu.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return words


class Areas(QWidget):
    """Records what a widget repaints."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        QApplication.processEvents()
        self._areas: list[Any] = []
        watched.installEventFilter(self)

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._areas.append(event.rect())  # type: ignore[attr-defined]
        return False

    def taken(self) -> list[Any]:
        areas, self._areas = self._areas, []
        return areas
