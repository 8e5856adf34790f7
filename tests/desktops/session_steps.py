"""Notifications, absences and the session of a desktop. Each function is a step, and returns what is worth telling."""

from __future__ import annotations

import re
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tests.desktops.hands import SETTLED_S, STEP_S, Failed, Hands
from tests.desktops.session import NeverCame, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.desktops.pictures import Box

AWAY_S = 180
"""The shortest absence that can be chosen."""
_SLACK_S = 120
_WAIT_S = 5.0
"""Longer than it takes to see that there is no panel yet, shorter than a panel may take at login."""
_BUTTON = (66, 22)
"""From the lower left corner of a notification to its first button."""


def notification(hands: Hands) -> str | None:
    """Press the notification of a timer that runs for long, or its button; another is taken back when it stops."""
    hands.close_window()
    hands.session.demitasse("settings", "long_hours", "2")
    ways: dict[str, Callable[[Box], tuple[int, int]]] = {"a click opens": _middle, "a button opens": _first_button}
    found = next((name for name, place in ways.items() if _opens_at(hands, place)), "")
    if not found:
        raise Failed("neither a click nor its button does anything")
    before, box = _shown(hands)
    hands.session.demitasse("stop")
    until(lambda: not _covers(hands.difference(before, "taken-back"), box), "it is not taken back", STEP_S)
    return f"{found}; taken back"


def _shown(hands: Hands) -> tuple[Any, Box]:
    """Let a notification be shown; return the picture before it, and where it is."""
    hands.session.point(*hands.session.bare_place())
    before = hands.look_when_still("before-notification")
    _start(hands, "-150m")
    return before, hands.note(before, "notification")


def _start(hands: Hands, since: str) -> None:
    """Start a timer in the past, which is possible while none runs; look at once at what comes of it."""
    hands.session.demitasse("stop")
    hands.session.start(sys.executable, "-m", "demitasse", "--profile", "demo", "start", f"web cod {since}")


def _opens_at(hands: Hands, place: Callable[[Box], tuple[int, int]]) -> bool:
    """Show a notification, click at a place of it, and return whether the window opens."""
    _, box = _shown(hands)
    hands.session.point(*place(box))
    time.sleep(SETTLED_S)  # Cinnamon takes no click of a pointer that has just arrived
    hands.session.click(*place(box))
    with suppress(NeverCame):
        hands.wait_until_open("nothing opens")
        hands.wait_until_open("it opens without the focus", focused=True)
    is_open = hands.window() == "focused"
    hands.close_window()
    hands.session.demitasse("stop")
    return is_open


def away(hands: Hands) -> str | None:
    """Be away for three minutes, come back, find the question, and let the timer end when the absence began."""
    hands.session.demitasse("settings", "away_s", str(AWAY_S))
    _start(hands, "-20m")
    until(hands.running, "the timer", STEP_S)
    hands.open_other_window()
    hands.session.key("Shift_L")  # tools move the pointer of X11 without an input
    time.sleep(AWAY_S)
    until(lambda: hands.answer("away")["away"], "never away", _SLACK_S)
    before = hands.look("absence")
    hands.session.key("Shift_L")
    asked = _see_question(hands, before)
    hands.session.key("3")  # remove the absence, and stop
    until(lambda: hands.running() is None, "the answer stops nothing", STEP_S)
    hands.close_window()
    hands.close_other_window()
    entry = max(hands.answer("today")["entries"], key=lambda each: each["id"])
    if not 20 * 60 <= entry["duration_s"] <= 20 * 60 + _SLACK_S:
        raise Failed(f"booked {entry['duration_s']} s")
    return f"{_source(hands)}: {asked}; stopped when it began"


def _see_question(hands: Hands, before: Any) -> str:
    """Bring the question to the front, and return how it showed itself: nothing takes the focus."""
    if not hands.session.is_wayland:
        hands.wait_until_open("no question")
        box = hands.new_box(before, "question")
        if hands.window() == "focused":
            raise Failed("the question takes the keyboard")
        hands.session.click(box.center[0], box.y + 60 * hands.session.scale)
        hands.wait_until_open("a click gives no focus", focused=True)
        return "asks in its window"
    if "notifications" in hands.session.lacks:
        hands.session.demitasse("--show")
    else:
        hands.session.click(*hands.note(before, "question").center)
    with suppress(NeverCame):
        hands.wait_until_open("it was put away before the click came", focused=True)
    hands.session.demitasse("--show")
    hands.wait_until_open("does not open", focused=True)
    time.sleep(SETTLED_S)
    hands.look("question-open")
    return "asks in a notification"


def _source(hands: Hands) -> str:
    """Return the source of idle times that the program has logged."""
    log = hands.session.folder / "demitasse" / "logs" / "demo" / "demitasse.log"
    found = re.findall(r"(\w+) reports idle times", log.read_text(encoding="utf-8"))
    return str(found[-1]) if found else "?"


def quit_program(hands: Hands) -> str | None:
    """Quit from the terminal."""
    began = time.monotonic()
    hands.session.demitasse("quit")
    if code := hands.exit_code():
        raise Failed(f"exit code {code}")
    return f"{time.monotonic() - began:.1f} s"


def end_of_session(hands: Hands) -> str | None:
    """Start once more, choose to start at login, and end the desktop below the program."""
    hands.start("demo")
    until(lambda: hands.window() in {"open", "focused"}, "the window does not open")
    hands.session.run(sys.executable, "-c", _AT_LOGIN)
    hands.session.end_display()
    return f"ends with {hands.exit_code()}"  # 1 is what GDK does, whose theme Qt takes on some desktops


def start_at_login(hands: Hands) -> str | None:
    """Log in again: the program is there, and opens nothing if there is a tray."""
    hands.session.log_in_again()
    until(hands.report, "it does not start")
    if "tray" in hands.session.lacks:
        until(lambda: hands.window() in {"open", "focused"}, "no window, and no tray")
        return "a window"
    hands.icon = hands.find_cup("logged-in", 3 * STEP_S)
    if hands.window() != "closed":
        raise Failed("a window opens")
    return "by the session" if not hands.session.has_log("dex") else "by dex"


def host_late(hands: Hands) -> str | None:
    """Start the program before the panel: nothing opens meanwhile, and the cup comes with the panel."""
    hands.session.demitasse("quit")
    until(lambda: not hands.report(), "it does not quit", STEP_S)
    hands.session.take_host_away()
    time.sleep(2 * SETTLED_S)
    hands.start("--profile", "demo")
    until(hands.report, "it does not start")
    time.sleep(_WAIT_S)
    if hands.window() != "closed":
        raise Failed("a window opens")
    hands.session.start_host()
    hands.find_cup("late-panel", 3 * STEP_S)
    time.sleep(SETTLED_S)
    hands.icon = hands.find_cup("late-panel")
    hands.open_by_icon()
    hands.wait_until_open("a click opens nothing")
    hands.close_window()
    return None


def _middle(box: Box) -> tuple[int, int]:
    return box.center


def _first_button(box: Box) -> tuple[int, int]:
    """Return where desktops put the first button of a notification."""
    return box.x + _BUTTON[0], box.y + box.height - _BUTTON[1]


def _covers(box: Box | None, other: Box) -> bool:
    return box is not None and box.holds(other.center)


_AT_LOGIN = "from demitasse.desktop.autostart import autostart; autostart('demo').set_enabled(on=True)"
