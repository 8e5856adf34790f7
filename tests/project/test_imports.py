"""What is not brought into memory, because nobody needs it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.ui import stage as s
from tests.ui.stage import Stage

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

EVERYTHING = (
    "import demitasse.ui.app.application, demitasse.ui.popover.popover, demitasse.boot.background, demitasse.api.client"
)

AT_REST = """
import enum, gc, sys
from demitasse.support.paths import paths
from demitasse.ui.app import application
from demitasse.ui.app.shutdown import Shutdown
from demitasse.ui.tray import tray_icon_painter as cup

app = application._qt()
tray = application.TrayApp("default", paths("default"), Shutdown(app))
tray.start(show=False)
while tray._desk is None:
    app.processEvents()
tray._desk.bridge.happened.connect(app.quit)
app.exec()
assert any(recent.icon().availableSizes() for recent in tray._tray._recents)
for mark in cup.TrayMark:
    cup.cup_pixmap(0.5, True, mark=mark)
print(*sys.modules, *{one.__qualname__ for one in gc.get_objects() if isinstance(one, enum.EnumMeta)})
tray.stop()
"""
"""What is in memory when the icon is there, its menu is full and the worker has been at it."""


def told(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_qt_reads_no_sources() -> None:
    """PySide6 would keep the text of every module imported after it: `ui.feature_scan` tells it not to."""
    assert told(f"{EVERYTHING}, linecache; print(*linecache.cache)") == ""


def test_no_tables_for_guessing_encodings() -> None:
    """2 MB, for texts that do not say how they are encoded: JSON does (`api.library`)."""
    assert told(f"{EVERYTHING}, sys; print('requests' in sys.modules, 'charset_normalizer' in sys.modules)") == (
        "True False"
    )


def test_what_a_tray_app_at_rest_does_without(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Together 3 MB: the enums of Qt and of its styles and pictures."""
    monkeypatch.setenv("DEMITASSE_HOME", str(home))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    stage = Stage(datetime.now(UTC))
    stage.entry(s.WEBSITE, s.CODING, 90, "words")
    stage.close()
    kept = set(told(AT_REST).split())
    assert {"sqlite3", "urllib3", "demitasse.sync.engine", "demitasse.ui.app.presence"} <= kept
    spared = {"Qt.GlobalColor", "QStyle.StateFlag", "PySide6.QtSvg", "PySide6.QtNetwork"}
    assert not kept & spared
