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


def test_a_tray_app_at_rest_is_small() -> None:
    """Each of these takes memory, and is first used when something is opened, asked or shown."""
    later = (
        "demitasse.ui.popover.popover", "demitasse.boot.page_use_cases", "demitasse.ui.app.quit_question",
        "demitasse.desktop.notifier", "demitasse.desktop.keyring_child", "demitasse.domain.line_reader",
        "keyring", "jeepney", "html.entities", "PySide6.QtSvg",
    )  # fmt: skip
    at_rest = "import sys, demitasse.ui.app.run, demitasse.ui.app.services, demitasse.boot.sync_session"
    assert output_of(f"{at_rest}; print(*[name for name in {later} if name in sys.modules])") == ""
