"""GNOME, on X11 and on Wayland: Mutter tells it on the session bus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.desktop.bus import SessionBus

if TYPE_CHECKING:
    from typing import Final

_NAME: Final = "org.gnome.Mutter.IdleMonitor"
_PATH: Final = "/org/gnome/Mutter/IdleMonitor/Core"


class Mutter:
    """A connection to the bus; each question is one call."""

    def __init__(self) -> None:
        """Connect, and see whether anybody answers. Raises OSError."""
        self._bus = SessionBus()
        try:
            self.idle_s()
        except OSError:
            self.close()
            raise

    def fileno(self) -> int:
        """It has to be asked."""
        return -1

    def idle_s(self) -> float:
        """Seconds since the last touch. Raises OSError."""
        (milliseconds,) = self._bus.call(_NAME, _PATH, _NAME, "GetIdletime")
        return float(milliseconds) / 1000

    def close(self) -> None:
        """Disconnect."""
        self._bus.close()
