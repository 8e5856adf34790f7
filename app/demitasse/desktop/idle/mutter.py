"""GNOME, on X11 and on Wayland: Mutter tells it on the session bus."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from demitasse.desktop.dbus import SessionBus

if TYPE_CHECKING:
    from typing import Final

_NAME: Final = "org.gnome.Mutter.IdleMonitor"
_PATH: Final = "/org/gnome/Mutter/IdleMonitor/Core"


class Mutter:
    """A connection to the bus; each question is one call. Who comes back is announced."""

    def __init__(self, after_s: float) -> None:
        """Connect, and see whether anybody answers. Raises OSError."""
        self._after_s = after_s
        self._announced = False
        self._bus = SessionBus()
        try:
            self.idle_s()
        except OSError:
            self.close()
            raise

    def fileno(self) -> int:
        """Readable when somebody is back; before a pause it has to be asked."""
        return self._bus.fileno() if self._announced else -1

    def idle_s(self) -> float:
        """Seconds since the last touch. Raises OSError."""
        (milliseconds,) = self._bus.call(_NAME, _PATH, _NAME, "GetIdletime")
        idle_s = float(milliseconds) / 1000
        if idle_s < self._after_s:
            self._announced = False
        elif not self._announced:
            with suppress(OSError):  # then the next look notices
                self._bus.call(_NAME, _PATH, _NAME, "AddUserActiveWatch")  # it fires once
                self._announced = True
        return idle_s

    def close(self) -> None:
        """Disconnect."""
        self._bus.close()
