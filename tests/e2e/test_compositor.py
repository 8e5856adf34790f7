"""The window follows a compositor that comes and goes, while it is open and without moving."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests import compositor
from tests.deadlines import PATIENCE_S
from tests.desktop_session import DesktopSession, wait_until
from tests.e2e.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop_session import Window


def test_the_window_gets_and_loses_its_shadow_at_once(desktop: DesktopSession, tmp_path: Path) -> None:
    person = Person(desktop, tmp_path / "demitasse")
    person.start_app()
    square = person.popover()
    assert (square.width, square.height) == (380, 600)

    def now() -> Window:
        return next(window for window in desktop.windows() if window.id == square.id)

    compositing = desktop.start(sys.executable, compositor.__file__, log="compositor")
    wait_until(lambda: now().width > square.width, "the shadow")
    shadowed = now()
    assert shadowed.x < square.x
    assert shadowed.x + shadowed.width >= square.x + square.width
    assert shadowed.y < square.y
    assert shadowed.y + shadowed.height >= square.y + square.height
    compositing.terminate()
    wait_until(lambda: now().width == square.width, "the end of the shadow")
    assert now() == square, "at the same place"


def test_the_far_edge_is_dragged_and_the_height_remembered(desktop: DesktopSession, tmp_path: Path) -> None:
    person = Person(desktop, tmp_path / "demitasse")
    app = person.start_app()
    before = person.popover()
    middle, top = before.x + before.width // 2, before.y + 2
    desktop._run("xdotool", "mousemove", str(middle), str(top), "mousedown", "1")
    for step in range(1, 6):
        desktop._run("xdotool", "mousemove", str(middle), str(top + 20 * step))
    desktop._run("xdotool", "mouseup", "1")

    def height() -> int:
        return next((window.height for window in desktop.windows() if window.id == before.id), 0)

    wait_until(lambda: height() == before.height - 100, "the lower window")
    lower = next(window for window in desktop.windows() if window.id == before.id)
    assert lower.y + lower.height == before.y + before.height, "the edge at the panel stays"
    app.terminate()
    app.wait(PATIENCE_S)
    person.start_app()
    assert person.popover().height == before.height - 100
