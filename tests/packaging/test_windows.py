"""What can be known about the installer and its set-up under Wine without running either."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from demitasse.desktop import autostart
from demitasse.support import paths
from demitasse.ui.app.qt_app import DESKTOP_FILE
from tests.deadlines import PATIENCE_S
from tests.windows.setup import windows_requirements
from windows import version

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "packaging" / "windows" / "demitasse.nsi"
TEXT = SCRIPT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0.1.0", (0, 1, 0, 0)),
        ("1.2", (1, 2, 0, 0)),
        ("0.2.0rc1", (0, 2, 0, 0)),
        ("10.20.30.40", (10, 20, 30, 40)),
        ("1.0.0.dev3", (1, 0, 0, 0)),
        ("2026.11", (2026, 11, 0, 0)),
    ],
)
def test_windows_gets_four_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert version.numbers(text) == numbers


def test_the_version_resource_is_what_pyinstaller_reads() -> None:
    """PyInstaller evaluates the file; only on Windows can it import the classes."""

    def tree(*arguments: object, **named: object) -> tuple[object, ...]:
        return (*arguments, *named.values())

    kinds = "VSVersionInfo FixedFileInfo StringFileInfo StringTable StringStruct VarFileInfo VarStruct".split()
    for console in (True, False):
        text = version.resource("demitasse", "0.1.0", console=console)
        read = str(eval(text, dict.fromkeys(kinds, tree)))  # noqa: S307 - our own text
        assert ("command line" in read) == console
        assert "(0, 1, 0, 0)" in read


def test_every_text_of_the_installer_is_in_both_languages() -> None:
    texts = re.findall(r"^LangString (\w+) \$\{LANG_(\w+)\} ", TEXT, re.MULTILINE)
    names = {name for name, _ in texts}
    assert sorted(texts) == sorted((name, language) for name in names for language in ("ENGLISH", "GERMAN"))
    assert names == set(re.findall(r"\$\((\w+)\)", TEXT))


def test_the_installer_and_the_program_use_the_same_names() -> None:
    defined = dict(re.findall(r'^!define (\w+) "(.*)"$', TEXT, re.MULTILINE))
    assert defined["ID"] == autostart.NAME == DESKTOP_FILE
    for name, key in (("RUN", autostart.RUN), ("APPROVED", autostart.APPROVED)):
        assert defined[name].replace("${WINDOWS}", defined["WINDOWS"]) == key
    assert defined["DATA"] == rf"$LOCALAPPDATA\{paths.APP}"
    console, windowed = next((name, quiet) for (frozen, name), quiet in paths._WINDOWED.items() if frozen)
    assert {console, windowed} == set(re.findall(r'Delete "\$INSTDIR\\(\S+\.exe)"', TEXT)) - {"uninstall.exe"}


def test_two_programs_of_one_folder_differ_by_more_than_case() -> None:
    names = [name.lower() for pair in paths._WINDOWED.items() for name in (pair[0][1], pair[1])]
    assert len(names) == len(set(names))


@pytest.mark.skipif(not shutil.which("makensis"), reason="NSIS")
def test_the_installer_compiles_without_a_warning(tmp_path: Path) -> None:
    (tmp_path / "bundle" / "_internal").mkdir(parents=True)
    for name in ("demitasse.exe", "_internal/python313.dll"):
        (tmp_path / "bundle" / name).write_bytes(b"")
    icon = tmp_path / "demitasse.ico"
    subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "icons.py"), str(tmp_path)], check=True, timeout=PATIENCE_S
    )
    values = {"VERSION": "0.1.0", "NUMBERS": "0.1.0.0", "SOURCE": tmp_path / "bundle", "ICON": icon}
    defines = [f"-D{name}={value}" for name, value in {**values, "OUT": tmp_path / "demitasse-setup.exe"}.items()]
    done = subprocess.run(
        ["makensis", "-V2", "-WX", *defines, str(SCRIPT)],
        capture_output=True, text=True, check=False, timeout=PATIENCE_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "demitasse-setup.exe").read_bytes()[:2] == b"MZ"


PINS = """anyio==1.0 \\
    --hash=sha256:aa
    # via nothing
both==2.0 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via
    #   both
linux==3.0 ; sys_platform == 'linux' \\
    --hash=sha256:dd
old==4.0 ; python_full_version < '3.12' \\
    --hash=sha256:ee
windows==5.0 ; platform_python_implementation != 'PyPy' and sys_platform == 'win32' \\
    --hash=sha256:ff
"""


def test_the_pins_for_windows_are_those_whose_marker_holds_there() -> None:
    assert windows_requirements(PINS, {"anyio"}).splitlines() == [
        "both==2.0 --hash=sha256:bb --hash=sha256:cc",
        "windows==5.0 --hash=sha256:ff",
    ]
