"""Parts of the build that need no build environment: warnings, checksums, what packages need, documents."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import build
import documents
import elf
import inventory
from demitasse.cli.arguments import load
from demitasse.cli.commands import COMMANDS
from linux import package
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from argparse import ArgumentParser

ROOT = Path(__file__).parents[2]
NEEDS = elf.Needs((2, 36), frozenset({"libGL.so.1", "libxcb.so.1"}), ())


def test_a_module_that_another_needs_cannot_be_left_out() -> None:
    fine = "missing module named six - imported by x (top-level)\n"
    fine += "excluded module named brotli - imported by urllib3.response (optional), other (delayed)\n"
    build.check_warnings(fine)
    needed = "excluded module named http2 - imported by a (optional), urllib3.connection (top-level)"
    with pytest.raises(build.BuildError, match=r"http2 is left out .* \['urllib3.connection'\] need it"):
        build.check_warnings(fine + needed)


def test_checksums_are_those_of_sha256sum(tmp_path: Path) -> None:
    for name in ("b.deb", "a.rpm", "SHA256SUMS"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    lines = build.checksums(tmp_path).splitlines()
    assert [line[64:] for line in lines] == ["  a.rpm", "  b.deb"]
    assert all(re.fullmatch(r"[0-9a-f]{64}", line[:64]) for line in lines)


def test_pins_of_the_build_are_those_of_the_program() -> None:
    pins = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("constraints.txt", "constraints-package.txt")}
    run, package_pins = (dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE)) for text in pins.values())
    both = run.keys() & package_pins.keys()
    assert {name: run[name] for name in both} == {name: package_pins[name] for name in both}
    assert {"pyside6-essentials", "requests", "keyring", "tzdata", "pyinstaller"} <= package_pins.keys()


OBJDUMP = """
/x/libA.so:     file format elf64-x86-64

Dynamic Section:
  NEEDED               libc.so.6
  NEEDED               libGL.so.1
  NEEDED               libB.so
  RUNPATH              $ORIGIN/../lib:/home/builder/lib

Version References:
  required from libc.so.6:
    0x09691a75 0x00 03 GLIBC_2.2.5
    0x069691b4 0x00 02 GLIBC_2.34
/x/libB.so:     file format elf64-x86-64
  NEEDED               ld-linux-x86-64.so.2
  RUNPATH              $ORIGIN
    0x069691b4 0x00 02 GLIBC_2.9
