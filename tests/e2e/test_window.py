"""The window on a real desktop: a compositor that comes and goes, its dragged edge, and larger text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests import compositor
from tests.deadlines import PATIENCE_S
from tests.desktop_session import DesktopSession, wait_until
from tests.e2e.person import TITLE, Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop_session import Window


_LARGE = "[General]\nfont=DejaVu Sans,15,-1,5,50,0,0,0,0,0\n"


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


def test_larger_text_makes_all_of_the_window_larger(tmp_path: Path) -> None:
    with DesktopSession(size=(1280, 1024), scheme="light") as desktop:
        settings = desktop.folder / "home" / ".config" / "kdeglobals"
        settings.write_text(settings.read_text(encoding="utf-8") + _LARGE, encoding="utf-8")
        person = Person(desktop, tmp_path / "demitasse")
        person.start_app()
        window = person.popover()
        assert window.width == round(380 * 20 / 15), "15 points are 20 pixels, and 15 pixels are usual"
        assert window.height == round(600 * 20 / 15)


def test_without_a_tray_the_whole_frame_is_on_a_small_screen(tmp_path: Path) -> None:
    with DesktopSession("none", size=(1024, 600)) as desktop:
        Person(desktop, tmp_path / "demitasse").start_app()
        found = desktop.wait_for_window(TITLE)
        wait_until(lambda: any(_frame(desktop, found.id)), "the frame of the window manager")

        def fits() -> bool:
            _left, _right, top, bottom = _frame(desktop, found.id)
            now = next(window for window in desktop.windows() if window.id == found.id)
            return top + now.height + bottom <= 600

        wait_until(fits, "the window with its frame on the screen")


def _frame(desktop: DesktopSession, window: int) -> tuple[int, ...]:
    """Return how much the window manager has put around a window: left, right, top, bottom."""
    said = desktop._run("xprop", "-id", str(window), "_NET_FRAME_EXTENTS")
    return tuple(map(int, said.rpartition("=")[2].split(","))) if "=" in said else (0, 0, 0, 0)
