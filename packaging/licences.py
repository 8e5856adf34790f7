"""Collect the licences of all that a bundle contains: `licences.py WORK FOLDER`, run by build.py.

FOLDER gets a folder for each part, the licences that the parts refer to, and README.txt with the list of parts and the
notice that the LGPL asks for. A part without a licence fails the build.
"""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
from importlib.metadata import Distribution, version
from pathlib import Path

import inventory

HERE = Path(__file__).resolve().parent
OWN = HERE / "licences"
DOC = Path("/usr/share/doc")
COMMON = Path("/usr/share/common-licenses")
LGPL = ("PySide6_Essentials", "shiboken6")
"""Distributions whose wheels hold Qt or its bindings and no licence text."""
_NAMES = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)

_HEAD = """Demitasse {version} is free software under the MIT licence (LICENSE in this folder). It is distributed with
these parts, each under its own licence; the texts are in the folders beside this file.

{parts}

Qt and Qt for Python
--------------------
Demitasse uses Qt {qt} and Qt for Python (PySide6 and Shiboken6) {pyside} under the GNU Lesser General Public License,
version 3 (Qt/LGPL-3.0.txt, which supplements Qt/GPL-3.0.txt). They are not modified. The source code is at

    https://download.qt.io/official_releases/qt/{minor}/{qt}/
    https://download.qt.io/official_releases/QtForPython/

You may modify Qt, and debug such modifications by reverse engineering of this program. All of Qt is in shared libraries
of their own, so you can replace it by your version:

1. Build Qt {minor} (the same minor version, or a later 6.x) and PySide6 for it, as shared libraries.
2. Quit Demitasse, and find the folder `PySide6` in its folder `_internal` (on macOS: in `Contents/Frameworks`).
3. Replace the libraries and plugins there by yours, with the same names: the libraries of Qt are in `Qt/lib` on Linux
   and macOS and beside the bindings on Windows, the plugins in `Qt/plugins` or `plugins`. A changed program on macOS
   must be signed again: codesign --force --deep --sign - Demitasse.app

You can also run Demitasse from its source with any PySide6; its README says how.
"""


def collect(work: Path, folder: Path) -> None:
    """Write everything into `folder`. Raises LookupError for a part without a licence."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = inventory.read(work)
    for part in found.distributions:
        if part.metadata["Name"] not in LGPL:
            copy(licence_files(part), folder / part.metadata["Name"], part.metadata["Name"])
    copy([OWN / "LGPL-3.0.txt", OWN / "GPL-3.0.txt"], folder / "Qt", "Qt")
    copy(python_licences(), folder / "Python", "Python")
    for package in found.system:
        copy([DOC / package.name / "copyright"], folder / "system" / package.name, package.name)
    copy_common(folder)
    shutil.copyfile(inventory.ROOT / "LICENSE", folder / "LICENSE")
    (folder / "README.txt").write_text(notice(found), encoding="utf-8", newline="\n")


def licence_files(part: Distribution) -> list[Path]:
    """Return the files of a distribution that state its licence."""
    files = [file for file in part.files or () if ".dist-info" in str(file) and _NAMES.search(file.name)]
    return sorted(Path(str(part.locate_file(file))) for file in files)


def python_licences() -> list[Path]:
    """Return the licence of Python, wherever this one keeps it."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    debian = DOC / f"python{sys.version_info.major}.{sys.version_info.minor}" / "copyright"
    places = (stdlib / "LICENSE.txt", stdlib.parent / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt", debian)
    return [file for file in places if file.is_file()][:1]


def copy(files: list[Path], folder: Path, name: str) -> None:
    """Copy the licences of one part."""
    present = [file for file in files if file.is_file()]
    if not present:
        raise LookupError(f"{name} comes without a licence: find its text before it is distributed")
    folder.mkdir(parents=True)
    for file in present:
        shutil.copyfile(file, folder / file.name)


def copy_common(folder: Path) -> None:
    """Copy the licences that Debian's copyright files refer to by path."""
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in (folder / "system").rglob("copyright")]
    names = {name.rstrip(".") for text in texts for name in re.findall(rf"{COMMON}/([\w.-]*\w)", text)}
    for name in sorted(names):
        if (COMMON / name).is_file():
            (folder / "system" / "common-licenses").mkdir(exist_ok=True)
            shutil.copyfile(COMMON / name, folder / "system" / "common-licenses" / name)


def notice(found: inventory.Inventory) -> str:
    """Return the text of README.txt."""
    python = f"Python {sys.version.split()[0]}"
    parts = [python, *(f"{part.metadata['Name']} {part.version}" for part in found.distributions)]
    parts += [f"{package.name} {package.version} ({', '.join(package.files)})" for package in found.system]
    pyside = version("PySide6_Essentials")
    return _HEAD.format(
        version=inventory.own_version(),
        parts="\n".join(f"  {part}" for part in parts),
        qt=pyside,
        pyside=pyside,
        minor=".".join(pyside.split(".")[:2]),
    )


if __name__ == "__main__":
    collect(Path(sys.argv[1]), Path(sys.argv[2]))
