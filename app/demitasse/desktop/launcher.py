"""The program among those of the person's Linux desktop: a launcher and icons in ~/.local/share.

Desktops take from there the name and the picture of windows and notifications (desktop 6.2). A package brings the same
for all users; what this module writes is for an installation that no package manager knows.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from demitasse.desktop.autostart import is_outdated, join_exec, read_keys, split_exec
from demitasse.desktop.process import login_command
from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.support import files
from demitasse.support.paths import resource, user_data_folder

NAME = "app.demitasse.Demitasse"
_MARK = "X-Demitasse-Installed"
"""The key of a launcher that this module has written, and may write again or remove."""
_ENTRY = """[Desktop Entry]
Type=Application
Name=Demitasse
GenericName=Time Tracker
GenericName[de]=Zeiterfassung
Comment=Track your working time from the tray
Comment[de]=Arbeitszeit im Infobereich erfassen
TryExec={program}
Exec={exec}
Icon=app.demitasse.Demitasse
Terminal=false
Categories=Office;ProjectManagement;
StartupNotify=false
StartupWMClass=demitasse
{mark}=true
"""
_ICONS = {
    "hicolor/scalable/apps/app.demitasse.Demitasse.svg": "icons/demitasse.svg",
    "hicolor/symbolic/apps/app.demitasse.Demitasse-symbolic.svg": "icons/demitasse-symbolic.svg",
}


def icon() -> str:
    """Return what a notification names as its icon: the file, which is found before the icon is known to the theme."""
    is_sandboxed = os.path.exists("/.flatpak-info")  # noqa: PTH110 - the desktop does not see the file
    return NAME if is_sandboxed else resource("icons/demitasse.svg").as_uri()


def install_launcher() -> None:
    """Write launcher and icons, unless the system has a launcher or another installation wrote its own.

    Raises LocalFault.
    """
    if sys.platform != "linux" or _is_packaged():
        return
    file, command = _file(), login_command("--show")
    content = _ENTRY.format(program=command[0].replace("\\", "\\\\"), exec=join_exec(command), mark=_MARK)
    if file.exists() and (not _is_ours(file) or not is_outdated(split_exec(_keys(file).get("Exec", "")), command)):
        return
    try:
        _write(file, content.encode())
        for name, source in _ICONS.items():
            _write(user_data_folder() / "icons" / name, resource(source).read_bytes())
    except OSError as error:
        raise LocalFault(FaultCode.FILE_UNWRITABLE, file=str(file), reason=str(error.strerror)) from error


def remove_launcher() -> bool:
    """Remove what `install_launcher` has written; return whether there was anything. Raises LocalFault."""
    file = _file()
    if sys.platform != "linux" or not _is_ours(file):
        return False
    try:
        for one in (*(user_data_folder() / "icons" / name for name in _ICONS), file):
            files.remove(one)
    except OSError as error:
        raise LocalFault(FaultCode.FILE_UNWRITABLE, file=str(file), reason=str(error.strerror)) from error
    return True


def _file() -> Path:
    return user_data_folder() / "applications" / f"{NAME}.desktop"


def _is_packaged() -> bool:
    """Return whether a package has installed a launcher for all users."""
    return any((folder / "applications" / f"{NAME}.desktop").exists() for folder in _system_folders())


def _system_folders() -> Iterator[Path]:
    folders = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return (Path(folder) for folder in folders.split(":") if folder.startswith("/"))


def _is_ours(file: Path) -> bool:
    return _keys(file).get(_MARK) == "true"


def _keys(file: Path) -> dict[str, str]:
    try:
        return read_keys(file.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return {}


def _write(file: Path, content: bytes) -> None:
    """Replace a file, readable by the desktop, if its content differs. Raises OSError."""
    with suppress(OSError):
        if file.read_bytes() == content:
            return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    draft.write_bytes(content)
    files.replace(draft, file)
