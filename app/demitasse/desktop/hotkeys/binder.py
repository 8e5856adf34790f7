"""The way to take keys on this system."""

import os
import sys
from collections.abc import Mapping

from demitasse.desktop.hotkeys import HotkeyBinder, Pressed, Told
from demitasse.desktop.hotkeys.macos import MacHotkeys
from demitasse.desktop.hotkeys.windows import WindowsHotkeys
from demitasse.desktop.hotkeys.x11 import X11Hotkeys
from demitasse.domain.hotkeys import HotkeyAction


def open_binder(pressed: Pressed, told: Told, names: Mapping[HotkeyAction, str]) -> HotkeyBinder | None:
    """Return the way of this system; None if it has none. `names` are for a desktop that asks the person.

    On Linux this and `bind` may wait, for the bus and for the person, so call both on a thread.
    """
    if sys.platform == "win32":
        return WindowsHotkeys(pressed)
    if sys.platform == "darwin":
        return MacHotkeys(pressed)
    try:
        if os.environ.get("WAYLAND_DISPLAY"):
            from demitasse.desktop.hotkeys.portal import PortalHotkeys  # noqa: PLC0415 - brings jeepney, for Linux only

            return PortalHotkeys(pressed, told, names)
        return X11Hotkeys(pressed, told)
    except OSError:
        return None
