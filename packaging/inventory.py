"""What a bundle was made of: Python packages, files of Python itself, and libraries of the system.

Read from the tables that PyInstaller leaves in its work folder, so nothing can be in the bundle that is not here.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class SystemPackage(NamedTuple):
    """A package of the Linux distribution that bundled libraries come from; `version` is empty if unknown."""

    name: str
    version: str
    files: tuple[str, ...]


class Inventory(NamedTuple):
    """The parts of a bundle besides the program."""

    distributions: tuple[Distribution, ...]
    system: tuple[SystemPackage, ...]


def read(work: Path) -> Inventory:
    """Read the tables of PyInstaller in `work`."""
    sources = {Path(source) for file in sorted(work.glob("*.toc")) for source in _sources(file)}
    owners = {path: found for found in distributions() for path in _files(found)}
    used = {owners[path].metadata["Name"]: owners[path] for path in sources if path in owners}
    left = sorted(path for path in sources if path not in owners and path.suffix != ".py" and _is_of_system(path))
    return Inventory(tuple(used[name] for name in sorted(used, key=str.lower)), _packages(left))


def own_version() -> str:
    """Return the version of the program."""
    text = (ROOT / "app" / "demitasse" / "__init__.py").read_text(encoding="utf-8")
    return str(re.findall(r'^__version__ = "([^"]+)"', text, re.MULTILINE)[0])


def package_folder(name: str) -> str:
    """Return the folder that a distribution is installed in."""
    return str(distribution(name).locate_file(""))


def _sources(table: Path) -> list[str]:
    """Return the files that a table of collected things names: tuples of (name, source, kind)."""
    found: list[str] = []
    waiting = [ast.literal_eval(table.read_text(encoding="utf-8"))] if table.name[:3] in {"COL", "PYZ"} else []
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple) and len(each) == 3 and all(isinstance(part, str) for part in each):
            found += [each[1]] if each[2] != "SYMLINK" else []
        elif isinstance(each, (list, tuple)):
            waiting += each
    return found


def _files(found: Distribution) -> list[Path]:
    return [Path(str(found.locate_file(file))) for file in found.files or ()]


def _is_of_system(path: Path) -> bool:
    """Return whether a file is a library from outside the project, the build environment and Python's own folder."""
    python = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), sys.base_prefix + "/lib/python"}
    inside = (str(ROOT), *python)
    return path.is_absolute() and not str(path).startswith(inside)


def _packages(files: list[Path]) -> tuple[SystemPackage, ...]:
    """Group files by the package of the distribution that owns them; one that nobody owns is named after itself."""
    owners = _owners(files)
    names: dict[str, set[str]] = {}
    for file in files:
        names.setdefault(owners.get(file, file.name.partition(".")[0]), set()).add(file.name)
    versions = _versions(sorted(set(owners.values())))
    return tuple(SystemPackage(name, versions.get(name, ""), tuple(sorted(names[name]))) for name in sorted(names))


def _owners(files: list[Path]) -> dict[Path, str]:
    """Return the Debian package of each file that has one. Packages may name it by its path before or after /usr."""
    paths: dict[str, Path] = {}
    for file in files:
        for path in (file, file.resolve()):
            paths |= {str(path): file, str(path).removeprefix("/usr"): file, f"/usr{path}": file}
    lines = _dpkg_query("-S", *paths)
    found = (line.partition(": ")[::2] for line in lines)
    return {paths[path]: names.partition(",")[0].partition(":")[0] for names, path in found if path in paths}


def _versions(packages: list[str]) -> dict[str, str]:
    lines = _dpkg_query("-W", "-f", "${Package} ${Version}\\n", *packages) if packages else []
    return {name: version for name, _, version in (line.partition(" ") for line in lines)}


def _dpkg_query(*words: str) -> list[str]:
    """Return the lines that dpkg-query prints; none where there is no dpkg."""
    if not shutil.which("dpkg-query"):
        return []
    return subprocess.run(["dpkg-query", *words], capture_output=True, text=True, check=False).stdout.splitlines()
