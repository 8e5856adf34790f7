"""How long the keyboard and mouse have been idle, as far as the desktop provides it (desktop 5)."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Protocol

from demitasse.desktop.idle.polled import MacOS, Windows
from demitasse.desktop.idle.wayland import Wayland
from demitasse.desktop.idle.x11 import X11


class IdleSource(Protocol):
    """A source of idle times, for one thread. Every method returns within a second or raises OSError."""

    def fileno(self) -> int:
        """Return a descriptor that becomes readable on a change; -1 if the source has to be polled."""

    def idle_s(self) -> float:
        """Return the seconds since the last input; 0.0 if the desktop reports only longer pauses. Raises OSError."""

    def close(self) -> None:
        """Release all resources."""


def open_source(after_s: float) -> IdleSource | None:
    """Open the best source for pauses longer than `after_s`; None if this desktop has none."""
    for opener in _openers(after_s):
        with suppress(OSError):
            return opener()
    return None


def _openers(after_s: float) -> Iterator[Callable[[], IdleSource]]:
    """Idle sources, most precise first. On Wayland the X server sees only the input to its own windows."""
    if sys.platform == "win32":
        yield Windows
    elif sys.platform == "darwin":
        yield MacOS
    else:
        yield partial(Wayland if os.environ.get("WAYLAND_DISPLAY") else X11, after_s)
        from demitasse.desktop.idle.mutter import Mutter  # noqa: PLC0415 - brings jeepney

        yield partial(Mutter, after_s)
