"""Owns the popover window: builds the popover when it is first needed, and again when language or formats change."""

from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QObject, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from demitasse.boot.full_profile import FullProfile
from demitasse.domain import settings
from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.domain.ports import SyncEvent
from demitasse.ui.app import preferences
from demitasse.ui.app.bridge import Bridge
from demitasse.ui.app.services import Services
from demitasse.ui.pages.destinations import VIEWS, About, Away, Day, Doctor, FirstSync, Keys, Settings, SyncLog
from demitasse.ui.popover.popover import Popover, chosen_theme
from demitasse.ui.popover.window import PopoverWindow
from demitasse.ui.widgets import motion, theme

_WITHOUT_INPUT = (*VIEWS, Settings, SyncLog, Doctor, About, Keys, FirstSync)
"""Pages that may be built again at any time."""


class PopoverController(QObject):
    """Shows, hides and rebuilds the popover. The window stays the same; only its contents are replaced."""

    quit_requested = Signal()
    setting_changed = Signal(str)
    """The name of a setting that was changed, stored and applied."""

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        """Build the popover without showing it. Raises LocalFault."""
        super().__init__(parent)
        self._services = services
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self._applied = self._current_preferences()
        theme.apply(app, chosen_theme(services.profile))
        theme.on_change(app, self._on_scheme_changed)
        self.window = PopoverWindow(self._new_popover(), services.profile.settings.get(settings.WINDOW_HEIGHT))
        self.window.height_chosen.connect(self._on_height_chosen)
        self.window.set_free(free=not services.tray_availability.is_available)
        self.window.closed.connect(self.quit_requested)

    @property
    def popover(self) -> Popover:
        """The current contents of the window."""
        return self.window.popover

    def _new_popover(self) -> Popover:
        popover = Popover(self._services.profile, self._services.bridge)
        popover.quit_requested.connect(self.quit_requested)
        popover.setting_changed.connect(self._on_setting_changed)
        later = Qt.ConnectionType.QueuedConnection  # not while the page is being changed
        popover.navigator.moved.connect(self._follow_preferences, later)
        return popover

    def open(self, anchor: QRect | None) -> Popover:
        """Show the popover beside `anchor`."""
        self._follow_preferences()
        self._follow_motion()
        self.window.open(anchor)
        return self.popover

    def show_away_question(self, anchor: QRect | None) -> None:
        """Show the idle question without stealing focus (not possible on Wayland)."""
        if self.window.isVisible():
            self.popover.ask()
        elif not QApplication.platformName().startswith("wayland"):
            self.window.open(anchor, quiet=True)

    @property
    def is_asking(self) -> bool:
        """Whether the question about an absence can be seen: an ordinary window may be behind others, or minimized."""
        is_on_top = self.window_state == "open" and self._services.tray_availability.is_available
        return isinstance(self.popover.navigator.destination, Away) and (is_on_top or self.window_state == "focused")

    @property
    def window_state(self) -> str:
        """ "closed" (or minimized), "open" or "focused"."""
        if not self.window.isVisible() or self.window.isMinimized():
            return "closed"
        return "focused" if self.window.isActiveWindow() else "open"

    def refresh(self) -> None:
        """Show changes made here or by another process; text being typed is kept."""
        self._follow_preferences()
        if self.window.isVisible():
            self.popover.refresh()

    def _follow_motion(self) -> None:
        with self.popover.page.showing_faults():
            chosen = self._services.profile.settings.get(settings.MOTION)
            motion.set_reduced(self._app, reduced=chosen == "reduced")

    def handle(self, event: SyncEvent) -> None:
        """Show what the sync worker did."""
        self._follow_preferences()
        self.popover.handle(event)

    @Slot()
    def _follow_preferences(self) -> None:
        """Build the popover again if theme, language or formats were changed elsewhere, also on CoffeeCup.

        What is being filled in is kept; the rest follows when its page is left.
        """
        destination = self.popover.navigator.destination
        with self.popover.page.showing_faults():
            if self._current_preferences() == self._applied:
                return
            if not isinstance(destination, _WITHOUT_INPUT):
                theme.apply(self._app, chosen_theme(self._services.profile))
                return
            self._rebuild()
            if not isinstance(destination, Day):
                self.popover.open(destination)

    def set_windowed(self, *, free: bool) -> None:
        """Turn the popover into a normal window where no tray exists, and show it; or turn it back.

        The window takes the focus only if it had it: nobody has asked for it.
        """
        was_used = self.window.isVisible() and self.window.isActiveWindow()
        self.window.set_free(free=free)
        if free:
            self.window.open(None, quiet=not was_used)

    def close(self) -> None:
        """Hide and destroy the window."""
        self.window.hide()
        self.window.deleteLater()

    @Slot(int)
    def _on_height_chosen(self, height: int) -> None:
        with self.popover.page.showing_faults():
            self._services.profile.settings.put(settings.WINDOW_HEIGHT, height)

    @Slot(str)
    def _on_setting_changed(self, name: str) -> None:
        """Rebuild the popover after a change of language or formats, and stay on the settings page."""
        if name == settings.MOTION.name:
            self._follow_motion()
        if name == settings.THEME.name:  # the popover has already applied it
            self._applied = self._current_preferences()
        elif self._current_preferences() != self._applied:
            destination = self.popover.navigator.destination
            self._rebuild()
            self.popover.open(destination if isinstance(destination, Settings) else Settings(name))
        self.setting_changed.emit(name)

    def _rebuild(self) -> None:
        self._applied = self._current_preferences()
        preferences.apply(self._services.profile)
        theme.apply(self._app, chosen_theme(self._services.profile))
        self.window.hold(self._new_popover())

    def _current_preferences(self) -> tuple[str, ...]:
        """Return what texts and colours depend on: settings, and the account's formats where none is set."""
        stored = self._services.profile.settings
        return (*(stored.get(each) for each in (settings.THEME, settings.LANGUAGE, settings.TIME_ZONE)),
                *stored.formats())  # fmt: skip

    @Slot()
    def _on_scheme_changed(self) -> None:
        theme.apply(self._app, chosen_theme(self._services.profile))


def render_popover(app: QApplication, profile_name: str, file: Path) -> None:
    """Draw the popover of a profile into the PNG `file`. Raises LocalFault."""
    with closing(FullProfile(profile_name)) as profile:
        preferences.apply(profile)
        theme.apply(app, chosen_theme(profile))
        popover = Popover(profile, Bridge(profile.name))
        popover.resize(popover.sizeHint())
        if not popover.grab().save(str(file), "PNG"):
            raise LocalFault(FaultCode.EXPORT_UNWRITABLE, file=str(file))
