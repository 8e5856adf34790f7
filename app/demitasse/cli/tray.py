"""The tray app as another process: start it without this console, and `quit` it."""

import time

from demitasse.cli.arguments import Command
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.desktop import session
from demitasse.desktop.autostart import AutostartState, autostart
from demitasse.desktop.ipc_client import ipc_address, is_running, send, show
from demitasse.desktop.launcher import remove_launcher
from demitasse.desktop.process import start_detached
from demitasse.domain.errors import BadInput, FaultCode, LocalFault
from demitasse.support.paths import DEFAULT, Paths, paths, profiles, tray_profiles

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
    names = _end_tray_apps(context)
    context.out.answer({"quit": names})
    context.out.say(*[f"The tray app of {name} has ended." for name in names] or ["No tray app was running."])


def _end_tray_apps(context: Context) -> list[str]:
    """Quit what runs and return the names of the profiles. Raises LocalFault."""
    asked = [context.profile_name] if "profile" in context.parsed.values else tray_profiles()
    running = [places for places in map(paths, asked) if is_running(places)]
    if left := _wait_for_end(running):
        raise LocalFault(CliFault.NOT_QUIT, names=", ".join(places.profile for places in left))
    return [places.profile for places in running]


def _wait_for_end(running: list[Paths]) -> list[Paths]:
    """Ask each tray app to end, one that is starting as soon as it listens, and return those that go on running."""
    deadline, asked = time.monotonic() + _QUIT_S, set[str]()
    while running and time.monotonic() < deadline:
        asked |= {one.profile for one in running if one.profile not in asked and send(ipc_address(one), "quit")}
        time.sleep(_STEP_S)
        running = [places for places in running if is_running(places)]
    return running


def toggle(context: Context) -> None:
    """Do in the running tray app what a global shortcut does; start it if none runs. Raises BadInput, LocalFault."""
    what = context.get("WHAT") or "window"
    if what not in TOGGLES:
        raise BadInput(CliFault.TOGGLE_UNKNOWN, text=what, ways=", ".join(TOGGLES), field="what")
    places = paths(context.profile_name)
    place = show(ipc_address(places), session.request(), TOGGLES[what])
    if place:
        raise LocalFault(FaultCode.RUNS_ELSEWHERE, place=place)
    if place is None:
        if is_running(places):
            raise LocalFault(FaultCode.NOT_ANSWERING)
        words = ["--profile", places.profile] if places.profile != DEFAULT else []
        start_detached(*words, "--show")
    context.out.answer({"toggled": what})


def uninstall(context: Context) -> None:
    """Quit all tray apps, and remove what they have set up in the desktop. Raises LocalFault."""
    names = _end_tray_apps(context)
    starting = [profile for profile in profiles() if autostart(profile).state() is not AutostartState.OFF]
    for profile in starting:
        autostart(profile).set_enabled(on=False)
    launcher = remove_launcher()
    context.out.answer({"quit": names, "login": starting, "launcher": launcher})
    context.out.say(*[f"The tray app of {name} has ended." for name in names])
    context.out.say(*[f"{profile} does not start at login any more." for profile in starting])
    context.out.say(*(["The launcher is removed."] if launcher else []))
    context.out.say(f"Your timesheets stay in {paths(context.profile_name).data.parent}.")


TOGGLES = {"window": "toggle", "timer": "start_or_stop", "switch": "switch", "add": "add"}
"""What `toggle` can do, and the verb for the tray app."""
COMMANDS = {"quit": Command(quit_), "toggle": Command(toggle), "uninstall": Command(uninstall)}
