"""`python -m tests.bench.opening PROFILE`: how long the popover takes until all of it is painted; one JSON line.

`key` is the time from the start of xdotool, which presses a global shortcut, until then.

Run on a desktop. The first opening creates the popover; warm ones follow. In between, a bare window of the same kind is
opened for comparison; the time of the window manager and the X server is in both.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.domain.hotkeys import HotkeyState
from demitasse.domain.settings import SHORTCUT_OPEN
from demitasse.support.paths import paths
from demitasse.ui.app import application
from demitasse.ui.app.qt_app import create_application
from demitasse.ui.app.shutdown import Shutdown

if TYPE_CHECKING:
    from collections.abc import Callable

WARM, CYCLES = 15, 200
_FLAGS = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint
_SETTLED_S = 3.0
_KEYS = "Ctrl+Alt+D"


class _Painted(QObject):
    """Waits until a window and everything in it is painted.

    It filters the events of that window only. A filter for the application would make Qt for Python wrap each widget of
    Qt, which costs as much as the opening.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._seen = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self._seen = self._seen or event.type() is QEvent.Type.Paint
        return False

    def after(self, act: Callable[[], object], window: Callable[[], QWidget]) -> float:
        """Milliseconds from `act`, which shows `window`, to the end of the round of events in which it was painted."""
        self._seen = False
        began = time.perf_counter()
        act()
        window().installEventFilter(self)
        while not self._seen:
            self._app.processEvents()
        took = (time.perf_counter() - began) * 1000
        window().removeEventFilter(self)
        return took


def main(profile: str) -> int:
    """Open and close the popover, and print the times."""
    app = create_application()
    tray = application.TrayApp(paths(profile), Shutdown(app))
    tray.start(show=False)
    _rest(app, _SETTLED_S)
    painted, bare = _Painted(app), QWidget(None, _FLAGS)
    first = painted.after(tray._on_open_wanted, lambda: _window(tray))
    _rest(app, _SETTLED_S)
    bare.resize(_window(tray).size())
    warm, other = [], []
    for _ in range(WARM):
        _window(tray).hide()
        _rest(app, 0.1)
        other.append(painted.after(bare.show, lambda: bare))
        bare.hide()
        _rest(app, 0.1)
        warm.append(painted.after(tray._on_open_wanted, lambda: _window(tray)))
    before = _rss_mb()
    for _ in range(CYCLES):
        _window(tray).hide()
        _rest(app, 0.05)
        painted.after(tray._on_open_wanted, lambda: _window(tray))
    grown_mb = _rss_mb() - before
    found = {"first": first, "warm": statistics.median(warm), "bare": statistics.median(other), "grown_mb": grown_mb}
    print(json.dumps(found | {"key": statistics.median(_pressed(app, tray, painted))}), flush=True)
    tray.stop()
    return 0


def _pressed(app: QApplication, tray: application.TrayApp, painted: _Painted) -> list[float]:
    """Milliseconds from presses of a global shortcut until the popover is painted."""
    services = tray._services
    assert services is not None
    services.profile.settings.put(SHORTCUT_OPEN, _KEYS)
    services.shortcuts.apply()
    _rest(app, _SETTLED_S)
    assert list(services.shortcuts.states.values()) == [HotkeyState.ON]
    times = []
    for _ in range(WARM):
        _window(tray).hide()
        _rest(app, 0.1)
        times.append(painted.after(lambda: subprocess.Popen(("xdotool", "key", _KEYS.lower())), lambda: _window(tray)))
    return times


def _window(tray: application.TrayApp) -> QWidget:
    assert tray._controller is not None
    return tray._controller.window


def _rest(app: QApplication, seconds: float) -> None:
    """Process all pending events."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.005)


def _rss_mb() -> float:
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1]) / 1024
    raise LookupError("Rss")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
