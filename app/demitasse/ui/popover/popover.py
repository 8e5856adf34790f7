"""The popover, without the window around it."""

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain import settings
from demitasse.domain.errors import LocalFault
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.ui.pages.destinations import AddEntry, Away, Day, Destination, Keys, Settings, SignIn
from demitasse.ui.pages.page import Page, SyncControl, column
from demitasse.ui.popover.navigator import Navigator
from demitasse.ui.popover.page_registry import PageRegistry
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.shortcuts import bind
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import serve_tips


class Popover(QWidget):
    """The pages and the shortcuts that work on all of them. The window around it follows `height_changed`."""

    close_requested = Signal()
    height_changed = Signal(int)
    """The height that the page wants, in device-independent pixels."""
    quit_requested = Signal()
    setting_changed = Signal(str)
    """The name of a setting that the person has changed; it is stored, and a new theme is applied."""

    def __init__(self, profile: FullProfile, sync: SyncControl, parent: QWidget | None = None) -> None:
        """Show the day, or the sign-in form if nobody was ever signed in; no timer runs before `shown`."""
        super().__init__(parent)
        self._profile = profile
        self._sync = sync
        self._visible = False
        self._height = 0
        self._prepared = False
        self.setFixedWidth(theme.WIDTH)
        self.setFont(theme.role_font(Role.BODY))
        self.setAccessibleName("Demitasse")
        serve_tips(self)
        page_of = lambda destination: self._pages.page(destination)  # noqa: E731, PLW0108 - `_pages` needs the navigator
        self.navigator = Navigator(column(self), page_of, self)
        self.navigator.left.connect(self.close_requested)
        self.navigator.resized.connect(self._on_resized)
        self._pages: PageRegistry = PageRegistry(
            profile, sync, self.navigator, self._on_setting_changed, self.quit_requested.emit
        )
        self.day = self._pages.day
        bind(self, {"close": self.close_requested, "quit": self.quit_requested, "keys": partial(self.open, Keys())})
        self.navigator.restart(SignIn() if self._is_new() else Day())

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

    def refresh(self) -> None:
        """Read the contents of the page again, and keep what is being typed."""
        self.navigator.refresh()

    def handle(self, event: SyncEvent) -> None:
        """React to an event of the sync worker, on the GUI thread."""
        sign_in = self._pages.built(SignIn)
        if event.kind in {EventKind.SIGNED_IN, EventKind.SIGN_IN_FAILED} and sign_in is not None:
            sign_in.handle(event)
        elif event.kind is EventKind.BROKE and event.fault is not None:
            self.page.show_fault(event.fault)
        elif event.kind is EventKind.DEMO_STARTED:
            self.quit_requested.emit()
        elif self._visible:
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
        if self.focusWidget() is None or self.page is self.day:
            self.page.take_focus()

    def hidden(self) -> None:
        """Stop all timers: the window is hidden. A form that was being filled in stays open."""
        self._visible = False
        self.navigator.hidden()
        self.day.forget_day()

    def ask(self) -> None:
        """Ask about absences that are over, if the day is shown and they were not postponed. Raises LocalFault."""
        if self.page is self.day and self._profile.absences.open_questions():
            self.open(Away(postponed_too=False))

    def sizeHint(self) -> QSize:
        return QSize(
            theme.WIDTH,
            self.page.heightForWidth(theme.WIDTH) if self.page.hasHeightForWidth() else self.page.sizeHint().height(),
        )

    @Slot(str)
    def _on_setting_changed(self, name: str) -> None:
        app = QApplication.instance()
        if name == settings.THEME.name and isinstance(app, QApplication):
            theme.apply(app, chosen_theme(self._profile))
        self.setting_changed.emit(name)

    @Slot()
    def _on_resized(self) -> None:
        """Emit `height_changed` if the page wants another height."""
        self.updateGeometry()
        wanted = self.sizeHint().height()
        if wanted != self._height:
            self._height = wanted
            self.height_changed.emit(wanted)


def chosen_theme(profile: FullProfile) -> str:
    """The name of the chosen theme. Raises LocalFault."""
    return profile.settings.get(settings.THEME)
