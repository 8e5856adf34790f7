"""The window and the icon on a desktop. Each function is a step, and returns what is worth telling about it."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from tests.desktops import pictures
from tests.desktops.hands import SETTLED_S, STEP_S, Failed, Hands
from tests.desktops.session import NeverCame, until

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH, HEIGHT = 380, 600
_NEAR = 16
_CRASHES = 3


def first_window(hands: Hands) -> str | None:
    """Start the demo, which opens the window at once, and see all of it on the screen."""
    hands.session.point(*hands.session.bare_place())
    hands.session.demitasse("settings", "away_s", "3600")  # a loaded machine may take minutes for a step
    bare = hands.look_when_still("bare")
    hands.start("demo")
    until(lambda: hands.window() in {"open", "focused"}, "the window does not open")
    box, scale = hands.new_box(bare, "first-window"), hands.session.scale
    if box.width < scale * WIDTH - _NEAR or box.height < scale * HEIGHT - _NEAR:
        raise Failed(f"only {box.width}x{box.height} of it to be seen")
    return "whole" if hands.window() == "focused" else "whole, without the focus"


def keyboard(hands: Hands) -> str | None:
    """Start another task with the keyboard alone."""
    before = (hands.running() or {}).get("id")
    hands.session.key("ctrl+n")
    time.sleep(SETTLED_S)
    hands.session.type("web cod")
    time.sleep(SETTLED_S)
    hands.look("typed")
    hands.session.key("Return")
    until(lambda: (hands.running() or {}).get("id") not in {None, before}, "keys start nothing", STEP_S)
    return None


def icon(hands: Hands) -> str | None:
    """Close the window and find the cup in the panel."""
    hands.session.demitasse("add", "today 5h int meet")  # the coffee is what is looked for
    hands.close_window()
    hands.icon = hands.find_cup("panel")
    return None


def left_click(hands: Hands) -> str | None:
    """Open with a click, or with two where one opens the menu."""
    if hands.session.menu_on_left:
        hands.click_icon()
        time.sleep(SETTLED_S)
        hands.look("menu")
        hands.session.key("Escape")
    hands.open_by_icon()
    hands.wait_until_open("a click opens nothing")
    return "menu; two open" if hands.session.menu_on_left else None


def place(hands: Hands) -> str | None:
    """See where the popover is, that it is clear of its icon, and that no task bar lists it."""
    box = hands.new_box(hands.folder / "bare.png", "open")
    assert hands.icon is not None
    if box.holds(hands.icon.center):
        raise Failed("covers the icon")
    listed = pictures.is_listed(hands.folder / "panel.png", hands.folder / "open.png")
    if hands.session.is_wayland:
        return "by the compositor" + (", in the task bar" if listed else "")
    if listed:
        raise Failed("in the task bar")
    across = abs(box.center[0] - hands.icon.center[0])
    above, below = abs(box.y - hands.icon.y), abs(box.y + box.height - hands.icon.y)
    if across >= hands.session.scale * WIDTH or min(above, below) >= hands.session.scale * 80:
        raise Failed(f"at {box.x},{box.y}, far from the icon")
    return "at the icon"


def closes(hands: Hands) -> str | None:
    """Close it by Esc, another window, the bare desktop and the icon, and open it in between."""
    ways: dict[str, Callable[[], None]] = {
        "Esc": lambda: hands.session.key("Escape"),
        "window": hands.open_other_window,
        "desktop": lambda: hands.session.click(*hands.session.bare_place()),
        "icon": hands.open_by_icon,
    }
    done = []
    for name, way in ways.items():
        if hands.window() == "closed":
            hands.session.demitasse("--show")
            hands.wait_until_open("does not open again", focused=True)
        time.sleep(SETTLED_S)
        way()
        with suppress(NeverCame, Failed):
            hands.wait_until_closed()
            done.append(name)
    hands.close_other_window()
    if "Esc" not in done:
        raise Failed("stays open: " + ", ".join(set(ways) - set(done)))
    return ", ".join(done)


def middle_click(hands: Hands) -> str | None:
    """Stop and continue the timer."""
    for _ in range(2):
        running = hands.running()
        time.sleep(2 * SETTLED_S)
        hands.click_icon(2)
        until(partial(_is_other, hands, running is not None), "nothing", STEP_S)
    return None


def _is_other(hands: Hands, was_running: bool) -> bool:
    return (hands.running() is None) is was_running


def right_click(hands: Hands) -> str | None:
    """Open the menu."""
    hands.click_icon(3)
    if not hands.session.menu_on_left:
        until(lambda: "right" in hands.report().get("clicks", []), "no menu", STEP_S)
    time.sleep(SETTLED_S)
    hands.look("menu")
    hands.session.key("Escape")
    hands.session.click(*hands.session.bare_place())
    return None


def show(hands: Hands) -> str | None:
    """Call the window back from another process: closed, and (without a tray) from behind another one."""
    hands.close_window()
    hands.session.demitasse("--show")
    hands.wait_until_open("does not open", focused=True)
    if "tray" in hands.session.lacks:
        hands.open_other_window()
        until(lambda: hands.window() != "focused", "the other window", STEP_S)
        hands.session.demitasse("--show")
        hands.wait_until_open("stays behind", focused=True)
        hands.close_other_window()
        hands.look("from-behind")
    hands.close_window()
    return None


def two_monitors(hands: Hands) -> str | None:
    """Open on two monitors, take the second one away while it is open, and open again."""
    hands.session.point(*hands.session.bare_place())
    time.sleep(SETTLED_S)
    before = hands.look("two-bare")
    hands.session.demitasse("--show")
    hands.wait_until_open("does not open")
    box = hands.new_box(before, "two-open")
    hands.session.unplug()
    time.sleep(2 * SETTLED_S)
    if hands.window() != "closed":
        hands.look("unplugged")
    hands.close_window()
    before = hands.look("one-bare")
    hands.session.demitasse("--show")
    hands.wait_until_open("does not open without the second monitor")
    again, scale = hands.new_box(before, "one-open"), hands.session.scale
    if again.width < scale * WIDTH - _NEAR or again.height < scale * HEIGHT - _NEAR:
        raise Failed(f"without the second monitor only {again.width}x{again.height} of it to be seen")
    hands.close_window()
    return f"at {box.x},{box.y}; unplugged: at {again.x},{again.y}"


def host_restarted(hands: Hands) -> str | None:
    """Let the panel crash three times, and find the cup in the one that is started after each crash."""
    for _ in range(_CRASHES):
        hands.session.end_host()
        time.sleep(2 * SETTLED_S)
        hands.session.start_host()
        hands.icon = hands.find_cup("panel-again", 3 * STEP_S)
        time.sleep(SETTLED_S)
    hands.icon = hands.find_cup("panel-again")  # it has moved while the others of the panel came
    hands.open_by_icon()
    hands.wait_until_open("a click opens nothing")
    hands.session.key("Escape")
    return f"{_CRASHES} times"
