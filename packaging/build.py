"""Build everything that is released for the system this runs on: `python3 packaging/build.py`.

The results are in dist/release, with SHA256SUMS; dist/demitasse is the program itself. Two builds of one commit with
the same Python on the same system are identical. packaging/README.md describes the rest.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import inventory

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
DIST = ROOT / "dist"
BUNDLE, RELEASE, WORK, DOCUMENTS = DIST / "demitasse", DIST / "release", DIST / "work", DIST / "documents"
ENVIRONMENT, ICONS = DIST / "environment", DIST / "icons"
PINS = ROOT / "constraints-package.txt"
SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
OLDEST_PYTHON = (3, 11)
_EPOCH = "315532800"
"""The first second that a zip file can hold: the date of a build from a source archive, which has no history."""


class BuildError(Exception):
    """The build cannot go on; the message says why."""


def main(argv: list[str] | None = None) -> int:
    """Run the steps; return 0, or 1 after a message."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--bundle-only", action="store_true", help="make dist/demitasse and no packages")
    parser.add_argument("--bare", action="store_true", help="only bundle the bare tray app of tests/bench as dist/bare")
    parser.add_argument("--runtime", type=Path, metavar="FILE", help="the AppImage runtime (Linux)")
    options = parser.parse_args(argv)
    try:
        environment()
        if options.bare:
            pyinstaller("--bare")
            return 0
        bundle()
        if not options.bundle_only:
            release(options.runtime)
    except BuildError as error:
        print(f"build: {error}", file=sys.stderr)
        return 1
    return 0


def environment() -> None:
    """Make dist/environment with the pinned packages, unless it is up to date."""
    python = best_python()
    state = hashlib.sha256(f"{python}\0{sys.platform}\0{version_of(python)}\0".encode() + PINS.read_bytes()).hexdigest()
    stamp = ENVIRONMENT / "installed"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == state:
        return
    say("Installing the build environment")
    run(python, "-m", "venv", "--clear", ENVIRONMENT)
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps")
    run(env_python(), *install, "--require-hashes", "--only-binary=:all:", "-r", PINS)
    stamp.write_text(state, encoding="utf-8")


def bundle() -> None:
    """Make dist/demitasse: the program, its documents, and the licences of all that is in it."""
    tool("icons.py", ICONS)
    pyinstaller()
    check_warnings((WORK / "demitasse" / "warn-demitasse.txt").read_text(encoding="utf-8"))
    say("Writing documents and licences")
    shutil.rmtree(DOCUMENTS, ignore_errors=True)
    tool("documents.py", DOCUMENTS)
    tool("licences.py", WORK / "demitasse", DOCUMENTS / "licences")
    tool("sbom.py", WORK / "demitasse", DOCUMENTS / "demitasse.cdx.json")
    licences = BUNDLE / "licences"
    shutil.rmtree(licences, ignore_errors=True)
    shutil.copytree(DOCUMENTS / "licences", licences)


def release(runtime: Path | None) -> None:
    """Make dist/release: the packages of this system, the bill of materials and the checksums."""
    say("Making the packages")
    shutil.rmtree(RELEASE, ignore_errors=True)
    RELEASE.mkdir(parents=True)
    system = SYSTEMS[sys.platform]
    tool(f"{system}/package.py", BUNDLE, RELEASE, *(("--runtime", runtime) if runtime else ()))
    name = f"demitasse-{inventory.own_version()}-{system}-{platform.machine().lower()}.cdx.json"
    shutil.copyfile(DOCUMENTS / "demitasse.cdx.json", RELEASE / name)
    sums = checksums(RELEASE)
    (RELEASE / "SHA256SUMS").write_text(sums, encoding="utf-8", newline="\n")
    print(sums, end="")


def pyinstaller(*arguments: str) -> None:
    """Run PyInstaller with our spec."""
    say("Bundling")
    work = WORK.with_name("work-bare") if arguments else WORK
    options = ("--noconfirm", "--clean", "--log-level", "WARN", "--distpath", DIST, "--workpath", work)
    spec = PACKAGING / "demitasse.spec"
    run(env_python(), "-m", "PyInstaller", *options, spec, *(("--", *arguments) if arguments else ()))


def check_warnings(text: str) -> None:
    """Raise BuildError if a module that is left out is needed to import another. `text` is PyInstaller's list."""
    allowed = {"_frozen_importlib", "demitasse.ui.app.ipc_server_windows"}
    for line in text.splitlines():
        excluded = re.match(r"excluded module named (\S+) - imported by (.*)", line)
        importers = set(re.findall(r"(\S+) \(top-level\)", excluded[2])) if excluded else set()
        if excluded and excluded[1] not in allowed and importers - allowed:
            raise BuildError(f"{excluded[1]} is left out (packaging/contents.py), but {sorted(importers)} need it.")


def best_python() -> str:
    """Return the Python to bundle: on Linux the system's own, whose libraries name no folder of this machine."""
    system = "/usr/bin/python3"
    if sys.platform == "linux" and Path(system).exists() and can_bundle(system):
        return system
    if sys.version_info < OLDEST_PYTHON:
        raise BuildError("Python 3.11 or newer is needed.")
    return sys.executable


def can_bundle(python: str) -> bool:
    """Return whether that Python is new enough, can make environments, and has a shared library."""
    check = (
        "import ctypes, ensurepip, sys, sysconfig, venv;"
        f"assert sys.version_info >= {OLDEST_PYTHON};"
        "ctypes.CDLL(sysconfig.get_config_var('INSTSONAME'))"
    )
    return subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0


def version_of(python: str) -> str:
    """Return the version text of an interpreter."""
    return subprocess.run([python, "-VV"], capture_output=True, text=True, check=True).stdout


def env_python() -> Path:
    """Return the Python of the build environment."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@cache
def source_date() -> str:
    """Return SOURCE_DATE_EPOCH: as given, else the time of the last commit; the same to the end of the build."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return given
    done = subprocess.run(
        ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or _EPOCH


def checksums(folder: Path) -> str:
    """Return the lines of SHA256SUMS for the files of a folder."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def tool(script: str, *arguments: str | Path) -> None:
    """Run a script of this folder in the build environment."""
    run(env_python(), PACKAGING / script, *arguments)


def run(*command: str | Path) -> None:
    """Run a program with the variables that make builds repeatable. Raises BuildError."""
    environment = os.environ | {
        "PYTHONHASHSEED": "1",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "app"), str(PACKAGING))),
        "SOURCE_DATE_EPOCH": source_date(),
    }
    words = [str(word) for word in command]
    try:
        status = subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode
    except OSError as error:
        raise BuildError(f"{words[0]} could not be started: {error.strerror}.") from error
    if status:
        raise BuildError(f"{' '.join(words[:4])} failed with {status}.")


def say(text: str) -> None:
    """Print a heading."""
    print(f"\n== {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
