"""The Info.plist of Demitasse.app, and the oldest macOS that its binaries run on. Works on every system."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

IDENTIFIER = "app.demitasse.Demitasse"
"""Also the name of the agent that starts the program at login (`demitasse.desktop.autostart`)."""

# Of <mach-o/loader.h> and <mach-o/fat.h>.
_THIN = {b"\xcf\xfa\xed\xfe": ("<", 32), b"\xce\xfa\xed\xfe": ("<", 28)}
_FAT = {b"\xca\xfe\xba\xbe": ">8xI8x", b"\xca\xfe\xba\xbf": ">8xQ16x"}
_MOST_SLICES = 16  # a Java class begins with the same bytes as a fat binary, and then has a larger number
_LC_VERSION_MIN_MACOSX, _LC_BUILD_VERSION, _PLATFORM_MACOS = 0x24, 0x32, 1
Version = tuple[int, int, int]


def info_plist(version: str, minimum_system: str) -> dict[str, Any]:
    """Return the keys of Info.plist that PyInstaller does not know or sets otherwise."""
    return {
        "CFBundleDisplayName": "Demitasse",
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": "Demitasse",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version.partition("-")[0],  # digits and dots only
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "de"],
        "LSAppNapIsDisabled": True,  # its timers would be held up: the shown minute, and the look at who is away
        "LSApplicationCategoryType": "public.app-category.productivity",
        "LSBackgroundOnly": False,  # PyInstaller sets it for a program that is also a command line
        "LSMinimumSystemVersion": minimum_system,
        "LSUIElement": True,  # a program of the menu bar: no icon in the Dock
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "MIT licence",
        "NSPrincipalClass": "NSApplication",
        "NSRequiresAquaSystemAppearance": False,  # it has dark colours
    }


def decides(name: str) -> bool:
    """Return whether the file of that name decides which macOS is needed: Qt's plugin for macOS, and Python.

    The tag of a wheel is only a promise: that of Qt 6.12.0 says 14.0, and its plugin asks for 14.4. The bindings of
    6.11.3 are marked 15.0 by mistake: their symbol tables name nothing newer than 13.0, which the tag says, too.
    """
    return re.search(r"/libqcocoa\.dylib$|(^|/)(Python|libpython3[^/]*\.dylib)$", name) is not None


def oldest_system(files: Iterable[Path]) -> str:
    """Return the oldest macOS on which all binaries among the files run, as "13.0"."""
    needed = [version for file in files for version in minimum_systems(file.read_bytes())]
    major, minor, patch = max(needed, default=(0, 0, 0))
    return f"{major}.{minor}" + (f".{patch}" if patch else "")


def minimum_systems(data: bytes) -> Iterator[Version]:
    """Yield the oldest macOS for each processor in a Mach-O file; nothing for another file."""
    if entry := _FAT.get(data[:4]):
        count = struct.unpack_from(">I", data, 4)[0] if len(data) >= 8 else 0
        step = struct.calcsize(entry)
        for index in range(count if count <= _MOST_SLICES and len(data) >= 8 + step * count else 0):
            yield from minimum_systems(data[struct.unpack_from(entry, data, 8 + step * index)[0] :])
    elif data[:4] in _THIN:
        yield from _of_slice(data, *_THIN[data[:4]])


def _of_slice(data: bytes, order: str, at: int) -> Iterator[Version]:
    for _ in range(struct.unpack_from(f"{order}16xI", data)[0]):
        command, size, first, second = struct.unpack_from(f"{order}4I", data, at)
        if command == _LC_VERSION_MIN_MACOSX:
            yield _version(first)
        elif command == _LC_BUILD_VERSION and first == _PLATFORM_MACOS:
            yield _version(second)
        at += size


def _version(packed: int) -> Version:
    return packed >> 16, packed >> 8 & 0xFF, packed & 0xFF
