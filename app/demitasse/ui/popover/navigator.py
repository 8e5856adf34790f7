"""The stack of open pages: the top one is shown, `back` returns to the one below."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLayout, QWidget
from shiboken6 import isValid

from demitasse.domain.timesheet import TimesheetRow
from demitasse.ui.pages.destinations import VIEWS, Day, Destination
from demitasse.ui.pages.message import Message
from demitasse.ui.pages.page import NothingToShow, Page

_ABOVE_THE_DAY = 2
"""How many pages are open while one stands directly above the day."""


class _Visit(NamedTuple):
    """An open page."""

    destination: Destination
    page: Page[Any]
    focus: QWidget | None = None
    """The widget that had the focus when the next page was opened."""


class Navigator(QObject):
    """Shows one page at a time. The day is always the lowest page; no page is open twice."""

    left = Signal()
    """`back` was called on the lowest page."""
    moved = Signal()
    """Another page is shown."""
    said = Signal(object)
    """A `Message` for the snackbar."""
    undo_offered = Signal(str, object)
    """The label of the last action, and its `TimesheetRow` or None."""

    def __init__(self, layout: QLayout, page_of: Callable[[Destination], Page[Any]], parent: QObject) -> None:
        """Show nothing before `restart`. Pages come from `page_of` and are added to `layout`."""
        super().__init__(parent)
        self._layout = layout
        self._page_of = page_of
        self._stack: list[_Visit] = []
        self._shown: Page[Any] | None = None
        self._visible = False

    @property
    def page(self) -> Page[Any]:
        """The page that is shown."""
        return self._stack[-1].page

    @property
    def destination(self) -> Destination:
        """The destination that is shown."""
        return self._stack[-1].destination

    def restart(self, destination: Destination) -> None:
        """Show the page of `destination`, with no page below it."""
        page = self._adopted(destination)
        page.open(destination)
        self._stack = [_Visit(destination, page)]
        self._show_top()

    def open(self, destination: Destination) -> None:
        """Show the page of `destination` above the present one; pages above a page that is open already are closed.

        If the page cannot be opened, the present page shows the fault.
        """
        page = self._adopted(destination)
        with self.page.showing_faults():
            try:
                page.open(destination)
            except NothingToShow:
                return
            self._put_on_top(_Visit(destination, page))
            self._show_top()

    def back(self) -> None:
        """Close the page, and restore the focus of the page below."""
        if len(self._stack) == 1:
            self.left.emit()
        else:
            self._stack.pop()
            self._show_top()

    def say(self, message: Message) -> None:
        """Show a message in the snackbar."""
        self.said.emit(message)

    def offer_undo(self, label: str, row: TimesheetRow | None = None) -> None:
        """Say what was done, and offer to undo it."""
        self.undo_offered.emit(label, row)

    def refresh(self) -> None:
        """Read the contents of the page again, and keep what is being typed."""
        self.page.reload()

    def shown(self) -> None:
        """Start the timers of the page, because the popover is on the screen."""
        self._visible = True
        self.page.shown()

    def hidden(self) -> None:
        """Stop the timers of the page."""
        self._visible = False
        self.page.hidden()

    def _adopted(self, destination: Destination) -> Page[Any]:
        page = self._page_of(destination)
        if self._layout.indexOf(page) < 0:
            page.hide()
            self._layout.addWidget(page)
        return page

    def _put_on_top(self, visit: _Visit) -> None:
        covered = self._stack[-1]
        if isinstance(visit.destination, Day) and visit.destination.returns and len(self._stack) == _ABOVE_THE_DAY:
            visit = visit._replace(focus=self._stack[0].focus)
        self._stack[-1] = covered._replace(focus=covered.page.focusWidget())
        pages = [below.page for below in self._stack]
        if isinstance(visit.destination, Day):
            end = 0
        elif isinstance(visit.destination, VIEWS):
            end = 1  # a view takes the place of another one
        else:
            end = pages.index(visit.page) if visit.page in pages else len(pages)
        self._stack = [*self._stack[:end], visit]

    def _show_top(self) -> None:
        """Put the top page on the screen, filled before it is seen."""
        top, before = self._stack[-1], self._shown
        self._shown = top.page
        if before is not None and before is not top.page:
            before.hidden()
        self.refresh()
        if before is not None and before is not self._shown:
            before.hide()
        if self._shown is not top.page:  # refreshing has led to another page
            return
        self.moved.emit()
        top.page.show()
        if self._visible:
            top.page.shown()
        if top.focus is not None and isValid(top.focus) and top.focus.isVisibleTo(top.page) and top.focus.isEnabled():
            top.focus.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            top.page.take_focus()
