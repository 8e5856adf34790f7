"""The popover, without the window around it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain import settings
from demitasse.domain.errors import LocalFault
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.ui.pages.destinations import (
    VIEWS,
    AddEntry,
    Away,
    CloseDay,
    Day,
    Destination,
    FirstSync,
    Keys,
    Settings,
    SignIn,
)
from demitasse.ui.pages.message import Message
from demitasse.ui.pages.page import COMMENT_KEY, Page, SyncControl, announce, column
from demitasse.ui.popover.navigator import Navigator
from demitasse.ui.popover.page_registry import PageRegistry
from demitasse.ui.popover.snackbar import ROOM, Snackbar
from demitasse.ui.popover.switch_bar import SwitchBar
from demitasse.ui.popover.timer_strip import TimerStrip
from demitasse.ui.popover.undo import WindowUndo
from demitasse.ui.widgets import focus, theme
from demitasse.ui.widgets.shortcuts import bind
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import serve_tips


class Popover(QWidget):
    """The pages, the bar that switches between views, and the shortcuts that work on all of them.

    It has one size for all pages, so that nothing moves under the pointer.
    """

    close_requested = Signal()
    quit_requested = Signal()
    setting_changed = Signal(str)
    """The name of a setting that the person has changed; it is stored, and a new theme is applied."""

    def __init__(self, profile: FullProfile, sync: SyncControl, parent: QWidget | None = None) -> None:
        """Show the day, or the sign-in form if nobody was ever signed in; no timer runs before `shown`."""
        super().__init__(parent)
        self._profile = profile
        self._sync = sync
        self._visible = False
        self._prepared = False
        self.setFixedWidth(theme.WIDTH)
        self.setFont(theme.role_font(Role.BODY))
        self.setAutoFillBackground(True)  # so that the window does not paint its frame again with each change
        self.setAccessibleName("Demitasse")
        serve_tips(self)
        page_of = lambda destination: self._pages.page(destination)  # noqa: E731, PLW0108 - `_pages` needs the navigator
        self._layout = column(self)
        self.navigator = Navigator(self._layout, page_of, self)
        self.bar = SwitchBar(profile, sync, self.navigator)
        self.strip = TimerStrip(profile.clock)
        for part in (self.bar, self.strip):
            self._layout.addWidget(part)
        self.snackbar = Snackbar(self)
        self.undo = WindowUndo(profile, self.navigator, lambda: self.page, self)
        self._pages: PageRegistry = PageRegistry(
            profile, sync, self.navigator, self._on_setting_changed, self.quit_requested.emit
        )
        self.day = self._pages.day
        self._connect()
        self.navigator.restart(SignIn() if self._is_new() else Day())

    def _connect(self) -> None:
        self.navigator.left.connect(self.close_requested)
        self.navigator.moved.connect(self._on_moved)
        self.navigator.said.connect(self._on_said)
        self.navigator.undo_offered.connect(self.undo.offer)
        self.snackbar.changed.connect(self._place_message)
        self.snackbar.focus_left.connect(self._on_focus_left)
        self.bar.view_wanted.connect(self.open_view)
        self.bar.quit_wanted.connect(self.quit_requested)
        self.bar.close_day_wanted.connect(self.close_day)
        self.strip.stop_wanted.connect(self._on_stop)
        self.strip.start_wanted.connect(self._pick)
        keys = {"close": self.close_requested, "quit": self.quit_requested, "keys": partial(self.open, Keys())}
        keys |= {"undo": self._on_undo, "redo": self._on_redo}
        on_views = {
            "pick": self._pick, "toggle": self._toggle, "stop": self._stop, "add": self._add,
            "settings": self.open_settings,
        }  # fmt: skip
        keys |= {word: partial(self._on_view, act) for word, act in on_views.items()}
        views = {f"view_{number + 1}": partial(self.open_view, number) for number in range(len(VIEWS))}
        bind(self, keys | views | {"close_day": self.close_day})

    def _is_new(self) -> bool:
        """Return True if nobody was ever signed in."""
        try:
            return not self._profile.account.identity().email
        except LocalFault as fault:
            self.day.show_fault(fault)
            return False

    @property
    def page(self) -> Page[Any]:
        """The page that is shown."""
        return self.navigator.page

    def open(self, destination: Destination) -> None:
        """Show the page of `destination`."""
        self.navigator.open(destination)

    def add_entry(self) -> None:
        """Show the page that adds an entry."""
        self.open(AddEntry())

    def open_settings(self) -> None:
        """Show the settings."""
        self.open(Settings())

    @Slot(int)
    def open_view(self, number: int) -> None:
        """Show a view, at the day that is in view now; a tab that has the focus keeps it."""
        view = VIEWS[number]
        day = self.page.day_in_view() or self._profile.timesheets.today()
        focused = self.bar.tabs.hasFocus()
        self.open(Day() if view is Day else view(day))
        if focused:
            self.bar.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def close_day(self) -> None:
        """Ask what is still open on the day that is in view."""
        self.open(CloseDay(self.page.day_in_view()))

    def refresh(self) -> None:
        """Read the contents of the page again, and keep what is being typed."""
        self.navigator.refresh()
        self._refresh_strip()

    def _refresh_strip(self) -> None:
        if self.strip.isHidden():
            self.strip.rest()
            return
        with self.page.showing_faults():
            self.strip.refresh(self._profile.overview.read())

    @Slot()
    def _on_moved(self) -> None:
        """Show what is above the page: the switch bar on views, and the timer on all but the day."""
        if self.snackbar.lasts and self.snackbar.is_shown:
            self.snackbar.dismiss()
        view = type(self.navigator.destination)
        self.bar.setVisible(view in VIEWS)
        self.strip.setVisible(view in VIEWS[1:])
        if view in VIEWS:
            self.bar.tabs.show_view(VIEWS.index(view))
        self._refresh_strip()

        self._place_message()

    @Slot(object)
    def _on_said(self, message: Message) -> None:
        if not message.words:
            if self.snackbar.lasts or message.lasts_s == 0:
                self.snackbar.dismiss()
            return
        self.snackbar.say(message)
        announce(self, message.words)

    @Slot()
    def _on_undo(self) -> None:
        """Undo what the message offers to undo, else the last action."""
        if not self.snackbar.take_key("Ctrl+Z"):
            self.undo.undo()

    @Slot()
    def _on_redo(self) -> None:
        """Redo what the message offers to redo, else what was undone last."""
        if not self.snackbar.take_key("Ctrl+Shift+Z"):
            self.undo.redo()

    @Slot()
    def _on_focus_left(self) -> None:
        """Return the focus to the widget of the page that had it last."""
        last: QWidget | None = self.page.focusWidget()
        (self.page if last is None else last).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _place_message(self) -> None:
        """Put the message above the last line of the page, and after its list in the order of Tab."""
        shown = self.snackbar.is_shown
        self.page.set_room_below(ROOM if shown else 0)
        if not shown:
            return
        self.snackbar.place(self.height() - self.page.foot_px)
        if (after := self.page.after_message()) is not None:
            self.snackbar.stand_before(after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_message()

    def _on_view(self, act: Callable[[], None]) -> None:
        """Carry out a key of the views; on other pages it has no meaning."""
        if type(self.navigator.destination) in VIEWS:
            act()

    def _pick(self) -> None:
        if self.page is not self.day:
            self.day.reload()  # so that it knows which timer would be replaced
        self.day.timer.pick()

    def _toggle(self) -> None:
        """Do what the button of the view says."""
        if self.page is self.day:
            self.day.timer.toggle()
        else:
            self.strip.toggle()

    def _stop(self) -> None:
        if self.page is self.day:
            self.day.timer.stop()
        elif self.strip.running.row is not None:
            self.strip.toggle()

    def _add(self) -> None:
        self.open(AddEntry(self.page.day_in_view()))

    @Slot(int)
    def _on_stop(self, entry_id: int) -> None:
        self.day.timer.stop(entry_id)
        self.refresh()

    def handle(self, event: SyncEvent) -> None:
        """React to an event of the sync worker, on the GUI thread."""
        sign_in, first_sync = self._pages.built(SignIn), self._pages.built(FirstSync)
        if event.kind in {EventKind.SIGNED_IN, EventKind.SIGN_IN_FAILED} and sign_in is not None:
            sign_in.handle(event)
        elif event.kind in {EventKind.PROGRESS, EventKind.CHANGED} and self.page is first_sync:
            first_sync.handle(event)
        elif event.kind is EventKind.PROGRESS:
            pass  # nobody is looking
        elif event.kind is EventKind.BROKE and event.fault is not None:
            self.page.show_fault(event.fault)
        elif event.kind is EventKind.DEMO_STARTED:
            self.quit_requested.emit()
        else:
            self.day.handle(event)
            if self._visible:
                self.refresh()

    def prepare(self) -> None:
        """Read everything before the window shows, so that it appears once, in its final size."""
        self.refresh()
        with self.page.showing_faults():
            self.ask()
        self._prepared = True

    def shown(self) -> None:
        """Start the timers of the page, and focus the widget where typing starts: the window is on the screen."""
        if not self._prepared:
            self.prepare()
        self._visible, self._prepared = True, False
        self._sync.wake(poll=True)
        with self.page.showing_faults():
            for message in self._profile.take_messages("window"):
                self.page.show_fault(message)
        self.navigator.shown()
        self._refresh_strip()
        if self.focusWidget() is None or self.page is self.day:
            self.page.take_focus()

    def hidden(self) -> None:
        """Stop all timers: the window is hidden. A form that was being filled in stays open."""
        self._visible = False
        self.navigator.hidden()
        self.strip.rest()
        self.snackbar.dismiss()
        self.day.forget_day()

    def ask(self) -> None:
        """Ask about absences that are over, if the day is shown and they were not postponed. Raises LocalFault."""
        if self.page is self.day and self._profile.absences.open_questions():
            self.open(Away(postponed_too=False))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give letters and digits that no field takes to the page, which may have a line for them, and a colon."""
        typed, others = event.text(), ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        was_shown = focus.is_shown()
        if event.modifiers() & others or not (typed.isalnum() or typed == COMMENT_KEY) or not self.page.type(typed):
            super().keyPressEvent(event)
        else:
            focus.show(shown=was_shown)  # typing is no move, even if it leads to another page

    def sizeHint(self) -> QSize:
        return QSize(theme.WIDTH, theme.HEIGHT)

    @Slot(str)
    def _on_setting_changed(self, name: str) -> None:
        app = QApplication.instance()
        if name == settings.THEME.name and isinstance(app, QApplication):
            theme.apply(app, chosen_theme(self._profile))
        self.setting_changed.emit(name)


def chosen_theme(profile: FullProfile) -> str:
    """The name of the chosen theme. Raises LocalFault."""
    return profile.settings.get(settings.THEME)
