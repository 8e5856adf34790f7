"""Linux: a desktop entry in ~/.config/autostart (freedesktop.org, Desktop Application Autostart)."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

from demitasse.desktop.autostart import AutostartState, files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LINES = """[Desktop Entry]
Type=Application
Name=Demitasse
Comment=Tracks your working time from the tray
Exec={exec}
Icon=app.demitasse.Demitasse
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
"""
_PLAIN = re.compile(r"[\w@/.,:=+-]+", re.ASCII)
_QUOTED = re.compile(r'(["`$\\])')
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


class DesktopEntry:
    """GNOME's Tweaks, Plasma and Xfce switch entries off by a key in the file: those keys are read, too."""

    def __init__(self, folder: Path, name: str, command: Sequence[str]) -> None:
        """The entry `name` in `folder`, which runs `command`."""
        self._file = folder / f"{name}.desktop"
        self._command = command

    def state(self) -> AutostartState:
        """What the next login will do; an entry whose program is gone does nothing."""
        try:
            keys = _keys(self._file.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return AutostartState.OFF
        if _is_off(keys):
            return AutostartState.BLOCKED
        program = next(iter(words(keys.get("Exec", ""))), "")
        return AutostartState.ON if shutil.which(program) else AutostartState.OFF

    def set_enabled(self, *, on: bool) -> None:
        """Write the entry anew, or delete it. Raises LocalFault."""
        if on:
            files.write(self._file, _LINES.format(exec=quoted(self._command)).encode())
        else:
            files.remove(self._file)


def _keys(text: str) -> dict[str, str]:
    """The keys of the first group."""
    group = text.partition("[Desktop Entry]")[2].partition("\n[")[0]
    pairs = (line.partition("=") for line in group.splitlines() if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, _, value in pairs}


def _is_off(keys: dict[str, str]) -> bool:
    desktops = {each for each in os.environ.get("XDG_CURRENT_DESKTOP", "").split(":") if each}
    only, never = ({each for each in keys.get(key, "").split(";") if each} for key in ("OnlyShowIn", "NotShowIn"))
    elsewhere = bool(desktops) and bool((only and not only & desktops) or never & desktops)
    return elsewhere or keys.get("Hidden") == "true" or keys.get("X-GNOME-Autostart-enabled") == "false"


def quoted(command: Sequence[str]) -> str:
    """A command line as the key Exec wants it: a word with odd letters in quotes, backslashes and % doubled."""
    return " ".join(word if _PLAIN.fullmatch(word) else _in_quotes(word) for word in command)


def _in_quotes(word: str) -> str:
    inside = _QUOTED.sub(r"\\\1", word).replace("\\", "\\\\").replace("%", "%%")
    return f'"{inside}"'


def words(line: str) -> list[str]:
    """What `quoted` was made of."""
    found = _WORD.findall(line.replace("\\\\", "\\").replace("%%", "%"))
    return [re.sub(r"\\(.)", r"\1", quotes) if quotes else plain for quotes, plain in found]
