"""What all pages have in common: how they are told apart from one another, and how faults are said."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from demitasse.domain.errors import Fault
from demitasse.ui.pages.destinations import Keys
from demitasse.ui.text import wording
from demitasse.ui.widgets.buttons import IconButton
from demitasse.ui.widgets.headers import Notice
from demitasse.ui.widgets.labels import Line
from demitasse.ui.widgets.shortcuts import HELP, key
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from demitasse.domain.events import SyncEvent
    from demitasse.tracker.account import Credentials
    from demitasse.ui.pages.destinations import Navigator

D = TypeVar("D")
"""The kinds of destination that a page shows."""


class SyncControl(Protocol):
    """The worker, as far as pages speak to it."""

    def wake(self, *, poll: bool = False) -> None:
        """Something was written; or (`look`) somebody wants to see what is new."""
        ...

    def sign_in(self, credentials: Credentials) -> None:
        """Sign in; an event answers."""
        ...

    def sign_out(self) -> None:
        """Sign out."""
        ...

    def fetch_days(self, first: date, last: date | None = None) -> None:
        """Somebody looks at this day, or at the days up to `last`."""
        ...

    def try_demo(self) -> None:
        """Start the local CoffeeCup; an event answers."""
        ...


class NothingToShow(Exception):
    """Raised by `Page.open` to stay on the present page."""


class Page(QWidget, Generic[D]):
    """One page of the popover: built once, then opened, refreshed, shown and hidden many times."""

    resized = Signal()
    """The page wants another height."""

    def __init__(self, navigator: Navigator) -> None:
        """Build an empty page; the navigator opens it."""
        super().__init__()
        self._navigator = navigator

    def open(self, destination: D) -> None:
        """Prepare the page for `destination`; `refresh` follows, then the page is shown.

        Raises:
            Fault: the destination does not exist. The page that opened it shows the fault.
            NothingToShow: the page has nothing to show.
        """

    def refresh(self) -> None:
        """Read again what is shown, and keep what is being typed. Raises LocalFault."""

    def shown(self) -> None:
        """Start timers: the page is on the screen."""

    def hidden(self) -> None:
        """Stop timers: the page is not on the screen any more."""

    def take_focus(self) -> None:
        """Give the focus to the widget where typing starts."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def handle(self, event: SyncEvent) -> None:
        """React to the result of a command that the page gave to the sync worker."""

    @Slot()
    def leave(self) -> None:
        """Go back without saving."""
        self._navigator.back()

    def say(self, fault: Fault) -> None:
        """Show what went wrong, where the person looks."""
        raise NotImplementedError

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Show a fault of the world that is raised inside; what was typed stays in its field."""
        try:
            yield
        except Fault as fault:
            self.say(fault)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, `?` shows all keys."""
        if event.text() == HELP:
            self._navigator.open(Keys())
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)


class NoticePage(Page[D]):
    """A page that shows faults in a notice, which the subclass lays out."""

    def __init__(self, navigator: Navigator) -> None:
        """Hide the notice until there is a fault."""
        super().__init__(navigator)
        self.notice = Notice()
        self.notice.closed.connect(self._on_notice_closed)

    def say(self, fault: Fault) -> None:
        """In that place, until somebody closes it."""
        self.notice.say(wording.fault(fault), closable=True)
        self.resized.emit()

    @Slot()
    def _on_notice_closed(self) -> None:
        self.notice.say("")
        self.resized.emit()


class Head(QWidget):
    """A page's first line: the way back, and what the page is."""

    def __init__(self, title: str) -> None:
        """The page connects `back`."""
        super().__init__()
        self.back = IconButton("left", self.tr("Back"), shortcut=key("back"))
        self.title = Line(title, Role.STRONG)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self.back)
        self.row.addWidget(self.title)


def announce(widget: QWidget, words: str) -> None:
    """Have a screen reader say it, if one listens: starts, stops and faults, never the ticking."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - opening does without

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def column(
    widget: QWidget, *parts: QWidget, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0
) -> QVBoxLayout:
    """Lay `parts` out under one another."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    for part in parts:
        layout.addWidget(part)
    return layout


def boxed(*parts: QWidget, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0) -> QWidget:
    """`parts` under one another in a widget of their own."""
    box = QWidget()
    column(box, *parts, margins=margins, gap=gap)
    return box


def on_surface(widget: QWidget) -> QWidget:
    """Give `widget` the background of lists and bars."""
    widget.setBackgroundRole(QPalette.ColorRole.Base)
    widget.setAutoFillBackground(True)
    return widget
