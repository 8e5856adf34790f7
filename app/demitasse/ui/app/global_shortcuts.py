"""The global shortcuts of the running program: taken when they are chosen, and told about when they cannot be."""

import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.hotkeys.binder import open_binder
from demitasse.domain.hotkeys import SETTINGS, Hotkey, HotkeyAction, HotkeyState, wanted
from demitasse.ui.text.wording import translate

if TYPE_CHECKING:
    from demitasse.desktop.hotkeys import HotkeyBinder


class GlobalShortcuts(QObject):
    """Follows the settings. Nothing is asked of the system while no shortcut is chosen."""

    pressed = Signal(str)
    """A `HotkeyAction`."""
    states_changed = Signal()
    _reported = Signal(str)
    _bound = Signal(object, object)

    def __init__(self, profile: FullProfile, parent: QObject) -> None:
        """Create it without taking any keys."""
        super().__init__(parent)
        self.states: dict[HotkeyAction, HotkeyState] = {}
        """What became of each shortcut that is chosen, as far as the system has answered."""
        self._profile = profile
        self._binder: HotkeyBinder | None = None
        self._chosen: dict[HotkeyAction, str] = {}
        self._lock = threading.Lock()
        self._reported.connect(self.pressed)  # queued by Qt: keys are pressed on another thread
        self._bound.connect(self._on_bound)

    def apply(self) -> None:
        """Take the keys that are chosen now; `states_changed` follows. Raises LocalFault."""
        chosen = {action: self._profile.settings.get(setting) for action, setting in SETTINGS.items()}
        if chosen == self._chosen or not (any(chosen.values()) or self._chosen):
            return
        self._chosen = chosen
        keys, self.states = wanted(chosen)
        if sys.platform == "darwin":  # Carbon belongs to the GUI thread
            self._bind(keys, chosen)
        else:
            threading.Thread(target=self._bind, args=(keys, chosen), name="demitasse-bind", daemon=True).start()

    def close(self) -> None:
        """Give all keys back."""
        if self._binder is not None:
            self._binder.close()
            self._binder = None

    def _bind(self, keys: Mapping[HotkeyAction, Hotkey], chosen: dict[HotkeyAction, str]) -> None:
        with self._lock:
            if self._binder is None:
                self._binder = open_binder(
                    lambda action: self._reported.emit(str(action)),
                    lambda states: self._bound.emit(self._chosen, states),
                    _names(),
                )
            binder = self._binder
            states = binder.bind(keys) if binder is not None else dict.fromkeys(keys, HotkeyState.UNSUPPORTED)
        self._bound.emit(chosen, states)

    @Slot(object, object)
    def _on_bound(self, chosen: dict[HotkeyAction, str], states: dict[HotkeyAction, HotkeyState]) -> None:
        if chosen == self._chosen:
            self.states |= states
            self.states_changed.emit()


def _names() -> dict[HotkeyAction, str]:
    """Return what a desktop shows the person who is asked."""
    return {
        HotkeyAction.OPEN: translate("Settings", "Open Demitasse"),
        HotkeyAction.TIMER: translate("Settings", "Start or stop"),
        HotkeyAction.SWITCH: translate("Settings", "Switch"),
        HotkeyAction.ADD: translate("Settings", "Add time"),
    }
