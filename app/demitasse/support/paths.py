"""The only room that knows where files are: from source, installed and frozen.

`DEMITASSE_HOME` puts everything under one folder. A profile keeps several accounts apart: each has its own folder
in every place. Files are private: folders 0700, files 0600 (`private_file`).
"""

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import appdirs

from demitasse.domain.errors import BadInput, LocalFault

APP = "demitasse"
DEFAULT = "default"
"""The profile of who names none."""
DEMO = "demo"
"""The profile of `demitasse demo`: without that command it has no server."""
_MAX_SOCKET_PATH = 100
_MAX_NAME = 100
_PROFILE_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


class Paths(NamedTuple):
    """Where one profile keeps its things; `shared` is common to all profiles."""

    data: Path
    config: Path
    cache: Path
    logs: Path
    runtime: Path
    shared: Path
    profile: str

    @property
    def database(self) -> Path:
        """Entries, catalogue, outbox and settings."""
        return self.data / "demitasse.db"

    @property
    def tokens(self) -> Path:
        """The token file, if the person chose one over the keyring."""
        return self.config / "tokens.json"

    @property
    def log(self) -> Path:
        """The log of the running program."""
        return self.logs / "demitasse.log"

    def call_log(self, account: str) -> Path:
        """The call log of an account (a host and company), shared by all profiles that use it."""
        name = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in account.lower())
        return self.shared / f"calls-{name[-_MAX_NAME:]}.db"

    def lock(self, name: str) -> Path:
        """A lock file between processes."""
        return self.runtime / f"{name}.lock"

    @property
    def key(self) -> str:
        """A short name that no other profile and no other home on this machine has."""
        return f"{self.profile}-{hashlib.sha256(str(self.data).encode()).hexdigest()[:12]}"

    @property
    def socket(self) -> str:
        """The address of the running tray app: a socket's path, on Windows a pipe's name."""
        if sys.platform == "win32":
            return rf"\\.\pipe\demitasse-{self.key}"
        path = self.runtime / "s"
        if len(str(path).encode()) <= _MAX_SOCKET_PATH:
            return str(path)
        short = Path(tempfile.gettempdir()) / f"{APP}-{os.getuid()}"
        return str(private_folder(short) / self.key)


def paths(profile: str = DEFAULT) -> Paths:
    """The folders of `profile`, made if they are missing.

    Raises:
        BadInput: the name is no folder name.
        LocalFault: a folder cannot be made or is somebody else's.
    """
    if not profile or len(profile) > 32 or not _PROFILE_LETTERS.issuperset(profile):
        raise BadInput("A profile's name has 1 to 32 letters, digits, - or _.", field="profile")
    roots = _roots()
    try:
        places = {name: private_folder(root / profile) for name, root in roots.items()}
        return Paths(**places, shared=private_folder(roots["data"] / ".shared"), profile=profile)
    except OSError as error:
        message = f"{error.filename} cannot be used: {error.strerror}."
        raise LocalFault(message, "Check that the folder is yours and that the disk has room.") from error


def profiles() -> list[str]:
    """The names of the profiles that are in use here, the default one first."""
    root = _roots()["data"]
    found = sorted(file.parent.name for file in root.glob("*/demitasse.db") if file.parent.name[0] != ".")
    return sorted(found, key=lambda name: name != DEFAULT)


def _roots() -> dict[str, Path]:
    if home := os.environ.get("DEMITASSE_HOME"):
        root = Path(home).expanduser().absolute()
        return {name: root / name for name in ("data", "config", "cache", "logs")} | {"runtime": root / "run"}
    _drop_unusable_xdg()
    data = Path(appdirs.user_data_dir(APP, appauthor=False))
    return {
        "data": data,
        "config": Path(appdirs.user_config_dir(APP, appauthor=False)),
        "cache": Path(appdirs.user_cache_dir(APP, appauthor=False)),
        "logs": Path(appdirs.user_log_dir(APP, appauthor=False)),
        "runtime": _runtime(data),
    }


def _drop_unusable_xdg() -> None:
    """Empty or relative XDG variables must be ignored by their specification; appdirs does not (desktop 9)."""
    for name in [name for name in os.environ if name.startswith("XDG_") and name.endswith("_HOME")]:
        if not Path(os.environ[name]).is_absolute():
            del os.environ[name]


def _runtime(data: Path) -> Path:
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or "")
    return folder / APP if folder.is_absolute() and folder.is_dir() else data / "run"


def autostart_folder() -> Path:
    """The folder whose files the desktop starts at login (not on Windows, which has a registry)."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents"
    _drop_unusable_xdg()
    return Path(appdirs.user_config_dir("autostart", appauthor=False))


def resource(name: str) -> Path:
    """The file or folder `name` ("icons/cup.svg") of what ships with the program; it need not exist."""
    package = Path(__file__).resolve().parents[1]
    source = package.parent.parent / "resources"  # a checkout has it beside app/, a wheel or bundle in the package
    return (source if (source.parent / "pyproject.toml").is_file() else package / "resources") / name


def private_folder(folder: Path) -> Path:
    """Make `folder` if it is missing, and nobody else's business."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def private_file(file: Path) -> Path:
    """Make `file` if it is missing, readable for its owner only.

    One that is there is not opened: closing it again would drop the locks that SQLite holds on it in this process.
    """
    if not file.exists():
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    if os.name == "posix" and file.is_file() and file.stat().st_mode & 0o077:
        file.chmod(0o600)
    return file
