"""macOS: a LaunchAgent of this person; it works for a bundle, a wheel and a checkout alike (desktop 6.1)."""

from __future__ import annotations

import plistlib
import shutil
from typing import TYPE_CHECKING, Any

from demitasse.desktop.autostart import AutostartState, files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class LaunchAgent:
    """A property list that launchd reads at login."""

    def __init__(self, folder: Path, name: str, command: Sequence[str]) -> None:
        """The agent `name` in `folder`, which runs `command`."""
        self._name = name
        self._file = folder / f"{name}.plist"
        self._command = command

    def state(self) -> AutostartState:
        """What the next login will do; an agent whose program is gone does nothing."""
        try:
            agent: Any = plistlib.loads(self._file.read_bytes())
            program = str(agent["ProgramArguments"][0])
        except (OSError, plistlib.InvalidFileException, ValueError, KeyError, IndexError, TypeError):
            return AutostartState.OFF
        if agent.get("Disabled") or not agent.get("RunAtLoad"):
            return AutostartState.BLOCKED
        return AutostartState.ON if shutil.which(program) else AutostartState.OFF

    def set_enabled(self, *, on: bool) -> None:
        """Write the agent anew, or delete it. Raises LocalFault."""
        if not on:
            files.remove(self._file)
            return
        agent = {
            "Label": self._name,
            "ProgramArguments": list(self._command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        files.write(self._file, plistlib.dumps(agent))
