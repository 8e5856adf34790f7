"""Starting with the session: written where each desktop looks, and read back from there, so that it is the truth."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from demitasse.desktop.process import login_command
from demitasse.support.paths import DEFAULT, autostart_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "app.demitasse.Demitasse"


class AutostartState(StrEnum):
    """Whether the next login starts us."""

    OFF = "off"
    ON = "on"
    BLOCKED = "blocked"
    """It is set up here, but switched off in the desktop's own list of programs."""


class Autostart(Protocol):
    """One desktop's way."""

    def state(self) -> AutostartState:
        """What the next login will do."""
        ...

    def set_enabled(self, *, on: bool) -> None:
        """Set it up (also if the desktop had it switched off), or take it out. Raises LocalFault."""
        ...


def autostart(profile: str = DEFAULT) -> Autostart:
    """This system's way to start the tray app of `profile` at login. Each profile is an entry of its own."""
    name, command = _name(profile), login_command(*_arguments(profile))
    if sys.platform == "win32":
        from demitasse.desktop.autostart.run_key import RunKey  # noqa: PLC0415 - one of the three is needed

        return RunKey(name, command)
    if sys.platform == "darwin":
        from demitasse.desktop.autostart.launch_agent import LaunchAgent  # noqa: PLC0415

        return LaunchAgent(autostart_folder(), name, command)
    from demitasse.desktop.autostart.xdg import DesktopEntry  # noqa: PLC0415

    return DesktopEntry(autostart_folder(), name, command)


def _name(profile: str) -> str:
    return NAME if profile == DEFAULT else f"{NAME}.{profile}"


def _arguments(profile: str) -> Sequence[str]:
    return () if profile == DEFAULT else ("--profile", profile)
