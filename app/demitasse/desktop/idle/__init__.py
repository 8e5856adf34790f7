"""For how long nobody has touched this computer, as far as its desktop tells (desktop 5)."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class IdleSource(Protocol):
    """One desktop's answer. Belongs to one thread; every method answers within a second or raises OSError."""

    def fileno(self) -> int:
        """Readable when something changed; -1 while the desktop has to be asked."""
        ...

    def idle_s(self) -> float:
        """Seconds since the last touch; a desktop that only reports longer pauses says 0.0 before. Raises OSError."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def open_source(after_s: float) -> IdleSource | None:
    """What this desktop has to tell about pauses longer than `after_s`; None if it tells nothing."""
    for opener in _openers(after_s):
        with suppress(OSError):
            return opener()
    return None


def _openers(after_s: float) -> Iterator[Callable[[], IdleSource]]:
    """In the order of how much they know. The X server of a Wayland desktop knows only about its own windows."""
    if sys.platform == "win32":
        from demitasse.desktop.idle.windows import Windows  # noqa: PLC0415 - one of them is needed

        yield Windows
    elif sys.platform == "darwin":
        from demitasse.desktop.idle.macos import MacOS  # noqa: PLC0415

        yield MacOS
    else:
        from demitasse.desktop.idle.mutter import Mutter  # noqa: PLC0415
        from demitasse.desktop.idle.wayland import Wayland  # noqa: PLC0415
        from demitasse.desktop.idle.x11 import X11  # noqa: PLC0415

        wayland = bool(os.environ.get("WAYLAND_DISPLAY"))
        mutter = partial(Mutter, after_s)
        yield from (partial(Wayland, after_s), mutter) if wayland else (partial(X11, after_s), mutter)
