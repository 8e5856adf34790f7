"""The tray app as another process: start it without this console, and `quit` it."""

import time

from demitasse.cli.arguments import Command
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.desktop.ipc_client import ipc_address, is_running, send
from demitasse.desktop.process import start_detached
from demitasse.domain.errors import LocalFault
from demitasse.support.paths import DEFAULT, Paths, paths, tray_profiles

_QUIT_S = 30.0
"""How long `quit` waits: more than a tray app takes to finish what it is sending."""
_STEP_S = 0.05


def start(context: Context) -> None:
    """Start the tray app so that it does not end with this console. Raises BadInput, LocalFault."""
    profile = paths(context.profile_name).profile  # a wrong name is reported here, where somebody reads it
    words = ["--profile", profile] if profile != DEFAULT else []
    start_detached(*words, *(["--show"] if context.has("show") else []))
    context.out.say("Demitasse opens in the tray. It stays open when you close this window.")


def quit_(context: Context) -> None:
    """Quit the tray apps of all profiles, or that of --profile, and wait until they have ended. Raises LocalFault."""
    asked = [context.profile_name] if "profile" in context.parsed.values else tray_profiles()
    running = [places for places in map(paths, asked) if is_running(places)]
    if left := _wait_for_end(running):
        raise LocalFault(CliFault.NOT_QUIT, names=", ".join(places.profile for places in left))
    names = [places.profile for places in running]
    context.out.answer({"quit": names})
    context.out.say(*[f"The tray app of {name} has ended." for name in names] or ["No tray app was running."])


def _wait_for_end(running: list[Paths]) -> list[Paths]:
    """Ask each tray app to end, one that is starting as soon as it listens, and return those that go on running."""
    deadline, asked = time.monotonic() + _QUIT_S, set[str]()
    while running and time.monotonic() < deadline:
        asked |= {one.profile for one in running if one.profile not in asked and send(ipc_address(one), "quit")}
        time.sleep(_STEP_S)
        running = [places for places in running if is_running(places)]
    return running


COMMANDS = {"quit": Command(quit_)}
