"""Idle time on GNOME, on X11 and Wayland: Mutter provides it on the session bus."""

from contextlib import suppress
from typing import Final

from demitasse.desktop.dbus import SessionBus

_NAME: Final = "org.gnome.Mutter.IdleMonitor"
_PATH: Final = "/org/gnome/Mutter/IdleMonitor/Core"


class Mutter:
    """A connection to the bus; each poll is one call. The end of a pause is an event."""

    def __init__(self, after_s: float) -> None:
        """Connect and check that Mutter answers. Raises OSError."""
        self._after_s = after_s
        self._watch_added = False
        self._bus = SessionBus()
        try:
            self.idle_s()
        except OSError:
            self.close()
            raise

    def fileno(self) -> int:
        """Readable when a pause ends; before a pause this source has to be polled."""
        return self._bus.fileno() if self._watch_added else -1

    def idle_s(self) -> float:
        """Return the seconds since the last input. Raises OSError."""
        (milliseconds,) = self._bus.call(_NAME, _PATH, _NAME, "GetIdletime")
        idle_s = float(milliseconds) / 1000
        if idle_s < self._after_s:
            self._watch_added = False
        elif not self._watch_added:
            with suppress(OSError):  # Without the event, the next poll notices the return.
                self._bus.call(_NAME, _PATH, _NAME, "AddUserActiveWatch")  # This watch fires once.
                self._watch_added = True
        return idle_s

    def close(self) -> None:
        """Disconnect."""
        self._bus.close()
