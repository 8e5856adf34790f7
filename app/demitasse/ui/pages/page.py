"""The base classes of pages, and helpers to lay them out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import BadInput, Fault
from demitasse.domain.ports import SyncEvent
from demitasse.tracker.account import Credentials
from demitasse.ui.pages.destinations import Navigator
from demitasse.ui.pages.message import Message
from demitasse.ui.text import messages
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import Button, IconButton
from demitasse.ui.widgets.labels import KeyCaps, PageTitle, Rule
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role

D = TypeVar("D")
"""The kinds of destination that a page shows."""


class SyncControl(Protocol):
    """What pages ask of the sync worker. Results arrive as events."""

    def wake(self, *, poll: bool = False) -> None:
        """Send changes; with `poll` also fetch news from CoffeeCup."""

    def compare(self) -> None:
        """Fetch news from CoffeeCup, also about projects and the account, if that was not done too often."""

    def sign_in(self, credentials: Credentials) -> None:
        """Sign in. A `SIGNED_IN` or `SIGN_IN_FAILED` event follows."""

    def sign_out(self) -> None:
        """Delete the tokens and revoke them at the server."""

    def fetch_days(self, first: date, last: date | None = None) -> None:
        """Fetch one day, or all days up to `last`, before everything else."""

    def try_demo(self) -> None:
        """Start the local CoffeeCup. A `DEMO_STARTED` event follows."""


COMMENT_KEY = ":"
"""Outside of a text field it leads to the comment of the running entry, as it does in a line."""


class NothingToShow(Exception):
    """Raised by `Page.open` to stay on the present page."""


class Page(QWidget, Generic[D]):
    """One page of the popover: built once, then opened, refreshed, shown and hidden many times."""

    foot_px = 0
    """The height of the last line, above which messages stand."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        """Build an empty page; the navigator opens it."""
        super().__init__()
        self._profile = profile
        self._sync = sync
        self._navigator = navigator

    def open(self, destination: D) -> None:
        """Prepare the page for `destination`; `refresh` follows, then the page is shown.

        Raises:
            Fault: the destination does not exist. The page that opened it shows the fault.
            NothingToShow: the page has nothing to show.
        """

    def refresh(self) -> None:
        """Read again what is shown, and keep what is being typed. Raises LocalFault."""

    @Slot()
    def reload(self) -> None:
        """Refresh, and show a fault instead of raising it."""
        with self.showing_faults():
            self.refresh()

    def shown(self) -> None:
        """Start timers: the page is on the screen."""

    def hidden(self) -> None:
        """Stop timers: the page is not on the screen any more."""

    def take_focus(self) -> None:
        """Give the focus to the widget where typing starts."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def day_in_view(self) -> date | None:
        """Return the day with which another view begins, or None for today."""
        return None

    def written(self) -> None:
        """Send and show a change that was made by undo or redo. Raises LocalFault."""
        self._sync.wake()
        self.refresh()

    def after_message(self) -> QWidget | None:
        """Return the widget before which the buttons of a message are reached by Tab; None leaves them at the end."""
        return None

    def set_room_below(self, px: int) -> None:
        """Let a list scroll further by `px`, so that a message covers nothing of it."""

    def handle(self, event: SyncEvent) -> None:
        """React to the result of a command that the page gave to the sync worker."""

    @Slot()
    def leave(self) -> None:
        """Go back without saving."""
        self._navigator.back()

    def type(self, text: str) -> bool:  # noqa: ARG002 - for those pages that have such a place
        """Take letters that were typed outside of a text field. Return whether the page has a place for them."""
        return False

    def show_fault(self, fault: Fault) -> None:
        """Show the fault in a message, until the person closes it or leaves the page."""
        self._navigator.say(Message(messages.whole(fault), lasts_s=None))

    def clear_fault(self) -> None:
        """Take back a fault that is still shown."""
        self._navigator.say(Message(""))

    def clear_message(self) -> None:
        """Take back whatever message is shown."""
        self._navigator.say(Message("", lasts_s=0))

    @contextmanager
    def showing_faults(self) -> Iterator[None]:
        """Show a fault of the world that is raised inside; what was typed stays in its field."""
        try:
            yield
        except Fault as fault:
            self.show_fault(fault)

    def open_dialog(self, dialog: QDialog) -> None:
        """Open a dialog above the window. When it closes the window gets the keyboard back, which X11 may forget."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self.window().activateWindow)
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


class TitledPage(Page[D]):
    """A page with a back button and a title at its top."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator, title: str = "") -> None:
        """Build `head`; the subclass lays it out."""
        super().__init__(profile, sync, navigator)
        self.head = Head(title)
        self.head.back.clicked.connect(self.leave)

    def take_focus(self) -> None:
        """Focus the back button."""
        self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)


class Head(QWidget):
    """The first line of a page: the back button and the title. More buttons can be added to `row`."""

    def __init__(self, title: str) -> None:
        """Connect `back` to the way out of the page."""
        super().__init__()
        self.back = IconButton("left", self.tr("Back"), shortcut=shortcut_for("back"))
        self.title = PageTitle(title, Role.STRONG)
        self.setFixedHeight(theme.BAR)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(6, 6, 6, 6)
        self.row.setSpacing(6)
        self.row.addWidget(self.back)
        self.row.addWidget(self.title)


def field_of(fault: Fault) -> str:
    """Return the name of the field with a wrong value, or an empty string."""
    return fault.field if isinstance(fault, BadInput) else ""


def announce(widget: QWidget, words: str) -> None:
    """Have a screen reader speak starts, stops and faults; do nothing if none is active."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


Margins = tuple[int, int, int, int]
"""Start, top, end and bottom in pixels; start is the left side unless the language is written from the right."""


def column(widget: QWidget, *parts: QWidget | None, margins: Margins = (0, 0, 0, 0), gap: int = 0) -> QVBoxLayout:
    """Lay `parts` out in `widget`, one below the other. None as a part takes the spare height."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return layout


def boxed(*parts: QWidget, margins: Margins = (0, 0, 0, 0), gap: int = 0) -> QWidget:
    """Return a widget with `parts` one below the other."""
    box = QWidget()
    column(box, *parts, margins=margins, gap=gap)
    return box


def row(*parts: QWidget | None, grow: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int = 8) -> QWidget:
    """Return a widget with `parts` side by side. The part `grow`, or None as a part, takes the spare width."""
    box = QWidget()
    layout = QHBoxLayout(box)
    painting.set_margins(layout, *margins)
    layout.setSpacing(gap)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part, int(part is grow))
    return box


def hint_bar(keys: KeyCaps) -> QWidget:
    """Return the line at the bottom of a page that names keys."""
    bar = on_surface(boxed(Rule(), row(keys, grow=keys, margins=(16, 0, 16, 0))))
    bar.setFixedHeight(theme.FOOTER)
    return bar


def button_bar(*parts: QWidget | None, start: int = 16) -> QWidget:
    """Return the bar below a form. None as a part takes the spare width; `start` is the margin before the first one."""
    bar = boxed(Rule(), row(*parts, margins=(start, 0, 16, 0)))
    bar.setFixedHeight(theme.BUTTON_BAR)
    for part in parts:
        if isinstance(part, Button):  # a text beside it is cut off rather than its label
            part.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    return bar


def on_surface(widget: QWidget) -> QWidget:
    """Give `widget` the background of lists and bars."""
    widget.setBackgroundRole(QPalette.ColorRole.Base)
    widget.setAutoFillBackground(True)
    return widget


def small(button: Button) -> Button:
    """Give `button` the height of buttons in lists and bars."""
    button.height_px = 28
    return button
