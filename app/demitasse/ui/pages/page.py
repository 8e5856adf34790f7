"""What all pages have in common: how they are told apart from one another, and how faults are said."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from demitasse.domain.errors import Fault
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

    from demitasse.tracker.account import Credentials


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


class Page(QWidget):
    """One page of the popover."""

    from_settings = False
    """Whether the way back leads to the settings."""

    left = Signal()
    """The person is done here: back to the day."""
    wrote = Signal(str)
    """Something was written; the tracker's word for it, so that it can be undone."""
    resized = Signal()
    """The page wants another height."""
    keys_wanted = Signal()
    """The person wants to know the keys."""

    def refresh(self) -> None:
        """Read again what is shown. Raises LocalFault."""

    def shown(self) -> None:
        """The page is visible now."""

    def hidden(self) -> None:
        """The page is not visible any more: no timer may run."""

    def take_focus(self) -> None:
        """Put the keyboard where typing starts."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, fault: Fault) -> None:
        """Show what went wrong, where the person looks."""
        raise NotImplementedError

    @contextmanager
    def telling(self) -> Iterator[None]:
        """A fault of the world inside is said on the page; what was typed stays where it is."""
        try:
            yield
        except Fault as fault:
            self.say(fault)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, `?` shows all keys."""
        if event.text() == HELP:
            self.keys_wanted.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class NoticePage(Page):
    """A page with a place for what went wrong; each says where that is."""

    def __init__(self) -> None:
        """There is nothing to say yet."""
        super().__init__()
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
