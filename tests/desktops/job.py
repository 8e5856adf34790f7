"""The main job on a desktop, done from outside as a person does it, and what came of each step."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - a field of a tuple
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tests.desktops import session_steps, window_steps
from tests.desktops.hands import Failed, Hands
from tests.desktops.session import NeverCame

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktops.session import Session


class Step(NamedTuple):
    """A step, the function that does it, and what a desktop needs for it (`Session.lacks`)."""

    name: str
    do: Callable[[Hands], str | None]
    needs: str = ""


STEPS = (
    Step("first window", window_steps.first_window),
    Step("keyboard", window_steps.keyboard),
    Step("icon", window_steps.icon, "tray"),
    Step("left click", window_steps.left_click, "tray"),
    Step("place", window_steps.place, "tray"),
    Step("closes on", window_steps.closes, "tray"),
    Step("middle click", window_steps.middle_click, "tray"),
    Step("right click", window_steps.right_click, "tray"),
    Step("host restarted", window_steps.host_restarted, "tray"),
    Step("--show", window_steps.show),
    Step("second monitor unplugged", window_steps.two_monitors, "monitors"),
    Step("notification", session_steps.notification, "notifications"),
    Step("away", session_steps.away),
    Step("quit", session_steps.quit_program),
    Step("end of session", session_steps.end_of_session),
    Step("start at login", session_steps.start_at_login),
    Step("host late", session_steps.host_late, "tray"),
)


def why_skipped(step: Step, desktop: type[Session] | Session) -> str:
    """Return why a step is not done on a desktop; empty if it is."""
    return desktop.lacks.get(step.needs, "")


def do(session: Session, folder: Path, tell: Callable[[str], None]) -> dict[str, str]:
    """Do every step, and return the outcomes; after one that fails the next is tried."""
    hands, results = Hands(session, folder), dict[str, str]()
    for step in STEPS:
        if why := why_skipped(step, session):
            results[step.name] = f"– {why}"
            continue
        try:
            results[step.name] = step.do(hands) or "ok"
        except (Failed, NeverCame) as error:
            results[step.name] = f"**{error}**"
            (folder / "app.log").write_text(session.log("app"), encoding="utf-8")
            with suppress(Exception):
                hands.look(f"failed-{step.name.replace(' ', '-')}")
        tell(f"{step.name}: {results[step.name]}")
    return results
