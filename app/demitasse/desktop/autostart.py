"""Start at login, on Windows, macOS and Linux (desktop 6.1).

The state is always read back from where the system looks, never from a setting of ours.
"""

import os
import plistlib
import re
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Protocol

from demitasse.desktop.process import login_command
from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.support import files
from demitasse.support.paths import DEFAULT, autostart_folder

if sys.platform == "win32":
    import winreg

NAME = "app.demitasse.Demitasse"

_CURRENT_VERSION = r"Software\Microsoft\Windows\CurrentVersion"
RUN = rf"{_CURRENT_VERSION}\Run"
APPROVED = rf"{_CURRENT_VERSION}\Explorer\StartupApproved\Run"

_DESKTOP_ENTRY = """[Desktop Entry]
Type=Application
Name=Demitasse
Comment=Tracks your working time from the tray
TryExec={program}
Exec={exec}
Icon=app.demitasse.Demitasse
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
"""
_LAUNCHCTL_S = 2.0
_OVERRIDE = re.compile(r'"([^"]+)" => (\w+)')
"""A line of `launchctl print-disabled`; older versions of macOS write "true" for "disabled"."""
_PLAIN = re.compile(r"[\w@/.,:=+-]+", re.ASCII)
_ESCAPED = re.compile(r'(["`$\\])')
_STARTER = ["/usr/bin/env"]
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


class AutostartState(StrEnum):
    """What the next login will do."""

    OFF = "off"
    ON = "on"
    BLOCKED = "blocked"
    """Set up, but switched off in the desktop's own list of programs."""


class Autostart(Protocol):
    """The mechanism of one system."""

    def state(self) -> AutostartState:
        """Read the state from the system."""

    def set_enabled(self, *, on: bool) -> None:
        """Set it up, also if the desktop had switched it off, or remove it. Raises LocalFault."""

    def renew(self) -> None:
        """Write an entry again that has become out of date, as after an update or a move. Raises LocalFault.

        One that starts another installation, or that the desktop has switched off, stays as it is.
        """


def autostart(profile: str = DEFAULT) -> Autostart:
    """Return this system's mechanism for the tray app of `profile`. Each profile has an entry of its own."""
    name = NAME if profile == DEFAULT else f"{NAME}.{profile}"
    command = login_command(*([] if profile == DEFAULT else ["--profile", profile]))
    if sys.platform == "win32":
        return RunKey(name, command)
    if sys.platform == "darwin":
        return LaunchAgent(autostart_folder(), name, command)
    return DesktopEntry(autostart_folder(), name, command)


