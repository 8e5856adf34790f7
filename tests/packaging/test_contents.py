"""What a bundle contains, and that the program runs without what it does not contain."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import contents
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path

_WITHOUT = """
import importlib, pkgutil, sys
import contents

class Missing:
    def find_spec(self, name, path=None, target=None):
        if any(name == left_out or name.startswith(left_out + ".") for left_out in contents.EXCLUDED_MODULES):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
import demitasse
for found in pkgutil.walk_packages(demitasse.__path__, "demitasse."):
    if not found.name.endswith(("__main__", "_windows")):
        importlib.import_module(found.name)
from demitasse.__main__ import main
sys.exit(main(["demo", "--screenshot", sys.argv[1]]))
"""


def test_the_program_runs_without_the_modules_that_are_left_out(home: Path) -> None:
    """Every module is imported, a day is tracked and synced, and the popover is drawn; nothing complains."""
    picture = home / "popover.png"
    ignored = [word for message in contents.IGNORED_WARNINGS for word in ("-W", f"ignore:{message}")]
    done = subprocess.run(
        [sys.executable, *ignored, "-c", _WITHOUT, str(picture)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TZ": "Europe/Berlin"},  # as the sample company
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")) == (0, "")
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        (r"PySide6\plugins\platforms\qwindows.dll", True),
        (r"PySide6\plugins\platforms\qdirect2d.dll", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so", True),
        ("PySide6/Qt/plugins/a-kind-of-tomorrow/libq.so", True),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlite.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        (r"PySide6\translations\qt_de.qm", False),
        ("demitasse/resources/translations/demitasse_de.qm", True),
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("libQt6Quick.so.6", False),
        (r"PySide6\opengl32sw.dll", False),
        (r"PySide6\Qt6Qml.dll", False),
        ("libpython3.11.so.1.0", True),
        ("keyring-25.7.0.dist-info/entry_points.txt", True),
        ("keyring-25.7.0.dist-info/RECORD", False),
        (r"keyring-25.7.0.dist-info\INSTALLER", False),
    ],
)
def test_what_a_tray_app_loads_is_kept(name: str, kept: bool) -> None:
    assert contents.is_wanted(name) == kept


IMPORTS = {
    "/lib/plugin": ["libQt.so", "libc.so.6"],
    "/lib/ext": ["libssl.so"],
    "/lib/libQt.so": ["libICU.so"],
    "/lib/libssl.so": ["libcrypto.so"],
    "/lib/libgtk.so": ["libpango.so"],
}
BINARIES = [
    ("PySide6/Qt/plugins/platforms/libq.so", "/lib/plugin", "BINARY"),
    ("lib-dynload/_ssl.so", "/lib/ext", "EXTENSION"),
    ("libpython3.11.so.1.0", "/lib/python", "BINARY"),
    ("PySide6/Qt/lib/libQt.so", "/lib/libQt.so", "BINARY"),
    ("libQt.so", "PySide6/Qt/lib/libQt.so", "SYMLINK"),
    ("libICU.so", "/lib/libICU.so", "BINARY"),
    ("libssl.so", "/lib/libssl.so", "BINARY"),
    ("libcrypto.so", "/lib/libcrypto.so", "BINARY"),
    ("libgtk.so", "/lib/libgtk.so", "BINARY"),
    ("libpango.so", "/lib/libpango.so", "BINARY"),
]


def test_libraries_that_nothing_loads_are_left_out() -> None:
    kept = contents.without_orphans(BINARIES, lambda file: IMPORTS.get(file, []))
    assert [item for item in BINARIES if item not in kept] == BINARIES[-2:]


def test_links_to_files_that_are_left_out_go_too() -> None:
    items = [("libA.so", "Qt/lib/libA.so", "SYMLINK"), ("sub/libB.so", "libC.so", "SYMLINK"), ("x.txt", "/x", "DATA")]
    assert contents.without_dangling_links(items, ["Qt/lib/libA.so"]) == [items[0], items[2]]
    assert contents.without_dangling_links(items, ["sub\\libC.so"]) == items[1:]
