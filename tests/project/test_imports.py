"""What is not brought into memory, because nobody needs it."""

from __future__ import annotations

import subprocess
import sys

EVERYTHING = "import demitasse.ui.app.run, demitasse.ui.popover.popover, demitasse.boot.sync_session"


def output_of(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_qt_reads_no_sources() -> None:
    """PySide6 would keep the text of every module imported after it: `demitasse.ui` prevents it."""
    assert output_of(f"{EVERYTHING}, linecache; print(*linecache.cache)") == ""
