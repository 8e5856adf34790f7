"""Windows: a value of the key Run; Task Manager's own list may switch it off (desktop 6.1)."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from demitasse.desktop.autostart import AutostartState
from demitasse.domain.errors import FaultCode, LocalFault

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXPLORER = r"Software\Microsoft\Windows\CurrentVersion"
RUN = rf"{_EXPLORER}\Run"
APPROVED = rf"{_EXPLORER}\Explorer\StartupApproved\Run"


def state(command: object, approval: object) -> AutostartState:
    """What these two values mean: Task Manager writes an odd first byte to switch a program off."""
    if not command:
        return AutostartState.OFF
    refused = isinstance(approval, bytes) and approval[:1] and approval[0] % 2
    return AutostartState.BLOCKED if refused else AutostartState.ON


if sys.platform == "win32":
    import winreg

    class RunKey:
        """One value under Run."""

        def __init__(self, name: str, command: Sequence[str]) -> None:
            """The value `name`, which runs `command`."""
            self._name = name
            self._command = subprocess.list2cmdline(command)

        def state(self) -> AutostartState:
            """What the next login will do."""
            return state(_read(RUN, self._name), _read(APPROVED, self._name))

        def set_enabled(self, *, on: bool) -> None:
            """Write the value anew, and take Task Manager's refusal back; or delete it. Raises LocalFault."""
            try:
                _delete(APPROVED, self._name)
                if on:
                    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN) as key:
                        winreg.SetValueEx(key, self._name, 0, winreg.REG_SZ, self._command)
                else:
                    _delete(RUN, self._name)
            except OSError as error:
                raise LocalFault(FaultCode.AUTOSTART_REFUSED) from error

    def _read(path: str, name: str) -> object:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                return winreg.QueryValueEx(key, name)[0]
        except OSError:
            return None

    def _delete(path: str, name: str) -> None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, name)
        except FileNotFoundError:
            return
