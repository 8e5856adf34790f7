"""Where files are, whether run from source, installed or bundled.

`DEMITASSE_HOME` puts everything in one folder. Each profile has a subfolder in every location. Files are private:
folders have mode 0700, files 0600 (`private_file`). On Windows modes say nothing: files are as private as the folder
they are created in, which by default is the user's own.
"""

import os
import sys
from pathlib import Path
from typing import NamedTuple

import appdirs

from demitasse.domain.errors import BadInput, FaultCode, LocalFault

APP = "demitasse"
DATABASE = "demitasse.db"
DEFAULT = "default"
"""The profile that is used if none is named."""
DEMO = "demo"
"""The profile of `demitasse demo`; it has a server only while that command runs."""
_MAX_NAME, _LONGEST = 100, 32
_OURS = ("logs", "cache", "run")
DEVICES = ("con", "prn", "aux", "nul", *(f"{device}{number}" for device in ("com", "lpt") for number in range(10)))
RESERVED = frozenset((*_OURS, *DEVICES))
"""Names of no new profile: folders of ours, which on Windows lie beside those of profiles, and Windows' devices."""
_WINDOWED = {(False, "python.exe"): "pythonw.exe", (True, "demitasse.exe"): "Demitasse-tray.exe"}
"""Whether it is frozen, and the program with a console: the one without."""
_PROFILE_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


class Paths(NamedTuple):
    """The folders of one profile; `shared` is common to all profiles."""

    data: Path
    config: Path
    cache: Path
    logs: Path
    shared: Path
    profile: str

    @property
    def database(self) -> Path:
        """Entries, catalogue, outbox and settings."""
        return self.data / DATABASE

    @property
    def tokens(self) -> Path:
        """The token file, if the user chose it over the keyring."""
        return self.config / "tokens.json"

    @property
    def log(self) -> Path:
        """The log of the running program."""
        return self.logs / "demitasse.log"

    def call_log(self, server: str, company: str) -> Path:
        """Return the call log of an account (host and company), shared by all profiles that use it."""
        account = f"{server}|{company}".lower()
        name = "".join([letter if letter.isascii() and letter.isalnum() else "-" for letter in account])
        return self.shared / f"calls-{name[-_MAX_NAME:]}.db"

    def lock(self, name: str) -> Path:
        """Return the path of a lock file between processes.

        It lies beside what it protects: a runtime folder is another one under cron, su or ssh.
        """
        return self.data / f"{name}.lock"


def paths(profile: str = DEFAULT) -> Paths:
    """Return the folders of the profile that `profile` names (`_spelling`), creating missing ones.

    Raises:
        BadInput: no profile can have the name.
        LocalFault: a folder cannot be created or belongs to another user.
    """
    roots = _roots()
    profile = _spelling(roots["data"], profile)
    try:
        folders = {name: private_folder(root / profile) for name, root in roots.items()}
        return Paths(**folders, shared=private_folder(roots["data"] / ".shared"), profile=profile)
    except OSError as error:
        file, reason = str(error.filename), str(error.strerror)
        raise LocalFault(FaultCode.FOLDER_UNUSABLE, file=file, reason=reason) from error


def _spelling(root: Path, name: str) -> str:
    """Return the existing profile of that name, else the one that differs in case only, else the name in lower case.

    On most systems `Work` and `work` are one folder, so they are one profile everywhere. Profiles from before this rule
    keep their folders, also two that differ in case only on Linux, and those with a name that is reserved now.
    Raises BadInput.
    """
    if not name or len(name) > _LONGEST or not _PROFILE_LETTERS.issuperset(name):
        raise BadInput(FaultCode.PROFILE_NAME, field="profile")
    try:
        alike = sorted(known.name for known in root.iterdir() if known.name.lower() == name.lower())
    except OSError:  # there is no profile yet
        alike = []
    if name.lower() in RESERVED:
        alike = [known for known in alike if (root / known / DATABASE).exists() or (root / known / "backups").is_dir()]
        if not alike:
            raise BadInput(FaultCode.PROFILE_RESERVED, text=name, field="profile")
    return name if name in alike else (alike or [name.lower()])[0]


def profiles() -> list[str]:
    """Return the names of the existing profiles, the default one first."""
    root = _roots()["data"]
    names = sorted(file.parent.name for file in root.glob(f"*/{DATABASE}") if file.parent.name[0] != ".")
    return sorted(names, key=lambda name: name != DEFAULT)


def tray_profiles() -> list[str]:
    """Return the names of the profiles whose tray app runs or has run: only it makes the lock `app`."""
    return sorted(file.parent.name for file in _roots()["data"].glob("*/app.lock"))


def _roots() -> dict[str, Path]:
    if home := os.environ.get("DEMITASSE_HOME"):
        root = Path(home).expanduser().absolute()
        return {name: root / name for name in ("data", "config", "cache", "logs")}
    _drop_unusable_xdg()
    return {
        "data": Path(appdirs.user_data_dir(APP, appauthor=False)),
        "config": Path(appdirs.user_config_dir(APP, appauthor=False)),
        "cache": Path(appdirs.user_cache_dir(APP, appauthor=False)),
        "logs": Path(appdirs.user_log_dir(APP, appauthor=False)),
    }


def _drop_unusable_xdg() -> None:
    """Drop empty and relative XDG variables, which the specification ignores but appdirs does not (desktop 9)."""
    for name in [name for name in os.environ if name.startswith("XDG_") and name.endswith("_HOME")]:
        if not Path(os.environ[name]).is_absolute():
            del os.environ[name]


def autostart_folder() -> Path:
    """Return the folder whose files the desktop starts at login (unused on Windows, which has a registry)."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents"
    _drop_unusable_xdg()
    return Path(appdirs.user_config_dir("autostart", appauthor=False))


def user_data_folder() -> Path:
    """Return the folder that desktops of Linux search for this user's programs and icons."""
    _drop_unusable_xdg()
    return Path(appdirs.user_data_dir("", appauthor=False))


def resource(name: str) -> Path:
    """Return the path of a file or folder that ships with the program ("icons/cup.svg"); it may be missing."""
    package = Path(__file__).resolve().parents[1]
    source = package.parent.parent / "resources"  # a checkout has it beside app/, a wheel or bundle in the package
    return (source if (source.parent / "pyproject.toml").is_file() else package / "resources") / name


def windowed_program() -> Path | None:
    """Return the program without a console that lies beside this one, which has one; None if there is none.

    Windows has such pairs, from source and in a package; a tray app in a console would end with it (desktop 10.4).
    """
    program, is_frozen = Path(sys.executable), bool(getattr(sys, "frozen", False))
    name = _WINDOWED.get((is_frozen, program.name.lower()))
    return program.with_name(name) if name and program.with_name(name).exists() else None


def private_folder(folder: Path) -> Path:
    """Create `folder` if it is missing, accessible to its owner only."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def private_file(file: Path) -> Path:
    """Create `file` if it is missing, readable by its owner only.

    An existing file is not opened: closing it would drop the locks that SQLite holds on it in this process.
    """
    if not file.exists():
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    if os.name == "posix" and file.is_file() and file.stat().st_mode & 0o077:
        file.chmod(0o600)
    return file