"""


def test_needs_of_libraries_are_read_from_objdump() -> None:
    assert elf.parse(OBJDUMP, ["libA.so", "libB.so"]) == elf.Needs(
        (2, 34), frozenset({"libGL.so.1"}), (("/x/libA.so", "/home/builder/lib"),)
    )


@pytest.mark.parametrize(
    ("packager", "needed"),
    [
        ("deb", {"libc6 (>= 2.36)", "libgl1", "libxcb1"}),
        ("rpm", {"libc.so.6(GLIBC_2.36)(64bit)", "libGL.so.1()(64bit)", "libxcb.so.1()(64bit)"}),
    ],
)
def test_packages_depend_on_what_the_bundle_needs(packager: str, needed: set[str]) -> None:
    assert set(package.recipe(NEEDS, packager)["depends"]) == needed | set(package.DATA[packager])


def test_a_library_without_a_known_package_stops_the_build() -> None:
    with pytest.raises(LookupError, match=r"libnew\.so\.1"):
        package.recipe(NEEDS._replace(libraries=frozenset({"libnew.so.1"})), "deb")


@pytest.mark.parametrize(
    ("python", "linux"),
    [("0.1.0", "0.1.0"), ("1.0rc1", "1.0~rc1"), ("1.2.0b3", "1.2.0~b3"), ("2.0.dev4", "2.0~dev4")],
)
def test_versions_before_a_release_sort_before_it(python: str, linux: str) -> None:
    assert package.package_version(python) == linux


def test_the_changelog_becomes_debians() -> None:
    text = "# Changelog\n\n## [Unreleased]\n\n### Added\n\nTray\n\n- One\n  two.\n- Three.\n"
    text += "\n## [0.0.9] - 2026-01-01\n\n- Old.\n"
    entries = package.debian_changelog(text).split("demitasse (")[1:]
    assert [entry.partition(")")[0] for entry in entries] == [inventory.own_version(), "0.0.9"]
    assert "  * One two.\n  * Three.\n\n -- " in entries[0]
    long = package.debian_changelog(text.replace("Three", "long " * 99)).splitlines()
    assert max(len(line) for line in long if line.startswith("  ")) <= 80
    assert all(re.search(r"\n\n -- .+ <.+@.+>  \w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000\n", entry) for entry in entries)


def test_desktop_file_and_metainfo_belong_together() -> None:
    from demitasse.ui.app.qt_app import DESKTOP_FILE

    assert package.APP_ID == DESKTOP_FILE
    text = package.metainfo()
    assert f"<id>{DESKTOP_FILE}</id>" in text
    assert f"{DESKTOP_FILE}.desktop</launchable>" in text
    assert f'<release version="{inventory.own_version()}"' in text
    assert "@" not in text
    addresses = re.findall(r">(\w+://[^<]+)<", text)
    assert [address for address in addresses if not address.startswith(package.HOMEPAGE)] == []
    pictures = re.findall(r"/screenshots/([^<]+)</image>", text)
    assert pictures
    assert [name for name in pictures if not (ROOT / "resources" / "screenshots" / name).is_file()] == []


def subparsers(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    (found,) = (action for action in parser._actions if isinstance(action.choices, dict))
    return dict(found.choices or {})


def test_the_completions_know_every_command_and_option() -> None:
    found = subparsers(documents.parser())
    assert found.keys() == COMMANDS.keys() - {""}
    for name, parser in found.items():
        flags = {flag for action in parser._actions for flag in action.option_strings}
        assert {flag for option in load(name).options for flag in option.flags} <= flags
    resolve = {action.dest: action.choices for action in found["resolve"]._actions}
    assert resolve["WAY"] == ["mine", "theirs", "both"]


def test_the_man_page_describes_every_command_and_option() -> None:
    page = documents.man_page("2026-12-01")
    plain = re.sub(r"\\f[BIR]|\\&", "", page).replace("\\-", "-")
    for name in filter(None, COMMANDS):
        assert re.search(rf"^{name}\b", plain, re.MULTILINE)
        for option in load(name).options:
            assert f"\n{', '.join(option.flags)}" in plain
    assert not re.search(r"^'|^\.(?![A-Za-z]{1,2}\b)", page, re.MULTILINE), "text that roff takes for a command"


def test_every_step_of_the_build_is_there() -> None:
    """The scripts that build.py runs in the build environment, for this system at least."""
    text = (ROOT / "packaging" / "build.py").read_text(encoding="utf-8")
    for script in re.findall(r'tool\("([\w.]+)"', text):
        assert (ROOT / "packaging" / script).is_file(), script
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "build.py"), "--help"], capture_output=True, text=True, check=True
    )
    assert "--bundle-only" in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ("desktop-file-validate", f"{package.APP_ID}.desktop"),
        ("appstreamcli", "validate", "--no-net", f"{package.APP_ID}.metainfo.xml"),
        ("groff", "-man", "-ww", "-z", "demitasse.1"),
    ],
)
def test_the_validators_of_linux_find_no_fault(command: tuple[str, ...], tmp_path: Path) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    name = f"{package.APP_ID}.desktop"
    shutil.copyfile(ROOT / "packaging" / "linux" / name, tmp_path / name)
    (tmp_path / f"{package.APP_ID}.metainfo.xml").write_text(package.metainfo(), encoding="utf-8")
    (tmp_path / "demitasse.1").write_text(documents.man_page("2026-12-01"), encoding="utf-8")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    assert (done.returncode, done.stderr) == (0, "")
    assert "error" not in done.stdout.lower()
