"""Mouse and keyboard input for tests of the window, and helpers to wait for and read what it does."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from demitasse.domain.ports import SyncEvent
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.ui.app.bridge import Bridge
    from demitasse.ui.pages.destinations import Destination
    from demitasse.ui.pages.message import Message
    from demitasse.ui.popover.popover import Popover
    from demitasse.ui.widgets.entry_lines import Key, Line

NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


P = TypeVar("P", bound=QWidget)


def shown(popover: Popover, kind: type[P]) -> P:
    """Return the shown page, which must be of this kind."""
    page: QWidget = popover.page
    assert isinstance(page, kind), f"{type(page).__name__} is shown"
    return page


class Opened:
    """A navigator for a single page that records what the page opens."""

    def __init__(self) -> None:
        """Start with nothing opened."""
        self.destinations: list[Destination] = []
        self.messages: list[str] = []

    def open(self, destination: Destination) -> None:
        """Record a destination."""
        self.destinations.append(destination)

    def back(self) -> None:
        """Do nothing."""

    def say(self, message: Message) -> None:
        """Record a message."""
        if message.words:
            self.messages.append(message.words)

    def offer_undo(self, label: str, row: TimesheetRow | None = None) -> None:  # noqa: ARG002 - of the protocol
        """Record the label of an action."""
        self.messages.append(label)


class Events:
    """The events of a bridge in order."""

    def __init__(self, bridge: Bridge) -> None:
        """Collect from now on."""
        self._events: deque[SyncEvent] = deque()
        self._loop = QEventLoop()
        bridge.happened.connect(self._on_happened)

    def next(self) -> SyncEvent:
        """Return the next event, running Qt's event loop until it comes."""
        if not self._events:
            QTimer.singleShot(int(PATIENCE_S * 1000), self._loop.quit)
            self._loop.exec()
        return self._events.popleft()

    def _on_happened(self, event: SyncEvent) -> None:
        self._events.append(event)
        self._loop.quit()


def focused(popover: Popover) -> QWidget:
    """Return the widget with the focus. Fails if there is none."""
    widget = popover.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def press(popover: Popover, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press a key in the widget with the focus."""
    QTest.keyClick(focused(popover), key, modifiers)
    QApplication.processEvents()


def write(popover: Popover, words: str) -> None:
    """Type text into the widget with the focus."""
    QTest.keyClicks(focused(popover), words)
    QApplication.processEvents()


def at_line(popover: Popover, key: Key) -> Line:
    """Give the keyboard to the line of an entry or gap, and return it."""
    view = popover.day.list
    place = view.place_of(key)
    assert place is not None, "it is not listed"
    view.focus_line(view.lines()[place])
    return view.lines()[place]


def click_line(popover: Popover, key: Key, button: int = -1) -> None:
    """Click the line of an entry or gap, or a button of it."""
    view = popover.day.list
    place = view.place_of(key)
    assert place is not None, "it is not listed"
    view.scroll_to(place)
    rect = view.line_rect(place) if button < 0 else view.button_rect(place, button)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, NO_KEY, rect.center())
    QApplication.processEvents()


def click(widget: QWidget) -> None:
    """Click the middle of a widget."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
