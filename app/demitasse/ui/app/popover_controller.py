"""What is behind the tray icon: the popover in its window, built when it is first wanted, and anew in other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from demitasse.domain import settings
from demitasse.ui.app import preferences
from demitasse.ui.pages.destinations import Day, Settings
from demitasse.ui.popover.popover import Popover, chosen_theme
from demitasse.ui.popover.window import PopoverWindow
from demitasse.ui.widgets import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from demitasse.domain.events import SyncEvent
    from demitasse.ui.app.services import Services


class PopoverController(QObject):
    """Its window is made once; the popover inside is replaced when the person chooses another language or format."""

    quit_wanted = Signal()
    setting_changed = Signal(str)
    """It holds already, and is stored."""

    def __init__(self, desk: Services, parent: QObject | None = None) -> None:
        """Build it, not shown yet. Raises LocalFault."""
        super().__init__(parent)
        self._desk = desk
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self._worn = self._looks()
        theme.apply(app, chosen_theme(desk.profile))
        theme.follow(app, self._on_scheme_changed)
        self.window = PopoverWindow(self._new_popover())
        self.window.set_free(free=not desk.host.there)
        self.window.closed.connect(self.quit_wanted)

    @property
    def popover(self) -> Popover:
        """What is inside now."""
        return self.window.popover

    def _new_popover(self) -> Popover:
        popover = Popover(self._desk.profile, self._desk.bridge)
        popover.quit_requested.connect(self.quit_wanted)
        popover.setting_changed.connect(self._on_setting_changed)
        return popover

    def open(self, anchor: QRect | None) -> Popover:
        """Show it beside `anchor`."""
        self.window.open(anchor)
        return self.popover

    def ask(self, anchor: QRect | None) -> None:
        """Somebody is back: show the question, and take nobody's keyboard. On Wayland that cannot be had."""
        if self.window.isVisible():
            self.popover.ask()
        elif not QApplication.platformName().startswith("wayland"):
            self.window.open(anchor, quiet=True)

    def toggle(self, anchor: QRect | None) -> None:
        """The icon was clicked."""
        self.window.toggle(anchor)

    def handle(self, event: SyncEvent) -> None:
        """Something happened on the worker."""
        self.popover.handle(event)

    def refresh(self) -> None:
        """Something was written, or chosen in a terminal; whoever looks sees it. What is being typed stays."""
        if self._looks() != self._worn and isinstance(self.popover.navigator.destination, (Day, Settings)):
            self._wear()
        if self.window.isVisible():
            self.popover.refresh()

    def set_free(self, *, free: bool) -> None:
        """Become a normal window where there is no tray, and show it; or a popover again."""
        self.window.set_free(free=free)
        if free:
            self.window.open(None)

    def close(self) -> None:
        """It is over."""
        self.window.hide()
        self.window.deleteLater()

    @Slot(str)
    def _on_setting_changed(self, name: str) -> None:
        """Words that are shown already are another language's now: build them anew, and stay where the person is."""
        if name == settings.THEME.name:  # the popover has put it on
            self._worn = self._looks()
        elif self._looks() != self._worn:
            self._wear()
            self.popover.open(Settings(name))
        self.setting_changed.emit(name)

    def _wear(self) -> None:
        self._worn = self._looks()
        preferences.apply(self._app, self._desk.profile)
        theme.apply(self._app, chosen_theme(self._desk.profile))
        self.window.hold(self._new_popover())

    def _looks(self) -> tuple[str, ...]:
        return tuple(self._desk.profile.settings.get(one) for one in (settings.THEME, *preferences.LOOKS))

    @Slot()
    def _on_scheme_changed(self) -> None:
        theme.apply(self._app, chosen_theme(self._desk.profile))
