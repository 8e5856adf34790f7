"""Global shortcuts of the system (desktop 6.3)."""

from collections.abc import Callable, Mapping
from typing import Protocol

from demitasse.domain.hotkeys import Hotkey, HotkeyAction, HotkeyState

Pressed = Callable[[HotkeyAction], None]
"""Called on any thread when the keys of a shortcut are pressed."""
Told = Callable[[dict[HotkeyAction, HotkeyState]], None]
"""Called on any thread when the states have changed since `bind`: by another layout, or by the end of the portal."""


class HotkeyBinder(Protocol):
    """Takes keys for this program, until it is closed."""

    def bind(self, wanted: Mapping[HotkeyAction, Hotkey]) -> dict[HotkeyAction, HotkeyState]:
        """Take exactly these keys from now on, and return what became of each."""

    def close(self) -> None:
        """Give all keys back."""
