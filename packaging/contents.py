"""What a bundle contains: the tables and filters that `demitasse.spec` applies to what PyInstaller finds."""

from __future__ import annotations

import re
import sys
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

WINDOWS, MACOS, LINUX = sys.platform == "win32", sys.platform == "darwin", sys.platform.startswith("linux")

# Modules that the program never imports, though its libraries name them. tests/packaging/test_contents.py runs the
# program without them.
EXCLUDED_MODULES = (
    # Tools that come with Python.
    *("_pyrepl", "curses", "distutils", "doctest", "ensurepip", "idlelib", "lib2to3", "pdb", "pydoc", "pydoc_data"),
    *("readline", "test", "tkinter", "turtledemo", "unittest", "venv"),
    # Tools of the build environment.
    *("_distutils_hack", "pip", "pkg_resources", "setuptools", "PyInstaller"),
    # Other bindings, and the parts of Qt without a place in a window of widgets.
    *("PyQt5", "PyQt6", "PySide2", "numpy"),
    *(f"PySide6.Qt{name}" for name in ("Concurrent", "Designer", "Help", "OpenGL", "OpenGLWidgets", "Pdf")),
    *(f"PySide6.Qt{name}" for name in ("PrintSupport", "Qml", "Quick", "Sql", "Test", "UiTools", "Xml")),
    *(() if WINDOWS else ("PySide6.QtNetwork",)),
    # Optional parts of requests: CoffeeCup answers in UTF-8, over HTTP/1.1, without a proxy of its own.
    *("brotli", "brotlicffi", "chardet", "charset_normalizer", "h2", "OpenSSL", "simplejson", "socks", "zstandard"),
    *("urllib3.contrib.emscripten", "urllib3.contrib.pyopenssl", "urllib3.contrib.socks"),
    # The keyrings of other systems.
    *(() if LINUX else ("PySide6.QtDBus", "jeepney", "secretstorage", "cryptography", "cffi")),
)

# What Python shall not say: requests misses the guesser of encodings that is left out on purpose.
IGNORED_WARNINGS = ("Unable to find acceptable character detection dependency",)

# The plugins of Qt that are kept, by kind. A kind that is not named here is kept whole, so that a new version of Qt
# never loses something unseen.
KEPT_PLUGINS: dict[str, set[str]] = {
    "platforms": {"qxcb", "qwayland", "qwayland-generic", "qoffscreen", "qwindows", "qcocoa"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platformthemes": {"qxdgdesktopportal"},
    "imageformats": {"qico"} if WINDOWS else set(),
    "egldeviceintegrations": set(),
    "generic": set(),
    "iconengines": set(),
    "networkinformation": set(),
    "printsupport": set(),
    "qmltooling": set(),
    "sqldrivers": set(),
    "styles": set(),  # Fusion is built in
    "tls": set(),
    "xcbglintegrations": set(),
}
_PLUGIN = re.compile(r"(?:^|/)plugins/([^/]+)/(?:lib)?([^/]+?)\.(?:so|dll|dylib)$")
_TRANSLATION = re.compile(r"(?:^|/)translations/(?!qtbase_(?:de|en)\.qm$)[^/]*$")
# What pip notes about an installation, with the path of its folder; metadata are read from METADATA and entry points.
_INSTALLATION = re.compile(r"\.dist-info/(?:RECORD|INSTALLER|REQUESTED)$")
_UNUSED_LIBRARY = re.compile(r"(?:^|/)(?:opengl32sw|(?:lib)?Qt6?(?:Pdf|VirtualKeyboard|Quick|Qml))[^/]*$")

Item = tuple[str, str, str]
"""What PyInstaller calls an entry: the name in the bundle, the file it comes from, and the kind."""


def is_wanted(name: str) -> bool:
    """Return whether the file of that name in the bundle is needed."""
    name = name.replace("\\", "/")
    if plugin := _PLUGIN.search(name):
        kept = KEPT_PLUGINS.get(plugin[1])
        return kept is None or plugin[2] in kept
    if "PySide6/" in name and _TRANSLATION.search(name):
        return False
    return not _UNUSED_LIBRARY.search(name) and not _INSTALLATION.search(name)


def without_orphans(binaries: Sequence[Item], imports: Callable[[str], Iterable[str]]) -> list[Item]:
    """Return the binaries that something loads: Python, extension modules, plugins, and all that these link to.

    PyInstaller collects the libraries of plugins before `is_wanted` leaves those plugins out. `imports` returns the
    names of the libraries that a file links to.
    """
    by_name: dict[str, list[Item]] = {}
    for item in binaries:
        by_name.setdefault(_base(item[0]), []).append(item)
    reached: set[str] = set()
    waiting = [item for item in binaries if _is_loaded_by_name(item)]
    while waiting:
        name, file, kind = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        needed = [file] if kind == "SYMLINK" else imports(file)
        waiting += [item for each in needed for item in by_name.get(_base(each), ())]
    return [item for item in binaries if item[0] in reached]


def without_dangling_links(items: Iterable[Item], present: Iterable[str]) -> list[Item]:
    """Return the items except links to files that are not `present`."""
    names = {name.replace("\\", "/") for name in present}
    return [
        (name, file, kind)
        for name, file, kind in items
        if kind != "SYMLINK" or str(PurePosixPath(name.replace("\\", "/")).parent / file) in names
    ]


def _is_loaded_by_name(item: Item) -> bool:
    name, _file, kind = item
    return (
        kind == "EXTENSION"
        or "/plugins/" in name.replace("\\", "/")
        or re.match(r"(lib)?python3|Python$", _base(name), re.IGNORECASE) is not None
    )


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name.lower()
