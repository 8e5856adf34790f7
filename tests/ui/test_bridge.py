"""Between the window and the worker thread."""

from __future__ import annotations

from demitasse.ui.app.bridge import Bridge


def test_who_only_looks_has_written_nothing() -> None:
    """Opening the popover must not draw the tray's icon again before it shows."""
    bridge, written = Bridge("default"), []
    bridge.written.connect(lambda: written.append("now"))
    bridge.wake(poll=True)
    assert written == []
    bridge.wake()
    assert written == ["now"]
