"""Whether there is a screen to open a window on."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """True where a person can see windows; without looking closer than the environment does."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def can_open() -> bool:
    """True where windows can be opened, be it for nobody to see (QT_QPA_PLATFORM=offscreen)."""
    return has_display() or bool(os.environ.get("QT_QPA_PLATFORM"))