def is_outdated(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return whether an entry with the command `found` shall start `wanted`: it is for this program, or for none."""
    return bool(found) and (found[0] == wanted[0] or not shutil.which(found[0]))


class _AutostartFile(ABC):
    """A file `name` in `folder` that makes the desktop run `command` at login."""

    suffix: ClassVar[str]

    def __init__(self, folder: Path, name: str, command: Sequence[str]) -> None:
        self._name = name
        self._file = folder / (name + self.suffix)
        self._command = command

    def set_enabled(self, *, on: bool) -> None:
        """Replace the file atomically, or delete it. Raises LocalFault."""
        draft = self._file.with_name(f".{self._file.name}.new")
        try:
            if on:
                draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                draft.write_bytes(self._content())
                files.replace(draft, self._file)
            else:
                files.remove(self._file)
        except OSError as error:
            file, reason = str(self._file), str(error.strerror)
            raise LocalFault(FaultCode.FILE_UNWRITABLE, file=file, reason=reason) from error

    def state(self) -> AutostartState:
        """Read the entry; one that starts another program, or none, counts as off."""
        found = self._found()
        if found and self._is_switched_off():
            return AutostartState.BLOCKED
        return AutostartState.ON if found == list(self._command) and shutil.which(found[0]) else AutostartState.OFF

    def renew(self) -> None:
        """Write an entry again that has become out of date. Raises LocalFault."""
        if is_outdated(self._found(), self._command) and not self._is_switched_off():
            with suppress(OSError):
                if self._file.read_bytes() == self._content():
                    return
            self.set_enabled(on=True)

    @abstractmethod
    def _content(self) -> bytes: ...

    @abstractmethod
    def _found(self) -> list[str]:
        """Return the command line of the entry; empty if there is none."""

    @abstractmethod
    def _is_switched_off(self) -> bool:
        """Return whether the desktop does not run the entry."""


class LaunchAgent(_AutostartFile):
    """macOS: a property list that launchd reads at login. It works for a bundle, a wheel and a checkout.

    The system settings switch an agent off in a list of launchd's own, so that is asked too.
    """

    suffix = ".plist"

    def set_enabled(self, *, on: bool) -> None:
        """Write the agent and clear launchd's refusal, or delete the agent. Raises LocalFault."""
        if on and is_temporary(self._command[0]):
            raise LocalFault(FaultCode.AUTOSTART_TEMPORARY)
        super().set_enabled(on=on)
        if on:
            _launchctl("enable", f"{_launchd_domain()}/{self._name}")

    def _found(self) -> list[str]:
        arguments = self._agent().get("ProgramArguments")
        return [str(word) for word in arguments] if isinstance(arguments, list) else []

    def _agent(self) -> dict[str, Any]:
        try:
            agent = plistlib.loads(self._file.read_bytes())
        except (OSError, plistlib.InvalidFileException, ValueError):
            return {}
        return agent if isinstance(agent, dict) else {}

    def _content(self) -> bytes:
        agent = {
            "Label": self._name,
            "ProgramArguments": list(self._command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        if getattr(sys, "frozen", False):  # the system settings then show the program's name and icon
            agent["AssociatedBundleIdentifiers"] = [NAME]
        return plistlib.dumps(agent)

    def _is_switched_off(self) -> bool:
        agent = self._agent()
        if agent.get("Disabled") or not agent.get("RunAtLoad"):
            return True
        listed = _launchctl("print-disabled", _launchd_domain())
        return any(name == self._name and state in {"disabled", "true"} for name, state in _OVERRIDE.findall(listed))


def is_temporary(program: str) -> bool:
    """Return whether macOS runs `program` from where it will not be at the next login.

    That is a disk image, and the random folder from which macOS runs a program that was not moved since its download.
    """
    on_image = program.startswith("/Volumes/") and not os.access(Path(program).parent, os.W_OK)
    return on_image or "/AppTranslocation/" in program


def _launchd_domain() -> str:
    return f"gui/{os.getuid()}"


def _launchctl(*arguments: str) -> str:
    """Return the output of launchctl; nothing if it fails or does not answer."""
    try:
        done = subprocess.run(["launchctl", *arguments], capture_output=True, timeout=_LAUNCHCTL_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace")


class DesktopEntry(_AutostartFile):
    """Linux: a file in ~/.config/autostart (freedesktop.org, Desktop Application Autostart).

    GNOME Tweaks, Plasma and Xfce switch an entry off by keys in the file, so those are read too.
    """

    suffix = ".desktop"

    def _found(self) -> list[str]:
        return split_exec(self._keys().get("Exec", ""))

    def _is_switched_off(self) -> bool:
        return _is_switched_off(self._keys())

    def _keys(self) -> dict[str, str]:
        try:
            return read_keys(self._file.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return {}

    def _content(self) -> bytes:
        return _DESKTOP_ENTRY.format(
            program=self._command[0].replace("\\", "\\\\"), exec=join_exec(self._command)
        ).encode()


def join_exec(command: Sequence[str]) -> str:
    """Encode a command line for the key Exec: unusual words in quotes, backslashes and % doubled.

    GLib looks for the first word before it halves %, so a program with one in its path is started by another.
    """
    words = [*_STARTER, *command] if "%" in command[0] else command
    return " ".join(word if _PLAIN.fullmatch(word) else _quoted(word) for word in words)


def split_exec(line: str) -> list[str]:
    """Decode the result of `join_exec`."""
    words = _WORD.findall(line.replace("\\\\", "\\").replace("%%", "%"))
    found = [re.sub(r"\\(.)", r"\1", quoted) if quoted else plain for quoted, plain in words]
    return found[1:] if found[:1] == _STARTER and "%" in "".join(found[1:2]) else found


def _quoted(word: str) -> str:
    escaped = _ESCAPED.sub(r"\\\1", word).replace("\\", "\\\\").replace("%", "%%")
    return f'"{escaped}"'


def read_keys(text: str) -> dict[str, str]:
    """Parse the keys of the group [Desktop Entry]."""
    group = text.partition("[Desktop Entry]")[2].partition("\n[")[0]
    pairs = (line.partition("=") for line in group.splitlines() if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, _, value in pairs}


def _is_switched_off(keys: dict[str, str]) -> bool:
    desktops = set(filter(None, os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")))
    only, never = (set(filter(None, keys.get(key, "").split(";"))) for key in ("OnlyShowIn", "NotShowIn"))
    elsewhere = bool(desktops) and bool((only and not only & desktops) or never & desktops)
    return elsewhere or keys.get("Hidden") == "true" or keys.get("X-GNOME-Autostart-enabled") == "false"


def run_key_state(command: object, approval: object, wanted: str) -> AutostartState:
    """Interpret the values under Run and StartupApproved; Task Manager switches off with an odd first byte."""
    if not command:
        return AutostartState.OFF
    if isinstance(approval, bytes) and approval[:1] and approval[0] % 2:
        return AutostartState.BLOCKED
    return AutostartState.ON if command == wanted else AutostartState.OFF


def program_of(command: str) -> str:
    """Return the program of a command line of Windows, which is in quotes if it has spaces."""
    return command[1:].partition('"')[0] if command.startswith('"') else command.partition(" ")[0]


if sys.platform == "win32":

    class RunKey:
        """Windows: a value under the key Run, which Task Manager's own list may switch off."""

        def __init__(self, name: str, command: Sequence[str]) -> None:
            self._name = name
            self._command = subprocess.list2cmdline(command)

        def state(self) -> AutostartState:
            """Read both values."""
            return run_key_state(_read_value(RUN, self._name), _read_value(APPROVED, self._name), self._command)

        def renew(self) -> None:
            """Write a value again that has become out of date. Raises LocalFault."""
            found = _read_value(RUN, self._name)
            if not isinstance(found, str) or self.state() is not AutostartState.OFF:
                return
            if is_outdated([program_of(found)], [program_of(self._command)]):
                self.set_enabled(on=True)

        def set_enabled(self, *, on: bool) -> None:
            """Write the value and clear Task Manager's refusal, or delete the value. Raises LocalFault."""
            try:
                _delete_value(APPROVED, self._name)
                if on:
                    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN) as key:
                        winreg.SetValueEx(key, self._name, 0, winreg.REG_SZ, self._command)
                else:
                    _delete_value(RUN, self._name)
            except OSError as error:
                raise LocalFault(FaultCode.AUTOSTART_REFUSED) from error

    def _read_value(path: str, name: str) -> object:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                return winreg.QueryValueEx(key, name)[0]
        except OSError:
            return None

    def _delete_value(path: str, name: str) -> None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, name)
        except FileNotFoundError:
            return
